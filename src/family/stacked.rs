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
use burn::tensor::{Device, Tensor, activation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Control, Kind};
use super::dense::ACTIVATIONS;
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::{self, Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::greedy::{Greedy, Layered};
use crate::training::{Learner, Losses};

/// The stacked autoencoder.
pub const FAMILY: Family = Family {
    id: "stacked",
    label: "Stacked autoencoder",
    inputs: Inputs::Images,
    summary: "Learns one layer at a time, each to restore what the layer before it made, \
              while the earlier ones stay as they are. At last all layers are trained together.",
    equation: "<math displaystyle=\"true\"><msub><mi>L</mi><mi>i</mi></msub><mo>=</mo><munder><mo>∑</mo>\
               <mi>j</mi></munder><msup><mrow><mo>(</mo><msub><mover><mi>h</mi><mo>^</mo></mover>\
               <mrow><mi>i</mi><mo>−</mo><mn>1</mn><mo>,</mo><mi>j</mi></mrow></msub><mo>−</mo>\
               <msub><mi>h</mi><mrow><mi>i</mi><mo>−</mo><mn>1</mn><mo>,</mo><mi>j</mi></mrow></msub>\
               <mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mi>λ</mi><munder><mo>∑</mo><mi>j</mi>\
               </munder><mrow><mo>|</mo><msub><mi>h</mi><mrow><mi>i</mi><mo>,</mo><mi>j</mi></mrow>\
               </msub><mo>|</mo></mrow></math>",
    reference: "Bengio, Lamblin, Popovici & Larochelle 2006, Greedy Layer-Wise Training of Deep Networks",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "widths",
        label: "Layers",
        help: "Widths of the encoder's layers; the last is the code. The decoder mirrors them.",
        kind: Kind::Widths {
            default: &[1000, 500, 250, 2],
        },
    },
    Control {
        name: "activation",
        label: "Activation",
        help: "The function between two layers; the code itself is linear.",
        kind: Kind::Choice {
            choices: ACTIVATIONS,
            default: "gelu",
        },
    },
    Control {
        name: "layerSteps",
        label: "Steps a layer",
        help: "How many steps each layer is trained alone; the steps after that train all of them.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 1_000_000,
            default: 400,
        },
    },
    Control {
        name: "sparsity",
        label: "L1 on wide layers",
        help: "λ: keeps a layer that is wider than its input from merely copying it.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 1.0,
            step: 0.001,
            default: 0.01,
            logarithmic: false,
        },
    },
];

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
    encoder: Vec<Layer>,
    decoder: Vec<Layer>,
    /// The layer in training, from 0; as many as there are layers for all of them.
    #[module(skip)]
    stage: usize,
    #[module(skip)]
    config: StackedConfig,
}

impl StackedConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Stacked {
        let widths = layers::mirrored(self.input_size, &self.widths);
        let (there, back) = (&widths[..=self.widths.len()], &widths[self.widths.len()..]);
        Stacked {
            encoder: layers::stack(there, initial, device),
            decoder: layers::stack(back, initial, device),
            stage: 0,
            config: self,
        }
    }
}

impl Stacked {
    /// `[batch, input]` to the output of the first `count` layers.
    fn climb(&self, inputs: Tensor<2>, count: usize) -> Tensor<2> {
        (0..count).fold(inputs, |below, index| self.up(below, index))
    }

    /// Through the encoder's layer `index`.
    fn up(&self, below: Tensor<2>, index: usize) -> Tensor<2> {
        let output = self.encoder[index].forward(below);
        if index + 1 == self.encoder.len() {
            return output;
        }
        self.config.activation.apply(output)
    }

    /// Through the decoder's layer that undoes the encoder's layer `index`.
    fn down(&self, above: Tensor<2>, index: usize) -> Tensor<2> {
        let output = self.decoder[self.decoder.len() - 1 - index].forward(above);
        if index == 0 {
            return activation::sigmoid(output);
        }
        self.config.activation.apply(output)
    }

    fn width_below(&self, index: usize) -> usize {
        match index {
            0 => self.config.input_size,
            _ => self.config.widths[index - 1],
        }
    }

    /// The losses of layer `index` on its own, and the squared error of the whole.
    fn layer_losses(&self, inputs: Tensor<2>, index: usize) -> Losses {
        // Outside of the graph: what nothing flows back through would pile up in it.
        let (plain, fixed) = (inputs.clone().without_autodiff(), self.valid());
        let whole = fixed.reconstruct(plain.clone());
        let below = fixed.climb(plain.clone(), index);
        let below = if inputs.is_autodiff() {
            below.autodiff()
        } else {
            below
        };
        let hidden = self.up(below.clone(), index);
        let error = loss::squared_error(self.down(hidden.clone(), index), below).mean();
        let mut terms = vec![
            ("squaredError", loss::squared_error(whole, plain).mean()),
            ("layerError", error.clone()),
        ];
        let mut total = error;
        if self.config.widths[index] > self.width_below(index) && self.config.sparsity > 0.0 {
            let activity = loss::activity(hidden).mean();
            terms.push(("activity", activity.clone()));
            total = total + activity.mul_scalar(self.config.sparsity);
        }
        Losses::new(total, terms)
    }
}

impl Autoencoder for Stacked {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.climb(inputs, self.encoder.len())
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        let layers = (0..self.decoder.len()).rev();
        layers.fold(codes, |above, index| self.down(above, index))
    }
}

impl Generator for Stacked {}

impl Model for Stacked {
    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs];
        for index in 0..self.encoder.len() {
            layers.push(self.up(layers[index].clone(), index));
        }
        let codes = layers.pop().expect("an encoder has a layer");
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes];
        for index in (0..self.decoder.len()).rev() {
            layers.push(self.down(layers[layers.len() - 1].clone(), index));
        }
        layers
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let both = (&self.encoder[..], &self.decoder[..]);
        let activation = self.config.activation;
        layers::pre_activations(both, activation, layer, inputs.clone(), || {
            self.encode(inputs)
        })
    }

    fn filters(&self) -> Option<Tensor<2>> {
        layers::filters(&self.encoder[0], self.config.input_size)
    }
}

impl Objective for Stacked {
    /// Before all layers are trained, `squaredError` is that of the whole stack all the same, the
    /// untrained layers as they were drawn.
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        if self.stage < self.encoder.len() {
            return self.layer_losses(inputs, self.stage);
        }
        let squared = loss::squared_error(self.reconstruct(inputs.clone()), inputs).mean();
        Losses::new(squared.clone(), vec![("squaredError", squared)])
    }

    fn guess_loss(&self) -> f64 {
        let restored = self.stage % self.encoder.len();
        0.25 * self.width_below(restored) as f64
    }
}

impl Layered for Stacked {
    fn stages(&self) -> Vec<String> {
        let layers = (0..self.encoder.len())
            .map(|index| format!("{}-{}", self.width_below(index), self.config.widths[index]));
        layers.chain(["fine-tuning".to_string()]).collect()
    }

    fn at_stage(self, stage: usize) -> Self {
        Self { stage, ..self }
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: StackedConfig = parse(config)?;
    let layer_steps = config.layer_steps;
    let module = config.init(&mut Initial::from_seed(seed), device);
    let learner = Backprop::new(module, seed.unwrap_or(0), device);
    Ok(Box::new(Greedy::new(learner, layer_steps)))
}
