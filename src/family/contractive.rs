//! The contractive autoencoder: a code that hardly moves when the input does.
//!
//! min over W, b, c of E[ Σᵢ (x̂ᵢ − xᵢ)² + λ ‖∂h/∂x‖²_F ] with h = σ(x W + b), x̂ = σ(h Wᵀ + c). For
//! a sigmoid layer ∂hⱼ/∂xᵢ = hⱼ (1 − hⱼ) Wᵢⱼ, so that ‖∂h/∂x‖²_F = Σⱼ (hⱼ (1 − hⱼ))² Σᵢ Wᵢⱼ².
//!
//! Rifai, Vincent, Muller, Glorot & Bengio, "Contractive Auto-Encoders", ICML 2011, equation 9.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Control, Kind};
use super::mirrored::Mirrored;
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::mirror::Mirror;
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::Autoencoder;
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The contractive autoencoder.
pub const FAMILY: Family = Family {
    id: "contractive",
    label: "Contractive autoencoder",
    inputs: Inputs::Images,
    summary: "Pays for every direction in which a change of the digit changes the code. Only those \
              in which digits really vary are worth the price.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <msub><mover><mi>x</mi><mo>^</mo></mover><mi>i</mi></msub><mo>−</mo><msub><mi>x</mi>\
               <mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mi>λ</mi><munder>\
               <mo>∑</mo><mi>j</mi></munder><msup><mrow><mo>(</mo><msub><mi>h</mi><mi>j</mi></msub>\
               <mo>(</mo><mn>1</mn><mo>−</mo><msub><mi>h</mi><mi>j</mi></msub><mo>)</mo><mo>)</mo></mrow>\
               <mn>2</mn></msup><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>W</mi><mrow><mi>i</mi>\
               <mi>j</mi></mrow><mn>2</mn></msubsup></math>",
    reference: "Rifai et al. 2011, Contractive Auto-Encoders",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "codeSize",
        label: "Hidden units",
        help: "How many units the code has.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: super::WIDEST as i64,
            default: 500,
        },
    },
    Control {
        name: "contraction",
        label: "λ",
        help: "Weight of the Jacobian's norm: how dearly a moving code is paid for.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 10.0,
            step: 0.01,
            default: 0.1,
            logarithmic: false,
        },
    },
];

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
    layers: Mirror,
    #[module(skip)]
    config: ContractiveConfig,
}

impl ContractiveConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Contractive {
        let widths = [self.input_size, self.code_size];
        Contractive {
            layers: Mirror::new(&widths, Activation::Sigmoid, true, initial, device),
            config: self,
        }
    }
}

impl Contractive {
    /// ‖∂h/∂x‖²_F of each example from its hidden units, `[batch, code]` to `[batch]`.
    pub fn jacobian_norm(&self, hidden: Tensor<2>) -> Tensor<1> {
        let slopes = hidden.clone() - hidden.square();
        let columns = self.layers.first_weight().square().sum_dim(0);
        let norms = slopes.square().matmul(columns.transpose());
        norms.squeeze_dim::<1>(1)
    }
}

impl Mirrored for Contractive {
    fn layers(&self) -> &Mirror {
        &self.layers
    }
}

impl Objective for Contractive {
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let hidden = self.encode(inputs.clone());
        let squared = loss::squared_error(self.decode(hidden.clone()), inputs).mean();
        let norm = self.jacobian_norm(hidden).mean();
        Losses::new(
            squared.clone() + norm.clone().mul_scalar(self.config.contraction),
            vec![("squaredError", squared), ("jacobianNorm", norm)],
        )
    }

    fn guess_loss(&self) -> f64 {
        0.25 * self.config.input_size as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: ContractiveConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
