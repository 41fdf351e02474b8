//! How exactly a file stores values.

use half::f16;
use safetensors::Dtype;

use super::{NamedTensor, shown};
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
    pub(super) fn dtype(self) -> Dtype {
        match self {
            Self::F32 => Dtype::F32,
            Self::F16 | Self::Rounded => Dtype::F16,
        }
    }

    /// Appends the values of a tensor.
    ///
    /// # Errors
    /// `bad-weights` names the first that is too large.
    pub(super) fn encode(self, tensor: &NamedTensor, bytes: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::F32 => {
                bytes.extend(tensor.values.iter().flat_map(|value| value.to_le_bytes()));
                Ok(())
            }
            Self::F16 => encode_f16(tensor, None, bytes),
            Self::Rounded => encode_f16(tensor, step_of(tensor), bytes),
        }
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
