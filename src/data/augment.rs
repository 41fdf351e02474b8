//! Small displacements of the training images, so that a model sees each a little differently in
//! every epoch.

use super::dataset::Dataset;
use crate::error::Result;
use crate::random::{Purpose, Random};

/// `data` with every square image moved by up to `reach` pixels along each axis, background moving
/// in. Labels stay.
///
/// # Errors
/// As [`Dataset::new`].
pub fn displace(data: &Dataset, reach: i32, seed: u64) -> Result<Dataset> {
    let mut random = Random::stream(seed, Purpose::Displacement, 0);
    let mut displacement = || random.below(2 * reach as u64 + 1) as i32 - reach;
    let side = data.input_size().isqrt() as i32;
    let images = data.images(0, data.count())?;
    let mut pixels = vec![0u8; images.len()];
    let rows = images.chunks(data.input_size());
    for (from, to) in rows.zip(pixels.chunks_mut(data.input_size())) {
        let (right, down) = (displacement(), displacement());
        for y in 0.max(down)..side.min(side + down) {
            for x in 0.max(right)..side.min(side + right) {
                let value = from[((y - down) * side + x - right) as usize];
                to[(y * side + x) as usize] = (value * 255.0).round() as u8;
            }
        }
    }
    Dataset::new(pixels, data.input_size(), data.labels().map(<[u8]>::to_vec))
}
