//! MNIST's frame: how ink of any size becomes a 28 × 28 digit.
//!
//! The ink's bounding box is scaled to fit 20 × 20 keeping its aspect, antialiased, and the centre
//! of mass moves to the middle of the 28 × 28 field (LeCun, Bottou, Bengio and Haffner 1998,
//! "Gradient-based learning applied to document recognition", section III.A). Two details come from
//! the published files: the brightest pixel is white, and images move by whole pixels, until the
//! mean pixel index lies in 13.5…14.5 both ways.

/// Rows and columns of the frame.
pub(super) const SIDE: usize = 28;
/// Pixels of the frame.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// The longest side of the ink inside the frame.
pub(super) const INK_SIDE: usize = 20;

/// Ink fainter than this part of the darkest does not count for the bounding box: a smooth edge
/// must not decide the scale.
const BOX_THRESHOLD: f32 = 0.25;

/// Ink in the frame, and where it came from.
pub(super) struct Framed {
    /// `[28 × 28]`, 0…1, the brightest 1.
    pub pixels: Vec<f32>,
    /// Frame pixels per source pixel.
    pub scale: f32,
    /// Where the source's origin lies in the frame, `[x, y]`.
    pub origin: [f32; 2],
}

/// Puts `ink`, `[height, width]` flat with 0 for none, into the frame. `None` if there is no ink.
pub(super) fn place(ink: &[f32], width: usize, height: usize) -> Option<Framed> {
    let bounds = Bounds::of(ink, width, height)?;
    let scale = INK_SIDE as f32 / bounds.width().max(bounds.height()) as f32;
    let columns = resampling(bounds.left, bounds.right, scale);
    let rows = resampling(bounds.top, bounds.bottom, scale);
    let scaled = resample(ink, width, &rows, &columns);

    let left = shift(&scaled, columns.len(), |index| index % columns.len());
    let top = shift(&scaled, rows.len(), |index| index / columns.len());
    let brightest = scaled.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let mut pixels = vec![0.0; PIXELS];
    for (index, value) in scaled.iter().enumerate() {
        let (row, column) = (index / columns.len(), index % columns.len());
        pixels[(top + row) * SIDE + left + column] = value / brightest;
    }
    let origin = |shift: usize, start: usize| shift as f32 - start as f32 * scale;
    Some(Framed {
        pixels,
        scale,
        origin: [origin(left, bounds.left), origin(top, bounds.top)],
    })
}

/// The smallest box around the ink; `right` and `bottom` are one past it.
struct Bounds {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

impl Bounds {
    fn of(ink: &[f32], width: usize, height: usize) -> Option<Self> {
        let darkest = ink.iter().copied().fold(0.0, f32::max);
        if darkest <= 0.0 {
            return None;
        }
        let mut bounds = Self {
            left: width,
            right: 0,
            top: height,
            bottom: 0,
        };
        for (row, values) in ink.chunks_exact(width).enumerate() {
            let inked = |value: &f32| *value >= BOX_THRESHOLD * darkest;
            if let Some(first) = values.iter().position(inked) {
                let last = values.iter().rposition(inked).unwrap_or(first);
                bounds.left = bounds.left.min(first);
                bounds.right = bounds.right.max(last + 1);
                bounds.top = bounds.top.min(row);
                bounds.bottom = row + 1;
            }
        }
        Some(bounds)
    }

    fn width(&self) -> usize {
        self.right - self.left
    }

    fn height(&self) -> usize {
        self.bottom - self.top
    }
}

/// What one resampled row or column is made of: source indices from `first` on, with weights.
struct Sample {
    first: usize,
    weights: Vec<f32>,
}

/// The samples that scale the source's `start..end`: averages over the covered source pixels when
/// shrinking, linear interpolation between them when enlarging.
fn resampling(start: usize, end: usize, scale: f32) -> Vec<Sample> {
    let length = end - start;
    let samples = ((length as f32 * scale - 1e-3).ceil() as usize).clamp(1, INK_SIDE);
    let step = 1.0 / scale;
    (0..samples)
        .map(|index| {
            let (from, to) = (index as f32 * step, (index + 1) as f32 * step);
            let (first, weights) = if step >= 1.0 {
                coverage(from, to, length)
            } else {
                interpolation((from + to) / 2.0 - 0.5, length)
            };
            Sample {
                first: start + first,
                weights,
            }
        })
        .collect()
}

/// The part of each source pixel that lies in `from..to`, adding up to at most 1.
fn coverage(from: f32, to: f32, length: usize) -> (usize, Vec<f32>) {
    let first = (from as usize).min(length - 1);
    let last = (to.ceil() as usize).clamp(first + 1, length);
    let part = |pixel: usize| to.min((pixel + 1) as f32) - from.max(pixel as f32);
    (
        first,
        (first..last)
            .map(|pixel| part(pixel).max(0.0) / (to - from))
            .collect(),
    )
}

/// The two pixels whose centres lie around `position`, by their nearness.
fn interpolation(position: f32, length: usize) -> (usize, Vec<f32>) {
    let position = position.clamp(0.0, (length - 1) as f32);
    let first = (position as usize).min(length.saturating_sub(2));
    let along = position - first as f32;
    if length == 1 {
        (first, vec![1.0])
    } else {
        (first, vec![1.0 - along, along])
    }
}

fn resample(ink: &[f32], width: usize, rows: &[Sample], columns: &[Sample]) -> Vec<f32> {
    let mut scaled = Vec::with_capacity(rows.len() * columns.len());
    let mut blended = vec![0.0; width];
    for row in rows {
        blended.fill(0.0);
        for (offset, weight) in row.weights.iter().enumerate() {
            let source = &ink[(row.first + offset) * width..][..width];
            for (sum, value) in blended.iter_mut().zip(source) {
                *sum += weight * value;
            }
        }
        scaled.extend(columns.iter().map(|column| {
            let source = &blended[column.first..];
            column
                .weights
                .iter()
                .zip(source)
                .map(|(weight, value)| weight * value)
                .sum::<f32>()
        }));
    }
    scaled
}

/// By how many pixels to move so that the mean of `position` over the ink lies in 13.5…14.5, and
/// the whole ink, `length` long, inside the frame.
fn shift(ink: &[f32], length: usize, position: impl Fn(usize) -> usize) -> usize {
    let mass: f32 = ink.iter().sum();
    let moment: f32 = ink
        .iter()
        .enumerate()
        .map(|(index, value)| value * position(index) as f32)
        .sum();
    let wanted = (SIDE as f32 / 2.0 - 0.5 - moment / mass).ceil();
    (wanted.max(0.0) as usize).min(SIDE - length)
}
