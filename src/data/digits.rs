//! Hand-written digits made by a pen: labelled training data without a download.
//!
//! A digit is one of several glyphs (`glyphs.rs`) whose pen strokes are bent, slanted and scaled at
//! random, drawn with a pen of random width and put into MNIST's frame. The glyphs are our own; how
//! much slant, width and ink vary follows what is measured on MNIST's training images.

use std::f32::consts::TAU;

use super::dataset::Dataset;
use super::frame;
use super::glyphs::{Glyph, variants};
use super::pen::{self, Knot, Nib, Point};
use super::strokes::Strokes;
use crate::error::{LabError, Result};
use crate::random::{Purpose, Random};

/// The most digits that one call generates.
pub const MAX_COUNT: usize = 200_000;

/// How far each digit usually leans to the right over its height: people slant a 0 or a 1 more than
/// a 7.
const SLANT: [f32; 10] = [0.22, 0.26, 0.05, 0.08, 0.24, 0.14, 0.1, 0.07, 0.18, 0.16];

/// Deviations of amplitude and frequency of the waves that displace a digit: three bend it as a
/// whole, two are the tremor of the hand.
const WAVES: [(f32, f32); 5] = [
    (0.055, 3.0),
    (0.055, 3.0),
    (0.055, 3.0),
    (0.01, 12.0),
    (0.01, 12.0),
];

/// Generates labelled digits with their strokes: `[count, 28 × 28]`, white ink on black, framed as
/// MNIST's. Digit `i` depends on `seed` and `i` alone, not on `count`.
///
/// # Errors
/// `bad-count`: `count` is 0 or above [`MAX_COUNT`].
pub fn generate(count: usize, seed: u64) -> Result<Dataset> {
    if !(1..=MAX_COUNT).contains(&count) {
        return Err(LabError::new(
            "bad-count",
            format!("{count} digits cannot be generated."),
            format!("Ask for 1 to {MAX_COUNT} digits."),
        ));
    }
    let mut pixels = Vec::with_capacity(count * frame::PIXELS);
    let mut labels = Vec::with_capacity(count);
    let mut strokes = Vec::with_capacity(count);
    for index in 0..count as u64 {
        let mut random = Random::stream(seed, Purpose::Digits, index);
        let label = random.below(10) as u8;
        let (drawn, image) = write(label, &mut random);
        pixels.extend(image);
        labels.push(label);
        strokes.push(drawn);
    }
    Dataset::new(pixels, frame::PIXELS, Some(labels))?.with_strokes(strokes)
}

/// Draws one digit of a chosen label: its strokes, and its image, `[28 × 28]` in 0…255. The same
/// label and seed give the same digit.
///
/// # Errors
/// `bad-label`: `label` is above 9.
pub fn draw(label: u8, seed: u64) -> Result<(Strokes, Vec<u8>)> {
    if label > 9 {
        return Err(LabError::new(
            "bad-label",
            format!("{label} is not a digit."),
            "Ask for a label from 0 to 9.",
        ));
    }
    Ok(write(
        label,
        &mut Random::stream(seed, Purpose::Digit, label.into()),
    ))
}

fn write(label: u8, random: &mut Random) -> (Strokes, Vec<u8>) {
    let glyph = choose(variants(label), random);
    let body = Body::random(SLANT[usize::from(label)], random);
    let mut lines: Vec<Vec<Point>> = glyph
        .strokes
        .iter()
        .map(|knots| body.line(knots, random))
        .collect();
    let framed = pen::draw(&mut lines, &nib(random)).expect("every glyph has ink");
    let image = framed
        .pixels
        .iter()
        .map(|ink| (ink * 255.0).round() as u8)
        .collect();
    (Strokes(lines), image)
}

/// One of `glyphs`, by weight.
fn choose<'a>(glyphs: &'a [Glyph], random: &mut Random) -> &'a Glyph {
    let total: f32 = glyphs.iter().map(|glyph| glyph.weight).sum();
    let mut left = random.between(0.0, total);
    glyphs
        .iter()
        .find(|glyph| {
            left -= glyph.weight;
            left < 0.0
        })
        .unwrap_or(&glyphs[0])
}

fn nib(random: &mut Random) -> Nib {
    Nib {
        radius: (0.064 * normal(random, 0.26).exp()).clamp(0.035, 0.11),
        pressure: random.between(0.0, 0.25),
        rate: random.between(1.0, 6.0),
        phase: random.between(0.0, TAU),
    }
}

/// How one writer's digit differs from its glyph, in units of the digit's height.
struct Body {
    /// Deviation of each knot by itself.
    jitter: f32,
    /// Deviation of each stroke by itself.
    drift: f32,
    /// Of corners: 0 rounds them off, 1 keeps them.
    sharpness: f32,
    /// At most this part of a stroke is missing at either end.
    haste: f32,
    waves: [Wave; WAVES.len()],
    /// Moves the waist up or down, and widens one half against the other.
    waist: f32,
    taper: f32,
    /// Rows of the matrix that scales, slants and turns.
    affine: [[f32; 2]; 2],
}

/// A smooth displacement: `amplitude · sin(frequency · point + phase)`.
struct Wave {
    amplitude: Point,
    frequency: Point,
    phase: f32,
}

impl Body {
    fn random(slant: f32, random: &mut Random) -> Self {
        let (sin, cos) = normal(random, 0.11).sin_cos();
        let slant = slant + normal(random, 0.26);
        // Narrower, and a 0 becomes a thick 1.
        let width = 1.08 * normal(random, 0.2).clamp(-0.3, 0.5).exp();
        let carelessness = random.between(0.3, 1.4);
        Self {
            haste: 0.08,
            jitter: 0.014 * carelessness,
            drift: 0.05 * carelessness,
            sharpness: random.between(0.3, 1.0),
            // Three bend the whole digit, two are the tremor of the hand.
            waves: WAVES.map(|(amplitude, frequency)| Wave {
                amplitude: [
                    normal(random, carelessness * amplitude),
                    normal(random, carelessness * amplitude),
                ],
                frequency: [normal(random, frequency), normal(random, frequency)],
                phase: random.between(0.0, TAU),
            }),
            waist: normal(random, 0.2),
            taper: normal(random, 0.18),
            affine: [
                [cos * width, -cos * slant - sin],
                [sin * width, cos - sin * slant],
            ],
        }
    }

    fn line(&self, knots: &[Knot], random: &mut Random) -> Vec<Point> {
        let drift = [normal(random, self.drift), normal(random, self.drift)];
        let moved: Vec<Knot> = knots
            .iter()
            .map(|knot| Knot {
                at: [0, 1]
                    .map(|axis| knot.at[axis] - 0.5 + drift[axis] + normal(random, self.jitter)),
                corner: knot.corner,
            })
            .collect();
        let mut line = pen::trace(&moved, self.sharpness);
        let mut cut = || (random.between(0.0, self.haste) * line.len() as f32) as usize;
        let (late, early) = (cut(), cut());
        line.truncate(line.len() - early);
        line.drain(..late);
        for point in &mut line {
            *point = self.bend(*point);
        }
        line
    }

    fn bend(&self, [x, y]: Point) -> Point {
        let mut bent = [x * (1.0 + self.taper * y), y + self.waist * (0.25 - y * y)];
        for wave in &self.waves {
            let height = (wave.frequency[0] * x + wave.frequency[1] * y + wave.phase).sin();
            bent[0] += wave.amplitude[0] * height;
            bent[1] += wave.amplitude[1] * height;
        }
        self.affine.map(|row| row[0] * bent[0] + row[1] * bent[1])
    }
}

/// A draw from the normal distribution around 0.
fn normal(random: &mut Random, deviation: f32) -> f32 {
    deviation * random.next_normal()
}
