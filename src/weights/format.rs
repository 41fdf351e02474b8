//! Writing a checkpoint as a safetensors file, and what holds for its contents.

use serde::Serialize;

use super::header::{Declared, Entries, Header, LENGTH_BYTES, LONGEST_HEADER};
use super::{
    Checkpoint, CodeStatistics, FORMAT_VERSION, LAYOUT, MOST_STEPS, Metadata, Precision,
    bad_weights, shown,
};
use crate::error::{LabError, Result};

impl Checkpoint {
    /// The safetensors file of this checkpoint: the same checkpoint gives the same bytes.
    ///
    /// # Errors
    ///
    /// `bad-weights` names what [`Checkpoint::read`] would refuse, and in 16 bits the first
    /// value that is too large for them.
    pub fn write(&self, precision: Precision) -> Result<Vec<u8>> {
        let width = precision.dtype().bitsize() / 8;
        let mut size = 0_u64;
        let mut tensors = Vec::with_capacity(self.tensors.len());
        for tensor in &self.tensors {
            check_finite(&tensor.name, &tensor.values)?;
            let begin = size;
            size += (tensor.values.len() * width) as u64;
            let declared = Declared {
                dtype: precision.dtype().to_string(),
                shape: tensor.shape.iter().map(|&axis| axis as u64).collect(),
                data_offsets: (begin, size),
            };
            tensors.push((tensor.name.clone(), declared));
        }
        let header = Header {
            metadata: Some(write_metadata(&self.metadata)?),
            tensors: Entries(tensors),
        };
        header.check_tensors(size)?;
        let mut json = to_json(&header)?.into_bytes();
        // Tensors begin at a multiple of 8, so that readers may map them into memory.
        json.resize(json.len().next_multiple_of(LENGTH_BYTES), b' ');
        if json.len() > LONGEST_HEADER {
            let length = json.len();
            let problem = format!("{length} bytes, {LONGEST_HEADER} is the most");
            return Err(bad_weights(format!("Names and metadata need {problem}.")));
        }
        let mut bytes = Vec::with_capacity(LENGTH_BYTES + json.len() + size as usize);
        bytes.extend_from_slice(&(json.len() as u64).to_le_bytes());
        bytes.append(&mut json);
        for tensor in &self.tensors {
            precision.encode(tensor, &mut bytes)?;
        }
        Ok(bytes)
    }
}

pub(super) fn check_finite(name: &str, values: &[f32]) -> Result<()> {
    let Some(at) = values.iter().position(|value| !value.is_finite()) else {
        return Ok(());
    };
    let message = format!(
        "Value {at} of the tensor {} is {}.",
        shown(name),
        values[at]
    );
    let hint = "Take weights from before the training diverged, or download the file again.";
    Err(LabError::new("bad-weights", message, hint))
}

fn write_metadata(metadata: &Metadata) -> Result<Entries<String>> {
    check_metadata(metadata)?;
    let mut entries = vec![
        ("format_version".to_owned(), FORMAT_VERSION.to_string()),
        ("layout".to_owned(), LAYOUT.to_owned()),
        ("family".to_owned(), metadata.family.clone()),
        ("config".to_owned(), to_json(&metadata.config)?),
        ("metrics".to_owned(), to_json(&metadata.metrics)?),
    ];
    if let Some(code) = &metadata.code {
        entries.push(("code".to_owned(), to_json(code)?));
    }
    if let Some(training) = &metadata.training {
        entries.push(("training".to_owned(), to_json(training)?));
    }
    if let Some(steps) = &metadata.steps {
        entries.push(("steps".to_owned(), to_json(steps)?));
    }
    Ok(Entries(entries))
}

pub(super) fn check_metadata(metadata: &Metadata) -> Result<()> {
    if metadata.family.is_empty() {
        return Err(bad_weights("The metadata names no family."));
    }
    if !metadata.config.is_object() {
        let config = shown(&metadata.config.to_string());
        return Err(bad_weights(format!(
            "The configuration {config} is no object."
        )));
    }
    if let Some((name, value)) = metadata
        .metrics
        .iter()
        .find(|(_, value)| !value.is_finite())
    {
        return Err(bad_weights(format!(
            "The metric {} is {value}.",
            shown(name)
        )));
    }
    if let Some(training) = &metadata.training
        && !(training.epochs.is_finite() && training.epochs >= 0.0)
    {
        let epochs = training.epochs;
        return Err(bad_weights(format!("The training took {epochs} epochs.")));
    }
    if let Some(steps) = metadata.steps.filter(|steps| *steps > MOST_STEPS) {
        return Err(bad_weights(format!("The weights took {steps} steps.")));
    }
    metadata.code.as_ref().map_or(Ok(()), CodeStatistics::check)
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| bad_weights(format!("The metadata cannot be written: {error}.")))
}
