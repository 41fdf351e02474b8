//! The way that a pen went, on paper and in the air.

use super::strokes::Strokes;
use crate::error::{LabError, Result};

/// The way of the pen: pieces between two points, on paper or in the air.
pub(super) struct Path {
    /// Where each piece ends, how long the way is until there, and whether it is on paper.
    pieces: Vec<([f32; 2], f32, bool)>,
    /// How long it is, over the longer side of the drawing.
    pub length: f32,
}

impl Path {
    /// The way along `strokes`, scaled until their longer side is 1 and put around the origin, where
    /// it starts.
    ///
    /// # Errors
    /// `bad-strokes` where there is nothing to follow, a coordinate is not finite, or the way is longer
    /// than `reach`.
    pub fn of(strokes: &Strokes, reach: f32) -> Result<Self> {
        let points = || strokes.0.iter().flatten();
        let extreme = |pick: fn(f32, f32) -> f32, from: f32| {
            [0, 1].map(|axis| points().map(|point| point[axis]).fold(from, pick))
        };
        let (low, high) = (extreme(f32::min, f32::MAX), extreme(f32::max, f32::MIN));
        let longest = (high[0] - low[0]).max(high[1] - low[1]);
        let finite = points().flatten().all(|value| value.is_finite());
        if !(finite && longest > 0.0 && longest.is_finite()) {
            return Err(bad_strokes("The strokes have no extent."));
        }
        let mut path = Self {
            pieces: Vec::new(),
            length: 0.0,
        };
        let mut last = [0.0; 2];
        for stroke in &strokes.0 {
            for (index, point) in stroke.iter().enumerate() {
                let middle = |axis: usize| 0.5 * (low[axis] + high[axis]);
                let next = [0, 1].map(|axis| (point[axis] - middle(axis)) / longest);
                path.length += (next[0] - last[0]).hypot(next[1] - last[1]);
                path.pieces.push((next, path.length, index > 0));
                last = next;
            }
        }
        if path.length > reach {
            let times = path.length;
            return Err(bad_strokes(&format!(
                "The pen went {times:.1} times the drawing's longer side, {reach} is the most."
            )));
        }
        Ok(path)
    }

    /// Where the pen is after `way`, and whether on paper.
    pub fn at(&self, way: f32) -> ([f32; 2], bool) {
        let found = self.pieces.partition_point(|(_, end, _)| *end < way);
        let index = found.min(self.pieces.len() - 1);
        let (to, end, down) = self.pieces[index];
        let (from, start) = match index.checked_sub(1) {
            Some(before) => (self.pieces[before].0, self.pieces[before].1),
            None => ([0.0; 2], 0.0),
        };
        let share = ((way - start) / (end - start).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
        let point = [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
        (point, down)
    }
}

fn bad_strokes(message: &str) -> LabError {
    LabError::new("bad-strokes", message, "Draw one digit with a few strokes.")
}
