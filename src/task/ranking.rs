//! What rankings are worth, given how relevant each of the ranked is.
//!
//! Manning, Raghavan & Schütze, "Introduction to Information Retrieval" (2008), section 8.4, where
//! relevance is 0 or 1; here it may be a share, as that of the topics which two documents have in
//! common.

/// Recall levels of a [`Curve`]: 0, 0.1, …, 1.
pub const LEVELS: usize = 11;

/// Precision over many queries, each counting alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The interpolated precision at each recall level r: the largest at any recall of r or more.
    pub precision: [f64; LEVELS],
    /// The mean over queries of the average precision, Σ rᵢ Pᵢ / Σ rᵢ with the relevance rᵢ of what
    /// is in place i and the precision Pᵢ there.
    pub mean_average_precision: f64,
    /// How many queries had something relevant; only they count.
    pub queries: usize,
}

impl Curve {
    /// The means over rankings, each the relevance in 0…1 of the first, the second, …, with
    /// everything relevant somewhere in it.
    pub fn of(rankings: impl IntoIterator<Item = Vec<f64>>) -> Self {
        let mut curve = Self {
            precision: [0.0; LEVELS],
            mean_average_precision: 0.0,
            queries: 0,
        };
        for ranking in rankings {
            let found = found(&ranking);
            let Some(all) = found.last().map(|last| last.gained) else {
                continue;
            };
            curve.queries += 1;
            let weighted: f64 = found.iter().map(|at| at.relevance * at.precision).sum();
            curve.mean_average_precision += weighted / all;
            for (sum, value) in curve.precision.iter_mut().zip(interpolated(&found)) {
                *sum += value;
            }
        }
        let queries = curve.queries.max(1) as f64;
        curve.precision.iter_mut().for_each(|sum| *sum /= queries);
        curve.mean_average_precision /= queries;
        curve
    }
}

/// A place of a ranking where something relevant stands.
struct Found {
    relevance: f64,
    /// The relevance up to here.
    gained: f64,
    /// The mean relevance up to here.
    precision: f64,
}

fn found(ranking: &[f64]) -> Vec<Found> {
    let mut gained = 0.0;
    let mut found = Vec::new();
    for (before, relevance) in ranking.iter().enumerate() {
        if *relevance > 0.0 {
            gained += relevance;
            found.push(Found {
                relevance: *relevance,
                gained,
                precision: gained / (before + 1) as f64,
            });
        }
    }
    found
}

/// At least one is found.
fn interpolated(found: &[Found]) -> [f64; LEVELS] {
    let mut best: Vec<f64> = found.iter().map(|at| at.precision).collect();
    for place in (1..best.len()).rev() {
        best[place - 1] = best[place - 1].max(best[place]);
    }
    let all = found[found.len() - 1].gained;
    std::array::from_fn(|level| {
        // A hair less, so that 0.1 · 3 of ten is reached by the third.
        let wanted = all * (level as f64 / (LEVELS - 1) as f64 - 1e-9);
        best[found.partition_point(|at| at.gained < wanted)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_precision_as_by_hand() {
        // Relevant in places 1, 3 and 6: (1/1 + 2/3 + 3/6) / 3.
        let curve = Curve::of([vec![1.0, 0.0, 1.0, 0.0, 0.0, 1.0]]);
        assert!((curve.mean_average_precision - 13.0 / 18.0).abs() < 1e-12);
        let thirds = [[1.0; 4].as_slice(), &[2.0 / 3.0; 3], &[0.5; 4]].concat();
        for (level, (found, expected)) in curve.precision.iter().zip(&thirds).enumerate() {
            assert!(
                (found - expected).abs() < 1e-12,
                "{level}: {found} {expected}"
            );
        }
    }

    #[test]
    fn shares_count_as_shares() {
        // Gained 0.5 and 1.5 of 1.5 in places 1 and 2: precision 0.5 and 0.75.
        let curve = Curve::of([vec![0.5, 1.0]]);
        let expected = (0.5 * 0.5 + 1.0 * 0.75) / 1.5;
        assert!((curve.mean_average_precision - expected).abs() < 1e-12);
        assert_eq!(curve.precision, [0.75; LEVELS]);
    }

    #[test]
    fn only_queries_with_something_relevant_count() {
        let curve = Curve::of([vec![0.0, 0.0], vec![0.0, 1.0], vec![]]);
        assert_eq!((curve.queries, curve.mean_average_precision), (1, 0.5));
        assert_eq!(Curve::of([]).queries, 0);
    }

    #[test]
    fn each_level_is_reached_by_enough_and_no_more() {
        // Ten relevant ones among others: level 0.3 is reached by the third, in place 5.
        let ranking: Vec<f64> = (0..19).map(|place| f64::from(place % 2 == 0)).collect();
        let curve = Curve::of([ranking]);
        assert!((curve.precision[3] - 3.0 / 5.0).abs() < 1e-12);
        assert!((curve.precision[10] - 10.0 / 19.0).abs() < 1e-12);
    }
}
