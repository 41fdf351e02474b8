//! What an encoder to a density over codes says of inputs.

use burn::tensor::Tensor;

use super::LabModel;
use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::layers::{read_values, variational::reparameterize};
use crate::loss;
use crate::random::Random;

/// The most inputs whose densities one call may ask for.
const MOST: usize = 10_000;

/// q(z | x) = N(μ, σ²) of each of `n` inputs, `[n × code]` each.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// μ
    pub mean: Vec<f32>,
    /// σ
    pub deviation: Vec<f32>,
    /// KL(q(z | x) ‖ N(0, 1)) of each unit on its own, in nats; their sum is that of the code.
    pub divergence: Vec<f32>,
    /// One draw, μ + σ ε.
    pub draw: Vec<f32>,
}

impl LabModel {
    /// The densities that the encoder gives `[n × input]`, and one draw from each, which `seed`
    /// decides.
    ///
    /// # Errors
    /// `bad-option` where the encoder gives single codes or is told a class, or for more inputs than
    /// 10,000; `bad-input`, `device-failed`.
    pub async fn posterior(&self, inputs: &[f32], seed: u64) -> Result<Posterior> {
        let rows = validate_inputs(inputs, self.input_size())?;
        if rows > MOST {
            return Err(LabError::new(
                "bad-option",
                format!("The densities of {rows} inputs at once were asked for."),
                format!("Ask for those of at most {MOST}."),
            ));
        }
        let densities = self.snapshot().code_density(self.upload(inputs, rows));
        let Some((mean, log_variance)) = densities else {
            return Err(LabError::new(
                "bad-option",
                format!(
                    "The encoder of the family '{}' gives no density.",
                    self.family.id
                ),
                "Use a variational autoencoder, the family 'vae'.",
            ));
        };
        let noise: Tensor<2> = Random::new(seed).normal(mean.dims(), &self.device);
        let draw = reparameterize(mean.clone(), log_variance.clone(), noise);
        let divergence = loss::unit_divergences(mean.clone(), log_variance.clone());
        let deviation = log_variance.mul_scalar(0.5).exp();
        Ok(Posterior {
            mean: read_values(mean).await?,
            deviation: read_values(deviation).await?,
            divergence: read_values(divergence).await?,
            draw: read_values(draw).await?,
        })
    }
}
