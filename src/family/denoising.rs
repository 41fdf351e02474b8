//! The denoising autoencoder: from a damaged digit back to the clean one.
//!
//! min over W, b of E[ Σᵢ (x̂ᵢ − xᵢ)² ] with x̂ = g(f(x̃)) and x̃ drawn from q(x̃ | x): the input is
//! damaged anew every time it is seen, the target never.
//!
//! Vincent, Larochelle, Bengio & Manzagol, "Extracting and Composing Robust Features with
//! Denoising Autoencoders", ICML 2008; the kinds of damage from their JMLR 11 (2010).

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::dense::ACTIVATIONS;
use super::mirrored::Mirrored;
use super::{Family, Inputs, parse};
use crate::data::corruption::Corruption;
use crate::error::Result;
use crate::layers::mirror::Mirror;
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::Autoencoder;
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The denoising autoencoder.
pub const FAMILY: Family = Family {
    id: "denoising",
    label: "Denoising autoencoder",
    inputs: Inputs::Images,
    summary: "Is shown damaged digits and learns to give back the clean ones. To undo the damage \
              it has to know how digits go on where it cannot see them.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><msub><mi>E</mi><mrow><mover><mi>x</mi><mo>~</mo></mover>\
               <mo>∼</mo><mi>q</mi><mo>(</mo><mover><mi>x</mi><mo>~</mo></mover><mo>|</mo><mi>x</mi>\
               <mo>)</mo></mrow></msub><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <msub><mi>g</mi><mi>i</mi></msub><mo>(</mo><mi>f</mi><mo>(</mo><mover><mi>x</mi><mo>~</mo>\
               </mover><mo>)</mo><mo>)</mo><mo>−</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo></mrow>\
               <mn>2</mn></msup></math>",
    reference: "Vincent et al. 2008, Extracting and Composing Robust Features with Denoising Autoencoders",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "widths",
        label: "Layers",
        help: "Widths of the encoder's layers; the last is the code. The decoder mirrors them.",
        kind: Kind::Widths { default: &[1000] },
    },
    Control {
        name: "activation",
        label: "Activation",
        help: "The function after every layer but the last, which is a sigmoid.",
        kind: Kind::Choice {
            choices: ACTIVATIONS,
            default: "sigmoid",
        },
    },
    Control {
        name: "tied",
        label: "Tied weights",
        help: "The decoder uses the encoder's weights, transposed.",
        kind: Kind::Boolean { default: true },
    },
    Control {
        name: "corruption",
        label: "Corruption",
        help: "How digits are damaged before the model sees them.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "gaussian",
                    label: "Gaussian noise",
                },
                Choice {
                    value: "masking",
                    label: "Masking",
                },
                Choice {
                    value: "salt-and-pepper",
                    label: "Salt and pepper",
                },
            ],
            default: "masking",
        },
    },
    Control {
        name: "corruptionLevel",
        label: "Corruption level",
        help: "The share of pixels that are hit, or the standard deviation of the Gaussian noise.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 1.0,
            step: 0.01,
            default: 0.25,
            logarithmic: false,
        },
    },
];

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DenoisingConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Widths after the input, the code last.
    pub widths: Vec<usize>,
    /// After every layer but the last.
    pub activation: Activation,
    /// Whether the decoder uses the encoder's weights.
    pub tied: bool,
    /// q(x̃ | x).
    pub corruption: Corruption,
    /// How strong it is, in 0…1.
    pub corruption_level: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Denoising {
    layers: Mirror,
    #[module(skip)]
    config: DenoisingConfig,
}

impl DenoisingConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Denoising {
        let mut widths = vec![self.input_size];
        widths.extend(&self.widths);
        Denoising {
            layers: Mirror::new(&widths, self.activation, self.tied, initial, device),
            config: self,
        }
    }
}

impl Denoising {
    /// The losses where the encoder sees `corrupted` in place of `inputs`, `[batch, input]` both.
    pub fn losses_with(&self, inputs: Tensor<2>, corrupted: Tensor<2>) -> Losses {
        let restored = self.reconstruct(corrupted.clone());
        let squared = loss::squared_error(restored, inputs.clone()).mean();
        let damage = loss::squared_error(corrupted, inputs).mean();
        let terms = vec![
            ("squaredError", squared.clone()),
            ("corruptedError", damage),
        ];
        Losses::new(squared, terms)
    }

    fn corrupted(&self, inputs: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let (shape, device) = (inputs.dims(), inputs.device());
        let config = &self.config;
        let count = shape[0] * shape[1];
        let damage = config
            .corruption
            .draw(config.corruption_level, count, random);
        let upload = |values| Tensor::from_data(TensorData::new(values, shape), &device);
        (inputs * upload(damage.scale) + upload(damage.shift)).clamp(0.0, 1.0)
    }
}

impl Mirrored for Denoising {
    fn layers(&self) -> &Mirror {
        &self.layers
    }
}

impl Objective for Denoising {
    fn losses(&self, examples: &Examples, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let corrupted = self.corrupted(inputs.clone(), random);
        self.losses_with(inputs, corrupted)
    }

    fn guess_loss(&self) -> f64 {
        0.25 * self.config.input_size as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: DenoisingConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
