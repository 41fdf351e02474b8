//! The inputs of a data set, row by row, as compactly as they can be kept.

use std::ops::Range;

use super::sparse::SparseRows;

/// What the inputs are made of, row by row.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// 0…255
    Pixels(Vec<u8>),
    /// Pen steps in 0…1, or the activations of a model
    Floats(Vec<f32>),
    /// 0…1, most of them 0
    Shares(SparseRows),
}

impl Values {
    /// How many rows of `size` values there are.
    pub(super) fn count(&self, size: usize) -> usize {
        match self {
            Self::Pixels(pixels) => pixels.len() / size,
            Self::Floats(values) => values.len() / size,
            Self::Shares(rows) => rows.count(),
        }
    }

    /// The rows of `size` values at `indices`.
    pub(super) fn select(&self, indices: &[usize], size: usize) -> Self {
        fn pick<T: Copy>(values: &[T], indices: &[usize], size: usize) -> Vec<T> {
            let rows = indices.iter().map(|index| index * size..(index + 1) * size);
            rows.flat_map(|row| &values[row]).copied().collect()
        }
        match self {
            Self::Pixels(pixels) => Self::Pixels(pick(pixels, indices, size)),
            Self::Floats(values) => Self::Floats(pick(values, indices, size)),
            Self::Shares(rows) => Self::Shares(rows.select(indices)),
        }
    }

    /// The rows of `size` values in `range`, 0…1.
    pub(super) fn unit(&self, range: Range<usize>, size: usize) -> Vec<f32> {
        let flat = range.start * size..range.end * size;
        match self {
            Self::Pixels(pixels) => {
                let bytes = pixels[flat].iter();
                bytes.map(|&pixel| f32::from(pixel) / 255.0).collect()
            }
            Self::Floats(values) => values[flat].to_vec(),
            Self::Shares(rows) => rows.dense(range),
        }
    }
}
