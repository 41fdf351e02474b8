//! [`Trainer`]: the one implementation of [`Learner`].

use burn::module::Module;
use burn::tensor::{Device, Tensor};

use super::learner::{Learner, ModelLearner, Stage};
use super::portion::{Contribution, Portion};
use super::rule::Rule;
use crate::data::Batch;
use crate::error::Result;
use crate::layers::parameters::{self, Parameter};
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::weights::NamedTensor;

/// A module and how many steps led to it.
#[derive(Clone)]
struct State<M> {
    module: M,
    steps: usize,
}

/// A module, the rule that updates it, and the last state known to be good.
///
/// Between steps no parameter carries gradients: what does so is on Burn's books until the next
/// backward pass, and keeps the graph of every evaluation.
pub struct Trainer<M, R> {
    // Taken out only within a step: rules update in place what nobody else holds.
    module: Option<M>,
    steps: usize,
    marked: Option<State<M>>,
    kept: State<M>,
    rule: R,
    device: Device,
}

impl<M: Module + Objective + 'static, R: Rule<M>> Trainer<M, R> {
    /// A trainer of `module`, whose parameters lie on `device`.
    pub fn new(module: M, rule: R, device: &Device) -> Self {
        Self {
            kept: State {
                module: module.clone(),
                steps: 0,
            },
            module: Some(module),
            steps: 0,
            marked: None,
            rule,
            device: device.clone().without_autodiff(),
        }
    }

    /// The module as it stands after the last finished step.
    pub fn module(&self) -> &M {
        self.module.as_ref().expect("a module outside of a step")
    }

    fn state(&self) -> State<M> {
        State {
            module: self.module().clone(),
            steps: self.steps,
        }
    }

    /// The number of updates before the last one.
    fn last(&self) -> usize {
        self.steps.saturating_sub(1)
    }
}

impl<M: Module + Objective + 'static, R: Rule<M>> Learner for Trainer<M, R> {
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses> {
        let module = self.module.take().expect("a module outside of a step");
        let examples = Examples::new(batch, &self.device);
        let (module, losses) = self
            .rule
            .update(module, &examples, learning_rate, self.steps);
        debug_assert!(parameters::is_plain(&module), "gradients between steps");
        self.module = Some(module);
        self.steps += 1;
        losses.map(Losses::without_autodiff)
    }

    fn shared_draws(&mut self) -> Option<Random> {
        let is_mean = self.module().is_mean();
        let rule = self.rule.divisible()?;
        is_mean.then(|| rule.random())
    }

    fn differentiate(&mut self, portion: &Portion) -> Contribution {
        let module = self.module.as_ref().expect("a module outside of a step");
        let rule = self.rule.divisible().expect("a rule that several follow");
        rule.differentiate(module, portion, &self.device)
    }

    fn apply(&mut self, own: Contribution, others: &[Vec<f32>], learning_rate: f64) -> Losses {
        let module = self.module.take().expect("a module outside of a step");
        let Contribution {
            mut gradients,
            mut losses,
        } = own;
        for values in others {
            let (stacked, slopes) = values.split_at(1 + losses.terms.len());
            gradients = parameters::add(&module, gradients, slopes);
            losses = losses.plus(stacked);
        }
        let rule = self.rule.divisible().expect("a rule that several follow");
        let module = rule.apply(module, gradients, learning_rate);
        debug_assert!(parameters::is_plain(&module), "gradients between steps");
        self.module = Some(module);
        self.steps += 1;
        losses.without_autodiff()
    }

    fn values(&self, contribution: Contribution) -> Vec<Tensor<1>> {
        let slopes = parameters::gradients(self.module(), contribution.gradients);
        let stacked = contribution.losses.without_autodiff().stacked();
        let slopes = slopes.into_iter().map(|slope| slope.values);
        std::iter::once(stacked).chain(slopes).collect()
    }

    fn steps(&self) -> usize {
        self.steps
    }

    fn resume(&mut self, steps: Option<usize>) {
        self.steps = steps.unwrap_or_else(|| self.rule.complete_steps());
        self.kept.steps = self.steps;
    }

    fn stage(&self) -> Option<Stage> {
        self.rule.stage(self.steps)
    }

    fn begin(&mut self, data: u64, steps_per_pass: usize) {
        self.rule.begin(data, steps_per_pass);
    }

    fn solve(&mut self) -> Result<bool> {
        let module = self.module.as_ref().expect("a module outside of a step");
        let solved = self.rule.solve(module)?;
        let is_new = solved.is_some();
        if is_new {
            self.module = solved;
        }
        Ok(is_new)
    }

    fn losses(&self, batch: &Batch, mode: Mode, random: &mut Random) -> Losses {
        let examples = Examples::new(batch, &self.device);
        self.rule
            .losses(self.module(), &examples, mode, random, self.last())
    }

    fn gradients(&self, batch: &Batch, random: &mut Random) -> Vec<Parameter> {
        let examples = Examples::new(batch, &self.device);
        let found = self
            .rule
            .gradients(self.module(), &examples, random, self.last());
        found.map_or_else(Vec::new, |found| {
            parameters::gradients(self.module(), found)
        })
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        self.rule.guess_loss(self.module(), inputs, self.last())
    }

    fn mark(&mut self) {
        self.marked = Some(self.state());
    }

    fn keep(&mut self) {
        if let Some(marked) = self.marked.take() {
            self.kept = marked;
        }
    }

    fn restore(&mut self) {
        self.module = Some(self.kept.module.clone());
        self.steps = self.kept.steps;
        self.marked = None;
        self.rule.reset();
    }

    fn parameters(&self) -> Vec<Parameter> {
        parameters::collect(self.module())
    }

    fn parameter_shapes(&self) -> Vec<(String, Vec<usize>)> {
        parameters::shapes(self.module())
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        let module = self.module.take().expect("a module outside of a step");
        let values = values.into_iter();
        let values = values.map(|tensor| (tensor.name, tensor.values));
        self.module = Some(parameters::replace(module, values));
        self.kept = self.state();
        self.rule.reset();
    }
}

impl<M: Module + Model + 'static, R: Rule<M>> ModelLearner for Trainer<M, R> {
    fn snapshot(&self) -> Box<dyn Model> {
        Box::new(self.module().clone())
    }

    fn differentiable(&self) -> Box<dyn Model> {
        Box::new(self.module().clone().no_grad().train())
    }

    fn layers_in_training(&self) -> Option<Box<dyn Model>> {
        self.rule.in_training(self.module(), self.last())
    }

    fn memory(&self, batch: usize) -> u64 {
        let shapes = self.parameter_shapes();
        let size = |shape: &[usize]| shape.iter().map(|axis| *axis as u64).product::<u64>();
        let parameters = shapes.iter().map(|(_, shape)| size(shape)).sum::<u64>();
        let inputs = self.module().widths()[0] as u64;
        let kept = self.rule.values_kept(parameters, inputs);
        let activations = (batch * self.module().footprint()) as u64;
        size_of::<f32>() as u64 * (parameters + kept + activations)
    }
}
