//! Layers that families share: affine maps with an activation between them.

mod activation;
pub mod convolution;
mod initial;
pub mod network;
pub mod parameters;
pub mod recurrent;
mod row;
pub mod variational;

use std::fmt::Debug;

use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use crate::error::{LabError, Result};

pub use activation::Activation;
pub use initial::{Initial, parameter};

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

impl Affine {
    /// A layer with these values.
    pub fn layer(&self, device: &Device) -> Linear {
        Linear {
            weight: parameter(self.weight.clone(), self.shape, device),
            bias: Some(parameter(self.bias.clone(), [self.shape[1]], device)),
        }
    }
}

/// The values of a tensor, row-major, once the device has them.
///
/// # Errors
/// `device-failed`.
pub async fn read_values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    let unread = |error: &dyn Debug| {
        LabError::new(
            "device-failed",
            format!("The device did not answer: {error:?}."),
            "Reload the page, or choose the CPU.",
        )
    };
    let data = tensor.into_data_async().await;
    let data = data.map_err(|error| unread(&error))?;
    data.try_into_vec().map_err(|error| unread(&error))
}

/// The bias of a layer; ours always have one.
pub fn bias(layer: &Linear) -> Tensor<1> {
    layer.bias.as_ref().expect("a layer with a bias").val()
}

/// `[inputs, outputs]` of a layer, without looking at its values.
pub fn dims(layer: &Linear) -> [usize; 2] {
    layer.weight.lazy_shape().dims()
}

/// `x W + b`; a single row on the CPU takes a way of its own.
pub fn affine(layer: &Linear, input: Tensor<2>) -> Tensor<2> {
    row::affine(input, layer.weight.val(), bias(layer))
}

/// The widths from the input through the encoder's `widths` and back, such as
/// `[784, 400, 20, 400, 784]`.
pub fn mirrored(input: usize, widths: &[usize]) -> Vec<usize> {
    let there = std::iter::once(&input).chain(widths);
    let back = there.clone().rev().skip(1);
    there.chain(back).copied().collect()
}

/// The output of every layer, the activation applied after each.
pub fn outputs(layers: &[Linear], activation: Activation, input: Tensor<2>) -> Vec<Tensor<2>> {
    let mut outputs: Vec<Tensor<2>> = Vec::with_capacity(layers.len());
    for layer in layers {
        let previous = outputs.last().unwrap_or(&input).clone();
        outputs.push(activation.apply(affine(layer, previous)));
    }
    outputs
}

/// The output of the last layer, the activation applied after each but the last.
pub fn forward(layers: &[Linear], activation: Activation, input: Tensor<2>) -> Tensor<2> {
    let (last, hidden) = layers.split_last().expect("at least one layer");
    let features = hidden
        .iter()
        .fold(input, |input, layer| activation.apply(affine(layer, input)));
    affine(last, features)
}

/// The weights from each of `inputs` values to every unit of a layer, `[units, inputs]`; what else
/// the layer is told is left out.
pub fn filters(layer: &Linear, inputs: usize) -> Tensor<2> {
    layer.weight.val().narrow(0, 0, inputs).transpose()
}

/// Σ W² over the weights of layers, which weight decay keeps small, `[1]`.
pub fn weight_energy<'a>(layers: impl Iterator<Item = &'a Linear>) -> Tensor<1> {
    let energies = layers.map(|layer| layer.weight.val().square().sum());
    Tensor::cat(energies.collect(), 0).sum()
}
