//! What a training is asked to do, and whether that can be done.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use crate::error::{LabError, Result};

/// How the learning rate changes over a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// The same at every step.
    Constant,
    /// Half a cosine, from the learning rate to 0.
    Cosine,
}

impl Schedule {
    /// The rate of the step after `step` of `steps` others: α, or α · ½ (1 + cos π t / T)
    /// (Loshchilov & Hutter 2017).
    pub fn rate(self, rate: f64, step: usize, steps: usize) -> f64 {
        match self {
            Self::Constant => rate,
            Self::Cosine => rate * 0.5 * (1.0 + (PI * step as f64 / steps as f64).cos()),
        }
    }
}

/// When a training reports, and on how much validation data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reports {
    /// As often as people can follow, with a part of the validation data about once a second.
    Live,
    /// So many times at even distances, each with all validation data.
    Times(usize),
}

/// How to train.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct TrainConfig {
    /// Passes over the data; fractions are allowed. Not together with `steps`.
    pub epochs: Option<f64>,
    /// Updates. One epoch where neither is given.
    pub steps: Option<usize>,
    /// Examples in one update.
    pub batch_size: usize,
    /// Adam's α.
    pub learning_rate: f64,
    /// How α changes over the training.
    pub schedule: Schedule,
    /// Seed of the order of the data.
    pub seed: u64,
    /// Pixels by which each image is displaced at most, anew in every epoch; only for square images.
    #[serde(skip)]
    pub displacement: i32,
    /// When it reports.
    #[serde(skip, default = "live")]
    pub reports: Reports,
}

fn live() -> Reports {
    Reports::Live
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self {
            epochs: None,
            steps: None,
            batch_size: 128,
            learning_rate: 1e-3,
            schedule: Schedule::Constant,
            seed: 0,
            displacement: 0,
            reports: Reports::Live,
        }
    }
}

/// A checked configuration.
pub(crate) struct Plan {
    pub steps: usize,
    pub batch_size: usize,
}

impl TrainConfig {
    /// How many steps this is on `count` examples.
    ///
    /// # Errors
    /// `bad-option` for a value out of range or a batch larger than the data.
    pub(crate) fn plan(&self, count: usize) -> Result<Plan> {
        let bad = |message: String, hint: &str| Err(LabError::new("bad-option", message, hint));
        if self.batch_size == 0 {
            return bad("The batch size is 0.".into(), "Use at least 1.");
        }
        if self.batch_size > count {
            return bad(
                format!(
                    "A batch of {} is larger than the data, {count} examples.",
                    self.batch_size
                ),
                "Use a smaller batchSize or more data.",
            );
        }
        if !(self.learning_rate > 0.0 && self.learning_rate.is_finite()) {
            return bad(
                format!("The learning rate is {}.", self.learning_rate),
                "Use a positive number; 0.001 is a good start.",
            );
        }
        let per_epoch = count / self.batch_size;
        let steps = match (self.steps, self.epochs) {
            (Some(_), Some(_)) => {
                return bad("Both steps and epochs are given.".into(), "Give either.");
            }
            (Some(steps), None) => steps,
            (None, Some(epochs)) if epochs.is_finite() && epochs > 0.0 => {
                ((epochs * per_epoch as f64).round() as usize).max(1)
            }
            (None, Some(epochs)) => {
                let message = format!("The number of epochs is {epochs}.");
                return bad(message, "Use a positive number.");
            }
            (None, None) => per_epoch,
        };
        if steps == 0 {
            return bad("The number of steps is 0.".into(), "Use at least 1.");
        }
        Ok(Plan {
            steps,
            batch_size: self.batch_size,
        })
    }
}
