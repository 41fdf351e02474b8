//! What a model's first layer looks for, as images.

use crate::error::{LabError, Result};
use crate::lab_model::LabModel;
use crate::layers::read_values;

/// The weights of the first layer, one image a unit, or a kernel that a feature map shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Filters {
    /// `[units × height × width]`, row by row.
    pub images: Vec<f32>,
    /// Pixels of one row.
    pub width: usize,
    /// Rows of one image; 1 where inputs are no square images.
    pub height: usize,
    /// ‖w‖ of each unit.
    pub norms: Vec<f32>,
}

/// The filters of `lab_model`.
///
/// # Errors
/// `no-filters` where the first layer sees the input piece by piece; `device-failed`.
pub async fn filters(lab_model: &LabModel) -> Result<Filters> {
    let weights = lab_model.snapshot().filters().ok_or_else(|| {
        LabError::new(
            "no-filters",
            format!(
                "No unit of the family '{}' has weights to all of an image.",
                lab_model.family.id
            ),
            "Look at its units, or choose another family.",
        )
    })?;
    let pixels = weights.dims()[1];
    let side = pixels.isqrt();
    let images = read_values(weights).await?;
    let norm = |image: &[f32]| image.iter().map(|w| w * w).sum::<f32>().sqrt();
    let [height, width] = if side * side == pixels {
        [side, side]
    } else {
        [1, pixels]
    };
    Ok(Filters {
        norms: images.chunks(pixels).map(norm).collect(),
        images,
        width,
        height,
    })
}
