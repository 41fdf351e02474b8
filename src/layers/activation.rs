//! The functions between layers.

use std::f32::consts::FRAC_1_SQRT_2;

use burn::tensor::{Device, Tensor, activation};
use serde::{Deserialize, Serialize};

use super::row;

/// The function applied to the output of a layer.
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
    /// eᵃ over the sum of these along the row
    Softmax,
}

impl Activation {
    /// Applies the function to `[batch, width]`, or to every element of another shape.
    pub fn apply<const D: usize>(self, input: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Sigmoid => row::sigmoid(input),
            Self::Relu => activation::relu(input),
            Self::Gelu => gelu(input),
            Self::Tanh => tanh(input),
            Self::Linear => input,
            Self::Softmax => activation::softmax(input, D - 1),
        }
    }
}

/// Beyond it tanh is ±1 in `f32`, and its derivative 0.
const SATURATED: f32 = 10.0;

fn is_on_cpu<const D: usize>(input: &Tensor<D>) -> bool {
    input.device().without_autodiff() == Device::flex()
}

/// tanh a. A graphics card may take it from e²ᵃ, which overflows to NaN where a is large.
pub(super) fn tanh<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    match is_on_cpu(&input) {
        true => activation::tanh(input),
        false => activation::tanh(input.clamp(-SATURATED, SATURATED)),
    }
}

/// a Φ(a). Burn's derivative is exact on the CPU alone; elsewhere it is that of an approximation by
/// tanh, with what is said of [`tanh`].
fn gelu<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    if is_on_cpu(&input) {
        return activation::gelu(input);
    }
    let erf = input.clone().mul_scalar(FRAC_1_SQRT_2).erf();
    input * erf.add_scalar(1.0).mul_scalar(0.5)
}
