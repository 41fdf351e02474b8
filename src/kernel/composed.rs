//! The functions made of operations of Burn's, for backends that have nothing better.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Scalar, TensorMetadata};
use burn::tensor::ops::ConvOptions;

use super::function::{self, Function};

/// A step of one pixel, and half a kernel of zeros around the image.
pub fn same_size<B: Backend>(kernel: &FloatTensor<B>) -> ConvOptions<2> {
    let half = kernel.shape()[3] / 2;
    ConvOptions::new([1, 1], [half, half], [1, 1], 1)
}

/// The function of every element.
pub fn apply<B: Backend>(a: FloatTensor<B>, function: Function) -> FloatTensor<B> {
    match function {
        Function::Sigmoid => B::sigmoid(a),
        // A graphics card may take it from e²ᵃ, which overflows to NaN where a is large; beyond 10
        // it is ±1 in `f32`.
        Function::Tanh => B::float_tanh(B::float_clamp(a, (-10.0).into(), 10.0.into())),
        Function::Relu => B::relu(a),
        Function::Gelu => B::float_mul(a.clone(), normal::<B>(a)),
        Function::Softplus => {
            let positive = B::relu(a.clone());
            let rest = B::float_exp(B::float_neg(B::float_abs(a)));
            B::float_add(positive, B::float_log1p(rest))
        }
    }
}

/// `gradient` times the derivative of the function.
pub fn slope<B: Backend>(
    known: FloatTensor<B>,
    gradient: FloatTensor<B>,
    function: Function,
) -> FloatTensor<B> {
    let one = Scalar::from(1.0f32);
    let slope = match function {
        Function::Sigmoid => {
            let rest = B::float_add_scalar(B::float_neg(known.clone()), one);
            B::float_mul(known, rest)
        }
        Function::Tanh => {
            let square = B::float_mul(known.clone(), known);
            B::float_add_scalar(B::float_neg(square), one)
        }
        Function::Relu => B::float_sign(known),
        Function::Gelu => {
            let square = B::float_mul(known.clone(), known.clone());
            let bell = B::float_exp(B::float_mul_scalar(square, (-0.5f32).into()));
            let density = B::float_mul_scalar(bell, function::NORMAL_PEAK.into());
            B::float_add(normal::<B>(known.clone()), B::float_mul(known, density))
        }
        Function::Softplus => B::sigmoid(known),
    };
    B::float_mul(gradient, slope)
}

/// Φ(a) = (1 + erf(a/√2)) / 2
fn normal<B: Backend>(a: FloatTensor<B>) -> FloatTensor<B> {
    let erf = B::float_erf(B::float_mul_scalar(
        a,
        std::f32::consts::FRAC_1_SQRT_2.into(),
    ));
    B::float_mul_scalar(B::float_add_scalar(erf, 1.0f32.into()), 0.5f32.into())
}
