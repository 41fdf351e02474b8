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

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::data::corruption::Corruption;
use crate::error::Result;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The denoising autoencoder.
pub const FAMILY: Family = Family {
    id: "denoising",
    inputs: InputKind::Images,
    reference: "Vincent et al. 2008, Extracting and Composing Robust Features with Denoising Autoencoders",
    learning_rate: 1e-3,
    controls: &[
        Control::widths(&[1000]),
        Control::activation("sigmoid"),
        Control::boolean("tied", true),
        Control::choice(
            "corruption",
            &["gaussian", "masking", "salt-and-pepper"],
            "masking",
        ),
        Control::number("corruptionLevel", [0.0, 1.0], 0.01, 0.25),
    ],
    build,
};

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
    network: Network,
    #[module(skip)]
    config: DenoisingConfig,
}

impl DenoisingConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Denoising {
        let widths = [&[self.input_size], &self.widths[..]].concat();
        let functions = Functions {
            hidden: self.activation,
            code: self.activation,
            output: Activation::Sigmoid,
        };
        Denoising {
            network: Network::new(&widths, self.tied, functions, initial, device),
            config: self,
        }
    }
}

impl Denoising {
    /// What training minimises where the encoder sees `corrupted` in place of `inputs`, both
    /// `[batch, input]`.
    pub fn losses_with(&self, inputs: Tensor<2>, corrupted: Tensor<2>) -> Losses {
        let restored = self.reconstruct(corrupted.clone());
        let error = loss::squared_error(restored, inputs.clone()).mean();
        let corruption = loss::squared_error(corrupted, inputs).mean();
        let mut losses = Losses::of("corruptedSquaredError", error);
        losses.terms.push(("corruptionError", corruption));
        losses
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
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for Denoising {
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        if mode == Mode::Evaluate {
            let outputs = self.reconstruct(inputs.clone());
            return Losses::of("squaredError", loss::squared_error(outputs, inputs).mean());
        }
        let corrupted = self.corrupted(inputs.clone(), random);
        self.losses_with(inputs, corrupted)
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: DenoisingConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
