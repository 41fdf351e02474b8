//! What every family promises, checked on every family in the table.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::family::{FAMILIES, Family};
use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::model::LayerShape;
use autoencoder_lab::training::Unattended;
use autoencoder_lab::training::{Schedule, TrainConfig};
use autoencoder_lab::weights::Precision;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};
use support::{SIDE, Silent, assert_close, first, small_configurations, small_data, small_digits};

fn create(id: &str, config: &Value, seed: u64) -> LabModel {
    LabModel::create(id, config, seed, &Device::flex()).unwrap()
}

fn steps(steps: usize) -> TrainConfig {
    TrainConfig {
        steps: Some(steps),
        batch_size: 16,
        learning_rate: 1e-2,
        ..TrainConfig::default()
    }
}

/// Whether an image is restored with more than its code: with the places of its maxima.
fn uses_more_than_the_code(config: &Value) -> bool {
    config["unpooling"] == "switches"
}

#[test]
fn shapes_are_those_of_the_configuration() {
    for (id, config) in small_configurations() {
        let inputs = small_data(id, 5, 1).images(0, 5).unwrap();
        let model = create(id, &config, 0);
        let code = config["codeSize"]
            .as_u64()
            .or_else(|| config["widths"].as_array()?.last()?.as_u64());
        // A class beside the code is a part of it.
        let beside = if config["form"] == "conditioned" {
            model.classes().unwrap()
        } else {
            0
        };
        assert_eq!(
            model.code_size() as u64,
            code.unwrap() + beside as u64,
            "{id}"
        );
        assert_eq!(model.input_size(), SIDE * SIDE);
        let codes = block_on(model.encode(&inputs)).unwrap();
        assert_eq!(codes.len(), 5 * model.code_size());
        let outputs = block_on(model.decode(&codes)).unwrap();
        assert_eq!(outputs.len(), inputs.len());
        if !uses_more_than_the_code(&config) {
            let restored = block_on(model.reconstruct(&inputs)).unwrap();
            assert_close(&outputs, &restored, 1e-6, id);
        }
        assert_eq!(
            block_on(model.sample(3, 0, None)).unwrap().len(),
            3 * SIDE * SIDE
        );
    }
}

#[test]
fn activations_run_from_the_inputs_through_the_code_to_the_reconstruction() {
    for (id, config) in small_configurations() {
        let inputs = small_data(id, 5, 1).images(0, 5).unwrap();
        let model = create(id, &config, 0);
        let layers = block_on(model.map_layers(LayerMap::All, &inputs, &Unattended)).unwrap();
        let found: Vec<usize> = layers.iter().map(|layer| layer.len() / 5).collect();
        assert_eq!(found, model.widths(), "{id}");
        let shapes = model.layer_shapes().into_iter();
        let units: Vec<usize> = shapes.map(LayerShape::units).collect();
        assert_eq!(units, model.widths(), "{id}");
        let code = model.code_layer();
        let codes = block_on(model.encode(&inputs)).unwrap();
        assert_eq!(layers[0], inputs);
        assert_eq!(layers[code], codes);
        assert_eq!(
            layers[layers.len() - 1],
            block_on(model.reconstruct(&inputs)).unwrap()
        );
        let decoded =
            block_on(model.map_layers(LayerMap::Decoder, &layers[code], &Unattended)).unwrap();
        assert_eq!(decoded[0], codes);
        assert_eq!(
            decoded[decoded.len() - 1],
            block_on(model.decode(&codes)).unwrap()
        );
        if !uses_more_than_the_code(&config) {
            assert_eq!(decoded, layers[code..]);
        }
    }
}

/// Whatever training draws and damages: what is evaluated is the reconstruction that people see.
#[test]
fn evaluation_equals_reconstruction_and_measure() {
    for (id, config) in small_configurations() {
        // More than one batch of an evaluation.
        let data = small_data(id, 300, 1);
        let inputs = data.images(0, 300).unwrap();
        let model = create(id, &config, 0);
        for _ in 0..2 {
            let outputs = block_on(model.reconstruct(&inputs)).unwrap();
            let errors = model.squared_errors(&inputs, &outputs).unwrap();
            let mean = errors.iter().map(|error| f64::from(*error)).sum::<f64>() / 300.0;
            let metric = block_on(model.evaluate(&data)).unwrap().terms["squaredError"];
            assert!(
                (mean - metric).abs() < 1e-6 * metric.max(1.0),
                "{id} {config}: {mean} instead of {metric}"
            );
            assert!(model.squared_errors(&inputs, &outputs[1..]).is_err());
            block_on(model.train(&data, None, &steps(7), &Silent::new())).unwrap();
        }
    }
}

/// Every report of a training says the same error of its last batch, by the same name.
#[test]
fn reports_have_the_error_of_the_reconstruction() {
    for (id, config) in small_configurations() {
        let data = small_data(id, 32, 1);
        let model = create(id, &config, 0);
        let host = Silent::new();
        block_on(model.train(&data, None, &steps(3), &host)).unwrap();
        for progress in host.reports.borrow().iter() {
            let error = progress.terms.get("squaredError");
            assert!(
                error.is_some_and(|error| error.is_finite()),
                "{id} {config}"
            );
        }
    }
}

#[test]
fn a_seed_gives_the_same_numbers_and_another_seed_others() {
    for (id, config) in small_configurations() {
        let data = small_data(id, 64, 1);
        let run = |seed| {
            let model = create(id, &config, seed);
            let report = block_on(model.train(&data, None, &steps(5), &Silent::new())).unwrap();
            (report.loss, block_on(model.sample(2, seed, None)).unwrap())
        };
        assert_eq!(run(1), run(1), "{id}");
        assert_ne!(run(1), run(2), "{id}");
    }
}

#[test]
fn the_loss_falls() {
    for (id, config) in small_configurations() {
        let data = small_data(id, 256, 1);
        let model = create(id, &config, 0);
        let before = block_on(model.evaluate(&data)).unwrap();
        block_on(model.train(&data, None, &steps(150), &Silent::new())).unwrap();
        let after = block_on(model.evaluate(&data)).unwrap();
        let fell = |name: &str| after.terms[name] < 0.6 * before.terms[name];
        assert!(
            after.loss < before.loss && fell("squaredError"),
            "{id} {config}: {before:?} {after:?}"
        );
    }
}

#[test]
fn a_saved_model_comes_back_bit_for_bit() {
    for (id, config) in small_configurations() {
        let data = small_data(id, 64, 1);
        let inputs = data.images(0, 9).unwrap();
        let model = create(id, &config, 0);
        block_on(model.train(&data, None, &steps(5), &Silent::new())).unwrap();
        let bytes = block_on(model.save(Precision::F32)).unwrap();
        let loaded = LabModel::open(&bytes, &Device::flex()).unwrap();
        assert_eq!(loaded.family.id, id);
        assert_eq!(loaded.config, model.config);
        assert_eq!(loaded.statistics(), model.statistics());
        assert_eq!(loaded.parameters(), model.parameters());
        let pairs = [
            (
                block_on(loaded.encode(&inputs)),
                block_on(model.encode(&inputs)),
            ),
            (
                block_on(loaded.reconstruct(&inputs)),
                block_on(model.reconstruct(&inputs)),
            ),
            (
                block_on(loaded.sample(2, 5, None)),
                block_on(model.sample(2, 5, None)),
            ),
        ];
        assert!(pairs.iter().all(|(a, b)| a == b), "{id}");
        assert_eq!(block_on(loaded.save(Precision::F32)).unwrap(), bytes);
    }
}

#[test]
fn single_steps_see_what_a_whole_training_sees() {
    for (id, config) in small_configurations() {
        let data = small_data(id, 40, 1);
        // Solved anew after each part, the closed form differs by rounding alone.
        if config["method"].is_null() && id == "pca" {
            continue;
        }
        let (whole, parts) = (create(id, &config, 0), create(id, &config, 0));
        block_on(whole.train(&data, None, &steps(6), &Silent::new())).unwrap();
        for _ in 0..6 {
            block_on(parts.train(&data, None, &steps(1), &Silent::new())).unwrap();
        }
        let outputs = |model: &LabModel| block_on(model.reconstruct(&data.images(0, 4).unwrap()));
        assert_eq!(outputs(&whole), outputs(&parts), "{id} {config}");
    }
}

#[test]
fn a_validation_set_is_measured() {
    let (data, validation) = small_digits(80, 1).split(0.2, 0).unwrap();
    let model = create("dense", &small_configurations()[0].1, 0);
    let host = Silent::new();
    let config = TrainConfig {
        schedule: Schedule::Cosine,
        ..steps(20)
    };
    let report = block_on(model.train(&data, Some(&validation), &config, &host)).unwrap();
    let measured = block_on(model.evaluate(&validation)).unwrap();
    assert_eq!(report.validation, Some(measured));
    assert_eq!(report.steps, 20);
    assert_eq!(report.epochs, 5.0);
    let reports = host.reports.borrow();
    assert_eq!(reports[0].step, 1);
    assert_eq!(reports[reports.len() - 1].seconds_left, 0.0);
    assert!(
        reports
            .iter()
            .all(|progress| progress.loss.is_finite() && progress.steps == 20)
    );
}

#[test]
fn the_controls_are_the_configuration() {
    for family in FAMILIES {
        let complete = family.complete(&Value::Null).unwrap();
        let mut names: Vec<&str> = family.controls.iter().map(|control| control.name).collect();
        names.push("inputSize");
        names.sort_unstable();
        let mut keys: Vec<&String> = complete.as_object().unwrap().keys().collect();
        keys.sort_unstable();
        assert_eq!(keys, names, "{}", family.id);
        assert_eq!(complete["inputSize"], json!(784));
        for control in family.controls {
            let given = json!({ control.name: control.default() });
            assert_eq!(
                family.complete(&given).unwrap(),
                complete,
                "{}",
                control.name
            );
        }
        assert_eq!(Family::find(family.id).unwrap().id, family.id);
        assert!(family.learning_rate > 0.0);
        let lab_model = create(family.id, &Value::Null, 0);
        assert_eq!(lab_model.input_size(), 784);
    }
}

/// A layer that knows nothing yet would make any picture grey.
#[test]
fn what_learns_layer_by_layer_restores_through_the_layers_that_were_trained() {
    let mut found = 0;
    for (id, config) in small_configurations() {
        let family = Family::find(id).unwrap();
        let mut learner = family.create(&config, 0, &Device::flex()).unwrap();
        let Some(steps) = learner.stage().and_then(|stage| stage.steps) else {
            continue;
        };
        found += 1;
        let widths = learner.snapshot().widths();
        let layers = widths.len() / 2;
        let batch = first(&small_digits(8, 1), 8);
        for step in 1..=layers * steps + 1 {
            learner.step(&batch, 1e-3);
            let depth = step.div_ceil(steps);
            let partial = learner.layers_in_training().map(|model| model.widths());
            let wanted = [&widths[..=depth], &widths[widths.len() - depth..]].concat();
            let wanted = (depth <= layers).then_some(wanted);
            assert_eq!(partial, wanted, "{id} after {step} steps");
        }
    }
    assert!(
        found >= 2,
        "only {found} configurations learn layer by layer"
    );
}
