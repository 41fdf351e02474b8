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
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::dense::ACTIVATIONS;
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::{self, Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model, SampleOptions};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The variational autoencoder.
pub const FAMILY: Family = Family {
    id: "vae",
    label: "Variational autoencoder",
    inputs: Inputs::Images,
    summary: "Encodes a digit as a small cloud of codes rather than a point, and keeps the clouds \
              close to one normal distribution. Codes drawn from it decode to new digits.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><mo>−</mo><msub><mi>E</mi><mi>q</mi></msub>\
               <mo>[</mo><mi>log</mi><mspace width=\"0.2em\"></mspace><mi>p</mi><mo>(</mo><mi>x</mi>\
               <mo>|</mo><mi>z</mi><mo>)</mo><mo>]</mo><mo>+</mo><mfrac><mi>β</mi><mn>2</mn></mfrac>\
               <munder><mo>∑</mo><mi>j</mi></munder><mrow><mo>(</mo><msubsup><mi>μ</mi><mi>j</mi>\
               <mn>2</mn></msubsup><mo>+</mo><msubsup><mi>σ</mi><mi>j</mi><mn>2</mn></msubsup><mo>−</mo>\
               <mi>log</mi><mspace width=\"0.2em\"></mspace><msubsup><mi>σ</mi><mi>j</mi><mn>2</mn>\
               </msubsup><mo>−</mo><mn>1</mn><mo>)</mo></mrow></math>",
    reference: "Kingma & Welling 2014, Auto-Encoding Variational Bayes",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

/// How wide the layers are.
pub(super) const WIDTHS: Control = Control {
    name: "widths",
    label: "Layers",
    help: "Widths of the encoder's layers; the last is the code. The decoder mirrors them.",
    kind: Kind::Widths {
        default: &[400, 20],
    },
};

/// What bends between them.
pub(super) const ACTIVATION: Control = Control {
    name: "activation",
    label: "Activation",
    help: "The function between two layers.",
    kind: Kind::Choice {
        choices: ACTIVATIONS,
        default: "relu",
    },
};

/// How dear the divergence is.
pub(super) const BETA: Control = Control {
    name: "beta",
    label: "β",
    help: "Weight of the divergence: above 1 the codes are tidier, below 1 the digits sharper.",
    kind: Kind::Number {
        minimum: 0.0,
        maximum: 20.0,
        step: 0.05,
        default: 1.0,
        logarithmic: false,
    },
};

const CONTROLS: &[Control] = &[
    WIDTHS,
    ACTIVATION,
    Control {
        name: "likelihood",
        label: "Likelihood",
        help: "How pixels scatter around the decoder's output: as coin tosses or normally.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "bernoulli",
                    label: "Bernoulli",
                },
                Choice {
                    value: "gaussian",
                    label: "Gaussian",
                },
            ],
            default: "bernoulli",
        },
    },
    Control {
        name: "deviation",
        label: "Pixel deviation",
        help: "Standard deviation of a pixel under the Gaussian likelihood.",
        kind: Kind::Number {
            minimum: 0.01,
            maximum: 2.0,
            step: 0.01,
            default: 0.25,
            logarithmic: true,
        },
    },
    BETA,
];

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
    encoder: Vec<Layer>,
    mean: Layer,
    log_variance: Layer,
    decoder: Vec<Layer>,
    #[module(skip)]
    config: VaeConfig,
}

impl VaeConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Vae {
        let mut widths = vec![self.input_size];
        widths.extend(&self.widths);
        let (latent, features) = (widths[widths.len() - 1], widths[widths.len() - 2]);
        let encoder = layers::stack(&widths[..widths.len() - 1], initial, device);
        let mean = Layer::new(features, latent, initial, device);
        let log_variance = Layer::new(features, latent, initial, device);
        widths.reverse();
        Vae {
            encoder,
            mean,
            log_variance,
            decoder: layers::stack(&widths, initial, device),
            config: self,
        }
    }
}

impl Vae {
    /// The parameters of q(z | x): mean and log-variance, `[batch, latent]` each.
    pub fn posterior(&self, inputs: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let features = self.encoder.iter().fold(inputs, |features, layer| {
            self.config.activation.apply(layer.forward(features))
        });
        let mean = self.mean.forward(features.clone());
        (mean, self.log_variance.forward(features))
    }

    /// z = μ + σ ⊙ ε, through which gradients reach μ and σ.
    pub fn reparameterize(mean: Tensor<2>, log_variance: Tensor<2>, noise: Tensor<2>) -> Tensor<2> {
        mean + log_variance.mul_scalar(0.5).exp() * noise
    }

    /// −log p(x | z), `[batch]`, in nats.
    pub fn negative_log_likelihood(&self, inputs: Tensor<2>, codes: Tensor<2>) -> Tensor<1> {
        self.likelihood_of_logits(inputs, self.decode_logits(codes))
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
            let codes = Self::reparameterize(mean.clone(), log_variance.clone(), noise);
            let zeros = codes.zeros_like();
            let prior = loss::log_normal(codes.clone(), zeros.clone(), zeros);
            let posterior = loss::log_normal(codes.clone(), mean.clone(), log_variance.clone());
            let weights = prior - posterior - self.negative_log_likelihood(inputs.clone(), codes);
            weights.unsqueeze_dim::<2>(1)
        };
        let weights = noises.into_iter().map(weight).collect();
        loss::importance_weighted_bound(Tensor::cat(weights, 1))
    }

    /// The losses with the given draws ε from N(0, I), `[batch, latent]`.
    pub fn losses_with(&self, inputs: Tensor<2>, noise: Tensor<2>) -> Losses {
        let (mean, log_variance) = self.posterior(inputs.clone());
        let codes = Self::reparameterize(mean.clone(), log_variance.clone(), noise);
        let logits = self.decode_logits(codes);
        let divergence = loss::kl_divergence(mean, log_variance).mean();
        let likelihood = self
            .likelihood_of_logits(inputs.clone(), logits.clone())
            .mean();
        let squared = loss::squared_error(layers::sigmoid(logits.detach()), inputs).mean();
        Losses::new(
            likelihood.clone() + divergence.clone().mul_scalar(self.config.beta),
            vec![
                ("squaredError", squared),
                ("negativeElbo", likelihood.clone() + divergence.clone()),
                ("negativeLogLikelihood", likelihood),
                ("klDivergence", divergence),
            ],
        )
    }

    fn likelihood_of_logits(&self, inputs: Tensor<2>, logits: Tensor<2>) -> Tensor<1> {
        match self.config.likelihood {
            Likelihood::Bernoulli => loss::bernoulli(logits, inputs),
            Likelihood::Gaussian => {
                loss::gaussian(layers::sigmoid(logits), inputs, self.config.deviation)
            }
        }
    }

    fn decode_logits(&self, codes: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.decoder, self.config.activation, codes)
    }
}

impl Autoencoder for Vae {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.posterior(inputs).0
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        layers::sigmoid(self.decode_logits(codes))
    }
}

impl Generator for Vae {
    /// Codes from the prior N(0, I).
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2> {
        let latent = self.config.widths[self.config.widths.len() - 1];
        let noise = Random::new(options.seed).normal([count, latent], &options.device);
        self.decode(noise)
    }
}

impl Model for Vae {
    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs.clone()];
        for layer in &self.encoder {
            let input = layers[layers.len() - 1].clone();
            layers.push(self.config.activation.apply(layer.forward(input)));
        }
        let codes = self.mean.forward(layers[layers.len() - 1].clone());
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes.clone()];
        layers.extend(layers::trace(&self.decoder, self.config.activation, codes));
        let logits = layers.pop().expect("a decoder has a layer");
        layers.push(layers::sigmoid(logits));
        layers
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let both = (&self.encoder[..], &self.decoder[..]);
        let activation = self.config.activation;
        layers::pre_activations(both, activation, layer, inputs.clone(), || {
            self.encode(inputs)
        })
    }

    fn filters(&self) -> Option<Tensor<2>> {
        layers::filters(
            self.encoder.first().unwrap_or(&self.mean),
            self.config.input_size,
        )
    }
}

impl Objective for Vae {
    fn losses(&self, examples: &Examples, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let latent = self.config.widths[self.config.widths.len() - 1];
        let noise = random.normal([inputs.dims()[0], latent], &inputs.device());
        self.losses_with(inputs, noise)
    }

    fn guess_loss(&self) -> f64 {
        let pixels = self.config.input_size as f64;
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

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: VaeConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
