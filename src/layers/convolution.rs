//! Convolution, pooling, and what undoes them, on `[batch, channels, height, width]`.

use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, IndexingUpdateOp, Int, Tensor, module};

use super::Initial;
use crate::kernel::convolution2d;

/// Pixels along either side of a pooling window.
pub const POOL: usize = 2;

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

/// The largest value of each 2×2 window and where it lies, as an index into the image; a row or
/// column that is left over at the end is dropped.
pub fn pool(images: Tensor<4>) -> (Tensor<4>, Tensor<4, Int>) {
    module::max_pool2d_with_indices(images, MaxPoolOptions::new([POOL; 2]))
}

/// `[…, height, width]` with every value at its index and zeros elsewhere.
pub fn unpool(values: Tensor<4>, switches: Tensor<4, Int>, side: usize) -> Tensor<4> {
    let [batch, channels, height, width] = values.dims();
    let places = [batch, channels, height * width];
    let zeros = Tensor::zeros([batch, channels, side * side], &values.device());
    let (values, switches) = (values.reshape(places), switches.reshape(places));
    let spread = zeros.scatter(2, switches, values, IndexingUpdateOp::Add);
    spread.reshape([batch, channels, side, side])
}

/// Every value four times; zeros in a last row and column where `side` is odd.
pub fn copy(values: Tensor<4>, side: usize) -> Tensor<4> {
    let [batch, channels, height, width] = values.dims();
    let windows = values.reshape([batch, channels, height, 1, width, 1]);
    let windows = windows.expand([batch, channels, height, POOL, width, POOL]);
    let copies = windows.reshape([batch, channels, POOL * height, POOL * width]);
    let rest = side - POOL * height;
    if rest == 0 {
        return copies;
    }
    copies.pad((0, rest, 0, rest), 0.0)
}
