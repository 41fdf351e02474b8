//! Planes, grids, walks and neighbours: identities, and references that look at everything.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::task::classes::majority;
use autoencoder_lab::task::plane::{Place, Plane, Way, central_region, grid, walk};
use autoencoder_lab::task::retrieval::{Metric, Search, precision, search};
use autoencoder_lab::training::TrainConfig;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;
use support::{SIDE, Silent, assert_close, small_digits};

/// Codes whose values vary by 4, 2, 1, 0.5, … around other means.
fn codes(count: usize, size: usize) -> Vec<f32> {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    let value = |index: usize, noise: f32| {
        let unit = index % size;
        8.0 * noise / (1 << unit) as f32 + unit as f32
    };
    (0..count * size)
        .map(|index| value(index, next()))
        .collect()
}

/// The plane of codes is that of PCA on the same values.
#[test]
fn the_plane_is_that_of_pca() {
    let data = small_digits(300, 1);
    let images = data.images(0, data.count()).unwrap();
    let plane = Plane::of(&images, SIDE * SIDE).unwrap();
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": 2});
    let pca = LabModel::create("pca", &config, 0, &Device::flex()).unwrap();
    let training = TrainConfig {
        batch_size: 100,
        ..TrainConfig::default()
    };
    block_on(pca.train(&data, None, &training, &Silent::new())).unwrap();
    let expected = block_on(pca.encode(&images)).unwrap();
    assert_close(
        &plane.project(&images).unwrap(),
        &expected,
        1e-3,
        "projection",
    );
}

#[test]
fn points_lifted_from_the_plane_project_back() {
    let plane = Plane::of(&codes(200, 6), 6).unwrap();
    let points = [0.0, 0.0, 1.5, -2.0, -0.25, 3.0];
    let lifted = plane.lift(&points).unwrap();
    assert_close(&plane.project(&lifted).unwrap(), &points, 1e-5, "point");
    assert_close(&lifted[..6], &plane.mean, 1e-6, "the origin is the mean");
}

#[test]
fn codes_of_two_values_are_points_already() {
    let codes = codes(50, 2);
    let plane = Plane::of(&codes, 2).unwrap();
    assert_eq!(plane.project(&codes).unwrap(), codes);
    assert_eq!(plane.lift(&codes).unwrap(), codes);
}

#[test]
fn a_grid_is_painted_like_an_image() {
    let points = grid([-1.0, 0.0], [1.0, 3.0], 3, 2, Place::Edges).unwrap();
    let expected = [-1.0, 3.0, 0.0, 3.0, 1.0, 3.0, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    assert_eq!(points, expected);
}

#[test]
fn a_grid_may_lie_in_the_middles_of_tiles() {
    let points = grid([0.0, -2.0], [4.0, 2.0], 2, 2, Place::Middles).unwrap();
    assert_eq!(points, [1.0, 1.0, 3.0, 1.0, 1.0, -1.0, 3.0, -1.0]);
}

#[test]
fn the_central_region_reaches_two_deviations() {
    let [low, high] = central_region([1.5, 0.0]).unwrap();
    assert_eq!((low, high), ([-3.0, -1.0], [3.0, 1.0]));
    for wrong in [-1.0, f32::NAN, f32::INFINITY, f32::MAX] {
        let refused = central_region([1.0, wrong]).unwrap_err();
        assert_eq!(refused.code, "bad-input", "{wrong}");
    }
}

#[test]
fn a_straight_walk_is_even_and_ends_where_it_should() {
    let steps = walk(&[0.0, 2.0], &[4.0, 0.0], 5, Way::Straight).unwrap();
    assert_close(
        &steps,
        &[0., 2., 1., 1.5, 2., 1., 3., 0.5, 4., 0.],
        1e-6,
        "step",
    );
}

#[test]
fn a_spherical_walk_keeps_length_and_turns_evenly() {
    let (from, to) = ([3.0, 0.0, 0.0], [0.0, 0.0, 3.0]);
    let steps = walk(&from, &to, 7, Way::Spherical).unwrap();
    let codes: Vec<&[f32]> = steps.chunks(3).collect();
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    for pair in codes.windows(2) {
        assert!((dot(pair[0], pair[0]) - 9.0).abs() < 1e-4);
        let turn = (dot(pair[0], pair[1]) / 9.0).acos();
        assert!(
            (turn - std::f32::consts::FRAC_PI_2 / 6.0).abs() < 1e-3,
            "{turn}"
        );
    }
    // Ends in one direction have no arc between them: the walk is straight.
    let straight = walk(&[1.0, 1.0], &[2.0, 2.0], 3, Way::Spherical).unwrap();
    assert_close(&straight, &[1.0, 1.0, 1.5, 1.5, 2.0, 2.0], 1e-6, "straight");
}

/// Every distance, sorted.
fn brute(references: &[f32], query: &[f32], width: usize, metric: Metric) -> Vec<u32> {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum()
    };
    let distance = |row: &[f32]| match metric {
        Metric::Euclidean => dot(row, row) - 2.0 * dot(row, query) + dot(query, query),
        Metric::Cosine => 1.0 - dot(row, query) / (dot(row, row) * dot(query, query)).sqrt(),
    };
    let distances: Vec<f64> = references.chunks(width).map(distance).collect();
    let mut rows: Vec<u32> = (0..distances.len() as u32).collect();
    rows.sort_by(|a, b| distances[*a as usize].total_cmp(&distances[*b as usize]));
    rows
}

#[test]
fn the_nearest_are_those_of_a_look_at_all() {
    let (references, queries) = (codes(500, 5), codes(20, 5));
    for metric in [Metric::Euclidean, Metric::Cosine] {
        let found = search(&references, &queries, 5, 12, metric).unwrap();
        for (query, rows) in queries.chunks(5).zip(found.chunks(12)) {
            assert_eq!(
                rows,
                &brute(&references, query, 5, metric)[..12],
                "{metric:?}"
            );
        }
    }
}

/// However the references are cut, and where some are equally far, in the order of all rows.
#[test]
fn the_nearest_of_blocks_are_the_nearest_of_all() {
    let (mut references, queries) = (codes(500, 5), codes(20, 5));
    references.copy_within(..100 * 5, 400 * 5);
    for metric in [Metric::Euclidean, Metric::Cosine] {
        let all = search(&references, &queries, 5, 12, metric).unwrap();
        for rows in [1, 7, 250, 499] {
            let mut search = Search::new(references.len(), &queries, 5, 12, metric).unwrap();
            for block in references.chunks(rows * 5) {
                search.add(block).unwrap();
            }
            assert_eq!(search.rows(), all, "{metric:?}, {rows} rows a block");
        }
    }
    let mut search = Search::new(20, &queries, 5, 2, Metric::Cosine).unwrap();
    for block in [&[][..], &[0.0; 4], &[f32::NAN; 5]] {
        assert_eq!(search.add(block).unwrap_err().code, "bad-input");
    }
}

#[test]
fn the_majority_is_the_most_frequent_label_and_the_first_of_equals() {
    assert_eq!(majority(&[3, 1, 1, 3, 2]), Some(3));
    assert_eq!(majority(&[3, 1, 1]), Some(1));
    assert_eq!(majority(&[7_u8]), Some(7));
    assert_eq!(majority::<u32>(&[]), None);
}

#[test]
fn precision_counts_the_others_of_the_same_label() {
    let rows = [0.0, 1.0, 2.5, 9.0, 11.0];
    let labels = [0, 0, 0, 1, 1];
    assert_eq!(precision(&rows, &labels, 1, 1, Metric::Euclidean), 1.0);
    // Of each 1 the second nearest is a 0.
    assert_eq!(precision(&rows, &labels, 1, 2, Metric::Euclidean), 0.8);
    // Two directions, and in each a short and a long one.
    let rows = [1.0, 0.0, 9.0, 0.1, 0.0, 1.0, 0.1, 9.0];
    let found = |metric| precision(&rows, &[0, 0, 1, 1], 2, 1, metric);
    assert_eq!(found(Metric::Cosine), 1.0);
    assert_eq!(found(Metric::Euclidean), 0.5);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let code =
        |result: Result<Vec<f32>, autoencoder_lab::error::LabError>| result.unwrap_err().code;
    let plane = Plane::of(&codes(10, 3), 3).unwrap();
    assert_eq!(Plane::of(&[], 3).unwrap_err().code, "bad-input");
    assert_eq!(Plane::of(&[1.0, 2.0], 1).unwrap_err().code, "bad-input");
    assert_eq!(Plane::of(&[1.0; 7], 3).unwrap_err().code, "bad-input");
    assert_eq!(Plane::of(&[f32::NAN; 6], 3).unwrap_err().code, "bad-input");
    assert_eq!(code(plane.project(&[0.0; 4])), "bad-input");
    assert_eq!(code(plane.lift(&[0.0; 3])), "bad-input");
    assert_eq!(
        code(grid([0.0; 2], [0.0; 2], 3, 3, Place::Edges)),
        "bad-option"
    );
    assert_eq!(
        code(grid([0.0; 2], [1.0; 2], 1, 3, Place::Edges)),
        "bad-option"
    );
    assert_eq!(
        code(grid([0.0; 2], [1.0; 2], 1 << 20, 1 << 20, Place::Edges)),
        "bad-option"
    );
    assert_eq!(
        code(grid([0.0; 2], [f32::INFINITY; 2], 3, 3, Place::Edges)),
        "bad-option"
    );
    assert_eq!(
        code(walk(&[0.0], &[0.0, 1.0], 3, Way::Straight)),
        "bad-input"
    );
    assert_eq!(code(walk(&[], &[], 3, Way::Straight)), "bad-input");
    for steps in [0, 1, 1 << 40] {
        assert_eq!(
            code(walk(&[0.0], &[1.0], steps, Way::Straight)),
            "bad-option"
        );
    }
    for k in [0, 5] {
        let found = search(&[0.0; 4], &[0.0], 1, k, Metric::Cosine);
        assert_eq!(found.unwrap_err().code, "bad-option");
    }
    let found = search(&[0.0; 4], &[0.0; 3], 2, 1, Metric::Euclidean);
    assert_eq!(found.unwrap_err().code, "bad-input");
}
