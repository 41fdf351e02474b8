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
use burn::tensor::{Device, Int, Tensor};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::vae::{BETA, WIDTHS, bound_losses};
use crate::error::Result;
use crate::kernel::{matmul, sigmoid};
use crate::layers::variational::{Variational, VariationalWidths, reparameterize};
use crate::layers::{self, Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective, SampleOptions};
use crate::random::Random;
use crate::training::ModelLearner;
use crate::training::backprop::{self};

/// Digits.
const CLASSES: usize = 10;
/// Standard deviation of the classes' means at the start: twice that of the density around each,
/// so that neighbours hardly overlap.
const SPREAD: f32 = 2.0;

/// The conditional variational autoencoder.
pub const FAMILY: Family = Family {
    id: "cvae",
    inputs: InputKind::Images,
    reference: "Sohn et al. 2015, Learning Structured Output Representation using Deep Conditional Generative Models",
    learning_rate: 1e-3,
    controls: &[
        WIDTHS,
        Control::activation("relu"),
        Control::choice("form", &["prior", "conditioned"], "prior"),
        BETA,
    ],
    build,
};

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
    network: Variational,
    /// μ_y, `[classes, latent]`, in the prior form.
    prior: Option<Param<Tensor<2>>>,
    #[module(skip)]
    config: CvaeConfig,
}

impl CvaeConfig {
    /// Numbers beside an input or a latent that say the class.
    fn beside(&self) -> usize {
        match self.form {
            Form::Prior => 0,
            Form::Conditioned => CLASSES,
        }
    }

    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Cvae {
        let widths = VariationalWidths {
            seen: self.input_size + self.beside(),
            widths: &self.widths,
            beside: self.beside(),
            output: self.input_size,
        };
        let network = Variational::new(widths, self.activation, initial, device);
        let means = || initial.normal([CLASSES, network.latent()], SPREAD, device);
        let prior = (self.form == Form::Prior).then(means);
        Cvae {
            network,
            prior,
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
fn argmax(scores: Tensor<2>) -> Tensor<2> {
    let [rows, classes] = scores.dims();
    let places = Tensor::<1, Int>::arange(0..classes as i64, &scores.device());
    let best = scores.argmax(1).repeat_dim(1, classes);
    best.equal(places.unsqueeze::<2>().repeat_dim(0, rows))
        .float()
}

impl Cvae {
    /// The parameters of q: mean and log-variance, `[batch, latent]` each. `classes` are one-hot
    /// rows, which the conditioned form asks for and the prior form does not look at.
    pub fn posterior(&self, inputs: Tensor<2>, classes: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        self.network.posterior(self.beside(inputs, Some(classes)))
    }

    /// Inputs or latents, and in the conditioned form the classes beside them.
    fn beside(&self, values: Tensor<2>, classes: Option<Tensor<2>>) -> Tensor<2> {
        match (self.config.form, classes) {
            (Form::Conditioned, Some(classes)) => Tensor::cat(vec![values, classes], 1),
            _ => values,
        }
    }

    /// In the conditioned form, the classes of inputs for which nobody gave them.
    fn classes_of(&self, inputs: &Tensor<2>) -> Option<Tensor<2>> {
        (self.config.form == Form::Conditioned).then(|| self.inferred(inputs.clone()))
    }

    /// KL(q ‖ p(z | y)), `[batch]`.
    pub fn divergence(
        &self,
        mean: Tensor<2>,
        log_variance: Tensor<2>,
        classes: Tensor<2>,
    ) -> Tensor<1> {
        let offset = match &self.prior {
            Some(prior) => mean - matmul(classes, prior.val()),
            None => mean,
        };
        loss::kl_divergence(offset, log_variance)
    }

    /// The bound with the given draws ε from N(0, I), `[batch, latent]`.
    pub fn losses_with(&self, inputs: Tensor<2>, classes: Tensor<2>, noise: Tensor<2>) -> Losses {
        let (mean, log_variance) = self.posterior(inputs.clone(), classes.clone());
        let latents = reparameterize(mean.clone(), log_variance.clone(), noise);
        let codes = self.beside(latents, Some(classes.clone()));
        let logits = self.network.decode_logits(codes);
        let divergence = self.divergence(mean, log_variance, classes).mean();
        let likelihood = loss::bernoulli(logits, inputs).mean();
        bound_losses(likelihood, divergence, self.config.beta)
    }

    /// The class of each input under which the evidence lower bound, with the posterior's mean for
    /// a draw, is the largest, as one-hot rows `[batch, classes]`.
    fn inferred(&self, inputs: Tensor<2>) -> Tensor<2> {
        let (rows, device) = (inputs.dims()[0], inputs.device());
        let bound = |class: usize| {
            let classes = one_hot(&vec![class as u8; rows], &device);
            let (mean, log_variance) = self.posterior(inputs.clone(), classes.clone());
            let codes = self.beside(mean.clone(), Some(classes.clone()));
            let logits = self.network.decode_logits(codes);
            let divergence = self.divergence(mean, log_variance, classes);
            let bound = (loss::bernoulli(logits, inputs.clone()) + divergence).neg();
            bound.unsqueeze_dim::<2>(1)
        };
        argmax(Tensor::cat((0..CLASSES).map(bound).collect(), 1))
    }
}

impl Objective for Cvae {
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let device = inputs.device();
        let labels = examples.labels.expect("data with labels");
        let noise = random.normal([labels.len(), self.network.latent()], &device);
        let mut losses = self.losses_with(inputs.clone(), one_hot(labels, &device), noise);
        if mode == Mode::Evaluate {
            losses.add_squared_error(self.reconstruct(inputs.clone()), inputs);
        }
        losses
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        std::f64::consts::LN_2 * inputs as f64
    }
}

impl Model for Cvae {
    /// Of the posterior its mean. The conditioned form infers the class, and its code is the
    /// latents and the class, `[batch, latent + classes]`.
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        let classes = self.classes_of(&inputs);
        let mean = self.network.mean(self.beside(inputs, classes.clone()));
        self.beside(mean, classes)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        sigmoid(self.network.decode_logits(codes))
    }

    /// Latents from the prior of the class asked for, or of one drawn anew for each sample. One
    /// seed draws the same handwriting for every class.
    fn draw_codes(&self, count: usize, options: &SampleOptions, random: &mut Random) -> Tensor<2> {
        let noise = random.normal([count, self.network.latent()], &options.device);
        let labels = match options.label {
            Some(label) => vec![label; count],
            None => {
                let draws = random.uniforms(count);
                draws.iter().map(|u| (u * CLASSES as f32) as u8).collect()
            }
        };
        let classes = one_hot(&labels, &options.device);
        match &self.prior {
            Some(prior) => noise + matmul(classes, prior.val()),
            None => self.beside(noise, Some(classes)),
        }
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = layers::mirrored(self.config.input_size, &self.config.widths);
        widths[self.config.widths.len()] += self.config.beside();
        widths
    }

    /// The conditioned form looks at an input in each of its classes.
    fn footprint(&self) -> usize {
        let once: usize = self.widths().iter().sum();
        match self.config.form {
            Form::Prior => once,
            Form::Conditioned => (CLASSES + 1) * once,
        }
    }

    fn classes(&self) -> Option<usize> {
        Some(CLASSES)
    }

    fn style_size(&self) -> usize {
        self.network.latent()
    }

    /// The prior form moves codes by μ_to − μ_from, from the nearest mean where nobody gives it;
    /// the conditioned form replaces the class beside the latents.
    fn change_class(&self, codes: Tensor<2>, to: u8, from: Option<u8>) -> Tensor<2> {
        let (rows, device) = (codes.dims()[0], codes.device());
        let all = |class: u8| one_hot(&vec![class; rows], &device);
        let Some(prior) = self.prior.as_ref().map(Param::val) else {
            let latents = codes.narrow(1, 0, self.network.latent());
            return self.beside(latents, Some(all(to)));
        };
        let from = match from {
            Some(class) => all(class),
            None => {
                // argmax log N(z; μ_y, I) = argmax [z · μ_y − ½ |μ_y|²]
                let halves = prior.clone().square().sum_dim(1).mul_scalar(0.5);
                argmax(matmul(codes.clone(), prior.clone().transpose()) - halves.transpose())
            }
        };
        codes + matmul(all(to) - from, prior)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let classes = self.classes_of(&inputs);
        let seen = self.beside(inputs.clone(), classes.clone());
        let (hidden, codes) = self.network.encoder_outputs(seen);
        ([vec![inputs], hidden].concat(), self.beside(codes, classes))
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let (hidden, logits) = self.network.decoder_outputs(codes.clone());
        [vec![codes], hidden, vec![sigmoid(logits)]].concat()
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let seen = || self.beside(inputs.clone(), self.classes_of(&inputs));
        let codes = || self.encode(inputs.clone());
        self.network
            .pre_activations(layer, inputs.clone(), seen, codes)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.network.filters(self.config.input_size))
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: CvaeConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
