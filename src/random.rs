//! Seeded randomness. Every random number of the lab is drawn here, on the host, so that one seed
//! gives the same numbers on every device, and in every version.
//!
//! The generator is xoshiro256++ (Blackman & Vigna, "Scrambled Linear Pseudorandom Number
//! Generators", ACM Transactions on Mathematical Software 47 (2021)). How its bits become numbers is
//! written out here, normal draws excepted: those are the ziggurat of `rand_distr` (Doornik, "An
//! Improved Ziggurat Method to Generate Normal Random Samples", 2005), whose version is exact.

use std::ops::Range;

use burn::tensor::{Device, Tensor, TensorData};
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};
use serde::{Deserialize, Serialize};

/// A seeded stream of random numbers, delivered one by one, as vectors or as tensors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Random {
    generator: Xoshiro256PlusPlus,
    /// Where only some rows of a batch are drawn for.
    part: Option<Part>,
}

/// Some rows of a batch: what one of several who share it sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which rows.
    pub rows: Range<usize>,
    /// How many the batch has.
    pub of: usize,
}

impl Part {
    /// A batch of `count` rows in `parts` of about the same size, none of them empty.
    pub fn divide(count: usize, parts: usize) -> Vec<Self> {
        let parts = parts.clamp(1, count.max(1));
        let bound = |part: usize| part * count / parts;
        let part = |index| Self {
            rows: bound(index)..bound(index + 1),
            of: count,
        };
        (0..parts).map(part).collect()
    }

    /// The share of the rows, 0…1.
    pub fn share(&self) -> f32 {
        self.rows.len() as f32 / self.of as f32
    }

    /// Of values of all rows, those of this part's.
    pub fn of_values<'a, T>(&self, values: &'a [T]) -> &'a [T] {
        let width = values.len() / self.of;
        &values[self.rows.start * width..self.rows.end * width]
    }
}

/// What the streams of a seed are for: two uses of one seed have no numbers in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The order in which data is seen.
    Order = 1,
    /// The digits of a data set.
    Digits = 2,
    /// A digit of a chosen label.
    Digit = 3,
    /// Small displacements of images.
    Displacement = 4,
    /// The points at which an integrand is evaluated.
    Points = 5,
    /// What the losses of a training draw.
    Noise = 6,
    /// Gibbs chains of a training.
    Chains = 7,
    /// Grey pixels as 0 or 1.
    Pixels = 8,
    /// Which examples keep their labels.
    Labels = 9,
}

impl Random {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            generator: Xoshiro256PlusPlus::seed_from_u64(seed),
            part: None,
        }
    }

    /// Has vectors and tensors from now on hold the draws for the rows of `part` alone: those that
    /// they would hold for these rows, were they drawn for the whole batch.
    pub fn draw_for(&mut self, part: Option<Part>) {
        self.part = part;
    }

    /// A stream of its own for every `(seed, purpose, index)`.
    ///
    /// The three are mixed by steps of SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom
    /// Number Generators", OOPSLA 2014), each a bijection: two indices of one seed and purpose never
    /// share a stream, and neighbouring ones have unrelated states.
    pub fn stream(seed: u64, purpose: Purpose, index: u64) -> Self {
        let mix = |key: u64, part: u64| SplitMix64::seed_from_u64(key ^ part).next_u64();
        Self::new([seed, purpose as u64, index].into_iter().fold(0, mix))
    }

    /// A draw from U[0, 1), a multiple of 2⁻²⁴.
    pub fn next_uniform(&mut self) -> f32 {
        // As many bits as every `f32` below 1 holds, the upper ones: they are the best mixed.
        (self.generator.next_u64() >> 40) as f32 * (1.0 / (1 << 24) as f32)
    }

    /// A draw from N(0, 1).
    pub fn next_normal(&mut self) -> f32 {
        StandardNormal.sample(&mut self.generator)
    }

    /// A draw from the uniform distribution between `low` and `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.next_uniform()
    }

    /// A whole number below `bound`, each as likely as any other (Lemire, "Fast Random Integer
    /// Generation in an Interval", ACM Transactions on Modeling and Computer Simulation 29 (2019)).
    ///
    /// # Panics
    /// If `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        assert!(bound > 0, "no whole number is below 0");
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.generator.next_u64()) * u128::from(bound);
            if product as u64 >= unfair {
                return (product >> 64) as u64;
            }
        }
    }

    /// `0..count` in an order that is as likely as any other.
    pub fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            // A draw must not depend on the width of usize.
            order.swap(last, self.below(last as u64 + 1) as usize);
        }
        order
    }

    /// `count` draws from N(0, 1).
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        self.draws(count, Self::next_normal)
    }

    /// `count` draws from U[0, 1).
    pub fn uniforms(&mut self, count: usize) -> Vec<f32> {
        self.draws(count, Self::next_uniform)
    }

    fn draws(&mut self, count: usize, draw: fn(&mut Self) -> f32) -> Vec<f32> {
        let Some(part) = self.part.clone() else {
            return (0..count).map(|_| draw(self)).collect();
        };
        let all = count / part.rows.len() * part.of;
        let all: Vec<f32> = (0..all).map(|_| draw(self)).collect();
        part.of_values(&all).to_vec()
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
