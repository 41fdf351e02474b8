//! The autoencoder of documents: from shares of words through a narrow code to the probability of
//! every word.
//!
//! min over θ of E[ −Σᵢ pᵢ log qᵢ ] with p the shares of the vocabulary's words in a document and
//! q = softmax(g(f(√p̃))) their probabilities from the code: up to a constant the negative
//! log-likelihood, a word, of the document as draws from q. p̃ is p with words left out at random.
//! Shares are raised to a power γ first, as a word that comes again is likelier what the document is
//! about (Church & Gale, "Poisson Mixtures", Natural Language Engineering 1, 1995).
//!
//! Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science
//! 313 (2006), and its supporting material: 2000-500-250-125-10 on the counts of the 2,000 most
//! frequent stems of 402,207 newswire stories retrieves better than latent semantic analysis. The
//! square root gives the shares of frequent and rare words one variance (Bartlett, "The Square Root
//! Transformation in Analysis of Variance", 1936) and every document the same length; leaving out
//! words (Vincent et al. 2008) takes the place of pretraining against fitting few documents by heart.

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use super::mirrored::Mirrored;
use crate::data::corruption::Corruption;
use crate::error::Result;
use crate::layers::network::{Functions, Network};
use crate::layers::{Activation, Initial};
use crate::loss;
use crate::model::{Examples, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The autoencoder of documents.
pub const FAMILY: Family = Family {
    id: "documents",
    inputs: InputKind::Documents,
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
    learning_rate: 1e-3,
    controls: &[
        Control::widths(&[500, 250, 125, 10]),
        Control::activation("gelu"),
        Control::number("masking", [0.0, 0.9], 0.05, 0.5),
        Control::number("codeNoise", [0.0, 4.0], 0.1, 1.0),
        Control::number("emphasis", [0.5, 2.0], 0.1, 1.5),
        Control::number("weightDecay", [0.0, 0.01], 0.0001, 0.0001),
        Control::number("codePenalty", [0.0, 1.0], 0.001, 0.0),
    ],
    build,
};

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentsConfig {
    /// Words of the vocabulary.
    pub input_size: usize,
    /// Widths after the input, the code last.
    pub widths: Vec<usize>,
    /// Between two layers.
    pub activation: Activation,
    /// The share of words that the encoder does not see, in 0…1.
    pub masking: f32,
    /// Standard deviation of the noise on codes.
    pub code_noise: f32,
    /// γ > 0.
    pub emphasis: f32,
    /// The weight of Σ W² in the loss, ≥ 0.
    pub weight_decay: f32,
    /// λ ≥ 0.
    pub code_penalty: f32,
}

/// The module: `[batch, words]` → `[batch, code]` → `[batch, words]`.
#[derive(Module, Debug)]
pub struct Documents {
    network: Network,
    #[module(skip)]
    config: DocumentsConfig,
}

impl DocumentsConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Documents {
        let widths = [&[self.input_size], &self.widths[..]].concat();
        let functions = Functions {
            hidden: self.activation,
            code: Activation::Linear,
            output: Activation::Softmax,
        };
        Documents {
            network: Network::new(&widths, false, functions, initial, device),
            config: self,
        }
    }
}

impl Documents {
    /// pᵞ, made to sum to 1 again; a document without any word stays 0.
    fn emphasised(&self, shares: Tensor<2>) -> Tensor<2> {
        let powers = shares.powf_scalar(self.config.emphasis);
        let total = powers.clone().sum_dim(1).clamp_min(1e-12);
        powers / total
    }

    /// `shares` with words left out.
    fn masked(&self, shares: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let level = self.config.masking;
        if level == 0.0 {
            return shares;
        }
        let (shape, device) = (shares.dims(), shares.device());
        let damage = Corruption::Masking.draw(level, shape[0] * shape[1], random);
        shares * Tensor::from_data(TensorData::new(damage.scale, shape), &device)
    }

    fn noisy(&self, codes: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let deviation = self.config.code_noise;
        if deviation == 0.0 {
            return codes;
        }
        let noise = random.normal(codes.dims(), &codes.device());
        codes + noise.mul_scalar(deviation)
    }
}

impl Mirrored for Documents {
    fn network(&self) -> &Network {
        &self.network
    }

    /// √pᵞ, scaled so that its mean square over the vocabulary is 1 for every document with a word.
    fn features(&self, shares: Tensor<2>) -> Tensor<2> {
        let words = self.config.input_size as f32;
        self.emphasised(shares).mul_scalar(words).sqrt()
    }

    fn sees_pixels(&self) -> bool {
        false
    }
}

impl Objective for Documents {
    fn losses(&self, examples: &Examples, mode: Mode, random: &mut Random) -> Losses {
        let shares = examples.inputs.clone();
        let is_training = mode == Mode::Train;
        let seen = match is_training {
            true => self.masked(shares.clone(), random),
            false => shares.clone(),
        };
        let codes = self.encode(seen);
        let decoded = match is_training {
            true => self.noisy(codes.clone(), random),
            false => codes.clone(),
        };
        let logits = self.network.decode_logits(decoded);
        let target = self.emphasised(shares.clone());
        let entropy = loss::categorical(logits.clone(), target).mean();
        let mut losses = Losses::of("crossEntropy", entropy);
        losses.penalise("codeEnergy", self.config.code_penalty, || {
            loss::code_energy(codes).mean()
        });
        losses.penalise("weightEnergy", self.config.weight_decay, || {
            self.network.weight_energy()
        });
        if !is_training {
            losses.add_squared_error(Activation::Softmax.apply(logits), shares);
        }
        losses
    }

    /// The loss of taking every word for equally probable.
    fn guess_loss(&self, inputs: usize) -> f64 {
        (inputs as f64).ln()
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: DocumentsConfig = setup.config()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
