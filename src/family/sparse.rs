//! The sparse autoencoder: more hidden units than pixels, of which only a few may fire.
//!
//! min over W, b of E[ Σᵢ (x̂ᵢ − xᵢ)² ] + β S + γ Σ W², with h = σ(x W + b) and S either
//! Σⱼ KL(ρ ‖ ρ̂ⱼ) = Σⱼ [ρ log(ρ/ρ̂ⱼ) + (1 − ρ) log((1 − ρ)/(1 − ρ̂ⱼ))] or E[ Σⱼ |hⱼ| ]. ρ̂ is the mean
//! activation of each unit, followed over the batches: ρ̂ ← λ ρ̂ + (1 − λ) · batch mean, with the first
//! batches in proportion to what was seen (as Kingma & Ba 2015, section 3, for the moments of Adam).
//! The gradient is that with respect to the batch mean, ∂S/∂ρ̂ at the running mean: whatever λ is, it
//! has no factor 1 − λ.
//!
//! Lee, Ekanadham & Ng, "Sparse deep belief net model for visual area V2", NIPS 2007; Ng, "Sparse
//! autoencoder", CS294A lecture notes (2011), section 3.

use burn::module::{Module, RunningState};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::{Control, WIDEST};
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::error::Result;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The activation above which a unit counts as firing.
const FIRING: f32 = 0.5;

/// The sparse autoencoder.
pub const FAMILY: Family = Family {
    id: "sparse",
    inputs: InputKind::Images,
    reference: "Ng 2011, Sparse autoencoder (CS294A lecture notes)",
    learning_rate: 1e-3,
    controls: &[
        Control::integer("codeSize", [1, WIDEST as i64], 800),
        Control::boolean("tied", false),
        Control::choice("penalty", &["kl", "l1"], "kl"),
        Control::logarithmic("sparsityWeight", [0.001, 100.0], 0.001, 3.0),
        Control::logarithmic("targetActivation", [0.001, 0.999], 0.001, 0.1),
        Control::number("decay", [0.0, 0.999], 0.001, 0.9),
        Control::number("weightDecay", [0.0, 0.1], 0.0001, 0.0001),
    ],
    build,
};

/// What keeps units silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Penalty {
    /// Σⱼ KL(ρ ‖ ρ̂ⱼ)
    Kl,
    /// Σⱼ |hⱼ|
    L1,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SparseConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Hidden units.
    pub code_size: usize,
    /// Whether the decoder uses the encoder's weights.
    pub tied: bool,
    /// What keeps units silent.
    pub penalty: Penalty,
    /// β > 0.
    pub sparsity_weight: f32,
    /// ρ, between 0 and 1.
    pub target_activation: f32,
    /// λ, from 0 to below 1.
    pub decay: f32,
    /// γ ≥ 0.
    pub weight_decay: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Sparse {
    network: Network,
    running: Running,
    #[module(skip)]
    config: SparseConfig,
}

/// Σₜ λᵀ⁻ᵗ (1 − λ) mₜ over the batch means mₜ of the steps t up to T, `[code]`, and the same of ones,
/// `[1]`, which it is to be divided by. State that no gradient reaches; it is saved with the weights.
#[derive(Module, Debug)]
struct Running {
    sum: RunningState<Tensor<1>>,
    weight: RunningState<Tensor<1>>,
}

impl SparseConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Sparse {
        let functions = Functions {
            hidden: Activation::Sigmoid,
            code: Activation::Sigmoid,
            output: Activation::Sigmoid,
        };
        let widths = [self.input_size, self.code_size];
        let plain = device.clone().without_autodiff();
        Sparse {
            network: Network::new(&widths, self.tied, functions, initial, device),
            running: Running {
                sum: RunningState::new(Tensor::zeros([self.code_size], &plain)),
                weight: RunningState::new(Tensor::zeros([1], &plain)),
            },
            config: self,
        }
    }
}

impl Running {
    /// ρ̂ after a batch of the given mean activation, `[code]`, which is remembered.
    fn follow(&self, mean: Tensor<1>, decay: f32) -> Tensor<1> {
        let next = |state: &RunningState<Tensor<1>>, value: Tensor<1>| {
            let old = state.value_sync().without_autodiff();
            old.mul_scalar(decay) + value.mul_scalar(1.0 - decay)
        };
        let ones = Tensor::ones([1], &mean.device());
        let (sum, weight) = (next(&self.sum, mean), next(&self.weight, ones));
        self.sum.update(sum.clone());
        self.weight.update(weight.clone());
        sum / weight
    }
}

impl Mirrored for Sparse {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for Sparse {
    /// The penalty follows the mean activation of a whole batch.
    fn is_mean(&self) -> bool {
        false
    }

    fn losses(&self, examples: &Examples, mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let hidden = self.encode(inputs.clone());
        let squared = loss::squared_error(self.decode(hidden.clone()), inputs).mean();
        let mean = hidden.clone().mean_dim(0).squeeze_dim::<1>(0);
        let sparsity = match self.config.penalty {
            Penalty::Kl => loss::sparsity(
                self.mean_activation(mean.clone(), mode),
                self.config.target_activation,
            ),
            // Sigmoids are positive: their sum is that of their magnitudes.
            Penalty::L1 => mean.clone().sum(),
        };
        let firing = hidden.detach().greater_scalar(FIRING).float().mean();
        let mut losses = Losses::of("squaredError", squared);
        losses.penalise("sparsity", self.config.sparsity_weight, || sparsity);
        losses.penalise("weightEnergy", self.config.weight_decay, || {
            self.network.weight_energy()
        });
        losses.terms.push(("meanActivation", mean.mean()));
        losses.terms.push(("firing", firing));
        losses
    }
}

impl Sparse {
    /// ρ̂: its value is that of the running mean, its gradient that of the batch mean. What is
    /// measured without training is measured on the batch alone.
    fn mean_activation(&self, mean: Tensor<1>, mode: Mode) -> Tensor<1> {
        if mode == Mode::Evaluate {
            return mean;
        }
        let batch = mean.clone().detach();
        let plain = batch.clone().without_autodiff();
        let running = self.running.follow(plain, self.config.decay);
        running.autodiff() + mean - batch
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: SparseConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
