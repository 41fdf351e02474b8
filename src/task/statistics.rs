//! Means, deviations, percentiles, medians and ranks of what is measured.

use std::collections::BTreeMap;

use super::plane::{validate, whole};
use crate::error::{LabError, Result};
use crate::weights::quantile;

/// Values that [`percentiles`] gives at most.
const MOST: usize = 1 << 22;

/// A sample in five numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many values.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// The sample standard deviation, with count − 1 below the squares; 0 of a single value.
    pub deviation: f64,
    /// The least.
    pub minimum: f64,
    /// The largest.
    pub maximum: f64,
}

impl Summary {
    /// # Errors
    /// `bad-input` for no value, or one that is not finite.
    pub fn of(values: &[f64]) -> Result<Self> {
        check(values)?;
        let count = values.len();
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Ok(Self {
            count,
            mean,
            // Of a single value there are no squares.
            deviation: (squares / (count - 1).max(1) as f64).sqrt(),
            minimum: values.iter().copied().fold(f64::INFINITY, f64::min),
            maximum: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}

/// For each of `shares` in 0…1 what that share of each coordinate of `[n × size]` points lies below,
/// `[shares × size]`; between two points linear, as NumPy's `percentile` has it.
///
/// # Errors
/// `bad-input` unless there are whole finite points; `bad-option` for no share, one beyond 0…1, or
/// too many.
pub fn percentiles(points: &[f32], size: usize, shares: &[f64]) -> Result<Vec<f32>> {
    validate(points, size)?;
    let most = MOST / size;
    let all = shares.iter().all(|share| (0.0..=1.0).contains(share));
    if !all || !(1..=most).contains(&shares.len()) {
        return Err(LabError::new(
            "bad-option",
            format!("{} shares were given.", shares.len()),
            format!("Give 1 to {most} shares from 0 to 1, such as 0.5 for the median."),
        ));
    }
    let mut found = vec![0.0; shares.len() * size];
    for axis in 0..size {
        let sorted = sorted(points.chunks(size).map(|point| point[axis]));
        for (row, share) in shares.iter().enumerate() {
            found[row * size + axis] = quantile(&sorted, *share);
        }
    }
    Ok(found)
}

/// The middles of classes; the lists are aligned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassMedians {
    /// The labels that there are, the least first.
    pub labels: Vec<u32>,
    /// How many points bear each.
    pub counts: Vec<u32>,
    /// The median of each coordinate of these, `[labels × size]`.
    pub medians: Vec<f32>,
}

/// The median of each coordinate of the points of each label: few points that lie far off do not
/// move it.
///
/// # Errors
/// `bad-input` unless there are whole finite points of `size` coordinates, and as many labels.
pub fn class_medians(points: &[f32], size: usize, labels: &[u32]) -> Result<ClassMedians> {
    let count = validate(points, size)?;
    if labels.len() != count {
        return Err(LabError::new(
            "bad-input",
            format!("There are {} labels for {count} points.", labels.len()),
            "Give one label for each point.",
        ));
    }
    let mut classes: BTreeMap<u32, Vec<&[f32]>> = BTreeMap::new();
    for (point, label) in points.chunks(size).zip(labels) {
        classes.entry(*label).or_default().push(point);
    }
    let mut found = ClassMedians::default();
    for (label, members) in classes {
        found.labels.push(label);
        found.counts.push(members.len() as u32);
        let median = |axis| quantile(&sorted(members.iter().map(|point| point[axis])), 0.5);
        found.medians.extend((0..size).map(median));
    }
    Ok(found)
}

/// The place of the largest value, the first of equals.
///
/// # Errors
/// `bad-input` for no value, or one that is not finite.
pub fn argmax(values: &[f64]) -> Result<usize> {
    check(values)?;
    let larger = |best, place| match values[place] > values[best] {
        true => place,
        false => best,
    };
    Ok((1..values.len()).fold(0, larger))
}

/// The places of all values, that of the largest first; equals in their order.
///
/// # Errors
/// `bad-input` for no value, or one that is not finite.
pub fn ranking(values: &[f64]) -> Result<Vec<u32>> {
    check(values)?;
    let mut places: Vec<u32> = (0..values.len() as u32).collect();
    // Negated so that the order is stable, and + 0 so that −0 equals 0.
    let key = |place: &u32| 0.0 - values[*place as usize];
    places.sort_by(|a, b| key(a).total_cmp(&key(b)));
    Ok(places)
}

fn sorted(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_unstable_by(f32::total_cmp);
    values
}

fn check(values: &[f64]) -> Result<()> {
    whole(values.len(), 1)?;
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(LabError::new(
            "bad-input",
            format!("The value at index {index} is {}.", values[index]),
            "Give finite numbers.",
        )),
    }
}
