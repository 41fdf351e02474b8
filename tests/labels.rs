//! Pretraining layer by layer, and classifiers from few labels.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::LabError;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::Activation;
use autoencoder_lab::task::classification::{self, Classifier, ERROR};
use autoencoder_lab::task::pretraining::{LayerMethod, PretrainConfig, Stack, Start, few};
use autoencoder_lab::training::{Progress, Reports, Schedule, TrainConfig};
use burn::tensor::{Device, Tensor, TensorData};
use pollster::block_on;
use serde_json::json;
use support::{SIDE, Silent, assert_close, small_digits};

const PIXELS: usize = SIDE * SIDE;

fn rows(images: &[f32]) -> Tensor<2> {
    let shape = [images.len() / PIXELS, PIXELS];
    Tensor::from_data(TensorData::new(images.to_vec(), shape), &Device::flex())
}

fn config(method: LayerMethod) -> PretrainConfig {
    PretrainConfig {
        method,
        widths: vec![20, 12],
        epochs: 3.0,
        batch_size: 50,
        learning_rate: None,
        seed: 3,
    }
}

fn pretrained(method: LayerMethod) -> Stack {
    let (data, host) = (small_digits(200, 1), Silent::new());
    block_on(Stack::pretrain(
        &data,
        &config(method),
        &Device::flex(),
        &host,
    ))
    .unwrap()
}

fn training() -> TrainConfig {
    TrainConfig {
        steps: Some(60),
        batch_size: 20,
        learning_rate: 5e-3,
        seed: 1,
        ..classification::defaults()
    }
}

fn learn(classifier: Classifier, data: &Dataset, config: &TrainConfig) -> Classifier {
    block_on(classifier.train(data, None, config, &Silent::new())).unwrap()
}

/// The second layer is a denoising autoencoder of the first one's codes, the first one of pixels.
#[test]
fn layers_learn_from_the_codes_of_the_layer_below() {
    let config = config(LayerMethod::Denoising);
    let stack = pretrained(LayerMethod::Denoising);
    let mut data = small_digits(200, 1);
    for (index, units) in config.widths.iter().enumerate() {
        let layer = json!({
            "inputSize": data.input_size(), "widths": [units], "activation": "sigmoid",
            "tied": true, "corruption": "masking", "corruptionLevel": 0.25,
        });
        let seed = config.seed + index as u64;
        let model = LabModel::create("denoising", &layer, seed, &Device::flex()).unwrap();
        let training = TrainConfig {
            epochs: Some(config.epochs),
            batch_size: config.batch_size,
            learning_rate: 1e-3,
            schedule: Schedule::Cosine,
            seed,
            ..TrainConfig::default()
        };
        block_on(model.train(&data, None, &training, &Silent::new())).unwrap();
        assert_eq!(block_on(model.first_layer()).unwrap(), stack.layers[index]);
        let codes = block_on(model.encode(&data.images(0, 200).unwrap())).unwrap();
        data = Dataset::of_values(codes, *units, None).unwrap();
    }
}

#[test]
fn every_method_gives_layers_of_the_widths_asked_for() {
    for method in [
        LayerMethod::Autoencoder,
        LayerMethod::Denoising,
        LayerMethod::Rbm,
    ] {
        let stack = pretrained(method);
        assert_eq!(stack.widths(), [PIXELS, 20, 12], "{method:?}");
        assert_eq!(stack, pretrained(method), "{method:?} repeats");
    }
}

/// A classifier's logits are those of the layers it was given, the sigmoid between them.
#[test]
fn layers_are_copied() {
    let stack = pretrained(LayerMethod::Rbm);
    let classifier = stack.classifier(Start::Pretrained, 1, &Device::flex());
    let layers = block_on(classifier.layers()).unwrap();
    assert_eq!(layers[..2], stack.layers);
    let image = small_digits(1, 9).images(0, 1).unwrap();
    let mut values = image.clone();
    for (index, layer) in layers.iter().enumerate() {
        let outputs = (0..layer.shape[1]).map(|unit| {
            let products = values.iter().enumerate();
            let weights = products.map(|(i, v)| v * layer.weight[i * layer.shape[1] + unit]);
            let sum = weights.sum::<f32>() + layer.bias[unit];
            if index == 2 {
                sum
            } else {
                1.0 / (1.0 + (-sum).exp())
            }
        });
        values = outputs.collect();
    }
    let input = rows(&image);
    let logits = classifier
        .logits(input)
        .into_data()
        .try_into_vec::<f32>()
        .unwrap();
    assert_close(&logits, &values, 1e-4, "logit");
}

/// A probe leaves the layers below as they are, fine-tuning does not, and both change the top.
#[test]
fn a_probe_learns_its_top_layer_only() {
    let (stack, data) = (pretrained(LayerMethod::Rbm), small_digits(100, 2));
    for (start, learns) in [(Start::Probe, false), (Start::Pretrained, true)] {
        let fresh = stack.classifier(start, 1, &Device::flex());
        let before = block_on(fresh.layers()).unwrap();
        let after = block_on(learn(fresh, &data, &training()).layers()).unwrap();
        assert_eq!(after[..2] != before[..2], learns, "{start:?}");
        assert_ne!(after[2], before[2], "{start:?}");
    }
    let random = stack.classifier(Start::Random, 1, &Device::flex());
    let layers = block_on(random.layers()).unwrap();
    assert_ne!(layers[0], stack.layers[0]);
    assert_eq!(layers[1].shape, [20, 12]);
}

/// One step of a classifier without hidden layers moves each weight against
/// ∂L/∂W = mean of x (p − y): Adam's first step has the learning rate's size and the gradient's sign.
#[test]
fn the_first_step_goes_against_the_gradient_of_the_cross_entropy() {
    let data = small_digits(16, 4);
    let fresh = Classifier::new(&[PIXELS], Activation::Sigmoid, 5, &Device::flex());
    let before = block_on(fresh.layers()).unwrap().remove(0);
    let inputs = data.images(0, 16).unwrap();
    let logits = fresh.logits(rows(&inputs));
    let logits = logits.into_data().try_into_vec::<f32>().unwrap();
    let mut gradient = vec![0.0f32; PIXELS * 10];
    for (row, label) in data.labels().unwrap().iter().enumerate() {
        let exponentials: Vec<f32> = logits[row * 10..][..10].iter().map(|a| a.exp()).collect();
        let sum: f32 = exponentials.iter().sum();
        for class in 0..10 {
            let error = exponentials[class] / sum - f32::from(class == usize::from(*label));
            for pixel in 0..PIXELS {
                gradient[pixel * 10 + class] += inputs[row * PIXELS + pixel] * error / 16.0;
            }
        }
    }
    let once = TrainConfig {
        steps: Some(1),
        batch_size: 16,
        learning_rate: 1e-3,
        ..classification::defaults()
    };
    let after = block_on(learn(fresh, &data, &once).layers())
        .unwrap()
        .remove(0);
    let moved = after
        .weight
        .iter()
        .zip(&before.weight)
        .map(|(after, before)| after - before);
    for (moved, gradient) in moved
        .zip(&gradient)
        .filter(|(_, gradient)| gradient.abs() > 1e-4)
    {
        assert!(
            (moved + 1e-3 * gradient.signum()).abs() < 2e-5,
            "{moved} for {gradient}"
        );
    }
}

#[test]
fn few_labels_are_as_many_of_each_class_and_the_same_for_the_same_seed() {
    let data = small_digits(400, 6);
    let chosen = few(&data, 7, 1).unwrap();
    for class in 0..10u8 {
        let count = chosen
            .labels()
            .unwrap()
            .iter()
            .filter(|label| **label == class)
            .count();
        assert_eq!(count, 7, "class {class}");
    }
    let again = few(&data, 7, 1).unwrap();
    assert_eq!(chosen.images(0, 70).unwrap(), again.images(0, 70).unwrap());
    let other = few(&data, 7, 2).unwrap();
    assert_ne!(chosen.images(0, 70).unwrap(), other.images(0, 70).unwrap());
    assert_eq!(few(&data, 1000, 1).unwrap().count(), 400);
}

#[test]
fn the_same_seed_learns_the_same_also_with_dropout() {
    let (stack, data) = (pretrained(LayerMethod::Autoencoder), small_digits(100, 2));
    let layers = |seed: u64| {
        let config = TrainConfig { seed, ..training() };
        let fresh = stack.classifier(Start::Pretrained, seed, &Device::flex());
        let fresh = fresh.with_dropout([0.1, 0.5]).unwrap();
        block_on(learn(fresh, &data, &config).layers()).unwrap()
    };
    assert_eq!(layers(1), layers(1));
    assert_ne!(layers(1), layers(2));
}

/// What a listener would see: the test error falls far below chance.
#[test]
fn a_classifier_learns_and_reports_how_far_it_is() {
    let (train, test) = small_digits(1000, 2).split(0.2, 1).unwrap();
    let host = Silent::new();
    let config = TrainConfig {
        steps: Some(200),
        reports: Reports::Times(20),
        learning_rate: 1e-2,
        ..classification::defaults()
    };
    let fresh = Classifier::new(&[PIXELS, 40], Activation::Sigmoid, 1, &Device::flex());
    let learnt = block_on(fresh.clone().train(&train, Some(&test), &config, &host)).unwrap();
    let reports = host.reports.take();
    let test_error = |p: &Progress| p.validation.as_ref().unwrap().terms[ERROR];
    let errors: Vec<f64> = reports.iter().map(test_error).collect();
    assert_eq!(errors.len(), 20);
    let error = 1.0 - block_on(learnt.accuracy(&test)).unwrap();
    assert!((errors[19] - error).abs() < 1e-6);
    assert!(error < 0.45 && errors[0] > error, "{errors:?}");
    assert_eq!((reports[0].step, reports[19].step), (10, 200));

    let host = Silent::aborting_at(30);
    let stopped = block_on(fresh.train(&train, Some(&test), &config, &host));
    assert_eq!(stopped.unwrap_err().code, "aborted");
}

#[test]
fn what_cannot_be_learnt_from_is_refused() {
    let (device, host) = (Device::flex(), Silent::new());
    let data = small_digits(50, 1);
    let unlabelled = Dataset::new(vec![0; PIXELS * 20], PIXELS, None).unwrap();
    let letters = Dataset::new(vec![0; PIXELS * 2], PIXELS, Some(vec![3, 10])).unwrap();
    let wide = Dataset::new(vec![0; 40], 4, Some(vec![1; 10])).unwrap();
    let train = |data: &Dataset, test: Option<&Dataset>, config: &TrainConfig| {
        let fresh = Classifier::new(&[PIXELS], Activation::Sigmoid, 1, &device);
        block_on(fresh.train(data, test, config, &host))
            .unwrap_err()
            .code
    };
    for data in [&unlabelled, &letters, &wide] {
        assert_eq!(train(data, None, &training()), "bad-data");
        assert_eq!(
            train(&small_digits(50, 1), Some(data), &training()),
            "bad-data"
        );
    }
    let changes: [fn(&mut TrainConfig); 4] = [
        |config| config.steps = Some(0),
        |config| config.batch_size = 0,
        |config| config.learning_rate = f64::NAN,
        |config| config.learning_rate = -1.0,
    ];
    for change in changes {
        let mut config = training();
        change(&mut config);
        assert_eq!(train(&data, None, &config), "bad-option", "{config:?}");
    }
    for dropout in [[1.0, 0.0], [0.0, f32::NAN]] {
        let fresh = Classifier::new(&[PIXELS], Activation::Sigmoid, 1, &device);
        let error = fresh.with_dropout(dropout).unwrap_err();
        assert_eq!(error.code, "bad-option", "{dropout:?}");
    }
    assert_eq!(few(&data, 0, 1).unwrap_err().code, "bad-option");
    assert_eq!(few(&unlabelled, 1, 1).unwrap_err().code, "bad-data");
    let pretrain = |config: PretrainConfig| -> LabError {
        block_on(Stack::pretrain(&data, &config, &device, &host)).unwrap_err()
    };
    let base = config(LayerMethod::Rbm);
    for widths in [vec![], vec![0], vec![100_000]] {
        let error = pretrain(PretrainConfig {
            widths,
            ..base.clone()
        });
        assert_eq!(error.code, "bad-config");
    }
    for config in [
        PretrainConfig {
            epochs: f64::NAN,
            ..base.clone()
        },
        PretrainConfig {
            epochs: 0.0,
            ..base.clone()
        },
        PretrainConfig {
            batch_size: 51,
            ..base.clone()
        },
        PretrainConfig {
            learning_rate: Some(0.0),
            ..base
        },
    ] {
        assert_eq!(pretrain(config).code, "bad-option");
    }
}
