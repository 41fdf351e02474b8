//! Training by contrastive divergence: what the data does to the statistics that the energy is
//! linear in, less what the model's own samples do.
//!
//! ∂ log p(v) / ∂W = ⟨v hᵀ⟩_data − ⟨v hᵀ⟩_model. The model's part is estimated from Gibbs chains of
//! k steps: started at the data (Hinton, "Training Products of Experts by Minimizing Contrastive
//! Divergence", Neural Computation 14, 2002), or where the last update left them (Tieleman,
//! "Training Restricted Boltzmann Machines Using Approximations to the Likelihood Gradient",
//! ICML 2008).

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::backprop::inputs;
use super::learner::{Learner, Losses, Parameter};
use super::parameters;
use crate::data::Batch;
use crate::model::{EnergyModel, Model};
use crate::random::Random;
use crate::weights::NamedTensor;

/// How the model's samples are drawn, and what becomes of the estimate.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContrastiveConfig {
    /// Gibbs steps before an update, at least 1.
    pub k: usize,
    /// Whether chains go on where the last update left them, rather than start at the data.
    pub persistent: bool,
    /// The share of the last update that is made again, 0…1.
    pub momentum: f32,
    /// λ ≥ 0: weights are drawn towards 0 by λ W.
    pub weight_decay: f32,
}

/// One value for each parameter of a pair of layers.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// `[visible, hidden]`
    pub weight: Tensor<2>,
    /// `[visible]`
    pub visible: Tensor<1>,
    /// `[hidden]`
    pub hidden: Tensor<1>,
}

/// A module that contrastive divergence trains: its energy is linear in its parameters.
pub trait Contrasted: Module + EnergyModel + Model + 'static {
    /// The losses of `[batch, input]`, `squaredError` of one mean-field pass among them.
    fn losses(&self, inputs: Tensor<2>) -> Losses;

    /// −⟨∂E/∂θ⟩ over the (visible, hidden) pairs of the data, less that over the model's.
    fn gradient(&self, data: Pair, model: Pair) -> Gradient;

    /// Its weight, `[visible, hidden]`.
    fn weight(&self) -> Tensor<2>;

    /// The module with `step` added to its parameters.
    fn moved(self, step: Gradient) -> Self;

    /// The loss of answering ½ at every pixel.
    fn guess_loss(&self) -> f64;
}

/// Visible states and the means of the hidden units given them.
pub type Pair = (Tensor<2>, Tensor<2>);

/// Contrastive divergence and what it remembers from one update to the next.
pub struct ContrastiveDivergence {
    config: ContrastiveConfig,
    random: Random,
    /// Hidden states.
    chains: Option<Tensor<2>>,
    velocity: Option<Gradient>,
}

impl ContrastiveDivergence {
    /// Without chains and at rest.
    pub fn new(config: ContrastiveConfig, seed: u64) -> Self {
        Self {
            config,
            random: Self::random(seed),
            chains: None,
            velocity: None,
        }
    }

    /// What the draws for `seed` are taken from.
    pub fn random(seed: u64) -> Random {
        Random::new(seed ^ 0x6368_6169_6e73)
    }

    /// Forgets chains and velocity.
    pub fn reset(&mut self) {
        self.chains = None;
        self.velocity = None;
    }

    /// The estimate of the likelihood's gradient on `inputs`; moves the chains.
    pub fn estimate(&mut self, module: &impl Contrasted, inputs: Tensor<2>) -> Gradient {
        let data = module.observe(inputs, &mut self.random);
        let means = module.hidden_given_visible(data.clone());
        let positive = (data, means);
        let mut hidden = match self.chains.take() {
            Some(chains) => chains,
            None => module.sample_hidden(positive.1.clone(), &mut self.random),
        };
        for _ in 1..self.config.k {
            hidden = module.gibbs_step(hidden, &mut self.random);
        }
        let visible = module.visible_given_hidden(hidden);
        let visible = module.sample_visible(visible, &mut self.random);
        let means = module.hidden_given_visible(visible.clone());
        if self.config.persistent {
            self.chains = Some(module.sample_hidden(means.clone(), &mut self.random));
        }
        module.gradient(positive, (visible, means))
    }

    /// One update: Δ ← μ Δ + ε (gradient − λ W), θ ← θ + Δ.
    pub fn update<M: Contrasted>(&mut self, module: M, inputs: Tensor<2>, rate: f64) -> M {
        let mut gradient = self.estimate(&module, inputs);
        if self.config.weight_decay > 0.0 {
            let decay = module.weight().mul_scalar(self.config.weight_decay);
            gradient.weight = gradient.weight - decay;
        }
        let momentum = self.config.momentum;
        let step = match self.velocity.take() {
            Some(last) => Gradient {
                weight: last.weight.mul_scalar(momentum) + gradient.weight.mul_scalar(rate),
                visible: last.visible.mul_scalar(momentum) + gradient.visible.mul_scalar(rate),
                hidden: last.hidden.mul_scalar(momentum) + gradient.hidden.mul_scalar(rate),
            },
            None => Gradient {
                weight: gradient.weight.mul_scalar(rate),
                visible: gradient.visible.mul_scalar(rate),
                hidden: gradient.hidden.mul_scalar(rate),
            },
        };
        self.velocity = Some(step.clone());
        module.moved(step)
    }
}

/// A module in training by contrastive divergence.
pub struct Contrastive<M: Contrasted> {
    // Taken out only within a step: the update writes in place what nobody else holds.
    module: Option<M>,
    marked: Option<M>,
    kept: M,
    divergence: ContrastiveDivergence,
    device: Device,
    steps: usize,
}

impl<M: Contrasted> Contrastive<M> {
    /// A learner for `module`, whose parameters lie on `device`.
    pub fn new(module: M, config: ContrastiveConfig, seed: u64, device: &Device) -> Self {
        Self {
            kept: module.clone(),
            module: Some(module),
            marked: None,
            divergence: ContrastiveDivergence::new(config, seed),
            device: device.clone().without_autodiff(),
            steps: 0,
        }
    }

    fn module(&self) -> &M {
        self.module.as_ref().expect("a module outside of a step")
    }
}

impl<M: Contrasted> Learner for Contrastive<M> {
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses> {
        let module = self.module.take().expect("a module outside of a step");
        let inputs = inputs(batch, &self.device);
        self.module = Some(self.divergence.update(module, inputs, learning_rate));
        self.steps += 1;
        None
    }

    fn steps(&self) -> usize {
        self.steps
    }

    fn resume(&mut self, steps: Option<usize>) {
        self.steps = steps.unwrap_or(0);
    }

    fn evaluate(&self, batch: &Batch) -> Losses {
        self.module().losses(inputs(batch, &self.device))
    }

    /// None: the estimate follows the likelihood, which is not what [`Learner::evaluate`] can tell.
    fn gradients(&self, _batch: &Batch) -> Vec<Parameter> {
        Vec::new()
    }

    fn guess_loss(&self) -> f64 {
        self.module().guess_loss()
    }

    fn snapshot(&self) -> Box<dyn Model> {
        Box::new(self.module().clone())
    }

    fn differentiable(&self) -> Box<dyn Model> {
        Box::new(self.module().clone().no_grad().train())
    }

    fn mark(&mut self) {
        self.marked = Some(self.module().clone());
    }

    fn keep(&mut self) {
        if let Some(marked) = self.marked.take() {
            self.kept = marked;
        }
    }

    fn restore(&mut self) {
        self.module = Some(self.kept.clone());
        self.divergence.reset();
    }

    fn parameters(&self) -> Vec<Parameter> {
        parameters::collect(self.module())
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        let module = self.module.take().expect("a module outside of a step");
        let module = parameters::replace(module, values);
        self.kept = module.clone();
        self.module = Some(module);
        self.divergence.reset();
    }
}
