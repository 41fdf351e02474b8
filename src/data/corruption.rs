//! Damage to images, for models that learn to undo it.
//!
//! Vincent, Larochelle, Lajoie, Bengio & Manzagol, "Stacked Denoising Autoencoders", JMLR 11
//! (2010), section 3.3.

use serde::{Deserialize, Serialize};

use super::inputs::validate_inputs;
use crate::error::{LabError, Result};
use crate::random::Random;

/// A kind of damage; its level ν is in 0…1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corruption {
    /// x + ν ε with ε ~ N(0, 1), cut to 0…1.
    Gaussian,
    /// 0 with probability ν, else x.
    Masking,
    /// 0 or 1, either with probability ν/2, else x.
    SaltAndPepper,
}

/// One draw of damage: x becomes `scale · x + shift`, cut to 0…1.
pub struct Damage {
    /// A factor for each value.
    pub scale: Vec<f32>,
    /// A summand for each value.
    pub shift: Vec<f32>,
}

impl Corruption {
    /// Damage of the given level for `count` values.
    pub fn draw(self, level: f32, count: usize, random: &mut Random) -> Damage {
        match self {
            Self::Gaussian => Damage {
                scale: vec![1.0; count],
                shift: random.normals(count).iter().map(|e| level * e).collect(),
            },
            Self::Masking => Damage {
                scale: spared(level, &random.uniforms(count)),
                shift: vec![0.0; count],
            },
            Self::SaltAndPepper => {
                let draws = random.uniforms(count);
                // Below ν/2 pepper, from there to ν salt.
                let salt = |draw: &f32| f32::from((0.5 * level..level).contains(draw));
                Damage {
                    scale: spared(level, &draws),
                    shift: draws.iter().map(salt).collect(),
                }
            }
        }
    }
}

/// 1 for every draw from U[0, 1) that is not below `level`.
fn spared(level: f32, draws: &[f32]) -> Vec<f32> {
    draws.iter().map(|draw| f32::from(*draw >= level)).collect()
}

/// `inputs`, values in 0…1, with the damage that `kind`, `level` and `seed` decide.
///
/// # Errors
/// `bad-input` as [`validate_inputs`]; `bad-option` for a level outside 0…1.
pub fn corrupt(inputs: &[f32], kind: Corruption, level: f64, seed: u64) -> Result<Vec<f32>> {
    validate_inputs(inputs, 1)?;
    let level = checked_level(level)?;
    let damage = kind.draw(level, inputs.len(), &mut Random::new(seed));
    let factors = damage.scale.iter().zip(&damage.shift);
    let damaged = inputs.iter().zip(factors);
    Ok(damaged
        .map(|(x, (scale, shift))| (scale * x + shift).clamp(0.0, 1.0))
        .collect())
}

/// A level in 0…1.
pub(super) fn checked_level(level: f64) -> Result<f32> {
    if (0.0..=1.0).contains(&level) {
        return Ok(level as f32);
    }
    Err(LabError::new(
        "bad-option",
        format!("The level of the corruption is {level}."),
        "Use a number from 0 to 1.",
    ))
}
