//! Pen strokes as sequences of a fixed length, and back.
//!
//! The drawing is scaled until its longer side is 1 and put around the origin. There the pen
//! starts, in the air, and follows the strokes in even steps; a step on paper has the pen state 1.
//! A step (dx, dy) becomes ½ + ½ (dx, dy) · steps / [`REACH`], so that every value lies in 0…1.
//! Offsets with a pen state are the form of Ha & Eck, "A Neural Representation of Sketch
//! Drawings", ICLR 2018.

use super::frame;
use super::path::Path;
use super::strokes::Strokes;
use crate::error::{LabError, Result};

/// Values of one step: dx, dy and the pen state.
pub const STEP_VALUES: usize = 3;
/// The fewest steps of a sequence.
pub const FEWEST_STEPS: usize = 8;
/// The most steps of a sequence.
pub const MOST_STEPS: usize = 256;
/// How far the pen may move, on paper and in the air, over the longer side of the drawing.
pub const REACH: f32 = 8.0;

/// That a sequence may have `steps` steps.
///
/// # Errors
/// `bad-option`: fewer than [`FEWEST_STEPS`] or more than [`MOST_STEPS`].
pub fn check_steps(steps: usize) -> Result<()> {
    if (FEWEST_STEPS..=MOST_STEPS).contains(&steps) {
        return Ok(());
    }
    Err(LabError::new(
        "bad-option",
        format!("A sequence of {steps} pen steps was asked for."),
        format!("Use {FEWEST_STEPS} to {MOST_STEPS} steps."),
    ))
}

/// `strokes`, in any coordinates with y down, as `[steps × 3]` values in 0…1.
///
/// # Errors
/// `bad-option` as [`check_steps`]; `bad-strokes` where there is nothing to follow, a coordinate
/// is not finite, or the way is longer than [`REACH`].
pub fn from_strokes(strokes: &Strokes, steps: usize) -> Result<Vec<f32>> {
    check_steps(steps)?;
    let path = Path::of(strokes, REACH)?;
    let stride = path.length / steps as f32;
    let scale = 0.5 * steps as f32 / REACH;
    let mut values = Vec::with_capacity(steps * STEP_VALUES);
    let mut last = [0.0; 2];
    for step in 1..=steps {
        let (next, _) = path.at(step as f32 * stride);
        let (_, down) = path.at((step as f32 - 0.5) * stride);
        let offset = [0, 1].map(|axis| 0.5 + scale * (next[axis] - last[axis]));
        // Rounding must not leave the range.
        values.extend(offset.map(|value: f32| value.clamp(0.0, 1.0)));
        values.push(f32::from(down));
        last = next;
    }
    Ok(values)
}

/// The strokes in `[steps × 3]` values, in the coordinates of a 28×28 image.
///
/// # Errors
/// `bad-option` as [`check_steps`]; `bad-input` for values that are no whole steps or not finite.
pub fn to_strokes(values: &[f32]) -> Result<Strokes> {
    if !values.len().is_multiple_of(STEP_VALUES) || values.iter().any(|value| !value.is_finite()) {
        return Err(LabError::new(
            "bad-input",
            format!("{} values are no sequence of pen steps.", values.len()),
            "Give three finite values a step.",
        ));
    }
    let steps = values.len() / STEP_VALUES;
    check_steps(steps)?;
    let scale = frame::INK_SIDE as f32 * 2.0 * REACH / steps as f32;
    let mut at = [frame::SIDE as f32 / 2.0; 2];
    let mut strokes: Vec<Vec<[f32; 2]>> = Vec::new();
    let mut drawing = false;
    for step in values.chunks_exact(STEP_VALUES) {
        let next = [0, 1].map(|axis| at[axis] + scale * (step[axis] - 0.5));
        let down = step[2] >= 0.5;
        if down && !drawing {
            strokes.push(vec![at]);
        }
        if let Some(stroke) = strokes.last_mut().filter(|_| down) {
            stroke.push(next);
        }
        (at, drawing) = (next, down);
    }
    Ok(Strokes(strokes))
}
