//! The pen: knots become smooth strokes, and strokes become ink on a small canvas.

use super::frame::{self, Framed};

/// `[x, y]`, x to the right and y down.
pub(super) type Point = [f32; 2];

/// A point that a stroke passes through, smoothly or with a corner.
#[derive(Clone, Copy)]
pub(super) struct Knot {
    pub at: Point,
    pub corner: bool,
}

/// How wide the pen is, as a part of the digit's longest side, and how that changes on the way.
pub(super) struct Nib {
    pub radius: f32,
    /// The radius swings by this part of itself …
    pub pressure: f32,
    /// … this many radians per unit of the way …
    pub rate: f32,
    /// … from this angle on.
    pub phase: f32,
}

/// The longest side of the ink on the canvas: three pixels for each one of the frame's 20, so that
/// shrinking it gives the grey edges that MNIST's scans have.
const INK_SIDE: f32 = 3.0 * frame::INK_SIDE as f32;
/// Room around the ink for its antialiased edge.
const MARGIN: f32 = 1.0;
/// The distance between neighbouring points of a traced stroke, in units of the digit's height.
const STEP: f32 = 0.05;

/// The smooth line through `knots`, at nearly even steps: a Catmull-Rom spline (Catmull and Rom
/// 1974) whose tangents shrink by `sharpness`, 0…1, at corners.
pub(super) fn trace(knots: &[Knot], sharpness: f32) -> Vec<Point> {
    let Some(last) = knots.len().checked_sub(1) else {
        return Vec::new();
    };
    let tangent = |index: usize| -> Point {
        let (before, after) = (
            knots[index.saturating_sub(1)].at,
            knots[(index + 1).min(last)].at,
        );
        let keep = if knots[index].corner {
            1.0 - sharpness
        } else {
            1.0
        };
        [0, 1].map(|axis| keep * (after[axis] - before[axis]) / 2.0)
    };
    let mut line = vec![knots[0].at];
    for index in 0..last {
        let (from, to) = (knots[index].at, knots[index + 1].at);
        let (leaving, arriving) = (tangent(index), tangent(index + 1));
        let steps = (distance(from, to) / STEP).ceil().max(1.0) as usize;
        line.extend((1..=steps).map(|step| {
            let t = step as f32 / steps as f32;
            [0, 1].map(|axis| hermite(t, from[axis], leaving[axis], to[axis], arriving[axis]))
        }));
    }
    line
}

/// The cubic from `from` to `to` with the tangents `leaving` and `arriving`, at `t` in 0…1.
fn hermite(t: f32, from: f32, leaving: f32, to: f32, arriving: f32) -> f32 {
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * from
        + (t3 - 2.0 * t2 + t) * leaving
        + (3.0 * t2 - 2.0 * t3) * to
        + (t3 - t2) * arriving
}

/// Draws `lines` with `nib` into MNIST's frame, and moves the lines there too: their points end in
/// frame coordinates, 0…28. `None` if there is nothing to draw.
pub(super) fn draw(lines: &mut [Vec<Point>], nib: &Nib) -> Option<Framed> {
    let points = || lines.iter().flatten();
    let low = [0, 1].map(|axis| points().map(|point| point[axis]).fold(f32::MAX, f32::min));
    let high = [0, 1].map(|axis| points().map(|point| point[axis]).fold(f32::MIN, f32::max));
    let extent = [high[0] - low[0], high[1] - low[1]];
    let longest = extent[0].max(extent[1]);
    if !(longest.is_finite() && longest > 0.0) {
        return None;
    }
    let radius = nib.radius * INK_SIDE;
    let scale = (INK_SIDE - 2.0 * radius) / longest;
    let padding = radius + MARGIN;
    let [width, height] = extent.map(|side| (side * scale + 2.0 * padding).ceil() as usize);
    let mut canvas = Canvas {
        ink: vec![0.0; width * height],
        width,
        height,
    };
    for line in lines.iter_mut() {
        for point in line.iter_mut() {
            *point = [0, 1].map(|axis| (point[axis] - low[axis]) * scale + padding);
        }
        canvas.stroke(line, nib);
    }
    let framed = frame::place(&canvas.ink, width, height)?;
    for point in lines.iter_mut().flatten() {
        *point = [0, 1].map(|axis| point[axis] * framed.scale + framed.origin[axis]);
    }
    Some(framed)
}

/// Ink, `[height, width]` flat, 0…1.
struct Canvas {
    ink: Vec<f32>,
    width: usize,
    height: usize,
}

impl Canvas {
    fn stroke(&mut self, line: &[Point], nib: &Nib) {
        let mut travelled = 0.0;
        let mut press = |from: Point, to: Point| {
            travelled += distance(from, to) / INK_SIDE;
            INK_SIDE * nib.radius * (1.0 + nib.pressure * (nib.phase + nib.rate * travelled).sin())
        };
        for pair in line.windows(2) {
            let radius = press(pair[0], pair[1]);
            self.segment(pair[0], pair[1], radius);
        }
    }

    /// Inks every pixel as far as it lies within `radius` of the segment.
    fn segment(&mut self, from: Point, to: Point, radius: f32) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length2 = (along[0] * along[0] + along[1] * along[1]).max(f32::MIN_POSITIVE);
        let reach = radius + 0.5;
        let span = |axis: usize, size: usize| {
            let low = (from[axis].min(to[axis]) - reach).max(0.0) as usize;
            let high = (from[axis].max(to[axis]) + reach).ceil().max(0.0) as usize;
            low..high.min(size)
        };
        for row in span(1, self.height) {
            let y = row as f32 + 0.5 - from[1];
            for column in span(0, self.width) {
                let x = column as f32 + 0.5 - from[0];
                let nearest = ((x * along[0] + y * along[1]) / length2).clamp(0.0, 1.0);
                let (dx, dy) = (x - nearest * along[0], y - nearest * along[1]);
                let covered = (reach - (dx * dx + dy * dy).sqrt()).min(1.0);
                let ink = &mut self.ink[row * self.width + column];
                *ink = ink.max(covered);
            }
        }
    }
}

fn distance(from: Point, to: Point) -> f32 {
    (to[0] - from[0]).hypot(to[1] - from[1])
}
