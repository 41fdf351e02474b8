//! The contract that every family fulfils.
//!
//! Inputs are flat: `[batch, input]`, values in 0…1. Families that see images reshape inside.

mod energy;
mod examples;
mod losses;
mod pooling;
mod shape;

use burn::tensor::{Device, Tensor, TensorData};
use serde_json::Value;

pub use energy::{EnergyGradient, EnergyModel, Pair};
pub use examples::Examples;
pub use losses::{Losses, Mode};
pub use pooling::Pooled;
pub use shape::{LayerKind, LayerShape};

use crate::layers::parameters::Parameter;
use crate::random::Random;

/// What can be trained.
pub trait Objective {
    /// The losses of `examples`; `random` draws whatever `mode` needs, for every example anew.
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses;

    /// Whether in [`Mode::Train`] losses are means over the examples, each of which counts for itself, and
    /// nothing is remembered of them: then those of a batch are the weighted means of those of its parts.
    fn is_mean(&self) -> bool {
        true
    }

    /// The loss, in the same units as [`Losses::total`], of answering ½ at each of `inputs` pixels:
    /// a model far above it has diverged.
    fn guess_loss(&self, inputs: usize) -> f64 {
        0.25 * inputs as f64
    }
}

/// How to draw samples.
#[derive(Debug, Clone)]
pub struct SampleOptions {
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
    pub fn fitted_codes(&self, count: usize, random: &mut Random) -> Tensor<2> {
        let width = self.mean.len();
        let mut codes = random.normals(count * width);
        for row in codes.chunks_mut(width.max(1)) {
            for (unit, value) in row.iter_mut().enumerate() {
                *value = self.mean[unit] + self.standard_deviation[unit] * *value;
            }
        }
        Tensor::from_data(TensorData::new(codes, [count, width]), &self.device)
    }
}

/// The deep autoencoder that a stack unrolls into, as another family's model.
pub struct Unrolled {
    /// The family.
    pub family: &'static str,
    /// Its configuration.
    pub config: Value,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
}

/// A map from inputs to codes and back, and all that can be seen of it.
///
/// Every method depends on its arguments alone: nothing of an earlier call is remembered.
pub trait Model: Objective {
    /// `[batch, input]` to `[batch, code]`. A stochastic encoder gives its mean.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2>;

    /// `[batch, code]` to `[batch, input]`, values in 0…1 where the output layer is a sigmoid.
    fn decode(&self, codes: Tensor<2>) -> Tensor<2>;

    /// `[batch, input]` through the code and back.
    fn reconstruct(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.decode(self.encode(inputs))
    }

    /// `[count, code]`: codes that decode to samples, or where a chain of
    /// [`Model::mixing_steps`] to them begins. A family that learns no density of codes draws them
    /// from a normal one, fitted to those of the training data.
    fn draw_codes(&self, count: usize, options: &SampleOptions, random: &mut Random) -> Tensor<2> {
        options.fitted_codes(count, random)
    }

    /// Steps of the model's Gibbs chain before a sample is shown.
    fn mixing_steps(&self) -> usize {
        0
    }

    /// From `[batch, code]` to the codes after one step of the model's Gibbs chain, where it has
    /// one.
    fn step_chain(&self, codes: Tensor<2>, random: &mut Random) -> Option<Tensor<2>> {
        let energy = self.energy()?;
        Some(energy.gibbs_step(codes, random))
    }

    /// The model to draw samples and run chains with, where that is another one than this.
    fn generator(&self) -> Option<Box<dyn Model>> {
        None
    }

    /// The width of each layer from the input through the code to the reconstruction, such as
    /// `[784, 400, 20, 400, 784]`.
    fn widths(&self) -> Vec<usize>;

    /// How the units of each layer of [`Model::widths`] lie: the inputs and the reconstruction as a
    /// square image, where they are one, and vectors between them.
    fn layer_shapes(&self) -> Vec<LayerShape> {
        let widths = self.widths().into_iter();
        let mut shapes: Vec<LayerShape> = widths.map(LayerShape::vector).collect();
        if let (Some(side), [first, .., last]) = (self.image_side(), &mut shapes[..]) {
            (*first, *last) = (LayerShape::image(side), LayerShape::image(side));
        }
        shapes
    }

    /// Values that one example takes on its way through, at most; a few more do not matter.
    fn footprint(&self) -> usize {
        self.widths().iter().sum()
    }

    /// How many classes the model tells apart, where it learns from labels.
    fn classes(&self) -> Option<usize> {
        None
    }

    /// How many units of the code, the first ones, say anything but the class; those after them are
    /// one a class.
    fn style_size(&self) -> usize {
        self.widths()[self.code_layer()]
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
    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2>;

    /// The weights from the pixels to each unit of the first layer, `[units, pixels]`, or to each of
    /// its kernels, which all units of a feature map share; `None` where it sees no whole image and
    /// no part of one.
    fn filters(&self) -> Option<Tensor<2>> {
        None
    }

    /// Pixels along a side of the inputs, where they are square images.
    fn image_side(&self) -> Option<usize> {
        square_side(self.widths()[0])
    }

    /// The activations before the code, the inputs first, and the codes.
    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        (vec![inputs.clone()], self.encode(inputs))
    }

    /// The activations from `[batch, code]`, the codes first, to the reconstruction.
    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        vec![codes.clone(), self.decode(codes)]
    }

    /// Mean and log-variance of q(z | x) for `[batch, input]`, `[batch, code]` each, where the encoder
    /// gives a density.
    fn code_density(&self, _inputs: Tensor<2>) -> Option<(Tensor<2>, Tensor<2>)> {
        None
    }

    /// What pooling does to the feature maps of `[batch, input]`, where there are any.
    fn pooling(&self, _inputs: Tensor<2>) -> Option<Pooled> {
        None
    }

    /// The model as an energy of its inputs, where it is one.
    fn energy(&self) -> Option<&dyn EnergyModel> {
        None
    }

    /// The deep autoencoder that it unrolls into, where it is a stack of energy models.
    fn unrolled(&self) -> Option<Unrolled> {
        None
    }
}

/// √`size` where it is whole: the side of a square image of so many pixels.
pub fn square_side(size: usize) -> Option<usize> {
    let side = size.isqrt();
    (side * side == size).then_some(side)
}
