//! Pen strokes as sequences of a fixed length, and back.

use autoencoder_lab::data::sequence::{self, REACH};
use autoencoder_lab::data::{Strokes, digits};

const STEPS: usize = 40;

/// The strokes moved and scaled as sequences have them: the longer side 20, the middle at 14, 14.
fn framed(strokes: &Strokes) -> Vec<Vec<[f32; 2]>> {
    let points = || strokes.0.iter().flatten();
    let side = |axis: usize| {
        let values = points().map(move |point| point[axis]);
        (
            values.clone().fold(f32::MAX, f32::min),
            values.fold(f32::MIN, f32::max),
        )
    };
    let ranges = [side(0), side(1)];
    let longest = ranges
        .iter()
        .map(|(low, high)| high - low)
        .fold(0.0, f32::max);
    let place = |point: &[f32; 2]| {
        [0, 1].map(|axis| {
            let (low, high) = ranges[axis];
            14.0 + 20.0 * (point[axis] - 0.5 * (low + high)) / longest
        })
    };
    let strokes = strokes.0.iter();
    strokes
        .map(|stroke| stroke.iter().map(place).collect())
        .collect()
}

/// How far `point` is from the line through `stroke`.
fn distance(point: [f32; 2], stroke: &[[f32; 2]]) -> f32 {
    let to_segment = |pair: &[[f32; 2]]| {
        let along = [0, 1].map(|axis| pair[1][axis] - pair[0][axis]);
        let length = (along[0] * along[0] + along[1] * along[1]).max(1e-12);
        let from = [0, 1].map(|axis| point[axis] - pair[0][axis]);
        let share = ((from[0] * along[0] + from[1] * along[1]) / length).clamp(0.0, 1.0);
        (from[0] - share * along[0]).hypot(from[1] - share * along[1])
    };
    stroke.windows(2).map(to_segment).fold(f32::MAX, f32::min)
}

#[test]
fn a_redrawn_digit_runs_along_its_strokes() {
    let digits = digits::generate(200, 5).unwrap();
    for strokes in digits.strokes().unwrap() {
        let values = sequence::from_strokes(strokes, 64).unwrap();
        assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
        let (redrawn, framed) = (sequence::to_strokes(&values).unwrap(), framed(strokes));
        assert_eq!(redrawn.0.len(), framed.len());
        for (stroke, original) in redrawn.0.iter().zip(&framed) {
            // All steps are as long as the first; half of one may be cut at either end.
            let step = (stroke[1][0] - stroke[0][0]).hypot(stroke[1][1] - stroke[0][1]);
            let (last, end) = (stroke[stroke.len() - 1], original[original.len() - 1]);
            assert!((last[0] - end[0]).hypot(last[1] - end[1]) < step + 0.1);
            for point in &stroke[1..stroke.len() - 1] {
                assert!(distance(*point, original) < 0.02, "{point:?}");
            }
        }
    }
}

#[test]
fn a_sequence_knows_neither_place_nor_size() {
    let line = Strokes(vec![
        vec![[3.0, 4.0], [9.0, 20.0], [11.0, 2.0]],
        vec![[0.0, 8.0], [15.0, 9.0]],
    ]);
    let moved = |point: &[f32; 2]| [7.0 * point[0] - 50.0, 7.0 * point[1] + 300.0];
    let other = line
        .0
        .iter()
        .map(|stroke| stroke.iter().map(moved).collect());
    let pair =
        [&line, &Strokes(other.collect())].map(|s| sequence::from_strokes(s, STEPS).unwrap());
    for (a, b) in pair[0].iter().zip(&pair[1]) {
        assert!((a - b).abs() < 1e-4, "{a} and {b}");
    }
}

#[test]
fn a_straight_line_in_numbers() {
    // From the middle up to the line's upper end is half its length, then down all of it.
    let line = Strokes(vec![vec![[5.0, 0.0], [5.0, 10.0]]]);
    let values = sequence::from_strokes(&line, 12).unwrap();
    let (steps, _) = values.as_chunks::<3>();
    let stride = 0.5 * 12.0 / REACH * 1.5 / 12.0;
    for (index, step) in steps.iter().enumerate() {
        let down = index >= 4;
        let expected = if down { 0.5 + stride } else { 0.5 - stride };
        assert!((step[0] - 0.5).abs() < 1e-6 && (step[1] - expected).abs() < 1e-6);
        assert_eq!(step[2], f32::from(down));
    }
    let redrawn = sequence::to_strokes(&values).unwrap();
    assert_eq!(redrawn.0.len(), 1);
    let ends = [redrawn.0[0][0], redrawn.0[0][8]];
    for (end, y) in ends.iter().zip([4.0, 24.0]) {
        assert!((end[0] - 14.0).abs() < 1e-4 && (end[1] - y).abs() < 1e-4);
    }
}

#[test]
fn a_data_set_of_sequences() {
    let digits = digits::generate(30, 2).unwrap();
    let sequences = digits.sequences(STEPS).unwrap();
    assert_eq!((sequences.count(), sequences.input_size()), (30, 3 * STEPS));
    assert_eq!(sequences.labels(), digits.labels());
    let strokes = digits.strokes().unwrap();
    let expected = sequence::from_strokes(&strokes[7], STEPS).unwrap();
    assert_eq!(sequences.images(7, 1).unwrap(), expected);
    assert_eq!(sequences.batch(&[3, 7]).inputs[3 * STEPS..], expected);
    let part = sequences.subset(&[7, 1]);
    assert_eq!(part.images(0, 1).unwrap(), expected);
    assert_eq!(part.strokes().unwrap()[0], strokes[7]);
}

#[test]
fn no_generated_digit_is_too_long() {
    digits::generate(3000, 9).unwrap().sequences(STEPS).unwrap();
}

#[test]
fn strokes_that_are_no_drawing() {
    let line = vec![[1.0, 2.0], [3.0, 4.0]];
    let with = |point: [f32; 2]| Strokes(vec![vec![[1.0, 2.0], point]]);
    let zigzag = (0..40).map(|index| [(index % 2) as f32, 0.0]).collect();
    let cases = [
        Strokes(vec![]),
        Strokes(vec![vec![]]),
        Strokes(vec![vec![[1.0, 1.0]]]),
        with([1.0, 2.0]),
        with([f32::NAN, 2.0]),
        with([f32::INFINITY, 2.0]),
        Strokes(vec![vec![[-f32::MAX, 0.0], [f32::MAX, 0.0]]]),
        Strokes(vec![zigzag]),
    ];
    for strokes in cases {
        let error = sequence::from_strokes(&strokes, STEPS).unwrap_err();
        assert_eq!(error.code, "bad-strokes", "{error}");
    }
    for steps in [0, 7, 10_000, usize::MAX] {
        let error = sequence::from_strokes(&Strokes(vec![line.clone()]), steps).unwrap_err();
        assert_eq!(error.code, "bad-option", "{error}");
        let error = digits::generate(2, 1)
            .unwrap()
            .sequences(steps)
            .unwrap_err();
        assert_eq!(error.code, "bad-option", "{error}");
    }
}

#[test]
fn values_that_are_no_sequence() {
    for (values, code) in [
        (vec![], "bad-option"),
        (vec![0.5; 3 * 10_000], "bad-option"),
        (vec![0.5; 31], "bad-input"),
        (vec![f32::NAN; 30], "bad-input"),
    ] {
        assert_eq!(sequence::to_strokes(&values).unwrap_err().code, code);
    }
    // The pen may never touch the paper.
    assert!(sequence::to_strokes(&[0.4; 30]).unwrap().0.is_empty());
    let error = autoencoder_lab::data::Dataset::new(vec![0; 784], 784, None)
        .unwrap()
        .sequences(STEPS)
        .unwrap_err();
    assert_eq!(error.code, "no-strokes");
}
