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
use crate::model::{LayerShape, Model};
use crate::training::{ModelLearner, Stage, count};
use crate::weights::{CodeStatistics, Training};

mod apply;
mod contrast;
mod energy;
mod file;
mod learn;
mod pooling;
mod posterior;

pub use apply::{LayerMap, Map};
pub use contrast::ContrastiveStep;
pub use pooling::Pooling;
pub use posterior::Posterior;

/// Rows that go through the model at once, at most.
const ROWS: usize = 512;
/// The most samples one call may ask for.
const MOST_SAMPLES: usize = 100_000;

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

    /// How the units of each layer lie.
    pub fn layer_shapes(&self) -> Vec<LayerShape> {
        self.snapshot().layer_shapes()
    }

    /// Which of the layers is the code; the inputs are number 0.
    pub fn code_layer(&self) -> usize {
        self.snapshot().code_layer()
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

    /// Whether several may share an update; see [`crate::training::Learner::shared_draws`].
    pub fn is_shared(&self) -> bool {
        self.learner.borrow_mut().shared_draws().is_some()
    }

    /// Trainable values in all.
    pub fn parameters(&self) -> usize {
        count(&self.learner.borrow().parameter_shapes())
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

    /// Whether all layers have learnt together, after each had learnt alone.
    fn is_fine_tuned(&self) -> bool {
        let stage = self.learner.borrow().stage();
        stage.is_some_and(|at| at.steps.is_none() && at.step > 0)
    }

    /// The model after its last finished step.
    pub fn snapshot(&self) -> Box<dyn Model> {
        self.learner.borrow().snapshot()
    }

    /// The same, with gradients to its inputs; see [`Learner::differentiable`].
    pub fn differentiable(&self) -> Box<dyn Model> {
        self.learner.borrow().differentiable()
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

    /// How many classes the model tells apart, where it learns from labels.
    pub fn classes(&self) -> Option<usize> {
        self.snapshot().classes()
    }

    /// How many units of the code, the first ones, say anything but the class.
    pub fn style_size(&self) -> usize {
        self.snapshot().style_size()
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
