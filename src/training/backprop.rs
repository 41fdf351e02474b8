//! Training by backpropagation with Adam.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};

use super::adam::FusedAdam;
use super::portion::{Contribution, Portion};
use super::rule::{Divisible, Rule};
use crate::model::{Examples, Losses, Mode, Objective};
use crate::random::{Purpose, Random};

/// Adam on the gradient of a module's loss.
pub struct Backprop {
    optimizer: ModuleOptimizer,
    random: Random,
}

impl Backprop {
    /// At rest; `seed` decides what losses draw.
    pub fn new(seed: u64) -> Self {
        Self::of_layer(seed, 0)
    }

    /// One of several that share a seed, but no draws.
    pub fn of_layer(seed: u64, layer: u64) -> Self {
        Self {
            optimizer: FusedAdam::default().into(),
            random: Random::stream(seed, Purpose::Noise, layer),
        }
    }
}

impl<M: Module + Objective> Divisible<M> for Backprop {
    fn random(&self) -> Random {
        self.random.clone()
    }

    fn differentiate(&mut self, module: &M, portion: &Portion, device: &Device) -> Contribution {
        self.random = portion.random.clone();
        self.random.draw_for(Some(portion.part.clone()));
        let examples = Examples::new(&portion.batch, device);
        let share = portion.part.share();
        let (gradients, losses) =
            differentiate(&module.clone().train(), &examples, &mut self.random, share);
        self.random.draw_for(None);
        Contribution { gradients, losses }
    }

    fn apply(&mut self, module: M, gradients: GradientsParams, rate: f64) -> M {
        self.optimizer.step(rate, module.train(), gradients).valid()
    }
}

/// The gradients of what `module`, on the autodiff device, minimises, and its losses, all of them by `share`.
fn differentiate<M: Module + Objective>(
    module: &M,
    examples: &Examples,
    random: &mut Random,
    share: f32,
) -> (GradientsParams, Losses) {
    let examples = Examples {
        inputs: examples.inputs.clone().autodiff(),
        ..*examples
    };
    let mut losses = module.losses(&examples, Mode::Train, random);
    if share < 1.0 {
        losses = losses.weigh(share);
    }
    let gradients = losses.total.backward();
    (GradientsParams::from_grads(gradients, module), losses)
}

impl<M: Module + Objective> Rule<M> for Backprop {
    fn update(
        &mut self,
        module: M,
        examples: &Examples,
        rate: f64,
        _step: usize,
    ) -> (M, Option<Losses>) {
        let module = module.train();
        let (gradients, losses) = differentiate(&module, examples, &mut self.random, 1.0);
        let module = self.optimizer.step(rate, module, gradients);
        (module.valid(), Some(losses))
    }

    fn divisible(&mut self) -> Option<&mut dyn Divisible<M>> {
        Some(self)
    }

    fn reset(&mut self) {
        self.optimizer = FusedAdam::default().into();
    }

    fn losses(
        &self,
        module: &M,
        examples: &Examples,
        mode: Mode,
        random: &mut Random,
        _step: usize,
    ) -> Losses {
        if mode == Mode::Evaluate {
            return module.losses(examples, mode, random);
        }
        // A module in training may follow what it sees: this one is thrown away.
        let examples = examples.with_inputs(examples.inputs.clone().autodiff());
        let losses = module.clone().train().losses(&examples, mode, random);
        losses.without_autodiff()
    }

    fn gradients(
        &self,
        module: &M,
        examples: &Examples,
        random: &mut Random,
        _step: usize,
    ) -> Option<GradientsParams> {
        Some(differentiate(&module.clone().train(), examples, random, 1.0).0)
    }

    /// The gradient and Adam's two moments.
    fn values_kept(&self, parameters: u64, _inputs: u64) -> u64 {
        3 * parameters
    }
}

/// `[count, classes]` of zeros with a 1 at each label.
pub(crate) fn one_hot(labels: &[u8], classes: usize, device: &Device) -> Tensor<2> {
    let mut values = vec![0.0f32; labels.len() * classes];
    for (row, label) in values.chunks_mut(classes).zip(labels) {
        row[usize::from(*label)] = 1.0;
    }
    Tensor::from_data(TensorData::new(values, [labels.len(), classes]), device)
}
