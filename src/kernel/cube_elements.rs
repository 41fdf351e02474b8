//! Functions of single elements on a graphics card, one program for each: of Burn's operations they
//! take four to ten each.

use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Cube, TensorMetadata};
use cubecl::calculate_cube_count_elemwise;
use cubecl::prelude::*;

use super::function::{Function, NORMAL_PEAK};

/// Units of a cube.
const UNITS: u32 = 256;
/// Beyond it an exponential leaves the range of an `f32`, which devices need not answer by infinity.
const LARGEST_EXPONENT: f32 = 87.0;
/// Beyond it tanh is ±1 in an `f32`; a card may take it from e²ᵃ, which overflows.
const TANH_BOUND: f32 = 10.0;

/// `a`, or the bound that it lies beyond.
#[cube]
fn bounded(a: f32, #[comptime] bound: f32) -> f32 {
    let mut inside = a;
    if a > bound {
        inside = f32::new(comptime!(bound));
    }
    if a < -bound {
        inside = f32::new(comptime!(-bound));
    }
    inside
}

#[cube]
fn sigmoid(a: f32) -> f32 {
    1.0f32 / (1.0f32 + f32::exp(-bounded(a, LARGEST_EXPONENT)))
}

/// Φ(a) = (1 + erf(a/√2)) / 2
// CubeCL's function, which the standard library has not yet.
#[allow(unstable_name_collisions)]
#[cube]
fn normal(a: f32) -> f32 {
    0.5f32 * (1.0f32 + f32::erf(a * std::f32::consts::FRAC_1_SQRT_2))
}

#[cube]
fn value_at(a: f32, #[comptime] function: Function) -> f32 {
    match comptime!(function) {
        Function::Sigmoid => sigmoid(a),
        Function::Tanh => f32::tanh(bounded(a, TANH_BOUND)),
        Function::Relu => {
            let mut positive = a;
            if a < 0.0f32 {
                positive = 0.0f32;
            }
            positive
        }
        Function::Gelu => a * normal(a),
        Function::Softplus => {
            let mut positive = a;
            if a < 0.0f32 {
                positive = 0.0f32;
            }
            positive + f32::log1p(f32::exp(-f32::abs(bounded(a, LARGEST_EXPONENT))))
        }
    }
}

/// From the value or the argument, as [`Function::slopes_by_value`] says.
#[cube]
fn slope_at(known: f32, #[comptime] function: Function) -> f32 {
    match comptime!(function) {
        Function::Sigmoid => known * (1.0f32 - known),
        Function::Tanh => 1.0f32 - known * known,
        Function::Relu => {
            let mut slope = 1.0f32;
            if known <= 0.0f32 {
                slope = 0.0f32;
            }
            slope
        }
        Function::Gelu => {
            let near = bounded(known, TANH_BOUND);
            normal(known) + known * NORMAL_PEAK * f32::exp(-0.5f32 * near * near)
        }
        Function::Softplus => sigmoid(known),
    }
}

#[cube(launch_unchecked)]
fn apply_kernel(input: &Tensor<f32>, output: &mut Tensor<f32>, #[comptime] function: Function) {
    let at = ABSOLUTE_POS;
    if at < input.len() {
        output[at] = value_at(input[at], function);
    }
}

#[cube(launch_unchecked)]
fn slope_kernel(
    known: &Tensor<f32>,
    gradient: &Tensor<f32>,
    output: &mut Tensor<f32>,
    #[comptime] function: Function,
) {
    let at = ABSOLUTE_POS;
    if at < known.len() {
        output[at] = gradient[at] * slope_at(known[at], function);
    }
}

/// A new tensor of the same shape, and what computes each of its elements.
pub(super) fn like(tensor: &FloatTensor<Cube>) -> (FloatTensor<Cube>, CubeCount, CubeDim) {
    let output = Cube::float_empty(tensor.shape(), &tensor.device, tensor.dtype.into());
    let dim = CubeDim::new_1d(UNITS);
    let count = calculate_cube_count_elemwise(&tensor.client, tensor.meta.num_elements(), dim);
    (output, count, dim)
}

/// The function of every element, which lie in order.
pub fn apply(input: FloatTensor<Cube>, function: Function) -> FloatTensor<Cube> {
    let (output, count, dim) = like(&input);
    let client = output.client.clone();
    // SAFETY: the kernel looks whether what it reads and writes lies within the tensors.
    unsafe {
        apply_kernel::launch_unchecked(
            &client,
            count,
            dim,
            input.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            function,
        );
    }
    output
}

/// `gradient` times the derivative of the function; the elements of both lie in order.
pub fn slope(
    known: FloatTensor<Cube>,
    gradient: FloatTensor<Cube>,
    function: Function,
) -> FloatTensor<Cube> {
    let (output, count, dim) = like(&known);
    let client = output.client.clone();
    // SAFETY: as above.
    unsafe {
        slope_kernel::launch_unchecked(
            &client,
            count,
            dim,
            known.into_tensor_arg(),
            gradient.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            function,
        );
    }
    output
}
