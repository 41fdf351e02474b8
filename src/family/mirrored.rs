//! What the families have in common whose module is a [`Network`] and a loss of its own.

use burn::tensor::Tensor;

use crate::layers::network::Network;
use crate::model::{Model, Objective, square_side};

/// A module around a [`Network`].
pub trait Mirrored: Objective {
    /// The layers.
    fn network(&self) -> &Network;

    /// What the encoder makes of the inputs before its first layer, `[batch, input]`.
    fn features(&self, inputs: Tensor<2>) -> Tensor<2> {
        inputs
    }

    /// Whether inputs are pixels, each with a weight of its own in the first layer.
    fn sees_pixels(&self) -> bool {
        true
    }
}

impl<M: Mirrored> Model for M {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.network().encode(self.features(inputs))
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        self.network().decode(codes)
    }

    fn widths(&self) -> Vec<usize> {
        self.network().widths()
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let (mut layers, codes) = self
            .network()
            .encoder_activations(self.features(inputs.clone()));
        layers[0] = inputs;
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        self.network().decoder_activations(codes)
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        if layer == 0 {
            return inputs;
        }
        self.network().pre_activations(self.features(inputs), layer)
    }

    /// Words are no pixels.
    fn image_side(&self) -> Option<usize> {
        square_side(self.widths()[0]).filter(|_| self.sees_pixels())
    }

    fn filters(&self) -> Option<Tensor<2>> {
        self.sees_pixels().then(|| self.network().filters())
    }
}
