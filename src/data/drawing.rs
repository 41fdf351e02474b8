//! A drawing on a canvas becomes a digit as MNIST's.

use super::frame;
use crate::error::{LabError, Result};

/// The most pixels that a canvas may have each way.
pub const MAX_SIDE: usize = 4096;

/// Ink fainter than this is the canvas itself: compression noise or a stray antialiased edge.
const FAINTEST_INK: f32 = 16.0;

/// Prepares canvas pixels as MNIST's digits were made: `rgba` is `[height, width, 4]`, 0…255, the
/// result `[28 × 28]` flat, 0…1, white on black. The ink's box is scaled to fit 20 × 20 keeping its
/// aspect, and its centre of mass put in the middle (LeCun et al. 1998, section III.A).
///
/// Where any pixel is transparent, ink is opacity; on an opaque canvas it is the difference to the
/// background's luminance, the commonest along the border: dark on light and light on dark are
/// the same digit. An empty canvas gives zeros.
///
/// # Errors
/// `bad-drawing`: a side of 0 or above [`MAX_SIDE`], or another length than `width × height × 4`.
pub fn prepare(rgba: &[u8], width: usize, height: usize) -> Result<Vec<f32>> {
    if !(1..=MAX_SIDE).contains(&width) || !(1..=MAX_SIDE).contains(&height) {
        return Err(LabError::new(
            "bad-drawing",
            format!("A drawing of {width} × {height} pixels cannot be prepared."),
            format!("Give a canvas with sides from 1 to {MAX_SIDE} pixels."),
        ));
    }
    if rgba.len() != width * height * 4 {
        return Err(LabError::new(
            "bad-drawing",
            format!(
                "{} bytes are not {width} × {height} pixels of 4 bytes.",
                rgba.len()
            ),
            "Give the data of getImageData with the width and height it was asked for.",
        ));
    }
    let ink = ink(rgba, width, height);
    Ok(frame::place(&ink, width, height)
        .map_or_else(|| vec![0.0; frame::PIXELS], |framed| framed.pixels))
}

/// `[height, width]`, 0 for the background up to 255.
fn ink(rgba: &[u8], width: usize, height: usize) -> Vec<f32> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let ink: Vec<f32> = if pixels.iter().any(|pixel| pixel[3] < u8::MAX) {
        pixels.iter().map(|pixel| f32::from(pixel[3])).collect()
    } else {
        let luminances: Vec<u8> = pixels.iter().map(luminance).collect();
        let background = f32::from(background(&luminances, width, height));
        luminances
            .iter()
            .map(|&grey| (f32::from(grey) - background).abs())
            .collect()
    };
    ink.into_iter()
        .map(|ink| if ink < FAINTEST_INK { 0.0 } else { ink })
        .collect()
}

/// Rec. 601 luma, as the canvas' own grey filters use.
fn luminance(&[red, green, blue, _]: &[u8; 4]) -> u8 {
    ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114 + 500) / 1000) as u8
}

/// The commonest luminance along the border: a stroke that leaves the canvas is in the minority.
fn background(luminances: &[u8], width: usize, height: usize) -> u8 {
    let mut votes = [0_u32; 256];
    for (index, &grey) in luminances.iter().enumerate() {
        let (row, column) = (index / width, index % width);
        if row == 0 || column == 0 || row == height - 1 || column == width - 1 {
            votes[usize::from(grey)] += 1;
        }
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    votes.iter().position(|&count| count == most).unwrap_or(0) as u8
}
