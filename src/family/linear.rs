//! The linear autoencoder: one affine layer each way, with the encoder's weights used again.
//!
//! min over W, b, c of E[ Σᵢ (x̂ᵢ − xᵢ)² ] with z = x W + b and x̂ = z Wᵀ + c: the columns of W come to
//! span the subspace of PCA (Baldi & Hornik 1989).

use burn::module::Module;
use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::error::Result;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The linear autoencoder.
pub const FAMILY: Family = Family {
    id: "linear",
    inputs: InputKind::Images,
    reference: "Baldi & Hornik 1989, Neural Networks and Principal Component Analysis",
    learning_rate: 1e-3,
    controls: &[Control::integer("codeSize", [1, 784], 30)],
    build,
};

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinearConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Values of one code.
    pub code_size: usize,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct LinearAutoencoder {
    network: Network,
}

impl LinearConfig {
    /// A module with parameters from `initial`.
    pub fn init(&self, initial: &mut Initial, device: &Device) -> LinearAutoencoder {
        let functions = Functions {
            hidden: Activation::Linear,
            code: Activation::Linear,
            output: Activation::Linear,
        };
        let widths = [self.input_size, self.code_size];
        LinearAutoencoder {
            network: Network::new(&widths, true, functions, initial, device),
        }
    }
}

impl Mirrored for LinearAutoencoder {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for LinearAutoencoder {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        Losses::squared_error(self.reconstruct(inputs.clone()), inputs)
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: LinearConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
