//! The convolutional autoencoder: two blocks of convolution and 2×2 max pooling to a code, and
//! back by unpooling and deconvolution.
//!
//! min E[ Σᵢ (x̂ᵢ − xᵢ)² ], x̂ = σ(K₁ᵀ ⋆ u(s(K₂ᵀ ⋆ u(s(z V)))), with u the unpooling: `copy` writes
//! every value four times, `switches` puts it where the encoder found its maximum and zeros
//! elsewhere. Switches tell the decoder where every edge was, beside the code: an image is restored
//! with its own ones. A code alone has none; it is decoded with those of the image encoded last,
//! before that with the upper left pixel of every window.
//!
//! Masci, Meier, Cireşan & Schmidhuber, "Stacked Convolutional Auto-Encoders", ICANN 2011;
//! switches as in Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks",
//! ECCV 2014.

mod controls;

use std::sync::{Arc, Mutex};

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor, TensorData, activation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Family, Inputs, parse};
use crate::error::{LabError, Result};
use crate::layers::convolution::{Convolution, Deconvolution, POOL, copy, pool, unpool};
use crate::layers::{Activation, Initial, Layer};
use crate::loss;
use crate::model::{Autoencoder, Generator, Model};
use crate::random::Random;
use crate::training::backprop::{Backprop, Examples, Objective};
use crate::training::{Learner, Losses};

/// The convolutional autoencoder.
pub const FAMILY: Family = Family {
    id: "convolutional",
    label: "Convolutional autoencoder",
    inputs: Inputs::Images,
    summary: "Looks for the same small strokes everywhere in the digit, keeps where they are \
              strongest, and paints the digit again with strokes it has learnt.",
    equation: "<math displaystyle=\"true\"><mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo>\
               <msub><mover><mi>x</mi><mo>^</mo></mover><mi>i</mi></msub><mo>−</mo><msub><mi>x</mi>\
               <mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup></math>",
    reference: "Masci, Meier, Cireşan & Schmidhuber 2011, Stacked Convolutional Auto-Encoders",
    learning_rate: 1e-3,
    controls: controls::CONTROLS,
    build,
};

/// Pixels along a kernel's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kernel {
    /// 3×3
    #[serde(rename = "3")]
    Three = 3,
    /// 5×5
    #[serde(rename = "5")]
    Five = 5,
    /// 7×7
    #[serde(rename = "7")]
    Seven = 7,
}

/// What undoes the pooling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unpooling {
    /// Every value four times.
    Copy,
    /// Every value where its maximum was, zeros elsewhere.
    Switches,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConvolutionalConfig {
    /// Values of one input, a square image.
    pub input_size: usize,
    /// Feature maps of the first block, half of the second's.
    pub channels: usize,
    /// Pixels along a kernel's side.
    pub kernel_size: Kernel,
    /// Values of one code.
    pub code_size: usize,
    /// After each convolution.
    pub activation: Activation,
    /// What undoes the pooling.
    pub unpooling: Unpooling,
}

/// Where the maxima of both poolings lie, `[batch, channels, side, side]` each.
type Switches = [Tensor<4, Int>; 2];

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Convolutional {
    encoder: Vec<Convolution>,
    code: Layer,
    spread: Layer,
    decoder: Vec<Deconvolution>,
    /// Of the image encoded last, shared by all clones: whoever decodes a code alone may hold
    /// another snapshot than whoever encoded.
    #[module(skip)]
    last: Arc<Mutex<Option<Switches>>>,
    #[module(skip)]
    config: ConvolutionalConfig,
}

impl ConvolutionalConfig {
    /// The image's side, and after each pooling.
    fn sides(&self) -> [usize; 3] {
        let side = self.input_size.isqrt();
        [side, side / POOL, side / POOL / POOL]
    }

    /// Channels of the image and after each block.
    fn channels(&self) -> [usize; 3] {
        [1, self.channels, 2 * self.channels]
    }

    fn check(&self) -> Result<()> {
        let (size, [side, _, smallest]) = (self.input_size, self.sides());
        let message = if side * side != size {
            format!("{size} values are no square image.")
        } else if smallest == 0 {
            format!("Two poolings of {POOL}×{POOL} leave nothing of {side}×{side} pixels.")
        } else {
            return Ok(());
        };
        let hint = "Use a square inputSize from 16 on, such as 784.";
        Err(LabError::new("bad-config", message, hint))
    }

    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Convolutional {
        let (kernel, channels) = (self.kernel_size as usize, self.channels());
        let features = channels[2] * self.sides()[2].pow(2);
        Convolutional {
            encoder: (0..2)
                .map(|i| Convolution::new(channels[i], channels[i + 1], kernel, initial, device))
                .collect(),
            code: Layer::new(features, self.code_size, initial, device),
            spread: Layer::new(self.code_size, features, initial, device),
            decoder: (0..2)
                .rev()
                .map(|i| Deconvolution::new(channels[i + 1], channels[i], kernel, initial, device))
                .collect(),
            last: Arc::default(),
            config: self,
        }
    }
}

impl Convolutional {
    /// The feature maps after each block, and where the maxima were.
    fn features(&self, inputs: Tensor<2>) -> ([Tensor<4>; 2], Switches) {
        let (batch, side) = (inputs.dims()[0], self.config.sides()[0]);
        let images = inputs.reshape([batch, 1, side, side]);
        let block = |images: Tensor<4>, index: usize| {
            pool(
                self.config
                    .activation
                    .apply(self.encoder[index].forward(images)),
            )
        };
        let (first, first_switches) = block(images, 0);
        let (second, second_switches) = block(first.clone(), 1);
        ([first, second], [first_switches, second_switches])
    }

    fn codes(&self, features: Tensor<4>) -> Tensor<2> {
        self.code.forward(features.flatten(1, 3))
    }

    /// The feature maps before each unpooling, the deepest first, and the logits of the pixels.
    fn decode_with(&self, codes: Tensor<2>, switches: &Switches) -> ([Tensor<4>; 2], Tensor<2>) {
        let deep = self.deep(codes);
        let wide = self.wide_logits(deep.clone(), switches);
        let wide = self.config.activation.apply(wide);
        let side = self.config.sides()[0];
        let logits = self.decoder[1].forward(self.unpool(wide.clone(), &switches[0], side));
        ([deep, wide], logits.flatten(1, 3))
    }

    /// The feature maps that a code spreads into.
    fn deep(&self, codes: Tensor<2>) -> Tensor<4> {
        let (batch, channels) = (codes.dims()[0], self.config.channels()[2]);
        let side = self.config.sides()[2];
        let spread = self.config.activation.apply(self.spread.forward(codes));
        spread.reshape([batch, channels, side, side])
    }

    /// What the first deconvolution makes of them, before its activation.
    fn wide_logits(&self, deep: Tensor<4>, switches: &Switches) -> Tensor<4> {
        let side = self.config.sides()[1];
        self.decoder[0].forward(self.unpool(deep, &switches[1], side))
    }

    fn unpool(&self, values: Tensor<4>, switches: &Tensor<4, Int>, side: usize) -> Tensor<4> {
        match self.config.unpooling {
            Unpooling::Copy => copy(values, side),
            Unpooling::Switches => unpool(values, switches.clone(), side),
        }
    }

    /// The layers up to the code, the codes, and the switches.
    fn encoder_layers(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>, Switches) {
        let ([first, deep], switches) = self.features(inputs.clone());
        let codes = self.codes(deep.clone());
        let layers = vec![inputs, first.flatten(1, 3), deep.flatten(1, 3)];
        (layers, codes, switches)
    }

    fn decoder_layers(&self, codes: Tensor<2>, switches: &Switches) -> Vec<Tensor<2>> {
        let ([deep, wide], logits) = self.decode_with(codes.clone(), switches);
        let [deep, wide] = [deep, wide].map(|maps| maps.flatten(1, 3));
        vec![codes, deep, wide, activation::sigmoid(logits)]
    }

    /// Notes the switches of the last row for codes that come without an image.
    fn remember(&self, switches: &Switches) {
        let row = |switches: &Tensor<4, Int>| {
            let last = switches.dims()[0] - 1;
            switches.clone().narrow(0, last, 1)
        };
        let mut last = self.last.lock().expect("a lock that nobody panics with");
        *last = Some([row(&switches[0]), row(&switches[1])]);
    }

    /// The switches of the image encoded last, `batch` times.
    fn recall(&self, batch: usize, device: &Device) -> Switches {
        let last = self.last.lock().expect("a lock that nobody panics with");
        let rows = last.clone().unwrap_or_else(|| self.corners(device));
        rows.map(|row| {
            let [_, channels, height, width] = row.dims();
            row.expand([batch, channels, height, width])
        })
    }

    /// The upper left pixel of every window.
    fn corners(&self, device: &Device) -> Switches {
        let (sides, channels) = (self.config.sides(), self.config.channels());
        [0, 1].map(|index| {
            let (side, pooled) = (sides[index], sides[index + 1]);
            let corner = |place: usize| (place / pooled * side + place % pooled) * POOL;
            let places = (0..pooled * pooled).map(|place| corner(place) as i32);
            let data = TensorData::new(places.collect::<Vec<i32>>(), [1, 1, pooled, pooled]);
            let one = Tensor::<4, Int>::from_data(data, device);
            one.expand([1, channels[index + 1], pooled, pooled])
        })
    }
}

impl Autoencoder for Convolutional {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        let ([_, deep], switches) = self.features(inputs);
        self.remember(&switches);
        self.codes(deep)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        let switches = self.recall(codes.dims()[0], &codes.device());
        activation::sigmoid(self.decode_with(codes, &switches).1)
    }

    fn reconstruct(&self, inputs: Tensor<2>) -> Tensor<2> {
        let ([_, deep], switches) = self.features(inputs);
        activation::sigmoid(self.decode_with(self.codes(deep), &switches).1)
    }
}

impl Generator for Convolutional {}

impl Model for Convolutional {
    /// The feature maps after each pooling and before each unpooling, one map after the other.
    fn widths(&self) -> Vec<usize> {
        let (sides, channels) = (self.config.sides(), self.config.channels());
        let maps = |index: usize| channels[index] * sides[index].pow(2);
        let (code, [image, first, second]) = (self.config.code_size, [0, 1, 2].map(maps));
        vec![image, first, second, code, second, first, image]
    }

    /// An image is decoded with its own switches.
    fn activations(&self, inputs: Tensor<2>) -> Vec<Tensor<2>> {
        let (mut layers, codes, switches) = self.encoder_layers(inputs);
        self.remember(&switches);
        layers.extend(self.decoder_layers(codes, &switches));
        layers
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let (layers, codes, switches) = self.encoder_layers(inputs);
        self.remember(&switches);
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let switches = self.recall(codes.dims()[0], &codes.device());
        self.decoder_layers(codes, &switches)
    }

    /// Whoever looks at one layer does not mean to decode what follows with its switches.
    fn layer(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let (mut layers, codes, switches) = self.encoder_layers(inputs);
        if layer < layers.len() {
            return layers.swap_remove(layer);
        }
        let after = layer - layers.len();
        self.decoder_layers(codes, &switches).swap_remove(after)
    }

    /// Of the first two layers, the largest in each window.
    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let ([batch, _], side) = (inputs.dims(), self.config.sides()[0]);
        if layer == 0 {
            return inputs;
        }
        if layer == 1 {
            let images = inputs.reshape([batch, 1, side, side]);
            return pool(self.encoder[0].forward(images)).0.flatten(1, 3);
        }
        let ([first, deep], switches) = self.features(inputs);
        if layer == 2 {
            return pool(self.encoder[1].forward(first)).0.flatten(1, 3);
        }
        let codes = self.codes(deep);
        match layer {
            3 => codes,
            4 => self.spread.forward(codes),
            5 => self.wide_logits(self.deep(codes), &switches).flatten(1, 3),
            _ => self.decode_with(codes, &switches).1,
        }
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.encoder[0].kernel.val().flatten(1, 3))
    }
}

impl Objective for Convolutional {
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let squared = loss::squared_error(self.reconstruct(inputs.clone()), inputs).mean();
        Losses::new(squared.clone(), vec![("squaredError", squared)])
    }

    fn guess_loss(&self) -> f64 {
        0.25 * self.config.input_size as f64
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: ConvolutionalConfig = parse(config)?;
    config.check()?;
    let module = config.init(&mut Initial::from_seed(seed), device);
    Ok(Box::new(Backprop::new(module, seed.unwrap_or(0), device)))
}
