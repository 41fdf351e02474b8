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

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::boltzmann::{K, MOMENTUM, Rbm, Units, WEIGHT_DECAY};
use super::control::{Choice, Control, Kind};
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::Initial;
use crate::model::{Autoencoder, EnergyModel, Generator, Model, SampleOptions};
use crate::random::Random;
use crate::training::Learner;
use crate::training::contrastive::{Contrasted, Contrastive, ContrastiveConfig};

/// The restricted Boltzmann machine.
pub const FAMILY: Family = Family {
    id: "rbm",
    label: "Restricted Boltzmann machine",
    inputs: Inputs::Images,
    summary: "Pixels and hidden units switch each other on and off. The weights are learnt so that \
              what this chain of switching settles on looks like the data.",
    equation: "<math displaystyle=\"true\"><mi>E</mi><mo>(</mo><mi>v</mi><mo>,</mo><mi>h</mi><mo>)</mo>\
               <mo>=</mo><mo>−</mo><msup><mi>b</mi><mi>⊤</mi></msup><mi>v</mi><mo>−</mo><msup><mi>c</mi>\
               <mi>⊤</mi></msup><mi>h</mi><mo>−</mo><msup><mi>v</mi><mi>⊤</mi></msup><mi>W</mi><mi>h</mi>\
               </math>",
    reference: "Hinton 2002, Training Products of Experts by Minimizing Contrastive Divergence",
    learning_rate: 5e-2,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "codeSize",
        label: "Hidden units",
        help: "How many hidden units there are; their probabilities are the code.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: super::WIDEST as i64,
            default: 500,
        },
    },
    Control {
        name: "visible",
        label: "Visible units",
        help: "Bernoulli units are 0 or 1, grey pixels their probability; Gaussian ones take any \
               value, and want a learning rate ten times smaller.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "bernoulli",
                    label: "Bernoulli",
                },
                Choice {
                    value: "gaussian",
                    label: "Gaussian",
                },
            ],
            default: "bernoulli",
        },
    },
    Control {
        name: "deviation",
        label: "Pixel deviation",
        help: "Standard deviation of a Gaussian visible unit around its mean.",
        kind: Kind::Number {
            minimum: 0.05,
            maximum: 2.0,
            step: 0.01,
            default: 0.25,
            logarithmic: true,
        },
    },
    K,
    Control {
        name: "persistent",
        label: "Persistent chains",
        help: "Chains go on where the last update left them, instead of starting at the data.",
        kind: Kind::Boolean { default: false },
    },
    MOMENTUM,
    WEIGHT_DECAY,
];

/// Gibbs steps before a sample is shown: from independent hidden units, by then the chain has
/// found digits.
const SAMPLE_STEPS: usize = 500;

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

impl Autoencoder for Rbm {
    /// The means of the hidden units.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.hidden_given_visible(inputs)
    }

    /// The means of the visible units: after `encode`, one mean-field pass.
    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.visible_given_hidden(codes)
    }
}

impl Generator for Rbm {
    /// The visible means after 500 steps of a Gibbs chain that starts with each hidden unit on its
    /// own as often on as over the training data.
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2> {
        let mut random = Random::new(options.seed);
        let rates = TensorData::new(options.mean.clone(), [1, options.mean.len()]);
        let rates = Tensor::<2>::from_data(rates, &options.device).repeat(&[count, 1]);
        let start = self.sample_hidden(rates, &mut random);
        let hidden =
            (0..SAMPLE_STEPS).fold(start, |hidden, _| self.gibbs_step(hidden, &mut random));
        self.visible_given_hidden(hidden)
    }
}

impl Model for Rbm {
    fn widths(&self) -> Vec<usize> {
        let [inputs, codes] = self.weight().dims();
        vec![inputs, codes, inputs]
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        (vec![inputs.clone()], self.encode(inputs))
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        vec![codes.clone(), self.decode(codes)]
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

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: RbmConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    let seed = seed.unwrap_or(0);
    Ok(Box::new(Contrastive::new(
        module,
        config.contrastive,
        seed,
        device,
    )))
}
