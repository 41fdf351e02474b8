//! Nearest neighbours among codes.

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

/// The rows of `references` nearest to `query` by Euclidean distance, the nearest first.
pub fn nearest(references: &[f32], query: &[f32], width: usize, k: usize) -> Vec<usize> {
    let mut best: Vec<(f32, usize)> = Vec::with_capacity(k + 1);
    for (row, reference) in references.chunks(width).enumerate() {
        let pairs = reference.iter().zip(query);
        let distance: f32 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
        if best.len() == k && distance >= best[k - 1].0 {
            continue;
        }
        let place = best.partition_point(|(other, _)| *other <= distance);
        best.insert(place, (distance, row));
        best.truncate(k);
    }
    best.into_iter().map(|(_, row)| row).collect()
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
