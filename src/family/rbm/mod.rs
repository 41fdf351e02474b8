//! The restricted Boltzmann machine: visible and hidden units joined by weights, and an energy that
//! is low where the two fit.
//!
//! E(v, h) = −bᵀv − cᵀh − vᵀWh for units that are 0 or 1, so that p(hⱼ = 1 | v) = σ(cⱼ + Σᵢ vᵢ Wᵢⱼ),
//! p(vᵢ = 1 | h) = σ(bᵢ + Σⱼ Wᵢⱼ hⱼ) and the free energy is F(v) = −bᵀv − Σⱼ log(1 + exp(c + Wᵀv)ⱼ).
//! A layer of Gaussian units has ½‖v − b‖² instead of −bᵀv (hidden: ½‖h‖² − cᵀh), v in units of their
//! standard deviation, and draws from a normal density around the same sums without σ.
//!
//! Where units are 0 or 1, a grey pixel is the probability of a 1, drawn anew at every step of
//! training; reconstructions, codes and free energies take the grey values as they are.
//!
//! Smolensky 1986; Hinton, "Training Products of Experts by Minimizing Contrastive Divergence",
//! Neural Computation 14 (2002); Gaussian units as in Hinton & Salakhutdinov, Science 313 (2006).
//! On binary MNIST, 500 hidden units reach −125.5 nats with CD-1 and −86.3 with CD-25
//! (Salakhutdinov & Murray, ICML 2008).

mod energy;

use std::f64::consts::LN_2;

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

pub use energy::{Rbm, Units};

use super::control::{Control, WIDEST};
use super::definition::{Family, InputKind, Setup};
use crate::error::Result;
use crate::layers::Initial;
use crate::loss;
use crate::model::{EnergyModel, Examples, Losses, Mode, Model, Objective, SampleOptions};
use crate::random::Random;
use crate::training::ModelLearner;
use crate::training::contrastive::{ContrastiveConfig, ContrastiveDivergence};

/// The restricted Boltzmann machine.
pub const FAMILY: Family = Family {
    id: "rbm",
    inputs: InputKind::Images,
    reference: "Hinton 2002, Training Products of Experts by Minimizing Contrastive Divergence",
    learning_rate: 5e-2,
    controls: &[
        Control::integer("codeSize", [1, WIDEST as i64], 500),
        Control::choice("visible", &["bernoulli", "gaussian"], "bernoulli"),
        Control::logarithmic("deviation", [0.05, 2.0], 0.01, 0.25),
        K,
        Control::boolean("persistent", false),
        MOMENTUM,
        WEIGHT_DECAY,
    ],
    build,
};

/// How long a chain runs before an update.
pub(super) const K: Control = Control::integer("k", [1, 100], 1);
/// How much of an update lasts.
pub(super) const MOMENTUM: Control = Control::number("momentum", [0.0, 0.99], 0.01, 0.5);
/// What keeps weights small.
pub(super) const WEIGHT_DECAY: Control = Control::number("weightDecay", [0.0, 0.1], 0.0001, 0.0002);

/// Gibbs steps before a sample is shown: from independent hidden units, by then the chain has
/// found digits.
const MIXING_STEPS: usize = 500;

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RbmConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Hidden units.
    pub code_size: usize,
    /// The kind of visible units.
    pub visible: Units,
    /// Standard deviation of a Gaussian visible unit.
    pub deviation: f32,
    /// How it is trained.
    #[serde(flatten)]
    pub contrastive: ContrastiveConfig,
}

impl RbmConfig {
    /// A module with weights from `initial` and biases 0.
    pub fn init(&self, initial: &mut Initial, device: &Device) -> Rbm {
        let sizes = [self.input_size, self.code_size];
        let units = [self.visible, Units::Bernoulli];
        Rbm::new(sizes, units, self.deviation, initial, device)
    }
}

impl Objective for Rbm {
    /// Of one mean-field pass: the cross-entropy, or with Gaussian visible units the squared error.
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let logits = self.visible_logits(self.encode(inputs.clone()));
        let squared = loss::squared_error(self.visible_mean(logits.clone()), inputs.clone()).mean();
        let error = match self.units[0] {
            Units::Bernoulli => loss::bernoulli(logits, inputs.clone()).mean(),
            Units::Gaussian => squared.clone(),
        };
        let terms = vec![
            ("squaredError", squared),
            ("reconstructionError", error.clone()),
            ("freeEnergy", self.free_energy(inputs).mean()),
        ];
        Losses::new(error, terms)
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        let each = match self.units[0] {
            Units::Bernoulli => LN_2,
            Units::Gaussian => 0.25,
        };
        each * inputs as f64
    }
}

impl Model for Rbm {
    /// The means of the hidden units.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.hidden_given_visible(inputs)
    }

    /// The means of the visible units: after `encode`, one mean-field pass.
    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.visible_given_hidden(codes)
    }

    /// Each hidden unit on its own as often on as over the training data.
    fn draw_codes(&self, count: usize, options: &SampleOptions, random: &mut Random) -> Tensor<2> {
        let rates = TensorData::new(options.mean.clone(), [1, options.mean.len()]);
        let rates = Tensor::<2>::from_data(rates, &options.device).repeat(&[count, 1]);
        self.sample_hidden(rates, random)
    }

    fn mixing_steps(&self) -> usize {
        MIXING_STEPS
    }

    fn widths(&self) -> Vec<usize> {
        let [inputs, codes] = self.sizes();
        vec![inputs, codes, inputs]
    }

    fn energy(&self) -> Option<&dyn EnergyModel> {
        Some(self)
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        match layer {
            0 => inputs,
            1 => self.hidden_logits(inputs),
            _ => self.visible_pre_activations(self.encode(inputs)),
        }
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.weight().transpose())
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: RbmConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    let rule = ContrastiveDivergence::new(config.contrastive, setup.seed);
    setup.learner(module, rule)
}
