//! Classifiers: layers under a softmax, trained by backpropagation.
//!
//! min over W, b of E[ −log p(y | x) ], p(y | x) = softmaxᵧ(f(x)).

use std::collections::BTreeMap;
use std::f64::consts::PI;

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, activation};

use crate::data::{Batch, Dataset, augment, shuffle};
use crate::error::{LabError, Result};
use crate::layers::{self, Activation, Affine, Initial, Layer};
use crate::random::Random;
use crate::training::adam::FusedAdam;
use crate::training::backprop::{inputs, one_hot};
use crate::training::{Host, Progress, unread};

/// Classes of digits.
pub const CLASSES: usize = 10;
/// Rows that go through a classifier at once.
const ROWS: usize = 1024;
/// Distinguishes what is left out from the other users of a seed.
const PURPOSE_DROPOUT: u64 = 0x6472_6f70_6f75;

/// A stack of layers to ten logits.
#[derive(Module, Debug)]
pub struct Classifier {
    layers: Vec<Layer>,
    #[module(skip)]
    activation: Activation,
    /// Layers, from the input up, that do not learn.
    #[module(skip)]
    frozen: usize,
}

/// How a [`Classifier`] is trained.
#[derive(Debug, Clone)]
pub struct Lessons {
    /// Updates.
    pub steps: usize,
    /// Examples in one update, at most as many as there are.
    pub batch_size: usize,
    /// Adam's rate at the start; half a cosine brings it to 0.
    pub learning_rate: f64,
    /// The shares of the inputs and of the hidden units that are left out of an update (Srivastava
    /// et al., "Dropout", JMLR 15, 2014).
    pub dropout: [f32; 2],
    /// Pixels by which each image is displaced at most, anew in every epoch.
    pub displacement: i32,
    /// How often the loss is told on the way.
    pub looks: usize,
    /// Seed of the order of the data, of what is left out and of the displacements.
    pub seed: u64,
}

impl Default for Lessons {
    fn default() -> Self {
        Self {
            steps: 500,
            batch_size: 128,
            learning_rate: 1e-3,
            dropout: [0.0, 0.0],
            displacement: 0,
            looks: 50,
            seed: 0,
        }
    }
}

impl Lessons {
    fn check(&self) -> Result<()> {
        let bad = |message: String, hint: &str| Err(LabError::new("bad-option", message, hint));
        if self.steps == 0 || self.batch_size == 0 {
            let (steps, size) = (self.steps, self.batch_size);
            return bad(
                format!("{steps} steps in batches of {size} were asked for."),
                "Use at least 1 of both.",
            );
        }
        if !(self.learning_rate > 0.0 && self.learning_rate.is_finite()) {
            return bad(
                format!("The learning rate is {}.", self.learning_rate),
                "Use a positive number; 0.001 is a good start.",
            );
        }
        match self
            .dropout
            .iter()
            .find(|share| !(0.0..1.0).contains(*share))
        {
            Some(share) => bad(
                format!("The dropout is {share}."),
                "Use a share from 0 to below 1.",
            ),
            None => Ok(()),
        }
    }

    /// The rate of the step after `step` others.
    fn rate(&self, step: usize) -> f64 {
        self.learning_rate * 0.5 * (1.0 + (PI * step as f64 / self.steps as f64).cos())
    }
}

/// One training: what it remembers from one update to the next.
struct Course<'a> {
    data: &'a Dataset,
    lessons: &'a Lessons,
    dropout: [f32; 2],
    optimizer: ModuleOptimizer,
    random: Random,
    /// The data of this epoch, and the order in which it is seen.
    shown: Dataset,
    order: Vec<usize>,
}

impl<'a> Course<'a> {
    fn begin(data: &'a Dataset, lessons: &'a Lessons) -> Result<Self> {
        lessons.check()?;
        Ok(Self {
            data,
            lessons,
            dropout: lessons.dropout,
            optimizer: FusedAdam::default().into(),
            random: Random::new(lessons.seed ^ PURPOSE_DROPOUT),
            shown: data.clone(),
            order: Vec::new(),
        })
    }

    /// The batch after `step` others.
    fn batch(&mut self, step: usize) -> Result<Batch> {
        let size = self.lessons.batch_size.min(self.data.count());
        let per_epoch = self.data.count() / size;
        let (epoch, position) = ((step / per_epoch) as u64, step % per_epoch);
        if position == 0 {
            self.order = shuffle(self.data.count(), self.lessons.seed, epoch);
            if self.lessons.displacement > 0 {
                let seed = self.lessons.seed + epoch;
                self.shown = augment::displace(self.data, self.lessons.displacement, seed)?;
            }
        }
        Ok(self
            .shown
            .batch(&self.order[position * size..(position + 1) * size]))
    }
}

impl Classifier {
    /// A fresh classifier through `widths`, such as `[784, 800, 300]`.
    pub fn new(widths: &[usize], activation: Activation, seed: u64, device: &Device) -> Self {
        let widths: Vec<usize> = widths.iter().copied().chain([CLASSES]).collect();
        Self {
            layers: layers::stack(&widths, &mut Initial::from_seed(Some(seed)), device),
            activation,
            frozen: 0,
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
        let layers = learnt.iter().map(|layer| Layer::of(layer, device));
        Self {
            layers: layers.chain(top.layers).collect(),
            frozen: if frozen { learnt.len() } else { 0 },
            activation,
        }
    }

    /// The classifier of sigmoid layers with these values, the last that of the classes.
    pub fn of(layers: &[Affine], device: &Device) -> Self {
        Self {
            layers: layers
                .iter()
                .map(|layer| Layer::of(layer, device))
                .collect(),
            activation: Activation::Sigmoid,
            frozen: 0,
        }
    }

    /// The values of its layers.
    ///
    /// # Errors
    /// `device-failed`.
    pub async fn layers(&self) -> Result<Vec<Affine>> {
        let mut layers = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let weight = layer.weight.as_ref().expect("a layer with its own weight");
            layers.push(Affine {
                shape: weight.dims(),
                weight: read(weight.val()).await?,
                bias: read(layer.bias.val()).await?,
            });
        }
        Ok(layers)
    }

    /// `[batch, input]` to `[batch, 10]`.
    pub fn logits(&self, inputs: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.layers, self.activation, inputs)
    }

    /// Trains on `data`, whose labels are 0…9. The `host` is told the loss and, as the term
    /// `testError`, the share of `test` given another label, as often as the lessons say.
    ///
    /// # Errors
    /// `bad-data` for labels that are no digits' or images of another size, `bad-option` for
    /// lessons that cannot be taken, `aborted`, `diverged`, `device-failed`.
    pub async fn train(
        mut self,
        data: &Dataset,
        test: Option<&Dataset>,
        lessons: &Lessons,
        host: &impl Host,
    ) -> Result<Self> {
        for data in [Some(data), test].into_iter().flatten() {
            self.check(data)?;
        }
        let mut course = Course::begin(data, lessons)?;
        let started = host.now();
        for step in 1..=lessons.steps {
            if host.aborted() {
                return Err(aborted());
            }
            let batch = course.batch(step - 1)?;
            let loss;
            (self, loss) = self.step(&batch, &mut course, lessons.rate(step - 1));
            if step.is_multiple_of((lessons.steps / lessons.looks.max(1)).max(1))
                || step == lessons.steps
            {
                let loss = finite(loss, step).await?;
                let mut terms = BTreeMap::new();
                if let Some(test) = test {
                    terms.insert("testError".to_string(), 1.0 - self.accuracy(test).await?);
                }
                let speed = step as f64 / (host.now() - started).max(1e-9);
                host.report(&Progress {
                    step,
                    steps: lessons.steps,
                    epoch: (step * batch.count) as f64 / data.count() as f64,
                    loss,
                    terms,
                    validation: None,
                    stage: None,
                    steps_per_second: speed,
                    seconds_left: (lessons.steps - step) as f64 / speed,
                });
            }
            host.breathe().await;
        }
        Ok(self)
    }

    fn step(self, batch: &Batch, course: &mut Course, rate: f64) -> (Self, Tensor<1>) {
        let device = self.device();
        let below = self.layers[..self.frozen].iter();
        let features = below.fold(inputs(batch, &device), |values, layer| {
            self.activation.apply(layer.forward(values))
        });
        let module = Module::train(self);
        let logits = module.thinned_logits(features.autodiff(), course);
        let labels = batch.labels.as_deref().unwrap_or_default();
        let labels = one_hot(labels, CLASSES, &device.autodiff());
        let chosen = activation::log_softmax(logits, 1) * labels;
        let loss = chosen.sum().div_scalar(-(batch.count as f32));
        let gradients = GradientsParams::from_grads(loss.backward(), &module);
        let module = course.optimizer.step(rate, module, gradients);
        (module.valid(), loss.without_autodiff())
    }

    /// The logits of what the frozen layers make of the inputs, with a share of the units of every
    /// layer left out and the others raised to make up for them.
    fn thinned_logits(&self, features: Tensor<2>, course: &mut Course) -> Tensor<2> {
        let [visible, hidden] = course.dropout;
        let learning = &self.layers[self.frozen..];
        let (last, below) = learning.split_last().expect("at least one layer");
        let mut values = thinned(features, visible, &mut course.random);
        for layer in below {
            let output = self.activation.apply(layer.forward(values));
            values = thinned(output, hidden, &mut course.random);
        }
        last.forward(values)
    }

    /// The share of `data` given its own label.
    ///
    /// # Errors
    /// `bad-data` for data without labels 0…9 or of another size, `device-failed`.
    pub async fn accuracy(&self, data: &Dataset) -> Result<f64> {
        let labels = self.check(data)?;
        let device = self.device();
        let indices: Vec<usize> = (0..data.count()).collect();
        let mut correct = 0;
        for chunk in indices.chunks(ROWS) {
            let logits = self.logits(inputs(&data.batch(chunk), &device));
            let logits = read(logits).await?;
            for (row, index) in logits.chunks(CLASSES).zip(chunk) {
                let best = (0..CLASSES).max_by(|a, b| row[*a].total_cmp(&row[*b]));
                correct += usize::from(best == Some(usize::from(labels[*index])));
            }
        }
        Ok(correct as f64 / data.count() as f64)
    }

    /// The labels of `data`, which must be images and labels that this classifier takes.
    fn check<'a>(&self, data: &'a Dataset) -> Result<&'a [u8]> {
        let weight = self.layers[0].weight.as_ref();
        let wanted = weight.expect("a layer with its own weight").dims()[0];
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
        check_labels(data)
    }

    fn device(&self) -> Device {
        self.layers[0].bias.val().device().without_autodiff()
    }
}

/// `values` with about the given share of them 0.
fn thinned(values: Tensor<2>, share: f32, random: &mut Random) -> Tensor<2> {
    if share == 0.0 {
        return values;
    }
    let kept = random.uniform(values.dims(), &values.device());
    let kept = kept.greater_equal_elem(share).float();
    values * kept.div_scalar(1.0 - share)
}

/// The labels of `data`, which must be digits'.
pub(super) fn check_labels(data: &Dataset) -> Result<&[u8]> {
    let message = match data.labels() {
        None => "The images have no labels, and a classifier learns from them.".to_string(),
        Some(labels) => match labels.iter().find(|label| usize::from(**label) >= CLASSES) {
            Some(label) => format!("A label is {label}, a digit's is 0 to 9."),
            None => return Ok(labels),
        },
    };
    Err(LabError::new(
        "bad-data",
        message,
        "Use images with labels from 0 to 9.",
    ))
}

async fn read<const D: usize>(values: Tensor<D>) -> Result<Vec<f32>> {
    let data = values.into_data_async().await.map_err(unread)?;
    data.try_into_vec().map_err(unread)
}

async fn finite(loss: Tensor<1>, step: usize) -> Result<f64> {
    let loss = read(loss).await?[0];
    if loss.is_finite() {
        return Ok(f64::from(loss));
    }
    Err(LabError::new(
        "diverged",
        format!("Training diverged: the loss was {loss} at step {step}."),
        "Train again with a smaller learning rate.",
    ))
}

fn aborted() -> LabError {
    LabError::new(
        "aborted",
        "Training was stopped.",
        "Start it again when you like.",
    )
}
