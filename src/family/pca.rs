//! Principal component analysis: the linear autoencoder with the least squared error.
//!
//! z = Cᵀ(x − m), x̂ = m + C z, with m the mean of the data and the columns of C the eigenvectors
//! of its covariance with the largest eigenvalues (Pearson 1901; Hotelling 1933). Gradient descent
//! on Σᵢ (x̂ᵢ − xᵢ)² finds the same subspace (Baldi & Hornik 1989), though not the same axes.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use crate::error::{LabError, Result};
use crate::kernel;
use crate::layers::{Initial, parameter};
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;
use crate::training::closed_form::ClosedForm;

/// Principal component analysis.
pub const FAMILY: Family = Family {
    id: "pca",
    inputs: InputKind::Images,
    reference: "Pearson 1901, On Lines and Planes of Closest Fit to Systems of Points in Space",
    learning_rate: 1e-3,
    controls: &[
        Control::integer("codeSize", [1, 784], 30),
        Control::choice("method", &["closed-form", "gradient"], "closed-form"),
    ],
    build,
};

/// How the components are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PcaMethod {
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
    pub method: PcaMethod,
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
        let [inputs, codes] = [self.input_size, self.code_size];
        let deviation = (4.0 / (inputs + codes) as f32).sqrt();
        Pca {
            mean: initial.zeros([inputs], device),
            components: initial.normal([inputs, codes], deviation, device),
        }
    }
}

impl Pca {
    /// From the mean `[input]` and the components `[input, code]`, row-major.
    fn from_parts(mean: Vec<f32>, components: Vec<f32>, device: &Device) -> Self {
        let (inputs, codes) = (mean.len(), components.len() / mean.len());
        Self {
            mean: parameter(mean, [inputs], device),
            components: parameter(components, [inputs, codes], device),
        }
    }
}

impl Objective for Pca {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        Losses::squared_error(self.reconstruct(inputs.clone()), inputs)
    }
}

/// Samples have codes with the variance of each component, as in probabilistic PCA (Tipping &
/// Bishop 1999) without its noise.
impl Model for Pca {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        kernel::matmul(inputs - self.mean.val().unsqueeze(), self.components.val())
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        kernel::affine(codes, self.components.val().transpose(), self.mean.val())
    }

    fn widths(&self) -> Vec<usize> {
        let [inputs, codes] = self.components.lazy_shape().dims();
        vec![inputs, codes, inputs]
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        self.layer(inputs, layer)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.components.val().transpose())
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: PcaConfig = setup.config()?;
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
    let module = config.init(setup.initial, setup.device);
    match config.method {
        PcaMethod::ClosedForm => {
            let rule = ClosedForm::new(config.code_size, Pca::from_parts, setup.device);
            setup.learner(module, rule)
        }
        PcaMethod::Gradient => setup.by_backprop(module),
    }
}
