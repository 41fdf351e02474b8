//! Looking inside: filters, units, activation maximisation and linear probes, of every family.
#![cfg(not(target_family = "wasm"))]

mod climbs;
mod gradients;
mod refused;
#[path = "../support/mod.rs"]
mod support;
mod units;

use autoencoder_lab::family::{Family, InputKind};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::task::maximisation::{Ascent, Climb, maximise};
use autoencoder_lab::training::TrainConfig;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::Value;
use support::{SIDE, Silent, small_configurations, small_digits};

pub const SIZE: usize = SIDE * SIDE;

/// Steps of central differences; where a kink lies within the first, the second may do.
pub const STEPS: [f32; 2] = [4e-3, 5e-4];

/// A model that has learnt a little: biases are no longer 0.
pub fn model(id: &str, config: &Value) -> LabModel {
    let lab_model = LabModel::create(id, config, 1, &Device::flex()).unwrap();
    let config = TrainConfig {
        batch_size: 20,
        steps: Some(20),
        learning_rate: 1e-2,
        ..TrainConfig::default()
    };
    let data = small_digits(100, 3);
    block_on(lab_model.train(&data, None, &config, &Silent::new())).unwrap();
    lab_model
}

/// A small one of every family of images.
pub fn models() -> impl Iterator<Item = (String, LabModel)> {
    let all = small_configurations().into_iter();
    let all = all.filter(|(id, _)| Family::find(id).unwrap().inputs == InputKind::Images);
    all.map(|(id, config)| (format!("{id} {config}"), model(id, &config)))
}

/// The first, a middle and the last unit of each layer.
pub fn units(lab_model: &LabModel) -> Vec<(usize, usize)> {
    let widths = lab_model.widths().into_iter().enumerate();
    widths
        .flat_map(|(layer, width)| [0, width / 2, width - 1].map(|unit| (layer, unit)))
        .collect()
}

pub fn dot(a: &[f32], b: &[f32]) -> f64 {
    let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
    products.sum()
}

pub fn climb(lab_model: &LabModel, unit: (usize, usize), options: &Ascent) -> Climb {
    block_on(maximise(lab_model, unit, None, options, &Silent::new())).unwrap()
}
