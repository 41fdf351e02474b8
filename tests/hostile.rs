//! Bad input to models: a clear error each time, and the model works on.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::LabError;
use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::training::annealing::AnnealingOptions;
use autoencoder_lab::training::{TrainConfig, Unattended};
use autoencoder_lab::weights::{Checkpoint, Precision};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, Silent, small_configurations, small_digits};

fn model() -> LabModel {
    create(
        "dense",
        &json!({"widths": [12, 3], "inputSize": SIDE * SIDE}),
    )
    .unwrap()
}

fn create(id: &str, config: &Value) -> Result<LabModel, LabError> {
    LabModel::create(id, config, 0, &Device::flex())
}

/// Asserts the code of an error, and that it says something and what to do.
fn refused<T>(result: Result<T, LabError>, code: &str) -> LabError {
    let error = result.err().expect("an error");
    assert_eq!(error.code, code, "{error}");
    assert!(
        error.message.ends_with('.') && error.hint.ends_with('.'),
        "{error}"
    );
    error
}

fn training() -> TrainConfig {
    TrainConfig {
        steps: Some(20),
        batch_size: 8,
        ..TrainConfig::default()
    }
}

fn train(model: &LabModel, config: &TrainConfig) -> Result<(), LabError> {
    block_on(model.train(&small_digits(32, 1), None, config, &Silent::new())).map(drop)
}

#[test]
fn arrays_that_are_no_inputs() {
    let (model, size) = (model(), SIDE * SIDE);
    let with = |index: usize, value: f32| {
        let mut inputs = vec![0.5; size];
        inputs[index] = value;
        inputs
    };
    let cases = [
        vec![],
        vec![0.5; size - 1],
        vec![0.5; size + 1],
        with(3, f32::NAN),
        with(3, f32::INFINITY),
        with(3, -0.01),
        with(3, 1.01),
    ];
    for inputs in cases {
        refused(block_on(model.encode(&inputs)), "bad-input");
        refused(block_on(model.reconstruct(&inputs)), "bad-input");
        refused(
            block_on(model.map_layers(LayerMap::All, &inputs, &Unattended)),
            "bad-input",
        );
    }
    assert!(block_on(model.encode(&vec![0.5; size])).is_ok());
}

#[test]
fn arrays_that_are_no_codes() {
    let model = model();
    for codes in [
        vec![],
        vec![0.0; 2],
        vec![0.0, f32::NAN, 0.0],
        vec![0.0, 0.0, f32::INFINITY],
    ] {
        refused(block_on(model.decode(&codes)), "bad-input");
        refused(
            block_on(model.map_layers(LayerMap::Decoder, &codes, &Unattended)),
            "bad-input",
        );
    }
    // Codes have no bounds.
    assert!(block_on(model.decode(&[-100.0, 0.0, 100.0])).is_ok());
}

#[test]
fn samples_that_cannot_be_drawn() {
    let model = model();
    refused(block_on(model.sample(0, 0, None)), "bad-option");
    refused(block_on(model.sample(usize::MAX, 0, None)), "bad-option");
    refused(block_on(model.sample(1, 0, Some(3))), "bad-option");
}

#[test]
fn chains_and_estimates_that_cannot_be_made() {
    let machine = create("rbm", &json!({"codeSize": 5, "inputSize": SIDE * SIDE})).unwrap();
    let (size, data, host) = (SIDE * SIDE, small_digits(8, 1), Silent::new());
    for steps in [0, 100_001, usize::MAX] {
        refused(
            block_on(machine.gibbs(&vec![0.5; size], steps, 0, &Unattended)),
            "bad-option",
        );
    }
    refused(
        block_on(machine.gibbs(&[0.5], 1, 0, &Unattended)),
        "bad-input",
    );
    refused(block_on(machine.free_energy(&[])), "bad-input");
    let large = Dataset::new(vec![0; 784], 784, None).unwrap();
    refused(block_on(machine.free_energy_gap(&data, &large)), "bad-data");
    let estimate = |model: &LabModel, data: &Dataset, chains, temperatures, host: &Silent| {
        let options = AnnealingOptions {
            chains,
            temperatures,
            seed: 0,
        };
        block_on(model.log_likelihood(data, &options, host))
    };
    for (chains, temperatures) in [(0, 10), (10, 0), (usize::MAX, 10), (10, usize::MAX)] {
        let found = estimate(&machine, &data, chains, temperatures, &host);
        refused(found, "bad-option");
    }
    refused(estimate(&machine, &large, 5, 5, &host), "bad-data");
    assert!(estimate(&machine, &data, 1, 1, &host).is_ok());
    let model = model();
    refused(
        block_on(model.gibbs(&vec![0.5; size], 1, 0, &Unattended)),
        "bad-option",
    );
    refused(block_on(model.free_energy(&vec![0.5; size])), "bad-option");
    refused(block_on(model.free_energy_gap(&data, &data)), "bad-option");
    refused(estimate(&model, &data, 5, 5, &host), "bad-option");
}

#[test]
fn trainings_that_cannot_be_done() {
    let model = model();
    let bad: [fn(&mut TrainConfig); 9] = [
        |config| config.batch_size = 0,
        |config| config.batch_size = 33,
        |config| config.learning_rate = f64::NAN,
        |config| config.learning_rate = 0.0,
        |config| config.learning_rate = -1.0,
        |config| config.learning_rate = f64::INFINITY,
        |config| config.steps = Some(0),
        |config| config.epochs = Some(1.0),
        |config| (config.steps, config.epochs) = (None, Some(f64::NAN)),
    ];
    for change in bad {
        let mut config = training();
        change(&mut config);
        refused(train(&model, &config), "bad-option");
    }
    train(&model, &training()).unwrap();
}

#[test]
fn data_of_another_size() {
    let large = Dataset::new(vec![0; 784 * 16], 784, None).unwrap();
    let (model, small) = (model(), small_digits(32, 1));
    let host = Silent::new();
    refused(
        block_on(model.train(&large, None, &training(), &host)),
        "bad-data",
    );
    refused(
        block_on(model.train(&small, Some(&large), &training(), &host)),
        "bad-data",
    );
    refused(block_on(model.evaluate(&large)), "bad-data");
}

#[test]
fn classes_that_a_model_does_not_know() {
    let codes = vec![0.5; 3];
    refused(
        block_on(model().change_class(&codes, 3, None)),
        "bad-option",
    );
    for (id, config) in small_configurations() {
        let model = create(id, &config).unwrap();
        let Some(classes) = model.classes() else {
            continue;
        };
        let beyond = classes as u8;
        let codes = vec![0.5; model.code_size()];
        let change = |to, from| block_on(model.change_class(&codes, to, from));
        refused(block_on(model.sample(1, 0, Some(beyond))), "bad-option");
        refused(change(beyond, None), "bad-option");
        refused(change(0, Some(beyond)), "bad-option");
        refused(
            block_on(model.change_class(&codes[1..], 0, None)),
            "bad-input",
        );
        assert!(change(beyond - 1, Some(0)).is_ok());
    }
}

#[test]
fn data_without_the_labels_that_a_family_learns_from() {
    let model = create("cvae", &json!({"widths": [3], "inputSize": 4})).unwrap();
    for labels in [None, Some(vec![10; 32])] {
        let data = Dataset::new(vec![0; 4 * 32], 4, labels).unwrap();
        let host = Silent::new();
        refused(
            block_on(model.train(&data, None, &training(), &host)),
            "bad-data",
        );
        refused(block_on(model.evaluate(&data)), "bad-data");
    }
    let data = Dataset::new(vec![0; 4 * 32], 4, Some(vec![9; 32])).unwrap();
    assert!(block_on(model.evaluate(&data)).is_ok());
}

#[test]
fn divergence_is_noticed_and_the_last_good_model_kept() {
    let inputs = small_digits(4, 2).images(0, 4).unwrap();
    for (id, config) in small_configurations() {
        if id == "pca" && config["method"].is_null() {
            continue;
        }
        let model = create(id, &config).unwrap();
        train(&model, &training()).unwrap();
        let config = TrainConfig {
            learning_rate: 1e9,
            ..training()
        };
        let error = refused(train(&model, &config), "diverged");
        assert!(error.hint.contains("smaller learning rate"));
        let outputs = block_on(model.reconstruct(&inputs)).unwrap();
        assert!(outputs.iter().all(|value| value.is_finite()), "{id}");
        let metrics = block_on(model.evaluate(&small_digits(32, 1))).unwrap();
        assert!(metrics.loss.is_finite(), "{id}");
        train(&model, &training()).unwrap();
    }
}

#[test]
fn an_aborted_training_keeps_what_was_learnt() {
    let (model, whole) = (model(), model());
    let data = small_digits(32, 1);
    let aborted = block_on(model.train(&data, None, &training(), &Silent::aborting_at(7)));
    refused(aborted, "aborted");
    let seven = TrainConfig {
        steps: Some(7),
        ..training()
    };
    block_on(whole.train(&data, None, &seven, &Silent::new())).unwrap();
    let outputs = |model: &LabModel| block_on(model.reconstruct(&data.images(0, 4).unwrap()));
    assert_eq!(outputs(&model), outputs(&whole));
    train(&model, &training()).unwrap();
}

#[test]
fn configurations_that_do_not_fit() {
    refused(create("autoencoder", &Value::Null), "unknown-family");
    let bad = [
        ("dense", json!([])),
        ("dense", json!("widths")),
        ("dense", json!({"width": [3]})),
        ("dense", json!({"widths": []})),
        ("dense", json!({"widths": [0]})),
        ("dense", json!({"widths": [-3]})),
        ("dense", json!({"widths": [2.5]})),
        ("dense", json!({"widths": [5000]})),
        ("dense", json!({"widths": [1, 1, 1, 1, 1, 1, 1, 1, 1]})),
        ("dense", json!({"widths": "1000"})),
        ("dense", json!({"activation": "swish"})),
        ("dense", json!({"tied": 1})),
        ("dense", json!({"codePenalty": -1.0})),
        ("dense", json!({"codePenalty": null})),
        ("dense", json!({"loss": "bernoulli", "output": "linear"})),
        ("dense", json!({"inputSize": 0})),
        ("rbm", json!({"codeSize": 0})),
        ("rbm", json!({"codeSize": 5000})),
        ("rbm", json!({"inputSize": 0})),
        ("rbm", json!({"k": 0})),
        ("rbm", json!({"k": -1})),
        ("rbm", json!({"momentum": 1.0})),
        ("rbm", json!({"weightDecay": -0.1})),
        ("rbm", json!({"visible": "poisson"})),
        ("rbm", json!({"visible": "gaussian", "deviation": 0.0})),
        ("dbn", json!({"widths": []})),
        ("dbn", json!({"widths": [0]})),
        ("dbn", json!({"widths": [20, 0, 5]})),
        ("dbn", json!({"layerSteps": 0})),
        ("dbn", json!({"layerRate": 0.0})),
        ("dbn", json!({"k": 0})),
        ("stacked", json!({"widths": []})),
        ("stacked", json!({"widths": [100, 0]})),
        ("stacked", json!({"layerSteps": 0})),
        ("stacked", json!({"layerSteps": 2.5})),
        ("stacked", json!({"sparsity": -0.1})),
        ("convolutional", json!({"channels": 0})),
        ("convolutional", json!({"kernelSize": "4"})),
        ("convolutional", json!({"kernelSize": 3})),
        ("convolutional", json!({"codeSize": 0})),
        ("convolutional", json!({"unpooling": "bilinear"})),
        ("convolutional", json!({"inputSize": 783})),
        ("convolutional", json!({"inputSize": 9})),
        ("recurrent", json!({"cell": "elman"})),
        ("recurrent", json!({"layers": 0})),
        ("recurrent", json!({"hidden": 0})),
        ("recurrent", json!({"codeSize": 0})),
        ("recurrent", json!({"sequence": "columns"})),
        ("recurrent", json!({"inputSize": 783})),
        (
            "recurrent",
            json!({"sequence": "strokes", "inputSize": 100}),
        ),
        ("recurrent", json!({"sequence": "strokes", "inputSize": 3})),
        (
            "recurrent",
            json!({"sequence": "strokes", "inputSize": 30_000}),
        ),
        ("sparse", json!({"codeSize": 0})),
        ("sparse", json!({"penalty": "l2"})),
        ("sparse", json!({"targetActivation": 0.0})),
        ("sparse", json!({"targetActivation": 1.0})),
        ("sparse", json!({"targetActivation": -0.1})),
        ("sparse", json!({"decay": 1.0})),
        ("sparse", json!({"sparsityWeight": -1.0})),
        ("denoising", json!({"corruption": "blur"})),
        ("denoising", json!({"corruptionLevel": 1.01})),
        ("denoising", json!({"corruptionLevel": -0.1})),
        ("denoising", json!({"widths": []})),
        ("contractive", json!({"contraction": -1.0})),
        ("contractive", json!({"codeSize": 0})),
        ("vae", json!({"beta": 1e300})),
        ("vae", json!({"deviation": 0.0})),
        ("vae", json!({"likelihood": "poisson"})),
        ("cvae", json!({"form": "both"})),
        ("cvae", json!({"beta": -0.1})),
        ("cvae", json!({"widths": [0]})),
        ("pca", json!({"codeSize": 0})),
        ("pca", json!({"codeSize": 10, "inputSize": 9})),
        ("pca", json!({"method": "power"})),
    ];
    for (id, config) in bad {
        refused(create(id, &config), "bad-config");
    }
}

#[test]
fn weights_of_another_architecture() {
    let bytes = block_on(model().save(Precision::F32)).unwrap();
    let open = |change: &dyn Fn(&mut Checkpoint)| {
        let mut checkpoint = Checkpoint::read(&bytes).unwrap();
        change(&mut checkpoint);
        LabModel::open(&checkpoint.write(Precision::F32).unwrap(), &Device::flex())
    };
    assert!(open(&|_| {}).is_ok());
    let config = |value: Value| {
        move |checkpoint: &mut Checkpoint| checkpoint.metadata.config = value.clone()
    };
    let wider = json!({"widths": [13, 3], "inputSize": SIDE * SIDE});
    refused(open(&config(wider)), "wrong-architecture");
    refused(
        open(&config(json!({"widths": [3], "inputSize": SIDE * SIDE}))),
        "wrong-architecture",
    );
    refused(open(&config(json!({"widths": [0]}))), "bad-config");
    refused(open(&|c| c.metadata.family = "vae".into()), "bad-config");
    refused(
        open(&|c| c.metadata.family = "gan".into()),
        "unknown-family",
    );
    refused(open(&|c| drop(c.tensors.pop())), "wrong-architecture");
    refused(
        open(&|c| c.tensors[0].name = "other".into()),
        "wrong-architecture",
    );
    let fewer = |checkpoint: &mut Checkpoint| {
        let code = checkpoint.metadata.code.as_mut().unwrap();
        for values in [
            &mut code.mean,
            &mut code.standard_deviation,
            &mut code.low,
            &mut code.high,
        ] {
            values.truncate(2);
        }
    };
    refused(open(&fewer), "bad-weights");
}
