//! What a training says of itself, and losses read from the device.

use std::collections::BTreeMap;

use super::learner::Stage;
use crate::error::Result;
use crate::layers::read_values;
use crate::model::Losses;

/// A loss and its terms, read from the device.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metrics {
    /// What training minimises, mean over examples.
    pub loss: f64,
    /// Its terms.
    pub terms: BTreeMap<String, f64>,
}

/// Where training stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Steps taken in this training.
    pub step: usize,
    /// Steps this training will take.
    pub steps: usize,
    /// Passes over the data, over all trainings of this model.
    pub epoch: f64,
    /// What training minimises, for the last batch.
    pub loss: f64,
    /// The parts of the loss and its companions, for the last batch; of an autoencoder always
    /// `squaredError`, that of the deterministic reconstruction.
    pub terms: BTreeMap<String, f64>,
    /// What validation data gives, where there is any and this report measured it.
    pub validation: Option<Metrics>,
    /// Which part of the model was trained last, where it is not the whole.
    pub stage: Option<Stage>,
    /// Mean speed of this training.
    pub steps_per_second: f64,
    /// Time left at that speed.
    pub seconds_left: f64,
}

/// What a training came to.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainReport {
    /// Steps taken in this training.
    pub steps: usize,
    /// Passes over the data, over all trainings of this model.
    pub epochs: f64,
    /// The loss of the last batch.
    pub loss: f64,
    /// Its terms.
    pub terms: BTreeMap<String, f64>,
    /// What validation data gives after the last step.
    pub validation: Option<Metrics>,
    /// How long it took.
    pub seconds: f64,
}

impl Metrics {
    /// Adds `share` of what `part` says.
    pub(super) fn add(&mut self, share: f64, part: Self) {
        self.loss += share * part.loss;
        for (name, value) in part.terms {
            *self.terms.entry(name).or_default() += share * value;
        }
    }
}

/// Reads the losses of one batch.
///
/// # Errors
/// `device-failed` where the device could not compute or answer.
pub async fn read(losses: Losses) -> Result<Metrics> {
    let names = losses.names();
    let values = read_values(losses.stacked()).await?;
    let terms = names.iter().zip(&values[1..]);
    Ok(Metrics {
        loss: f64::from(values[0]),
        terms: terms
            .map(|(name, value)| ((*name).to_string(), f64::from(*value)))
            .collect(),
    })
}
