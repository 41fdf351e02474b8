//! Expectations on a grid and by sampling, against formulas, sums over every point and slopes.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::task::nodes::{Nodes, nodes, per_axis, slice};
use autoencoder_lab::task::sampling::{Integrand, expectation};

fn integrand(dimensions: usize) -> Integrand {
    Integrand::new(dimensions).unwrap()
}

/// ½ ∫ over [−1, 1] by Gauss and Legendre's rule of five points on each of 64 parts: an error
/// far below 1e-12 for what is integrated here, and no formula that the lab has.
fn average(value: impl Fn(f64) -> f64) -> f64 {
    let root = (10.0f64 / 7.0).sqrt();
    let (near, far) = (
        (5.0 - 2.0 * root).sqrt() / 3.0,
        (5.0 + 2.0 * root).sqrt() / 3.0,
    );
    let heavy = (322.0 + 13.0 * 70.0f64.sqrt()) / 900.0;
    let light = (322.0 - 13.0 * 70.0f64.sqrt()) / 900.0;
    let rule = [
        (0.0, 128.0 / 225.0),
        (near, heavy),
        (-near, heavy),
        (far, light),
        (-far, light),
    ];
    let half = 1.0 / 64.0;
    let part = |index: usize| -> f64 {
        let middle = -1.0 + (2 * index + 1) as f64 * half;
        rule.iter()
            .map(|(node, weight)| weight * half * value(middle + half * node))
            .sum()
    };
    0.5 * (0..64).map(part).sum::<f64>()
}

/// The slope of log y over log x by least squares.
fn slope(points: impl Iterator<Item = (f64, f64)>) -> f64 {
    let logs: Vec<(f64, f64)> = points.map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.len() as f64;
    let (x, y) = logs.iter().fold((0.0, 0.0), |sums, (x, y)| {
        (sums.0 + x / count, sums.1 + y / count)
    });
    let rise: f64 = logs.iter().map(|(a, b)| (a - x) * (b - y)).sum();
    rise / logs.iter().map(|(a, _)| (a - x).powi(2)).sum::<f64>()
}

#[test]
fn mean_and_deviation_are_those_of_a_quadrature() {
    for dimensions in [1, 2, 4, 7, 20, 100] {
        let cube = integrand(dimensions);
        let slope = 2.0 / (dimensions as f64).sqrt();
        let moment = |power: f64| average(|x| (power * slope * x).exp()).powi(dimensions as i32);
        assert!((cube.mean() - moment(1.0)).abs() < 1e-9, "{dimensions}");
        let deviation = (moment(2.0) - moment(1.0).powi(2)).sqrt();
        assert!((cube.deviation() - deviation).abs() < 1e-9, "{dimensions}");
        // Neither explodes with the dimension.
        assert!((1.8..2.0).contains(&cube.mean()));
        assert!((1.8..3.3).contains(&cube.deviation()));
    }
}

#[test]
fn the_product_of_sums_is_the_sum_over_the_grid() {
    for (dimensions, count) in [(1, 7), (2, 30), (3, 64), (5, 243), (10, 1024)] {
        let cube = integrand(dimensions);
        let points = nodes(&cube, Nodes::Grid, count, None, 0).unwrap();
        let all = cube.side(count).pow(dimensions as u32);
        assert_eq!(points.len(), all * dimensions);
        let values = cube.values(&points).unwrap();
        let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / all as f64;
        let rule = cube.midpoint_rule(cube.side(count));
        assert!((mean - rule).abs() < 1e-6, "{dimensions}: {mean} {rule}");
    }
}

/// On m points the sum over one axis is a geometric one: sinh b / (m sinh(b/m)).
#[test]
fn the_midpoint_rule_has_its_closed_form_and_order_two() {
    let cube = integrand(1);
    for side in [1, 2, 3, 10, 1000, 1_000_000] {
        let m = side as f64;
        let closed = 2.0f64.sinh() / (m * (2.0 / m).sinh());
        assert!((cube.midpoint_rule(side) - closed).abs() < 1e-13, "{side}");
    }
    let error = |side: usize| (cube.midpoint_rule(side) - cube.mean()).abs();
    for side in [8, 32, 128, 512] {
        let order = (error(side) / error(2 * side)).log2();
        assert!((order - 2.0).abs() < 0.01, "{side}: {order}");
    }
}

#[test]
fn the_largest_grid_of_so_many_points_is_found() {
    for dimensions in [1, 2, 3, 4, 7, 20] {
        let cube = integrand(dimensions);
        for side in 1..=4usize {
            let all = side.pow(dimensions as u32);
            assert_eq!(cube.side(all), side, "{side}^{dimensions}");
            assert_eq!(cube.side(all - 1), side - 1, "{side}^{dimensions} − 1");
        }
    }
    assert_eq!(integrand(3).side(1_000_000), 100);
}

#[test]
fn a_grid_gains_two_powers_of_its_side_and_samples_half_a_power_of_their_number() {
    for dimensions in [1, 2, 3, 4, 6] {
        let sides = [4, 6, 8, 12].map(|side: usize| side.pow(dimensions as u32));
        let counts: Vec<usize> = sides.into_iter().filter(|all| *all < 1 << 22).collect();
        let found = expectation(&integrand(dimensions), &counts, 1, 0).unwrap();
        let grid = slope(counts.iter().map(|n| *n as f64).zip(found.grid.errors));
        let expected = -2.0 / dimensions as f64;
        assert!((grid / expected - 1.0).abs() < 0.05, "{dimensions}: {grid}");
    }
    let counts: Vec<usize> = (4..=12).map(|power| 1 << power).collect();
    for dimensions in [1, 3, 10, 20] {
        let found = expectation(&integrand(dimensions), &counts, 200, 1).unwrap();
        let sampled = found.sampling;
        for (error, predicted) in sampled.errors.iter().zip(&sampled.predicted) {
            assert!(
                (error / predicted - 1.0).abs() < 0.25,
                "{error} {predicted}"
            );
        }
        let measured = slope(counts.iter().map(|n| *n as f64).zip(sampled.errors));
        assert!((measured + 0.5).abs() < 0.05, "{dimensions}: {measured}");
    }
}

#[test]
fn the_leading_term_predicts_the_error_of_a_grid() {
    for dimensions in [1, 2, 5, 20] {
        let cube = integrand(dimensions);
        for side in [2, 3] {
            let Some(all) = usize::checked_pow(side, dimensions as u32) else {
                continue;
            };
            let error = cube.mean() - cube.midpoint_rule(side);
            let predicted = cube.midpoint_error(all);
            assert!(
                (error / predicted - 1.0).abs() < 0.16,
                "{side}^{dimensions}"
            );
        }
    }
}

#[test]
fn estimates_are_means_over_the_points_that_are_drawn() {
    let cube = integrand(3);
    let points = nodes(&cube, Nodes::Random, 5000, None, 7).unwrap();
    assert!(points.iter().all(|x| (-1.0..1.0).contains(x)));
    let values = cube.values(&points).unwrap();
    // In no order, and one of them twice.
    let counts = [5000, 10, 4096, 10];
    let found = expectation(&cube, &counts, 2, 7).unwrap();
    for (count, estimate) in counts.iter().zip(&found.sampling.estimates) {
        let mean = values[..*count].iter().map(|v| f64::from(*v)).sum::<f64>() / *count as f64;
        assert!((mean - estimate).abs() < 1e-6, "{count}");
    }
}

#[test]
fn the_same_seed_gives_the_same_numbers_and_another_others() {
    let cube = integrand(5);
    let run = |seed| expectation(&cube, &[100, 1000], 3, seed).unwrap();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1).sampling.estimates, run(2).sampling.estimates);
    assert_eq!(run(1).grid, run(2).grid);
    let points = |kind, seed| nodes(&cube, kind, 32, None, seed).unwrap();
    assert_ne!(points(Nodes::Random, 1), points(Nodes::Random, 2));
    assert_eq!(points(Nodes::Grid, 1), points(Nodes::Grid, 2));
}

#[test]
fn a_slice_is_the_integrand_where_all_other_coordinates_are_0() {
    let line = slice(&integrand(1), 2).unwrap();
    assert_eq!(line, [(-1.0f64).exp() as f32, 1.0f64.exp() as f32]);
    let cube = integrand(3);
    let square = slice(&cube, 2).unwrap();
    let corners = [[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]];
    let points = corners.map(|[x, y]| [x, y, 0.0]);
    assert_eq!(square, cube.values(points.as_flattened()).unwrap());
    for side in [0, 2049, usize::MAX] {
        assert_eq!(slice(&cube, side).unwrap_err().code, "bad-option");
    }
}

#[test]
fn points_are_seen_along_the_first_axes() {
    let cube = integrand(3);
    let grid = nodes(&cube, Nodes::Grid, 10, Some(2), 0).unwrap();
    // 2 along each axis: four points, where there are eight in the cube.
    assert_eq!(grid, [-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5]);
    let all = nodes(&cube, Nodes::Random, 10, None, 4).unwrap();
    let seen = nodes(&cube, Nodes::Random, 10, Some(1), 4).unwrap();
    let first: Vec<f32> = all.iter().step_by(3).copied().collect();
    assert_eq!(seen, first);
    for axes in [0, 4] {
        let refused = nodes(&cube, Nodes::Grid, 10, Some(axes), 0).unwrap_err();
        assert_eq!(refused.code, "bad-option");
    }
    assert_eq!(per_axis(&cube, 26).unwrap(), 2);
    assert_eq!(per_axis(&cube, 27).unwrap(), 3);
    assert_eq!(per_axis(&cube, 0).unwrap_err().code, "bad-option");
}

#[test]
fn what_there_is_not_is_refused() {
    for dimensions in [0, 101, usize::MAX] {
        assert_eq!(Integrand::new(dimensions).unwrap_err().code, "bad-option");
    }
    let cube = integrand(20);
    let refused = |points: &[usize], repeats| {
        let outcome = expectation(&cube, points, repeats, 0);
        assert_eq!(outcome.unwrap_err().code, "bad-option", "{repeats}");
    };
    refused(&[], 1);
    refused(&[0], 1);
    refused(&[usize::MAX], 1);
    refused(&[10; 1001], 1);
    refused(&[10], 0);
    refused(&[1 << 20], 10);
    refused(&[10], usize::MAX);
    for count in [0, 1 << 22, usize::MAX] {
        for kind in [Nodes::Grid, Nodes::Random] {
            let error = nodes(&cube, kind, count, None, 0).unwrap_err();
            assert_eq!(error.code, "bad-option");
        }
    }
    for points in [&[][..], &[0.0; 19], &[f32::NAN; 20]] {
        assert_eq!(cube.values(points).unwrap_err().code, "bad-input");
    }
}
