//! The operations as tensors have them, and as every backend has them unless it has better.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

use super::composed;
use super::function::Function;

/// `x W + b`: `[batch, inputs]`, `[inputs, outputs]`, `[outputs]` to `[batch, outputs]`.
pub fn affine(input: Tensor<2>, weight: Tensor<2>, bias: Tensor<1>) -> Tensor<2> {
    let bias = bias.unsqueeze::<2>();
    Tensor::from_dispatch(<Dispatch as Kernels>::affine(
        input.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    ))
}

/// The convolution that keeps the image's size: `[batch, inputs, height, width]` with a kernel
/// `[outputs, inputs, side, side]` of an odd side and a bias `[outputs]`.
pub fn convolution2d(images: Tensor<4>, kernel: Tensor<4>, bias: Tensor<1>) -> Tensor<4> {
    Tensor::from_dispatch(<Dispatch as Kernels>::convolution(
        images.into_dispatch(),
        kernel.into_dispatch(),
        bias.into_dispatch(),
    ))
}

/// The product of two matrices.
pub fn matmul(left: Tensor<2>, right: Tensor<2>) -> Tensor<2> {
    let (left, right) = (left.into_dispatch(), right.into_dispatch());
    Tensor::from_dispatch(<Dispatch as Kernels>::product(left, right))
}

/// The function of every element.
pub fn apply<const D: usize>(function: Function, input: Tensor<D>) -> Tensor<D> {
    Tensor::from_dispatch(<Dispatch as Kernels>::apply(
        input.into_dispatch(),
        function,
    ))
}

/// 1 / (1 + e⁻ᵃ) of every element.
pub fn sigmoid<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    apply(Function::Sigmoid, input)
}

/// tanh a of every element.
pub fn tanh<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    apply(Function::Tanh, input)
}

/// ln(1 + eᵃ) of every element.
pub fn softplus<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    apply(Function::Softplus, input)
}

/// What a backend computes; by operations of Burn's where it has nothing better.
#[backend_extension(Autodiff, Flex, Cube: cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda")))]
pub(crate) trait Kernels: Backend {
    /// `left right`
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        Self::float_matmul(left, right)
    }

    /// `input weight + bias`; the bias is `[1, outputs]`.
    fn affine(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        Self::float_add(Self::float_matmul(input, weight), bias)
    }

    /// The convolution that keeps the image's size.
    fn convolution(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let options = composed::same_size::<Self>(&kernel);
        Self::conv2d(images, kernel, Some(bias), options)
    }

    /// Its derivative by the images.
    fn convolution_images_backward(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let options = composed::same_size::<Self>(&kernel);
        Self::conv2d_x_backward(images, kernel, gradient, options)
    }

    /// Its derivative by the kernel.
    fn convolution_kernel_backward(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let options = composed::same_size::<Self>(&kernel);
        Self::conv2d_weight_backward(images, kernel, gradient, options)
    }

    /// The function of every element.
    fn apply(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self> {
        composed::apply::<Self>(input, function)
    }

    /// `gradient` times the derivative of the function, from its value or from its argument as
    /// [`Function::slopes_by_value`] says.
    fn slope(
        known: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        function: Function,
    ) -> FloatTensor<Self> {
        composed::slope::<Self>(known, gradient, function)
    }
}

#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
impl Kernels for burn::backend::Cube {
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        super::cube::product(left, right, None)
    }

    fn affine(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        super::cube::product(input, weight, Some(bias))
    }

    fn convolution(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        super::cube_convolution::convolution(images, kernel, bias)
    }

    fn apply(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self> {
        match input.is_contiguous() {
            true => super::cube_elements::apply(input, function),
            false => composed::apply::<Self>(input, function),
        }
    }

    fn slope(
        known: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        function: Function,
    ) -> FloatTensor<Self> {
        match known.is_contiguous() && gradient.is_contiguous() {
            true => super::cube_elements::slope(known, gradient, function),
            false => composed::slope::<Self>(known, gradient, function),
        }
    }

    fn convolution_images_backward(
        _images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        super::cube_convolution::images_gradient(gradient, kernel)
    }

    fn convolution_kernel_backward(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        super::cube_convolution::kernel_gradient(images, gradient, &kernel)
    }
}
