//! Damage to a square image as a whole: part of it hidden, or blots of ink on it.
//!
//! Unlike [`super::corruption`] it hits neighbouring pixels together, so that none of them tells
//! what the other was.

use serde::{Deserialize, Serialize};

use super::corruption::{Corruption, checked_level, corrupt};
use super::inputs::validate_inputs;
use crate::error::{LabError, Result};
use crate::random::Random;

/// A kind of damage; its level is the share of the pixels that are hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occlusion {
    /// The lowest rows are 0.
    Half,
    /// Discs of 1, of 1 to 3 pixels radius, wherever they fall.
    Blots,
}

/// Any damage that one image may suffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// See [`Corruption::Gaussian`].
    Gaussian,
    /// See [`Corruption::Masking`].
    Masking,
    /// See [`Corruption::SaltAndPepper`].
    SaltAndPepper,
    /// See [`Occlusion::Half`].
    Half,
    /// See [`Occlusion::Blots`].
    Blots,
}

/// `inputs`, values in 0…1, with the damage that `kind`, `level` and `seed` decide; occlusions take
/// them as one square image.
///
/// # Errors
/// `bad-input` for what are no values in 0…1, or no square image where one is needed; `bad-option`
/// for a level outside 0…1.
pub fn damage(inputs: &[f32], kind: Damage, level: f64, seed: u64) -> Result<Vec<f32>> {
    let noise = |kind| corrupt(inputs, kind, level, seed);
    match kind {
        Damage::Gaussian => noise(Corruption::Gaussian),
        Damage::Masking => noise(Corruption::Masking),
        Damage::SaltAndPepper => noise(Corruption::SaltAndPepper),
        Damage::Half => occlude(inputs, Occlusion::Half, level, seed),
        Damage::Blots => occlude(inputs, Occlusion::Blots, level, seed),
    }
}

fn occlude(inputs: &[f32], kind: Occlusion, level: f64, seed: u64) -> Result<Vec<f32>> {
    validate_inputs(inputs, 1)?;
    let level = checked_level(level)?;
    let side = inputs.len().isqrt();
    if side * side != inputs.len() {
        return Err(LabError::new(
            "bad-input",
            format!("{} values are no square image.", inputs.len()),
            "Damage one square image at a time, such as 784 values.",
        ));
    }
    let mut image = inputs.to_vec();
    match kind {
        Occlusion::Half => {
            let spared = ((1.0 - level) * side as f32).round() as usize;
            image[spared * side..].fill(0.0);
        }
        Occlusion::Blots => blot(&mut image, side, level, &mut Random::new(seed)),
    }
    Ok(image)
}

/// Blots until so large a share of the pixels is hit.
fn blot(image: &mut [f32], side: usize, level: f32, random: &mut Random) {
    let wanted = (level * image.len() as f32).round() as usize;
    let mut hit = vec![false; image.len()];
    let mut count = 0;
    while count < wanted {
        let draws = random.uniforms(3);
        let middle = [draws[0], draws[1]].map(|draw| draw * side as f32);
        let radius = 1.0 + 2.0 * draws[2];
        for (index, hit) in hit.iter_mut().enumerate() {
            let at = [index / side, index % side].map(|place| place as f32 + 0.5);
            let distance = (at[0] - middle[0]).hypot(at[1] - middle[1]);
            if distance <= radius && !*hit && count < wanted {
                (*hit, image[index]) = (true, 1.0);
                count += 1;
            }
        }
    }
}
