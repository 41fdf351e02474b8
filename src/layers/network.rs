//! An encoder of affine layers and a decoder of the mirrored widths.

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use crate::kernel;

use super::{Activation, Initial, affine, dims};

/// x Wᵀ + b, W being the weight of the layer of the encoder that this one mirrors.
#[derive(Module, Debug)]
pub struct Transposed {
    /// `[outputs]`
    pub bias: Param<Tensor<1>>,
}

impl Transposed {
    /// `[batch, outputs of W]` to `[batch, inputs of W]`.
    pub fn forward(&self, input: Tensor<2>, owner: &Linear) -> Tensor<2> {
        kernel::affine(input, owner.weight.val().transpose(), self.bias.val())
    }
}

/// A layer of the decoder: with a weight of its own, or with the encoder's.
// Two of a kind: their sizes differ by a pointer or two.
#[allow(clippy::large_enum_variant)]
#[derive(Module, Debug)]
pub enum DecoderLayer {
    /// x W + b
    Own(Linear),
    /// x Wᵀ + b
    Tied(Transposed),
}

/// What follows the layers of a [`Network`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Functions {
    /// After every layer but the code and the last.
    pub hidden: Activation,
    /// After the layer of the code.
    pub code: Activation,
    /// After the last layer of the decoder.
    pub output: Activation,
}

/// `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Network {
    /// The encoder's layers, the code's last.
    pub encoder: Vec<Linear>,
    /// The decoder's layers, the output's last; as many as the encoder has.
    pub decoder: Vec<DecoderLayer>,
    /// What follows them.
    #[module(skip)]
    pub functions: Functions,
}

impl Network {
    /// Layers through `widths`, such as `[784, 1000, 30]`, and back; a `tied` decoder uses the
    /// encoder's weights, transposed.
    pub fn new(
        widths: &[usize],
        tied: bool,
        functions: Functions,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        let encoder = initial.stack(widths, device);
        let back: Vec<usize> = widths.iter().rev().copied().collect();
        let layer = |pair: &[usize]| match tied {
            true => DecoderLayer::Tied(Transposed {
                bias: initial.zeros([pair[1]], device),
            }),
            false => DecoderLayer::Own(initial.linear(pair[0], pair[1], device)),
        };
        Self {
            encoder,
            decoder: back.windows(2).map(layer).collect(),
            functions,
        }
    }

    /// The width of each layer, input to reconstruction.
    pub fn widths(&self) -> Vec<usize> {
        let widths: Vec<usize> = self.encoder.iter().map(|layer| dims(layer)[1]).collect();
        super::mirrored(dims(&self.encoder[0])[0], &widths)
    }

    /// The network of its first `count` layers alone, with the layers of the decoder that undo
    /// them.
    pub fn first_layers(&self, count: usize) -> Self {
        let depth = self.encoder.len();
        let mut functions = self.functions;
        if count < depth {
            functions.code = functions.hidden;
        }
        Self {
            encoder: self.encoder[..count].to_vec(),
            decoder: self.decoder[depth - count..].to_vec(),
            functions,
        }
    }

    /// Takes the layer of number `index` out, with the one of the decoder that undoes it: a network
    /// of its own, whose output is what the layer below gives.
    pub fn take_layer(&mut self, index: usize) -> Self {
        let undoes = self.encoder.len() - 1 - index;
        let functions = Functions {
            hidden: self.functions.hidden,
            code: self.encoder_function(index),
            output: self.decoder_function(undoes),
        };
        Self {
            encoder: vec![self.encoder.remove(index)],
            decoder: vec![self.decoder.remove(undoes)],
            functions,
        }
    }

    /// Puts a layer back where [`Network::take_layer`] took one out.
    pub fn put_layer(&mut self, index: usize, mut layer: Self) {
        let undoes = self.encoder.len() - index;
        self.encoder.insert(index, layer.encoder.remove(0));
        self.decoder.insert(undoes, layer.decoder.remove(0));
    }

    /// The function after the encoder's layer of this number.
    pub fn encoder_function(&self, index: usize) -> Activation {
        match index + 1 == self.encoder.len() {
            true => self.functions.code,
            false => self.functions.hidden,
        }
    }

    /// The function after the decoder's layer of this number.
    pub fn decoder_function(&self, index: usize) -> Activation {
        match index + 1 == self.decoder.len() {
            true => self.functions.output,
            false => self.functions.hidden,
        }
    }

    fn encoder_logits(&self, input: Tensor<2>, index: usize) -> Tensor<2> {
        affine(&self.encoder[index], input)
    }

    fn decoder_logits(&self, input: Tensor<2>, index: usize) -> Tensor<2> {
        match &self.decoder[index] {
            DecoderLayer::Own(layer) => affine(layer, input),
            DecoderLayer::Tied(layer) => {
                layer.forward(input, &self.encoder[self.encoder.len() - 1 - index])
            }
        }
    }

    /// `[batch, input]` through the first `count` layers of the encoder.
    pub fn encode_through(&self, inputs: Tensor<2>, count: usize) -> Tensor<2> {
        (0..count).fold(inputs, |values, index| {
            self.encoder_function(index)
                .apply(self.encoder_logits(values, index))
        })
    }

    /// `[batch, input]` to the code, `[batch, code]`.
    pub fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.encode_through(inputs, self.encoder.len())
    }

    /// What enters the output function, from `[batch, code]`.
    pub fn decode_logits(&self, codes: Tensor<2>) -> Tensor<2> {
        self.decode_through(codes, self.decoder.len())
    }

    /// The logits of the decoder's layer of number `count` − 1.
    fn decode_through(&self, codes: Tensor<2>, count: usize) -> Tensor<2> {
        let last = count - 1;
        let values = (0..last).fold(codes, |values, index| {
            self.decoder_function(index)
                .apply(self.decoder_logits(values, index))
        });
        self.decoder_logits(values, last)
    }

    /// `[batch, code]` to the reconstruction, `[batch, input]`.
    pub fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.functions.output.apply(self.decode_logits(codes))
    }

    /// The values before the code, those that enter first, and the code.
    pub fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = Vec::with_capacity(self.encoder.len());
        let mut values = inputs;
        for index in 0..self.encoder.len() {
            let logits = self.encoder_logits(values.clone(), index);
            layers.push(values);
            values = self.encoder_function(index).apply(logits);
        }
        (layers, values)
    }

    /// The codes, and the output of every layer of the decoder, the reconstruction last.
    pub fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes];
        for index in 0..self.decoder.len() {
            let logits = self.decoder_logits(layers[index].clone(), index);
            layers.push(self.decoder_function(index).apply(logits));
        }
        layers
    }

    /// The output of layer `layer` before its function; 0 stands for the inputs.
    pub fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let depth = self.encoder.len();
        match layer {
            0 => inputs,
            _ if layer <= depth => {
                self.encoder_logits(self.encode_through(inputs, layer - 1), layer - 1)
            }
            _ => self.decode_through(self.encode(inputs), layer - depth),
        }
    }

    /// The weights from the inputs to each unit of the first layer, `[units, inputs]`.
    pub fn filters(&self) -> Tensor<2> {
        self.encoder[0].weight.val().transpose()
    }

    /// Σ W² over every weight, `[1]`.
    pub fn weight_energy(&self) -> Tensor<1> {
        let own = self.decoder.iter().filter_map(|layer| match layer {
            DecoderLayer::Own(layer) => Some(layer),
            DecoderLayer::Tied(_) => None,
        });
        super::weight_energy(self.encoder.iter().chain(own))
    }
}
