//! The object-safe [`Learner`]: a model together with what trains it.

use burn::tensor::Tensor;
use serde::Serialize;
use serde_json::Value;

use crate::data::Batch;
use crate::error::Result;
use crate::model::Model;
use crate::weights::NamedTensor;

/// The losses of one batch, still on the device: each of shape `[1]`, a mean over the batch.
pub struct Losses {
    /// What training minimises.
    pub total: Tensor<1>,
    /// Its parts and companions by their names in JavaScript, such as `squaredError`.
    pub terms: Vec<(&'static str, Tensor<1>)>,
    /// What the module is to remember of this batch, such as the mean activation of each unit.
    pub observed: Option<Tensor<1>>,
}

impl Losses {
    /// Losses of a module that remembers nothing of a batch.
    pub fn new(total: Tensor<1>, terms: Vec<(&'static str, Tensor<1>)>) -> Self {
        Self {
            total,
            terms,
            observed: None,
        }
    }

    /// One tensor `[1 + terms]`, the total first: a single read brings all of them.
    pub fn stacked(self) -> Tensor<1> {
        let mut values = vec![self.total.without_autodiff()];
        values.extend(
            self.terms
                .into_iter()
                .map(|(_, value)| value.without_autodiff()),
        );
        Tensor::cat(values, 0)
    }

    /// The names of the terms, in the order of [`Losses::stacked`].
    pub fn names(&self) -> Vec<&'static str> {
        self.terms.iter().map(|(name, _)| *name).collect()
    }
}

/// A named parameter, flattened, still on the device.
pub struct Parameter {
    /// Where it stands in the module, such as `encoder.0.weight`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, row-major.
    pub values: Tensor<1>,
}

/// The deep autoencoder that a stack unrolls into, as another family's model.
pub struct Unrolled {
    /// The family.
    pub family: &'static str,
    /// Its configuration.
    pub config: Value,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
}

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

    /// How many steps were taken, over all trainings of this learner.
    fn steps(&self) -> usize;

    /// Goes on as after `steps` steps, with parameters that were loaded. Where nobody noted their
    /// number, a model that learns one part after the other counts as fully trained.
    fn resume(&mut self, steps: Option<usize>);

    /// Which part of the model the next step trains, where it is not the whole.
    fn stage(&self) -> Option<Stage> {
        None
    }

    /// The deep autoencoder that the model unrolls into, where it is a stack of other models.
    fn unrolled(&self) -> Option<Unrolled> {
        None
    }

    /// Completes what steps only prepared, such as the eigen decomposition of PCA.
    fn finish(&mut self) -> Result<()> {
        Ok(())
    }

    /// The losses of `batch` without an update, where a model learns one part after the other
    /// those of the part trained last; `squaredError`, always among the terms, is that of the
    /// whole model as it stands.
    fn evaluate(&self, batch: &Batch) -> Losses;

    /// The gradient of the total of [`Learner::evaluate`] with respect to those of
    /// [`Learner::parameters`] that it trains; none where training does not follow gradients.
    fn gradients(&self, batch: &Batch) -> Vec<Parameter>;

    /// The loss, in the same units as [`Losses::total`], of answering ½ at every pixel: a model
    /// far above it has diverged.
    fn guess_loss(&self) -> f64;

    /// The model as it stands after the last finished step.
    fn snapshot(&self) -> Box<dyn Model>;

    /// [`Learner::snapshot`] on the autodiff device: gradients flow through it to its inputs, none
    /// to its parameters.
    fn differentiable(&self) -> Box<dyn Model>;

    /// Remembers the parameters as they are, until it is known whether they are good.
    fn mark(&mut self);

    /// Says that the parameters last marked are good.
    fn keep(&mut self);

    /// Goes back to the parameters last kept.
    fn restore(&mut self);

    /// Every parameter, in a fixed order.
    fn parameters(&self) -> Vec<Parameter>;

    /// Replaces every parameter; `values` are those of [`Learner::parameters`], in their order.
    fn load(&mut self, values: Vec<NamedTensor>);
}
