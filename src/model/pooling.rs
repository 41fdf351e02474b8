//! What models that pool feature maps tell of it.

use burn::tensor::Tensor;

/// Pooling of the feature maps of the first block, and the ways back.
pub struct Pooled {
    /// `[batch, channels, side, side]`
    pub maps: Tensor<4>,
    /// The largest of each 2×2 window, `[batch, channels, half, half]`.
    pub pooled: Tensor<4>,
    /// Where they were, zeros elsewhere, `[batch, channels, side, side]`.
    pub switched: Tensor<4>,
    /// In all places of their windows, `[batch, channels, side, side]`.
    pub copied: Tensor<4>,
    /// The inputs through the whole model with unpooling by switches, and by copies, `[batch, input]`.
    pub reconstructions: [Tensor<2>; 2],
}
