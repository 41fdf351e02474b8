//! Deep belief networks: one machine learns at a time, and the stack unrolls into the very
//! autoencoder that it is.
#![cfg(not(target_family = "wasm"))]

mod support;

use std::collections::BTreeMap;

use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::training::{Learner, TrainConfig, Unattended};
use autoencoder_lab::weights::Precision;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;
use support::{SIDE, Silent, assert_close, first, small_digits, values};

const STEPS: usize = 5;

/// The parameters of `learner` by name.
fn named(learner: &dyn Learner) -> BTreeMap<String, Vec<f32>> {
    let tensors = values(learner.parameters()).into_iter();
    tensors.map(|tensor| (tensor.name, tensor.values)).collect()
}

#[test]
fn layers_not_in_training_do_not_change_by_a_bit() {
    let batch = first(&small_digits(32, 1), 32);
    let config = json!({"inputSize": SIDE * SIDE, "widths": [20, 8, 3], "layerSteps": STEPS});
    let family = Family::find("dbn").unwrap();
    let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
    for machine in 0..3 {
        for step in 0..STEPS {
            let stage = learner.stage().unwrap();
            let place = (stage.index, stage.count, stage.step, stage.steps);
            assert_eq!(place, (machine, 4, step, Some(STEPS)));
            let before = named(learner.as_ref());
            learner.step(&batch, 1e-2);
            let after = named(learner.as_ref());
            for (name, values) in &before {
                let own = [
                    format!("rbms.{machine}."),
                    format!("encoder.{machine}."),
                    format!("decoder.{}.", 2 - machine),
                ];
                let own = own.iter().any(|prefix| name.starts_with(prefix));
                assert_eq!(values != &after[name], own, "{name} in stage {machine}");
            }
        }
    }
    let before = named(learner.as_ref());
    assert_eq!(learner.stage().unwrap().steps, None);
    learner.step(&batch, 1e-2);
    let after = named(learner.as_ref());
    // Fine-tuning changes the unrolled network alone.
    for (name, values) in &before {
        assert_eq!(values == &after[name], name.starts_with("rbms."), "{name}");
    }
}

fn network(layer_steps: usize) -> LabModel {
    let config = json!({
        "inputSize": SIDE * SIDE, "widths": [40, 20, 4], "layerSteps": layer_steps,
        "layerRate": 0.2, "momentum": 0.8,
    });
    LabModel::create("dbn", &config, 0, &Device::flex()).unwrap()
}

fn training(steps: usize) -> TrainConfig {
    TrainConfig {
        steps: Some(steps),
        batch_size: 32,
        learning_rate: 5e-3,
        ..TrainConfig::default()
    }
}

fn train(model: &LabModel, steps: usize) {
    let data = small_digits(256, 1);
    block_on(model.train(&data, None, &training(steps), &Silent::new())).unwrap();
}

#[test]
fn the_unrolled_stack_is_the_pretrained_map() {
    let data = small_digits(9, 2);
    let inputs = data.images(0, 9).unwrap();
    let stack = network(STEPS);
    train(&stack, 3 * STEPS);
    let unrolled = block_on(stack.unroll()).unwrap();
    assert_eq!(unrolled.family.id, "dense");
    assert_eq!(unrolled.widths(), stack.widths());
    assert_eq!(unrolled.statistics(), stack.statistics());
    let codes = block_on(stack.encode(&inputs)).unwrap();
    let found = block_on(unrolled.encode(&inputs)).unwrap();
    assert_close(&found, &codes, 1e-6, "code");
    let images = block_on(stack.decode(&codes)).unwrap();
    let found = block_on(unrolled.decode(&codes)).unwrap();
    assert_close(&found, &images, 1e-6, "pixel");
    // It is a model of its own.
    train(&unrolled, 3);
    assert_eq!(block_on(stack.encode(&inputs)).unwrap(), codes);
    // Fine-tuning has weights of its own: the stack is still what it was, in the file too.
    train(&stack, 10);
    assert_ne!(block_on(stack.encode(&inputs)).unwrap(), codes);
    let bytes = block_on(stack.save(Precision::F32)).unwrap();
    let loaded = LabModel::open(&bytes, &Device::flex()).unwrap();
    for stack in [&stack, &loaded] {
        let again = block_on(stack.unroll()).unwrap();
        let found = block_on(again.encode(&inputs)).unwrap();
        assert_close(&found, &codes, 1e-6, "code");
    }
}

/// The chain of the machines is the same after fine-tuning; samples come from it only before.
#[test]
fn the_machines_are_sampled_as_long_as_they_model_the_codes() {
    let stack = network(STEPS);
    train(&stack, 3 * STEPS);
    let inputs = small_digits(2, 3).images(0, 2).unwrap();
    let sample = || block_on(stack.sample(3, 1, None)).unwrap();
    let chain = || block_on(stack.gibbs(&inputs, 3, 1, &Unattended)).unwrap();
    let (samples, steps) = (sample(), chain());
    train(&stack, 10);
    assert_ne!(sample(), samples);
    assert_eq!(chain(), steps);
    // Codes of a normal density, as wide as the training data's, decoded by what is fine-tuned.
    let found = stack.snapshot();
    assert_eq!(found.mixing_steps(), 0);
    assert!(
        found
            .generator()
            .is_some_and(|model| model.mixing_steps() > 0)
    );
}

/// At equal steps of fine-tuning, a pretrained stack is ahead of one that starts at random.
#[test]
fn pretraining_gives_a_better_start_than_chance() {
    let data = small_digits(256, 1);
    let stack = network(200);
    train(&stack, 600);
    let pretrained = block_on(stack.unroll()).unwrap();
    let config = &pretrained.config;
    let random = LabModel::create("dense", config, 0, &Device::flex()).unwrap();
    let error = |model: &LabModel| block_on(model.evaluate(&data)).unwrap().terms["squaredError"];
    for steps in [0, 20, 80] {
        if steps > 0 {
            train(&pretrained, steps);
            train(&random, steps);
        }
        let (ours, theirs) = (error(&pretrained), error(&random));
        assert!(ours < 0.95 * theirs, "{ours} and {theirs} after {steps}");
    }
}

#[test]
fn a_network_has_a_chain_but_no_energy_of_its_inputs() {
    let data = small_digits(4, 3);
    let inputs = data.images(0, 4).unwrap();
    let stack = network(STEPS);
    let chain = |seed| block_on(stack.gibbs(&inputs, 3, seed, &Unattended)).unwrap();
    assert_eq!(chain(1).len(), 3);
    assert_eq!(chain(1), chain(1));
    assert_ne!(chain(1), chain(2));
    let error = block_on(stack.free_energy(&inputs)).unwrap_err();
    assert_eq!(error.code, "bad-option");
    let machine = json!({"inputSize": SIDE * SIDE, "codeSize": 4});
    let machine = LabModel::create("rbm", &machine, 0, &Device::flex()).unwrap();
    assert_eq!(block_on(machine.unroll()).err().unwrap().code, "bad-option");
}
