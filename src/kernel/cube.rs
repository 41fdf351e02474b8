//! Products on a graphics card: one program for all sizes.
//!
//! Burn's own are specialised by size and layout, and each compiles for as long as many training
//! steps take: a browser compiles one where it stands, while its visitor waits.

use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Cube, TensorMetadata};
use cubecl::prelude::*;

/// Rows and columns of the product that a cube computes.
const TILE: usize = 64;
/// Terms of its sums that are in shared memory at a time: 4 KiB of either factor, half of what the
/// smallest devices have.
const DEPTH: usize = 16;
/// Rows and columns of a unit.
const UNIT: usize = 4;
/// Units of a cube along either axis.
const UNITS: usize = TILE / UNIT;

/// `left right`, plus `bias` where there is one: `[m, k]`, `[k, n]`, `[1, n]` to `[m, n]`.
///
/// Every cube computes a tile, step by step over the terms: it copies what they need of both factors
/// into shared memory, from where each unit takes its rows and columns.
#[cube(launch_unchecked)]
fn tile(
    left: &Tensor<f32>,
    right: &Tensor<f32>,
    bias: &Tensor<f32>,
    output: &mut Tensor<f32>,
    #[comptime] left_turned: bool,
    #[comptime] right_turned: bool,
    #[comptime] biased: bool,
) {
    let rows = output.shape(0);
    let columns = output.shape(1);
    let terms = left.shape(1);
    let output_stride = output.stride(0);
    let first_row = CUBE_POS_Y as usize * TILE;
    let first_column = CUBE_POS_X as usize * TILE;
    let unit = UNIT_POS as usize;
    let row = UNIT_POS_Y as usize * UNIT;
    let column = UNIT_POS_X as usize * UNIT;

    let mut left_tile = Shared::<[f32]>::new_slice(TILE * DEPTH);
    let mut right_tile = Shared::<[f32]>::new_slice(TILE * DEPTH);
    let mut factors = Array::<f32>::new(UNIT);
    let mut sums = Array::<f32>::new(UNIT * UNIT);
    #[unroll]
    for index in 0..UNIT * UNIT {
        sums[index] = 0.0f32;
    }

    for step in 0..terms.div_ceil(DEPTH) {
        let first_term = step * DEPTH;
        #[unroll]
        for part in 0..TILE * DEPTH / (UNITS * UNITS) {
            let index = part * (UNITS * UNITS) + unit;
            // Neighbours read neighbours, whichever way the factor lies.
            let (term, at) = if comptime!(left_turned) {
                (index / TILE, index % TILE)
            } else {
                (index % DEPTH, index / DEPTH)
            };
            let mut value = 0.0f32;
            if first_row + at < rows && first_term + term < terms {
                value =
                    left[(first_row + at) * left.stride(0) + (first_term + term) * left.stride(1)];
            }
            left_tile[term * TILE + at] = value;

            let (term, at) = if comptime!(right_turned) {
                (index % DEPTH, index / DEPTH)
            } else {
                (index / TILE, index % TILE)
            };
            let mut value = 0.0f32;
            if first_column + at < columns && first_term + term < terms {
                value = right
                    [(first_term + term) * right.stride(0) + (first_column + at) * right.stride(1)];
            }
            right_tile[term * TILE + at] = value;
        }
        sync_cube();
        for term in 0..DEPTH {
            #[unroll]
            for j in 0..UNIT {
                factors[j] = right_tile[term * TILE + column + j];
            }
            #[unroll]
            for i in 0..UNIT {
                let factor = left_tile[term * TILE + row + i];
                #[unroll]
                for j in 0..UNIT {
                    sums[i * UNIT + j] += factor * factors[j];
                }
            }
        }
        sync_cube();
    }

    #[unroll]
    for i in 0..UNIT {
        #[unroll]
        for j in 0..UNIT {
            let (at_row, at_column) = (first_row + row + i, first_column + column + j);
            if at_row < rows && at_column < columns {
                let mut sum = sums[i * UNIT + j];
                if comptime!(biased) {
                    sum += bias[at_column];
                }
                output[at_row * output_stride + at_column] = sum;
            }
        }
    }
}

/// `left right`, plus `bias` where there is one.
pub fn product(
    left: FloatTensor<Cube>,
    right: FloatTensor<Cube>,
    bias: Option<FloatTensor<Cube>>,
) -> FloatTensor<Cube> {
    let (rows, columns) = (left.shape()[0], right.shape()[1]);
    let output = Cube::float_empty([rows, columns].into(), &left.device, left.dtype.into());
    let turned = |factor: &FloatTensor<Cube>| factor.meta.strides()[1] != 1;
    let (left_turned, right_turned, biased) = (turned(&left), turned(&right), bias.is_some());
    let cubes = |size: usize| size.div_ceil(TILE) as u32;
    let client = output.client.clone();
    // Without a bias something must be bound in its place.
    let bias = bias.unwrap_or_else(|| left.clone());
    // SAFETY: the kernel looks whether what it reads and writes lies within the tensors.
    unsafe {
        tile::launch_unchecked(
            &client,
            CubeCount::Static(cubes(columns), cubes(rows), 1),
            CubeDim::new_2d(UNITS as u32, UNITS as u32),
            left.into_tensor_arg(),
            right.into_tensor_arg(),
            bias.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            left_turned,
            right_turned,
            biased,
        );
    }
    output
}
