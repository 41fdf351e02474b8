//! Convolutions on a graphics card: one program for all sizes, as [`super::cube`] has it for products.

use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Cube, TensorMetadata};
use cubecl::prelude::*;

/// Units of a cube.
const UNITS: u32 = 64;
/// Sums of the kernel's gradient that are added up beside each other, at least.
const SUMS: usize = 1 << 16;

/// `output[b, o, y, x] = bias[o] + Σ images[b, i, y + v − h, x + u − h] kernel[o, i, v, u]` for a kernel
/// of 2h + 1 pixels along either side; its way back, `turned`, takes `kernel[i, o, 2h − v, 2h − u]`.
#[cube(launch_unchecked)]
fn convolve(
    images: &Tensor<f32>,
    kernel: &Tensor<f32>,
    bias: &Tensor<f32>,
    output: &mut Tensor<f32>,
    #[comptime] turned: bool,
    #[comptime] biased: bool,
) {
    let (height, width, side) = (output.shape(2), output.shape(3), kernel.shape(3));
    let half = side / 2;
    let pixel = ABSOLUTE_POS_X as usize;
    let (channel, image) = (CUBE_POS_Y as usize, CUBE_POS_Z as usize);
    if pixel < height * width {
        let (y, x) = (pixel / width, pixel % width);
        let mut sum = 0.0f32;
        if comptime!(biased) {
            sum += bias[channel * bias.stride(0)];
        }
        for input in 0..images.shape(1) {
            let from = image * images.stride(0) + input * images.stride(1);
            let weights = if comptime!(turned) {
                input * kernel.stride(0) + channel * kernel.stride(1)
            } else {
                channel * kernel.stride(0) + input * kernel.stride(1)
            };
            for v in 0..side {
                let row = y + v;
                if row >= half && row < height + half {
                    for u in 0..side {
                        let column = x + u;
                        if column >= half && column < width + half {
                            let (down, along) = if comptime!(turned) {
                                (side - 1 - v, side - 1 - u)
                            } else {
                                (v, u)
                            };
                            let place = (row - half) * images.stride(2)
                                + (column - half) * images.stride(3);
                            let weight = down * kernel.stride(2) + along * kernel.stride(3);
                            sum += images[from + place] * kernel[weights + weight];
                        }
                    }
                }
            }
        }
        let to = (image * output.shape(1) + channel) * height * width + pixel;
        output[to] = sum;
    }
}

/// `output[s, w] = Σ gradient[b, o, y, x] images[b, i, y + v − h, x + u − h]` over all pixels and every
/// image of which the number divided by that of the sums leaves `s`; `w` counts o, i, v and u.
#[cube(launch_unchecked)]
fn correlate(
    images: &Tensor<f32>,
    gradient: &Tensor<f32>,
    output: &mut Tensor<f32>,
    #[comptime] side: usize,
) {
    let (height, width) = (images.shape(2), images.shape(3));
    let inputs = images.shape(1);
    let half = comptime!(side / 2);
    let weight = ABSOLUTE_POS_X as usize;
    let first = CUBE_POS_Y as usize;
    if weight < output.shape(1) {
        let (u, v) = (weight % side, weight / side % side);
        let channels = weight / (side * side);
        let (input, channel) = (channels % inputs, channels / inputs);
        let mut sum = 0.0f32;
        for step in 0..(images.shape(0) - first).div_ceil(output.shape(0)) {
            let image = first + step * output.shape(0);
            let from = image * images.stride(0) + input * images.stride(1);
            let beside = image * gradient.stride(0) + channel * gradient.stride(1);
            for y in 0..height {
                let row = y + v;
                if row >= half && row < height + half {
                    for x in 0..width {
                        let column = x + u;
                        if column >= half && column < width + half {
                            let place = (row - half) * images.stride(2)
                                + (column - half) * images.stride(3);
                            let slope = y * gradient.stride(2) + x * gradient.stride(3);
                            sum += images[from + place] * gradient[beside + slope];
                        }
                    }
                }
            }
        }
        let to = first * output.shape(1) + weight;
        output[to] = sum;
    }
}

/// The convolution that keeps the image's size: `[batch, inputs, height, width]`,
/// `[outputs, inputs, side, side]`, `[outputs]`.
pub fn convolution(
    images: FloatTensor<Cube>,
    kernel: FloatTensor<Cube>,
    bias: FloatTensor<Cube>,
) -> FloatTensor<Cube> {
    let channels = kernel.shape()[0];
    launch(images, kernel, Some(bias), channels)
}

/// Its derivative by the images, from `[batch, outputs, height, width]`.
pub fn images_gradient(
    gradient: FloatTensor<Cube>,
    kernel: FloatTensor<Cube>,
) -> FloatTensor<Cube> {
    let channels = kernel.shape()[1];
    launch(gradient, kernel, None, channels)
}

/// Forwards where there is a bias, backwards where there is none.
fn launch(
    images: FloatTensor<Cube>,
    kernel: FloatTensor<Cube>,
    bias: Option<FloatTensor<Cube>>,
    channels: usize,
) -> FloatTensor<Cube> {
    let [batch, _, height, width] = images.shape().dims();
    let shape = [batch, channels, height, width].into();
    let output = Cube::float_empty(shape, &images.device, images.dtype.into());
    let client = output.client.clone();
    let biased = bias.is_some();
    // Without a bias something must be bound in its place.
    let bias = bias.unwrap_or_else(|| kernel.clone());
    let pixels = ((height * width) as u32).div_ceil(UNITS);
    // SAFETY: the kernel looks whether what it reads and writes lies within the tensors.
    unsafe {
        convolve::launch_unchecked(
            &client,
            CubeCount::Static(pixels, channels as u32, batch as u32),
            CubeDim::new_1d(UNITS),
            images.into_tensor_arg(),
            kernel.into_tensor_arg(),
            bias.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            !biased,
            biased,
        );
    }
    output
}

/// Its derivative by the kernel.
pub fn kernel_gradient(
    images: FloatTensor<Cube>,
    gradient: FloatTensor<Cube>,
    kernel: &FloatTensor<Cube>,
) -> FloatTensor<Cube> {
    let shape: [usize; 4] = kernel.shape().dims();
    let weights = shape.iter().product::<usize>();
    let sums = (SUMS / weights).clamp(1, images.shape()[0]);
    let output = Cube::float_empty([sums, weights].into(), &images.device, images.dtype.into());
    let client = output.client.clone();
    // SAFETY: as above.
    unsafe {
        correlate::launch_unchecked(
            &client,
            CubeCount::Static((weights as u32).div_ceil(UNITS), sums as u32, 1),
            CubeDim::new_1d(UNITS),
            images.into_tensor_arg(),
            gradient.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            shape[3],
        );
    }
    Cube::float_reshape(Cube::float_sum_dim(output, 0), shape.into())
}
