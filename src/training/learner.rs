//! The object-safe [`Learner`]: a model together with what trains it.

use burn::tensor::Tensor;
use serde::Serialize;

use super::portion::{Contribution, Portion};
use crate::data::Batch;
use crate::error::Result;
use crate::layers::parameters::Parameter;
use crate::model::{Losses, Mode, Model};
use crate::random::Random;
use crate::weights::NamedTensor;

/// Which part of a model is in training, for models that learn one layer after the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// Which part, from 0.
    pub index: usize,
    /// How many parts there are.
    pub count: usize,
    /// What people call it, such as `784-1000`.
    pub label: String,
    /// Steps taken in this part.
    pub step: usize,
    /// Steps that this part takes; `None` for the last, which has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
}

/// A model in training. Nothing here reads from the device: whoever shows a number awaits it.
pub trait Learner {
    /// One update on `batch` with the given learning rate. The losses before it, where they are
    /// known from the update anyway; who wants them elsewhere asks [`Learner::evaluate`].
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses>;

    /// Where the draws of the next update begin, if several may share it: each differentiates its part of
    /// the batch, and one applies the sum.
    fn shared_draws(&mut self) -> Option<Random>;

    /// The losses of a part of the batch and their gradients, by its share of the batch.
    ///
    /// # Panics
    /// Where [`Learner::shared_draws`] has none.
    fn differentiate(&mut self, portion: &Portion) -> Contribution;

    /// One update with what all parts of a batch contribute: `own`, and the values of those of others. The
    /// losses before it.
    ///
    /// # Panics
    /// Where [`Learner::shared_draws`] has none.
    fn apply(&mut self, own: Contribution, others: &[Vec<f32>], learning_rate: f64) -> Losses;

    /// The values of `contribution`, losses and gradients, one after the other: together they are what
    /// [`Learner::apply`] takes of others.
    fn values(&self, contribution: Contribution) -> Vec<Tensor<1>>;

    /// How many steps were taken, over all trainings of this learner.
    fn steps(&self) -> usize;

    /// Goes on as after `steps` steps, with parameters that were loaded. Where nobody noted their
    /// number, a model that learns one part after the other counts as fully trained.
    fn resume(&mut self, steps: Option<usize>);

    /// Which part of the model the next step trains, where it is not the whole.
    fn stage(&self) -> Option<Stage>;

    /// Says that the next steps see the data of this identity, all of it in so many steps.
    fn begin(&mut self, data: u64, steps_per_pass: usize);

    /// Completes what steps only prepared, such as the eigen decomposition of PCA. Whether the model
    /// is another one now.
    ///
    /// # Errors
    /// `no-solution`.
    fn solve(&mut self) -> Result<bool>;

    /// The losses of `batch` without an update, where a model learns one part after the other
    /// those of the part trained last. In [`Mode::Evaluate`] `squaredError`, always among the
    /// terms, is that of the whole model as it stands.
    fn losses(&self, batch: &Batch, mode: Mode, random: &mut Random) -> Losses;

    /// The losses in [`Mode::Evaluate`].
    fn evaluate(&self, batch: &Batch, random: &mut Random) -> Losses {
        self.losses(batch, Mode::Evaluate, random)
    }

    /// The gradient of the total of [`Learner::losses`] in [`Mode::Train`] with respect to those of
    /// [`Learner::parameters`] that it trains; none where training does not follow gradients.
    fn gradients(&self, batch: &Batch, random: &mut Random) -> Vec<Parameter>;

    /// The loss, in the same units as [`Losses::total`], of answering ½ at each of `inputs` pixels:
    /// a model far above it has diverged.
    fn guess_loss(&self, inputs: usize) -> f64;

    /// Remembers parameters and steps as they are, until it is known whether they are good.
    fn mark(&mut self);

    /// Says that what was marked last is good.
    fn keep(&mut self);

    /// Goes back to parameters and steps last kept.
    fn restore(&mut self);

    /// Every parameter, in a fixed order, and the state that is saved with them.
    fn parameters(&self) -> Vec<Parameter>;

    /// Names and shapes of [`Learner::parameters`], without looking at any value.
    fn parameter_shapes(&self) -> Vec<(String, Vec<usize>)>;

    /// Replaces every parameter; `values` are those of [`Learner::parameters`], in their order.
    fn load(&mut self, values: Vec<NamedTensor>);
}

/// A learner whose model people can look at.
pub trait ModelLearner: Learner {
    /// The model as it stands after the last finished step.
    fn snapshot(&self) -> Box<dyn Model>;

    /// [`ModelLearner::snapshot`] on the autodiff device: gradients flow through it to its inputs,
    /// none to its parameters.
    fn differentiable(&self) -> Box<dyn Model>;

    /// The layers up to the one trained last as a model of their own, where one layer after the
    /// other is trained.
    fn layers_in_training(&self) -> Option<Box<dyn Model>>;

    /// Bytes that a step on `batch` examples takes, about: parameters, what the rule keeps beside
    /// them, and activations.
    fn memory(&self, batch: usize) -> u64;
}

/// How many values the parameters of these shapes are in all.
pub fn count(shapes: &[(String, Vec<usize>)]) -> usize {
    let sizes = shapes
        .iter()
        .map(|(_, shape)| shape.iter().product::<usize>());
    sizes.sum()
}
