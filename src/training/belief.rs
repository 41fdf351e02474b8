//! Training of a stack of energy models: each learns by contrastive divergence on what the one
//! below makes of the data; at last backpropagation fine-tunes all of them together.

use burn::tensor::{Device, Tensor};

use super::backprop::{Backprop, inputs};
use super::contrastive::{ContrastiveConfig, ContrastiveDivergence};
use super::greedy::{Layered, Staged};
use super::learner::{Learner, Losses, Parameter, Unrolled};
use crate::data::Batch;
use crate::model::Model;
use crate::weights::NamedTensor;

/// A module of energy models that are trained one after the other.
pub trait Stack: Layered {
    /// The module after one update of the energy model in training; every other stays as it is.
    fn learn_layer(self, inputs: Tensor<2>, divergence: &mut ContrastiveDivergence) -> Self;

    /// The stack as a deep autoencoder.
    fn unrolled(&self) -> Unrolled;
}

/// A stack in training: the parts but the last by contrastive divergence, the last, which is all
/// of them, by backpropagation.
pub struct Belief<M: Stack> {
    backprop: Backprop<M>,
    divergence: ContrastiveDivergence,
    device: Device,
    fine_tuning: bool,
}

impl<M: Stack> Belief<M> {
    /// A learner for `module`, whose parameters lie on `device`.
    pub fn new(module: M, config: ContrastiveConfig, seed: u64, device: &Device) -> Self {
        Self {
            backprop: Backprop::new(module, seed, device),
            divergence: ContrastiveDivergence::new(config, seed),
            device: device.clone().without_autodiff(),
            fine_tuning: false,
        }
    }
}

impl<M: Stack> Staged for Belief<M> {
    fn stages(&self) -> Vec<String> {
        self.backprop.stages()
    }

    fn enter(&mut self, stage: usize) {
        self.backprop.enter(stage);
        self.divergence.reset();
        self.fine_tuning = stage + 1 == self.stages().len();
    }
}

impl<M: Stack> Learner for Belief<M> {
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses> {
        if self.fine_tuning {
            return self.backprop.step(batch, learning_rate);
        }
        let inputs = inputs(batch, &self.device);
        let divergence = &mut self.divergence;
        // Without gradients between steps: what carries them would keep the graph of every evaluation.
        self.backprop
            .advance(|module: M| module.learn_layer(inputs, divergence));
        None
    }

    fn steps(&self) -> usize {
        self.backprop.steps()
    }

    fn resume(&mut self, steps: Option<usize>) {
        self.backprop.resume(steps);
    }

    fn evaluate(&self, batch: &Batch) -> Losses {
        self.backprop.evaluate(batch)
    }

    /// None for an energy model on its own: the estimate does not follow what
    /// [`Learner::evaluate`] can tell.
    fn gradients(&self, batch: &Batch) -> Vec<Parameter> {
        if self.fine_tuning {
            return self.backprop.gradients(batch);
        }
        Vec::new()
    }

    fn unrolled(&self) -> Option<Unrolled> {
        Some(self.backprop.module().unrolled())
    }

    fn guess_loss(&self) -> f64 {
        self.backprop.guess_loss()
    }

    fn snapshot(&self) -> Box<dyn Model> {
        self.backprop.snapshot()
    }

    fn differentiable(&self) -> Box<dyn Model> {
        self.backprop.differentiable()
    }

    fn mark(&mut self) {
        self.backprop.mark();
    }

    fn keep(&mut self) {
        self.backprop.keep();
    }

    fn restore(&mut self) {
        self.backprop.restore();
        self.divergence.reset();
    }

    fn parameters(&self) -> Vec<Parameter> {
        self.backprop.parameters()
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        self.backprop.load(values);
        self.divergence.reset();
    }
}
