//! Functions and pooling made of operations of Burn's, for backends that have nothing better.

use burn::backend::tensor::{FloatTensor, IntTensor};
use burn::backend::{Backend, Scalar, TensorMetadata};
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::{FloatDType, IndexingUpdateOp, IntDType, Slice};

use super::function::{self, Function};
use super::windows::POOL;

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

/// Of each window the pixel of `of` where that of `by` is largest.
pub fn pick<B: Backend>(of: FloatTensor<B>, by: FloatTensor<B>) -> FloatTensor<B> {
    let [batch, channels, height, width] = of.shape().dims();
    let (places, half) = places::<B>(by);
    let flat = B::float_reshape(of, [batch, channels, height * width].into());
    B::float_reshape(B::float_gather(2, flat, places), half.into())
}

/// One value for each window, where that of `by` is largest, and zeros elsewhere.
pub fn place<B: Backend>(values: FloatTensor<B>, by: FloatTensor<B>) -> FloatTensor<B> {
    let [batch, channels, height, width] = by.shape().dims();
    let device = by.device();
    let (places, [.., h, w]) = places::<B>(by);
    let flat = [batch, channels, height * width].into();
    let zeros = B::float_zeros(flat, &device, FloatDType::F32);
    let values = B::float_reshape(values, [batch, channels, h * w].into());
    let all = B::float_scatter(2, zeros, places, values, IndexingUpdateOp::Add);
    B::float_reshape(all, [batch, channels, height, width].into())
}

/// Indices into each plane, `[batch, channels, windows]`, and the shape with one value a window.
fn places<B: Backend>(by: FloatTensor<B>) -> (IntTensor<B>, [usize; 4]) {
    let [batch, channels, height, width] = by.shape().dims();
    let [h, w] = [height / POOL, width / POOL];
    let [size, all] = [[POOL; 2], [1; 2]];
    let found =
        B::max_pool2d_with_indices(by, size, size, [0; 2], all, false, IntDType::I32).indices;
    let places = B::int_reshape(found, [batch, channels, h * w].into());
    (places, [batch, channels, h, w])
}

/// One value for each window, in all of its pixels; zeros in a row or column that is left over.
pub fn copy<B: Backend>(values: FloatTensor<B>, [height, width]: [usize; 2]) -> FloatTensor<B> {
    let [batch, channels, h, w] = values.shape().dims();
    let windows = B::float_reshape(values, [batch, channels, h, 1, w, 1].into());
    let windows = B::float_expand(windows, [batch, channels, h, POOL, w, POOL].into());
    let copies = B::float_reshape(windows, [batch, channels, POOL * h, POOL * w].into());
    let rest = [
        (0, 0),
        (0, 0),
        (0, height - POOL * h),
        (0, width - POOL * w),
    ];
    B::float_pad(copies, &rest, PadMode::Constant(0.0))
}

/// The sum of each window.
pub fn sum<B: Backend>(of: FloatTensor<B>) -> FloatTensor<B> {
    let [batch, channels, height, width] = of.shape().dims();
    let [h, w] = [height / POOL, width / POOL];
    let slices = [0..batch, 0..channels, 0..POOL * h, 0..POOL * w].map(Slice::from);
    let windows = B::float_slice(of, &slices);
    let windows = B::float_reshape(windows, [batch, channels, h, POOL, w, POOL].into());
    let sums = B::float_sum_dim(B::float_sum_dim(windows, 5), 3);
    B::float_reshape(sums, [batch, channels, h, w].into())
}
