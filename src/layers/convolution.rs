//! Convolution, pooling, and what undoes them, on `[batch, channels, height, width]`.

use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::{Device, Tensor};

use super::Initial;
pub use crate::kernel::POOL;
use crate::kernel::{self, convolution2d, pick, place};

/// A convolution from `inputs` to `outputs` channels that keeps the image's size: zeros are put
/// around it, half a kernel wide.
///
/// y(i, j) = Σₐᵦ K(a, b) x(i + a − s, j + b − s) + b, s half the kernel's `side`, which is odd.
pub fn convolution(
    [inputs, outputs]: [usize; 2],
    side: usize,
    initial: &mut Initial,
    device: &Device,
) -> Conv2d {
    // Written out, since Burn's configuration brings all ways to fill a kernel along, one of which
    // multiplies matrices on every backend: a quarter of the binary with WebGPU.
    Conv2d {
        weight: initial.kernel([outputs, inputs, side, side], device),
        bias: Some(initial.zeros([outputs], device)),
        stride: [1; 2],
        kernel_size: [side; 2],
        dilation: [1; 2],
        groups: 1,
        padding: PaddingConfig2d::Explicit(side / 2, side / 2, side / 2, side / 2),
    }
}

/// A deconvolution, also called transposed convolution, that keeps the image's size: every pixel
/// is spread over its neighbourhood with the kernel's weights (Zeiler & Fergus 2014).
///
/// y(i, j) = Σₐᵦ K(a, b) x(i − a + s, j − b + s) + b, s half the kernel's `side`, which is odd.
pub fn deconvolution(
    [inputs, outputs]: [usize; 2],
    side: usize,
    initial: &mut Initial,
    device: &Device,
) -> ConvTranspose2d {
    ConvTranspose2d {
        weight: initial.kernel([inputs, outputs, side, side], device),
        bias: Some(initial.zeros([outputs], device)),
        stride: [1; 2],
        kernel_size: [side; 2],
        dilation: [1; 2],
        groups: 1,
        padding: [side / 2; 2],
        padding_out: [0; 2],
        channels: [inputs, outputs],
    }
}

/// A layer of [`convolution`].
pub fn gather(layer: &Conv2d, images: Tensor<4>) -> Tensor<4> {
    let bias = layer.bias.as_ref().expect("a layer with a bias");
    convolution2d(images, layer.weight.val(), bias.val())
}

/// A layer of [`deconvolution`]: the convolution with the kernel turned round, inputs and outputs
/// exchanged.
pub fn spread(layer: &ConvTranspose2d, images: Tensor<4>) -> Tensor<4> {
    let bias = layer.bias.as_ref().expect("a layer with a bias");
    let turned = layer.weight.val().swap_dims(0, 1).flip([2, 3]);
    convolution2d(images, turned, bias.val())
}

/// The largest value of each 2×2 window; a row or column that is left over at the end is dropped.
pub fn pool(images: Tensor<4>) -> Tensor<4> {
    pick(images.clone(), images)
}

/// What `pool(switches)` left, put back: every value where the largest of its window was, zeros
/// elsewhere.
pub fn unpool(values: Tensor<4>, switches: Tensor<4>) -> Tensor<4> {
    place(values, switches)
}

/// Every value four times; zeros in a last row and column where `side` is odd.
pub fn copy(values: Tensor<4>, side: usize) -> Tensor<4> {
    kernel::copy(values, [side; 2])
}
