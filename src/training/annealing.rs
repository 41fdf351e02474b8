//! The log-likelihood of an energy model, by annealed importance sampling.
//!
//! Chains walk from a base-rate model, whose partition function is known, through models
//! p*_β ∝ p_base^(1−β) p_model^β with β from 0 to 1. With w = ∏ₖ p*_βₖ(vₖ₋₁) / p*_βₖ₋₁(vₖ₋₁) along
//! a chain, E[w] = Z / Z_base.
//!
//! Neal, "Annealed Importance Sampling", Statistics and Computing 11 (2001); Salakhutdinov &
//! Murray, "On the Quantitative Analysis of Deep Belief Networks", ICML 2008, whose spacing of β
//! this is: 1/29 of the temperatures up to 0.5, 8/29 from there to 0.9, 20/29 from there to 1.

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use super::host::Host;
use crate::error::{LabError, Result};
use crate::layers::read_values;
use crate::model::EnergyModel;
use crate::random::Random;

/// The most chains, and the most temperatures, that one estimate may use.
const MOST: usize = 100_000;
/// Seconds between two pauses.
const PAUSE_INTERVAL: f64 = 0.05;

/// How much work goes into an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnnealingOptions {
    /// Independent chains.
    pub chains: usize,
    /// Models between the base-rate model and the model.
    pub temperatures: usize,
    /// Equal seeds give equal estimates.
    pub seed: u64,
}

impl Default for AnnealingOptions {
    fn default() -> Self {
        Self {
            chains: 64,
            temperatures: 1500,
            seed: 0,
        }
    }
}

impl AnnealingOptions {
    /// # Errors
    /// `bad-option` for no or too many chains or temperatures.
    pub(crate) fn check(&self) -> Result<()> {
        for (count, what) in [(self.chains, "chains"), (self.temperatures, "temperatures")] {
            if !(1..=MOST).contains(&count) {
                return Err(LabError::new(
                    "bad-option",
                    format!("{count} {what} were asked for."),
                    format!("Use 1 to {MOST}; 64 chains and 1500 temperatures are a good start."),
                ));
            }
        }
        Ok(())
    }

    /// β from above 0 to 1, one a temperature.
    fn inverse_temperatures(&self) -> Vec<f64> {
        let place = |index: usize| {
            let passed = index as f64 / self.temperatures as f64;
            let [first, second] = [1.0 / 29.0, 9.0 / 29.0];
            if passed < first {
                0.5 * passed / first
            } else if passed < second {
                0.5 + 0.4 * (passed - first) / (second - first)
            } else {
                0.9 + 0.1 * (passed - second) / (1.0 - second)
            }
        };
        (1..=self.temperatures).map(place).collect()
    }
}

/// An estimate of log Z.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogPartition {
    /// log of the mean of the chains' weights, in nats.
    pub value: f64,
    /// Its standard deviation over repetitions, as far as the spread of the weights tells.
    pub standard_deviation: f64,
}

/// Estimates log Z of `model`, from a base-rate model for data with the given mean `[input]`,
/// strictly between 0 and 1. Reads from the device once, at the end.
///
/// # Errors
/// `bad-option`, `aborted` when the host says so, `device-failed`.
pub async fn log_partition(
    model: &dyn EnergyModel,
    mean: &[f64],
    options: &AnnealingOptions,
    device: &Device,
    host: &impl Host,
) -> Result<LogPartition> {
    options.check()?;
    let biases = model.base_biases(mean);
    let values: Vec<f32> = biases.iter().map(|bias| *bias as f32).collect();
    let base = Tensor::<1>::from_data(TensorData::new(values, [biases.len()]), device);
    let mut random = Random::new(options.seed);
    let zeros = Tensor::zeros([options.chains, biases.len()], device);
    // At β = 0 the units are independent: one step from anywhere is a draw.
    let (mut weights, mut visible) = model.anneal(&base, zeros, [0.0, 0.0], &mut random);
    let (mut last, mut paused) = (0.0, host.now());
    for (index, beta) in options.inverse_temperatures().into_iter().enumerate() {
        let (weight, next) = model.anneal(&base, visible, [last, beta as f32], &mut random);
        (weights, visible, last) = (weights + weight, next, beta as f32);
        if host.now() - paused > PAUSE_INTERVAL {
            let share = (index + 1) as f64 / options.temperatures as f64;
            host.proceed(share, "The estimate of the log-likelihood")
                .await?;
            paused = host.now();
        }
    }
    let weights = read_values(weights).await?;
    Ok(estimate(&weights, model.base_log_partition(&biases)))
}

/// log of the mean of exp(weights), plus `base`, and by the delta method its deviation, that of
/// the mean over the mean.
fn estimate(weights: &[f32], base: f64) -> LogPartition {
    let count = weights.len() as f64;
    let largest = weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shares: Vec<f64> = weights
        .iter()
        .map(|weight| f64::from(weight - largest).exp())
        .collect();
    let mean = shares.iter().sum::<f64>() / count;
    let squares: f64 = shares.iter().map(|share| (share - mean).powi(2)).sum();
    let variance = squares / (count - 1.0).max(1.0);
    LogPartition {
        value: base + f64::from(largest) + mean.ln(),
        standard_deviation: (variance / count).sqrt() / mean,
    }
}
