//! Measures on the 10,000 test digits.

use std::collections::BTreeMap;
use std::path::Path;

use autoencoder_lab::data::corruption::corrupt;
use autoencoder_lab::data::{Dataset, digits};
use autoencoder_lab::error::{LabError, Result};
use autoencoder_lab::family::denoising::DenoisingConfig;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::Activation;
use autoencoder_lab::task::classification::{self, Classifier};
use autoencoder_lab::task::probe::{ProbeOptions, probe};
use autoencoder_lab::task::retrieval::{Metric, nearest_neighbour_accuracy, precision};
use autoencoder_lab::training::annealing::AnnealingOptions;
use autoencoder_lab::training::{TrainConfig, Unattended};
use autoencoder_lab::weights::{Manifest, verify};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::json;

use crate::files;
use crate::labels;

/// Neighbours that vote on the class of a code.
const NEIGHBOURS: usize = 10;
/// Codes of more values are left out of the search: it would take minutes.
const WIDEST_SEARCHED: usize = 128;
/// Generated digits that the classifier learns from.
const GENERATED: usize = 60_000;
/// Samples of each class that the classifier is shown.
const SAMPLES: usize = 1_000;
/// Seed of the generated digits, the samples and the classifiers.
const SEED: u64 = 1;
/// Digits that a linear probe learns from, and is tested on.
const PROBED: usize = 10_000;
/// As Salakhutdinov & Murray (2008).
const ANNEALING: AnnealingOptions = AnnealingOptions {
    chains: 100,
    temperatures: 14_500,
    seed: SEED,
};

/// Prints the metrics of every file in the manifest of `weights`, how well digits are found by their
/// codes and by their pixels, how well linear probes read digits off each layer, how real generated
/// digits are, and what pretraining is worth; what that trains is cached in the folder `cache`.
pub fn all(data: &Path, weights: &Path, cache: &Path, device: &Device) -> Result<()> {
    let (train, test) = files::mnist(data)?;
    let mnist = (&train, &test);
    let manifest = Manifest::read(&files::read(&weights.join("manifest.json"))?)?;
    let pixels = test.images(0, test.count())?;
    let mut searches = vec![("pixels", precisions(&pixels, &test, test.input_size()))];
    let mut probes = Vec::new();
    for entry in &manifest.weights {
        let bytes = files::read(&weights.join(&entry.file))?;
        verify(&bytes, &entry.sha256)?;
        let (train, test) = files::suited(&entry.config, mnist)?;
        let lab_model = LabModel::open(&bytes, device)?;
        let metrics = measure(&lab_model, &train, &test)?;
        let width = lab_model.code_size();
        if width <= WIDEST_SEARCHED {
            let codes = block_on(lab_model.encode(&test.images(0, test.count())?))?;
            searches.push((&entry.name, precisions(&codes, &test, width)));
        }
        probes.push((&entry.name, probe_layers(&lab_model, &train, &test)?));
        println!("{} ({} bytes)", entry.name, bytes.len());
        for (name, value) in metrics {
            println!("  {name:24} {value:10.4}");
        }
    }
    println!(
        "retrieval: of the {NEIGHBOURS} test digits nearest to each, those of its class: by Euclidean \
         distance, by cosine"
    );
    for (name, [euclidean, cosine]) in searches {
        println!("  {name:24} {euclidean:6.1} % {cosine:6.1} %");
    }
    println!(
        "linear probes: of {PROBED} test digits told from each layer, input to reconstruction"
    );
    for (name, layers) in probes {
        println!("  {name:24} {}", layers.join("  "));
    }
    let accuracy = generated_accuracy(&test, device)?;
    println!("classifier trained on {GENERATED} generated digits alone");
    println!("  {:24} {accuracy:10.4}", "mnistTestAccuracy");
    labels::table(mnist, cache, &labels::AMOUNTS, device)
}

/// The family's losses on `test`; how many of the nearest codes are of the same digit; for a code in
/// the plane how well its neighbours among the codes of `train` tell the digit; for an energy the
/// log-likelihood of `test`; for a model with classes how many samples of a class a classifier of
/// digits takes for that class, and how good the classifier is.
pub fn measure(
    lab_model: &LabModel,
    train: &Dataset,
    test: &Dataset,
) -> Result<BTreeMap<String, f64>> {
    let mut metrics = block_on(lab_model.evaluate(test))?.terms;
    let width = lab_model.code_size();
    if width == 2 {
        let codes = |data: &Dataset| block_on(lab_model.encode(&data.images(0, data.count())?));
        let accuracy = nearest_neighbour_accuracy(
            (&codes(train)?, train.labels().unwrap_or_default()),
            (&codes(test)?, test.labels().unwrap_or_default()),
            width,
            NEIGHBOURS,
        );
        metrics.insert("neighbourAccuracy".to_string(), accuracy);
    }
    if let Some(labels) = test.labels().filter(|_| width <= WIDEST_SEARCHED) {
        let codes = block_on(lab_model.encode(&test.images(0, test.count())?))?;
        let found = precision(&codes, labels, width, NEIGHBOURS, Metric::Euclidean);
        metrics.insert("precisionAt10".to_string(), found);
    }
    if lab_model.family.id == "denoising" {
        metrics.extend(corrupted_errors(lab_model, test)?);
    }
    if lab_model.has_energy() {
        let estimate = block_on(lab_model.log_likelihood(test, &ANNEALING, &Unattended))?;
        metrics.insert("logLikelihood".to_string(), estimate.log_likelihood);
        metrics.insert(
            "logPartitionDeviation".to_string(),
            estimate.standard_deviation,
        );
    }
    if let Some(classes) = lab_model.classes() {
        let classifier = reference_classifier(train, lab_model.device())?;
        let agreement = block_on(classifier.accuracy(&class_samples(lab_model, classes)?))?;
        metrics.insert("classAgreement".to_string(), agreement);
        metrics.insert(
            "classifierAccuracy".to_string(),
            block_on(classifier.accuracy(test))?,
        );
    }
    Ok(metrics)
}

/// How far damaged digits of `test` are from the clean ones, before and after their reconstruction, with
/// the damage that the model was trained on.
fn corrupted_errors(lab_model: &LabModel, test: &Dataset) -> Result<BTreeMap<String, f64>> {
    let unusable =
        |error| LabError::new("bad-config", format!("{error}."), "Train the weights anew.");
    let config = lab_model.config.clone();
    let config: DenoisingConfig = serde_json::from_value(config).map_err(unusable)?;
    let clean = test.images(0, test.count())?;
    let damaged = corrupt(
        &clean,
        config.corruption,
        f64::from(config.corruption_level),
        SEED,
    )?;
    let restored = block_on(lab_model.reconstruct(&damaged))?;
    let mean = |images: &[f32]| -> Result<f64> {
        let errors = lab_model.squared_errors(&clean, images)?;
        let sum: f64 = errors.iter().map(|error| f64::from(*error)).sum();
        Ok(sum / errors.len() as f64)
    };
    Ok(BTreeMap::from([
        ("corruptionError".to_string(), mean(&damaged)?),
        ("corruptedSquaredError".to_string(), mean(&restored)?),
    ]))
}

/// How many of the nearest others are of the same digit, in per cent, by either distance.
fn precisions(rows: &[f32], digits: &Dataset, width: usize) -> [f64; 2] {
    let labels = digits.labels().unwrap_or_default();
    [Metric::Euclidean, Metric::Cosine]
        .map(|metric| 100.0 * precision(rows, labels, width, NEIGHBOURS, metric))
}

/// The width of each layer, and the share of test digits that a linear classifier tells from it.
fn probe_layers(lab_model: &LabModel, train: &Dataset, test: &Dataset) -> Result<Vec<String>> {
    let options = ProbeOptions {
        examples: PROBED,
        seed: SEED as u32,
    };
    let found = block_on(probe(lab_model, (train, test), &options, &Unattended))?;
    let row = |(width, share): (usize, f32)| format!("{width}: {:.1} %", 100.0 * share);
    Ok(lab_model.widths().into_iter().zip(found).map(row).collect())
}

/// A classifier of MNIST's digits that is seldom wrong.
fn reference_classifier(train: &Dataset, device: &Device) -> Result<Classifier> {
    let config = TrainConfig {
        displacement: 1,
        ..passes(train, 8)
    };
    let widths = [train.input_size(), 800, 300];
    let fresh = Classifier::new(&widths, Activation::Relu, SEED, device);
    block_on(fresh.train(train, None, &config, &Unattended))
}

/// So many passes over `data`.
fn passes(data: &Dataset, epochs: usize) -> TrainConfig {
    let config = classification::defaults();
    TrainConfig {
        steps: Some(epochs * (data.count() / config.batch_size)),
        seed: SEED,
        ..config
    }
}

/// Samples of every class, labelled with the class that was asked for.
fn class_samples(lab_model: &LabModel, classes: usize) -> Result<Dataset> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for class in 0..classes as u8 {
        let seed = SEED + u64::from(class);
        let samples = block_on(lab_model.sample(SAMPLES, seed, Some(class)))?;
        pixels.extend(samples.iter().map(|value| (value * 255.0).round() as u8));
        labels.extend([class; SAMPLES]);
    }
    Dataset::new(pixels, lab_model.input_size(), Some(labels))
}

fn generated_accuracy(test: &Dataset, device: &Device) -> Result<f64> {
    let generated = digits::generate(GENERATED, SEED)?;
    let widths = [test.input_size(), 500, 300];
    let fresh = Classifier::new(&widths, Activation::Relu, SEED, device);
    let trained = block_on(fresh.train(&generated, None, &passes(&generated, 5), &Unattended))?;
    block_on(trained.accuracy(test))
}

/// Prints `count` generated digits, their codes and reconstructions as JSON.
pub fn dump(weights: &Path, count: usize, device: &Device) -> Result<()> {
    let lab_model = LabModel::open(&files::read(weights)?, device)?;
    let inputs = files::generated(&lab_model.config, count, SEED)?.images(0, count)?;
    let codes = block_on(lab_model.encode(&inputs))?;
    let reconstructions = block_on(lab_model.decode(&codes))?;
    println!(
        "{}",
        json!({"inputs": inputs, "codes": codes, "reconstructions": reconstructions})
    );
    Ok(())
}
