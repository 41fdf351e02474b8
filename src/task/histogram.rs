//! How activations and other values are spread: histograms, and shares above a threshold.

use super::plane::validate;
use crate::error::{LabError, Result};

/// Intervals of a histogram, at most.
const MOST: usize = 10_000;

/// Counts of values in even intervals, each closed below and the last above too.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// How many values lie in each interval.
    pub counts: Vec<u32>,
    /// Where the first interval begins.
    pub low: f32,
    /// Where the last ends.
    pub high: f32,
    /// The mean of all values.
    pub mean: f32,
}

impl Histogram {
    /// Of one or more `values` in `bins` intervals, from `low` to `high` or, where either is `None`,
    /// the least and the largest value. What lies beyond an end counts in the interval there.
    pub fn of(values: &[f32], bins: usize, [low, high]: [Option<f32>; 2]) -> Self {
        let least = || values.iter().copied().fold(f32::INFINITY, f32::min);
        let largest = || values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let (low, high) = (low.unwrap_or_else(least), high.unwrap_or_else(largest));
        let mut counts = vec![0; bins];
        for value in values {
            // Where all are equal, the share is no number and the interval the first.
            let share = (value - low) / (high - low);
            counts[((share * bins as f32) as usize).min(bins - 1)] += 1;
        }
        let sum: f64 = values.iter().map(|value| f64::from(*value)).sum();
        Self {
            counts,
            low,
            high,
            mean: (sum / values.len() as f64) as f32,
        }
    }

    /// The same of what anybody may give.
    ///
    /// # Errors
    /// `bad-input` for no value or one that is not finite; `bad-option` for no or too many intervals,
    /// or a low end that is not below the high one.
    pub fn checked(values: &[f32], bins: usize, ends: [Option<f32>; 2]) -> Result<Self> {
        validate(values, 1)?;
        let refused = |problem: String| {
            let hint = format!("Use 1 to {MOST} intervals, and a low end below the high one.");
            Err(LabError::new("bad-option", problem, hint))
        };
        if !(1..=MOST).contains(&bins) {
            return refused(format!("A histogram of {bins} intervals was asked for."));
        }
        let found = Self::of(values, bins, ends);
        // Values that are all equal have a range of a single point; whoever gives one does not.
        if found.low < found.high || (ends == [None; 2] && found.low == found.high) {
            return Ok(found);
        }
        let (low, high) = (found.low, found.high);
        refused(format!("A histogram from {low} to {high} was asked for."))
    }
}

/// The share of `values` above `threshold`, 0…1, as of the units of a layer that fire.
///
/// # Errors
/// `bad-input` for no value, or one that is not finite.
pub fn share_above(values: &[f32], threshold: f64) -> Result<f64> {
    let count = validate(values, 1)?;
    let above = values.iter().filter(|value| f64::from(**value) > threshold);
    Ok(above.count() as f64 / count as f64)
}
