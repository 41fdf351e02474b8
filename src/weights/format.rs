//! Writing a checkpoint as a safetensors file, and what holds for its contents.

use half::f16;
use safetensors::Dtype;
use serde::Serialize;

use super::header::{Declared, Entries, Header, LENGTH_BYTES, LONGEST_HEADER};
use super::{
    Checkpoint, CodeStatistics, FORMAT_VERSION, LAYOUT, MOST_STEPS, Metadata, NamedTensor,
    bad_weights, shown,
};
use crate::error::{LabError, Result};

/// How a file stores its values. The lab computes with 32 bits either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: what is read equals what was written, bit by bit.
    F32,
    /// 16 bits: half the size, 11 significant bits, nothing beyond ±65504.
    F16,
    /// The same, matrices and kernels rounded to multiples of a power of two that is a thirty-second to a
    /// sixty-fourth of their root mean square: half the size again once brotli has compressed it.
    Rounded,
}

/// The root mean square of a tensor in steps that [`Precision::Rounded`] keeps, at least.
const STEPS: f64 = 32.0;

impl Precision {
    fn dtype(self) -> Dtype {
        match self {
            Self::F32 => Dtype::F32,
            Self::F16 | Self::Rounded => Dtype::F16,
        }
    }
}

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
            match precision {
                Precision::F32 => {
                    bytes.extend(tensor.values.iter().flat_map(|value| value.to_le_bytes()));
                }
                Precision::F16 => encode_f16(tensor, None, &mut bytes)?,
                Precision::Rounded => encode_f16(tensor, step_of(tensor), &mut bytes)?,
            }
        }
        Ok(bytes)
    }
}

/// A power of two of which the values may be multiples; none for vectors, which take little room.
fn step_of(tensor: &NamedTensor) -> Option<f32> {
    let squares = tensor.values.iter().map(|value| f64::from(*value).powi(2));
    let mean_square = squares.sum::<f64>() / tensor.values.len() as f64;
    let step = (mean_square.sqrt() / STEPS).log2().floor().exp2() as f32;
    // What was rounded once stays, should its size now seem to be a little beyond a power of two.
    let done = |half: f32| tensor.values.iter().all(|v| (v / half).fract() == 0.0);
    (tensor.shape.len() > 1 && step.is_normal() && !done(step / 2.0)).then_some(step)
}

/// Values as 16 bits, as multiples of `step` where there is one.
fn encode_f16(tensor: &NamedTensor, step: Option<f32>, bytes: &mut Vec<u8>) -> Result<()> {
    for (at, &value) in tensor.values.iter().enumerate() {
        let rounded = f16::from_f32(step.map_or(value, |step| (value / step).round() * step));
        if rounded.is_infinite() {
            let name = shown(&tensor.name);
            let message = format!("Value {at} of the tensor {name}, {value}, exceeds 16 bits.");
            return Err(LabError::new("bad-weights", message, "Save with 32 bits."));
        }
        bytes.extend_from_slice(&rounded.to_le_bytes());
    }
    Ok(())
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
