//! The functions between layers.

use burn::tensor::{Tensor, activation};
use serde::{Deserialize, Serialize};

use crate::kernel::{Function, apply};

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
            Self::Sigmoid => apply(Function::Sigmoid, input),
            Self::Relu => apply(Function::Relu, input),
            Self::Gelu => apply(Function::Gelu, input),
            Self::Tanh => apply(Function::Tanh, input),
            Self::Linear => input,
            Self::Softmax => activation::softmax(input, D - 1),
        }
    }
}
