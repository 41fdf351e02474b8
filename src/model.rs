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
pub trait Generator {
    /// `[count, input]`: the decoded means of `count` codes drawn as `options` say.
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2>;
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
pub trait Model: Autoencoder + Generator {
    /// The width of each layer from the input through the code to the reconstruction, such as
    /// `[784, 400, 20, 400, 784]`.
    fn widths(&self) -> Vec<usize>;

    /// How many classes the model tells apart, where it learns from labels.
    fn classes(&self) -> Option<usize> {
        None
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

    /// The activations before the code, the inputs first, and the codes.
    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>);

    /// The activations from `[batch, code]`, the codes first, to the reconstruction.
    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>>;
}
