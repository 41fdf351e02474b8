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
use burn::tensor::{Device, Tensor, activation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::{Control, Kind};
use super::dense::ACTIVATIONS;
use super::{Family, Inputs, parse};
use crate::data::corruption::Corruption;
use crate::error::Result;
use crate::layers::{self, Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The autoencoder of documents.
pub const FAMILY: Family = Family {
    id: "documents",
    label: "Document autoencoder",
    inputs: Inputs::Documents,
    summary: "Squeezes the words of a document into a few numbers, from which it tells how probable \
              every word is. Documents about the same things come to lie in the same direction.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder>\
               <msub><mi>p</mi><mi>i</mi></msub><mi>log</mi><msub><mi>q</mi><mi>i</mi></msub><mo>,</mo>\
               <mspace width=\"1em\"/><mi>q</mi><mo>=</mo><mi>softmax</mi><mo>(</mo><mi>g</mi><mo>(</mo>\
               <mi>f</mi><mo>(</mo><msqrt><mover><mi>p</mi><mo>~</mo></mover></msqrt><mo>)</mo><mo>)</mo>\
               <mo>)</mo></math>",
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "widths",
        label: "Layers",
        help: "Widths of the encoder's layers; the last is the code. The decoder mirrors them.",
        kind: Kind::Widths {
            default: &[500, 250, 125, 10],
        },
    },
    Control {
        name: "activation",
        label: "Activation",
        help: "The function between two layers; the code itself is linear.",
        kind: Kind::Choice {
            choices: ACTIVATIONS,
            default: "gelu",
        },
    },
    Control {
        name: "masking",
        label: "Words left out",
        help: "The share of its words that the encoder does not get to see, drawn anew every time.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 0.9,
            step: 0.05,
            default: 0.5,
            logarithmic: false,
        },
    },
    Control {
        name: "codeNoise",
        label: "Noise on the code",
        help: "The standard deviation of what is added to every code while training: codes must \
               lie apart to be told apart.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 4.0,
            step: 0.1,
            default: 1.0,
            logarithmic: false,
        },
    },
    Control {
        name: "emphasis",
        label: "Weight of repeated words",
        help: "The power to which shares are raised: above 1, what a document repeats counts for more.",
        kind: Kind::Number {
            minimum: 0.5,
            maximum: 2.0,
            step: 0.1,
            default: 1.5,
            logarithmic: false,
        },
    },
    Control {
        name: "weightDecay",
        label: "L2 on the weights",
        help: "How strongly weights are drawn to 0, which keeps few documents from being learnt by heart.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 0.01,
            step: 0.0001,
            default: 0.0001,
            logarithmic: false,
        },
    },
    Control {
        name: "codePenalty",
        label: "L2 on the code",
        help: "λ: how strongly codes are drawn together around 0.",
        kind: Kind::Number {
            minimum: 0.0,
            maximum: 1.0,
            step: 0.001,
            default: 0.0,
            logarithmic: false,
        },
    },
];

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
    encoder: Vec<Layer>,
    decoder: Vec<Layer>,
    #[module(skip)]
    config: DocumentsConfig,
}

impl DocumentsConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Documents {
        let mut widths = vec![self.input_size];
        widths.extend(&self.widths);
        let (encoder, decoder) = layers::encoder_and_decoder(&widths, false, initial, device);
        Documents {
            encoder,
            decoder,
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

    /// √p, scaled so that its mean square over the vocabulary is 1 for every document with a word.
    fn features(&self, shares: Tensor<2>) -> Tensor<2> {
        let words = self.config.input_size as f32;
        // A document without any word has no shares; it stays 0.
        let total = shares.clone().sum_dim(1).clamp_min(1e-12);
        (shares * total.recip().mul_scalar(words)).sqrt()
    }

    /// The decoder's layers, the last before the softmax.
    fn decoder_trace(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        layers::trace(&self.decoder, self.config.activation, codes)
    }

    /// `shares` with words left out.
    fn masked(&self, shares: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let level = self.config.masking;
        if level == 0.0 {
            return shares;
        }
        let (shape, device) = (shares.dims(), shares.device());
        let kept = Corruption::Masking
            .draw(level, shape[0] * shape[1], random)
            .scale;
        shares * Tensor::from_data(burn::tensor::TensorData::new(kept, shape), &device)
    }
}

impl Autoencoder for Documents {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        let features = self.features(self.emphasised(inputs));
        layers::forward(&self.encoder, self.config.activation, features)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        let logits = layers::forward(&self.decoder, self.config.activation, codes);
        activation::softmax(logits, 1)
    }
}

impl Generator for Documents {}

impl Model for Documents {
    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs.clone()];
        let features = self.features(self.emphasised(inputs));
        layers.extend(layers::trace(
            &self.encoder,
            self.config.activation,
            features,
        ));
        let codes = layers.pop().expect("an encoder has a layer");
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes.clone()];
        layers.extend(self.decoder_trace(codes));
        let logits = layers.pop().expect("a decoder has a layer");
        layers.push(activation::softmax(logits, 1));
        layers
    }
}

impl Objective for Documents {
    fn losses(&self, examples: &Examples, random: &mut Random) -> Losses {
        let shares = examples.inputs.clone();
        let mut codes = self.encode(self.masked(shares.clone(), random));
        let energy = loss::code_energy(codes.clone()).mean();
        if self.config.code_noise > 0.0 {
            let noise = random.normal(codes.dims(), &codes.device());
            codes = codes + noise.mul_scalar(self.config.code_noise);
        }
        let logits = layers::forward(&self.decoder, self.config.activation, codes);
        let target = self.emphasised(shares.clone());
        let entropy = loss::categorical(logits.clone(), target).mean();
        let squared = loss::squared_error(activation::softmax(logits, 1), shares).mean();
        let mut terms = vec![("squaredError", squared), ("crossEntropy", entropy.clone())];
        let mut total = entropy;
        if self.config.code_penalty > 0.0 {
            terms.push(("codeEnergy", energy.clone()));
            total = total + energy.mul_scalar(self.config.code_penalty);
        }
        if self.config.weight_decay > 0.0 {
            let layers = self.encoder.iter().chain(&self.decoder);
            let weights = layers.filter_map(|layer| layer.weight.as_ref());
            let energies = weights.map(|weight| weight.val().square().sum()).collect();
            let energy = Tensor::cat(energies, 0).sum();
            terms.push(("weightEnergy", energy.clone()));
            total = total + energy.mul_scalar(self.config.weight_decay);
        }
        Losses::new(total, terms)
    }

    /// The loss of taking every word for equally probable.
    fn guess_loss(&self) -> f64 {
        (self.config.input_size as f64).ln()
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: DocumentsConfig = parse(config)?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
