//! The deep autoencoder: a stack of layers to a narrow code and a stack back.
//!
//! min over θ of E[ L(x, g(f(x))) ] + λ E[ Σⱼ f(x)ⱼ² ], with L the squared error Σᵢ (x̂ᵢ − xᵢ)² or
//! the cross-entropy −Σᵢ [xᵢ log x̂ᵢ + (1 − xᵢ) log(1 − x̂ᵢ)].
//!
//! Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science
//! 313 (2006): 784-1000-500-250-30 has squared error 3.00 on the MNIST test digits, PCA with 30
//! components 13.87.

use burn::module::Module;
use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::error::{LabError, Result};
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The deep autoencoder.
pub const FAMILY: Family = Family {
    id: "dense",
    inputs: InputKind::Images,
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
    learning_rate: 1e-3,
    controls: &[
        Control::widths(&[1000, 500, 250, 30]),
        Control::activation("gelu"),
        Control::boolean("tied", false),
        Control::choice("loss", &["squared-error", "bernoulli"], "squared-error"),
        Control::choice("output", &["sigmoid", "linear"], "sigmoid"),
        Control::number("codePenalty", [0.0, 1.0], 0.001, 0.0),
    ],
    build,
};

/// What training minimises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReconstructionLoss {
    /// Σᵢ (x̂ᵢ − xᵢ)²
    SquaredError,
    /// −Σᵢ [xᵢ log x̂ᵢ + (1 − xᵢ) log(1 − x̂ᵢ)]
    Bernoulli,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DenseConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Widths after the input, the code last.
    pub widths: Vec<usize>,
    /// Between two layers.
    pub activation: Activation,
    /// Whether the decoder uses the encoder's weights.
    pub tied: bool,
    /// What training minimises.
    pub loss: ReconstructionLoss,
    /// What follows the last layer.
    pub output: Activation,
    /// λ ≥ 0.
    pub code_penalty: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Dense {
    network: Network,
    #[module(skip)]
    config: DenseConfig,
}

impl DenseConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Dense {
        let widths = [&[self.input_size], &self.widths[..]].concat();
        let functions = Functions {
            hidden: self.activation,
            code: Activation::Linear,
            output: self.output,
        };
        Dense {
            network: Network::new(&widths, self.tied, functions, initial, device),
            config: self,
        }
    }
}

impl Mirrored for Dense {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for Dense {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let codes = self.encode(inputs.clone());
        let logits = self.network.decode_logits(codes.clone());
        let outputs = self.config.output.apply(logits.clone());
        let squared = loss::squared_error(outputs, inputs.clone()).mean();
        let mut losses = Losses::of("squaredError", squared);
        if self.config.loss == ReconstructionLoss::Bernoulli {
            let entropy = loss::bernoulli(logits, inputs).mean();
            losses.terms.push(("crossEntropy", entropy.clone()));
            losses.total = entropy;
        }
        let penalty = self.config.code_penalty;
        losses.penalise("codeEnergy", penalty, || loss::code_energy(codes).mean());
        losses
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        let each = match self.config.loss {
            ReconstructionLoss::SquaredError => 0.25,
            ReconstructionLoss::Bernoulli => std::f64::consts::LN_2,
        };
        each * inputs as f64
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: DenseConfig = setup.config()?;
    if config.loss == ReconstructionLoss::Bernoulli && config.output == Activation::Linear {
        return Err(LabError::new(
            "bad-config",
            "Cross-entropy needs pixels in 0…1, which a linear output does not give.",
            "Use the sigmoid output, or the squared error.",
        ));
    }
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
