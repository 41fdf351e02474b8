//! Canvas pixels become digits in MNIST's frame.

use autoencoder_lab::data::drawing;

use crate::frame::{assert_framed, centre, ink_box};

/// A canvas of one background colour on which rectangles are painted in one ink colour.
struct Canvas {
    rgba: Vec<u8>,
    width: usize,
    height: usize,
    ink: [u8; 4],
}

impl Canvas {
    fn new(width: usize, height: usize, background: [u8; 4], ink: [u8; 4]) -> Self {
        Self {
            rgba: background.repeat(width * height),
            width,
            height,
            ink,
        }
    }

    fn transparent(width: usize, height: usize) -> Self {
        Self::new(width, height, [0; 4], [0, 0, 0, 255])
    }

    fn rectangle(mut self, x: usize, y: usize, width: usize, height: usize) -> Self {
        for row in y..y + height {
            for column in x..x + width {
                self.rgba[(row * self.width + column) * 4..][..4].copy_from_slice(&self.ink);
            }
        }
        self
    }

    /// A 7 whose box is 6 × 10 units, its corner at `(x, y)`.
    fn seven(self, x: usize, y: usize, unit: usize) -> Self {
        self.rectangle(x, y, 6 * unit, 2 * unit)
            .rectangle(x + 4 * unit, y, 2 * unit, 10 * unit)
    }

    fn prepare(&self) -> Vec<f32> {
        drawing::prepare(&self.rgba, self.width, self.height).unwrap()
    }
}

fn assert_close(left: &[f32], right: &[f32]) {
    let furthest = left
        .iter()
        .zip(right)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    assert!(
        left.len() == right.len() && furthest < 1e-5,
        "{furthest} apart"
    );
}

#[test]
fn an_empty_canvas_is_black() {
    for background in [[0; 4], [255; 4], [30, 90, 200, 255]] {
        assert_eq!(
            Canvas::new(60, 40, background, [0; 4]).prepare(),
            vec![0.0; 784]
        );
    }
}

#[test]
fn noise_is_no_ink() {
    let canvas = Canvas::new(50, 50, [250, 250, 250, 255], [243, 248, 251, 255]);
    assert_eq!(canvas.rectangle(10, 10, 20, 20).prepare(), vec![0.0; 784]);
}

#[test]
fn a_drawing_lands_in_the_frame() {
    let image = Canvas::transparent(200, 200).seven(30, 40, 10).prepare();
    assert_framed(&image);
    assert_eq!(ink_box(&image), (12, 20));
}

#[test]
fn aspect_is_kept() {
    let bar = |width, height| {
        ink_box(
            &Canvas::transparent(300, 300)
                .rectangle(20, 20, width, height)
                .prepare(),
        )
    };
    assert_eq!(bar(200, 100), (20, 10));
    assert_eq!(bar(25, 250), (2, 20));
    assert_eq!(bar(120, 120), (20, 20));
    assert_eq!(bar(1, 250), (1, 20));
}

#[test]
fn moving_the_drawing_changes_nothing() {
    let here = Canvas::transparent(280, 280).seven(3, 7, 11).prepare();
    let there = Canvas::transparent(280, 280).seven(160, 121, 11).prepare();
    assert_close(&here, &there);
}

#[test]
fn scaling_the_drawing_changes_little() {
    let large = Canvas::transparent(400, 400).seven(10, 10, 36).prepare();
    for unit in [1, 2, 3, 5, 10, 17] {
        let image = Canvas::transparent(400, 400).seven(10, 10, unit).prepare();
        assert_eq!(ink_box(&image), ink_box(&large), "unit {unit}");
        let error: f32 = large.iter().zip(&image).map(|(a, b)| (a - b).powi(2)).sum();
        assert!(error < 6.0, "unit {unit}: squared error {error}");
    }
}

#[test]
fn dark_on_light_equals_light_on_dark_equals_opacity() {
    let draw = |background, ink| {
        Canvas::new(150, 150, background, ink)
            .seven(20, 20, 9)
            .prepare()
    };
    let dark = draw([255; 4], [0, 0, 0, 255]);
    for (background, ink) in [
        ([0, 0, 0, 255], [255; 4]),
        ([0; 4], [200, 10, 10, 255]),
        ([240, 240, 240, 255], [20, 30, 120, 255]),
    ] {
        assert_close(&dark, &draw(background, ink));
    }
}

#[test]
fn ink_that_touches_the_border_is_still_ink() {
    let image = Canvas::new(100, 100, [255; 4], [0, 0, 0, 255])
        .rectangle(40, 0, 10, 100)
        .prepare();
    assert_framed(&image);
    assert_eq!(ink_box(&image), (2, 20));
}

#[test]
fn lopsided_ink_stays_inside() {
    // The mass is far to one side: centring it fully would push the tail out of the frame.
    let canvas = Canvas::transparent(300, 300).rectangle(10, 100, 240, 2);
    let image = canvas.rectangle(210, 80, 40, 40).prepare();
    assert_eq!(ink_box(&image).0, 20);
    assert!(centre(&image).0 > 14.5);
}
