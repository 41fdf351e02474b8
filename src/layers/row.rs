//! One example through a layer on the CPU, as while somebody draws.
//!
//! The general matrix product reads and writes the outputs once for every input. Here inputs are
//! taken several at a time, and those that are 0, most of a digit, are passed over.

use burn::backend::Flex;
use burn::tensor::{Device, Tensor, TensorData};

use crate::kernel;

/// Inputs whose rows of the weight are added in one pass over the outputs.
const GROUP: usize = 8;

/// `x W + b` for `[batch, inputs]`, by the quick way where there is one row, on the CPU, and
/// nothing to differentiate.
pub fn affine(input: Tensor<2>, weight: Tensor<2>, bias: Tensor<1>) -> Tensor<2> {
    let device = weight.device();
    if !is_quick(&input) || weight.is_autodiff() || device != Device::flex() {
        return kernel::affine(input, weight, bias);
    }
    let outputs = weight.dims()[1];
    let held = [
        input.clone().try_into_primitive::<Flex>(),
        weight.clone().try_into_primitive::<Flex>(),
    ];
    let bias_data = bias.clone().into_data();
    if let [Ok(row), Ok(matrix)] = &held
        && let (Some(row), Some(matrix)) = (row.as_slice::<f32>(), matrix.as_slice::<f32>())
        && let Ok(bias) = bias_data.as_slice::<f32>()
    {
        let values = product(row, matrix, bias);
        return Tensor::from_data(TensorData::new(values, [1, outputs]), &device);
    }
    kernel::affine(input, weight, bias)
}

/// Whether a tensor is one row in host memory with nothing to differentiate.
fn is_quick<const D: usize>(input: &Tensor<D>) -> bool {
    input.dims()[0] == 1 && !input.is_autodiff() && input.device() == Device::flex()
}

/// `row · matrix + bias`, `matrix` row-major with as many columns as `bias` has values.
fn product(row: &[f32], matrix: &[f32], bias: &[f32]) -> Vec<f32> {
    let width = bias.len();
    let mut outputs = bias.to_vec();
    let lines = row.iter().zip(matrix.chunks_exact(width));
    let active: Vec<(f32, &[f32])> = lines
        .filter(|(value, _)| **value != 0.0)
        .map(|(value, line)| (*value, line))
        .collect();
    let groups = active.chunks_exact(GROUP);
    let rest = groups.remainder();
    for group in groups {
        let group: &[(f32, &[f32]); GROUP] = group.try_into().expect("a whole group");
        let factors = group.map(|(value, _)| value);
        let lines = group.map(|(_, line)| &line[..width]);
        for (i, output) in outputs[..width].iter_mut().enumerate() {
            let mut sum = 0.0;
            for k in 0..GROUP {
                sum += factors[k] * lines[k][i];
            }
            *output += sum;
        }
    }
    for (value, line) in rest {
        for (output, weight) in outputs.iter_mut().zip(*line) {
            *output += value * weight;
        }
    }
    outputs
}
