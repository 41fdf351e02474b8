//! One example through a layer on the CPU, as while somebody draws.
//!
//! The general matrix product reads and writes the outputs once for every input. Here inputs are
//! taken several at a time, and those that are 0, most of a digit, are passed over.

use burn::backend::Flex;
use burn::tensor::{Device, Tensor, TensorData, activation, module::linear};

/// Inputs whose rows of the weight are added in one pass over the outputs.
const GROUP: usize = 8;

/// `x W + b` for `[batch, inputs]`, by the quick way where there is one row, on the CPU, and
/// nothing to differentiate.
pub fn affine(input: Tensor<2>, weight: Tensor<2>, bias: Tensor<1>) -> Tensor<2> {
    let device = weight.device();
    if !is_quick(&input) || weight.is_autodiff() || device != Device::flex() {
        return linear(input, weight, Some(bias));
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
    linear(input, weight, Some(bias))
}

/// 1 / (1 + e⁻ᵃ) of every element, by the quick way where there is one row.
pub fn sigmoid<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    if is_quick(&input)
        && let Ok(row) = input.clone().try_into_primitive::<Flex>()
        && let Some(row) = row.as_slice::<f32>()
    {
        let values: Vec<f32> = row.iter().map(|a| 1.0 / (1.0 + exponential(-a))).collect();
        return Tensor::from_data(TensorData::new(values, input.dims()), &input.device());
    }
    activation::sigmoid(input)
}

/// Whether a tensor is one row in host memory with nothing to differentiate.
fn is_quick<const D: usize>(input: &Tensor<D>) -> bool {
    input.dims()[0] == 1 && !input.is_autodiff() && input.device() == Device::flex()
}

/// eˣ to three units in the last place, in operations that compilers turn into SIMD, which a call
/// of the standard library's is not: x = n ln 2 + r, eˣ = 2ⁿ eʳ, and eʳ by the polynomial of
/// Cephes' `expf` (Moshier 1992).
#[inline]
fn exponential(x: f32) -> f32 {
    /// Added, it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    let mut sum = 1.987_569_1e-4;
    for coefficient in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        0.166_666_65,
        0.5,
    ] {
        sum = sum * r + coefficient;
    }
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    (sum * r * r + r + 1.0) * power
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
