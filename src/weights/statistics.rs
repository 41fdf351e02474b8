//! How a code is spread over the training data.

use serde::{Deserialize, Serialize};

use super::{bad_weights, shown};
use crate::error::{LabError, Result};

/// The share of codes below [`CodeStatistics::low`], and above [`CodeStatistics::high`].
const TAIL: f64 = 0.01;

/// The distribution of each code unit over the training data; each list is `[code]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeStatistics {
    /// The average.
    pub mean: Vec<f32>,
    /// The square root of the average squared deviation (divided by the count, not count − 1).
    pub standard_deviation: Vec<f32>,
    /// The 1st percentile.
    pub low: Vec<f32>,
    /// The 99th percentile, never below `low`.
    pub high: Vec<f32>,
}

impl CodeStatistics {
    /// The statistics of `codes`, `[count, code_size]` row after row, at least one row.
    ///
    /// Percentiles between two data points are interpolated linearly, as NumPy's `percentile`
    /// does by default.
    ///
    /// # Errors
    ///
    /// `bad-input` where `codes` is empty, no multiple of `code_size`, or not finite.
    pub fn of(codes: &[f32], code_size: usize) -> Result<Self> {
        if code_size == 0 || codes.is_empty() || !codes.len().is_multiple_of(code_size) {
            let message = format!(
                "{} values do not make up whole codes of size {code_size}.",
                codes.len()
            );
            return Err(LabError::new("bad-input", message, "Give whole codes."));
        }
        if let Some(at) = codes.iter().position(|value| !value.is_finite()) {
            let (row, unit) = (at / code_size, at % code_size);
            let message = format!("Unit {unit} of code {row} is {}.", codes[at]);
            let hint = "Go back to weights from before the training diverged.";
            return Err(LabError::new("bad-input", message, hint));
        }
        let mut statistics = Self {
            mean: Vec::with_capacity(code_size),
            standard_deviation: Vec::with_capacity(code_size),
            low: Vec::with_capacity(code_size),
            high: Vec::with_capacity(code_size),
        };
        for unit in 0..code_size {
            let mut column: Vec<f32> = codes[unit..].iter().step_by(code_size).copied().collect();
            column.sort_unstable_by(f32::total_cmp);
            let count = column.len() as f64;
            let mean = column.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
            let squares = column
                .iter()
                .map(|&value| (f64::from(value) - mean).powi(2));
            let variance = squares.sum::<f64>() / count;
            statistics.mean.push(mean as f32);
            statistics.standard_deviation.push(variance.sqrt() as f32);
            statistics.low.push(quantile(&column, TAIL));
            statistics.high.push(quantile(&column, 1.0 - TAIL));
        }
        Ok(statistics)
    }

    /// That the lists are of one length, finite, with no negative deviation and no range upside
    /// down: what a file or a caller may have got wrong.
    pub(super) fn check(&self) -> Result<()> {
        let lists = [
            ("mean", &self.mean),
            ("standardDeviation", &self.standard_deviation),
            ("low", &self.low),
            ("high", &self.high),
        ];
        let size = self.mean.len();
        if size == 0 {
            return Err(bad_weights("The code statistics are empty."));
        }
        for (name, list) in lists {
            let name = shown(name);
            if list.len() != size {
                let length = list.len();
                let problem = format!("{name} has {length} entries where \"mean\" has {size}");
                return Err(bad_weights(format!(
                    "The code statistics differ: {problem}."
                )));
            }
            if let Some(at) = list.iter().position(|value| !value.is_finite()) {
                let problem = format!("{name} of unit {at} is {}", list[at]);
                return Err(bad_weights(format!("In the code statistics {problem}.")));
            }
        }
        for unit in 0..size {
            let deviation = self.standard_deviation[unit];
            if deviation < 0.0 {
                let problem = format!("unit {unit} has a standard deviation of {deviation}");
                return Err(bad_weights(format!("In the code statistics {problem}.")));
            }
            let (low, high) = (self.low[unit], self.high[unit]);
            if low > high {
                let problem = format!("unit {unit} goes from {low} down to {high}");
                return Err(bad_weights(format!("In the code statistics {problem}.")));
            }
        }
        Ok(())
    }
}

/// The value below which the share `share`, 0…1, of `sorted` (not empty) lies; between two of them
/// linear.
pub fn quantile(sorted: &[f32], share: f64) -> f32 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let (low, high) = (f64::from(sorted[below]), f64::from(sorted[above]));
    (low + (place - place.floor()) * (high - low)) as f32
}
