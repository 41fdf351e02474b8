//! The deep autoencoder: a stack of layers to a narrow code and a stack back.
//!
//! min over θ of E[ L(x, g(f(x))) ] + λ E[ Σⱼ f(x)ⱼ² ], with L the squared error Σᵢ (x̂ᵢ − xᵢ)² or
//! the cross-entropy −Σᵢ [xᵢ log x̂ᵢ + (1 − xᵢ) log(1 − x̂ᵢ)].
//!
//! Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science
//! 313 (2006): 784-1000-500-250-30 has squared error 3.00 on the MNIST test digits, PCA with 30
//! components 13.87.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::{Family, Inputs, parse};
use crate::error::{LabError, Result};
use crate::layers::{self, Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The deep autoencoder.
pub const FAMILY: Family = Family {
    id: "dense",
    label: "Deep autoencoder",
    inputs: Inputs::Images,
    summary: "Squeezes a digit through ever narrower layers and unfolds it again. \
              The narrow middle, the code, is all that the decoder sees.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <msub><mover><mi>x</mi><mo>^</mo></mover><mi>i</mi></msub><mo>−</mo><msub><mi>x</mi>\
               <mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mi>λ</mi><munder>\
               <mo>∑</mo><mi>j</mi></munder><msubsup><mi>z</mi><mi>j</mi><mn>2</mn></msubsup></math>",
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
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
            default: &[1000, 500, 250, 30],
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
        name: "tied",
        label: "Tied weights",
        help: "The decoder uses the encoder's weights, transposed.",
        kind: Kind::Boolean { default: false },
    },
    Control {
        name: "loss",
        label: "Loss",
        help: "Squared error, or cross-entropy for pixels read as probabilities.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "squared-error",
                    label: "Squared error",
                },
                Choice {
                    value: "bernoulli",
                    label: "Cross-entropy",
                },
            ],
            default: "squared-error",
        },
    },
    Control {
        name: "output",
        label: "Output",
        help: "A sigmoid keeps pixels between black and white; linear makes the family span PCA.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "sigmoid",
                    label: "Sigmoid",
                },
                Choice {
                    value: "linear",
                    label: "Linear",
                },
            ],
            default: "sigmoid",
        },
    },
    Control {
        name: "codePenalty",
        label: "L2 on the code",
        help: "λ: how strongly codes are drawn together around 0, so that samples near 0 are digits.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 1.0,
            step: 0.001,
            default: 0.0,
            logarithmic: false,
        },
    },
];

/// The activations a family may offer.
pub(super) const ACTIVATIONS: &[Choice] = &[
    Choice {
        value: "sigmoid",
        label: "Sigmoid",
    },
    Choice {
        value: "relu",
        label: "ReLU",
    },
    Choice {
        value: "gelu",
        label: "GELU",
    },
    Choice {
        value: "tanh",
        label: "Tanh",
    },
    Choice {
        value: "linear",
        label: "Linear",
    },
];

/// What training minimises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReconstructionLoss {
    /// Σᵢ (x̂ᵢ − xᵢ)²
    SquaredError,
    /// −Σᵢ [xᵢ log x̂ᵢ + (1 − xᵢ) log(1 − x̂ᵢ)]
    Bernoulli,
}

/// What follows the last layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// Pixels in 0…1.
    Sigmoid,
    /// Any value.
    Linear,
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
    pub output: Output,
    /// λ ≥ 0.
    pub code_penalty: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Dense {
    encoder: Vec<Layer>,
    decoder: Vec<Layer>,
    #[module(skip)]
    config: DenseConfig,
}

impl DenseConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Dense {
        let mut widths = vec![self.input_size];
        widths.extend(&self.widths);
        let (encoder, decoder) = layers::encoder_and_decoder(&widths, self.tied, initial, device);
        Dense {
            encoder,
            decoder,
            config: self,
        }
    }
}

impl Dense {
    fn output(&self, logits: Tensor<2>) -> Tensor<2> {
        match self.config.output {
            Output::Sigmoid => layers::sigmoid(logits),
            Output::Linear => logits,
        }
    }

    /// The decoder's layers, the last before its output function.
    fn decoder_trace(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        layers::decoder_trace(&self.encoder, &self.decoder, self.config.activation, codes)
    }

    fn decode_logits(&self, codes: Tensor<2>) -> Tensor<2> {
        let mut outputs = self.decoder_trace(codes);
        outputs.pop().expect("a decoder has a layer")
    }
}

impl Autoencoder for Dense {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.encoder, self.config.activation, inputs)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.output(self.decode_logits(codes))
    }
}

impl Generator for Dense {}

impl Model for Dense {
    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs.clone()];
        layers.extend(layers::trace(&self.encoder, self.config.activation, inputs));
        let codes = layers.pop().expect("an encoder has a layer");
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes.clone()];
        layers.extend(self.decoder_trace(codes));
        let logits = layers.pop().expect("a decoder has a layer");
        layers.push(self.output(logits));
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

impl Objective for Dense {
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let codes = self.encode(inputs.clone());
        let logits = self.decode_logits(codes.clone());
        let reconstructions = self.output(logits.clone());
        let squared = loss::squared_error(reconstructions, inputs.clone()).mean();
        let mut terms = vec![("squaredError", squared.clone())];
        let mut total = match self.config.loss {
            ReconstructionLoss::SquaredError => squared,
            ReconstructionLoss::Bernoulli => {
                let entropy = loss::bernoulli(logits, inputs).mean();
                terms.push(("crossEntropy", entropy.clone()));
                entropy
            }
        };
        if self.config.code_penalty > 0.0 {
            let energy = loss::code_energy(codes).mean();
            terms.push(("codeEnergy", energy.clone()));
            total = total + energy.mul_scalar(self.config.code_penalty);
        }
        Losses::new(total, terms)
    }

    fn guess_loss(&self) -> f64 {
        let pixels = self.config.input_size as f64;
        match self.config.loss {
            ReconstructionLoss::SquaredError => 0.25 * pixels,
            ReconstructionLoss::Bernoulli => std::f64::consts::LN_2 * pixels,
        }
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: DenseConfig = parse(config)?;
    if config.loss == ReconstructionLoss::Bernoulli && config.output == Output::Linear {
        return Err(LabError::new(
            "bad-config",
            "Cross-entropy needs pixels in 0…1, which a linear output does not give.",
            "Use the sigmoid output, or the squared error.",
        ));
    }
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
