//! What models with an energy or a Gibbs chain can tell.

use burn::tensor::Tensor;
use serde::Serialize;

use super::{LabModel, MOST_SAMPLES, ROWS};
use crate::data::{Dataset, validate_inputs};
use crate::error::{LabError, Result};
use crate::layers::read_values;
use crate::model::{EnergyModel, Model};
use crate::random::{Purpose, Random};
use crate::training::annealing::{AnnealingOptions, log_partition};
use crate::training::{Host, Unattended};

/// Images of either set that the free-energy gap is measured on.
const GAP_EXAMPLES: usize = 1000;
/// An estimate of the mean of log p(x) over data, in nats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLikelihood {
    /// −F(x) − log Z, mean over the data.
    pub log_likelihood: f64,
    /// log Z, estimated by annealed importance sampling.
    pub log_partition: f64,
    /// Standard deviation of either estimate.
    pub standard_deviation: f64,
}

impl LabModel {
    /// The model's Gibbs chain from `[n × input]`: the visible means after each of `steps` steps,
    /// `[n × input]` each. It starts at the means of the code.
    ///
    /// # Errors
    /// `bad-option` where the family has no chain, or for no or too many steps; `bad-input`,
    /// `aborted`, `device-failed`.
    pub async fn gibbs(
        &self,
        inputs: &[f32],
        steps: usize,
        seed: u64,
        host: &impl Host,
    ) -> Result<Vec<Vec<f32>>> {
        let rows = validate_inputs(inputs, self.input_size())?;
        let most = MOST_SAMPLES / rows;
        if !(1..=most).contains(&steps) {
            return Err(LabError::new(
                "bad-option",
                format!("A Gibbs chain of {steps} steps from {rows} images was asked for."),
                format!("Ask for 1 to {most} steps."),
            ));
        }
        let (model, mut random) = (self.generator(), Random::new(seed));
        let mut codes = model.encode(self.upload(inputs, rows));
        let mut images = Vec::with_capacity(steps);
        for step in 0..steps {
            let next = model.step_chain(codes, &mut random);
            codes = next.ok_or_else(|| self.lacks("Gibbs chain"))?;
            images.push(read_values(model.decode(codes.clone())).await?);
            let share = (step + 1) as f64 / steps as f64;
            host.proceed(share, "The chain").await?;
        }
        Ok(images)
    }

    /// The free energy of each of `[n × input]`.
    ///
    /// # Errors
    /// `bad-option` where the family has no energy; `bad-input`, `device-failed`.
    pub async fn free_energy(&self, inputs: &[f32]) -> Result<Vec<f32>> {
        let size = self.input_size();
        validate_inputs(inputs, size)?;
        let snapshot = self.snapshot();
        self.energy(snapshot.as_ref())?;
        let energy = |model: &dyn Model, inputs: Tensor<2>| {
            let energy = model.energy().expect("an energy, as just seen");
            energy.free_energy(inputs).unsqueeze_dim(1)
        };
        self.apply(snapshot.as_ref(), (inputs, size), &Unattended, energy)
            .await
    }

    /// The mean free energy of `validation` less that of `training`, at most 1000 images of each:
    /// about 0 until a model begins to learn the training data by heart (Hinton, "A Practical
    /// Guide to Training Restricted Boltzmann Machines", 2010, section 6).
    ///
    /// # Errors
    /// As [`LabModel::free_energy`], and `bad-data`.
    pub async fn free_energy_gap(&self, training: &Dataset, validation: &Dataset) -> Result<f64> {
        let mut means = [0.0; 2];
        for (mean, data) in means.iter_mut().zip([training, validation]) {
            self.check_data(data)?;
            let count = data.count().min(GAP_EXAMPLES);
            let energies = self.free_energy(&data.images(0, count)?).await?;
            *mean = energies.into_iter().map(f64::from).sum::<f64>() / count as f64;
        }
        Ok(means[1] - means[0])
    }

    /// Estimates the mean log-likelihood of `data`. Where units are 0 or 1, each grey pixel is
    /// drawn once, a 1 with its value as the probability, by the seed in `options`.
    ///
    /// # Errors
    /// `bad-option` where the family has no energy, or as [`log_partition`]; `bad-data`,
    /// `aborted`, `device-failed`.
    pub async fn log_likelihood(
        &self,
        data: &Dataset,
        options: &AnnealingOptions,
        host: &impl Host,
    ) -> Result<LogLikelihood> {
        self.check_data(data)?;
        let snapshot = self.snapshot();
        let energy = self.energy(snapshot.as_ref())?;
        let (mean, device) = (base_rates(data)?, &self.device);
        let partition = log_partition(energy, &mean, options, device, host).await?;
        let mut random = Random::stream(options.seed, Purpose::Pixels, 0);
        let mut sum = 0.0;
        for from in (0..data.count()).step_by(ROWS) {
            let rows = ROWS.min(data.count() - from);
            let inputs = self.upload(&data.images(from, rows)?, rows);
            let visible = energy.observe(inputs, &mut random);
            let energies = read_values(energy.free_energy(visible)).await?;
            sum += energies.into_iter().map(f64::from).sum::<f64>();
        }
        Ok(LogLikelihood {
            log_likelihood: -sum / data.count() as f64 - partition.value,
            log_partition: partition.value,
            standard_deviation: partition.standard_deviation,
        })
    }

    /// Whether this family has an energy.
    pub fn has_energy(&self) -> bool {
        self.snapshot().energy().is_some()
    }

    pub(super) fn energy<'a>(&self, model: &'a dyn Model) -> Result<&'a dyn EnergyModel> {
        model.energy().ok_or_else(|| self.lacks("energy"))
    }

    fn lacks(&self, what: &str) -> LabError {
        LabError::new(
            "bad-option",
            format!("The family '{}' has no {what}.", self.family.id),
            "Use a restricted Boltzmann machine, the family 'rbm'.",
        )
    }
}

/// The mean of each pixel, with one image all black and one all white beside those of `data`, so
/// that no pixel is certain.
fn base_rates(data: &Dataset) -> Result<Vec<f64>> {
    let mut sums = vec![1.0; data.input_size()];
    for from in (0..data.count()).step_by(ROWS) {
        let images = data.images(from, ROWS.min(data.count() - from))?;
        for row in images.chunks(data.input_size()) {
            for (sum, pixel) in sums.iter_mut().zip(row) {
                *sum += f64::from(*pixel);
            }
        }
    }
    let count = data.count() as f64 + 2.0;
    sums.iter_mut().for_each(|sum| *sum /= count);
    Ok(sums)
}
