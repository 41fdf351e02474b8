//! Histograms, summaries, percentiles, medians of classes, ranks: numbers by hand, and what is refused.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::task::histogram::{Histogram, share_above};
use autoencoder_lab::task::statistics::{
    ClassMedians, Summary, argmax, class_medians, percentiles, ranking,
};

#[test]
fn a_histogram_counts_every_value_once() {
    let values = [0.0, 0.1, 0.25, 0.5, 0.75, 1.0];
    let found = Histogram::checked(&values, 4, [None; 2]).unwrap();
    // Closed below, and the last above too.
    assert_eq!(found.counts, [2, 1, 1, 2]);
    assert_eq!((found.low, found.high), (0.0, 1.0));
    assert!((found.mean - 2.6 / 6.0).abs() < 1e-6);
    // Beyond either end, in the interval there.
    let found = Histogram::checked(&values, 2, [Some(0.2), Some(0.6)]).unwrap();
    assert_eq!(found.counts, [3, 3]);
    let found = Histogram::checked(&values, 2, [None, Some(0.6)]).unwrap();
    assert_eq!((found.counts, found.low), (vec![3, 3], 0.0));
    let found = Histogram::checked(&[3.0; 7], 2, [None; 2]).unwrap();
    assert_eq!((found.counts, found.mean), (vec![7, 0], 3.0));
    for (values, bins, ends, code) in [
        (&[][..], 4, [None; 2], "bad-input"),
        (&[f32::NAN], 4, [None; 2], "bad-input"),
        (&values, 0, [None; 2], "bad-option"),
        (&values, usize::MAX, [None; 2], "bad-option"),
        (&values, 4, [Some(1.0), Some(0.0)], "bad-option"),
        (&values, 4, [Some(1.0), Some(1.0)], "bad-option"),
        (&values, 4, [Some(1.0), None], "bad-option"),
        (&values, 4, [None, Some(f32::NAN)], "bad-option"),
    ] {
        let refused = Histogram::checked(values, bins, ends).unwrap_err();
        assert_eq!(refused.code, code, "{bins} {ends:?}");
    }
}

#[test]
fn the_share_above_a_threshold_leaves_the_threshold_out() {
    assert_eq!(share_above(&[0.0, 0.5, 0.6, 1.0], 0.5).unwrap(), 0.5);
    assert_eq!(share_above(&[], 0.5).unwrap_err().code, "bad-input");
}

#[test]
fn a_summary_has_the_deviation_of_a_sample() {
    let found = Summary::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
    // The squares sum up to 32.
    let expected = Summary {
        count: 8,
        mean: 5.0,
        deviation: (32.0f64 / 7.0).sqrt(),
        minimum: 2.0,
        maximum: 9.0,
    };
    assert_eq!(found, expected);
    let single = Summary::of(&[-3.0]).unwrap();
    assert_eq!(
        (single.count, single.mean, single.deviation),
        (1, -3.0, 0.0)
    );
    assert_eq!((single.minimum, single.maximum), (-3.0, -3.0));
    for values in [&[][..], &[1.0, f64::NAN], &[f64::INFINITY]] {
        assert_eq!(Summary::of(values).unwrap_err().code, "bad-input");
    }
}

#[test]
fn percentiles_lie_between_points() {
    // The coordinates 0, 1, 2, 3 and 10, 30, 20, 40.
    let points = [3.0, 10.0, 0.0, 30.0, 1.0, 20.0, 2.0, 40.0];
    let found = percentiles(&points, 2, &[0.0, 0.5, 0.9, 1.0]).unwrap();
    // As NumPy's percentile has them.
    let expected = [0.0, 10.0, 1.5, 25.0, 2.7, 37.0, 3.0, 40.0];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
    let refused =
        |points: &[f32], size, shares: &[f64]| percentiles(points, size, shares).unwrap_err().code;
    assert_eq!(refused(&[], 2, &[0.5]), "bad-input");
    assert_eq!(refused(&points, 3, &[0.5]), "bad-input");
    assert_eq!(refused(&points, 0, &[0.5]), "bad-input");
    assert_eq!(refused(&[f32::NAN], 1, &[0.5]), "bad-input");
    assert_eq!(refused(&points, 2, &[]), "bad-option");
    assert_eq!(refused(&points, 2, &[1.1]), "bad-option");
    assert_eq!(refused(&points, 2, &[f64::NAN]), "bad-option");
    assert_eq!(refused(&points, 8, &vec![0.5; 1 << 20]), "bad-option");
}

#[test]
fn classes_have_medians_that_outliers_do_not_move() {
    let points = [0.0, 5.0, 1.0, 7.0, 900.0, 6.0, 2.0, -4.0, 4.0, -2.0];
    let found = class_medians(&points, 2, &[7, 7, 7, 3, 3]).unwrap();
    let expected = ClassMedians {
        labels: vec![3, 7],
        counts: vec![2, 3],
        medians: vec![3.0, -3.0, 1.0, 6.0],
    };
    assert_eq!(found, expected);
    let refused = |points: &[f32], size, labels: &[u32]| {
        class_medians(points, size, labels).unwrap_err().code
    };
    assert_eq!(refused(&points, 2, &[1; 4]), "bad-input");
    assert_eq!(refused(&points, 0, &[1; 5]), "bad-input");
    assert_eq!(refused(&[], 2, &[]), "bad-input");
    assert_eq!(refused(&[f32::INFINITY], 1, &[1]), "bad-input");
}

#[test]
fn the_largest_come_first_and_equals_in_their_order() {
    let values = [1.0, 3.0, -2.0, 3.0, 0.0, -0.0];
    assert_eq!(argmax(&values).unwrap(), 1);
    assert_eq!(ranking(&values).unwrap(), [1, 3, 0, 4, 5, 2]);
    assert_eq!(ranking(&[-0.0, 0.0]).unwrap(), [0, 1]);
    for values in [&[][..], &[0.0, f64::NAN]] {
        assert_eq!(argmax(values).unwrap_err().code, "bad-input");
        assert_eq!(ranking(values).unwrap_err().code, "bad-input");
    }
}
