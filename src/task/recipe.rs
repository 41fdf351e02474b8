//! How to train where data and time are few, as in a page: some thousand digits, some hundred texts.
//!
//! The shipped models, trained for hours on all of MNIST, have recipes of their own in
//! `bin/pretrain`.

use serde::Serialize;
use serde_json::{Value, json};

use super::pretraining::LayerMethod;
use crate::error::{LabError, Result};
use crate::family::Family;
use crate::training::TrainConfig;

/// Examples in one update.
const BATCH: usize = 32;
/// Hidden layers before the code of documents (Hinton & Salakhutdinov 2006).
const HIDDEN: [usize; 3] = [500, 250, 125];
/// Below this many documents a network learns them by heart: it sees fewer of their words. Measured
/// as precision at 10 on the page's own texts, and on 2,000 of Reuters-21578.
const FEW_DOCUMENTS: usize = 1000;
/// A code of so many values lets so little through that fewer words need be left out.
const NARROW: usize = 2;

/// Options of a training.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipe {
    /// Examples in one update.
    pub batch_size: usize,
    /// Adam's α, or the rate of contrastive divergence.
    pub learning_rate: f64,
    /// Updates, where the recipe says how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
}

/// How to pretrain layers in a few passes over so many `examples`: small batches, and rates at which
/// that is enough.
///
/// # Errors
/// `bad-option` for no example.
pub fn pretraining(method: LayerMethod, examples: usize) -> Result<Recipe> {
    some(examples, "examples")?;
    Ok(Recipe {
        batch_size: BATCH.min(examples),
        learning_rate: match method {
            LayerMethod::Autoencoder | LayerMethod::Denoising => 3e-3,
            LayerMethod::Rbm => 0.1,
        },
        steps: None,
    })
}

/// How to fine-tune a classifier on `labels` examples of each class, or on all where it is `None`.
///
/// # Errors
/// `bad-option` for no label.
pub fn fine_tuning(labels: Option<usize>) -> Result<Recipe> {
    if let Some(labels) = labels {
        some(labels, "labels a class")?;
    }
    Ok(Recipe {
        batch_size: BATCH,
        learning_rate: 3e-3,
        steps: Some(fine_tune_steps(labels)),
    })
}

/// Updates of a classifier: more labels teach for longer.
fn fine_tune_steps(labels: Option<usize>) -> usize {
    match labels {
        Some(..=10) => 200,
        Some(..=100) => 400,
        _ => 1500,
    }
}

/// A model and how to train it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelRecipe {
    /// Its family.
    pub family: &'static str,
    /// Its configuration, complete.
    pub config: Value,
    /// How to train it.
    pub training: Recipe,
}

/// The autoencoder of so many documents in counts of so many `words`, its code of `code_size` values.
///
/// # Errors
/// `bad-option` for no document; `bad-config` for a code of a size that the family does not take.
pub fn documents(documents: usize, words: usize, code_size: usize) -> Result<ModelRecipe> {
    some(documents, "documents")?;
    let family = Family::find("documents")?;
    let (batch, masking) = match (documents >= FEW_DOCUMENTS, code_size <= NARROW) {
        (true, _) => (64, 0.5),
        (false, true) => (32, 0.75),
        (false, false) => (32, 0.9),
    };
    let widths = [&HIDDEN[..], &[code_size]].concat();
    // The family's own brakes suit thousands of documents; they blur a few hundred.
    let config = family.complete(&json!({
        "inputSize": words, "widths": widths, "activation": "tanh", "masking": masking,
        "codeNoise": 0.0, "emphasis": 1.0, "weightDecay": 0.0,
    }))?;
    Ok(ModelRecipe {
        family: family.id,
        config,
        training: Recipe {
            batch_size: batch.min(documents),
            learning_rate: 3e-3,
            steps: None,
        },
    })
}

/// The learning rate of the step after `step` others of a training of `config.steps`, for one that is
/// cut into laps.
///
/// # Errors
/// `bad-option` for a rate that is not positive, no number of steps, or a step beyond them.
pub fn rate(config: &TrainConfig, step: usize) -> Result<f64> {
    let steps = config.steps.unwrap_or_default();
    let rate = config.learning_rate;
    if rate > 0.0 && rate.is_finite() && step < steps {
        return Ok(config.schedule.rate(rate, step, steps));
    }
    Err(LabError::new(
        "bad-option",
        format!("The rate of step {step} of {steps} from {rate} on was asked for."),
        "Give a positive learningRate, steps, and a step from 0 to below them.",
    ))
}

fn some(count: usize, what: &str) -> Result<()> {
    match count {
        0 => Err(LabError::new(
            "bad-option",
            format!("There are no {what}."),
            "Ask for one at least.",
        )),
        _ => Ok(()),
    }
}
