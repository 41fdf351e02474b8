//! Max pooling over windows of 2×2 pixels and what undoes it, on `[batch, channels, height, width]`.

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, TensorMetadata, backend_extension};
use burn::tensor::{Shape, Tensor};

use super::composed;
use super::flex::{in_order, values, whole};
use super::windows::{self, POOL};

/// Of each window the pixel of `of` where that of `by` is largest; `by` is not differentiated.
pub fn pick(of: Tensor<4>, by: Tensor<4>) -> Tensor<4> {
    let (of, by) = (of.into_dispatch(), by.into_dispatch());
    Tensor::from_dispatch(<Dispatch as Windows>::pick(of, by))
}

/// One value for each window, where that of `by` is largest, and zeros elsewhere.
pub fn place(values: Tensor<4>, by: Tensor<4>) -> Tensor<4> {
    let (values, by) = (values.into_dispatch(), by.into_dispatch());
    Tensor::from_dispatch(<Dispatch as Windows>::place(values, by))
}

/// One value for each window of an image of `[height, width]` pixels, in all pixels of the window.
pub fn copy(values: Tensor<4>, image: [usize; 2]) -> Tensor<4> {
    let values = values.into_dispatch();
    Tensor::from_dispatch(<Dispatch as Windows>::copy(values, image))
}

#[backend_extension(Autodiff, Flex, Cube: cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda")))]
pub(crate) trait Windows: Backend {
    /// Of each window the pixel of `of` where that of `by` is largest.
    fn pick(of: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        composed::pick::<Self>(of, by)
    }

    /// One value for each window, where that of `by` is largest.
    fn place(values: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        composed::place::<Self>(values, by)
    }

    /// One value for each window, in all of its pixels.
    fn copy(values: FloatTensor<Self>, image: [usize; 2]) -> FloatTensor<Self> {
        composed::copy::<Self>(values, image)
    }

    /// The sum of each window.
    fn sum(of: FloatTensor<Self>) -> FloatTensor<Self> {
        composed::sum::<Self>(of)
    }
}

#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
impl Windows for burn::backend::Cube {}

impl Windows for Flex {
    fn pick(of: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        let (image, half) = (image(&of), half(&of));
        let [of, by] = [of, by].map(|tensor| whole(in_order(tensor)));
        values(windows::pick(of.storage(), by.storage(), image), half)
    }

    fn place(each: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        let (image, shape) = (image(&by), by.shape());
        let [each, by] = [each, by].map(|tensor| whole(in_order(tensor)));
        values(windows::place(each.storage(), by.storage(), image), shape)
    }

    fn copy(each: FloatTensor<Self>, image: [usize; 2]) -> FloatTensor<Self> {
        let [batch, channels, _, _] = each.shape().dims();
        let [height, width] = image;
        let each = whole(in_order(each));
        let shape = [batch, channels, height, width].into();
        values(windows::copy(each.storage(), image), shape)
    }

    fn sum(of: FloatTensor<Self>) -> FloatTensor<Self> {
        let (image, half) = (image(&of), half(&of));
        let of = whole(in_order(of));
        values(windows::sum(of.storage(), image), half)
    }
}

fn image(of: &FloatTensor<Flex>) -> [usize; 2] {
    let [_, _, height, width] = of.shape().dims();
    [height, width]
}

/// With one value for each window.
fn half(of: &FloatTensor<Flex>) -> Shape {
    let [batch, channels, height, width] = of.shape().dims();
    [batch, channels, height / POOL, width / POOL].into()
}
