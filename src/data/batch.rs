//! Some examples of a data set.

use crate::random::Part;

/// Some images of a [`Dataset`](super::Dataset), ready to become a tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// `[count, input_size]` flat, row by row, each value in 0…1.
    pub inputs: Vec<f32>,
    /// `[count]`, where the data set has labels.
    pub labels: Option<Vec<u8>>,
    /// How many images.
    pub count: usize,
    /// Values per image.
    pub input_size: usize,
}

impl Batch {
    /// The rows of `part`.
    pub fn part(&self, part: &Part) -> Self {
        Self {
            inputs: part.of_values(&self.inputs).to_vec(),
            labels: self
                .labels
                .as_ref()
                .map(|labels| part.of_values(labels).to_vec()),
            count: part.rows.len(),
            input_size: self.input_size,
        }
    }
}
