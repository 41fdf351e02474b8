//! The sparse autoencoder: what its penalty follows and what it brings about.

use autoencoder_lab::data::Batch;
use autoencoder_lab::loss;
use autoencoder_lab::training::Learner;
use burn::tensor::{Device, Tensor};
use pollster::block_on;
use serde_json::json;

use crate::support::{SIDE, assert_close, small_digits};
use crate::{learner, read, rows, term, trained};

/// ρ̂ ← λ ρ̂ + (1 − λ) · batch mean over several steps, here in double precision.
#[test]
fn the_penalty_is_that_of_the_running_mean() {
    let (decay, target) = (0.8, 0.1);
    let mut learner = learner(
        "sparse",
        &json!({
            "inputSize": SIDE * SIDE, "codeSize": 20, "decay": decay,
            "targetActivation": target,
        }),
    );
    let data = small_digits(80, 1);
    let mut running: Option<Vec<f64>> = None;
    let mut follow = |learner: &dyn Learner, batch: &Batch| {
        let hidden = learner.snapshot().encode(rows(batch));
        let means = read(hidden.mean_dim(0));
        let means = means.iter().map(|mean| f64::from(*mean));
        let next = match &running {
            None => means.collect(),
            Some(old) => old
                .iter()
                .zip(means)
                .map(|(old, mean)| decay * old + (1.0 - decay) * mean)
                .collect::<Vec<f64>>(),
        };
        running = Some(next.clone());
        next
    };
    for step in 0..4 {
        let batch = data.batch(&(16 * step..16 * step + 16).collect::<Vec<_>>());
        follow(learner.as_ref(), &batch);
        learner.step(&batch, 1e-2);
    }
    let batch = data.batch(&(64..80).collect::<Vec<_>>());
    let divergence = |mean: &f64| {
        target * (target / mean).ln() + (1.0 - target) * ((1.0 - target) / (1.0 - mean)).ln()
    };
    let means = follow(learner.as_ref(), &batch);
    let expected: f64 = means.iter().map(divergence).sum();
    let found = term(learner.as_ref(), &batch, "sparsity");
    assert_close(&[found], &[expected as f32], 1e-5, "sparsity");
    // Looking does not change what is remembered.
    assert_eq!(term(learner.as_ref(), &batch, "sparsity"), found);
}

#[test]
fn the_divergence_vanishes_at_the_target_alone() {
    let at = |mean: f32| {
        let means = Tensor::<1>::from_data([mean, mean], &Device::flex());
        read(loss::sparsity(means, 0.05))[0]
    };
    assert!(at(0.05).abs() < 1e-6);
    assert!(at(0.04) > 1e-4 && at(0.06) > 1e-4 && at(0.5) > at(0.1));
}

#[test]
fn training_brings_the_units_to_their_target() {
    let data = small_digits(256, 1);
    let config = json!({
        "inputSize": SIDE * SIDE, "codeSize": 60, "targetActivation": 0.1,
        "sparsityWeight": 10.0,
    });
    let terms = block_on(trained("sparse", &config, &data).evaluate(&data)).unwrap();
    let mean = terms.terms["meanActivation"];
    assert!((0.08..=0.12).contains(&mean), "{mean}");
    assert!(terms.terms["firing"] < 0.2);
    let free = json!({
        "inputSize": SIDE * SIDE, "codeSize": 60, "penalty": "l1", "sparsityWeight": 0.001,
    });
    let terms = block_on(trained("sparse", &free, &data).evaluate(&data)).unwrap();
    assert!(terms.terms["meanActivation"] > 0.2);
}
