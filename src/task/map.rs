//! A map that comes with weights: where digits lie in the plane of a model's codes, and which digits
//! they are. A safetensors file of points `[n, 2]`, mean `[code]` and axes `[code, 2]` as F16, and
//! labels `[n]` as U8; what the digits are stands in its metadata.

use std::collections::HashMap;

use half::f16;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::plane::Plane;
use crate::error::{LabError, Result};

/// Points that a map has at most.
const MOST_POINTS: usize = 10_000;
/// Values of a code at most.
const WIDEST: usize = 10_000;
const CLASSES: u8 = 10;
/// The metadata entry that says what the digits are, and the longest answer.
const DATA: &str = "data";
const LONGEST_NAME: usize = 60;

/// Labelled digits in the plane of their codes.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeMap {
    /// `[n × 2]`
    pub points: Vec<f32>,
    /// `[n]`, 0…9
    pub labels: Vec<u8>,
    /// The plane they lie in.
    pub plane: Plane,
    /// What the digits are, such as `mnist`.
    pub data: String,
}

impl CodeMap {
    /// The map of `[n × size]` codes.
    ///
    /// # Errors
    /// `bad-input` as [`Plane::of`], and `bad-map` as [`CodeMap::read`].
    pub fn of(codes: &[f32], size: usize, labels: &[u8], data: &str) -> Result<Self> {
        let plane = Plane::of(codes, size)?;
        let map = Self {
            points: plane.project(codes)?,
            labels: labels.to_vec(),
            plane,
            data: data.to_string(),
        };
        map.check()?;
        Ok(map)
    }

    /// The map in `bytes`, a whole safetensors file. Nothing in it is trusted.
    ///
    /// # Errors
    /// `bad-map` where it is no safetensors file of exactly these tensors, or holds values that are
    /// not finite, labels beyond 9, no points, or more than 10,000 points or values of a code.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let unreadable = |error| bad_map(format!("The file cannot be read: {error}."));
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let data = metadata.metadata().as_ref().and_then(|all| all.get(DATA));
        if file.len() != 4 {
            return Err(bad_map(format!("It has {} tensors, not four.", file.len())));
        }
        let count = length(&file, "labels")?;
        let size = length(&file, "mean")?;
        let map = Self {
            points: floats(&file, "points", &[count, 2])?,
            labels: view(&file, "labels", Dtype::U8, &[count])?.data().to_vec(),
            plane: Plane {
                mean: floats(&file, "mean", &[size])?,
                axes: floats(&file, "axes", &[size, 2])?,
            },
            data: data.cloned().unwrap_or_default(),
        };
        map.check()?;
        Ok(map)
    }

    /// The safetensors file of this map.
    ///
    /// # Errors
    /// `bad-map` names what [`CodeMap::read`] would refuse, and values beyond 16 bits.
    pub fn write(&self) -> Result<Vec<u8>> {
        self.check()?;
        let size = self.plane.mean.len();
        let narrow = |values: &[f32]| {
            let halves = values.iter().map(|value| f16::from_f32(*value));
            halves.flat_map(f16::to_le_bytes).collect::<Vec<_>>()
        };
        let all = [&self.points, &self.plane.mean, &self.plane.axes];
        if let Some(value) = all
            .iter()
            .copied()
            .flatten()
            .find(|value| f16::from_f32(**value).is_infinite())
        {
            return Err(bad_map(format!("The value {value} exceeds 16 bits.")));
        }
        let [points, mean, axes] = all.map(|values| narrow(values));
        let count = self.labels.len();
        let parts = [
            ("points", Dtype::F16, vec![count, 2], &points),
            ("labels", Dtype::U8, vec![count], &self.labels),
            ("mean", Dtype::F16, vec![size], &mean),
            ("axes", Dtype::F16, vec![size, 2], &axes),
        ];
        let views = parts.map(|(name, dtype, shape, bytes)| {
            TensorView::new(dtype, shape, bytes).map(|view| (name, view))
        });
        let views = views
            .into_iter()
            .collect::<std::result::Result<Vec<_>, _>>();
        let metadata = HashMap::from([(DATA.to_string(), self.data.clone())]);
        views
            .and_then(|views| safetensors::serialize(views, Some(metadata)))
            .map_err(|error| bad_map(format!("It cannot be written: {error}.")))
    }

    fn check(&self) -> Result<()> {
        let (count, size) = (self.labels.len(), self.plane.mean.len());
        if !(1..=MOST_POINTS).contains(&count) || self.points.len() != 2 * count {
            let points = self.points.len() / 2;
            return Err(bad_map(format!("It has {points} points, {count} labels.")));
        }
        if !(2..=WIDEST).contains(&size) || self.plane.axes.len() != 2 * size {
            return Err(bad_map(format!("There is no plane in codes of {size}.")));
        }
        if let Some(label) = self.labels.iter().find(|label| **label >= CLASSES) {
            return Err(bad_map(format!("A digit is labelled {label}.")));
        }
        let values = [&self.points, &self.plane.mean, &self.plane.axes];
        if let Some(value) = values
            .into_iter()
            .flatten()
            .find(|value| !value.is_finite())
        {
            return Err(bad_map(format!("It holds the value {value}.")));
        }
        if self.data.is_empty() || self.data.len() > LONGEST_NAME {
            return Err(bad_map("It does not say what the digits are."));
        }
        Ok(())
    }
}

/// The first axis of a tensor.
fn length(file: &SafeTensors, name: &str) -> Result<usize> {
    let tensor = file.tensor(name).map_err(|_| missing(name))?;
    Ok(tensor.shape().first().copied().unwrap_or(0))
}

fn view<'a>(
    file: &SafeTensors<'a>,
    name: &str,
    dtype: Dtype,
    shape: &[usize],
) -> Result<TensorView<'a>> {
    let tensor = file.tensor(name).map_err(|_| missing(name))?;
    if tensor.dtype() != dtype || tensor.shape() != shape {
        let found = format!("{} of shape {:?}", tensor.dtype(), tensor.shape());
        return Err(bad_map(format!(
            "Its {name} are {found}, not {dtype} of {shape:?}."
        )));
    }
    Ok(tensor)
}

fn floats(file: &SafeTensors, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let tensor = view(file, name, Dtype::F16, shape)?;
    let (values, _) = tensor.data().as_chunks::<2>();
    let value = |bytes: &[u8; 2]| f16::from_le_bytes(*bytes).to_f32();
    Ok(values.iter().map(value).collect())
}

fn missing(name: &str) -> LabError {
    bad_map(format!("It lacks the tensor {name:?}."))
}

fn bad_map(problem: impl Into<String>) -> LabError {
    let message = format!("This is no map of codes. {}", problem.into());
    LabError::new(
        "bad-map",
        message,
        "Reload the page, or map digits at hand.",
    )
}
