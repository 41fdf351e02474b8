//! Nearest neighbours among codes.

use std::borrow::Cow;

use serde::Deserialize;

use super::plane::validate;
use crate::error::{LabError, Result};

/// The share of `queries` whose label is the most frequent one among their `k` nearest
/// `references` by Euclidean distance; ties go to the class with the nearest member.
///
/// `references` and `queries` are `[n, width]` flat, with one label a row.
pub fn nearest_neighbour_accuracy(
    references: (&[f32], &[u8]),
    queries: (&[f32], &[u8]),
    width: usize,
    k: usize,
) -> f64 {
    let correct = queries
        .0
        .chunks(width)
        .zip(queries.1)
        .filter(|(query, label)| {
            let nearest = nearest(references.0, query, width, k);
            let labels: Vec<u8> = nearest.iter().map(|row| references.1[*row]).collect();
            majority(&labels) == Some(**label)
        })
        .count();
    correct as f64 / queries.1.len() as f64
}

/// What makes two codes near.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// ‖a − b‖²
    #[default]
    Euclidean,
    /// 1 − a·b / ‖a‖‖b‖, and 1 where one of them is 0.
    Cosine,
}

/// For each of `[n × width]` queries the rows of `references` nearest to it, the nearest first,
/// `[n × k]`; equals in the order of their rows. Exact: every reference is looked at.
///
/// # Errors
/// `bad-input` unless both are one or more whole finite codes of `width` values; `bad-option` for
/// `k` of 0 or of more than there are references.
pub fn search(
    references: &[f32],
    queries: &[f32],
    width: usize,
    k: usize,
    metric: Metric,
) -> Result<Vec<u32>> {
    let count = validate(references, width)?;
    validate(queries, width)?;
    if !(1..=count).contains(&k) {
        return Err(LabError::new(
            "bad-option",
            format!("The {k} nearest of {count} were asked for."),
            format!("Ask for 1 to {count}."),
        ));
    }
    let references = metric.placed(references, width);
    let rows = |query: &[f32]| nearest(&references, query, width, k);
    Ok(metric
        .placed(queries, width)
        .chunks(width)
        .flat_map(rows)
        .map(|row| row as u32)
        .collect())
}

impl Metric {
    /// `rows` where their Euclidean distances are in this metric's order: on the unit sphere
    /// ‖a − b‖² = 2 − 2 a·b.
    fn placed(self, rows: &[f32], width: usize) -> Cow<'_, [f32]> {
        match self {
            Metric::Euclidean => Cow::Borrowed(rows),
            Metric::Cosine => Cow::Owned(unit(rows, width)),
        }
    }
}

/// Each row at length 1; a row of zeros stays one, as far from all others.
fn unit(rows: &[f32], width: usize) -> Vec<f32> {
    let mut scaled = rows.to_vec();
    for row in scaled.chunks_mut(width) {
        let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
        let length = if length > 0.0 { length } else { 1.0 };
        row.iter_mut().for_each(|value| *value /= length);
    }
    scaled
}

/// Precision at k: the share of the `k` nearest others of each row of `[n, width]` that has its
/// label, averaged over the rows.
pub fn precision(rows: &[f32], labels: &[u8], width: usize, k: usize, metric: Metric) -> f64 {
    let rows = &*metric.placed(rows, width);
    let hits = |(index, row): (usize, &[f32])| {
        let others = nearest(rows, row, width, k + 1);
        let others = others.into_iter().filter(|other| *other != index).take(k);
        others
            .filter(|other| labels[*other] == labels[index])
            .count()
    };
    let found: usize = rows.chunks(width).enumerate().map(hits).sum();
    found as f64 / (k * labels.len()) as f64
}

/// The rows of `references` nearest to `query` by Euclidean distance, the nearest first.
pub fn nearest(references: &[f32], query: &[f32], width: usize, k: usize) -> Vec<usize> {
    let mut best: Vec<(f32, usize)> = Vec::with_capacity(k + 1);
    for (row, reference) in references.chunks(width).enumerate() {
        let distance = squared_distance(reference, query);
        if best.len() == k && distance >= best[k - 1].0 {
            continue;
        }
        let place = best.partition_point(|(other, _)| *other <= distance);
        best.insert(place, (distance, row));
        best.truncate(k);
    }
    best.into_iter().map(|(_, row)| row).collect()
}

/// ‖a − b‖², summed in so many sums side by side that the compiler can use SIMD.
fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            let difference = a[lane] - b[lane];
            sums[lane] += difference * difference;
        }
    }
    let rest = a_rest.iter().zip(b_rest).map(|(a, b)| (a - b) * (a - b));
    sums.iter().sum::<f32>() + rest.sum::<f32>()
}

fn majority(labels: &[u8]) -> Option<u8> {
    let votes = |label: u8| labels.iter().filter(|other| **other == label).count();
    // The first of equals, hence the nearest.
    labels
        .iter()
        .rev()
        .copied()
        .max_by_key(|label| votes(*label))
}
