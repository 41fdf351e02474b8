//! The denoising autoencoder: its damage and what training undoes of it.

use pollster::block_on;
use serde_json::json;

use crate::support::{SIDE, first, small_digits};
use crate::{learner, read, term, trained};

#[test]
fn every_evaluation_meets_the_same_damage_and_every_step_another() {
    let config = json!({"inputSize": SIDE * SIDE, "widths": [12], "corruptionLevel": 0.5});
    let batch = first(&small_digits(16, 1), 16);
    let mut learner = learner("denoising", &config);
    let damage = term(learner.as_ref(), &batch, "corruptedError");
    assert_eq!(term(learner.as_ref(), &batch, "corruptedError"), damage);
    let mut step = || {
        let terms = learner.step(&batch, 1e-3).expect("losses").terms;
        read(terms[1].1.clone().without_autodiff())[0]
    };
    assert_ne!(step(), step());
}

/// E[Σᵢ (x̃ᵢ − xᵢ)²] of masking is ν Σᵢ xᵢ².
#[test]
fn the_corrupted_error_is_that_of_the_level() {
    let batch = first(&small_digits(400, 1), 400);
    let squares: f32 = batch.inputs.iter().map(|x| x * x).sum();
    let expected = 0.25 * squares / 400.0;
    let config = json!({"inputSize": SIDE * SIDE, "widths": [4]});
    let found = term(
        learner("denoising", &config).as_ref(),
        &batch,
        "corruptedError",
    );
    assert!((found / expected - 1.0).abs() < 0.05, "{found}, {expected}");
}

#[test]
fn training_restores_what_was_masked() {
    let data = small_digits(512, 1);
    let config = json!({"inputSize": SIDE * SIDE, "widths": [60]});
    let terms = block_on(trained("denoising", &config, &data).evaluate(&data)).unwrap();
    let [restored, corrupted] = ["squaredError", "corruptedError"].map(|name| terms.terms[name]);
    assert!(restored < 0.8 * corrupted, "{restored} of {corrupted}");
}
