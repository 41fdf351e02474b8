//! Matrices as they lie in memory, and packed as the innermost loop reads them.

use std::ops::Range;

/// A matrix as it lies in memory.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    /// From one row, and from one column, to the next.
    strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// Row after row.
    ///
    /// # Panics
    /// Where there are not as many values.
    pub fn new(values: &'a [f32], [rows, columns]: [usize; 2]) -> Self {
        Self::strided(values, [rows, columns], [columns, 1])
    }

    /// With any distance from row to row and from column to column.
    ///
    /// # Panics
    /// Where the last element lies beyond the values.
    pub fn strided(values: &'a [f32], [rows, columns]: [usize; 2], strides: [usize; 2]) -> Self {
        if rows > 0 && columns > 0 {
            let last = (rows - 1) * strides[0] + (columns - 1) * strides[1];
            assert!(last < values.len(), "a matrix within its values");
        }
        Self {
            values,
            rows,
            columns,
            strides,
        }
    }

    pub(super) fn values(&self) -> &'a [f32] {
        self.values
    }

    pub(super) fn strides(&self) -> [usize; 2] {
        self.strides
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Rows as columns.
    pub fn transposed(self) -> Self {
        let [row, column] = self.strides;
        Self {
            values: self.values,
            rows: self.columns,
            columns: self.rows,
            strides: [column, row],
        }
    }

    /// Copies `W` rows side by side: term after term, those of all rows together; zeros beyond the
    /// last row.
    pub(super) fn pack<const W: usize>(self, first: usize, terms: Range<usize>, to: &mut Vec<f32>) {
        let [down, along] = self.strides;
        let rows = W.min(self.rows - first);
        let start = first * down + terms.start * along;
        if rows < W || (down != 1 && along != 1) {
            for term in 0..terms.len() {
                let value = |row| match row < rows {
                    true => self.values[start + row * down + term * along],
                    false => 0.0,
                };
                to.extend((0..W).map(value));
            }
        } else if down == 1 {
            for term in 0..terms.len() {
                let from = start + term * along;
                to.extend_from_slice(&self.values[from..from + W]);
            }
        } else {
            let lines: [&[f32]; W] =
                std::array::from_fn(|row| &self.values[start + row * down..][..terms.len()]);
            interleave(lines, to);
        }
    }
}

/// The first of each line, then the second of each, and so on.
pub(super) fn interleave<const W: usize>(lines: [&[f32]; W], to: &mut Vec<f32>) {
    let length = lines[0].len();
    let whole = length - length % 4;
    for at in (0..whole).step_by(4) {
        let four: [[f32; 4]; W] =
            std::array::from_fn(|row| lines[row][at..at + 4].try_into().expect("four values"));
        for term in 0..4 {
            to.extend_from_slice(&four.map(|line| line[term]));
        }
    }
    for at in whole..length {
        to.extend_from_slice(&lines.map(|line| line[at]));
    }
}
