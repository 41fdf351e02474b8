//! The convolutional autoencoder: two blocks of convolution and 2×2 max pooling to a code, and
//! back by unpooling and deconvolution.
//!
//! min E[ Σᵢ (x̂ᵢ − xᵢ)² ], x̂ = σ(K₁ᵀ ⋆ u(s(K₂ᵀ ⋆ u(s(z V)))), with u the unpooling: `copy` writes
//! every value four times, `switches` puts it where the encoder found its maximum and zeros
//! elsewhere. Switches tell the decoder where every edge was, beside the code: an image is restored
//! with its own ones. A code alone has none: each value is then shared by the four pixels of its
//! window, a quarter each, as if it were as likely to have been in any of them.
//!
//! Masci, Meier, Cireşan & Schmidhuber, "Stacked Convolutional Auto-Encoders", ICANN 2011;
//! switches as in Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks",
//! ECCV 2014.

use burn::module::Module;
use burn::nn::Linear;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::{ACTIVATIONS, Control};
use super::definition::{Family, InputKind, Setup};
use crate::error::{LabError, Result};
use crate::kernel::sigmoid;
use crate::layers::convolution::{
    POOL, convolution, copy, deconvolution, gather, pool, spread, unpool,
};
use crate::layers::{Activation, Initial, affine};
use crate::model::{Examples, LayerShape, Losses, Mode, Model, Objective, Pooled};
use crate::random::Random;
use crate::training::ModelLearner;

/// The convolutional autoencoder.
pub const FAMILY: Family = Family {
    id: "convolutional",
    inputs: InputKind::Images,
    reference: "Masci, Meier, Cireşan & Schmidhuber 2011, Stacked Convolutional Auto-Encoders",
    learning_rate: 1e-3,
    controls: &[
        Control::integer("channels", [1, 64], 8),
        Control::choice("kernelSize", &["3", "5", "7"], "3"),
        Control::integer("codeSize", [1, 1024], 64),
        Control::choice("activation", ACTIVATIONS, "relu"),
        Control::choice("unpooling", &["copy", "switches"], "copy"),
    ],
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

/// The feature maps before both poolings, which hold where the maxima lie,
/// `[batch, channels, side, side]` each.
type Switches = [Tensor<4>; 2];

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Convolutional {
    encoder: Vec<Conv2d>,
    code: Linear,
    spread: Linear,
    decoder: Vec<ConvTranspose2d>,
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
        let there =
            [0, 1].map(|i| convolution([channels[i], channels[i + 1]], kernel, initial, device));
        let code = initial.linear(features, self.code_size, device);
        let spread = initial.linear(self.code_size, features, device);
        let back =
            [1, 0].map(|i| deconvolution([channels[i + 1], channels[i]], kernel, initial, device));
        Convolutional {
            encoder: there.to_vec(),
            code,
            spread,
            decoder: back.to_vec(),
            config: self,
        }
    }
}

impl Convolutional {
    /// The feature maps after each block, and before their poolings.
    fn features(&self, inputs: Tensor<2>) -> ([Tensor<4>; 2], Switches) {
        let block = |images: Tensor<4>, index: usize| {
            let maps = gather(&self.encoder[index], images);
            let maps = self.config.activation.apply(maps);
            (pool(maps.clone()), maps)
        };
        let (first, first_switches) = block(self.images(inputs), 0);
        let (second, second_switches) = block(first.clone(), 1);
        ([first, second], [first_switches, second_switches])
    }

    fn images(&self, inputs: Tensor<2>) -> Tensor<4> {
        let (batch, side) = (inputs.dims()[0], self.config.sides()[0]);
        inputs.reshape([batch, 1, side, side])
    }

    fn codes(&self, features: Tensor<4>) -> Tensor<2> {
        affine(&self.code, features.flatten(1, 3))
    }

    /// The feature maps before each unpooling, the deepest first, and the logits of the pixels;
    /// `switches` are those of the images, where the codes come from images.
    fn decode_with(
        &self,
        codes: Tensor<2>,
        switches: Option<&Switches>,
    ) -> ([Tensor<4>; 2], Tensor<2>) {
        let deep = self.deep(codes);
        let wide = self.wide_logits(deep.clone(), switches);
        let wide = self.config.activation.apply(wide);
        let unpooled = self.unpool(wide.clone(), switches, 0);
        let logits = spread(&self.decoder[1], unpooled);
        ([deep, wide], logits.flatten(1, 3))
    }

    /// The feature maps that a code spreads into.
    fn deep(&self, codes: Tensor<2>) -> Tensor<4> {
        let (batch, channels) = (codes.dims()[0], self.config.channels()[2]);
        let side = self.config.sides()[2];
        let spread = self.config.activation.apply(affine(&self.spread, codes));
        spread.reshape([batch, channels, side, side])
    }

    /// What the first deconvolution makes of them, before its activation.
    fn wide_logits(&self, deep: Tensor<4>, switches: Option<&Switches>) -> Tensor<4> {
        spread(&self.decoder[0], self.unpool(deep, switches, 1))
    }

    /// Undoes the pooling of number `index`.
    fn unpool(&self, values: Tensor<4>, switches: Option<&Switches>, index: usize) -> Tensor<4> {
        let side = self.config.sides()[index];
        match (self.config.unpooling, switches) {
            (Unpooling::Copy, _) => copy(values, side),
            (Unpooling::Switches, Some(switches)) => unpool(values, switches[index].clone()),
            (Unpooling::Switches, None) => copy(values, side).div_scalar((POOL * POOL) as f32),
        }
    }

    /// The layers up to the code, the codes, and the switches.
    fn encoder_layers(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>, Switches) {
        let ([first, deep], switches) = self.features(inputs.clone());
        let codes = self.codes(deep.clone());
        let layers = vec![inputs, first.flatten(1, 3), deep.flatten(1, 3)];
        (layers, codes, switches)
    }

    fn decoder_layers(&self, codes: Tensor<2>, switches: Option<&Switches>) -> Vec<Tensor<2>> {
        let ([deep, wide], logits) = self.decode_with(codes.clone(), switches);
        let [deep, wide] = [deep, wide].map(|maps| maps.flatten(1, 3));
        vec![codes, deep, wide, sigmoid(logits)]
    }
}

impl Objective for Convolutional {
    fn losses(&self, examples: &Examples, _mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        Losses::squared_error(self.reconstruct(inputs.clone()), inputs)
    }
}

impl Model for Convolutional {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        let ([_, deep], _) = self.features(inputs);
        self.codes(deep)
    }

    /// Without an image there are no switches: values are shared by their windows.
    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        sigmoid(self.decode_with(codes, None).1)
    }

    /// With the switches of each image.
    fn reconstruct(&self, inputs: Tensor<2>) -> Tensor<2> {
        let ([_, deep], switches) = self.features(inputs);
        sigmoid(self.decode_with(self.codes(deep), Some(&switches)).1)
    }

    /// The feature maps after each pooling and before each unpooling, one map after the other.
    fn widths(&self) -> Vec<usize> {
        let shapes = self.layer_shapes().into_iter();
        shapes.map(LayerShape::units).collect()
    }

    fn layer_shapes(&self) -> Vec<LayerShape> {
        let (sides, channels) = (self.config.sides(), self.config.channels());
        let maps = |index: usize| LayerShape::feature_maps(channels[index], sides[index]);
        let (image, [first, second]) = (LayerShape::image(sides[0]), [1, 2].map(maps));
        let code = LayerShape::vector(self.config.code_size);
        vec![image, first, second, code, second, first, image]
    }

    /// Feature maps before they are pooled, and every pixel once for each place in a kernel.
    fn footprint(&self) -> usize {
        let (sides, channels) = (self.config.sides(), self.config.channels());
        let kernel = (self.config.kernel_size as usize).pow(2);
        let block = |i: usize| sides[i].pow(2) * (channels[i + 1] + kernel * channels[i]);
        2 * (block(0) + block(1)) + self.widths().iter().sum::<usize>()
    }

    /// An image is decoded with its own switches.
    fn activations(&self, inputs: Tensor<2>) -> Vec<Tensor<2>> {
        let (mut layers, codes, switches) = self.encoder_layers(inputs);
        layers.extend(self.decoder_layers(codes, Some(&switches)));
        layers
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let (layers, codes, _) = self.encoder_layers(inputs);
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        self.decoder_layers(codes, None)
    }

    /// Of the first two layers, the largest in each window.
    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        if layer == 0 {
            return inputs;
        }
        if layer == 1 {
            let maps = gather(&self.encoder[0], self.images(inputs));
            return pool(maps).flatten(1, 3);
        }
        let ([first, deep], switches) = self.features(inputs);
        if layer == 2 {
            return pool(gather(&self.encoder[1], first)).flatten(1, 3);
        }
        let codes = self.codes(deep);
        match layer {
            3 => codes,
            4 => affine(&self.spread, codes),
            5 => self
                .wide_logits(self.deep(codes), Some(&switches))
                .flatten(1, 3),
            _ => self.decode_with(codes, Some(&switches)).1,
        }
    }

    /// With the same weights either way, whichever unpooling they were trained with.
    fn pooling(&self, inputs: Tensor<2>) -> Option<Pooled> {
        let ([pooled, _], [maps, _]) = self.features(inputs.clone());
        let by = |unpooling| {
            let mut model = self.clone();
            model.config.unpooling = unpooling;
            model.reconstruct(inputs.clone())
        };
        Some(Pooled {
            switched: unpool(pooled.clone(), maps.clone()),
            copied: copy(pooled.clone(), self.config.sides()[0]),
            reconstructions: [Unpooling::Switches, Unpooling::Copy].map(by),
            pooled,
            maps,
        })
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.encoder[0].weight.val().flatten(1, 3))
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: ConvolutionalConfig = setup.config()?;
    config.check()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
