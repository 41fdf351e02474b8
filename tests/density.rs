//! What a variational encoder says of inputs, and a contrastive step taken apart, against what
//! defines them.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::family::rbm::{Rbm, Units};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::Initial;
use autoencoder_lab::model::EnergyModel;
use autoencoder_lab::random::Random;
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::json;
use support::{SIDE, assert_close, small_digits};

const TOLERANCE: f32 = 1e-4;

fn model(family: &str, config: serde_json::Value) -> LabModel {
    LabModel::create(family, &config, 3, &Device::flex()).unwrap()
}

fn vae() -> LabModel {
    model("vae", json!({"inputSize": SIDE * SIDE, "widths": [12, 3]}))
}

fn machine() -> LabModel {
    model("rbm", json!({"inputSize": SIDE * SIDE, "codeSize": 6}))
}

#[test]
fn the_divergences_of_the_units_are_those_of_the_bound() {
    let (model, data) = (vae(), small_digits(40, 2));
    let images = data.images(0, 40).unwrap();
    let found = block_on(model.posterior(&images, 1)).unwrap();
    assert_eq!(found.mean, block_on(model.encode(&images)).unwrap());
    let terms = block_on(model.evaluate(&data)).unwrap().terms;
    let total: f64 = found.divergence.iter().map(|each| f64::from(*each)).sum();
    assert!((total / 40.0 - terms["klDivergence"]).abs() < 1e-4);
    for ((mean, deviation), divergence) in found
        .mean
        .iter()
        .zip(&found.deviation)
        .zip(&found.divergence)
    {
        let expected = 0.5 * (mean * mean + deviation * deviation - 1.0) - deviation.ln();
        assert!(
            (divergence - expected).abs() < TOLERANCE,
            "{divergence} for {expected}"
        );
    }
}

#[test]
fn draws_have_the_mean_and_the_deviation_they_say() {
    let (model, data) = (vae(), small_digits(1, 4));
    let image = data.images(0, 1).unwrap().repeat(8000);
    let found = block_on(model.posterior(&image, 5)).unwrap();
    for unit in 0..3 {
        let column = |values: &[f32]| -> Vec<f64> {
            values
                .iter()
                .skip(unit)
                .step_by(3)
                .map(|v| f64::from(*v))
                .collect()
        };
        let draws = column(&found.draw);
        let mean = draws.iter().sum::<f64>() / 8000.0;
        let variance = draws.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 8000.0;
        let [expected, deviation] = [column(&found.mean)[0], column(&found.deviation)[0]];
        assert!((mean - expected).abs() < 4.0 * deviation / 8000f64.sqrt());
        assert!((variance.sqrt() / deviation - 1.0).abs() < 0.05);
    }
    let again = block_on(model.posterior(&image, 5)).unwrap();
    assert_eq!(found, again);
    assert_ne!(
        found.draw,
        block_on(model.posterior(&image, 6)).unwrap().draw
    );
}

#[test]
fn what_has_no_density_says_so() {
    let image = vec![0.5; SIDE * SIDE];
    for family in ["dense", "rbm", "cvae"] {
        let config = json!({"inputSize": SIDE * SIDE});
        let error = block_on(model(family, config).posterior(&image, 0)).unwrap_err();
        assert_eq!(error.code, "bad-option", "{family}");
    }
    let many = vec![0.5; SIDE * SIDE * 10_001];
    assert_eq!(
        block_on(vae().posterior(&many, 0)).unwrap_err().code,
        "bad-option"
    );
    assert_eq!(
        block_on(vae().posterior(&[0.5], 0)).unwrap_err().code,
        "bad-input"
    );
}

#[test]
fn a_contrastive_step_is_what_it_says() {
    let (model, data) = (machine(), small_digits(1, 6));
    let image = data.images(0, 1).unwrap();
    let step = block_on(model.contrastive_step(&image, 7, &[2, 5])).unwrap();
    let zero_or_one = |values: &[f32]| values.iter().all(|value| *value == 0.0 || *value == 1.0);
    assert!(
        [&step.visible, &step.hidden, &step.visible_again]
            .iter()
            .all(|v| zero_or_one(v))
    );
    assert_eq!(
        step.hidden_means,
        block_on(model.encode(&step.visible)).unwrap()
    );
    assert_eq!(
        step.visible_means_again,
        block_on(model.decode(&step.hidden)).unwrap()
    );
    assert_eq!(
        step.hidden_means_again,
        block_on(model.encode(&step.visible_again)).unwrap()
    );
    let phases = [
        (&step.positive, &step.visible, &step.hidden_means),
        (
            &step.negative,
            &step.visible_again,
            &step.hidden_means_again,
        ),
    ];
    for (phase, visible, means) in phases {
        for (row, unit) in phase.chunks(SIDE * SIDE).zip([2, 5]) {
            let expected: Vec<f32> = visible.iter().map(|v| v * means[unit]).collect();
            assert_close(row, &expected, 1e-6, "phase");
        }
    }
    let free = block_on(model.free_energy(&step.visible)).unwrap();
    assert!((free[0] - step.free_energy).abs() < TOLERANCE);
    assert_eq!(
        step,
        block_on(model.contrastive_step(&image, 7, &[2, 5])).unwrap()
    );
}

#[test]
fn steps_that_there_are_not_are_refused() {
    let image = vec![0.5; SIDE * SIDE];
    let step = |model: LabModel, input: &[f32], units: &[usize]| {
        block_on(model.contrastive_step(input, 0, units))
            .unwrap_err()
            .code
    };
    assert_eq!(step(machine(), &image, &[6]), "bad-option");
    assert_eq!(step(machine(), &image.repeat(2), &[]), "bad-input");
    assert_eq!(step(vae(), &image, &[]), "bad-option");
}

/// F(v) = −log Σₕ exp(−E(v, h)) over all states of the hidden units.
#[test]
fn the_free_energy_sums_the_energies() {
    let device = Device::flex();
    let mut random = Random::new(8);
    for visible in [Units::Bernoulli, Units::Gaussian] {
        let units = [visible, Units::Bernoulli];
        let rbm = Rbm::new([5, 3], units, 0.5, &mut Initial::seeded(1), &device);
        let seen: Tensor<2> = random.uniform([1, 5], &device);
        let hidden: Vec<f32> = (0..24).map(|n| ((n / 3) >> (n % 3) & 1) as f32).collect();
        let hidden = Tensor::from_data(TensorData::new(hidden, [8, 3]), &device);
        let energies = rbm.energy(seen.clone().repeat_dim(0, 8), hidden);
        let energies: Vec<f32> = energies.into_data().try_into_vec().unwrap();
        let sum: f64 = energies.iter().map(|e| f64::from(-e).exp()).sum();
        let free: Vec<f32> = rbm.free_energy(seen).into_data().try_into_vec().unwrap();
        assert!((f64::from(free[0]) + sum.ln()).abs() < 1e-5);
    }
}
