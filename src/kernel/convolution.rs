//! Convolution that keeps the image's size, as a product of matrices whose right factor lies in the
//! image itself: with zeros around it, each of the kernel's places is the image from another start.

use super::column::column;
use super::matrix::interleave;
use super::sizes::Sizes;
use super::tile::{COLUMNS, ROWS};

/// Pixels whose terms one pass over a kernel's gradient adds.
const DEPTH: usize = 400;

/// y(o, i, j) = Σ K(o, c, a, b) x(c, i + a − s, j + b − s) + bias(o), s half the kernel's side:
/// `[batch, inputs, height, width]` and `[outputs, inputs, side, side]` to
/// `[batch, outputs, height, width]`.
///
/// # Panics
/// Where there are not as many values.
pub fn convolution(images: &[f32], kernel: &[f32], bias: Option<&[f32]>, sizes: Sizes) -> Vec<f32> {
    let (depth, places) = (sizes.weights(), sizes.places());
    assert_eq!(images.len(), sizes.batch * sizes.inputs * sizes.pixels());
    assert_eq!(kernel.len(), sizes.outputs * depth);
    let tiles = sizes.outputs.div_ceil(ROWS);
    let left = rows_together(kernel, depth);
    let bias = |row: usize| bias.and_then(|bias| bias.get(row)).copied().unwrap_or(0.0);
    let begin: Vec<f32> = (0..tiles * ROWS * COLUMNS)
        .map(|i| bias(i / COLUMNS))
        .collect();
    let starts = sizes.starts();
    let (mut padded, mut panel) = (Vec::new(), Vec::with_capacity(depth * COLUMNS));
    let mut lines = vec![0.0; tiles * ROWS * places];
    let mut out = Vec::with_capacity(sizes.batch * sizes.outputs * sizes.pixels());
    for image in images.chunks_exact(sizes.inputs * sizes.pixels()) {
        sizes.padded(image, &mut padded);
        for first in (0..places).step_by(COLUMNS) {
            panel.clear();
            for start in &starts {
                panel.extend_from_slice(&padded[start + first..][..COLUMNS]);
            }
            // SAFETY: `left`, `begin` and `lines` hold as many rows as there are in the tiles, and
            // `panel` as many as there are terms.
            unsafe {
                column(
                    tiles,
                    depth,
                    left.as_ptr(),
                    panel.as_ptr(),
                    COLUMNS,
                    begin.as_ptr(),
                    COLUMNS,
                    lines.as_mut_ptr().add(first),
                    places,
                );
            }
        }
        for channel in lines.chunks_exact(places).take(sizes.outputs) {
            for line in channel.chunks(sizes.line()).take(sizes.image[0]) {
                out.extend_from_slice(&line[..sizes.image[1]]);
            }
        }
    }
    out
}

/// The derivative by the images: the gradient's convolution with the kernel turned round, inputs and
/// outputs exchanged.
pub fn images_gradient(gradient: &[f32], kernel: &[f32], sizes: Sizes) -> Vec<f32> {
    let area = sizes.side * sizes.side;
    let mut turned = Vec::with_capacity(kernel.len());
    for input in 0..sizes.inputs {
        for output in 0..sizes.outputs {
            let from = (output * sizes.inputs + input) * area;
            turned.extend(kernel[from..from + area].iter().rev());
        }
    }
    convolution(gradient, &turned, None, sizes.turned())
}

/// The derivative by the kernel: Σ over the images and their pixels of the gradient times what each
/// of the kernel's places saw.
pub fn kernel_gradient(images: &[f32], gradient: &[f32], sizes: Sizes) -> Vec<f32> {
    let (weights, places) = (sizes.weights(), sizes.places());
    let (tiles, columns) = (
        sizes.outputs.div_ceil(ROWS),
        weights.next_multiple_of(COLUMNS),
    );
    let mut starts = sizes.starts();
    // What sticks out is computed too, of anything, and left out at the end.
    starts.resize(columns, 0);
    let mut sums = vec![0.0; tiles * ROWS * columns];
    let (mut padded, mut panel) = (Vec::new(), Vec::with_capacity(places * COLUMNS));
    let mut spread = vec![0.0; sizes.outputs * places];
    let images = images.chunks_exact(sizes.inputs * sizes.pixels());
    let gradients = gradient.chunks_exact(sizes.outputs * sizes.pixels());
    for (image, gradient) in images.zip(gradients) {
        sizes.padded(image, &mut padded);
        let channels = gradient.chunks_exact(sizes.pixels());
        for (to, from) in spread.chunks_exact_mut(places).zip(channels) {
            let lines = to
                .chunks_mut(sizes.line())
                .zip(from.chunks_exact(sizes.image[1]));
            lines.for_each(|(to, from)| to[..from.len()].copy_from_slice(from));
        }
        for from in (0..places).step_by(DEPTH) {
            let depth = DEPTH.min(places - from);
            let parts: Vec<f32> = spread
                .chunks_exact(places)
                .flat_map(|channel| &channel[from..from + depth])
                .copied()
                .collect();
            let left = rows_together(&parts, depth);
            for (place, eight) in starts.chunks_exact(COLUMNS).enumerate() {
                panel.clear();
                let lines: [&[f32]; COLUMNS] =
                    std::array::from_fn(|i| &padded[eight[i] + from..][..depth]);
                interleave(lines, &mut panel);
                // SAFETY: `left` and `sums` hold as many rows as there are in the tiles, and
                // `panel` as many as there are terms.
                unsafe {
                    let to = sums.as_mut_ptr().add(place * COLUMNS);
                    column(
                        tiles,
                        depth,
                        left.as_ptr(),
                        panel.as_ptr(),
                        COLUMNS,
                        to,
                        columns,
                        to,
                        columns,
                    );
                }
            }
        }
    }
    let rows = sums.chunks_exact(columns).take(sizes.outputs);
    rows.flat_map(|row| &row[..weights]).copied().collect()
}

/// Rows of `length` values by fours, the four's first values, then their second, and so on; zeros
/// for the rows that the last four lack.
fn rows_together(values: &[f32], length: usize) -> Vec<f32> {
    let mut together = Vec::with_capacity(values.len().next_multiple_of(ROWS * length));
    let zeros = vec![0.0; length];
    for rows in values.chunks(ROWS * length) {
        let mut lines: [&[f32]; ROWS] = [&zeros; ROWS];
        lines
            .iter_mut()
            .zip(rows.chunks_exact(length))
            .for_each(|(line, row)| *line = row);
        interleave(lines, &mut together);
    }
    together
}
