//! Training by contrastive divergence: what the data does to the statistics that the energy is
//! linear in, less what the model's own samples do.
//!
//! ∂ log p(v) / ∂W = ⟨v hᵀ⟩_data − ⟨v hᵀ⟩_model. The model's part is estimated from Gibbs chains of
//! k steps: started at the data (Hinton, "Training Products of Experts by Minimizing Contrastive
//! Divergence", Neural Computation 14, 2002), or where the last update left them (Tieleman,
//! "Training Restricted Boltzmann Machines Using Approximations to the Likelihood Gradient",
//! ICML 2008).

use burn::module::Module;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use super::rule::Rule;
use crate::model::{EnergyGradient, EnergyModel, Examples, Losses, Objective};
use crate::random::{Purpose, Random};

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

/// Contrastive divergence and what it remembers from one update to the next.
pub struct ContrastiveDivergence {
    config: ContrastiveConfig,
    /// In the place of a training's learning rate.
    rate: Option<f64>,
    random: Random,
    /// Hidden states.
    chains: Option<Tensor<2>>,
    velocity: Option<EnergyGradient>,
}

impl ContrastiveDivergence {
    /// Without chains and at rest.
    pub fn new(config: ContrastiveConfig, seed: u64) -> Self {
        Self {
            config,
            rate: None,
            random: Self::random(seed, 0),
            chains: None,
            velocity: None,
        }
    }

    /// That of one of several layers, with a learning rate of its own.
    pub fn of_layer(config: ContrastiveConfig, rate: f64, seed: u64, layer: u64) -> Self {
        Self {
            rate: Some(rate),
            random: Self::random(seed, layer),
            ..Self::new(config, seed)
        }
    }

    /// What the draws for `seed` and one of several layers are taken from.
    pub fn random(seed: u64, layer: u64) -> Random {
        Random::stream(seed, Purpose::Chains, layer)
    }

    /// The estimate of the likelihood's gradient on `inputs`; moves the chains.
    pub fn estimate(&mut self, module: &impl EnergyModel, inputs: Tensor<2>) -> EnergyGradient {
        let data = module.observe(inputs, &mut self.random);
        let positive = (data.clone(), module.hidden_given_visible(data));
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
        module.energy_gradient(positive, (visible, means))
    }

    /// Δ ← μ Δ + ε (gradient − λ W).
    fn velocity(
        &mut self,
        weight: Tensor<2>,
        gradient: EnergyGradient,
        rate: f64,
    ) -> EnergyGradient {
        let (momentum, decay) = (self.config.momentum, self.config.weight_decay);
        let mut step = EnergyGradient {
            weight: gradient.weight.mul_scalar(rate),
            visible: gradient.visible.mul_scalar(rate),
            hidden: gradient.hidden.mul_scalar(rate),
        };
        if decay > 0.0 {
            step.weight = step.weight - weight.mul_scalar(rate * f64::from(decay));
        }
        if let Some(last) = self.velocity.take() {
            step.weight = step.weight + last.weight.mul_scalar(momentum);
            step.visible = step.visible + last.visible.mul_scalar(momentum);
            step.hidden = step.hidden + last.hidden.mul_scalar(momentum);
        }
        self.velocity = Some(step.clone());
        step
    }
}

impl<M: Module + Objective + EnergyModel> Rule<M> for ContrastiveDivergence {
    /// θ ← θ + Δ. The losses are not known from it.
    fn update(
        &mut self,
        module: M,
        examples: &Examples,
        rate: f64,
        _step: usize,
    ) -> (M, Option<Losses>) {
        let gradient = self.estimate(&module, examples.inputs.clone());
        let rate = self.rate.unwrap_or(rate);
        let step = self.velocity(module.weight(), gradient, rate);
        (module.moved(step), None)
    }

    /// Chains and velocity.
    fn reset(&mut self) {
        self.chains = None;
        self.velocity = None;
    }

    /// The estimate of the gradient, and the velocity.
    fn values_kept(&self, parameters: u64, _inputs: u64) -> u64 {
        2 * parameters
    }
}
