//! Products of matrices, the functions after them, and pooling, as operations of our own: on the CPU of a
//! browser by loops that fit WebAssembly's vectors, on a graphics card by one program for all sizes,
//! elsewhere by the backend's.

mod column;
mod composed;
pub mod convolution;
#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
mod cube;
#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
mod cube_adam;
#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
mod cube_convolution;
#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
mod cube_elements;
mod derivative;
mod flex;
pub mod function;
mod matrix;
mod operation;
mod pooling;
mod pooling_derivative;
pub mod product;
mod sizes;
// In a browser the loop runs in a module of its own.
#[cfg_attr(target_family = "wasm", allow(dead_code))]
mod tile;
mod windows;

#[cfg(target_family = "wasm")]
pub use column::choose;
pub use column::{Loop, kind};
#[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
pub(crate) use cube_adam::adam;
pub use function::Function;
pub use matrix::Matrix;
pub use operation::{affine, apply, convolution2d, matmul, sigmoid, softplus, tanh};
pub use pooling::{copy, pick, place};
pub use sizes::Sizes;
pub use windows::POOL;
