//! Layers to a code of hidden units and the same widths back.

use burn::module::Module;
use burn::tensor::{Device, Tensor, activation};

use super::{Activation, Initial, Layer};

/// An encoder with the activation after every layer, the code's included, and a decoder of the
/// mirrored widths that ends in a sigmoid.
#[derive(Module, Debug)]
pub struct Mirror {
    encoder: Vec<Layer>,
    decoder: Vec<Layer>,
    #[module(skip)]
    activation: Activation,
}

impl Mirror {
    /// Layers through `widths`, such as `[784, 1000]`, and back; `tied` decoders use the encoder's
    /// weights, transposed.
    pub fn new(
        widths: &[usize],
        activation: Activation,
        tied: bool,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        let (encoder, decoder) = super::encoder_and_decoder(widths, tied, initial, device);
        Self {
            encoder,
            decoder,
            activation,
        }
    }

    /// The width of each layer, input to reconstruction.
    pub fn widths(&self) -> Vec<usize> {
        let encoder = self
            .encoder
            .iter()
            .filter_map(|layer| layer.weight.as_ref());
        let inputs = encoder.map(|weight| weight.dims()[0]);
        let outputs = self.decoder.iter().map(|layer| layer.bias.dims()[0]);
        let code = self.encoder[self.encoder.len() - 1].bias.dims();
        inputs.chain(code).chain(outputs).collect()
    }

    /// `[batch, input]` to the code, `[batch, code]`.
    pub fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        let activation = self.activation;
        let through = |values, layer: &Layer| activation.apply(layer.forward(values));
        self.encoder.iter().fold(inputs, through)
    }

    /// `[batch, code]` to the reconstruction, `[batch, input]`.
    pub fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        let mut layers = self.decoder_trace(codes);
        layers.pop().expect("a decoder has a layer")
    }

    /// The outputs of every layer of the encoder, the code last.
    pub fn encoder_trace(&self, inputs: Tensor<2>) -> Vec<Tensor<2>> {
        let mut outputs = super::trace(&self.encoder, self.activation, inputs);
        let code = outputs.pop().expect("an encoder has a layer");
        outputs.push(self.activation.apply(code));
        outputs
    }

    /// The outputs of every layer of the decoder, the reconstruction last.
    pub fn decoder_trace(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut outputs =
            super::decoder_trace(&self.encoder, &self.decoder, self.activation, codes);
        let logits = outputs.pop().expect("a decoder has a layer");
        outputs.push(activation::sigmoid(logits));
        outputs
    }

    /// The output of layer `layer` before its activation; 0 stands for the inputs.
    pub fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let both = (&self.encoder[..], &self.decoder[..]);
        super::pre_activations(both, self.activation, layer, inputs.clone(), || {
            self.encode(inputs)
        })
    }

    /// The weight of the encoder's first layer, `[input, units]`.
    pub fn first_weight(&self) -> Tensor<2> {
        let weight = self.encoder[0].weight.as_ref();
        weight.expect("an encoder has weights of its own").val()
    }

    /// Σ W² over every weight, which weight decay keeps small.
    pub fn weight_energy(&self) -> Tensor<1> {
        let layers = self.encoder.iter().chain(&self.decoder);
        let weights = layers.filter_map(|layer| layer.weight.as_ref());
        let energies = weights.map(|weight| weight.val().square().sum()).collect();
        Tensor::cat(energies, 0).sum()
    }
}
