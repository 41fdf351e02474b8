//! The conditional variational autoencoder: one that knows the classes, and draws from each.
//!
//! max over θ, φ, μ_y of E_q[log p(x | z)] − β KL(q ‖ p(z | y)), in one of two forms. In `prior`
//! each class has a place of its own in the code's space: p(z | y) = N(μ_y, I) with learnt μ_y, and
//! KL = ½ Σⱼ [(μⱼ − μ_yⱼ)² + σⱼ² − log σⱼ² − 1]. In `conditioned` encoder and decoder also see the
//! class, q(z | x, y) and p(x | z, y), and the prior is N(0, I) for all.
//!
//! Sohn, Lee & Yan, "Learning Structured Output Representation using Deep Conditional Generative
//! Models", NIPS 2015; Kingma, Rezende, Mohamed & Welling, "Semi-supervised Learning with Deep
//! Generative Models", NIPS 2014, whose M2 with every label known is the conditioned form.

use burn::module::{Module, Param};
use burn::tensor::{Device, Int, Tensor, activation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Choice, Control, Kind};
use super::vae::{ACTIVATION, BETA, Vae, WIDTHS};
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::{self, Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model, SampleOptions};
use crate::random::Random;
use crate::training::backprop::{self, Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// Digits.
const CLASSES: usize = 10;
/// Standard deviation of the classes' means at the start: twice that of the density around each,
/// so that neighbours hardly overlap.
const SPREAD: f32 = 2.0;

/// The conditional variational autoencoder.
pub const FAMILY: Family = Family {
    id: "cvae",
    label: "Conditional variational autoencoder",
    inputs: Inputs::Images,
    summary: "A variational autoencoder that is told which digit it sees. It draws any digit on \
              demand, and turns one digit into another in the same handwriting.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><mo>−</mo><msub><mi>E</mi><mi>q</mi></msub>\
               <mo>[</mo><mi>log</mi><mspace width=\"0.2em\"></mspace><mi>p</mi><mo>(</mo><mi>x</mi>\
               <mo>|</mo><mi>z</mi><mo>)</mo><mo>]</mo><mo>+</mo><mfrac><mi>β</mi><mn>2</mn></mfrac>\
               <munder><mo>∑</mo><mi>j</mi></munder><mrow><mo>(</mo><msup><mrow><mo>(</mo><msub>\
               <mi>μ</mi><mi>j</mi></msub><mo>−</mo><msub><mi>μ</mi><mrow><mi>y</mi><mi>j</mi></mrow>\
               </msub><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><msubsup><mi>σ</mi><mi>j</mi>\
               <mn>2</mn></msubsup><mo>−</mo><mi>log</mi><mspace width=\"0.2em\"></mspace><msubsup>\
               <mi>σ</mi><mi>j</mi><mn>2</mn></msubsup><mo>−</mo><mn>1</mn><mo>)</mo></mrow></math>",
    reference: "Sohn et al. 2015, Learning Structured Output Representation using Deep Conditional Generative Models",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    WIDTHS,
    ACTIVATION,
    Control {
        name: "form",
        label: "Where the class enters",
        help: "As the mean of the prior, or as a further input of the encoder and the decoder.",
        kind: Kind::Choice {
            choices: &[
                Choice {
                    value: "prior",
                    label: "Prior",
                },
                Choice {
                    value: "conditioned",
                    label: "Encoder and decoder",
                },
            ],
            default: "prior",
        },
    },
    BETA,
];

/// Where the class enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// p(z | y) = N(μ_y, I); the code is z.
    Prior,
    /// q(z | x, y) and p(x | z, y); the code is z and one number a class, 1 for y and 0 else.
    Conditioned,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CvaeConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Widths after the input, the latent last.
    pub widths: Vec<usize>,
    /// Between two layers.
    pub activation: Activation,
    /// Where the class enters.
    pub form: Form,
    /// Weight of the divergence.
    pub beta: f32,
}

/// The module: `[batch, input]` → mean and log-variance `[batch, latent]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Cvae {
    encoder: Vec<Layer>,
    mean: Layer,
    log_variance: Layer,
    /// μ_y, `[classes, latent]`, in the prior form.
    prior: Option<Param<Tensor<2>>>,
    decoder: Vec<Layer>,
    #[module(skip)]
    config: CvaeConfig,
}

impl CvaeConfig {
    /// Numbers beside an input or a latent that say the class.
    fn extra(&self) -> usize {
        match self.form {
            Form::Prior => 0,
            Form::Conditioned => CLASSES,
        }
    }

    fn latent(&self) -> usize {
        self.widths[self.widths.len() - 1]
    }

    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Cvae {
        let (latent, extra) = (self.latent(), self.extra());
        let mut there = vec![self.input_size + extra];
        there.extend(&self.widths[..self.widths.len() - 1]);
        let features = there[there.len() - 1];
        let encoder = layers::stack(&there, initial, device);
        let mean = Layer::new(features, latent, initial, device);
        let log_variance = Layer::new(features, latent, initial, device);
        let mut back = vec![latent + extra];
        back.extend(self.widths.iter().rev().skip(1));
        back.push(self.input_size);
        let means = || initial.normal([CLASSES, latent], SPREAD, device);
        let prior = (self.form == Form::Prior).then(means);
        Cvae {
            encoder,
            mean,
            log_variance,
            prior,
            decoder: layers::stack(&back, initial, device),
            config: self,
        }
    }
}

/// One-hot rows of digits.
fn one_hot(labels: &[u8], device: &Device) -> Tensor<2> {
    backprop::one_hot(labels, CLASSES, device)
}

/// A 1 at the largest of each row of scores and 0 beside it, `[batch, classes]` both. Burn's own
/// one-hot encoding reads the indices back from the device.
fn winners(scores: Tensor<2>) -> Tensor<2> {
    let [rows, classes] = scores.dims();
    let places = Tensor::<1, Int>::arange(0..classes as i64, &scores.device());
    let best = scores.argmax(1).repeat_dim(1, classes);
    best.equal(places.unsqueeze::<2>().repeat_dim(0, rows))
        .float()
}

fn beside(values: Tensor<2>, classes: Option<Tensor<2>>) -> Tensor<2> {
    match classes {
        Some(classes) => Tensor::cat(vec![values, classes], 1),
        None => values,
    }
}

impl Cvae {
    /// The parameters of q: mean and log-variance, `[batch, latent]` each. `classes` are one-hot
    /// rows, which the conditioned form asks for and the prior form does not look at.
    pub fn posterior(&self, inputs: Tensor<2>, classes: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let mut features = self.features(beside(inputs, self.told(classes)));
        let last = features.pop().expect("the inputs at least");
        let mean = self.mean.forward(last.clone());
        (mean, self.log_variance.forward(last))
    }

    /// What encoder and decoder are told of the class.
    fn told(&self, classes: Tensor<2>) -> Option<Tensor<2>> {
        (self.config.form == Form::Conditioned).then_some(classes)
    }

    /// What they are told of inputs whose class nobody gave.
    fn told_of(&self, inputs: &Tensor<2>) -> Option<Tensor<2>> {
        (self.config.form == Form::Conditioned).then(|| self.inferred(inputs.clone()))
    }

    /// The inputs and the outputs of every layer before the code.
    fn features(&self, inputs: Tensor<2>) -> Vec<Tensor<2>> {
        let mut outputs = vec![inputs];
        for layer in &self.encoder {
            let output = layer.forward(outputs[outputs.len() - 1].clone());
            outputs.push(self.config.activation.apply(output));
        }
        outputs
    }

    /// KL(q ‖ p(z | y)), `[batch]`.
    pub fn divergence(
        &self,
        mean: Tensor<2>,
        log_variance: Tensor<2>,
        classes: Tensor<2>,
    ) -> Tensor<1> {
        let offset = match &self.prior {
            Some(prior) => mean - classes.matmul(prior.val()),
            None => mean,
        };
        loss::kl_divergence(offset, log_variance)
    }

    /// The losses with the given draws ε from N(0, I), `[batch, latent]`.
    pub fn losses_with(&self, inputs: Tensor<2>, classes: Tensor<2>, noise: Tensor<2>) -> Losses {
        let (mean, log_variance) = self.posterior(inputs.clone(), classes.clone());
        let latents = Vae::reparameterize(mean.clone(), log_variance.clone(), noise);
        let logits = self.decode_logits(beside(latents, self.told(classes.clone())));
        let divergence = self.divergence(mean, log_variance, classes).mean();
        let likelihood = loss::bernoulli(logits.clone(), inputs.clone()).mean();
        let squared = loss::squared_error(activation::sigmoid(logits.detach()), inputs).mean();
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

    /// The class of each input under which the evidence lower bound, with the posterior's mean for
    /// a draw, is the largest, as one-hot rows `[batch, classes]`.
    fn inferred(&self, inputs: Tensor<2>) -> Tensor<2> {
        let (rows, device) = (inputs.dims()[0], inputs.device());
        let bound = |class: usize| {
            let classes = one_hot(&vec![class as u8; rows], &device);
            let (mean, log_variance) = self.posterior(inputs.clone(), classes.clone());
            let logits = self.decode_logits(beside(mean.clone(), Some(classes.clone())));
            let divergence = self.divergence(mean, log_variance, classes);
            let bound = (loss::bernoulli(logits, inputs.clone()) + divergence).neg();
            bound.unsqueeze_dim::<2>(1)
        };
        winners(Tensor::cat((0..CLASSES).map(bound).collect(), 1))
    }

    fn decode_logits(&self, codes: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.decoder, self.config.activation, codes)
    }
}

impl Autoencoder for Cvae {
    /// Of the posterior its mean. The conditioned form infers the class, and its code is the
    /// latents and the class, `[batch, latent + classes]`.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.encoder_activations(inputs).1
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(self.decode_logits(codes))
    }
}

impl Generator for Cvae {
    /// Latents from the prior of the class asked for, or of one drawn anew for each sample. One
    /// seed draws the same handwriting for every class.
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2> {
        let mut random = Random::new(options.seed);
        let noise = random.normal([count, self.config.latent()], &options.device);
        let labels = match options.label {
            Some(label) => vec![label; count],
            None => {
                let draws = random.uniforms(count);
                draws.iter().map(|u| (u * CLASSES as f32) as u8).collect()
            }
        };
        let classes = one_hot(&labels, &options.device);
        self.decode(match &self.prior {
            Some(prior) => noise + classes.matmul(prior.val()),
            None => beside(noise, Some(classes)),
        })
    }
}

impl Model for Cvae {
    fn widths(&self) -> Vec<usize> {
        let mut widths = layers::mirrored(self.config.input_size, &self.config.widths);
        widths[self.config.widths.len()] += self.config.extra();
        widths
    }

    fn classes(&self) -> Option<usize> {
        Some(CLASSES)
    }

    /// The prior form moves codes by μ_to − μ_from, from the nearest mean where it is not told;
    /// the conditioned form replaces the class beside the latents.
    fn change_class(&self, codes: Tensor<2>, to: u8, from: Option<u8>) -> Tensor<2> {
        let (rows, device) = (codes.dims()[0], codes.device());
        let all = |class: u8| one_hot(&vec![class; rows], &device);
        let Some(prior) = self.prior.as_ref().map(Param::val) else {
            let latents = codes.narrow(1, 0, self.config.latent());
            return beside(latents, Some(all(to)));
        };
        let from = match from {
            Some(class) => all(class),
            None => {
                // argmax log N(z; μ_y, I) = argmax [z · μ_y − ½ |μ_y|²]
                let halves = prior.clone().square().sum_dim(1).mul_scalar(0.5);
                winners(codes.clone().matmul(prior.clone().transpose()) - halves.transpose())
            }
        };
        codes + (all(to) - from).matmul(prior)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let classes = self.told_of(&inputs);
        let mut layers = self.features(beside(inputs.clone(), classes.clone()));
        let codes = self.mean.forward(layers[layers.len() - 1].clone());
        layers[0] = inputs;
        (layers, beside(codes, classes))
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes.clone()];
        layers.extend(layers::trace(&self.decoder, self.config.activation, codes));
        let logits = layers.pop().expect("a decoder has a layer");
        layers.push(activation::sigmoid(logits));
        layers
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let both = (&self.encoder[..], &self.decoder[..]);
        let hidden = (1..=self.encoder.len()).contains(&layer);
        let classes = if hidden { self.told_of(&inputs) } else { None };
        let seen = beside(inputs.clone(), classes);
        let activation = self.config.activation;
        layers::pre_activations(both, activation, layer, seen, || self.encode(inputs))
    }

    fn filters(&self) -> Option<Tensor<2>> {
        let first = self.encoder.first().unwrap_or(&self.mean);
        layers::filters(first, self.config.input_size)
    }
}

impl Objective for Cvae {
    fn losses(&self, examples: &Examples, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let device = inputs.device();
        let labels = examples.labels.as_ref().expect("data with labels");
        let noise = random.normal([labels.len(), self.config.latent()], &device);
        self.losses_with(inputs, one_hot(labels, &device), noise)
    }

    fn guess_loss(&self) -> f64 {
        std::f64::consts::LN_2 * self.config.input_size as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: CvaeConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
