//! The deep belief network: restricted Boltzmann machines stacked on each other, the hidden
//! units of one the visible units of the next, and the last with linear hidden units.
//!
//! Each machine learns by contrastive divergence from the hidden means of the one below, which
//! stays as it is. Hinton, Osindero & Teh, "A Fast Learning Algorithm for Deep Belief Nets", Neural
//! Computation 18 (2006), show that each further machine cannot lower a bound on log p(x) where it
//! is as wide as the one two below, starts as that one transposed and follows the likelihood's own
//! gradient: here widths shrink, weights start at random and the gradient is an estimate, so
//! that the bound is a reason for the procedure, not a promise.
//!
//! Then the stack is unrolled, hᵢ = σ(cᵢ + Wᵢᵀ hᵢ₋₁) and ĥᵢ₋₁ = σ(bᵢ + Wᵢ ĥᵢ), into an encoder and a
//! decoder that start with these weights and from then on have their own: backpropagation
//! fine-tunes them to min E[ Σⱼ (x̂ⱼ − xⱼ)² ]. The machines stay as they were, and the topmost one is
//! sampled until then: a fine-tuned encoder's codes are not those that it models.
//!
//! Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science
//! 313 (2006): 784-1000-500-250-30 has squared error 3.00 on the MNIST test digits.

use burn::module::{Module, Param, ParamId};
use burn::nn::Linear;
use burn::tensor::{Device, Shape, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::rbm::{K, MOMENTUM, Rbm, Units, WEIGHT_DECAY};
use crate::error::Result;
use crate::layers::network::{DecoderLayer, Functions, Network};
use crate::layers::{Activation, Initial, bias, dims, parameters};
use crate::model::{
    EnergyModel, Examples, Losses, Mode, Model, Objective, SampleOptions, Unrolled,
};
use crate::random::Random;
use crate::training::backprop::Backprop;
use crate::training::contrastive::{ContrastiveConfig, ContrastiveDivergence};
use crate::training::layerwise::{Layered, Layerwise};
use crate::training::{ModelLearner, Rule};

/// The deep belief network.
pub const FAMILY: Family = Family {
    id: "dbn",
    inputs: InputKind::Images,
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
    learning_rate: 1e-3,
    controls: &[
        Control::widths(&[1000, 500, 250, 30]),
        Control::integer("layerSteps", [1, 1_000_000], 400),
        Control::logarithmic("layerRate", [0.0001, 1.0], 0.0001, 0.1),
        K,
        MOMENTUM,
        WEIGHT_DECAY,
    ],
    build,
};

/// Share of the learning rate that linear hidden units bear, whose states have no bounds
/// (Hinton & Salakhutdinov 2006 took a hundredth, with more momentum).
const LINEAR_SHARE: f64 = 0.03;

/// Gibbs steps in the topmost machine before a sample is shown.
const MIXING_STEPS: usize = 200;

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DbnConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Hidden units of each machine, the code last.
    pub widths: Vec<usize>,
    /// Steps that each machine is trained alone.
    pub layer_steps: usize,
    /// Learning rate of contrastive divergence.
    pub layer_rate: f64,
    /// Gibbs steps before an update.
    pub k: usize,
    /// The share of the last update that is made again.
    pub momentum: f32,
    /// λ ≥ 0.
    pub weight_decay: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Dbn {
    /// The machines, as they were pretrained.
    rbms: Vec<Rbm>,
    /// The stack unrolled; until it is fine-tuned, with the machines' own weights.
    network: Network,
    /// Whether codes are those of the topmost machine, which draws them.
    #[module(skip)]
    is_chain: bool,
}

impl DbnConfig {
    fn all_widths(&self) -> Vec<usize> {
        [&[self.input_size], &self.widths[..]].concat()
    }

    /// A module with parameters from `initial`.
    pub fn init(&self, initial: &mut Initial, device: &Device) -> Dbn {
        let rbm = |(index, pair): (usize, &[usize])| {
            let hidden = match index + 1 == self.widths.len() {
                true => Units::Gaussian,
                false => Units::Bernoulli,
            };
            let units = [Units::Bernoulli, hidden];
            Rbm::new([pair[0], pair[1]], units, 1.0, initial, device)
        };
        let rbms: Vec<Rbm> = self.all_widths().windows(2).enumerate().map(rbm).collect();
        Dbn {
            network: unroll(&rbms),
            rbms,
            is_chain: false,
        }
    }

    /// How each machine is trained.
    fn contrastive(&self) -> ContrastiveConfig {
        ContrastiveConfig {
            k: self.k,
            persistent: false,
            momentum: self.momentum,
            weight_decay: self.weight_decay,
        }
    }
}

/// The stack as an encoder and a decoder with parameters of their own, which share the machines'
/// values until they change.
fn unroll(rbms: &[Rbm]) -> Network {
    Network {
        encoder: rbms.iter().map(up).collect(),
        decoder: rbms.iter().rev().map(down).collect(),
        functions: Functions {
            hidden: Activation::Sigmoid,
            code: Activation::Linear,
            output: Activation::Sigmoid,
        },
    }
}

/// c + Wᵀv
fn up(rbm: &Rbm) -> Linear {
    let [visible, hidden] = dims(&rbm.hidden);
    let bias = rbm.hidden.bias.as_ref().expect("a layer with a bias");
    Linear {
        weight: derived(&rbm.hidden.weight, [visible, hidden], |weight| weight),
        bias: Some(derived(bias, [hidden], |bias| bias)),
    }
}

/// b + Wh
fn down(rbm: &Rbm) -> DecoderLayer {
    let [visible, hidden] = dims(&rbm.hidden);
    DecoderLayer::Own(Linear {
        weight: derived(&rbm.hidden.weight, [hidden, visible], transposed),
        bias: Some(derived(&rbm.visible.bias, [visible], |bias| bias)),
    })
}

/// The transpose with its rows one after the other, as it would be after reading it from a file.
fn transposed(weight: Tensor<2>) -> Tensor<2> {
    let [rows, columns] = weight.dims();
    let values = weight.transpose().reshape([rows * columns]);
    values.reshape([columns, rows])
}

/// A parameter of its own that begins as `change` makes it of another one, when somebody looks.
fn derived<const D: usize>(
    source: &Param<Tensor<D>>,
    shape: [usize; D],
    change: fn(Tensor<D>) -> Tensor<D>,
) -> Param<Tensor<D>> {
    let (device, source) = (source.lazy_device(), source.clone());
    let value = move |_: &Device, _: bool| change(source.val());
    Param::uninitialized(ParamId::new(), value, device, true, Shape::from(shape))
}

impl Dbn {
    fn top(&self) -> &Rbm {
        self.rbms.last().expect("at least one machine")
    }

    /// The network as it was before any fine-tuning, with the topmost machine's chain.
    pub fn pretrained(&self) -> Self {
        Self {
            network: unroll(&self.rbms),
            rbms: self.rbms.clone(),
            is_chain: true,
        }
    }
}

impl Objective for Dbn {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        Losses::squared_error(self.reconstruct(inputs.clone()), inputs)
    }
}

impl Model for Dbn {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.network.encode(inputs)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.network.decode(codes)
    }

    /// Where chains in the topmost machine begin: codes from N(0, 1), the density of its hidden
    /// units without any visible one. It says nothing of the codes of a fine-tuned encoder.
    fn draw_codes(&self, count: usize, options: &SampleOptions, random: &mut Random) -> Tensor<2> {
        if !self.is_chain {
            return options.fitted_codes(count, random);
        }
        let code = self.top().widths()[1];
        random.normal([count, code], &options.device) + bias(&self.top().hidden).unsqueeze()
    }

    fn mixing_steps(&self) -> usize {
        if self.is_chain { MIXING_STEPS } else { 0 }
    }

    /// One step in the topmost machine.
    fn step_chain(&self, codes: Tensor<2>, random: &mut Random) -> Option<Tensor<2>> {
        self.is_chain.then(|| self.top().gibbs_step(codes, random))
    }

    /// The machines, of which the topmost one models the codes.
    fn generator(&self) -> Option<Box<dyn Model>> {
        Some(Box::new(self.pretrained()))
    }

    fn widths(&self) -> Vec<usize> {
        self.network.widths()
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        self.network.encoder_activations(inputs)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        self.network.decoder_activations(codes)
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        self.network.pre_activations(inputs, layer)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.network.filters())
    }

    fn unrolled(&self) -> Option<Unrolled> {
        let widths = self.widths();
        let depth = self.rbms.len();
        Some(Unrolled {
            family: "dense",
            config: json!({
                "inputSize": widths[0], "widths": widths[1..=depth], "activation": "sigmoid",
            }),
            parameters: parameters::collect(&unroll(&self.rbms)),
        })
    }
}

impl Layered for Dbn {
    type Layer = Rbm;

    fn below(&self, inputs: Tensor<2>, index: usize) -> Tensor<2> {
        let machines = self.rbms[..index].iter();
        machines.fold(inputs, |values, machine| machine.encode(values))
    }

    fn take_layer(&mut self, index: usize) -> Rbm {
        // Without the copies, so that the update finds nobody else at the values.
        self.network.take_layer(index);
        self.rbms.remove(index)
    }

    fn put_layer(&mut self, index: usize, layer: Rbm) {
        let copy = unroll(std::slice::from_ref(&layer));
        self.network.put_layer(index, copy);
        self.rbms.insert(index, layer);
    }

    fn first_layers(&self, count: usize) -> Box<dyn Model> {
        Box::new(Self {
            is_chain: self.is_chain,
            rbms: self.rbms[..count].to_vec(),
            network: self.network.first_layers(count),
        })
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: DbnConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    let layer = |index: usize| -> Box<dyn Rule<Rbm>> {
        let is_last = index + 1 == config.widths.len();
        let rate = config.layer_rate * if is_last { LINEAR_SHARE } else { 1.0 };
        let (contrastive, index) = (config.contrastive(), index as u64);
        let rule = ContrastiveDivergence::of_layer(contrastive, rate, setup.seed, index);
        Box::new(rule)
    };
    let whole = Box::new(Backprop::new(setup.seed));
    let rule = Layerwise::new(&config.all_widths(), config.layer_steps, layer, whole);
    setup.learner(module, rule)
}
