//! What is particular to single families: what their terms say, what their losses bring about.
#![cfg(not(target_family = "wasm"))]

mod contractive;
mod cvae;
mod denoising;
mod sparse;
#[path = "../support/mod.rs"]
mod support;

use autoencoder_lab::data::{Batch, Dataset};
use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::model::Mode;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{Learner, ModelLearner, TrainConfig};
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::Value;
use support::Silent;

fn learner(id: &str, config: &Value) -> Box<dyn ModelLearner> {
    let family = Family::find(id).unwrap();
    family.create(config, 1, &Device::flex()).unwrap()
}

/// A model after 300 steps on `data`.
fn trained(id: &str, config: &Value, data: &Dataset) -> LabModel {
    let model = LabModel::create(id, config, 1, &Device::flex()).unwrap();
    let training = TrainConfig {
        steps: Some(300),
        batch_size: 32,
        learning_rate: 1e-2,
        ..TrainConfig::default()
    };
    block_on(model.train(data, None, &training, &Silent::new())).unwrap();
    model
}

fn rows(batch: &Batch) -> Tensor<2> {
    let shape = [batch.count, batch.input_size];
    Tensor::from_data(
        TensorData::new(batch.inputs.clone(), shape),
        &Device::flex(),
    )
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// The term called `name` in what training minimises on `batch`.
fn term(learner: &dyn Learner, batch: &Batch, name: &str) -> f32 {
    let losses = learner.losses(batch, Mode::Train, &mut Random::new(0));
    read(losses.term(name).expect("the term").clone())[0]
}
