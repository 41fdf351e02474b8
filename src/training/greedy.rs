//! Greedy layer-wise training: a model learns one part after the other, each for so many steps,
//! and at last as a whole.
//!
//! Hinton, Osindero & Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18
//! (2006), for stacks of RBMs; Bengio, Lamblin, Popovici & Larochelle, "Greedy layer-wise training
//! of deep networks", NIPS 2006, for stacks of autoencoders.

use super::backprop::{Backprop, Objective};
use super::learner::{Learner, Losses, Parameter, Stage, Unrolled};
use crate::data::Batch;
use crate::error::Result;
use crate::model::Model;
use crate::weights::NamedTensor;

/// A module whose losses are those of the part in training, and reach no parameter of another.
pub trait Layered: Objective {
    /// What people call the parts, in the order of their training.
    fn stages(&self) -> Vec<String>;

    /// The module with the part of number `stage` in training.
    fn at_stage(self, stage: usize) -> Self;
}

/// A learner that trains one part of its model at a time.
pub trait Staged: Learner {
    /// What people call the parts, in the order of their training.
    fn stages(&self) -> Vec<String>;

    /// From now on trains the part of number `stage`, with an optimizer that starts anew.
    fn enter(&mut self, stage: usize);
}

impl<M: Layered> Staged for Backprop<M> {
    fn stages(&self) -> Vec<String> {
        self.module().stages()
    }

    fn enter(&mut self, stage: usize) {
        self.change(|module| module.at_stage(stage));
    }
}

/// A learner and how long each part of its model takes; the last part has no end.
pub struct Greedy<L: Staged> {
    learner: L,
    labels: Vec<String>,
    layer_steps: usize,
    /// The part trained last: whatever is evaluated between two parts belongs to the earlier one.
    current: usize,
}

impl<L: Staged> Greedy<L> {
    /// A learner that trains each part but the last for `layer_steps` steps, at least 1.
    pub fn new(mut learner: L, layer_steps: usize) -> Self {
        learner.enter(0);
        Self {
            labels: learner.stages(),
            learner,
            layer_steps,
            current: 0,
        }
    }

    /// The part that the next step trains after `steps` steps.
    fn after(&self, steps: usize) -> usize {
        (steps / self.layer_steps).min(self.labels.len() - 1)
    }

    fn enter(&mut self, stage: usize) {
        if stage != self.current {
            self.learner.enter(stage);
            self.current = stage;
        }
    }
}

impl<L: Staged> Learner for Greedy<L> {
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses> {
        self.enter(self.after(self.steps()));
        self.learner.step(batch, learning_rate)
    }

    fn steps(&self) -> usize {
        self.learner.steps()
    }

    fn resume(&mut self, steps: Option<usize>) {
        let last = self.labels.len() - 1;
        let steps = steps.unwrap_or(last * self.layer_steps + 1);
        self.learner.resume(Some(steps));
        self.enter(self.after(steps.saturating_sub(1)));
    }

    fn stage(&self) -> Option<Stage> {
        let (steps, count) = (self.steps(), self.labels.len());
        let index = self.after(steps);
        Some(Stage {
            index,
            count,
            label: self.labels[index].clone(),
            step: steps - index * self.layer_steps,
            steps: (index + 1 < count).then_some(self.layer_steps),
        })
    }

    fn unrolled(&self) -> Option<Unrolled> {
        self.learner.unrolled()
    }

    fn finish(&mut self) -> Result<()> {
        self.learner.finish()
    }

    fn evaluate(&self, batch: &Batch) -> Losses {
        self.learner.evaluate(batch)
    }

    fn gradients(&self, batch: &Batch) -> Vec<Parameter> {
        self.learner.gradients(batch)
    }

    fn guess_loss(&self) -> f64 {
        self.learner.guess_loss()
    }

    fn snapshot(&self) -> Box<dyn Model> {
        self.learner.snapshot()
    }

    fn differentiable(&self) -> Box<dyn Model> {
        self.learner.differentiable()
    }

    fn mark(&mut self) {
        self.learner.mark();
    }

    fn keep(&mut self) {
        self.learner.keep();
    }

    fn restore(&mut self) {
        self.learner.restore();
    }

    fn parameters(&self) -> Vec<Parameter> {
        self.learner.parameters()
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        self.learner.load(values);
    }
}
