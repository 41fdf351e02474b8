//! The training loop, one for the browser and for native code: it reads losses asynchronously and
//! asks its [`Host`] for the time, for a pause between steps and whether to stop.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::f64::consts::PI;

use burn::tensor::Tensor;

use super::host::Host;
use super::learner::{Learner, Losses, Stage};
use super::options::{Plan, Schedule, TrainConfig};
use crate::data::{Batch, Dataset, shuffle};
use crate::error::{LabError, Result};

/// Seconds between two reports.
const REPORT_INTERVAL: f64 = 0.1;
/// Seconds between two looks at the validation data.
const VALIDATION_INTERVAL: f64 = 1.0;
/// How many validation examples a report uses.
const VALIDATION_EXAMPLES: usize = 512;
/// Root mean square of the parameters from which on a model has diverged.
const LARGEST_PARAMETERS: f32 = 1e4;
/// Examples in one evaluation batch.
const EVALUATION_BATCH: usize = 256;

/// Where training stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Steps taken in this training.
    pub step: usize,
    /// Steps this training will take.
    pub steps: usize,
    /// Passes over the data, over all trainings of this model.
    pub epoch: f64,
    /// What training minimises, for the last batch.
    pub loss: f64,
    /// The parts of the loss and its companions, for the last batch.
    pub terms: BTreeMap<String, f64>,
    /// The loss on validation data, where there is any and this report measured it.
    pub validation: Option<f64>,
    /// Which part of the model was trained last, where it is not the whole.
    pub stage: Option<Stage>,
    /// Mean speed of this training.
    pub steps_per_second: f64,
    /// Time left at that speed.
    pub seconds_left: f64,
}

/// What a training came to.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainReport {
    /// Steps taken in this training.
    pub steps: usize,
    /// Passes over the data, over all trainings of this model.
    pub epochs: f64,
    /// The loss of the last batch.
    pub loss: f64,
    /// Its terms.
    pub terms: BTreeMap<String, f64>,
    /// The loss on validation data after the last step.
    pub validation: Option<f64>,
    /// How long it took.
    pub seconds: f64,
}

/// A loss and its terms, read from the device.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// What training minimises, mean over examples.
    pub loss: f64,
    /// Its terms, `squaredError` always among them.
    pub terms: BTreeMap<String, f64>,
}

/// Reads the losses of one batch.
///
/// # Errors
/// `device-failed` where the device could not compute or answer.
pub async fn read(losses: Losses) -> Result<Metrics> {
    let names = losses.names();
    let data = losses.stacked().into_data_async().await.map_err(unread)?;
    let values: Vec<f32> = data.try_into_vec().map_err(unread)?;
    let terms = names.iter().zip(&values[1..]);
    Ok(Metrics {
        loss: f64::from(values[0]),
        terms: terms
            .map(|(name, value)| ((*name).to_string(), f64::from(*value)))
            .collect(),
    })
}

/// An error for values that did not come back from the device.
pub fn unread(error: impl std::fmt::Debug) -> LabError {
    LabError::new(
        "device-failed",
        format!("The device did not answer: {error:?}."),
        "Reload the page, or choose the CPU.",
    )
}

/// Mean loss and terms over all of `data`, weighting every example alike.
///
/// # Errors
/// As [`read`].
pub async fn evaluate(learner: &RefCell<Box<dyn Learner>>, data: &Dataset) -> Result<Metrics> {
    evaluate_first(learner, data, data.count()).await
}

async fn evaluate_first(
    learner: &RefCell<Box<dyn Learner>>,
    data: &Dataset,
    limit: usize,
) -> Result<Metrics> {
    let indices: Vec<usize> = (0..data.count().min(limit)).collect();
    let mut sum = Metrics {
        loss: 0.0,
        terms: BTreeMap::new(),
    };
    for chunk in indices.chunks(EVALUATION_BATCH) {
        let share = chunk.len() as f64 / indices.len() as f64;
        let losses = learner.borrow().evaluate(&data.batch(chunk));
        let part = read(losses).await?;
        sum.loss += share * part.loss;
        for (name, value) in part.terms {
            *sum.terms.entry(name).or_default() += share * value;
        }
    }
    Ok(sum)
}

/// Trains `learner` on `data` as `config` says.
///
/// # Errors
/// `bad-option` for a configuration that does not fit the data, `aborted` when the host says so
/// (what was learnt stays), `diverged` when the loss left all bounds (the model goes back to the
/// last good parameters), `device-failed`.
pub async fn train(
    learner: &RefCell<Box<dyn Learner>>,
    data: &Dataset,
    validation: Option<&Dataset>,
    config: &TrainConfig,
    host: &impl Host,
) -> Result<TrainReport> {
    let plan = config.plan(data.count())?;
    let mut session = Session::begin(learner, data, validation, config, host);
    for step in 0..plan.steps {
        if host.aborted() {
            learner.borrow_mut().finish()?;
            return Err(aborted());
        }
        session.step(step, &plan).await?;
        host.breathe().await;
    }
    learner.borrow_mut().finish()?;
    session.complete().await
}

/// The learning rate of a step, α or α · ½ (1 + cos π t / T) (Loshchilov & Hutter 2017).
fn rate(config: &TrainConfig, step: usize, steps: usize) -> f64 {
    match config.schedule {
        Schedule::Constant => config.learning_rate,
        Schedule::Cosine => {
            config.learning_rate * 0.5 * (1.0 + (PI * step as f64 / steps as f64).cos())
        }
    }
}

fn aborted() -> LabError {
    LabError::new(
        "aborted",
        "Training was stopped.",
        "What was learnt is kept: train again to go on.",
    )
}

/// One call of [`train`]: the order of the data, and what was reported when.
struct Session<'a, H: Host> {
    learner: &'a RefCell<Box<dyn Learner>>,
    data: &'a Dataset,
    validation: Option<&'a Dataset>,
    config: &'a TrainConfig,
    host: &'a H,
    order: (usize, Vec<usize>),
    started: f64,
    reported: f64,
    validated: f64,
    limit: Option<f64>,
    stage: Option<Stage>,
    last: Option<Progress>,
}

impl<'a, H: Host> Session<'a, H> {
    fn begin(
        learner: &'a RefCell<Box<dyn Learner>>,
        data: &'a Dataset,
        validation: Option<&'a Dataset>,
        config: &'a TrainConfig,
        host: &'a H,
    ) -> Self {
        let now = host.now();
        Self {
            learner,
            data,
            validation,
            config,
            host,
            order: (usize::MAX, Vec::new()),
            started: now,
            reported: f64::NEG_INFINITY,
            validated: f64::NEG_INFINITY,
            limit: None,
            stage: None,
            last: None,
        }
    }

    /// One step, reported when it is time.
    async fn step(&mut self, step: usize, plan: &Plan) -> Result<()> {
        let turned = self.turn();
        let (first, last) = (step == 0, step + 1 == plan.steps);
        let due = first || last || turned || self.host.now() - self.reported >= REPORT_INTERVAL;
        let before = self.learner.borrow().steps();
        let batch = self.batch(before, plan.batch_size);
        let losses = {
            let mut learner = self.learner.borrow_mut();
            if due {
                // The loss about to be read may be that of the parameters before the update.
                learner.mark();
            }
            let losses = learner.step(&batch, rate(self.config, step, plan.steps));
            if !due {
                return Ok(());
            }
            losses.unwrap_or_else(|| learner.evaluate(&batch))
        };
        let metrics = read(losses).await?;
        self.judge(step + 1, metrics.loss)?;
        self.measure(step + 1).await?;
        self.learner.borrow_mut().keep();
        if last {
            let losses = self.learner.borrow().evaluate(&batch);
            let updated = read(losses).await?;
            self.judge(step + 1, updated.loss)?;
            let mut learner = self.learner.borrow_mut();
            learner.mark();
            learner.keep();
        }
        self.report(step + 1, plan, metrics).await
    }

    /// Looks which part of the model comes next; whether it is another one than before.
    fn turn(&mut self) -> bool {
        let stage = self.learner.borrow().stage();
        let index = |stage: &Option<Stage>| stage.as_ref().map(|stage| stage.index);
        let turned = index(&stage) != index(&self.stage);
        if turned {
            // Each part of a model has a loss of its own.
            self.limit = None;
        }
        self.stage = stage;
        turned
    }

    /// The batch of the `step`-th step since the model was made: every epoch is a new seeded
    /// order, so that ten single steps see what ten steps at once would.
    fn batch(&mut self, step: usize, batch_size: usize) -> Batch {
        let per_epoch = self.data.count() / batch_size;
        let (epoch, position) = (step / per_epoch, step % per_epoch);
        if self.order.0 != epoch {
            let order = shuffle(self.data.count(), self.config.seed, epoch as u64);
            self.order = (epoch, order);
        }
        let start = position * batch_size;
        self.data.batch(&self.order.1[start..start + batch_size])
    }

    async fn report(&mut self, step: usize, plan: &Plan, metrics: Metrics) -> Result<()> {
        let validation = self.validate(step == plan.steps).await?;
        let now = self.host.now();
        let steps_per_second = step as f64 / (now - self.started).max(1e-9);
        let per_epoch = self.data.count() / plan.batch_size;
        let progress = Progress {
            step,
            steps: plan.steps,
            epoch: self.learner.borrow().steps() as f64 / per_epoch as f64,
            loss: metrics.loss,
            terms: metrics.terms,
            validation,
            stage: self.stage.clone(),
            steps_per_second,
            seconds_left: (plan.steps - step) as f64 / steps_per_second,
        };
        self.host.report(&progress);
        self.last = Some(progress);
        self.reported = now;
        Ok(())
    }

    /// Whether the loss is within bounds.
    fn judge(&mut self, step: usize, loss: f64) -> Result<()> {
        let guess = self.learner.borrow().guess_loss();
        let limit = *self.limit.get_or_insert(2.0 * loss.max(guess));
        if loss.is_finite() && loss <= limit {
            return Ok(());
        }
        self.give_up(step, &format!("the loss was {loss}"))
    }

    /// Whether the parameters are within bounds: behind a saturated sigmoid the loss may be small
    /// however large they are.
    async fn measure(&mut self, step: usize) -> Result<()> {
        let parameters = self.learner.borrow().parameters();
        let count: usize = parameters.iter().map(|p| p.values.dims()[0]).sum();
        let squares: Vec<Tensor<1>> = parameters
            .into_iter()
            .map(|p| p.values.square().sum())
            .collect();
        let mean = Tensor::cat(squares, 0)
            .sum()
            .div_scalar(count as f32)
            .sqrt();
        let data = mean.into_data_async().await.map_err(unread)?;
        let size = data.try_into_vec::<f32>().map_err(unread)?[0];
        if size < LARGEST_PARAMETERS {
            return Ok(());
        }
        self.give_up(step, &format!("the parameters grew to {size}"))
    }

    /// Goes back to the last good parameters.
    fn give_up(&mut self, step: usize, what: &str) -> Result<()> {
        self.learner.borrow_mut().restore();
        Err(LabError::new(
            "diverged",
            format!("Training diverged: {what} at step {step}."),
            "The last good model is kept; train again with a smaller learning rate.",
        ))
    }

    async fn validate(&mut self, last: bool) -> Result<Option<f64>> {
        let Some(validation) = self.validation else {
            return Ok(None);
        };
        let now = self.host.now();
        if !last && now - self.validated < VALIDATION_INTERVAL {
            return Ok(None);
        }
        let metrics = evaluate_first(self.learner, validation, VALIDATION_EXAMPLES).await?;
        self.validated = self.host.now();
        Ok(Some(metrics.loss))
    }

    async fn complete(self) -> Result<TrainReport> {
        let last = self.last.expect("the last step reports");
        let validation = match self.validation {
            Some(data) => Some(evaluate_first(self.learner, data, usize::MAX).await?.loss),
            None => None,
        };
        Ok(TrainReport {
            steps: last.step,
            epochs: last.epoch,
            loss: last.loss,
            terms: last.terms,
            validation,
            seconds: self.host.now() - self.started,
        })
    }
}
