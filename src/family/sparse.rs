//! The sparse autoencoder: more hidden units than pixels, of which only a few may fire.
//!
//! min over W, b of E[ Σᵢ (x̂ᵢ − xᵢ)² ] + β S + γ Σ W², with h = σ(x W + b) and S either
//! Σⱼ KL(ρ ‖ ρ̂ⱼ) = Σⱼ [ρ log(ρ/ρ̂ⱼ) + (1 − ρ) log((1 − ρ)/(1 − ρ̂ⱼ))] or E[ Σⱼ |hⱼ| ]. ρ̂ is the mean
//! activation of each unit, followed over the batches: ρ̂ ← λ ρ̂ + (1 − λ) · batch mean. Gradients
//! flow through the batch mean alone, with its weight 1 − λ.
//!
//! Lee, Ekanadham & Ng, "Sparse deep belief net model for visual area V2", NIPS 2007; Ng, "Sparse
//! autoencoder", CS294A lecture notes (2011), section 3.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::mirrored::Mirrored;
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::mirror::Mirror;
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::Autoencoder;
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The activation above which a unit counts as firing.
const FIRING: f32 = 0.5;

/// The sparse autoencoder.
pub const FAMILY: Family = Family {
    id: "sparse",
    label: "Sparse autoencoder",
    inputs: Inputs::Images,
    summary: "Has more hidden units than a digit has pixels, but lets only a few fire at a time. \
              Each unit comes to stand for a piece of a pen stroke.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <msub><mover><mi>x</mi><mo>^</mo></mover><mi>i</mi></msub><mo>−</mo><msub><mi>x</mi>\
               <mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mi>β</mi><munder>\
               <mo>∑</mo><mi>j</mi></munder><mrow><mo>(</mo><mi>ρ</mi><mi>log</mi><mfrac><mi>ρ</mi>\
               <msub><mover><mi>ρ</mi><mo>^</mo></mover><mi>j</mi></msub></mfrac><mo>+</mo><mo>(</mo>\
               <mn>1</mn><mo>−</mo><mi>ρ</mi><mo>)</mo><mi>log</mi><mfrac><mrow><mn>1</mn><mo>−</mo>\
               <mi>ρ</mi></mrow><mrow><mn>1</mn><mo>−</mo><msub><mover><mi>ρ</mi><mo>^</mo></mover>\
               <mi>j</mi></msub></mrow></mfrac><mo>)</mo></mrow><mo>+</mo><mi>γ</mi><mo>∑</mo><msup>\
               <mi>W</mi><mn>2</mn></msup></math>",
    reference: "Ng 2011, Sparse autoencoder (CS294A lecture notes)",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "codeSize",
        label: "Hidden units",
        help: "How many units the code has; more than pixels make it overcomplete.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: super::WIDEST as i64,
            default: 800,
        },
    },
    Control {
        name: "tied",
        label: "Tied weights",
        help: "The decoder uses the encoder's weights, transposed.",
        kind: Kind::Boolean { default: false },
    },
    Control {
        name: "penalty",
        label: "Penalty",
        help: "What keeps units silent: a target for each unit's mean, or a price on each activation.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "kl",
                    label: "KL divergence",
                },
                Choice {
                    value: "l1",
                    label: "L1",
                },
            ],
            default: "kl",
        },
    },
    Control {
        name: "sparsityWeight",
        label: "β",
        help: "Weight of the penalty.",
        kind: Kind::Number {
            minimum: 0.001,
            maximum: 100.0,
            step: 0.001,
            default: 3.0,
            logarithmic: true,
        },
    },
    Control {
        name: "targetActivation",
        label: "ρ",
        help: "The mean activation that the KL divergence asks of every unit.",
        kind: Kind::Number {
            minimum: 0.001,
            maximum: 0.999,
            step: 0.001,
            default: 0.1,
            logarithmic: true,
        },
    },
    Control {
        name: "decay",
        label: "λ",
        help: "How much of the running mean activation is kept from one batch to the next.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 0.999,
            step: 0.001,
            default: 0.9,
            logarithmic: false,
        },
    },
    Control {
        name: "weightDecay",
        label: "γ",
        help: "Weight decay, which keeps what no digit needs out of the weights.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 0.1,
            step: 0.0001,
            default: 0.0001,
            logarithmic: false,
        },
    },
];

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
    layers: Mirror,
    /// ρ̂ after the last step, `[code]`. It is no parameter and no part of a file: the first batch
    /// gives it anew.
    #[module(skip)]
    running: Option<Tensor<1>>,
    #[module(skip)]
    config: SparseConfig,
}

impl SparseConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Sparse {
        let widths = [self.input_size, self.code_size];
        Sparse {
            layers: Mirror::new(&widths, Activation::Sigmoid, self.tied, initial, device),
            running: None,
            config: self,
        }
    }
}

impl Sparse {
    /// ρ̂ after a batch of the given mean activation, `[code]`.
    fn followed(&self, mean: Tensor<1>) -> Tensor<1> {
        match &self.running {
            None => mean,
            Some(running) => {
                let decay = self.config.decay;
                running.clone().mul_scalar(decay) + mean.mul_scalar(1.0 - decay)
            }
        }
    }
}

impl Mirrored for Sparse {
    fn layers(&self) -> &Mirror {
        &self.layers
    }
}

impl Objective for Sparse {
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let hidden = self.encode(inputs.clone());
        let squared = loss::squared_error(self.decode(hidden.clone()), inputs).mean();
        let mean = hidden.clone().mean_dim(0).squeeze_dim::<1>(0);
        let (sparsity, observed) = match self.config.penalty {
            Penalty::Kl => {
                let followed = self.followed(mean.clone());
                let target = self.config.target_activation;
                (loss::sparsity(followed.clone(), target), Some(followed))
            }
            // Sigmoids are positive: their sum is that of their magnitudes.
            Penalty::L1 => (mean.clone().sum(), None),
        };
        let energy = self.layers.weight_energy();
        let total = squared.clone()
            + sparsity.clone().mul_scalar(self.config.sparsity_weight)
            + energy.mul_scalar(self.config.weight_decay);
        let firing = hidden.detach().greater_scalar(FIRING).float().mean();
        Losses {
            total,
            terms: vec![
                ("squaredError", squared),
                ("sparsity", sparsity),
                ("meanActivation", mean.mean()),
                ("firing", firing),
            ],
            observed,
        }
    }

    fn follow(self, observed: Tensor<1>) -> Self {
        Self {
            running: Some(observed),
            ..self
        }
    }

    fn guess_loss(&self) -> f64 {
        0.25 * self.config.input_size as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: SparseConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
