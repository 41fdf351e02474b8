//! Classifiers: layers under a softmax, trained by backpropagation.
//!
//! min over W, b of E[ −log p(y | x) ], p(y | x) = softmaxᵧ(f(x)).

use std::cell::RefCell;

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Int, Tensor, TensorData, activation};

use crate::data::Dataset;
use crate::error::{LabError, Result};
use crate::layers::{self, Activation, Affine, Initial, affine, bias, dims, read_values};
use crate::model::{Examples, Losses, Mode, Objective};
use crate::random::Random;
use crate::training::backprop::{Backprop, one_hot};
use crate::training::{self, Host, Schedule, TrainConfig, Trainer, Unattended};

/// Classes of digits.
pub const CLASSES: usize = 10;
/// The share of examples that are given another label, among the terms of a classifier.
pub const ERROR: &str = "classificationError";

/// A stack of layers to ten logits.
#[derive(Module, Debug)]
pub struct Classifier {
    layers: Vec<Linear>,
    #[module(skip)]
    activation: Activation,
    /// Layers, from the input up, that do not learn.
    #[module(skip)]
    frozen: usize,
    /// The shares of the inputs and of the hidden units that are left out of an update (Srivastava
    /// et al., "Dropout", JMLR 15, 2014).
    #[module(skip)]
    dropout: [f32; 2],
}

/// 500 steps in batches of 128, the rate 0.001 at the start and, by half a cosine, 0 at the end.
pub fn defaults() -> TrainConfig {
    TrainConfig {
        steps: Some(500),
        schedule: Schedule::Cosine,
        ..TrainConfig::default()
    }
}

impl Classifier {
    /// A fresh classifier through `widths`, such as `[784, 800, 300]`.
    pub fn new(widths: &[usize], activation: Activation, seed: u64, device: &Device) -> Self {
        let widths = [widths, &[CLASSES]].concat();
        Self {
            layers: Initial::seeded(seed).stack(&widths, device),
            activation,
            frozen: 0,
            dropout: [0.0; 2],
        }
    }

    /// A fresh layer on top of `learnt` ones, which go on learning unless they are `frozen`.
    pub fn on_top(
        learnt: &[Affine],
        activation: Activation,
        frozen: bool,
        seed: u64,
        device: &Device,
    ) -> Self {
        let below: Vec<usize> = learnt
            .last()
            .map(|layer| layer.shape[1])
            .into_iter()
            .collect();
        let top = Self::new(&below, activation, seed, device);
        let layers = learnt.iter().map(|layer| layer.layer(device));
        Self {
            layers: layers.chain(top.layers).collect(),
            frozen: if frozen { learnt.len() } else { 0 },
            activation,
            dropout: [0.0; 2],
        }
    }

    /// The classifier of sigmoid layers with these values, the last that of the classes.
    pub fn of(layers: &[Affine], device: &Device) -> Self {
        Self {
            layers: layers.iter().map(|layer| layer.layer(device)).collect(),
            activation: Activation::Sigmoid,
            frozen: 0,
            dropout: [0.0; 2],
        }
    }

    /// The same with shares of the inputs and of the hidden units left out of every update.
    ///
    /// # Errors
    /// `bad-option` for a share that is not from 0 to below 1.
    pub fn with_dropout(self, dropout: [f32; 2]) -> Result<Self> {
        match dropout.iter().find(|share| !(0.0..1.0).contains(*share)) {
            None => Ok(Self { dropout, ..self }),
            Some(share) => Err(LabError::new(
                "bad-option",
                format!("The dropout is {share}."),
                "Use a share from 0 to below 1.",
            )),
        }
    }

    /// The values of its layers.
    ///
    /// # Errors
    /// `device-failed`.
    pub async fn layers(&self) -> Result<Vec<Affine>> {
        let mut layers = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            layers.push(Affine {
                shape: dims(layer),
                weight: read_values(layer.weight.val()).await?,
                bias: read_values(bias(layer)).await?,
            });
        }
        Ok(layers)
    }

    /// `[batch, input]` to `[batch, 10]`.
    pub fn logits(&self, inputs: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.layers, self.activation, inputs)
    }

    /// The logits while learning: what the frozen layers make of the inputs carries no gradient,
    /// and a share of the units of every other layer is left out and the others raised to make up
    /// for them.
    fn training_logits(&self, inputs: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let (frozen, learning) = self.layers.split_at(self.frozen);
        let fixed = frozen.to_vec().valid();
        let plain = fixed
            .iter()
            .fold(inputs.without_autodiff(), |values, layer| {
                self.activation.apply(affine(layer, values))
            });
        let [visible, hidden] = self.dropout;
        let (last, below) = learning.split_last().expect("at least one layer");
        let mut values = drop_out(plain.autodiff(), visible, random);
        for layer in below {
            let output = self.activation.apply(affine(layer, values));
            values = drop_out(output, hidden, random);
        }
        affine(last, values)
    }

    /// Trains on `data`, whose labels are 0…9, in batches of no more examples than there are. The
    /// `host` is told the loss, and of `test` as [`ERROR`] the share that is given another label.
    ///
    /// # Errors
    /// `bad-data` for labels that are no digits' or images of another size, and those of
    /// [`training::train`].
    pub async fn train(
        self,
        data: &Dataset,
        test: Option<&Dataset>,
        config: &TrainConfig,
        host: &impl Host,
    ) -> Result<Self> {
        for data in [Some(data), test].into_iter().flatten() {
            self.check(data)?;
        }
        let config = TrainConfig {
            batch_size: config.batch_size.min(data.count()),
            ..config.clone()
        };
        let device = self.device();
        let trainer = Trainer::new(self, Backprop::new(config.seed), &device);
        let learner = RefCell::new(Box::new(trainer));
        training::train(&learner, data, test, &config, host).await?;
        Ok(learner.into_inner().module().clone())
    }

    /// The share of `data` given its own label.
    ///
    /// # Errors
    /// `bad-data` for data without labels 0…9 or of another size, `device-failed`.
    pub async fn accuracy(&self, data: &Dataset) -> Result<f64> {
        self.check(data)?;
        let trainer = Trainer::new(self.clone(), Backprop::new(0), &self.device());
        let learner = RefCell::new(Box::new(trainer));
        let metrics = training::evaluate(&learner, data, &Unattended).await?;
        Ok(1.0 - metrics.terms[ERROR])
    }

    /// That `data` are images and labels that this classifier takes.
    fn check(&self, data: &Dataset) -> Result<()> {
        let wanted = dims(&self.layers[0])[0];
        if data.input_size() != wanted {
            return Err(LabError::new(
                "bad-data",
                format!(
                    "The images have {} pixels, the classifier takes {wanted}.",
                    data.input_size()
                ),
                format!("Use images of {wanted} pixels."),
            ));
        }
        data.labels_below(CLASSES).map(|_| ())
    }

    fn device(&self) -> Device {
        bias(&self.layers[0]).device().without_autodiff()
    }
}

impl Objective for Classifier {
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let labels = examples.labels.expect("data with labels");
        let device = inputs.device();
        let logits = match mode {
            Mode::Train => self.training_logits(inputs, random),
            Mode::Evaluate => self.logits(inputs),
        };
        let chosen = activation::log_softmax(logits.clone(), 1) * one_hot(labels, CLASSES, &device);
        let entropy = chosen.sum().div_scalar(-(labels.len() as f32));
        let mut losses = Losses::of("crossEntropy", entropy);
        if mode == Mode::Evaluate {
            losses.terms.push((ERROR, error(logits, labels)));
        }
        losses
    }

    fn guess_loss(&self, _inputs: usize) -> f64 {
        (CLASSES as f64).ln()
    }
}

/// The share of rows of `logits` whose largest is not that of the label, `[1]`.
fn error(logits: Tensor<2>, labels: &[u8]) -> Tensor<1> {
    let wanted: Vec<i32> = labels.iter().map(|label| i32::from(*label)).collect();
    let data = TensorData::new(wanted, [labels.len(), 1]);
    let wanted = Tensor::<2, Int>::from_data(data, &logits.device());
    logits.argmax(1).not_equal(wanted).float().mean()
}

/// `values` with about the given share of them 0.
fn drop_out(values: Tensor<2>, share: f32, random: &mut Random) -> Tensor<2> {
    if share == 0.0 {
        return values;
    }
    let draws = random.uniform(values.dims(), &values.device());
    let mask = draws.greater_equal_scalar(share).float();
    values * mask.div_scalar(1.0 - share)
}
