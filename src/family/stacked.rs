//! The stacked autoencoder: one shallow autoencoder after the other, each on the codes of the one
//! before, then all of them unrolled and trained as a whole.
//!
//! Part i: min over its own two layers of E[ Σⱼ (ĥᵢ₋₁,ⱼ − hᵢ₋₁,ⱼ)² + λ Σⱼ |hᵢ,ⱼ| ] with
//! hᵢ = s(hᵢ₋₁ Wᵢ + bᵢ), h₀ = x, everything below fixed, and λ only where hᵢ is wider than hᵢ₋₁:
//! such a layer could otherwise copy its input. At last, min over all layers of E[ Σⱼ (x̂ⱼ − xⱼ)² ].
//!
//! Bengio, Lamblin, Popovici & Larochelle, "Greedy layer-wise training of deep networks",
//! NIPS 2006. The decoder's weights are its own, as everywhere but in stacks of RBMs.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::error::Result;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::backprop::Backprop;
use crate::training::layerwise::{Layered, Layerwise};
use crate::training::{ModelLearner, Rule};

/// The stacked autoencoder.
pub const FAMILY: Family = Family {
    id: "stacked",
    inputs: InputKind::Images,
    reference: "Bengio, Lamblin, Popovici & Larochelle 2006, Greedy Layer-Wise Training of Deep Networks",
    learning_rate: 1e-3,
    controls: &[
        Control::widths(&[1000, 500, 250, 2]),
        Control::activation("gelu"),
        Control::integer("layerSteps", [1, 1_000_000], 400),
        Control::number("sparsity", [0.0, 1.0], 0.001, 0.01),
    ],
    build,
};

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackedConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Widths after the input, the code last.
    pub widths: Vec<usize>,
    /// Between two layers.
    pub activation: Activation,
    /// Steps that each layer is trained alone.
    pub layer_steps: usize,
    /// λ ≥ 0.
    pub sparsity: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Stacked {
    network: Network,
    #[module(skip)]
    sparsity: f32,
}

/// One layer of the stack as a shallow autoencoder: `[batch, below]` → `[batch, hidden]` →
/// `[batch, below]`.
#[derive(Module, Debug)]
pub struct StackedLayer {
    network: Network,
    /// λ, where the layer is wider than its input.
    #[module(skip)]
    sparsity: f32,
}

impl StackedConfig {
    /// A module with parameters from `initial`.
    pub fn init(&self, initial: &mut Initial, device: &Device) -> Stacked {
        let widths = [&[self.input_size], &self.widths[..]].concat();
        let functions = Functions {
            hidden: self.activation,
            code: Activation::Linear,
            output: Activation::Sigmoid,
        };
        Stacked {
            network: Network::new(&widths, false, functions, initial, device),
            sparsity: self.sparsity,
        }
    }
}

impl Mirrored for Stacked {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for Stacked {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        Losses::squared_error(self.reconstruct(inputs.clone()), inputs)
    }
}

impl Mirrored for StackedLayer {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for StackedLayer {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let hidden = self.encode(inputs.clone());
        let squared = loss::squared_error(self.decode(hidden.clone()), inputs).mean();
        let mut losses = Losses::of("squaredError", squared);
        losses.penalise("activity", self.sparsity, || loss::activity(hidden).mean());
        losses
    }
}

impl Layered for Stacked {
    type Layer = StackedLayer;

    fn below(&self, inputs: Tensor<2>, index: usize) -> Tensor<2> {
        self.network.encode_through(inputs, index)
    }

    fn take_layer(&mut self, index: usize) -> StackedLayer {
        let widths = self.widths();
        let network = self.network.take_layer(index);
        let is_wide = widths[index + 1] > widths[index];
        StackedLayer {
            network,
            sparsity: if is_wide { self.sparsity } else { 0.0 },
        }
    }

    fn put_layer(&mut self, index: usize, layer: StackedLayer) {
        self.network.put_layer(index, layer.network);
    }

    fn first_layers(&self, count: usize) -> Box<dyn Model> {
        Box::new(Self {
            network: self.network.first_layers(count),
            sparsity: self.sparsity,
        })
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: StackedConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    let widths = [&[config.input_size], &config.widths[..]].concat();
    let layer = |index: usize| -> Box<dyn Rule<StackedLayer>> {
        Box::new(Backprop::of_layer(setup.seed, 1 + index as u64))
    };
    let whole = Box::new(Backprop::new(setup.seed));
    let rule = Layerwise::new(&widths, config.layer_steps, layer, whole);
    setup.learner(module, rule)
}
