//! The product of two matrices on the CPU: blocks that fit the caches, packed so that the innermost
//! loop reads in order (Goto & van de Geijn 2008).

use std::ops::Range;

use super::column::column;
use super::matrix::Matrix;
use super::tile::{COLUMNS, ROWS};

/// Terms of a sum that one pass adds: `DEPTH` × 8 values of the right factor stay in the first cache.
const DEPTH: usize = 400;
/// Rows of the left factor that are packed at a time; with `DEPTH` terms they stay in the second.
const HEIGHT: usize = 256;
/// From so few rows on packing the right factor would cost more than it saves.
const FEW: usize = 16;

/// `left right + bias`, row after row; the bias, `[columns]`, is added to every row.
///
/// # Panics
/// Where the shapes do not match.
pub fn product(left: Matrix, right: Matrix, bias: Option<&[f32]>) -> Vec<f32> {
    assert_eq!(left.columns(), right.rows(), "as many columns as rows");
    let (rows, columns, depth) = (left.rows(), right.columns(), left.columns());
    assert!(bias.is_none_or(|bias| bias.len() == columns));
    if depth == 0 {
        let row = bias.map_or_else(|| vec![0.0; columns], <[f32]>::to_vec);
        return row.repeat(rows);
    }
    let mut out = Out {
        values: Vec::with_capacity(rows * columns),
        rows,
        columns,
    };
    let packed = HEIGHT.min(rows.next_multiple_of(ROWS));
    let step = depth.div_ceil(depth.div_ceil(DEPTH));
    let mut block = Vec::with_capacity(packed * step);
    let mut panel = Vec::with_capacity(COLUMNS * step);
    for from in (0..depth).step_by(step) {
        let terms = from..depth.min(from + step);
        for top in (0..rows).step_by(HEIGHT) {
            let band = top..rows.min(top + HEIGHT);
            block.clear();
            for row in band.clone().step_by(ROWS) {
                left.pack::<ROWS>(row, terms.clone(), &mut block);
            }
            for first in (0..columns).step_by(COLUMNS) {
                let given = match bias {
                    Some(bias) if from == 0 => eight(&bias[first..]),
                    _ => [0.0; COLUMNS],
                };
                let start = (from == 0).then_some(&given);
                let whole = first + COLUMNS <= columns;
                if rows <= FEW && right.strides()[1] == 1 && whole {
                    let at = from * right.strides()[0] + first;
                    let (values, stride) = (&right.values()[at..], right.strides()[0]);
                    out.add(
                        band.clone(),
                        first,
                        &block,
                        terms.len(),
                        values,
                        stride,
                        start,
                    );
                } else {
                    panel.clear();
                    right
                        .transposed()
                        .pack::<COLUMNS>(first, terms.clone(), &mut panel);
                    out.add(
                        band.clone(),
                        first,
                        &block,
                        terms.len(),
                        &panel,
                        COLUMNS,
                        start,
                    );
                }
            }
        }
    }
    // SAFETY: every element was written in the pass of the first terms.
    unsafe { out.values.set_len(rows * columns) };
    out.values
}

/// The first eight values, zeros where there are fewer.
fn eight(values: &[f32]) -> [f32; COLUMNS] {
    std::array::from_fn(|i| values.get(i).copied().unwrap_or(0.0))
}

/// The product while it is being summed up; its values are not initialised before the first terms.
struct Out {
    values: Vec<f32>,
    rows: usize,
    columns: usize,
}

impl Out {
    /// Adds `block panel` to the rows of a band and to eight columns from `first` on, or to what
    /// all these rows are to `start` with.
    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        band: Range<usize>,
        first: usize,
        block: &[f32],
        depth: usize,
        panel: &[f32],
        panel_stride: usize,
        start: Option<&[f32; COLUMNS]>,
    ) {
        debug_assert!(panel.len() >= (depth - 1) * panel_stride + COLUMNS);
        debug_assert!(band.end <= self.rows && self.values.capacity() >= self.rows * self.columns);
        let inside = first + COLUMNS <= self.columns;
        let tiles = if inside { band.len() / ROWS } else { 0 };
        let out = self.values.as_mut_ptr();
        // SAFETY: these rows and columns lie inside, as do the values of block and panel.
        unsafe {
            let to = out.add(band.start * self.columns + first);
            let (from, stride) = match start {
                Some(start) => (start.as_ptr(), 0),
                None => (to.cast_const(), self.columns),
            };
            column(
                tiles,
                depth,
                block.as_ptr(),
                panel.as_ptr(),
                panel_stride,
                from,
                stride,
                to,
                self.columns,
            );
        }
        // What sticks out is computed beside.
        let width = COLUMNS.min(self.columns - first);
        for tile in tiles..band.len().div_ceil(ROWS) {
            let top = band.start + tile * ROWS;
            let rows = ROWS.min(band.end - top);
            let mut beside = [[0.0f32; COLUMNS]; ROWS];
            if let Some(start) = start {
                beside = [*start; ROWS];
            }
            // SAFETY: `rows` and `width` stop where the product does, and what is read was written
            // before.
            unsafe {
                let place = |row: usize| out.add((top + row) * self.columns + first);
                if start.is_none() {
                    for (row, line) in beside.iter_mut().enumerate().take(rows) {
                        line.as_mut_ptr()
                            .copy_from_nonoverlapping(place(row), width);
                    }
                }
                let sums: *mut f32 = beside.as_mut_ptr().cast();
                let left = block.as_ptr().add(tile * depth * ROWS);
                column(
                    1,
                    depth,
                    left,
                    panel.as_ptr(),
                    panel_stride,
                    sums,
                    COLUMNS,
                    sums,
                    COLUMNS,
                );
                for (row, line) in beside.iter().enumerate().take(rows) {
                    place(row).copy_from_nonoverlapping(line.as_ptr(), width);
                }
            }
        }
    }
}
