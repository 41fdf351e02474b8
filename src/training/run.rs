//! The training loop, one for the browser and for native code: it reads losses asynchronously and
//! asks its [`Host`] for the time, for a pause between steps and whether to stop.

use std::cell::RefCell;

use burn::tensor::Tensor;

use super::evaluation::{evaluate_batch, evaluate_first};
use super::host::{Host, Reporting};
use super::learner::{Learner, Stage, count};
use super::options::{Plan, Reports, TrainConfig};
use super::passes::Passes;
use super::portion::Portion;
use super::progress::{Metrics, Progress, TrainReport, read};
use super::team::Pace;
use crate::data::{Batch, Dataset};
use crate::error::{LabError, Result};
use crate::layers::read_values;
use crate::model::Losses;

/// Seconds between two reports.
const REPORT_INTERVAL: f64 = 0.1;
/// Seconds between two looks at the validation data.
const VALIDATION_INTERVAL: f64 = 1.0;
/// Seconds between two copies of the parameters to go back to: each costs about as much as Adam's step.
const KEEP_INTERVAL: f64 = 1.0;
/// How many validation examples a report uses.
const VALIDATION_EXAMPLES: usize = 512;
/// The step, from 0, by which the pace of a training is taken.
const PACED_STEP: usize = 3;
/// Root mean square of the parameters from which on a model has diverged.
const LARGEST_PARAMETERS: f32 = 1e4;

/// Trains `learner` on `data` as `config` says.
///
/// # Errors
/// `bad-option` for a configuration that does not fit the data, `aborted` when the host says so
/// (what was learnt stays), `diverged` when the loss left all bounds (the model goes back to the
/// last good parameters, and to as many steps), `device-failed`.
pub async fn train<L: Learner + ?Sized>(
    learner: &RefCell<Box<L>>,
    data: &Dataset,
    validation: Option<&Dataset>,
    config: &TrainConfig,
    host: &impl Host,
) -> Result<TrainReport> {
    let plan = config.plan(data.count())?;
    let mut session = Session {
        learner,
        data,
        validation,
        config,
        passes: Passes::new(data, config, plan.batch_size),
        plan,
        host,
        started: host.now(),
        reported: f64::NEG_INFINITY,
        validated: f64::NEG_INFINITY,
        kept: f64::NEG_INFINITY,
        limit: None,
        stage: None,
        last: None,
    };
    let steps_per_pass = session.passes.steps();
    learner.borrow_mut().begin(data.id(), steps_per_pass);
    for step in 0..session.plan.steps {
        if host.aborted() {
            learner.borrow_mut().solve()?;
            return Err(aborted());
        }
        session.step(step).await?;
        host.pause().await;
    }
    session.complete().await
}

fn aborted() -> LabError {
    LabError::new(
        "aborted",
        "Training was stopped.",
        "What was learnt is kept: train again to go on.",
    )
}

/// One call of [`train`]: the order of the data, and what was reported when.
struct Session<'a, L: Learner + ?Sized, H: Host> {
    learner: &'a RefCell<Box<L>>,
    data: &'a Dataset,
    validation: Option<&'a Dataset>,
    config: &'a TrainConfig,
    plan: Plan,
    host: &'a H,
    passes: Passes<'a>,
    started: f64,
    reported: f64,
    validated: f64,
    kept: f64,
    limit: Option<f64>,
    stage: Option<Stage>,
    last: Option<Progress>,
}

impl<L: Learner + ?Sized, H: Host> Session<'_, L, H> {
    /// Whether the step of this number, from 1, is one to report.
    fn is_due(&self, step: usize) -> bool {
        if step == self.plan.steps {
            return true;
        }
        match self.config.reports {
            Reports::Live => step == 1 || self.host.now() - self.reported >= REPORT_INTERVAL,
            Reports::Times(times) => step.is_multiple_of((self.plan.steps / times.max(1)).max(1)),
        }
    }

    /// Whether a step that is due leaves parameters to go back to.
    fn is_kept(&self) -> bool {
        match self.config.reports {
            Reports::Live => self.host.now() - self.kept >= KEEP_INTERVAL,
            Reports::Times(_) => true,
        }
    }

    /// One step, reported when it is time.
    async fn step(&mut self, step: usize) -> Result<()> {
        let turned = self.turn();
        let is_last = step + 1 == self.plan.steps;
        let mut is_due = turned || self.is_due(step + 1);
        let before = self.learner.borrow().steps();
        let batch = self.passes.batch(before)?;
        let rate = self.config.schedule;
        let rate = rate.rate(self.config.learning_rate, step, self.plan.steps);
        let is_kept = is_due && (turned || is_last || self.is_kept());
        if is_kept {
            // The loss about to be read may be that of the parameters before the update.
            self.learner.borrow_mut().mark();
        }
        let losses = self.update(step, &batch, rate).await?;
        if is_last || (before + 1).is_multiple_of(self.passes.steps()) {
            is_due |= self.learner.borrow_mut().solve()?;
        }
        if !is_due {
            return Ok(());
        }
        let metrics = match losses {
            Some(losses) => self.complete_terms(read(losses).await?, &batch).await?,
            None => evaluate_batch(self.learner, &batch).await?,
        };
        self.check_loss(step + 1, &metrics)?;
        if is_kept {
            self.check_parameters(step + 1).await?;
            self.learner.borrow_mut().keep();
            self.kept = self.host.now();
        }
        if is_last {
            let updated = evaluate_batch(self.learner, &batch).await?;
            self.check_loss(step + 1, &updated)?;
            let mut learner = self.learner.borrow_mut();
            learner.mark();
            learner.keep();
        }
        self.report(step + 1, metrics).await
    }

    /// One update, alone or with others.
    async fn update(&self, step: usize, batch: &Batch, rate: f64) -> Result<Option<Losses>> {
        let draws = self.learner.borrow_mut().shared_draws();
        let (Some(team), Some(random)) = (self.host.team(), &draws) else {
            let begun = self.host.now();
            let losses = self.learner.borrow_mut().step(batch, rate);
            // The first ones take longer.
            if step == PACED_STEP && draws.is_some() {
                self.host.pace(Pace {
                    seconds: self.host.now() - begun,
                    steps: self.plan.steps - step - 1,
                    parameters: count(&self.learner.borrow().parameter_shapes()),
                });
            }
            return Ok(losses);
        };
        let portions = Portion::divide(batch, team.size() + 1, random);
        let (own, others) = portions.split_first().expect("a portion");
        let own = {
            let mut learner = self.learner.borrow_mut();
            team.ask(learner.parameters(), others)?;
            learner.differentiate(own)
        };
        let others = team.contributions().await?;
        Ok(Some(self.learner.borrow_mut().apply(own, &others, rate)))
    }

    /// Beside what training minimises, the error of the deterministic reconstruction.
    async fn complete_terms(&self, mut metrics: Metrics, batch: &Batch) -> Result<Metrics> {
        const ERROR: &str = "squaredError";
        if !metrics.terms.contains_key(ERROR) {
            let evaluated = evaluate_batch(self.learner, batch).await?;
            if let Some(error) = evaluated.terms.get(ERROR) {
                metrics.terms.insert(ERROR.to_string(), *error);
            }
        }
        Ok(metrics)
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

    async fn report(&mut self, step: usize, metrics: Metrics) -> Result<()> {
        let validation = self.validate(step == self.plan.steps).await?;
        let now = self.host.now();
        let steps_per_second = step as f64 / (now - self.started).max(1e-9);
        let progress = Progress {
            step,
            steps: self.plan.steps,
            epoch: self.learner.borrow().steps() as f64 / self.passes.steps() as f64,
            loss: metrics.loss,
            terms: metrics.terms,
            validation,
            stage: self.stage.clone(),
            steps_per_second,
            seconds_left: (self.plan.steps - step) as f64 / steps_per_second,
        };
        self.host.report(&progress);
        self.last = Some(progress);
        self.reported = now;
        Ok(())
    }

    /// Whether the loss is within bounds.
    fn check_loss(&mut self, step: usize, metrics: &Metrics) -> Result<()> {
        let loss = metrics.loss;
        let guess = self.learner.borrow().guess_loss(self.data.input_size());
        let limit = *self.limit.get_or_insert(2.0 * loss.max(guess));
        if loss.is_nan() || loss > limit {
            return self.roll_back(step, &format!("the loss was {loss}"));
        }
        match metrics.terms.iter().find(|(_, value)| !value.is_finite()) {
            Some((name, value)) => self.roll_back(step, &format!("{name} was {value}")),
            None => Ok(()),
        }
    }

    /// Whether the parameters are within bounds: behind a saturated sigmoid the loss may be small
    /// however large they are.
    async fn check_parameters(&mut self, step: usize) -> Result<()> {
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
        let size = read_values(mean).await?[0];
        if size < LARGEST_PARAMETERS {
            return Ok(());
        }
        self.roll_back(step, &format!("the parameters grew to {size}"))
    }

    /// Goes back to the last good parameters and to as many steps.
    fn roll_back(&mut self, step: usize, what: &str) -> Result<()> {
        self.learner.borrow_mut().restore();
        Err(LabError::new(
            "diverged",
            format!("Training diverged: {what} at step {step}."),
            "The last good model is kept; train again with a smaller learning rate.",
        ))
    }

    async fn validate(&mut self, is_last: bool) -> Result<Option<Metrics>> {
        let Some(validation) = self.validation else {
            return Ok(None);
        };
        let is_live = self.config.reports == Reports::Live;
        if is_live && !is_last && self.host.now() - self.validated < VALIDATION_INTERVAL {
            return Ok(None);
        }
        let count = match is_live && !is_last {
            true => VALIDATION_EXAMPLES,
            false => usize::MAX,
        };
        let host = Reporting {
            host: self.host,
            report: |_: &Progress| (),
        };
        let metrics = evaluate_first(self.learner, validation, count, &host).await;
        let metrics = metrics.map_err(|error| match error.code {
            "aborted" => aborted(),
            _ => error,
        })?;
        self.validated = self.host.now();
        Ok(Some(metrics))
    }

    async fn complete(self) -> Result<TrainReport> {
        let last = self.last.expect("the last step reports");
        Ok(TrainReport {
            steps: last.step,
            epochs: last.epoch,
            loss: last.loss,
            terms: last.terms,
            validation: last.validation,
            seconds: self.host.now() - self.started,
        })
    }
}
