//! A model as people hold it: made or opened, used, trained and saved, every input checked.
//!
//! The package and native training are both thin layers over [`Handle`]. Reads from the device
//! are asynchronous throughout, and nothing stays borrowed across one, so calls may overlap.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor, TensorData};
use serde_json::Value;

use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::family::Family;
use crate::model::{Model, SampleOptions};
use crate::training::{Learner, Stage, unread};
use crate::weights::{CodeStatistics, Training};

mod energy;
mod file;
mod learn;

/// Rows that go through the model at once.
const ROWS: usize = 512;
/// The most samples one call may ask for.
const MOST_SAMPLES: usize = 100_000;

/// A model with its family, configuration and code statistics.
pub struct Handle {
    /// What kind of model it is.
    pub family: &'static Family,
    /// Its complete configuration.
    pub config: Value,
    device: Device,
    learner: RefCell<Box<dyn Learner>>,
    statistics: RefCell<CodeStatistics>,
    metrics: RefCell<BTreeMap<String, f64>>,
    training: RefCell<Option<Training>>,
    busy: Cell<bool>,
}

impl Handle {
    /// A fresh model.
    ///
    /// # Errors
    /// `unknown-family`, `bad-config`.
    pub fn create(family: &str, config: &Value, seed: u64, device: &Device) -> Result<Self> {
        let family = Family::find(family)?;
        let config = family.complete(config)?;
        let learner = family.create(&config, seed, device)?;
        Ok(Self::new(family, config, learner, device))
    }

    fn new(
        family: &'static Family,
        config: Value,
        learner: Box<dyn Learner>,
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
        let sizes = learner
            .parameters()
            .into_iter()
            .map(|p| p.shape.iter().product::<usize>());
        sizes.sum()
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
    /// `bad-input`, `device-failed`; so for the next four.
    pub async fn encode(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        let rows = validate_inputs(inputs, self.input_size())?;
        self.map(inputs, rows, |model, rows| model.encode(rows))
            .await
    }

    /// `[n × code]` to `[n × input]`.
    pub async fn decode(&self, codes: &[f32]) -> Result<Vec<f32>> {
        let rows = validate_codes(codes, self.code_size())?;
        self.map(codes, rows, |model, rows| model.decode(rows))
            .await
    }

    /// `[n × input]` to `[n × input]`.
    pub async fn reconstruct(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        let rows = validate_inputs(inputs, self.input_size())?;
        self.map(inputs, rows, |model, rows| model.reconstruct(rows))
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
        let rows = validate_inputs(inputs, self.input_size())?;
        read_all(self.snapshot().activations(self.upload(inputs, rows))).await
    }

    /// The activations from `[n × code]` on, as [`Model::decoder_activations`].
    pub async fn decoder_activations(&self, codes: &[f32]) -> Result<Vec<Vec<f32>>> {
        let rows = validate_codes(codes, self.code_size())?;
        read_all(
            self.snapshot()
                .decoder_activations(self.upload(codes, rows)),
        )
        .await
    }

    /// `[count × input]` new inputs.
    ///
    /// # Errors
    /// `bad-option` for a count that is 0 or too large or a label that this family does not
    /// know; `device-failed`.
    pub async fn sample(&self, count: usize, seed: u64, label: Option<u8>) -> Result<Vec<f32>> {
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
            seed,
            label,
            mean: statistics.mean,
            standard_deviation: statistics.standard_deviation,
            device: self.device.clone(),
        };
        read(self.snapshot().sample(count, &options)).await
    }

    /// What `[n × code]` of the class `from` would be in the class `to`, the style kept; where
    /// `from` is `None`, the model tells it from each code.
    ///
    /// # Errors
    /// `bad-input`; `bad-option` for a class that this family does not know; `device-failed`.
    pub async fn change_class(&self, codes: &[f32], to: u8, from: Option<u8>) -> Result<Vec<f32>> {
        let rows = validate_codes(codes, self.code_size())?;
        for class in std::iter::once(to).chain(from) {
            self.check_class(class)?;
        }
        self.map(codes, rows, |model, rows| {
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

    async fn map(
        &self,
        values: &[f32],
        rows: usize,
        apply: impl Fn(&dyn Model, Tensor<2>) -> Tensor<2>,
    ) -> Result<Vec<f32>> {
        let snapshot = self.snapshot();
        let width = values.len() / rows;
        let mut outputs = Vec::new();
        for chunk in values.chunks(ROWS * width) {
            let inputs = self.upload(chunk, chunk.len() / width);
            outputs.extend(read(apply(snapshot.as_ref(), inputs)).await?);
        }
        Ok(outputs)
    }

    fn upload(&self, values: &[f32], rows: usize) -> Tensor<2> {
        let shape = [rows, values.len() / rows];
        Tensor::from_data(TensorData::new(values.to_vec(), shape), &self.device)
    }
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

async fn read_all(tensors: Vec<Tensor<2>>) -> Result<Vec<Vec<f32>>> {
    let mut values = Vec::with_capacity(tensors.len());
    for tensor in tensors {
        values.push(read(tensor).await?);
    }
    Ok(values)
}
