//! A model as people hold it: made or opened, used, trained and saved, every input checked.
//!
//! The package and native training are both thin layers over [`LabModel`]. Reads from the device
//! are asynchronous throughout, and nothing stays borrowed across one, so calls may overlap.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor, TensorData};
use serde_json::Value;

use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::family::{Family, MEMORY_LIMIT};
use crate::model::{Model, SampleOptions};
use crate::random::Random;
use crate::training::{Host, ModelLearner, Stage, Unattended, unread};
use crate::weights::{CodeStatistics, Training};

mod energy;
mod file;
mod learn;

/// Rows that go through the model at once, at most.
const ROWS: usize = 512;
/// Values that go through the model at once, at most, those of all layers.
const BLOCK_VALUES: usize = 4_000_000;
/// The most samples one call may ask for.
const MOST_SAMPLES: usize = 100_000;
/// Seconds of work between two pauses where steps are short.
const PAUSE_INTERVAL: f64 = 0.05;

/// A model with its family, configuration and code statistics.
pub struct LabModel {
    /// What kind of model it is.
    pub family: &'static Family,
    /// Its complete configuration.
    pub config: Value,
    device: Device,
    learner: RefCell<Box<dyn ModelLearner>>,
    statistics: RefCell<CodeStatistics>,
    metrics: RefCell<BTreeMap<String, f64>>,
    training: RefCell<Option<Training>>,
    busy: Cell<bool>,
}

impl LabModel {
    /// A fresh model that takes no more than [`MEMORY_LIMIT`] in training.
    ///
    /// # Errors
    /// `unknown-family`, `bad-config`, `too-large`.
    pub fn create(family: &str, config: &Value, seed: u64, device: &Device) -> Result<Self> {
        Self::create_within(MEMORY_LIMIT, family, config, seed, device)
    }

    /// A fresh model that takes no more than `limit` bytes in training.
    ///
    /// # Errors
    /// As [`LabModel::create`].
    pub fn create_within(
        limit: u64,
        family: &str,
        config: &Value,
        seed: u64,
        device: &Device,
    ) -> Result<Self> {
        let family = Family::find(family)?;
        let config = family.complete(config)?;
        family.check_memory(&config, limit)?;
        let learner = family.create(&config, seed, device)?;
        Ok(Self::new(family, config, learner, device))
    }

    fn new(
        family: &'static Family,
        config: Value,
        learner: Box<dyn ModelLearner>,
        device: &Device,
    ) -> Self {
        let snapshot = learner.snapshot();
        let code = snapshot.widths()[snapshot.code_layer()];
        Self {
            family,
            config,
            device: device.clone().without_autodiff(),
            learner: RefCell::new(learner),
            statistics: RefCell::new(untrained(code)),
            metrics: RefCell::default(),
            training: RefCell::default(),
            busy: Cell::new(false),
        }
    }

    /// Where it computes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The widths of all layers, input to reconstruction.
    pub fn widths(&self) -> Vec<usize> {
        self.snapshot().widths()
    }

    /// Values of one input.
    pub fn input_size(&self) -> usize {
        self.widths()[0]
    }

    /// Values of one code.
    pub fn code_size(&self) -> usize {
        let snapshot = self.snapshot();
        snapshot.widths()[snapshot.code_layer()]
    }

    /// Trainable values in all.
    pub fn parameters(&self) -> usize {
        let learner = self.learner.borrow();
        let shapes = learner.parameter_shapes().into_iter();
        shapes
            .map(|(_, shape)| shape.iter().product::<usize>())
            .sum()
    }

    /// Where the codes of the training data lie.
    pub fn statistics(&self) -> CodeStatistics {
        self.statistics.borrow().clone()
    }

    /// What was measured when the weights were saved, or since.
    pub fn metrics(&self) -> BTreeMap<String, f64> {
        self.metrics.borrow().clone()
    }

    /// What the weights were trained on, where that was noted.
    pub fn training(&self) -> Option<Training> {
        self.training.borrow().clone()
    }

    /// The model after its last finished step.
    pub fn snapshot(&self) -> Box<dyn Model> {
        self.learner.borrow().snapshot()
    }

    /// The same, with gradients to its inputs; see [`Learner::differentiable`].
    pub fn differentiable(&self) -> Box<dyn Model> {
        self.learner.borrow().differentiable()
    }

    /// `[n × input]` to `[n × code]`.
    ///
    /// # Errors
    /// `bad-input`, `device-failed`; so for all that follow. Those with a host work in blocks,
    /// between which they pause, and end with `aborted` when the host says so.
    pub async fn encode(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        self.encode_on(&Unattended, inputs).await
    }

    /// [`LabModel::encode`] on a host.
    pub async fn encode_on(&self, host: &impl Host, inputs: &[f32]) -> Result<Vec<f32>> {
        validate_inputs(inputs, self.input_size())?;
        self.map(host, inputs, self.input_size(), |model, rows| {
            model.encode(rows)
        })
        .await
    }

    /// `[n × code]` to `[n × input]`.
    pub async fn decode(&self, codes: &[f32]) -> Result<Vec<f32>> {
        self.decode_on(&Unattended, codes).await
    }

    /// [`LabModel::decode`] on a host.
    pub async fn decode_on(&self, host: &impl Host, codes: &[f32]) -> Result<Vec<f32>> {
        validate_codes(codes, self.code_size())?;
        self.map(host, codes, self.code_size(), |model, rows| {
            model.decode(rows)
        })
        .await
    }

    /// `[n × input]` to `[n × input]`.
    pub async fn reconstruct(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        self.reconstruct_on(&Unattended, inputs).await
    }

    /// [`LabModel::reconstruct`] on a host.
    pub async fn reconstruct_on(&self, host: &impl Host, inputs: &[f32]) -> Result<Vec<f32>> {
        validate_inputs(inputs, self.input_size())?;
        self.map(host, inputs, self.input_size(), |model, rows| {
            model.reconstruct(rows)
        })
        .await
    }

    /// `[n × input]` through the layers that are trained so far and back, where one layer after the
    /// other is trained: up to the layer in training, without those above it. Otherwise as
    /// [`LabModel::reconstruct`].
    pub async fn reconstruct_in_training(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        validate_inputs(inputs, self.input_size())?;
        let partial = self.learner.borrow().layers_in_training();
        let model = partial.unwrap_or_else(|| self.snapshot());
        let reconstruct = |model: &dyn Model, rows| model.reconstruct(rows);
        let size = self.input_size();
        self.map_with(model.as_ref(), &Unattended, inputs, size, reconstruct)
            .await
    }

    /// The squared error of each image, Σᵢ (x̂ᵢ − xᵢ)²: `[n × input]` twice to `[n]`.
    ///
    /// # Errors
    /// `bad-input` where the inputs are none, or there are not as many reconstructions.
    pub fn squared_errors(&self, inputs: &[f32], reconstructions: &[f32]) -> Result<Vec<f32>> {
        let size = self.input_size();
        validate_inputs(inputs, size)?;
        if inputs.len() != reconstructions.len() {
            return Err(LabError::new(
                "bad-input",
                format!(
                    "{} values are to be compared with {}.",
                    reconstructions.len(),
                    inputs.len()
                ),
                "Pass inputs and reconstructions of the same images.",
            ));
        }
        let square = |(x, y): (&f32, &f32)| (x - y) * (x - y);
        let pairs = inputs.chunks(size).zip(reconstructions.chunks(size));
        Ok(pairs
            .map(|(x, y)| x.iter().zip(y).map(square).sum())
            .collect())
    }

    /// Every layer's activations for `[n × input]`, as [`Model::activations`].
    pub async fn activations(&self, inputs: &[f32]) -> Result<Vec<Vec<f32>>> {
        self.activations_on(&Unattended, inputs).await
    }

    /// [`LabModel::activations`] on a host.
    pub async fn activations_on(&self, host: &impl Host, inputs: &[f32]) -> Result<Vec<Vec<f32>>> {
        validate_inputs(inputs, self.input_size())?;
        self.map_layers(host, inputs, self.input_size(), |model, rows| {
            model.activations(rows)
        })
        .await
    }

    /// The activations from `[n × code]` on, as [`Model::decoder_activations`].
    pub async fn decoder_activations(&self, codes: &[f32]) -> Result<Vec<Vec<f32>>> {
        self.decoder_activations_on(&Unattended, codes).await
    }

    /// [`LabModel::decoder_activations`] on a host.
    pub async fn decoder_activations_on(
        &self,
        host: &impl Host,
        codes: &[f32],
    ) -> Result<Vec<Vec<f32>>> {
        validate_codes(codes, self.code_size())?;
        self.map_layers(host, codes, self.code_size(), |model, rows| {
            model.decoder_activations(rows)
        })
        .await
    }

    /// `[count × input]` new inputs.
    ///
    /// # Errors
    /// `bad-option` for a count that is 0 or too large or a label that this family does not
    /// know.
    pub async fn sample(&self, count: usize, seed: u64, label: Option<u8>) -> Result<Vec<f32>> {
        self.sample_on(&Unattended, count, seed, label).await
    }

    /// [`LabModel::sample`] on a host.
    pub async fn sample_on(
        &self,
        host: &impl Host,
        count: usize,
        seed: u64,
        label: Option<u8>,
    ) -> Result<Vec<f32>> {
        if !(1..=MOST_SAMPLES).contains(&count) {
            return Err(LabError::new(
                "bad-option",
                format!("{count} samples were asked for."),
                format!("Ask for 1 to {MOST_SAMPLES}."),
            ));
        }
        if let Some(label) = label {
            self.check_class(label)?;
        }
        let statistics = self.statistics();
        let options = SampleOptions {
            label,
            mean: statistics.mean,
            standard_deviation: statistics.standard_deviation,
            device: self.device.clone(),
        };
        let model = self.generator();
        let (block, mut random) = (block_rows(model.as_ref()), Random::new(seed));
        let mut images = Vec::new();
        for from in (0..count).step_by(block) {
            let rows = block.min(count - from);
            let codes = model.draw_codes(rows, &options, &mut random);
            let share = |share: f64| (from as f64 + share * rows as f64) / count as f64;
            let codes = mix(model.as_ref(), codes, &mut random, (host, share)).await?;
            images.extend(read(model.decode(codes)).await?);
            host.proceed(share(1.0), SAMPLING).await?;
        }
        Ok(images)
    }

    /// What `[n × code]` of the class `from` would be in the class `to`, the style kept; where
    /// `from` is `None`, the model tells it from each code.
    ///
    /// # Errors
    /// `bad-option` for a class that this family does not know.
    pub async fn change_class(&self, codes: &[f32], to: u8, from: Option<u8>) -> Result<Vec<f32>> {
        validate_codes(codes, self.code_size())?;
        for class in std::iter::once(to).chain(from) {
            self.check_class(class)?;
        }
        self.map(&Unattended, codes, self.code_size(), |model, rows| {
            model.change_class(rows, to, from)
        })
        .await
    }

    /// How many classes the model tells apart, where it learns from labels.
    pub fn classes(&self) -> Option<usize> {
        self.snapshot().classes()
    }

    /// Which part of the model the next step trains, where it is not the whole.
    pub fn stage(&self) -> Option<Stage> {
        self.learner.borrow().stage()
    }

    fn check_class(&self, class: u8) -> Result<()> {
        let hint = match self.classes() {
            Some(classes) if usize::from(class) < classes => return Ok(()),
            Some(classes) => format!("Use a class from 0 to {}.", classes - 1),
            None => format!(
                "The family '{}' does not know classes: use one that does, such as 'cvae'.",
                self.family.id
            ),
        };
        let message = format!("The class {class} was asked for.");
        Err(LabError::new("bad-option", message, hint))
    }

    /// The model that samples and chains are made with.
    fn generator(&self) -> Box<dyn Model> {
        let snapshot = self.snapshot();
        snapshot.generator().unwrap_or(snapshot)
    }

    /// What `apply` makes of rows of `width` values, block by block.
    async fn map(
        &self,
        host: &impl Host,
        values: &[f32],
        width: usize,
        apply: impl Fn(&dyn Model, Tensor<2>) -> Tensor<2>,
    ) -> Result<Vec<f32>> {
        self.map_with(self.snapshot().as_ref(), host, values, width, apply)
            .await
    }

    async fn map_with(
        &self,
        model: &dyn Model,
        host: &impl Host,
        values: &[f32],
        width: usize,
        apply: impl Fn(&dyn Model, Tensor<2>) -> Tensor<2>,
    ) -> Result<Vec<f32>> {
        let mut outputs = Vec::new();
        for (rows, share) in self.blocks(model, values, width) {
            outputs.extend(read(apply(model, rows)).await?);
            host.proceed(share, CALCULATION).await?;
        }
        Ok(outputs)
    }

    /// The same for one result a layer.
    async fn map_layers(
        &self,
        host: &impl Host,
        values: &[f32],
        width: usize,
        apply: impl Fn(&dyn Model, Tensor<2>) -> Vec<Tensor<2>>,
    ) -> Result<Vec<Vec<f32>>> {
        let model = self.snapshot();
        let mut layers: Vec<Vec<f32>> = Vec::new();
        for (rows, share) in self.blocks(model.as_ref(), values, width) {
            let found = apply(model.as_ref(), rows);
            layers.resize_with(found.len(), Vec::new);
            for (layer, values) in layers.iter_mut().zip(found) {
                layer.extend(read(values).await?);
            }
            host.proceed(share, CALCULATION).await?;
        }
        Ok(layers)
    }

    /// Rows of `width` values, as many at once as `model` takes well, and the share of all that is
    /// done with each block.
    fn blocks<'a>(
        &'a self,
        model: &dyn Model,
        values: &'a [f32],
        width: usize,
    ) -> impl Iterator<Item = (Tensor<2>, f64)> + 'a {
        let block = block_rows(model) * width;
        let upload = move |(index, chunk): (usize, &[f32])| {
            let done = index * block + chunk.len();
            let rows = self.upload(chunk, chunk.len() / width);
            (rows, done as f64 / values.len() as f64)
        };
        values.chunks(block).enumerate().map(upload)
    }

    fn upload(&self, values: &[f32], rows: usize) -> Tensor<2> {
        let shape = [rows, values.len() / rows];
        Tensor::from_data(TensorData::new(values.to_vec(), shape), &self.device)
    }
}

/// What is stopped, in words.
const CALCULATION: &str = "The calculation";
const SAMPLING: &str = "The sampling";

/// How many rows a model takes at once.
fn block_rows(model: &dyn Model) -> usize {
    (BLOCK_VALUES / model.footprint().max(1)).clamp(1, ROWS)
}

/// The codes at the end of a model's chain from `codes` on, with a pause now and then; `share` of
/// all the work is done where so much of the chain is.
async fn mix(
    model: &dyn Model,
    mut codes: Tensor<2>,
    random: &mut Random,
    (host, share): (&impl Host, impl Fn(f64) -> f64),
) -> Result<Tensor<2>> {
    let (steps, mut paused) = (model.mixing_steps(), host.now());
    for step in 0..steps {
        codes = model
            .step_chain(codes, random)
            .expect("a chain, as there are steps of it");
        if host.now() - paused > PAUSE_INTERVAL {
            let passed = (step + 1) as f64 / steps as f64;
            host.proceed(share(passed), SAMPLING).await?;
            paused = host.now();
        }
    }
    Ok(codes)
}

/// The statistics of a code that nothing is known of: N(0, 1).
fn untrained(code: usize) -> CodeStatistics {
    CodeStatistics {
        mean: vec![0.0; code],
        standard_deviation: vec![1.0; code],
        low: vec![-3.0; code],
        high: vec![3.0; code],
    }
}

fn validate_codes(codes: &[f32], size: usize) -> Result<usize> {
    let bad = |message: String| {
        Err(LabError::new(
            "bad-input",
            message,
            format!("Give n × {size} finite values."),
        ))
    };
    if codes.is_empty() || !codes.len().is_multiple_of(size) {
        return bad(format!(
            "{} values do not make codes of {size} each.",
            codes.len()
        ));
    }
    if let Some(index) = codes.iter().position(|value| !value.is_finite()) {
        return bad(format!("The value at index {index} is {}.", codes[index]));
    }
    Ok(codes.len() / size)
}

pub(crate) async fn read(tensor: Tensor<2>) -> Result<Vec<f32>> {
    let data = tensor.into_data_async().await.map_err(unread)?;
    data.try_into_vec().map_err(unread)
}
