//! Matrices as they lie in memory, and packed as the innermost loop reads them.

use std::mem::MaybeUninit;
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
            // SAFETY: every term fills its part.
            unsafe {
                grow(to, terms.len() * W, |room| {
                    let parts = room.as_chunks_mut::<W>().0.iter_mut();
                    for (part, term) in parts.zip(terms) {
                        let from = first + term * along;
                        part.write_copy_of_slice(&self.values[from..from + W]);
                    }
                });
            }
        } else {
            let lines: [&[f32]; W] =
                std::array::from_fn(|row| &self.values[start + row * down..][..terms.len()]);
            interleave(lines, to);
        }
    }
}

/// Adds `count` values, which `fill` writes.
///
/// # Safety
/// It writes them all.
unsafe fn grow(to: &mut Vec<f32>, count: usize, fill: impl FnOnce(&mut [MaybeUninit<f32>])) {
    to.reserve(count);
    fill(&mut to.spare_capacity_mut()[..count]);
    // SAFETY: there is room, and as asked of the caller.
    unsafe { to.set_len(to.len() + count) };
}

/// The first of each line, then the second of each, and so on. The lines are as long as each other,
/// and `W` is a multiple of 4.
pub(super) fn interleave<const W: usize>(lines: [&[f32]; W], to: &mut Vec<f32>) {
    let length = lines[0].len();
    let whole = length - length % 4;
    // SAFETY: every part of four terms is filled, four lines at a time.
    unsafe {
        grow(to, whole * W, |room| {
            for (at, part) in room.chunks_exact_mut(4 * W).enumerate() {
                for group in (0..W).step_by(4) {
                    let four: [[f32; 4]; 4] = std::array::from_fn(|line| {
                        let line = &lines[group + line][4 * at..4 * at + 4];
                        line.try_into().expect("four values")
                    });
                    for term in 0..4 {
                        let turned = four.map(|line| line[term]);
                        part[term * W + group..][..4].write_copy_of_slice(&turned);
                    }
                }
            }
        });
    }
    for at in whole..length {
        to.extend_from_slice(&lines.map(|line| line[at]));
    }
}
