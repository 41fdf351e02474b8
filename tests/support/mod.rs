//! What several tests need: small data, a host without a screen, values read from the device.
// Each test file uses a part of this module.
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::time::Instant;

use autoencoder_lab::data::sparse::SparseRows;
use autoencoder_lab::data::{Batch, Dataset, digits};
use autoencoder_lab::family::{FAMILIES, Family, InputKind};
use autoencoder_lab::layers::parameters::{self, Parameter};
use autoencoder_lab::model::Mode;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{Host, Learner, Progress};
use autoencoder_lab::weights::NamedTensor;
use burn::module::Module;
use serde_json::{Value, json};

/// Every family with configurations that are small and reach all of its code.
pub fn small_configurations() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for activation in ["sigmoid", "relu", "gelu", "tanh"] {
        all.push((
            "dense",
            json!({"widths": [12, 3], "activation": activation}),
        ));
    }
    all.push((
        "dense",
        json!({"widths": [12, 3], "tied": true, "codePenalty": 0.1}),
    ));
    all.push(("dense", json!({"widths": [12, 3], "loss": "bernoulli"})));
    all.push((
        "dense",
        json!({"widths": [4], "activation": "linear", "output": "linear"}),
    ));
    all.push((
        "stacked",
        json!({"widths": [12, 6, 3], "activation": "tanh", "layerSteps": 4}),
    ));
    all.push((
        "stacked",
        json!({"widths": [60, 3], "layerSteps": 10, "sparsity": 0.05}),
    ));
    all.push((
        "convolutional",
        json!({"channels": 3, "codeSize": 3, "activation": "tanh"}),
    ));
    all.push((
        "convolutional",
        json!({"channels": 2, "codeSize": 3, "kernelSize": "5", "unpooling": "switches"}),
    ));
    for (cell, sequence) in [("gru", "rows"), ("lstm", "rows"), ("gru", "strokes")] {
        all.push((
            "recurrent",
            json!({"cell": cell, "sequence": sequence, "layers": 2, "hidden": 8, "codeSize": 3}),
        ));
    }
    all.push(("sparse", json!({"codeSize": 60})));
    all.push((
        "sparse",
        json!({"codeSize": 12, "tied": true, "penalty": "l1", "sparsityWeight": 0.1}),
    ));
    all.push(("denoising", json!({"widths": [60]})));
    all.push((
        "denoising",
        json!({
            "widths": [24, 12], "activation": "tanh", "tied": false, "corruption": "gaussian",
        }),
    ));
    all.push((
        "denoising",
        json!({"widths": [24], "corruption": "salt-and-pepper", "corruptionLevel": 0.1}),
    ));
    all.push((
        "denoising",
        json!({"widths": [24], "activation": "relu", "corruptionLevel": 0.0}),
    ));
    all.push(("contractive", json!({"codeSize": 24})));
    all.push(("vae", json!({"widths": [12, 3], "activation": "tanh"})));
    all.push((
        "vae",
        json!({"widths": [12, 3], "likelihood": "gaussian", "beta": 0.5, "activation": "gelu"}),
    ));
    all.push(("vae", json!({"widths": [3], "beta": 4.0})));
    all.push(("rbm", json!({"codeSize": 12, "momentum": 0.9})));
    all.push((
        "rbm",
        json!({"codeSize": 12, "k": 3, "persistent": true, "momentum": 0.9, "weightDecay": 0.001}),
    ));
    all.push(("rbm", json!({"codeSize": 12, "visible": "gaussian"})));
    all.push(("dbn", json!({"widths": [12, 3], "layerSteps": 1})));
    all.push((
        "dbn",
        json!({"widths": [16, 8, 3], "layerSteps": 5, "k": 2, "momentum": 0.9}),
    ));
    all.push(("cvae", json!({"widths": [12, 3], "activation": "tanh"})));
    all.push((
        "cvae",
        json!({"widths": [12, 3], "form": "conditioned", "activation": "gelu", "beta": 0.5}),
    ));
    all.push(("cvae", json!({"widths": [3], "form": "conditioned"})));
    all.push((
        "documents",
        json!({"widths": [12, 3], "activation": "tanh", "masking": 0.0, "codeNoise": 0.0}),
    ));
    all.push((
        "documents",
        json!({"widths": [16, 3], "codePenalty": 0.001, "codeNoise": 0.1}),
    ));
    all.push(("pca", json!({"codeSize": 3})));
    all.push(("pca", json!({"codeSize": 3, "method": "gradient"})));
    for (_, config) in &mut all {
        config["inputSize"] = json!(SIDE * SIDE);
    }
    let missing = FAMILIES
        .iter()
        .find(|family| all.iter().all(|(id, _)| *id != family.id));
    assert!(
        missing.is_none(),
        "no small configuration of {}",
        missing.unwrap().id
    );
    all
}

/// Pixels along one side of [`small_digits`]. The image is also twelve pen steps of three values, and
/// the second of two poolings leaves a row over.
pub const SIDE: usize = 6;

/// Generated digits, their empty margin of two pixels cut off, shrunk fourfold to 6×6 pixels.
pub fn small_digits(count: usize, seed: u64) -> Dataset {
    let digits = digits::generate(count, seed).unwrap();
    let images = digits.images(0, count).unwrap();
    let mut pixels = Vec::with_capacity(count * SIDE * SIDE);
    for image in images.chunks(28 * 28) {
        for cell in 0..SIDE * SIDE {
            let (top, left) = (cell / SIDE * 4 + 2, cell % SIDE * 4 + 2);
            let sum: f32 = (0..16)
                .map(|i| image[(top + i / 4) * 28 + left + i % 4])
                .sum();
            pixels.push((sum / 16.0 * 255.0).round() as u8);
        }
    }
    let labels = digits.labels().map(<[u8]>::to_vec);
    Dataset::new(pixels, SIDE * SIDE, labels).unwrap()
}

/// [`small_digits`] as a family takes them: for one of documents, each pixel is a word that stands
/// there as often as it is bright.
pub fn small_data(id: &str, count: usize, seed: u64) -> Dataset {
    let digits = small_digits(count, seed);
    if Family::find(id).unwrap().inputs == InputKind::Images {
        return digits;
    }
    let mut counts = SparseRows::new(SIDE * SIDE);
    for pixels in digits.images(0, count).unwrap().chunks(SIDE * SIDE) {
        counts.push((0..).zip(pixels.iter().copied()));
    }
    Dataset::documents(&counts).unwrap()
}

/// The first `count` of `data` as a batch.
pub fn first(data: &Dataset, count: usize) -> Batch {
    data.batch(&(0..count).collect::<Vec<_>>())
}

/// A host that remembers what was reported and aborts when told.
pub struct Silent {
    started: Instant,
    /// Stop before the step of this number.
    pub abort_at: Option<usize>,
    pauses: Cell<usize>,
    /// All reports.
    pub reports: RefCell<Vec<Progress>>,
    /// All shares of work done.
    pub shares: RefCell<Vec<f64>>,
}

impl Silent {
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            abort_at: None,
            pauses: Cell::new(0),
            reports: RefCell::default(),
            shares: RefCell::default(),
        }
    }

    pub fn aborting_at(step: usize) -> Self {
        Self {
            abort_at: Some(step),
            ..Self::new()
        }
    }
}

impl Host for Silent {
    fn now(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    async fn pause(&self) {
        self.pauses.set(self.pauses.get() + 1);
    }

    fn aborted(&self) -> bool {
        self.abort_at == Some(self.pauses.get())
    }

    fn report(&self, progress: &Progress) {
        self.reports.borrow_mut().push(progress.clone());
    }

    fn share(&self, share: f64) {
        self.shares.borrow_mut().push(share);
    }
}

/// Parameters or gradients, read.
pub fn values(parameters: Vec<Parameter>) -> Vec<NamedTensor> {
    let read = |parameter: Parameter| NamedTensor {
        name: parameter.name,
        shape: parameter.shape,
        values: parameter.values.into_data().try_into_vec().unwrap(),
    };
    parameters.into_iter().map(read).collect()
}

/// `module` with the values of `tensors`.
pub fn replaced<M: Module>(module: M, tensors: Vec<NamedTensor>) -> M {
    let values = tensors.into_iter();
    parameters::replace(module, values.map(|tensor| (tensor.name, tensor.values)))
}

/// What training minimises on `batch`, with the same draws every time, read.
pub fn loss(learner: &dyn Learner, batch: &Batch) -> f64 {
    let losses = learner.losses(batch, Mode::Train, &mut Random::new(0));
    f64::from(losses.total.into_data().as_slice::<f32>().unwrap()[0])
}

/// Asserts that two slices agree to `tolerance` (absolute, and relative to 1).
pub fn assert_close(found: &[f32], expected: &[f32], tolerance: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: number of values");
    for (index, (a, b)) in found.iter().zip(expected).enumerate() {
        let close = (a - b).abs() <= tolerance * (1.0 + b.abs());
        assert!(close, "{what}[{index}]: {a} instead of {b}");
    }
}
