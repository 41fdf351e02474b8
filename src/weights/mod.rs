//! Weights in and out: safetensors files, checked whole before anything is believed.
//!
//! A file is an ordinary safetensors file, so that Python opens it with the `safetensors` package:
//! 16- or 32-bit floats under names such as `encoder.0.weight`, and in `__metadata__` the strings
//! `format_version`, `layout`, `family`, and as JSON `config`, `metrics`, `code`, `training` and
//! `steps`.
//!
//! [`Stored::read`] says that a file is sound in itself, [`Stored::values`] that it fits a model,
//! and [`verify`] that it is the very file which a [`Manifest`] lists. Each hands
//! out new values and changes nothing, so a failed load leaves the running model as it was.

mod format;
mod header;
mod manifest;
mod precision;
mod statistics;
mod stored;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::LabError;

pub use manifest::{ListedFile, Manifest, ManifestEntry, sha256_hex, verify};
pub use precision::Precision;
pub use statistics::{CodeStatistics, quantile};
pub use stored::Stored;

/// The version of the file format that is written, and the only one that is read.
pub const FORMAT_VERSION: u32 = 1;

/// The most steps that a file may claim: more than anybody trains, and room to count on from.
const MOST_STEPS: usize = 1 << 30;

/// How matrices lie in the file: a layer's weight has shape `[inputs, outputs]`, row after row.
///
/// PyTorch's `Linear` keeps `[outputs, inputs]`; the tag keeps the two from being confused where
/// a layer is square and its shape alone would not tell.
pub const LAYOUT: &str = "in-out-row-major";

/// One parameter: its name, its shape (rank 0 to 4) and its values, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedTensor {
    /// Such as `encoder.0.weight`.
    pub name: String,
    /// The length of each axis; the last varies fastest.
    pub shape: Vec<usize>,
    /// As many finite values as the shape's product.
    pub values: Vec<f32>,
}

/// What a model was trained on and how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Training {
    /// The data set's name, such as `mnist`.
    pub data: String,
    /// How many examples it had.
    pub count: usize,
    /// How often each example was seen.
    pub epochs: f64,
    /// The seed of weights, order and noise.
    pub seed: u64,
}

/// What a file says about its tensors.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The family's identifier, such as `vae`.
    pub family: String,
    /// The family's configuration, a JSON object.
    pub config: Value,
    /// The code's distribution over the training data, from which the page takes its sliders'
    /// ranges.
    pub code: Option<CodeStatistics>,
    /// Measured figures by name, such as `squaredError`.
    pub metrics: BTreeMap<String, f64>,
    /// Absent where the weights were never trained.
    pub training: Option<Training>,
    /// Updates that led to the weights; absent where nobody counted them.
    pub steps: Option<usize>,
}

/// A model at rest: its description and its parameters, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// What the file says about its tensors.
    pub metadata: Metadata,
    /// The parameters, names unique.
    pub tensors: Vec<NamedTensor>,
}

/// A tensor or key as a message shows it: quoted, control characters escaped, not too long.
fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = name.chars().take(LONGEST).collect();
    if start.len() < name.len() {
        format!("{start:?}…")
    } else {
        format!("{start:?}")
    }
}

fn bad_weights(message: impl Into<String>) -> LabError {
    let hint = "Download the file again or choose another one.";
    LabError::new("bad-weights", message, hint)
}

fn unknown_format(message: impl Into<String>, hint: &str) -> LabError {
    LabError::new("unknown-format", message, hint)
}

fn wrong_architecture(message: impl Into<String>) -> LabError {
    let hint = "Choose weights that were saved from a model of this configuration.";
    LabError::new("wrong-architecture", message, hint)
}
