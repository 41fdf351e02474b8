//! The sparse autoencoder: what its penalty follows and what it brings about.

use autoencoder_lab::data::Batch;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::loss;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{ModelLearner, TrainConfig};
use burn::tensor::{Device, Tensor};
use pollster::block_on;
use serde_json::json;

use crate::support::{SIDE, Silent, assert_close, first, small_digits, values};
use crate::{learner, read, rows, term, trained};

/// ρ̂ ← λ ρ̂ + (1 − λ) · batch mean over several steps, over the same of ones, here in double
/// precision.
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
    let (mut sums, mut weight) = (vec![0.0; 20], 0.0);
    let mut follow = |learner: &dyn ModelLearner, batch: &Batch| {
        let means = read(learner.snapshot().encode(rows(batch)).mean_dim(0));
        for (sum, mean) in sums.iter_mut().zip(means) {
            *sum = decay * *sum + (1.0 - decay) * f64::from(mean);
        }
        weight = decay * weight + (1.0 - decay);
        sums.iter().map(|sum| sum / weight).collect::<Vec<f64>>()
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

/// At the first batch the running mean is that of the batch whatever λ is, and so is the gradient:
/// it has no factor 1 − λ.
#[test]
fn the_gradient_does_not_depend_on_the_decay() {
    let batch = first(&small_digits(32, 1), 32);
    let gradients = |decay: f64| {
        let config = json!({"inputSize": SIDE * SIDE, "codeSize": 20, "decay": decay});
        let learner = learner("sparse", &config);
        let found = values(learner.gradients(&batch, &mut Random::new(0)));
        found
            .into_iter()
            .flat_map(|tensor| tensor.values)
            .collect::<Vec<f32>>()
    };
    assert_close(&gradients(0.999), &gradients(0.0), 1e-4, "gradient");
}

/// Also where every unit is always on or never.
#[test]
fn the_divergence_is_finite_everywhere() {
    for mean in [0.0, 1.0, 1e-30, 1.0 - f32::EPSILON] {
        let means = Tensor::<1>::from_data([mean, mean], &Device::flex().autodiff()).require_grad();
        let value = loss::sparsity(means.clone(), 0.1);
        let gradient = means.grad(&value.backward()).expect("a gradient");
        let all = [
            read(value.without_autodiff()),
            read(gradient.without_autodiff()),
        ]
        .concat();
        assert!(all.iter().all(|value| value.is_finite()), "{mean}: {all:?}");
    }
}

/// The mean activation after the same steps is near the target whatever the decay is.
#[test]
fn every_decay_leads_to_the_target() {
    let data = small_digits(512, 1);
    for decay in [0.0, 0.5, 0.9, 0.99, 0.999] {
        let config = json!({
            "inputSize": SIDE * SIDE, "codeSize": 60, "targetActivation": 0.1, "decay": decay,
            "sparsityWeight": 3.0,
        });
        let model = LabModel::create("sparse", &config, 1, &Device::flex()).unwrap();
        let training = TrainConfig {
            steps: Some(2000),
            batch_size: 64,
            ..TrainConfig::default()
        };
        block_on(model.train(&data, None, &training, &Silent::new())).unwrap();
        let mean = block_on(model.evaluate(&data)).unwrap().terms["meanActivation"];
        println!("{decay}: {mean}");
        assert!(
            (0.08..=0.12).contains(&mean),
            "{mean} for a decay of {decay}"
        );
    }
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
