//! What excites the units of a layer, over many inputs.

use burn::tensor::{Tensor, TensorData};

use super::histogram::Histogram;
use crate::data::Dataset;
use crate::error::{LabError, Result};
use crate::lab_model::LabModel;
use crate::layers::read_values;
use crate::training::Host;

/// Inputs that are looked at, at most.
pub const EXAMPLES: usize = 1000;
/// Inputs that are kept of those which excite a unit most.
pub const BEST: usize = 9;
/// Intervals of a histogram.
pub const BINS: usize = 40;
/// What is stopped, in words.
pub(super) const LOOKING: &str = "Looking inside";
/// Inputs that go through the model between two pauses.
const CHUNK: usize = 200;

/// How one unit answers to data.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The inputs that excite it most, by number, the strongest first; equals in their order.
    pub best: Vec<u32>,
    /// Its activation on each of these.
    pub activations: Vec<f32>,
    /// How many activations lie in each of [`BINS`] even intervals, the last closed above.
    pub counts: Vec<u32>,
    /// The least activation, where the first interval begins.
    pub low: f32,
    /// The largest, where the last ends.
    pub high: f32,
}

/// The mean activation of every unit of `layer` over the first [`EXAMPLES`] of `data`, `[width]`.
///
/// # Errors
/// `bad-option` for a layer that there is not, `bad-data` for inputs of another size, `aborted`,
/// `device-failed`.
pub async fn activity(
    lab_model: &LabModel,
    data: &Dataset,
    layer: usize,
    host: &impl Host,
) -> Result<Vec<f32>> {
    let mut sums = vec![0.0; width(lab_model, layer)?];
    let sum = |rows: Tensor<2>| rows.sum_dim(0);
    let add = |values: Vec<f32>| {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += f64::from(value);
        }
    };
    look(lab_model, data, layer, sum, add, host).await?;
    let count = data.count().min(EXAMPLES) as f64;
    Ok(sums.into_iter().map(|sum| (sum / count) as f32).collect())
}

/// How the unit of number `unit` in `layer` answers to the first [`EXAMPLES`] of `data`.
///
/// # Errors
/// As [`activity`], and `bad-option` for a unit that there is not.
pub async fn inspect(
    lab_model: &LabModel,
    data: &Dataset,
    (layer, unit): (usize, usize),
    host: &impl Host,
) -> Result<Answers> {
    check_unit(lab_model, layer, unit)?;
    let mut values = Vec::new();
    let column = |rows: Tensor<2>| rows.narrow(1, unit, 1);
    let keep = |column: Vec<f32>| values.extend(column);
    look(lab_model, data, layer, column, keep, host).await?;
    Ok(Answers::of(&values))
}

impl Answers {
    /// Of the activations of one unit, one or more.
    fn of(values: &[f32]) -> Self {
        let mut best: Vec<u32> = (0..values.len() as u32).collect();
        let value = |row: &u32| values[*row as usize];
        best.sort_by(|a, b| value(b).total_cmp(&value(a)));
        best.truncate(BEST);
        let histogram = Histogram::of(values, BINS, [None; 2]);
        Self {
            activations: best.iter().map(value).collect(),
            best,
            counts: histogram.counts,
            low: histogram.low,
            high: histogram.high,
        }
    }
}

/// How many units `layer` has.
///
/// # Errors
/// `bad-option` for a layer that there is not.
pub(super) fn width(lab_model: &LabModel, layer: usize) -> Result<usize> {
    let widths = lab_model.widths();
    widths.get(layer).copied().ok_or_else(|| {
        LabError::new(
            "bad-option",
            format!("There is no layer {layer} among {}.", widths.len()),
            "The inputs are layer 0, the reconstruction is the last.",
        )
    })
}

/// # Errors
/// `bad-option` for a layer or a unit that there is not.
pub(super) fn check_unit(lab_model: &LabModel, layer: usize, unit: usize) -> Result<()> {
    let width = width(lab_model, layer)?;
    if unit < width {
        return Ok(());
    }
    Err(LabError::new(
        "bad-option",
        format!("There is no unit {unit} in layer {layer}."),
        format!("It has {width}; the first is number 0."),
    ))
}

/// Passes `take` what `reduce` makes of `layer`, some rows after the other.
async fn look(
    lab_model: &LabModel,
    data: &Dataset,
    layer: usize,
    reduce: impl Fn(Tensor<2>) -> Tensor<2>,
    mut take: impl FnMut(Vec<f32>),
    host: &impl Host,
) -> Result<()> {
    lab_model.check_size(data)?;
    let (model, count) = (lab_model.snapshot(), data.count().min(EXAMPLES));
    for from in (0..count).step_by(CHUNK) {
        let rows = CHUNK.min(count - from);
        let inputs = TensorData::new(data.images(from, rows)?, [rows, data.input_size()]);
        let inputs = Tensor::from_data(inputs, lab_model.device());
        take(read_values(reduce(model.layer(inputs, layer))).await?);
        let share = (from + rows) as f64 / count as f64;
        host.proceed(share, LOOKING).await?;
    }
    Ok(())
}
