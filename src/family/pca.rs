//! Principal component analysis: the linear autoencoder with the least squared error.
//!
//! z = Cᵀ(x − m), x̂ = m + C z, with m the mean of the data and the columns of C the eigenvectors
//! of its covariance with the largest eigenvalues (Pearson 1901; Hotelling 1933). Gradient descent
//! on Σᵢ (x̂ᵢ − xᵢ)² finds the same subspace (Baldi & Hornik 1989), though not the same axes.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::{Family, Inputs, parse};
use crate::error::{LabError, Result};
use crate::layers::{Initial, parameter};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::closed_form::{ClosedForm, Linear};
use crate::training::{Learner, Losses};

/// Principal component analysis.
pub const FAMILY: Family = Family {
    id: "pca",
    label: "PCA",
    inputs: Inputs::Images,
    summary: "Describes a digit by its distances from the mean along the few directions in which \
              digits vary most. The best that a linear autoencoder can do.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <mi>m</mi><mo>+</mo><mi>C</mi><msup><mi>C</mi><mi>⊤</mi></msup><mo>(</mo><mi>x</mi>\
               <mo>−</mo><mi>m</mi><mo>)</mo><mo>−</mo><mi>x</mi><mo>)</mo></mrow><mn>2</mn></msup>\
               </math>",
    reference: "Pearson 1901, On Lines and Planes of Closest Fit to Systems of Points in Space",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "codeSize",
        label: "Components",
        help: "How many directions are kept.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 784,
            default: 30,
        },
    },
    Control {
        name: "method",
        label: "Method",
        help: "Eigenvectors of the covariance in one pass, or gradient descent step by step.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "closed-form",
                    label: "Eigenvectors",
                },
                Choice {
                    value: "gradient",
                    label: "Gradient descent",
                },
            ],
            default: "closed-form",
        },
    },
];

/// How the components are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Eigenvectors of the covariance.
    ClosedForm,
    /// Backpropagation.
    Gradient,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PcaConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Components kept.
    pub code_size: usize,
    /// How they are found.
    pub method: Method,
}

/// The module: the mean `[input]` and the components `[input, code]`, one a column.
#[derive(Module, Debug)]
pub struct Pca {
    mean: Param<Tensor<1>>,
    components: Param<Tensor<2>>,
}

impl PcaConfig {
    /// A module with components from `initial` and the mean 0.
    pub fn init(&self, initial: &mut Initial, device: &Device) -> Pca {
        Pca {
            mean: parameter(vec![0.0; self.input_size], [self.input_size], device),
            components: initial.weight(self.input_size, self.code_size, device),
        }
    }
}

impl Linear for Pca {
    fn from_parts(mean: Vec<f32>, components: Vec<f32>, device: &Device) -> Self {
        let (inputs, codes) = (mean.len(), components.len() / mean.len());
        Self {
            mean: parameter(mean, [inputs], device),
            components: parameter(components, [inputs, codes], device),
        }
    }
}

impl Autoencoder for Pca {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        (inputs - self.mean.val().unsqueeze()).matmul(self.components.val())
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        codes.matmul(self.components.val().transpose()) + self.mean.val().unsqueeze()
    }
}

/// Codes with the variance of each component, as in probabilistic PCA (Tipping & Bishop 1999) without
/// its noise.
impl Generator for Pca {}

impl Model for Pca {
    fn widths(&self) -> Vec<usize> {
        let [inputs, codes] = self.components.dims();
        vec![inputs, codes, inputs]
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        (vec![inputs.clone()], self.encode(inputs))
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        vec![codes.clone(), self.decode(codes)]
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.components.val().transpose())
    }
}

impl Objective for Pca {
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let squared = loss::squared_error(self.reconstruct(inputs.clone()), inputs).mean();
        Losses::new(squared.clone(), vec![("squaredError", squared)])
    }

    fn guess_loss(&self) -> f64 {
        0.25 * self.widths()[0] as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: PcaConfig = parse(config)?;
    if config.code_size > config.input_size {
        return Err(LabError::new(
            "bad-config",
            format!(
                "{} components of {} inputs.",
                config.code_size, config.input_size
            ),
            "There are at most as many components as inputs.",
        ));
    }
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(match config.method {
        Method::ClosedForm => Box::new(ClosedForm::new(module, device)),
        Method::Gradient => Box::new(Backprop::new(module, seed.unwrap_or(0), device)),
    })
}
