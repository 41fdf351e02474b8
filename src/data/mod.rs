//! Where inputs come from: idx files, generated digits and drawings, all as grey images in 0…1, and
//! documents as shares of words.

pub mod augment;
pub mod corruption;
pub mod dataset;
pub mod digits;
pub mod documents;
pub mod drawing;
mod frame;
mod hands;
pub mod idx;
mod pen;
pub mod sequence;
pub mod sparse;
pub mod text;
mod values;

pub use dataset::{Batch, Dataset, shuffle, validate_inputs};
pub use digits::Strokes;

use rand::SeedableRng;
use rand::rngs::StdRng;

/// A random generator of its own for every `(seed, purpose, index)`, the same on every platform.
///
/// The three numbers are the key of the cipher behind [`StdRng`], so neighbouring seeds and
/// indices give unrelated streams.
fn random(seed: u64, purpose: u64, index: u64) -> StdRng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&purpose.to_le_bytes());
    key[16..24].copy_from_slice(&index.to_le_bytes());
    StdRng::from_seed(key)
}
