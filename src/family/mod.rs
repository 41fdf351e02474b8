//! The families. [`FAMILIES`] is the only list of them: the page's forms, the package, the tests
//! and native training all iterate it.

use burn::tensor::Device;
use serde::Serialize;
use serde_json::Value;

use crate::error::{LabError, Result};
use crate::training::Learner;

pub mod boltzmann;
pub mod contractive;
mod control;
pub mod convolutional;
pub mod cvae;
pub mod dbn;
pub mod denoising;
pub mod dense;
pub mod documents;
mod mirrored;
pub mod pca;
pub mod rbm;
pub mod recurrent;
pub mod sparse;
pub mod stacked;
pub mod vae;
pub mod words;

pub use control::{Choice, Control, Kind};

/// Every family, in the order in which the page shows them.
pub const FAMILIES: &[Family] = &[
    pca::FAMILY,
    dense::FAMILY,
    stacked::FAMILY,
    sparse::FAMILY,
    denoising::FAMILY,
    contractive::FAMILY,
    convolutional::FAMILY,
    recurrent::FAMILY,
    rbm::FAMILY,
    dbn::FAMILY,
    vae::FAMILY,
    cvae::FAMILY,
    documents::FAMILY,
];

/// Pixels of a digit, the default input.
pub const DIGIT_PIXELS: usize = 784;
/// The widest layer a configuration may ask for.
pub const WIDEST: usize = 4096;

/// Makes a learner for a completed configuration, from a seed or filled with zeros.
type Build = fn(&Value, Option<u64>, &Device) -> Result<Box<dyn Learner>>;

/// What the inputs of a family are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inputs {
    /// Grey images, or pen strokes in their place.
    Images,
    /// Documents as shares of words, each summing to 1.
    Documents,
}

/// One kind of autoencoder, as data.
pub struct Family {
    /// Its name in the package, the URL and the weights files.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What it encodes.
    pub inputs: Inputs,
    /// What it is, in one or two sentences.
    pub summary: &'static str,
    /// Its loss, in MathML.
    pub equation: &'static str,
    /// The paper it comes from.
    pub reference: &'static str,
    /// A learning rate to start with.
    pub learning_rate: f64,
    /// The parts of its configuration that people set, in the order of the form.
    pub controls: &'static [Control],
    /// A learner for a checked configuration; `None` for a seed asks for zeros to load into.
    build: Build,
}

impl Family {
    /// The family called `id`.
    ///
    /// # Errors
    /// `unknown-family`.
    pub fn find(id: &str) -> Result<&'static Family> {
        FAMILIES
            .iter()
            .find(|family| family.id == id)
            .ok_or_else(|| {
                let known: Vec<&str> = FAMILIES.iter().map(|family| family.id).collect();
                LabError::new(
                    "unknown-family",
                    format!("There is no family called '{id}'."),
                    format!("Use one of: {}.", known.join(", ")),
                )
            })
    }

    /// `config` with every control present: those given, checked, and defaults for the rest.
    ///
    /// # Errors
    /// `bad-config` with the name and the value of what does not fit.
    pub fn complete(&self, config: &Value) -> Result<Value> {
        control::complete(self.controls, config)
    }

    /// A fresh model: `config` is completed first, and parameters are drawn from `seed`.
    ///
    /// # Errors
    /// As [`Family::complete`].
    pub fn create(&self, config: &Value, seed: u64, device: &Device) -> Result<Box<dyn Learner>> {
        (self.build)(&self.complete(config)?, Some(seed), device)
    }

    /// A model of the right shape with zeros in it, for values to be loaded into.
    ///
    /// # Errors
    /// As [`Family::complete`].
    pub fn blank(&self, config: &Value, device: &Device) -> Result<Box<dyn Learner>> {
        (self.build)(&self.complete(config)?, None, device)
    }
}

/// The typed configuration in a completed `config`.
fn parse<C: serde::de::DeserializeOwned>(config: &Value) -> Result<C> {
    serde_json::from_value(config.clone()).map_err(|error| {
        LabError::new(
            "bad-config",
            format!("The configuration does not fit: {error}."),
            "Use the controls that families() lists.",
        )
    })
}
