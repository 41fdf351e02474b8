//! Inputs and codes through a model, and samples of it, in blocks of as many rows as it takes well.

use burn::tensor::Tensor;

use super::{LabModel, MOST_SAMPLES, ROWS};
use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::layers::read_values;
use crate::model::{Model, SampleOptions};
use crate::random::Random;
use crate::training::{Host, Unattended};

/// Values that go through the model at once, at most, those of all layers.
const BLOCK_VALUES: usize = 4_000_000;
/// Seconds of a chain between two pauses.
const PAUSE_INTERVAL: f64 = 0.05;
/// What is stopped, in words.
const CALCULATION: &str = "The calculation";
const SAMPLING: &str = "The sampling";

/// What rows are mapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Map {
    /// `[n × input]` to `[n × code]`.
    Encode,
    /// `[n × code]` to `[n × input]`.
    Decode,
    /// `[n × input]` to `[n × input]`.
    Reconstruct,
    /// The same through the layers up to the one trained last, without those above it, where one layer
    /// after the other is trained.
    ReconstructInTraining,
}

/// Which layers' activations rows are mapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerMap {
    /// Of `[n × input]` those of every layer, as [`Model::activations`].
    All,
    /// Of `[n × code]` those from the code on, as [`Model::decoder_activations`].
    Decoder,
}

/// Methods that take a host work in blocks, between which they show the share that is done and
/// pause, and end with `aborted` when the host says so; the others are those on nobody's watch.
///
/// All fail with `bad-input` for values that are no rows of the model, and with `device-failed`.
impl LabModel {
    /// `[n × input]` to `[n × code]`.
    ///
    /// # Errors
    /// `bad-input`, `device-failed`; so for the next two.
    pub async fn encode(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        self.map(Map::Encode, inputs, &Unattended).await
    }

    /// `[n × code]` to `[n × input]`.
    pub async fn decode(&self, codes: &[f32]) -> Result<Vec<f32>> {
        self.map(Map::Decode, codes, &Unattended).await
    }

    /// `[n × input]` to `[n × input]`.
    pub async fn reconstruct(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        self.map(Map::Reconstruct, inputs, &Unattended).await
    }

    /// What `map` says of `values`.
    ///
    /// # Errors
    /// `bad-input`, `aborted`, `device-failed`.
    pub async fn map(&self, map: Map, values: &[f32], host: &impl Host) -> Result<Vec<f32>> {
        let partial = match map {
            Map::ReconstructInTraining => self.learner.borrow().layers_in_training(),
            _ => None,
        };
        let model = partial.unwrap_or_else(|| self.snapshot());
        let apply = |model: &dyn Model, rows| match map {
            Map::Encode => model.encode(rows),
            Map::Decode => model.decode(rows),
            Map::Reconstruct | Map::ReconstructInTraining => model.reconstruct(rows),
        };
        let width = self.check_rows(values, map == Map::Decode)?;
        self.apply(model.as_ref(), (values, width), host, apply)
            .await
    }

    /// One result a layer, as `map` says.
    ///
    /// # Errors
    /// `bad-input`, `aborted`, `device-failed`.
    pub async fn map_layers(
        &self,
        map: LayerMap,
        values: &[f32],
        host: &impl Host,
    ) -> Result<Vec<Vec<f32>>> {
        let width = self.check_rows(values, map == LayerMap::Decoder)?;
        let model = self.snapshot();
        let mut layers: Vec<Vec<f32>> = Vec::new();
        for (rows, share) in self.blocks(model.as_ref(), values, width) {
            let found = match map {
                LayerMap::All => model.activations(rows),
                LayerMap::Decoder => model.decoder_activations(rows),
            };
            layers.resize_with(found.len(), Vec::new);
            for (layer, values) in layers.iter_mut().zip(found) {
                layer.extend(read_values(values).await?);
            }
            host.proceed(share, CALCULATION).await?;
        }
        Ok(layers)
    }

    /// What `[n × code]` of the class `from` would be in the class `to`, the style kept; where
    /// `from` is `None`, the model tells it from each code.
    ///
    /// # Errors
    /// `bad-option` for a class that this family does not know; `bad-input`, `device-failed`.
    pub async fn change_class(&self, codes: &[f32], to: u8, from: Option<u8>) -> Result<Vec<f32>> {
        let width = self.check_rows(codes, true)?;
        for class in std::iter::once(to).chain(from) {
            self.check_class(class)?;
        }
        let change = |model: &dyn Model, rows| model.change_class(rows, to, from);
        self.apply(
            self.snapshot().as_ref(),
            (codes, width),
            &Unattended,
            change,
        )
        .await
    }

    /// `[count × input]` new inputs, drawn by `seed`.
    ///
    /// # Errors
    /// `bad-option` for a count that is 0 or too large or a label that this family does not know;
    /// `device-failed`.
    pub async fn sample(&self, count: usize, seed: u64, label: Option<u8>) -> Result<Vec<f32>> {
        self.sample_on(&Unattended, count, seed, label).await
    }

    /// [`LabModel::sample`] on a host.
    ///
    /// # Errors
    /// As there, and `aborted`.
    pub async fn sample_on(
        &self,
        host: &impl Host,
        count: usize,
        seed: u64,
        label: Option<u8>,
    ) -> Result<Vec<f32>> {
        if !(1..=MOST_SAMPLES).contains(&count) {
            return Err(LabError::new(
                "bad-option",
                format!("{count} samples were asked for."),
                format!("Ask for 1 to {MOST_SAMPLES}."),
            ));
        }
        if let Some(label) = label {
            self.check_class(label)?;
        }
        let statistics = self.statistics();
        let options = SampleOptions {
            label,
            mean: statistics.mean,
            standard_deviation: statistics.standard_deviation,
            device: self.device.clone(),
        };
        let model = match self.is_fine_tuned() {
            true => self.snapshot(),
            false => self.generator(),
        };
        let (block, mut random) = (block_rows(model.as_ref()), Random::new(seed));
        let mut images = Vec::new();
        for from in (0..count).step_by(block) {
            let rows = block.min(count - from);
            let codes = model.draw_codes(rows, &options, &mut random);
            let share = |share: f64| (from as f64 + share * rows as f64) / count as f64;
            let codes = mix(model.as_ref(), codes, &mut random, (host, share)).await?;
            images.extend(read_values(model.decode(codes)).await?);
            host.proceed(share(1.0), SAMPLING).await?;
        }
        Ok(images)
    }

    /// The model that chains are made with, and samples until it is fine-tuned.
    pub(super) fn generator(&self) -> Box<dyn Model> {
        let snapshot = self.snapshot();
        snapshot.generator().unwrap_or(snapshot)
    }

    /// What `apply` makes of rows of so many values each.
    pub(super) async fn apply(
        &self,
        model: &dyn Model,
        (values, width): (&[f32], usize),
        host: &impl Host,
        apply: impl Fn(&dyn Model, Tensor<2>) -> Tensor<2>,
    ) -> Result<Vec<f32>> {
        let mut outputs = Vec::new();
        for (rows, share) in self.blocks(model, values, width) {
            outputs.extend(read_values(apply(model, rows)).await?);
            host.proceed(share, CALCULATION).await?;
        }
        Ok(outputs)
    }

    /// Rows of `width` values, as many at once as `model` takes well, and the share of all that is
    /// done with each block.
    fn blocks<'a>(
        &'a self,
        model: &dyn Model,
        values: &'a [f32],
        width: usize,
    ) -> impl Iterator<Item = (Tensor<2>, f64)> + 'a {
        let block = block_rows(model) * width;
        let upload = move |(index, chunk): (usize, &[f32])| {
            let done = index * block + chunk.len();
            let rows = self.upload(chunk, chunk.len() / width);
            (rows, done as f64 / values.len() as f64)
        };
        values.chunks(block).enumerate().map(upload)
    }

    /// The values of one row, where all are inputs, or `are_codes`.
    fn check_rows(&self, values: &[f32], are_codes: bool) -> Result<usize> {
        if are_codes {
            let width = self.code_size();
            return validate_codes(values, width).map(|_| width);
        }
        let width = self.input_size();
        validate_inputs(values, width).map(|_| width)
    }
}

/// How many rows a model takes at once.
fn block_rows(model: &dyn Model) -> usize {
    (BLOCK_VALUES / model.footprint().max(1)).clamp(1, ROWS)
}

/// The codes at the end of a model's chain from `codes` on, with a pause now and then; `share` of
/// all the work is done where so much of the chain is.
async fn mix(
    model: &dyn Model,
    mut codes: Tensor<2>,
    random: &mut Random,
    (host, share): (&impl Host, impl Fn(f64) -> f64),
) -> Result<Tensor<2>> {
    let (steps, mut paused) = (model.mixing_steps(), host.now());
    for step in 0..steps {
        codes = model
            .step_chain(codes, random)
            .expect("a chain, as there are steps of it");
        if host.now() - paused > PAUSE_INTERVAL {
            let passed = (step + 1) as f64 / steps as f64;
            host.proceed(share(passed), SAMPLING).await?;
            paused = host.now();
        }
    }
    Ok(codes)
}

fn validate_codes(codes: &[f32], size: usize) -> Result<usize> {
    let bad = |message: String| {
        Err(LabError::new(
            "bad-input",
            message,
            format!("Give n × {size} finite values."),
        ))
    };
    if codes.is_empty() || !codes.len().is_multiple_of(size) {
        return bad(format!(
            "{} values do not make codes of {size} each.",
            codes.len()
        ));
    }
    if let Some(index) = codes.iter().position(|value| !value.is_finite()) {
        return bad(format!("The value at index {index} is {}.", codes[index]));
    }
    Ok(codes.len() / size)
}
