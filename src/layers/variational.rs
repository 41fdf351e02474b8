//! An encoder to a normal density over codes, and a decoder.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::{Activation, Initial, affine, dims, forward, outputs};

/// `[batch, seen]` → mean and log-variance `[batch, latent]`; `[batch, codes]` → `[batch, output]`.
#[derive(Module, Debug)]
pub struct Variational {
    encoder: Vec<Linear>,
    mean: Linear,
    log_variance: Linear,
    decoder: Vec<Linear>,
    #[module(skip)]
    activation: Activation,
}

/// Widths of a [`Variational`].
pub struct VariationalWidths<'a> {
    /// Values that the encoder sees.
    pub seen: usize,
    /// The encoder's hidden layers and the latent, last.
    pub widths: &'a [usize],
    /// Values that the decoder sees beside the latent.
    pub beside: usize,
    /// Values that the decoder gives.
    pub output: usize,
}

impl Variational {
    /// Layers of the given widths, the decoder's hidden ones mirrored.
    pub fn new(
        widths: VariationalWidths,
        activation: Activation,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        let (latent, hidden) = widths.widths.split_last().expect("a latent");
        let there: Vec<usize> = [&[widths.seen], hidden].concat();
        let features = there[there.len() - 1];
        let mut back = vec![latent + widths.beside];
        back.extend(hidden.iter().rev());
        back.push(widths.output);
        Self {
            encoder: initial.stack(&there, device),
            mean: initial.linear(features, *latent, device),
            log_variance: initial.linear(features, *latent, device),
            decoder: initial.stack(&back, device),
            activation,
        }
    }

    /// The parameters of q(z | x): mean and log-variance, `[batch, latent]` each.
    pub fn posterior(&self, seen: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let features = self.features(seen);
        let mean = affine(&self.mean, features.clone());
        (mean, affine(&self.log_variance, features))
    }

    /// The mean of q(z | x) alone.
    pub fn mean(&self, seen: Tensor<2>) -> Tensor<2> {
        affine(&self.mean, self.features(seen))
    }

    fn features(&self, seen: Tensor<2>) -> Tensor<2> {
        self.encoder.iter().fold(seen, |values, layer| {
            self.activation.apply(affine(layer, values))
        })
    }

    /// What enters the output function, `[batch, output]`.
    pub fn decode_logits(&self, codes: Tensor<2>) -> Tensor<2> {
        forward(&self.decoder, self.activation, codes)
    }

    /// The outputs of the hidden layers of the encoder, and the mean.
    pub fn encoder_outputs(&self, seen: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let hidden = outputs(&self.encoder, self.activation, seen.clone());
        let features = hidden.last().unwrap_or(&seen).clone();
        (hidden, affine(&self.mean, features))
    }

    /// The outputs of the hidden layers of the decoder, and the logits of the last.
    pub fn decoder_outputs(&self, codes: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let (last, before) = self.decoder.split_last().expect("a decoder has a layer");
        let hidden = outputs(before, self.activation, codes.clone());
        let features = hidden.last().unwrap_or(&codes).clone();
        (hidden, affine(last, features))
    }

    /// What enters the function of each unit of one layer of the model around, whose layer 0 are the
    /// `inputs`; what the encoder and the decoder see of them is asked for where it is needed.
    pub fn pre_activations(
        &self,
        layer: usize,
        inputs: Tensor<2>,
        seen: impl FnOnce() -> Tensor<2>,
        codes: impl FnOnce() -> Tensor<2>,
    ) -> Tensor<2> {
        let depth = self.encoder.len();
        match layer {
            0 => inputs,
            _ if layer <= depth => forward(&self.encoder[..layer], self.activation, seen()),
            _ if layer == depth + 1 => codes(),
            _ => forward(&self.decoder[..layer - depth - 1], self.activation, codes()),
        }
    }

    /// The weights from `inputs` values to each unit of the first layer, `[units, inputs]`.
    pub fn filters(&self, inputs: usize) -> Tensor<2> {
        super::filters(self.encoder.first().unwrap_or(&self.mean), inputs)
    }

    /// Values of one latent.
    pub fn latent(&self) -> usize {
        dims(&self.mean)[1]
    }
}

/// z = μ + σ ⊙ ε, through which gradients reach μ and σ (Kingma & Welling 2014, section 2.4).
pub fn reparameterize(mean: Tensor<2>, log_variance: Tensor<2>, noise: Tensor<2>) -> Tensor<2> {
    mean + log_variance.mul_scalar(0.5).exp() * noise
}
