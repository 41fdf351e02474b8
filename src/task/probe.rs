//! Linear probes: how well a linear classifier tells digits apart by the activations of each layer.
//!
//! Multinomial logistic regression on activations that are standardised over the training data, one
//! layer after the other. Alain & Bengio, "Understanding intermediate layers using linear classifier
//! probes" (2016).

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData, activation};
use serde::Deserialize;

use super::classification::Classifier;
use super::units::stopped;
use crate::data::{Dataset, shuffle};
use crate::error::{LabError, Result};
use crate::handle::{Handle, read};
use crate::training::Host;
use crate::training::adam::FusedAdam;
use crate::training::backprop::one_hot;

const CLASSES: usize = 10;
/// Steps that a classifier learns for, and rows of each.
const LESSONS: usize = 800;
const BATCH: usize = 100;
/// Adam's rate at the start; it falls to 0 along a line.
const RATE: f64 = 5e-3;
/// The least standard deviation that activations are divided by: a unit that hardly ever answers is
/// not blown up.
const LEAST_DEVIATION: f32 = 0.05;
/// Activations held at once; layers that do not fit in together are probed by turns.
const HELD: usize = if cfg!(target_family = "wasm") {
    32_000_000
} else {
    512_000_000
};
/// Images that go through the model, and steps of a classifier, between two breaths.
const CHUNK: usize = 200;
const STEPS: usize = 10;

/// What the classifiers see.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProbeOptions {
    /// Labelled inputs to learn from and to test on, each at most.
    pub examples: usize,
    /// Of the classifiers and the order in which they see the data.
    pub seed: u32,
}

impl Default for ProbeOptions {
    fn default() -> Self {
        Self {
            examples: 5000,
            seed: 0,
        }
    }
}

/// The share of `test` whose class is told from each layer, input to reconstruction, by a classifier
/// that has seen `training`. `progress` is called with the share of the work done.
///
/// # Errors
/// `bad-data` for inputs of another size or without labels from 0 to 9, `bad-option` for no
/// examples, `aborted`, `device-failed`.
pub async fn probe(
    handle: &Handle,
    (training, test): (&Dataset, &Dataset),
    options: &ProbeOptions,
    host: &impl Host,
    progress: impl Fn(f64),
) -> Result<Vec<f32>> {
    let labels = [labels(handle, training)?, labels(handle, test)?];
    if options.examples == 0 {
        return Err(LabError::new(
            "bad-option",
            "A probe of no examples was asked for.",
            "Ask for 1 or more.",
        ));
    }
    let counts = [training, test].map(|data| data.count().min(options.examples));
    let widths = handle.widths();
    let (all, done) = (widths.iter().sum::<usize>() as f64, std::cell::Cell::new(0));
    let mut accuracies = Vec::with_capacity(widths.len());
    while accuracies.len() < widths.len() {
        let first = accuracies.len();
        let most = HELD / (counts[0] + counts[1]);
        let last = last_within(&widths, first, most);
        let mut held = Held::gather(handle, [training, test], counts, first..last, host).await?;
        for (index, width) in widths[first..last].iter().enumerate() {
            let layer = held.take(index, *width);
            let advance = |share: f64| progress((done.get() as f64 + share * *width as f64) / all);
            let fitted = fit(handle, layer, labels, options.seed, host, advance).await?;
            accuracies.push(fitted);
            done.set(done.get() + width);
        }
    }
    Ok(accuracies)
}

/// The end of the layers from `first` on that have no more than `most` units in all, one at least.
fn last_within(widths: &[usize], first: usize, most: usize) -> usize {
    let (mut last, mut units) = (first + 1, widths[first]);
    while last < widths.len() && units + widths[last] <= most {
        units += widths[last];
        last += 1;
    }
    last
}

fn labels<'a>(handle: &Handle, data: &'a Dataset) -> Result<&'a [u8]> {
    handle.check_size(data)?;
    let known = |labels: &&[u8]| labels.iter().all(|label| usize::from(*label) < CLASSES);
    data.labels().filter(known).ok_or_else(|| {
        LabError::new(
            "bad-data",
            "A linear probe learns to tell digits apart, and these have no labels from 0 to 9.",
            "Use generated digits, or idx files with their file of labels.",
        )
    })
}

/// The activations of some layers on training and test inputs, row by row.
struct Held(Vec<[Vec<f32>; 2]>);

/// The activations of one layer, `[n × width]`, to learn from and to test on.
struct Features {
    values: [Vec<f32>; 2],
    width: usize,
}

impl Held {
    async fn gather(
        handle: &Handle,
        data: [&Dataset; 2],
        counts: [usize; 2],
        layers: std::ops::Range<usize>,
        host: &impl Host,
    ) -> Result<Self> {
        let model = handle.snapshot();
        let mut held = Self(vec![[Vec::new(), Vec::new()]; layers.len()]);
        for (part, data) in data.into_iter().enumerate() {
            for from in (0..counts[part]).step_by(CHUNK) {
                if host.aborted() {
                    return Err(stopped());
                }
                let rows = CHUNK.min(counts[part] - from);
                let inputs = TensorData::new(data.images(from, rows)?, [rows, data.input_size()]);
                let inputs = Tensor::from_data(inputs, handle.device());
                let activations = model.activations(inputs).into_iter();
                let wanted = activations.skip(layers.start).take(layers.len());
                for (layer, values) in held.0.iter_mut().zip(wanted) {
                    layer[part].extend(read(values).await?);
                }
                host.breathe().await;
            }
        }
        Ok(held)
    }

    fn take(&mut self, index: usize, width: usize) -> Features {
        Features {
            values: std::mem::take(&mut self.0[index]),
            width,
        }
    }
}

impl Features {
    /// Brings every unit to mean 0 and deviation 1 over the training inputs.
    fn standardise(&mut self) {
        let width = self.width;
        let count = (self.values[0].len() / width) as f64;
        let mut moments = vec![(0.0, 0.0); width];
        for row in self.values[0].chunks(width) {
            for ((sum, squares), value) in moments.iter_mut().zip(row) {
                let value = f64::from(*value);
                *sum += value;
                *squares += value * value;
            }
        }
        let scale = |(sum, squares): (f64, f64)| {
            let mean = sum / count;
            let deviation = (squares / count - mean * mean).max(0.0).sqrt() as f32;
            (mean as f32, deviation.max(LEAST_DEVIATION))
        };
        let scales: Vec<(f32, f32)> = moments.into_iter().map(scale).collect();
        for row in self
            .values
            .iter_mut()
            .flat_map(|part| part.chunks_mut(width))
        {
            for (value, (mean, deviation)) in row.iter_mut().zip(&scales) {
                *value = (*value - mean) / deviation;
            }
        }
    }
}

/// The accuracy on the second part of `features` of a classifier that has seen the first.
async fn fit(
    handle: &Handle,
    mut features: Features,
    labels: [&[u8]; 2],
    seed: u32,
    host: &impl Host,
    progress: impl Fn(f64),
) -> Result<f32> {
    features.standardise();
    let Features { values, width } = features;
    let (device, seed) = (handle.device(), u64::from(seed));
    let mut classifier = Classifier::new(width, &[], seed, device);
    let mut optimizer: ModuleOptimizer = FusedAdam::default().into();
    let count = values[0].len() / width;
    let per_epoch = count.div_ceil(BATCH);
    let mut order = Vec::new();
    for step in 0..LESSONS {
        if step % STEPS == 0 {
            if host.aborted() {
                return Err(stopped());
            }
            progress(step as f64 / LESSONS as f64);
            host.breathe().await;
        }
        if step % per_epoch == 0 {
            order = shuffle(count, seed, (step / per_epoch) as u64);
        }
        let first = step % per_epoch * BATCH;
        let indices = &order[first..count.min(first + BATCH)];
        let answers: Vec<u8> = indices.iter().map(|index| labels[0][*index]).collect();
        let rows = rows_of(&values[0], indices, width);
        let rate = RATE * (1.0 - step as f64 / LESSONS as f64);
        classifier = lesson(classifier, &mut optimizer, rows, (&answers, device), rate);
    }
    let rows = TensorData::new(values[1].clone(), [values[1].len() / width, width]);
    let logits = read(classifier.logits(Tensor::from_data(rows, device))).await?;
    Ok(accuracy(&logits, labels[1]))
}

/// The rows of `[n × width]` at `indices`.
fn rows_of(values: &[f32], indices: &[usize], width: usize) -> TensorData {
    let rows = indices
        .iter()
        .map(|index| index * width..(index + 1) * width);
    let picked: Vec<f32> = rows.flat_map(|row| &values[row]).copied().collect();
    TensorData::new(picked, [indices.len(), width])
}

/// The classifier after one step on the cross-entropy of some rows; only within does it carry
/// gradients.
fn lesson(
    classifier: Classifier,
    optimizer: &mut ModuleOptimizer,
    rows: TensorData,
    (labels, device): (&[u8], &Device),
    rate: f64,
) -> Classifier {
    let classifier = Module::train(classifier);
    let device = device.clone().autodiff();
    let logits = classifier.logits(Tensor::from_data(rows, &device));
    let chosen = activation::log_softmax(logits, 1) * one_hot(labels, CLASSES, &device);
    let loss = chosen.sum().div_scalar(-(labels.len() as f32));
    let gradients = GradientsParams::from_grads(loss.backward(), &classifier);
    optimizer.step(rate, classifier, gradients).valid()
}

/// The share of rows of `logits` whose largest stands at the label.
fn accuracy(logits: &[f32], labels: &[u8]) -> f32 {
    let best = |row: &[f32]| (0..CLASSES).max_by(|a, b| row[*a].total_cmp(&row[*b]));
    let rows = logits.chunks(CLASSES).zip(labels);
    let correct = rows.filter(|(row, label)| best(row) == Some(usize::from(**label)));
    correct.count() as f32 / (logits.len() / CLASSES) as f32
}
