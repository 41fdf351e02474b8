//! Layers that families share: affine maps with an activation between them.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData, activation, module::linear};
use serde::{Deserialize, Serialize};

use crate::random::Random;

pub mod convolution;
pub mod mirror;
pub mod recurrent;
mod row;

pub use row::sigmoid;

/// The function applied between two layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// 1 / (1 + e⁻ᵃ)
    Sigmoid,
    /// max(0, a)
    Relu,
    /// a Φ(a), Φ the normal distribution function (Hendrycks & Gimpel 2016)
    Gelu,
    /// tanh a
    Tanh,
    /// a
    Linear,
}

impl Activation {
    /// Applies the function to every element.
    pub fn apply<const D: usize>(self, input: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Sigmoid => row::sigmoid(input),
            Self::Relu => activation::relu(input),
            Self::Gelu => activation::gelu(input),
            Self::Tanh => activation::tanh(input),
            Self::Linear => input,
        }
    }
}

/// What fresh parameters are filled with.
///
/// Weights are drawn from N(0, 4 / (inputs + outputs)): Xavier (Glorot & Bengio 2010) with gain √2,
/// because smaller weights leave a stack of eight layers with hardly any signal. Biases are 0.
#[derive(Debug)]
pub struct Initial {
    random: Option<Random>,
}

impl Initial {
    /// Random values of a seed, or zeros without one, for a module whose values are about to be
    /// loaded.
    pub fn from_seed(seed: Option<u64>) -> Self {
        Self {
            random: seed.map(Random::new),
        }
    }

    /// Values of a weight matrix `[inputs, outputs]`.
    pub fn weight(&mut self, inputs: usize, outputs: usize, device: &Device) -> Param<Tensor<2>> {
        self.normal([inputs, outputs], xavier(inputs + outputs), device)
    }

    /// Values of a kernel `[channels, channels, height, width]`: each pixel of one side is tied to
    /// `height × width` of the other.
    pub fn kernel(&mut self, shape: [usize; 4], device: &Device) -> Param<Tensor<4>> {
        let [one, other, height, width] = shape;
        self.normal(shape, xavier((one + other) * height * width), device)
    }

    /// Values from N(0, deviation²).
    pub fn normal<const D: usize>(
        &mut self,
        shape: [usize; D],
        deviation: f32,
        device: &Device,
    ) -> Param<Tensor<D>> {
        let count = shape.iter().product();
        let values = match &mut self.random {
            Some(random) => {
                let mut values = random.normals(count);
                values.iter_mut().for_each(|value| *value *= deviation);
                values
            }
            None => vec![0.0; count],
        };
        parameter(values, shape, device)
    }
}

/// The deviation of weights between `connections` units in all, those of both layers.
fn xavier(connections: usize) -> f32 {
    (4.0 / connections as f32).sqrt()
}

/// A trainable parameter with the given values, row-major.
pub fn parameter<const D: usize>(
    values: Vec<f32>,
    shape: [usize; D],
    device: &Device,
) -> Param<Tensor<D>> {
    Param::from_data(TensorData::new(values, shape), device)
}

/// The values of an affine map that was learnt elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Affine {
    /// `[inputs, outputs]`
    pub shape: [usize; 2],
    /// W, row by row.
    pub weight: Vec<f32>,
    /// b `[outputs]`
    pub bias: Vec<f32>,
}

/// An affine map `x W + b`, of `[batch, inputs]` to `[batch, outputs]`.
#[derive(Module, Debug)]
pub struct Layer {
    /// `[inputs, outputs]`; `None` where the layer uses another one's weight, transposed.
    pub weight: Option<Param<Tensor<2>>>,
    /// `[outputs]`
    pub bias: Param<Tensor<1>>,
}

impl Layer {
    /// A layer with a weight of its own.
    pub fn new(inputs: usize, outputs: usize, initial: &mut Initial, device: &Device) -> Self {
        Self {
            weight: Some(initial.weight(inputs, outputs, device)),
            bias: parameter(vec![0.0; outputs], [outputs], device),
        }
    }

    /// A layer with the values of another.
    pub fn of(values: &Affine, device: &Device) -> Self {
        Self {
            weight: Some(parameter(values.weight.clone(), values.shape, device)),
            bias: parameter(values.bias.clone(), [values.shape[1]], device),
        }
    }

    /// A layer that is to use another one's weight: only its bias is its own.
    pub fn tied(outputs: usize, device: &Device) -> Self {
        Self {
            weight: None,
            bias: parameter(vec![0.0; outputs], [outputs], device),
        }
    }

    /// `x W + b`.
    ///
    /// # Panics
    /// For a tied layer, which has no weight: see [`Layer::forward_tied`].
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        let weight = self.weight.as_ref().expect("a layer with its own weight");
        row::affine(input, weight.val(), self.bias.val())
    }

    /// `x Wᵀ + b` with the weight of `owner`.
    pub fn forward_tied(&self, input: Tensor<2>, owner: &Layer) -> Tensor<2> {
        let weight = owner.weight.as_ref().expect("a layer with its own weight");
        linear(input, weight.val().transpose(), Some(self.bias.val()))
    }
}

/// A chain of layers through `widths`, such as `[784, 400, 20]`.
pub fn stack(widths: &[usize], initial: &mut Initial, device: &Device) -> Vec<Layer> {
    widths
        .windows(2)
        .map(|pair| Layer::new(pair[0], pair[1], initial, device))
        .collect()
}

/// The widths from the input through the encoder's `widths` and back, such as
/// `[784, 400, 20, 400, 784]`.
pub fn mirrored(input: usize, widths: &[usize]) -> Vec<usize> {
    let there = std::iter::once(&input).chain(widths);
    let back = there.clone().rev().skip(1);
    there.chain(back).copied().collect()
}

/// An encoder through `widths`, such as `[784, 400, 20]`, and a decoder back; the layers of a
/// `tied` decoder have no weights of their own.
pub fn encoder_and_decoder(
    widths: &[usize],
    tied: bool,
    initial: &mut Initial,
    device: &Device,
) -> (Vec<Layer>, Vec<Layer>) {
    let encoder = stack(widths, initial, device);
    let back: Vec<usize> = widths.iter().rev().copied().collect();
    let decoder = if tied {
        let outputs = back[1..].iter();
        outputs.map(|width| Layer::tied(*width, device)).collect()
    } else {
        stack(&back, initial, device)
    };
    (encoder, decoder)
}

/// The outputs of every layer, the activation applied after each but the last.
pub fn trace(layers: &[Layer], activation: Activation, input: Tensor<2>) -> Vec<Tensor<2>> {
    let mut outputs: Vec<Tensor<2>> = Vec::with_capacity(layers.len());
    for (index, layer) in layers.iter().enumerate() {
        let previous = outputs.last().cloned().unwrap_or_else(|| input.clone());
        let output = layer.forward(previous);
        let last = index + 1 == layers.len();
        outputs.push(if last {
            output
        } else {
            activation.apply(output)
        });
    }
    outputs
}

/// As [`trace`] for a decoder whose tied layers use the mirrored weights of `encoder`.
pub fn decoder_trace(
    encoder: &[Layer],
    decoder: &[Layer],
    activation: Activation,
    codes: Tensor<2>,
) -> Vec<Tensor<2>> {
    let mut outputs: Vec<Tensor<2>> = Vec::with_capacity(decoder.len());
    for (index, layer) in decoder.iter().enumerate() {
        let input = outputs.last().unwrap_or(&codes).clone();
        let mirrored = decoder.len() - 1 - index;
        let output = match layer.weight {
            Some(_) => layer.forward(input),
            None => layer.forward_tied(input, &encoder[mirrored]),
        };
        let last = mirrored == 0;
        outputs.push(if last {
            output
        } else {
            activation.apply(output)
        });
    }
    outputs
}

/// The output of layer `layer` of an encoder and a decoder before its activation: 0 stands for the
/// inputs, as many as there are decoder layers for the code, which `encode` gives.
pub fn pre_activations(
    (encoder, decoder): (&[Layer], &[Layer]),
    activation: Activation,
    layer: usize,
    inputs: Tensor<2>,
    encode: impl FnOnce() -> Tensor<2>,
) -> Tensor<2> {
    if layer == 0 {
        return inputs;
    }
    if layer <= encoder.len() {
        return forward(&encoder[..layer], activation, inputs);
    }
    let (codes, depth) = (encode(), layer - decoder.len());
    if depth == 0 {
        return codes;
    }
    // A tied decoder's first layers use the weights of the encoder's last.
    let owners = &encoder[decoder.len() - depth..];
    let mut outputs = decoder_trace(owners, &decoder[..depth], activation, codes);
    outputs.pop().expect("at least one layer")
}

/// The weights from each of `inputs` values to every unit of a layer, `[units, inputs]`; what else
/// the layer is told is left out.
pub fn filters(layer: &Layer, inputs: usize) -> Option<Tensor<2>> {
    let weight = layer.weight.as_ref()?.val();
    Some(weight.narrow(0, 0, inputs).transpose())
}

/// The output of the last layer, the activation applied after each but the last.
pub fn forward(layers: &[Layer], activation: Activation, input: Tensor<2>) -> Tensor<2> {
    let (last, hidden) = layers.split_last().expect("at least one layer");
    let features = hidden
        .iter()
        .fold(input, |input, layer| activation.apply(layer.forward(input)));
    last.forward(features)
}
