//! The loops of pooling and unpooling on the CPU, over windows of 2×2 pixels: planes of
//! `image = [height, width]` pixels, both at least 2, lie one after the other. A row or column that
//! is left over at the end belongs to no window.

/// Pixels along either side of a pooling window.
pub const POOL: usize = 2;

/// Of each window the pixel of `of` where that of `by` is largest, the first of equals.
pub fn pick(of: &[f32], by: &[f32], image: [usize; 2]) -> Vec<f32> {
    let mut out = Vec::with_capacity(of.len() / (POOL * POOL));
    for (of, by) in rows(of, image).zip(rows(by, image)) {
        let windows = windows(of).zip(windows(by));
        out.extend(windows.map(|(of, by)| of[largest(by)]));
    }
    out
}

/// What [`pick`] takes away undone: one value for each window, where that of `by` is largest, and
/// zeros elsewhere.
pub fn place(values: &[f32], by: &[f32], image: [usize; 2]) -> Vec<f32> {
    fill(values, by, image, |value, by| {
        let place = largest(by);
        std::array::from_fn(|i| if i == place { value } else { 0.0 })
    })
}

/// One value for each window, in all of its pixels; zeros in a row or column that is left over.
pub fn copy(values: &[f32], image: [usize; 2]) -> Vec<f32> {
    let [height, width] = image;
    let planes = values.len() / (height / POOL * (width / POOL));
    let none = vec![0.0; planes * height * width];
    fill(values, &none, image, |value, _| [value; 4])
}

/// The sum of each window.
pub fn sum(of: &[f32], image: [usize; 2]) -> Vec<f32> {
    let mut out = Vec::with_capacity(of.len() / (POOL * POOL));
    for row in rows(of, image) {
        out.extend(windows(row).map(|[a, b, c, d]| a + b + c + d));
    }
    out
}

/// Every window as made from its value and from what `by` holds there; zeros elsewhere.
fn fill(
    values: &[f32],
    by: &[f32],
    image: [usize; 2],
    window: impl Fn(f32, [f32; 4]) -> [f32; 4],
) -> Vec<f32> {
    let [height, width] = image;
    let mut out = vec![0.0; by.len()];
    let planes = out.chunks_exact_mut(height * width);
    let to = planes.flat_map(|plane| plane.chunks_exact_mut(POOL * width));
    let lines = values.chunks_exact(width / POOL);
    for ((to, by), values) in to.zip(rows(by, image)).zip(lines) {
        let (upper, lower) = to.split_at_mut(width);
        let pairs = upper
            .as_chunks_mut()
            .0
            .iter_mut()
            .zip(lower.as_chunks_mut().0);
        for (([a, b], [c, d]), (&value, by)) in pairs.zip(values.iter().zip(windows(by))) {
            [*a, *b, *c, *d] = window(value, by);
        }
    }
    out
}

/// The upper and the lower row of pixels of each row of windows.
fn rows(planes: &[f32], [height, width]: [usize; 2]) -> impl Iterator<Item = [&[f32]; 2]> {
    let planes = planes.chunks_exact(height * width);
    let rows = planes.flat_map(move |plane| plane.chunks_exact(POOL * width));
    rows.map(move |rows| rows.split_at(width).into())
}

fn windows([upper, lower]: [&[f32]; 2]) -> impl Iterator<Item = [f32; 4]> {
    let pairs = upper.as_chunks().0.iter().zip(lower.as_chunks().0);
    pairs.map(|([a, b], [c, d])| [*a, *b, *c, *d])
}

/// Where the largest is; what is no number is larger than all that are.
fn largest(window: [f32; 4]) -> usize {
    let (mut place, mut best) = (0, window[0]);
    for (index, &value) in window.iter().enumerate().skip(1) {
        if value > best || value.is_nan() {
            (place, best) = (index, value);
        }
    }
    place
}
