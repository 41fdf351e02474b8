//! The distribution of codes.

use autoencoder_lab::weights::CodeStatistics;

/// ```python
/// codes = numpy.array([[i * i % 101, -i] for i in range(101)], dtype=numpy.float32)
/// for c in (codes, codes[:3]):
///     print(c.mean(0), c.std(0), numpy.percentile(c, 1, axis=0), numpy.percentile(c, 99, axis=0))
/// # [ 50. -50.] [30.430248 29.15476 ] [  1. -99.] [100.  -1.]
/// # [ 1.6666666 -1. ] [1.6996732 0.8164966] [ 0.02 -1.98] [ 3.94 -0.02]
/// ```
#[test]
fn code_statistics_equal_numpy() {
    let codes: Vec<f32> = (0..101)
        .flat_map(|i| [(i * i % 101) as f32, -i as f32])
        .collect();
    let statistics = CodeStatistics::of(&codes, 2).unwrap();
    close(&statistics.mean, &[50.0, -50.0]);
    close(&statistics.standard_deviation, &[30.430_248, 29.154_76]);
    close(&statistics.low, &[1.0, -99.0]);
    close(&statistics.high, &[100.0, -1.0]);
    let statistics = CodeStatistics::of(&codes[..6], 2).unwrap();
    close(&statistics.mean, &[1.666_666_6, -1.0]);
    close(&statistics.standard_deviation, &[1.699_673_2, 0.816_496_6]);
    close(&statistics.low, &[0.02, -1.98]);
    close(&statistics.high, &[3.94, -0.02]);
}

fn close(found: &[f32], wanted: &[f32]) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(
            (found - wanted).abs() <= 1e-5 * wanted.abs().max(1.0),
            "{found} for {wanted}"
        );
    }
}

#[test]
fn code_statistics_of_one_code_have_no_width() {
    let statistics = CodeStatistics::of(&[0.5, -2.0], 2).unwrap();
    assert_eq!(statistics.standard_deviation, [0.0, 0.0]);
    assert_eq!(
        (statistics.low, statistics.high),
        (vec![0.5, -2.0], vec![0.5, -2.0])
    );
}

#[test]
fn code_statistics_want_whole_finite_codes() {
    for (codes, size) in [
        (&[][..], 2),
        (&[1.0], 0),
        (&[1.0, 2.0, 3.0], 2),
        (&[1.0, f32::NAN], 2),
    ] {
        let error = CodeStatistics::of(codes, size).unwrap_err();
        assert_eq!(error.code, "bad-input", "{codes:?} {size}");
    }
}
