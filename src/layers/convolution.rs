//! Convolution, pooling, and what undoes them, on `[batch, channels, height, width]`.

use burn::module::{Module, Param};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions, MaxPoolOptions};
use burn::tensor::{Device, IndexingUpdateOp, Int, Tensor, module};

use super::{Initial, parameter};

/// Pixels along either side of a pooling window.
pub const POOL: usize = 2;

/// A convolution that keeps the image's size: zeros are put around it, half a kernel wide.
#[derive(Module, Debug)]
pub struct Convolution {
    /// `[outputs, inputs, side, side]`, side odd.
    pub kernel: Param<Tensor<4>>,
    /// `[outputs]`
    pub bias: Param<Tensor<1>>,
}

impl Convolution {
    /// A layer from `inputs` to `outputs` channels.
    pub fn new(
        inputs: usize,
        outputs: usize,
        side: usize,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        Self {
            kernel: initial.kernel([outputs, inputs, side, side], device),
            bias: parameter(vec![0.0; outputs], [outputs], device),
        }
    }

    /// y(i, j) = Σₐᵦ K(a, b) x(i + a − s, j + b − s) + b, s half the kernel's side.
    pub fn forward(&self, images: Tensor<4>) -> Tensor<4> {
        let padding = [self.kernel.dims()[2] / 2; 2];
        let options = ConvOptions::new([1, 1], padding, [1, 1], 1);
        module::conv2d(images, self.kernel.val(), Some(self.bias.val()), options)
    }
}

/// A deconvolution, also called transposed convolution, that keeps the image's size: every pixel
/// is spread over its neighbourhood with the kernel's weights (Zeiler & Fergus 2014).
#[derive(Module, Debug)]
pub struct Deconvolution {
    /// `[inputs, outputs, side, side]`, side odd.
    pub kernel: Param<Tensor<4>>,
    /// `[outputs]`
    pub bias: Param<Tensor<1>>,
}

impl Deconvolution {
    /// A layer from `inputs` to `outputs` channels.
    pub fn new(
        inputs: usize,
        outputs: usize,
        side: usize,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        Self {
            kernel: initial.kernel([inputs, outputs, side, side], device),
            bias: parameter(vec![0.0; outputs], [outputs], device),
        }
    }

    /// y(i, j) = Σₐᵦ K(a, b) x(i − a + s, j − b + s) + b, s half the kernel's side.
    pub fn forward(&self, images: Tensor<4>) -> Tensor<4> {
        let padding = [self.kernel.dims()[2] / 2; 2];
        let options = ConvTransposeOptions::new([1, 1], padding, [0, 0], [1, 1], 1);
        module::conv_transpose2d(images, self.kernel.val(), Some(self.bias.val()), options)
    }
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
