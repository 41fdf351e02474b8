//! Seeded randomness. Every random number of the lab is drawn here, on the host, so that one seed
//! gives the same numbers on every device.

use burn::tensor::{Device, Tensor, TensorData};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;

/// A seeded stream of random numbers, delivered as tensors.
#[derive(Debug)]
pub struct Random(StdRng);

impl Random {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// `count` draws from N(0, 1).
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.0.sample(StandardNormal)).collect()
    }

    /// `count` draws from U[0, 1).
    pub fn uniforms(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.0.random()).collect()
    }

    /// A tensor of draws from N(0, 1).
    pub fn normal<const D: usize>(&mut self, shape: [usize; D], device: &Device) -> Tensor<D> {
        let values = self.normals(shape.iter().product());
        Tensor::from_data(TensorData::new(values, shape), device)
    }

    /// A tensor of draws from U[0, 1).
    pub fn uniform<const D: usize>(&mut self, shape: [usize; D], device: &Device) -> Tensor<D> {
        let values = self.uniforms(shape.iter().product());
        Tensor::from_data(TensorData::new(values, shape), device)
    }
}
