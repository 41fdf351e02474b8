//! Models out of files and into files.

use std::collections::BTreeMap;

use burn::tensor::Device;

use super::LabModel;
use crate::error::{LabError, Result};
use crate::family::{Family, MEMORY_LIMIT};
use crate::layers::parameters::Parameter;
use crate::layers::{Affine, read_values};
use crate::weights::{Checkpoint, Metadata, NamedTensor, Precision, Stored, Training};

impl LabModel {
    /// The model in a safetensors file, if it takes no more than [`MEMORY_LIMIT`] in training.
    ///
    /// # Errors
    /// Those of [`Stored::read`] and [`Stored::values`]; `too-large`; `bad-weights` where family,
    /// configuration and statistics do not go together.
    pub fn open(bytes: &[u8], device: &Device) -> Result<Self> {
        Self::open_within(MEMORY_LIMIT, bytes, device)
    }

    /// The same with another limit, in bytes.
    ///
    /// # Errors
    /// As [`LabModel::open`].
    pub fn open_within(limit: u64, bytes: &[u8], device: &Device) -> Result<Self> {
        let stored = Stored::read(bytes)?;
        let metadata = stored.metadata();
        let family = Family::find(&metadata.family)?;
        let config = family.complete(&metadata.config)?;
        // Everything is looked at before anything is allocated.
        family.check_memory(&config, limit)?;
        let mut learner = family.blank(&config, device)?;
        learner.load(stored.values(&learner.parameter_shapes())?);
        let metadata = stored.into_metadata();
        learner.resume(metadata.steps);
        let lab_model = Self::new(family, config, learner, device);
        if let Some(statistics) = metadata.code {
            let (found, wanted) = (statistics.mean.len(), lab_model.code_size());
            if found != wanted {
                return Err(LabError::new(
                    "bad-weights",
                    format!(
                        "The file has statistics of {found} code units, the model has {wanted}."
                    ),
                    "Download the file again or choose another one.",
                ));
            }
            lab_model.statistics.replace(statistics);
        }
        lab_model.metrics.replace(metadata.metrics);
        lab_model.training.replace(metadata.training);
        Ok(lab_model)
    }

    /// Notes what was measured, to be saved with the weights.
    pub fn note(&self, metrics: BTreeMap<String, f64>, training: Training) {
        self.metrics.replace(metrics);
        self.training.replace(Some(training));
    }

    /// The file of this model.
    ///
    /// # Errors
    /// `device-failed`, or those of [`Checkpoint::write`].
    pub async fn save(&self, precision: Precision) -> Result<Vec<u8>> {
        let parameters = self.learner.borrow().parameters();
        let tensors = read_parameters(parameters).await?;
        let metadata = Metadata {
            family: self.family.id.to_string(),
            config: self.config.clone(),
            code: Some(self.statistics()),
            metrics: self.metrics(),
            training: self.training.borrow().clone(),
            steps: Some(self.learner.borrow().steps()),
        };
        Checkpoint { metadata, tensors }.write(precision)
    }

    /// The weight `[input × units]` and the bias of the layer that sees the inputs.
    ///
    /// # Errors
    /// `bad-option` where no affine map sees the whole input, `device-failed`.
    pub async fn first_layer(&self) -> Result<Affine> {
        let parameters = self.learner.borrow().parameters();
        let inputs = self.input_size();
        let place = parameters
            .iter()
            .position(|p| p.shape.len() == 2 && p.shape[0] == inputs);
        let found = place.and_then(|place| {
            let name = parameters[place].name.strip_suffix("weight")?;
            let bias = parameters
                .iter()
                .position(|p| p.name == format!("{name}bias"))?;
            Some((place, bias))
        });
        let Some((weight, bias)) = found else {
            return Err(LabError::new(
                "bad-option",
                format!(
                    "No layer of the family '{}' sees a whole input.",
                    self.family.id
                ),
                "Use a family of dense layers.",
            ));
        };
        let tensors = read_parameters(parameters).await?;
        Ok(Affine {
            shape: [inputs, tensors[weight].shape[1]],
            weight: tensors[weight].values.clone(),
            bias: tensors[bias].values.clone(),
        })
    }

    /// The deep autoencoder that this stack unrolls into as it was pretrained, a model of its own:
    /// with the same codes and reconstructions, until the network is fine-tuned.
    ///
    /// # Errors
    /// `bad-option` where the model is no stack; `device-failed`.
    pub async fn unroll(&self) -> Result<Self> {
        let unrolled = self.snapshot().unrolled().ok_or_else(|| {
            LabError::new(
                "bad-option",
                format!("A model of the family '{}' is no stack.", self.family.id),
                "Use a deep belief network, the family 'dbn'.",
            )
        })?;
        let family = Family::find(unrolled.family)?;
        let config = family.complete(&unrolled.config)?;
        let mut learner = family.blank(&config, &self.device)?;
        learner.load(read_parameters(unrolled.parameters).await?);
        let unrolled = Self::new(family, config, learner, &self.device);
        if !self.is_fine_tuned() {
            unrolled.statistics.replace(self.statistics());
        }
        Ok(unrolled)
    }
}

async fn read_parameters(parameters: Vec<Parameter>) -> Result<Vec<NamedTensor>> {
    let mut tensors = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        tensors.push(NamedTensor {
            name: parameter.name,
            shape: parameter.shape,
            values: read_values(parameter.values).await?,
        });
    }
    Ok(tensors)
}
