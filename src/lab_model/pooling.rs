//! What pooling takes away from feature maps, and what unpooling puts back.

use super::LabModel;
use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::layers::read_values;

/// One feature map of the first block of a convolutional autoencoder, and the image that comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooling {
    /// Pixels along a side of the map, and of the pooled one.
    pub sides: [usize; 2],
    /// Feature maps that there are.
    pub channels: usize,
    /// Before pooling, `[side × side]`.
    pub map: Vec<f32>,
    /// The largest of each 2×2 window, `[half × half]`.
    pub pooled: Vec<f32>,
    /// Put back where it was, zeros elsewhere, `[side × side]`.
    pub switched: Vec<f32>,
    /// In all places of its window, `[side × side]`.
    pub copied: Vec<f32>,
    /// The image through the whole model with either unpooling, `[input]`: by switches and by copies.
    pub reconstructions: [Vec<f32>; 2],
}

impl LabModel {
    /// What pooling does to feature map `channel` of one input.
    ///
    /// # Errors
    /// `bad-option` where the family has no pooling, or no such map; `bad-input` for anything but
    /// one input; `device-failed`.
    pub async fn pooling(&self, input: &[f32], channel: usize) -> Result<Pooling> {
        if validate_inputs(input, self.input_size())? != 1 {
            return Err(LabError::new(
                "bad-input",
                format!("{} values are not one input.", input.len()),
                "Pass the values of one image.",
            ));
        }
        let Some(found) = self.snapshot().pooling(self.upload(input, 1)) else {
            return Err(LabError::new(
                "bad-option",
                format!("The family '{}' has no pooling.", self.family.id),
                "Use a convolutional autoencoder, the family 'convolutional'.",
            ));
        };
        let [_, channels, side, _] = found.maps.dims();
        if channel >= channels {
            return Err(LabError::new(
                "bad-option",
                format!("Feature map {channel} was asked for, of {channels}."),
                "They are counted from 0.",
            ));
        }
        let half = found.pooled.dims()[2];
        let of = |maps: burn::tensor::Tensor<4>| maps.narrow(1, channel, 1);
        let [switches, copies] = found.reconstructions;
        Ok(Pooling {
            sides: [side, half],
            channels,
            map: read_values(of(found.maps)).await?,
            pooled: read_values(of(found.pooled)).await?,
            switched: read_values(of(found.switched)).await?,
            copied: read_values(of(found.copied)).await?,
            reconstructions: [read_values(switches).await?, read_values(copies).await?],
        })
    }
}
