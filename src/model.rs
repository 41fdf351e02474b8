//! The contracts that every family fulfils.
//!
//! Inputs are flat: `[batch, input]`, values in 0…1. Families that see images reshape inside.

use burn::tensor::{Device, Tensor, TensorData};

use crate::random::Random;

/// A map from inputs to codes and back.
pub trait Autoencoder {
    /// `[batch, input]` to `[batch, code]`. A stochastic encoder gives its mean.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2>;

    /// `[batch, code]` to `[batch, input]`, values in 0…1 where the output layer is a sigmoid.
    fn decode(&self, codes: Tensor<2>) -> Tensor<2>;

    /// `[batch, input]` through the code and back.
    fn reconstruct(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.decode(self.encode(inputs))
    }
}

/// A model that new inputs can be drawn from.
pub trait Generator: Autoencoder {
    /// `[count, input]`: the decoded means of `count` codes, drawn as `options` say. A family that
    /// learns no density of codes draws them from a normal one, fitted to those of the training data.
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2> {
        self.decode(options.fitted_codes(count))
    }
}

/// A model given by an energy E(v, h) of visible and hidden units, p(v, h) ∝ exp(−E(v, h)), in
/// which the units of either layer are independent given the other layer.
///
/// Visible states are `[batch, input]`, hidden ones `[batch, hidden]`.
pub trait EnergyModel {
    /// F(v) = −log Σₕ exp(−E(v, h)), `[batch]`: log p(v) = −F(v) − log Z.
    fn free_energy(&self, visible: Tensor<2>) -> Tensor<1>;

    /// E[h | v].
    fn hidden_given_visible(&self, visible: Tensor<2>) -> Tensor<2>;

    /// E[v | h].
    fn visible_given_hidden(&self, hidden: Tensor<2>) -> Tensor<2>;

    /// A draw of the hidden units with the given means.
    fn sample_hidden(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// A draw of the visible units with the given means.
    fn sample_visible(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// The visible states that inputs stand for: where units are 0 or 1, a grey pixel is the
    /// probability of a 1, and a draw decides.
    fn observe(&self, inputs: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// One step of alternating Gibbs sampling, h → v → h.
    fn gibbs_step(&self, hidden: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let visible = self.sample_visible(self.visible_given_hidden(hidden), random);
        self.sample_hidden(self.hidden_given_visible(visible), random)
    }

    /// The visible biases of the base-rate model, which has no weights, for data with the mean
    /// `[input]`, strictly between 0 and 1.
    fn base_biases(&self, mean: &[f64]) -> Vec<f64>;

    /// log Z of the base-rate model.
    fn base_log_partition(&self, base: &[f64]) -> f64;

    /// From visible states of the model at the inverse temperature β to states of the one at β′,
    /// with p*_β the β-weighted geometric mean of this model and the base-rate model, both
    /// unnormalised: log p*_β′(v) − log p*_β(v), `[batch]`, and the visible states after one
    /// Gibbs step at β′, for `temperatures` [β, β′].
    fn anneal(
        &self,
        base: &Tensor<1>,
        visible: Tensor<2>,
        temperatures: [f32; 2],
        random: &mut Random,
    ) -> (Tensor<1>, Tensor<2>);
}

/// How to draw samples.
#[derive(Debug, Clone)]
pub struct SampleOptions {
    /// Equal seeds give equal samples.
    pub seed: u64,
    /// The class to draw, for families that are conditioned on it.
    pub label: Option<u8>,
    /// Mean of each code unit over the training data, `[code]`.
    pub mean: Vec<f32>,
    /// Standard deviation of each code unit over the training data, `[code]`.
    pub standard_deviation: Vec<f32>,
    /// Where the sample is made.
    pub device: Device,
}

impl SampleOptions {
    /// Codes from N(mean, standard_deviation²), each unit on its own: the density to draw from
    /// where training gave the code none of its own. `[count, code]`.
    pub fn fitted_codes(&self, count: usize) -> Tensor<2> {
        let width = self.mean.len();
        let mut codes = Random::new(self.seed).normals(count * width);
        for row in codes.chunks_mut(width.max(1)) {
            for (unit, value) in row.iter_mut().enumerate() {
                *value = self.mean[unit] + self.standard_deviation[unit] * *value;
            }
        }
        Tensor::from_data(TensorData::new(codes, [count, width]), &self.device)
    }
}

/// A trained or fresh model as the page looks at it: every layer of it, without gradients.
pub trait Model: Generator {
    /// The width of each layer from the input through the code to the reconstruction, such as
    /// `[784, 400, 20, 400, 784]`.
    fn widths(&self) -> Vec<usize>;

    /// How many classes the model tells apart, where it learns from labels.
    fn classes(&self) -> Option<usize> {
        None
    }

    /// What `codes`, `[batch, code]`, of the class `from` would be in the class `to`, the style
    /// kept; where `from` is `None`, the model tells it from each code. Asked only of models that
    /// have [`Model::classes`].
    fn change_class(&self, codes: Tensor<2>, _to: u8, _from: Option<u8>) -> Tensor<2> {
        codes
    }

    /// Which of [`Model::widths`] is the code.
    fn code_layer(&self) -> usize {
        self.widths().len() / 2
    }

    /// The activations of each layer of [`Model::widths`] for `[batch, input]`, the inputs first.
    fn activations(&self, inputs: Tensor<2>) -> Vec<Tensor<2>> {
        let (mut layers, codes) = self.encoder_activations(inputs);
        layers.extend(self.decoder_activations(codes));
        layers
    }

    /// The activations of one layer of [`Model::widths`], `[batch, width]`, for `[batch, input]`.
    fn layer(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let code = self.code_layer();
        if layer > code {
            return self.activations(inputs).swap_remove(layer);
        }
        let (mut layers, codes) = self.encoder_activations(inputs);
        layers.push(codes);
        layers.swap_remove(layer)
    }

    /// What enters the function of each unit of one layer, `[batch, width]`: the affine maps before
    /// their sigmoid, ReLU and so on. Where a layer has no such function, its activations.
    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        self.layer(inputs, layer)
    }

    /// The weights from the pixels to each unit of the first layer, `[units, pixels]`, or to each of
    /// its kernels, which all units of a feature map share; `None` where it sees no whole image and
    /// no part of one.
    fn filters(&self) -> Option<Tensor<2>> {
        None
    }

    /// Pixels along a side of the inputs, where they are square images.
    fn image_side(&self) -> Option<usize> {
        let size = self.widths()[0];
        let side = size.isqrt();
        (side * side == size).then_some(side)
    }

    /// The activations before the code, the inputs first, and the codes.
    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>);

    /// The activations from `[batch, code]`, the codes first, to the reconstruction.
    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>>;

    /// The model as an energy of its inputs, where it is one.
    fn energy(&self) -> Option<&dyn EnergyModel> {
        None
    }

    /// From `[batch, code]` to the codes after one step of the model's Gibbs chain, where it has
    /// one.
    fn step_chain(&self, codes: Tensor<2>, random: &mut Random) -> Option<Tensor<2>> {
        let energy = self.energy()?;
        Some(energy.gibbs_step(codes, random))
    }
}
