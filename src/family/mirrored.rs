//! What the families have in common whose module is a [`Mirror`] and a loss of its own.

use burn::tensor::Tensor;

use crate::layers::mirror::Mirror;
use crate::model::{Autoencoder, Generator, Model};

/// A module around a [`Mirror`].
pub trait Mirrored {
    /// The layers.
    fn layers(&self) -> &Mirror;
}

impl<M: Mirrored> Autoencoder for M {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.layers().encode(inputs)
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.layers().decode(codes)
    }
}

impl<M: Mirrored> Generator for M {}

impl<M: Mirrored> Model for M {
    fn widths(&self) -> Vec<usize> {
        self.layers().widths()
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs.clone()];
        layers.extend(self.layers().encoder_trace(inputs));
        let codes = layers.pop().expect("an encoder has a layer");
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes.clone()];
        layers.extend(self.layers().decoder_trace(codes));
        layers
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        self.layers().pre_activations(inputs, layer)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.layers().first_weight().transpose())
    }
}
