//! Gradients of every objective against central differences.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::data::Batch;
use autoencoder_lab::family::Family;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::Learner;
use autoencoder_lab::weights::NamedTensor;
use burn::tensor::Device;
use serde_json::json;
use support::{first, loss, small_configurations, small_data, values};

/// Steps of the differences: the first is large enough for the rounding of single precision and
/// small enough for the third derivative; where a kink lies within it, such as where a ReLU turns
/// on or a maximum moves, the second may do.
const STEPS: [f32; 2] = [4e-3, 5e-4];

/// (L(θ + hv) − L(θ − hv)) / 2h for a direction `v` within one parameter and a step `h`.
fn difference(
    learner: &mut dyn Learner,
    batch: &Batch,
    tensors: &[NamedTensor],
    which: usize,
    direction: &[f32],
    step: f32,
) -> f64 {
    let mut at = |sign: f32| {
        let mut moved = tensors.to_vec();
        for (value, v) in moved[which].values.iter_mut().zip(direction) {
            *value += sign * step * v;
        }
        learner.load(moved);
        loss(learner, batch)
    };
    (at(1.0) - at(-1.0)) / (2.0 * f64::from(step))
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| f64::from(*a) * f64::from(*b))
        .sum()
}

fn normalised(mut direction: Vec<f32>) -> Vec<f32> {
    let norm = dot(&direction, &direction).sqrt() as f32;
    direction.iter_mut().for_each(|value| *value /= norm);
    direction
}

#[test]
fn gradients_equal_central_differences() {
    let mut random = Random::new(5);
    let mut checked = 0;
    for (id, mut config) in small_configurations() {
        if id == "sparse" {
            // With memory, the penalty's gradient is by intent not that of its value: see
            // `family/sparse.rs` and `reference/hidden.rs`.
            config["decay"] = json!(0.0);
        }
        let family = Family::find(id).unwrap();
        let batch = first(&small_data(id, 8, 3), 8);
        let mut learner = family.create(&config, 1, &Device::flex()).unwrap();
        for stage in 0..learner.stage().map_or(1, |stage| stage.count) {
            while learner.stage().is_some_and(|next| next.index < stage) {
                drop(learner.step(&batch, 1e-2));
            }
            // A few steps away from the start, where biases are 0 and PCA's mean too.
            (0..3).for_each(|_| drop(learner.step(&batch, 1e-2)));
            checked += check(
                learner.as_mut(),
                &batch,
                &mut random,
                &format!("{id} {config}"),
            );
        }
    }
    assert!(checked > 100, "only {checked} directions were checked");
}

/// Checks each gradient of `learner` along itself and along a random direction.
fn check(learner: &mut dyn Learner, batch: &Batch, random: &mut Random, what: &str) -> usize {
    let tensors = values(learner.parameters());
    let gradients = values(learner.gradients(batch, &mut Random::new(0)));
    let squares = gradients.iter().map(|g| dot(&g.values, &g.values));
    let size = squares.sum::<f64>().sqrt();
    for gradient in &gradients {
        let named = |tensor: &NamedTensor| tensor.name == gradient.name;
        let which = tensors.iter().position(named).expect("a parameter");
        let along = normalised(gradient.values.iter().map(|g| g + 1e-12).collect());
        let across = normalised(random.normals(gradient.values.len()));
        for direction in [along, across] {
            let found = dot(&gradient.values, &direction);
            let expected =
                STEPS.map(|step| difference(learner, batch, &tensors, which, &direction, step));
            let close =
                |expected: &f64| (found - expected).abs() <= 1e-3 * size + 5e-3 * expected.abs();
            assert!(
                expected.iter().any(close),
                "{what} {}: {found} instead of {expected:?}",
                gradient.name
            );
        }
    }
    learner.load(tensors);
    2 * gradients.len()
}
