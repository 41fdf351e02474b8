//! Linear probes: how well a linear classifier tells digits apart by the activations of each layer.
//!
//! Multinomial logistic regression on activations that are standardised over the training data, one
//! layer after the other. Alain & Bengio, "Understanding intermediate layers using linear classifier
//! probes" (2016).

use burn::tensor::{Tensor, TensorData};
use serde::Deserialize;

use super::classification::{self, CLASSES, Classifier};
use super::units::LOOKING;
use crate::data::Dataset;
use crate::error::{LabError, Result};
use crate::lab_model::LabModel;
use crate::layers::{Activation, read_values};
use crate::training::{Host, Progress, Reporting, Reports, TrainConfig};

/// How a classifier learns, and how often it says how far it is.
const STEPS: usize = 800;
const BATCH: usize = 100;
const RATE: f64 = 5e-3;
const REPORTS: usize = 80;
/// The least standard deviation that activations are divided by: a unit that hardly ever answers is
/// not blown up.
const LEAST_DEVIATION: f32 = 0.05;
/// Activations cached at once; layers that do not fit in together are probed by turns.
const CACHED: usize = if cfg!(target_family = "wasm") {
    32_000_000
} else {
    512_000_000
};
/// Images that go through the model between two pauses.
const CHUNK: usize = 200;

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
/// that has seen `training`.
///
/// # Errors
/// `bad-data` for inputs of another size or without labels from 0 to 9, `bad-option` for no
/// examples, `aborted`, `device-failed`.
pub async fn probe(
    lab_model: &LabModel,
    (training, test): (&Dataset, &Dataset),
    options: &ProbeOptions,
    host: &impl Host,
) -> Result<Vec<f32>> {
    let labels = [labels(lab_model, training)?, labels(lab_model, test)?];
    if options.examples == 0 {
        return Err(LabError::new(
            "bad-option",
            "A probe of no examples was asked for.",
            "Ask for 1 or more.",
        ));
    }
    let counts = [training, test].map(|data| data.count().min(options.examples));
    let widths = lab_model.widths();
    let (all, done) = (widths.iter().sum::<usize>() as f64, std::cell::Cell::new(0));
    let mut accuracies = Vec::with_capacity(widths.len());
    while accuracies.len() < widths.len() {
        let first = accuracies.len();
        let most = CACHED / (counts[0] + counts[1]);
        let last = last_within(&widths, first, most);
        let mut cached =
            Cached::gather(lab_model, [training, test], counts, first..last, host).await?;
        for (index, width) in widths[first..last].iter().enumerate() {
            let layer = cached.take(index, *width);
            let advance =
                |share: f64| host.share((done.get() as f64 + share * *width as f64) / all);
            let fitted = fit(lab_model, layer, labels, options.seed, host, advance).await?;
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

fn labels<'a>(lab_model: &LabModel, data: &'a Dataset) -> Result<&'a [u8]> {
    lab_model.check_size(data)?;
    data.labels_below(CLASSES)
}

/// The activations of some layers on training and test inputs, row by row.
struct Cached(Vec<[Vec<f32>; 2]>);

/// The activations of one layer, `[n × width]`, to learn from and to test on.
struct Features {
    values: [Vec<f32>; 2],
    width: usize,
}

impl Cached {
    async fn gather(
        lab_model: &LabModel,
        data: [&Dataset; 2],
        counts: [usize; 2],
        layers: std::ops::Range<usize>,
        host: &impl Host,
    ) -> Result<Self> {
        let model = lab_model.snapshot();
        let mut cached = Self(vec![[Vec::new(), Vec::new()]; layers.len()]);
        for (part, data) in data.into_iter().enumerate() {
            for from in (0..counts[part]).step_by(CHUNK) {
                let rows = CHUNK.min(counts[part] - from);
                let inputs = TensorData::new(data.images(from, rows)?, [rows, data.input_size()]);
                let inputs = Tensor::from_data(inputs, lab_model.device());
                let activations = model.activations(inputs).into_iter();
                let wanted = activations.skip(layers.start).take(layers.len());
                for (layer, values) in cached.0.iter_mut().zip(wanted) {
                    layer[part].extend(read_values(values).await?);
                }
                host.check(LOOKING).await?;
            }
        }
        Ok(cached)
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
    lab_model: &LabModel,
    mut features: Features,
    labels: [&[u8]; 2],
    seed: u32,
    host: &impl Host,
    progress: impl Fn(f64),
) -> Result<f32> {
    features.standardise();
    let Features { values, width } = features;
    let [training, test] = values;
    let [training, test] = [(training, labels[0]), (test, labels[1])].map(|(values, labels)| {
        let labels = labels[..values.len() / width].to_vec();
        Dataset::of_values(values, width, Some(labels))
    });
    let seed = u64::from(seed);
    let config = TrainConfig {
        steps: Some(STEPS),
        batch_size: BATCH,
        learning_rate: RATE,
        reports: Reports::Times(REPORTS),
        seed,
        ..classification::defaults()
    };
    let fresh = Classifier::new(&[width], Activation::Linear, seed, lab_model.device());
    let host = Reporting {
        host,
        report: |at: &Progress| progress(at.step as f64 / at.steps as f64),
    };
    let learnt = fresh.train(&training?, None, &config, &host).await?;
    Ok(learnt.accuracy(&test?).await? as f32)
}
