//! The contractive autoencoder: a code that hardly moves when the input does.
//!
//! min over W, b, c of E[ Σᵢ (x̂ᵢ − xᵢ)² + λ ‖∂h/∂x‖²_F ] with h = σ(x W + b), x̂ = σ(h Wᵀ + c). For
//! a sigmoid layer ∂hⱼ/∂xᵢ = hⱼ (1 − hⱼ) Wᵢⱼ, so that ‖∂h/∂x‖²_F = Σⱼ (hⱼ (1 − hⱼ))² Σᵢ Wᵢⱼ².
//!
//! Rifai, Vincent, Muller, Glorot & Bengio, "Contractive Auto-Encoders", ICML 2011, equation 9.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::{Control, WIDEST};
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::error::Result;
use crate::kernel;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The contractive autoencoder.
pub const FAMILY: Family = Family {
    id: "contractive",
    inputs: InputKind::Images,
    reference: "Rifai et al. 2011, Contractive Auto-Encoders",
    learning_rate: 1e-3,
    controls: &[
        Control::integer("codeSize", [1, WIDEST as i64], 500),
        Control::number("contraction", [0.0, 10.0], 0.01, 0.1),
    ],
    build,
};

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContractiveConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Hidden units.
    pub code_size: usize,
    /// λ ≥ 0.
    pub contraction: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`, with tied weights.
#[derive(Module, Debug)]
pub struct Contractive {
    network: Network,
    #[module(skip)]
    config: ContractiveConfig,
}

impl ContractiveConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Contractive {
        let functions = Functions {
            hidden: Activation::Sigmoid,
            code: Activation::Sigmoid,
            output: Activation::Sigmoid,
        };
        let widths = [self.input_size, self.code_size];
        Contractive {
            network: Network::new(&widths, true, functions, initial, device),
            config: self,
        }
    }
}

impl Contractive {
    /// ‖∂h/∂x‖²_F of each example from its hidden units, `[batch, code]` to `[batch]`.
    pub fn jacobian_norm(&self, hidden: Tensor<2>) -> Tensor<1> {
        let slopes = hidden.clone() - hidden.square();
        let columns = self.network.encoder[0].weight.val().square().sum_dim(0);
        let norms = kernel::matmul(slopes.square(), columns.transpose());
        norms.squeeze_dim::<1>(1)
    }
}

impl Mirrored for Contractive {
    fn network(&self) -> &Network {
        &self.network
    }
}

impl Objective for Contractive {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let hidden = self.encode(inputs.clone());
        let squared = loss::squared_error(self.decode(hidden.clone()), inputs).mean();
        let norm = self.jacobian_norm(hidden).mean();
        Losses::new(
            squared.clone() + norm.clone().mul_scalar(self.config.contraction),
            vec![("squaredError", squared), ("jacobianNorm", norm)],
        )
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: ContractiveConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
