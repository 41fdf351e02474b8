//! Models taken apart: what subspaces share, and pooling with its ways back.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::task::subspace::subspace_overlap;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, assert_close, small_digits};

fn model(family: &str, config: &Value) -> LabModel {
    LabModel::create(family, config, 3, &Device::flex()).unwrap()
}

#[test]
fn the_overlap_is_of_what_is_spanned() {
    let plane = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    // Other vectors of the same plane, neither orthogonal nor of length 1.
    let same = [2.0, 1.0, 0.0, -1.0, 3.0, 0.0];
    assert!((subspace_overlap(&plane, &same, 3).unwrap() - 1.0).abs() < 1e-6);
    for degrees in [10.0f32, 45.0, 80.0] {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        // Turned about the first axis.
        let turned = [1.0, 0.0, 0.0, 0.0, cosine, sine];
        let overlap = subspace_overlap(&plane, &turned, 3).unwrap();
        let expected = 0.5 + 0.5 * f64::from(cosine).powi(2);
        assert!(
            (overlap - expected).abs() < 1e-6,
            "{overlap} for {expected}"
        );
    }
    let line = [0.0, 0.0, 1.0];
    assert!(subspace_overlap(&plane[..3], &line, 3).unwrap() < 1e-6);
}

#[test]
fn what_spans_no_subspace_is_refused() {
    let plane = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    for (left, right, size) in [
        (&plane[..], &plane[..3], 3),
        (&plane, &plane, 4),
        (&plane, &plane, 0),
        (&[], &[], 3),
        (&plane, &[1.0, 0.0, 0.0, 2.0, 0.0, 0.0], 3),
        (&plane, &[f32::NAN; 6], 3),
    ] {
        assert_eq!(
            subspace_overlap(left, right, size).unwrap_err().code,
            "bad-input"
        );
    }
}

fn convolutional(unpooling: &str) -> LabModel {
    let config = json!({
        "inputSize": SIDE * SIDE, "channels": 3, "codeSize": 5, "unpooling": unpooling,
    });
    model("convolutional", &config)
}

#[test]
fn pooling_keeps_the_largest_and_either_way_puts_it_back() {
    let image = small_digits(1, 5).images(0, 1).unwrap();
    for unpooling in ["copy", "switches"] {
        let model = convolutional(unpooling);
        for channel in 0..3 {
            let found = block_on(model.pooling(&image, channel)).unwrap();
            let ([side, half], at) = (found.sides, |row, column, width| row * width + column);
            assert_eq!((side, half, found.channels), (SIDE, SIDE / 2, 3));
            for row in 0..half {
                for column in 0..half {
                    let places =
                        [0, 1, 2, 3].map(|i| at(2 * row + i / 2, 2 * column + i % 2, side));
                    let largest = places
                        .map(|at| found.map[at])
                        .into_iter()
                        .fold(0.0, f32::max);
                    let pooled = found.pooled[at(row, column, half)];
                    assert_eq!(pooled, largest);
                    assert!(places.iter().all(|at| found.copied[*at] == pooled));
                    let back: Vec<f32> = places.iter().map(|at| found.switched[*at]).collect();
                    assert_eq!(back.iter().sum::<f32>(), pooled);
                    let kept = places.iter().find(|at| found.map[**at] == pooled).unwrap();
                    assert_eq!(found.switched[*kept], pooled);
                }
            }
            // The model's own way back is one of the two.
            let own = block_on(model.reconstruct(&image)).unwrap();
            let by = &found.reconstructions[usize::from(unpooling == "copy")];
            assert_close(by, &own, 1e-6, "pixel");
        }
    }
}

#[test]
fn poolings_that_there_are_not_are_refused() {
    let image = vec![0.5; SIDE * SIDE];
    let refused = |model: &LabModel, input: &[f32], channel| {
        block_on(model.pooling(input, channel)).unwrap_err().code
    };
    let pooling = convolutional("copy");
    assert_eq!(refused(&pooling, &image, 3), "bad-option");
    assert_eq!(refused(&pooling, &image.repeat(2), 0), "bad-input");
    let none = model("dense", &json!({"inputSize": SIDE * SIDE, "widths": [4]}));
    assert_eq!(refused(&none, &image, 0), "bad-option");
}
