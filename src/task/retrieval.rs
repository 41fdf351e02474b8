//! Nearest neighbours among codes.

use std::borrow::Cow;

use serde::Deserialize;

use super::classes::majority;
use super::plane::{validate, whole};
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
            let nearest = nearest(references.0, query, k);
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
/// As [`Search::new`] and [`Search::add`].
pub fn search(
    references: &[f32],
    queries: &[f32],
    width: usize,
    k: usize,
    metric: Metric,
) -> Result<Vec<u32>> {
    let mut search = Search::new(references.len(), queries, width, k, metric)?;
    search.add(references)?;
    Ok(search.rows())
}

/// The same [`search`] where references come in blocks, of which one at a time need be at hand: the
/// `k` nearest of all are among the `k` nearest so far and the next block.
pub struct Search<'a> {
    queries: Cow<'a, [f32]>,
    width: usize,
    k: usize,
    metric: Metric,
    /// References that were looked at.
    count: usize,
    /// Of each query.
    best: Vec<Nearest>,
}

/// Squared distances and rows, the nearest first.
type Nearest = Vec<(f32, usize)>;

impl<'a> Search<'a> {
    /// For the `k` nearest to each of `[n × width]` queries of references that have `values` values in
    /// all.
    ///
    /// # Errors
    /// `bad-input` unless queries are one or more whole finite codes of `width` values, and so many
    /// values some whole codes; `bad-option` for `k` of 0 or of more than there are references.
    pub fn new(
        values: usize,
        queries: &'a [f32],
        width: usize,
        k: usize,
        metric: Metric,
    ) -> Result<Self> {
        let count = whole(values, width)?;
        let queries_count = validate(queries, width)?;
        if !(1..=count).contains(&k) {
            return Err(LabError::new(
                "bad-option",
                format!("The {k} nearest of {count} were asked for."),
                format!("Ask for 1 to {count}."),
            ));
        }
        Ok(Self {
            queries: metric.placed(queries, width),
            width,
            k,
            metric,
            count: 0,
            best: vec![Nearest::new(); queries_count],
        })
    }

    /// Looks at the next references, `[m × width]`.
    ///
    /// # Errors
    /// `bad-input` unless they are one or more whole finite codes.
    pub fn add(&mut self, references: &[f32]) -> Result<()> {
        let count = validate(references, self.width)?;
        let references = self.metric.placed(references, self.width);
        for (best, query) in self.best.iter_mut().zip(self.queries.chunks(self.width)) {
            keep_nearest(best, self.k, &references, self.count, query);
        }
        self.count += count;
        Ok(())
    }

    /// What [`search`] gives, once all references were added.
    pub fn rows(self) -> Vec<u32> {
        let rows = self.best.into_iter().flatten();
        rows.map(|(_, row)| row as u32).collect()
    }
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
        let others = nearest(rows, row, k + 1);
        let others = others.into_iter().filter(|other| *other != index).take(k);
        others
            .filter(|other| labels[*other] == labels[index])
            .count()
    };
    let found: usize = rows.chunks(width).enumerate().map(hits).sum();
    found as f64 / (k * labels.len()) as f64
}

/// The rows of `references` nearest to `query` by Euclidean distance, the nearest first.
fn nearest(references: &[f32], query: &[f32], k: usize) -> Vec<usize> {
    let mut best = Nearest::new();
    keep_nearest(&mut best, k, references, 0, query);
    best.into_iter().map(|(_, row)| row).collect()
}

/// Puts into `best` which of `references`, whose rows begin with number `first`, belong to the `k`
/// nearest to `query`.
fn keep_nearest(best: &mut Nearest, k: usize, references: &[f32], first: usize, query: &[f32]) {
    for (row, reference) in references.chunks(query.len()).enumerate() {
        let distance = squared_distance(reference, query);
        if best.len() == k && distance >= best[k - 1].0 {
            continue;
        }
        let place = best.partition_point(|(other, _)| *other <= distance);
        best.insert(place, (distance, first + row));
        best.truncate(k);
    }
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
