//! How a module is updated.

use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::Device;

use super::learner::Stage;
use super::portion::{Contribution, Portion};
use crate::error::Result;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;

/// A rule by which an update is nothing but a step along the gradient of the whole module's losses: several may
/// each differentiate a part of the batch.
pub trait Divisible<M> {
    /// Where the draws of the next update begin.
    fn random(&self) -> Random;

    /// The losses of `portion` on `device` and their gradients, by its share of the batch.
    fn differentiate(&mut self, module: &M, portion: &Portion, device: &Device) -> Contribution;

    /// A step along the sum of gradients.
    fn apply(&mut self, module: M, gradients: GradientsParams, rate: f64) -> M;
}

/// How modules of one kind are updated. Modules come and go without gradients on them.
///
/// `step` is the number of updates before the one that is meant.
pub trait Rule<M: Module + Objective> {
    /// One update, and the losses before it where they are known anyway.
    fn update(
        &mut self,
        module: M,
        examples: &Examples,
        rate: f64,
        step: usize,
    ) -> (M, Option<Losses>);

    /// The rule itself, where several may share an update.
    fn divisible(&mut self) -> Option<&mut dyn Divisible<M>> {
        None
    }

    /// Forgets what it keeps from one update to the next.
    fn reset(&mut self);

    /// The losses that an update looks at or, in [`Mode::Evaluate`], what it came to.
    fn losses(
        &self,
        module: &M,
        examples: &Examples,
        mode: Mode,
        random: &mut Random,
        _step: usize,
    ) -> Losses {
        module.losses(examples, mode, random)
    }

    /// The gradient of the total of [`Rule::losses`] in [`Mode::Train`], where updates follow it.
    fn gradients(
        &self,
        _module: &M,
        _examples: &Examples,
        _random: &mut Random,
        _step: usize,
    ) -> Option<GradientsParams> {
        None
    }

    /// As [`Objective::guess_loss`].
    fn guess_loss(&self, module: &M, inputs: usize, _step: usize) -> f64 {
        module.guess_loss(inputs)
    }

    /// Says that the next updates see the data of this identity, all of it in so many updates.
    fn begin(&mut self, _data: u64, _updates_per_pass: usize) {}

    /// The module that updates prepared, where that is another one than they gave.
    ///
    /// # Errors
    /// `no-solution`.
    fn solve(&mut self, _module: &M) -> Result<Option<M>> {
        Ok(None)
    }

    /// Which part of the module the update after `steps` others trains, where not the whole.
    fn stage(&self, _steps: usize) -> Option<Stage> {
        None
    }

    /// Steps after which everything has been trained, where parts are trained one by one.
    fn complete_steps(&self) -> usize {
        0
    }

    /// The part of the module that is in training, as a model, where it is not the whole.
    fn in_training(&self, _module: &M, _step: usize) -> Option<Box<dyn Model>> {
        None
    }

    /// Values kept beside `parameters` parameters of a module with so many `inputs`, at most.
    fn values_kept(&self, parameters: u64, inputs: u64) -> u64;
}
