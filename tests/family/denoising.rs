//! The denoising autoencoder: its damage and what training undoes of it.

use autoencoder_lab::data::corruption::{Corruption, corrupt};
use autoencoder_lab::random::Random;
use pollster::block_on;
use serde_json::json;

use crate::support::{SIDE, first, small_digits};
use crate::{learner, read, term, trained};

#[test]
fn every_step_meets_another_damage_and_no_evaluation_any() {
    let config = json!({"inputSize": SIDE * SIDE, "widths": [12], "corruptionLevel": 0.5});
    let batch = first(&small_digits(16, 1), 16);
    let mut learner = learner("denoising", &config);
    let damage = term(learner.as_ref(), &batch, "corruptionError");
    assert_eq!(term(learner.as_ref(), &batch, "corruptionError"), damage);
    let mut step = || {
        let losses = learner.step(&batch, 1e-3).expect("losses");
        read(losses.term("corruptionError").expect("damage").clone())[0]
    };
    assert_ne!(step(), step());
    let evaluated = learner.evaluate(&batch, &mut Random::new(0));
    assert_eq!(evaluated.names(), ["squaredError"]);
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
        "corruptionError",
    );
    assert!((found / expected - 1.0).abs() < 0.05, "{found}, {expected}");
}

#[test]
fn training_restores_what_was_masked() {
    let data = small_digits(512, 1);
    let config = json!({"inputSize": SIDE * SIDE, "widths": [60]});
    let model = trained("denoising", &config, &data);
    let clean = data.images(0, 512).unwrap();
    let damaged = corrupt(&clean, Corruption::Masking, 0.25, 7).unwrap();
    let restored = block_on(model.reconstruct(&damaged)).unwrap();
    let total =
        |images: &[f32]| -> f32 { model.squared_errors(&clean, images).unwrap().iter().sum() };
    let (before, after) = (total(&damaged), total(&restored));
    assert!(after < 0.8 * before, "{after} of {before}");
}
