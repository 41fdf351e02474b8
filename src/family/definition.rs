//! What a family is: an entry of the list, and what can be done with it.

use burn::module::Module;
use burn::tensor::Device;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::control::{self, Control};
use crate::error::{LabError, Result};
use crate::layers::Initial;
use crate::model::Model;
use crate::training::backprop::Backprop;
use crate::training::{ModelLearner, Rule, Trainer};

/// Bytes that a model may take in training, unless somebody allows another number.
pub const MEMORY_LIMIT: u64 = 1 << 30;
/// Examples of the batch that [`Family::memory`] counts.
const BATCH: usize = 128;

/// What a learner is made from.
pub(super) struct Setup<'a> {
    /// A completed configuration.
    config: &'a Value,
    /// Where its parameters come from.
    pub initial: &'a mut Initial,
    /// Decides what the learner draws.
    pub seed: u64,
    /// Where it lies.
    pub device: &'a Device,
}

impl Setup<'_> {
    /// The configuration, typed.
    pub fn config<C: DeserializeOwned>(&self) -> Result<C> {
        serde_json::from_value(self.config.clone()).map_err(|error| {
            LabError::new(
                "bad-config",
                format!("The configuration does not fit: {error}."),
                "Use the controls that families() lists.",
            )
        })
    }

    /// A learner of `module` by `rule`.
    pub fn learner<M>(
        &self,
        module: M,
        rule: impl Rule<M> + 'static,
    ) -> Result<Box<dyn ModelLearner>>
    where
        M: Module + Model + 'static,
    {
        Ok(Box::new(Trainer::new(module, rule, self.device)))
    }

    /// A learner of `module` by backpropagation.
    pub fn by_backprop<M>(&self, module: M) -> Result<Box<dyn ModelLearner>>
    where
        M: Module + Model + 'static,
    {
        self.learner(module, Backprop::new(self.seed))
    }
}

/// What the inputs of a family are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// Grey images, or pen strokes in their place.
    Images,
    /// Documents as shares of words, each summing to 1.
    Documents,
}

/// One kind of autoencoder, as data; its words stand in `words.json`.
pub struct Family {
    /// Its name in the package, the URL and the weights files.
    pub id: &'static str,
    /// What it encodes.
    pub inputs: InputKind,
    /// The paper it comes from.
    pub reference: &'static str,
    /// A learning rate to start with.
    pub learning_rate: f64,
    /// The parts of its configuration that people set, in the order of the form.
    pub controls: &'static [Control],
    /// A learner for a checked configuration.
    pub(super) build: fn(Setup) -> Result<Box<dyn ModelLearner>>,
}

impl Family {
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
    pub fn create(
        &self,
        config: &Value,
        seed: u64,
        device: &Device,
    ) -> Result<Box<dyn ModelLearner>> {
        self.make(config, &mut Initial::seeded(seed), seed, device)
    }

    /// A model of the right shape for values to be loaded into. Until then it takes no memory.
    ///
    /// # Errors
    /// As [`Family::complete`].
    pub fn blank(&self, config: &Value, device: &Device) -> Result<Box<dyn ModelLearner>> {
        self.make(config, &mut Initial::blank(), 0, device)
    }

    fn make(
        &self,
        config: &Value,
        initial: &mut Initial,
        seed: u64,
        device: &Device,
    ) -> Result<Box<dyn ModelLearner>> {
        (self.build)(Setup {
            config: &self.complete(config)?,
            initial,
            seed,
            device,
        })
    }

    /// The names and shapes of the parameters of `config`. Nothing of their size is allocated.
    ///
    /// # Errors
    /// As [`Family::complete`].
    pub fn parameter_shapes(&self, config: &Value) -> Result<Vec<(String, Vec<usize>)>> {
        Ok(self.blank(config, &Device::flex())?.parameter_shapes())
    }

    /// Bytes that training a model of `config` takes, about: parameters, gradients, moments and
    /// the activations of a batch of 128. Nothing of that size is allocated.
    ///
    /// # Errors
    /// As [`Family::complete`].
    pub fn memory(&self, config: &Value) -> Result<u64> {
        Ok(self.blank(config, &Device::flex())?.memory(BATCH))
    }

    /// That a model of `config` can be trained within `limit` bytes.
    ///
    /// # Errors
    /// `too-large` with what it takes; as [`Family::complete`].
    pub fn check_memory(&self, config: &Value, limit: u64) -> Result<()> {
        let wanted = self.memory(config)?;
        if wanted <= limit {
            return Ok(());
        }
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        Err(LabError::new(
            "too-large",
            format!(
                "A model of the family '{}' of this size takes {} MB in training, {} MB are allowed.",
                self.id,
                megabytes(wanted),
                megabytes(limit)
            ),
            format!(
                "Use narrower layers or smaller inputs: about {} million parameters fit.",
                limit / (4 * 4 * 1_000_000)
            ),
        ))
    }
}
