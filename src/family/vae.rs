//! The variational autoencoder: an encoder to a density over codes, drawn from and decoded.
//!
//! max over θ, φ of the evidence lower bound E_q[log p(x | z)] − β KL(q(z | x) ‖ p(z)), with
//! q(z | x) = N(μ(x), σ²(x)), p(z) = N(0, I) and z = μ + σ ⊙ ε, ε ~ N(0, I).
//!
//! Kingma & Welling, "Auto-Encoding Variational Bayes", ICLR 2014; β as in Higgins et al.,
//! "β-VAE", ICLR 2017.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use crate::error::Result;
use crate::kernel::sigmoid;
use crate::layers::variational::{Variational, VariationalWidths, reparameterize};
use crate::layers::{self, Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective, SampleOptions};
use crate::random::Random;
use crate::training::ModelLearner;

/// The variational autoencoder.
pub const FAMILY: Family = Family {
    id: "vae",
    inputs: InputKind::Images,
    reference: "Kingma & Welling 2014, Auto-Encoding Variational Bayes",
    learning_rate: 1e-3,
    controls: &[
        WIDTHS,
        Control::activation("relu"),
        Control::choice("likelihood", &["bernoulli", "gaussian"], "bernoulli"),
        Control::logarithmic("deviation", [0.01, 2.0], 0.01, 0.25),
        BETA,
    ],
    build,
};

/// How wide the layers are.
pub(super) const WIDTHS: Control = Control::widths(&[400, 20]);

/// The weight of the divergence.
pub(super) const BETA: Control = Control::number("beta", [0.0, 20.0], 0.05, 1.0);

/// How pixels scatter around the decoder's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likelihood {
    /// Each pixel is 1 with the decoded probability.
    Bernoulli,
    /// Each pixel is normal around the decoded mean.
    Gaussian,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaeConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Widths after the input, the latent last.
    pub widths: Vec<usize>,
    /// Between two layers.
    pub activation: Activation,
    /// p(x | z).
    pub likelihood: Likelihood,
    /// Standard deviation of a pixel under the Gaussian likelihood.
    pub deviation: f32,
    /// Weight of the divergence.
    pub beta: f32,
}

/// The module: `[batch, input]` → mean and log-variance `[batch, latent]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Vae {
    network: Variational,
    #[module(skip)]
    config: VaeConfig,
}

impl VaeConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Vae {
        let widths = VariationalWidths {
            seen: self.input_size,
            widths: &self.widths,
            beside: 0,
            output: self.input_size,
        };
        Vae {
            network: Variational::new(widths, self.activation, initial, device),
            config: self,
        }
    }
}

/// The terms of a bound of log p(x), each a mean over the batch, `[1]`: what training minimises is
/// −E[log p(x | z)] + β KL.
pub(super) fn bound_losses(likelihood: Tensor<1>, divergence: Tensor<1>, beta: f32) -> Losses {
    Losses::new(
        likelihood.clone() + divergence.clone().mul_scalar(beta),
        vec![
            ("negativeElbo", likelihood.clone() + divergence.clone()),
            ("negativeLogLikelihood", likelihood),
            ("klDivergence", divergence),
        ],
    )
}

impl Vae {
    /// The parameters of q(z | x): mean and log-variance, `[batch, latent]` each.
    pub fn posterior(&self, inputs: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        self.network.posterior(inputs)
    }

    /// −log p(x | z), `[batch]`, in nats.
    pub fn negative_log_likelihood(&self, inputs: Tensor<2>, codes: Tensor<2>) -> Tensor<1> {
        let logits = self.network.decode_logits(codes);
        match self.config.likelihood {
            Likelihood::Bernoulli => loss::bernoulli(logits, inputs),
            Likelihood::Gaussian => loss::gaussian(sigmoid(logits), inputs, self.config.deviation),
        }
    }

    /// The importance-weighted bound of log p(x) with one sample a tensor in `noises`, `[batch]`
    /// (see [`loss::importance_weighted_bound`]).
    pub fn importance_weighted_bound(
        &self,
        inputs: Tensor<2>,
        noises: Vec<Tensor<2>>,
    ) -> Tensor<1> {
        let (mean, log_variance) = self.posterior(inputs.clone());
        let weight = |noise: Tensor<2>| {
            let codes = reparameterize(mean.clone(), log_variance.clone(), noise);
            let zeros = codes.zeros_like();
            let prior = loss::log_normal(codes.clone(), zeros.clone(), zeros);
            let posterior = loss::log_normal(codes.clone(), mean.clone(), log_variance.clone());
            let weights = prior - posterior - self.negative_log_likelihood(inputs.clone(), codes);
            weights.unsqueeze_dim::<2>(1)
        };
        let weights = noises.into_iter().map(weight).collect();
        loss::importance_weighted_bound(Tensor::cat(weights, 1))
    }

    /// The bound with the given draws ε from N(0, I), `[batch, latent]`.
    pub fn losses_with(&self, inputs: Tensor<2>, noise: Tensor<2>) -> Losses {
        let (mean, log_variance) = self.posterior(inputs.clone());
        let codes = reparameterize(mean.clone(), log_variance.clone(), noise);
        let divergence = loss::kl_divergence(mean, log_variance).mean();
        let likelihood = self.negative_log_likelihood(inputs, codes).mean();
        bound_losses(likelihood, divergence, self.config.beta)
    }
}

impl Objective for Vae {
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let shape = [inputs.dims()[0], self.network.latent()];
        let noise = random.normal(shape, &inputs.device());
        let mut losses = self.losses_with(inputs.clone(), noise);
        if mode == Mode::Evaluate {
            losses.add_squared_error(self.reconstruct(inputs.clone()), inputs);
        }
        losses
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        let pixels = inputs as f64;
        let deviation = f64::from(self.config.deviation);
        match self.config.likelihood {
            Likelihood::Bernoulli => std::f64::consts::LN_2 * pixels,
            Likelihood::Gaussian => {
                let normal = deviation.ln() + 0.5 * (2.0 * std::f64::consts::PI).ln();
                pixels * (0.125 / (deviation * deviation) + normal)
            }
        }
    }
}

impl Model for Vae {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.network.mean(inputs)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        sigmoid(self.network.decode_logits(codes))
    }

    /// From the prior N(0, I).
    fn draw_codes(&self, count: usize, options: &SampleOptions, random: &mut Random) -> Tensor<2> {
        random.normal([count, self.network.latent()], &options.device)
    }

    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let (hidden, codes) = self.network.encoder_outputs(inputs.clone());
        ([vec![inputs], hidden].concat(), codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let (hidden, logits) = self.network.decoder_outputs(codes.clone());
        [vec![codes], hidden, vec![sigmoid(logits)]].concat()
    }

    fn code_density(&self, inputs: Tensor<2>) -> Option<(Tensor<2>, Tensor<2>)> {
        Some(self.posterior(inputs))
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let (seen, codes) = (|| inputs.clone(), || self.encode(inputs.clone()));
        self.network
            .pre_activations(layer, inputs.clone(), seen, codes)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.network.filters(self.config.input_size))
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: VaeConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
