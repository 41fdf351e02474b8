//! How people write the ten digits: for each, several variants as pen strokes.
//!
//! Coordinates are hundredths of the digit's height, x to the right and y down, in the order in
//! which the pen moves.

use super::pen::Knot;

/// One way to write a digit.
pub(super) struct Glyph {
    /// How common it is among the variants of its digit.
    pub weight: f32,
    pub strokes: &'static [&'static [Knot]],
}

/// A knot that the pen passes smoothly.
const fn s(x: i8, y: i8) -> Knot {
    Knot {
        at: [x as f32 / 100.0, y as f32 / 100.0],
        corner: false,
    }
}

/// A knot where the pen turns.
const fn c(x: i8, y: i8) -> Knot {
    Knot {
        corner: true,
        ..s(x, y)
    }
}

const fn glyph(weight: f32, strokes: &'static [&'static [Knot]]) -> Glyph {
    Glyph { weight, strokes }
}

/// The variants of digit `label`, 0…9.
pub(super) fn variants(label: u8) -> &'static [Glyph] {
    const ALL: [&[Glyph]; 10] = [ZERO, ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT, NINE];
    ALL[usize::from(label)]
}

#[rustfmt::skip]
const ZERO: &[Glyph] = &[
    // An oval from the top, against the clock.
    glyph(3.0, &[&[s(50, 1), s(30, 12), s(20, 35), s(20, 65), s(32, 92), s(52, 99), s(72, 88), s(81, 60), s(78, 30), s(67, 8), s(50, 1)]]),
    // From the upper right, the end passing the start.
    glyph(2.0, &[&[s(66, 8), s(46, 1), s(27, 16), s(18, 48), s(26, 84), s(48, 99), s(72, 86), s(82, 52), s(75, 20), s(58, 4), s(42, 8)]]),
    // Round.
    glyph(2.0, &[&[s(52, 3), s(25, 14), s(10, 50), s(23, 86), s(50, 97), s(79, 84), s(91, 52), s(80, 16), s(52, 3)]]),
    // Not quite closed at the top.
    glyph(1.5, &[&[s(56, 3), s(34, 12), s(20, 45), s(26, 82), s(48, 98), s(72, 84), s(80, 50), s(74, 18), s(64, 6)]]),
    // Narrow.
    glyph(0.7, &[&[s(54, 0), s(40, 14), s(33, 45), s(36, 80), s(48, 99), s(62, 86), s(68, 52), s(65, 18), s(54, 0)]]),
    // Clockwise from the left, with a tail inside.
    glyph(1.0, &[&[s(24, 28), s(40, 4), s(66, 6), s(82, 40), s(76, 80), s(52, 99), s(27, 86), s(18, 50), s(28, 18), s(50, 8), s(60, 16)]]),
    // Wide, the end inside.
    glyph(1.0, &[&[s(70, 14), s(42, 6), s(14, 40), s(16, 82), s(46, 98), s(82, 78), s(90, 38), s(70, 10), s(46, 16)]]),
    // The end curls inside.
    glyph(1.0, &[&[s(62, 5), s(36, 8), s(18, 48), s(30, 92), s(60, 95), s(82, 56), s(74, 14), s(50, 6), s(40, 24)]]),
];

#[rustfmt::skip]
const ONE: &[Glyph] = &[
    glyph(9.0, &[&[s(50, 0), s(50, 50), s(50, 100)]]),
    glyph(2.0, &[&[s(47, 0), s(52, 35), s(52, 70), s(48, 100)]]),
    glyph(2.0, &[&[s(52, 0), s(48, 35), s(48, 70), s(53, 100)]]),
    // With a flag.
    glyph(1.2, &[&[s(34, 22), c(52, 0), s(51, 50), s(50, 100)]]),
    glyph(0.6, &[&[s(28, 28), s(40, 18), c(54, 0), s(53, 50), s(53, 100)]]),
    // With a flag and a base.
    glyph(0.8, &[&[s(30, 22), c(52, 0), s(51, 50), s(50, 98)], &[s(22, 99), s(50, 98), s(80, 98)]]),
    // With a base alone.
    glyph(0.3, &[&[s(52, 0), s(51, 50), s(50, 98)], &[s(25, 99), s(78, 98)]]),
];

#[rustfmt::skip]
const TWO: &[Glyph] = &[
    // A plain base.
    glyph(2.0, &[&[s(20, 24), s(34, 5), s(56, 0), s(74, 14), s(72, 36), s(52, 64), c(18, 98), s(50, 96), s(84, 96)]]),
    // A loop at the lower left.
    glyph(3.0, &[&[s(22, 18), s(42, 2), s(66, 6), s(74, 28), s(62, 58), s(40, 84), s(22, 96), s(12, 88), s(22, 78), s(42, 84), s(62, 95), s(90, 92)]]),
    // A small loop and a wave.
    glyph(2.0, &[&[s(24, 16), s(48, 0), s(70, 12), s(68, 40), s(48, 70), s(28, 92), s(20, 90), s(28, 82), s(50, 88), s(70, 98), s(92, 88)]]),
    // A waved base without a loop.
    glyph(1.5, &[&[s(18, 20), s(40, 1), s(66, 8), s(70, 34), s(50, 62), c(16, 94), s(38, 86), s(62, 95), s(90, 92)]]),
    // A big round head, and a short base.
    glyph(1.0, &[&[s(20, 36), s(26, 10), s(52, 0), s(78, 18), s(74, 48), s(48, 74), c(20, 94), s(44, 94), s(74, 99)]]),
    // Nearly a Z.
    glyph(0.8, &[&[s(18, 8), s(48, 2), c(74, 8), s(46, 52), c(16, 96), s(50, 94), s(84, 97)]]),
    // A wide loop, and a base that sinks.
    glyph(1.0, &[&[s(30, 14), s(54, 0), s(72, 16), s(64, 46), s(44, 74), s(18, 88), s(8, 74), s(24, 66), s(48, 78), s(66, 92), s(84, 104)]]),
    // Low and wide.
    glyph(2.0, &[&[s(2, 22), s(28, 4), s(62, 6), s(68, 26), s(40, 54), c(4, 84), s(44, 82), s(96, 80)]]),
    // A long open loop whose base rises.
    glyph(1.5, &[&[s(26, 24), s(46, 6), s(68, 12), s(70, 40), s(52, 70), s(26, 92), s(6, 86), s(14, 68), s(44, 74), s(72, 84), s(104, 74)]]),
    // A short neck over a long base.
    glyph(1.0, &[&[s(26, 10), s(50, 0), s(66, 14), s(58, 40), s(36, 66), s(10, 90), s(26, 92), s(60, 88), s(98, 88)]]),
    // A round loop as big as the head.
    glyph(2.5, &[&[s(28, 18), s(46, 2), s(68, 8), s(74, 34), s(58, 70), s(30, 96), s(8, 92), s(6, 72), s(24, 62), s(48, 74), s(68, 92), s(92, 92)]]),
    // The loop pressed flat against the base.
    glyph(1.5, &[&[s(30, 16), s(52, 2), s(74, 16), s(74, 46), s(54, 78), s(24, 96), s(6, 84), s(18, 68), s(46, 76), s(72, 94)]]),
];

#[rustfmt::skip]
const THREE: &[Glyph] = &[
    // Two bows with a corner between them.
    glyph(2.5, &[&[s(22, 14), s(44, 1), s(68, 10), s(68, 32), c(42, 46), s(70, 58), s(76, 80), s(52, 99), s(18, 90)]]),
    // A small loop in the middle.
    glyph(1.5, &[&[s(24, 10), s(48, 0), s(70, 14), s(62, 38), s(42, 50), s(36, 44), s(46, 42), s(68, 56), s(74, 80), s(50, 99), s(20, 92)]]),
    // A flat head.
    glyph(0.8, &[&[s(20, 5), s(44, 4), c(72, 3), s(58, 22), c(42, 40), s(68, 50), s(76, 74), s(56, 97), s(20, 94)]]),
    // Bows that run into each other.
    glyph(1.5, &[&[s(24, 6), s(54, 2), s(72, 18), s(60, 40), c(46, 47), s(62, 54), s(70, 76), s(52, 96), s(22, 98)]]),
    // A deep notch.
    glyph(1.5, &[&[s(20, 20), s(36, 2), s(64, 4), s(70, 26), s(54, 42), c(28, 48), s(58, 50), s(80, 68), s(70, 92), s(40, 100), s(14, 86)]]),
    // A long, low tail.
    glyph(1.0, &[&[s(30, 8), s(56, 0), s(74, 14), s(64, 34), c(44, 44), s(68, 52), s(74, 72), s(52, 92), s(14, 99)]]),
    // A small head over a wide belly, the tail short.
    glyph(1.0, &[&[s(28, 4), s(50, 2), s(62, 16), s(52, 36), c(36, 42), s(64, 44), s(82, 66), s(68, 92), s(40, 98)]]),
    // A big head.
    glyph(1.0, &[&[s(14, 16), s(40, 0), s(74, 8), s(76, 34), s(52, 54), c(36, 56), s(58, 62), s(64, 82), s(44, 99), s(14, 96)]]),
    // A wide head over a small belly, the tail flat.
    glyph(1.0, &[&[s(8, 14), s(36, 0), s(72, 4), s(68, 26), c(40, 44), s(62, 52), s(60, 78), s(34, 92), s(0, 92)]]),
    // A slanting Z for a head.
    glyph(1.2, &[&[s(28, 6), s(52, 3), c(78, 0), s(58, 22), c(38, 42), s(64, 46), s(72, 70), s(50, 94), s(12, 98)]]),
    // A head bent over, the belly closing on it.
    glyph(1.0, &[&[s(26, 22), s(34, 4), s(58, 0), s(70, 16), s(58, 36), c(38, 44), s(66, 48), s(78, 72), s(58, 98), s(30, 96), s(18, 80)]]),
];

#[rustfmt::skip]
const FOUR: &[Glyph] = &[
    // Open, in two strokes.
    glyph(3.0, &[&[s(28, 4), s(22, 30), c(18, 54), s(48, 54), s(78, 50)], &[s(74, 6), s(70, 50), s(66, 100)]]),
    // Open and rounded.
    glyph(2.5, &[&[s(24, 4), s(17, 30), s(24, 50), s(46, 56), s(70, 46)], &[s(78, 0), s(72, 45), s(66, 100)]]),
    // One stroke, open: the pen rises and comes back down.
    glyph(1.5, &[&[s(22, 6), s(18, 34), s(30, 52), s(54, 50), s(70, 34), c(78, 4), s(72, 45), s(66, 100)]]),
    // Closed, the stem from the top.
    glyph(0.7, &[&[s(64, 2), s(40, 32), c(14, 62), s(50, 62), s(90, 60)], &[s(66, 2), s(64, 50), s(62, 100)]]),
    // One stroke, closed at the top.
    glyph(0.4, &[&[s(76, 8), s(48, 22), s(24, 48), c(22, 56), s(48, 56), c(76, 10), s(70, 50), s(66, 100)]]),
    // The bar passes the stem.
    glyph(2.0, &[&[s(30, 0), s(22, 28), c(14, 52), s(50, 52), s(94, 46)], &[s(66, 18), s(62, 60), s(58, 100)]]),
    // A short left arm, low bar.
    glyph(1.0, &[&[s(22, 18), s(16, 44), c(20, 62), s(50, 60), s(84, 56)], &[s(68, 0), s(66, 50), s(66, 100)]]),
];

#[rustfmt::skip]
const FIVE: &[Glyph] = &[
    // The hat as a second stroke.
    glyph(2.5, &[&[s(34, 4), c(28, 42), s(52, 38), s(76, 56), s(72, 84), s(46, 99), s(14, 92)], &[s(34, 4), s(58, 3), s(86, 0)]]),
    // One stroke, from the hat.
    glyph(2.0, &[&[s(82, 2), s(58, 3), c(36, 5), c(28, 44), s(52, 40), s(76, 58), s(70, 86), s(44, 99), s(14, 90)]]),
    // One curve, nearly an S.
    glyph(1.5, &[&[s(80, 4), s(52, 2), s(34, 16), s(40, 38), s(62, 54), s(68, 78), s(46, 97), s(14, 92)]]),
    // Leaning, with a long hat.
    glyph(1.5, &[&[s(46, 14), c(34, 46), s(56, 44), s(66, 62), s(54, 86), s(30, 98), s(6, 92)], &[s(46, 12), s(72, 8), s(102, 2)]]),
    // A small belly, the hat apart.
    glyph(1.0, &[&[s(30, 14), c(28, 50), s(50, 46), s(68, 62), s(62, 88), s(40, 98), s(18, 90)], &[s(36, 6), s(60, 4), s(80, 4)]]),
    // A big belly.
    glyph(1.0, &[&[s(74, 0), c(32, 3), c(24, 40), s(54, 32), s(82, 54), s(76, 86), s(44, 100), s(12, 84)]]),
    // The belly ends early.
    glyph(1.0, &[&[s(84, 4), s(60, 6), c(36, 8), c(28, 44), s(54, 40), s(72, 60), s(62, 86), s(38, 99)]]),
    // Low and wide, the belly small.
    glyph(1.5, &[&[s(40, 22), c(30, 50), s(54, 52), s(60, 68), s(42, 84), s(2, 88)], &[s(40, 22), s(70, 18), s(110, 12)]]),
    // An S with a flat head.
    glyph(0.5, &[&[s(90, 0), s(62, 4), s(34, 10), s(32, 34), s(58, 50), s(70, 74), s(54, 96), s(24, 98), s(10, 84)]]),
];

#[rustfmt::skip]
const SIX: &[Glyph] = &[
    // A long bow into a round loop.
    glyph(3.0, &[&[s(64, 0), s(42, 18), s(26, 48), s(24, 80), s(44, 99), s(68, 88), s(70, 66), s(50, 56), s(30, 70), s(26, 84)]]),
    // A straighter back.
    glyph(2.0, &[&[s(44, 0), s(32, 30), s(26, 62), s(34, 92), s(56, 98), s(72, 80), s(60, 60), s(40, 64), s(28, 80)]]),
    // A small, low loop.
    glyph(1.5, &[&[s(58, 0), s(34, 26), s(22, 62), s(30, 94), s(56, 98), s(66, 82), s(52, 70), s(32, 78), s(26, 88)]]),
    // A wide bow over a wide loop.
    glyph(1.5, &[&[s(80, 4), s(48, 14), s(22, 44), s(18, 78), s(44, 98), s(76, 86), s(78, 62), s(52, 52), s(26, 66), s(20, 78)]]),
    // A loop that stays open.
    glyph(1.0, &[&[s(56, 0), s(34, 26), s(24, 60), s(32, 92), s(56, 98), s(72, 80), s(64, 60), s(46, 62)]]),
    // Lying on its back, the loop large.
    glyph(1.0, &[&[s(38, 2), s(22, 34), s(20, 70), s(40, 96), s(70, 92), s(82, 66), s(66, 46), s(40, 54), s(24, 74)]]),
    // The loop swings wide and crosses the back.
    glyph(1.5, &[&[s(46, 0), s(26, 38), s(18, 78), s(40, 98), s(76, 84), s(86, 60), s(66, 50), s(42, 70), s(34, 98)]]),
    // A slanting back, the loop flat.
    glyph(1.0, &[&[s(52, 0), s(28, 34), s(10, 74), s(28, 96), s(66, 92), s(92, 74), s(84, 60), s(54, 66), s(30, 90)]]),
];

#[rustfmt::skip]
const SEVEN: &[Glyph] = &[
    glyph(3.0, &[&[s(18, 10), s(46, 7), c(80, 4), s(62, 48), s(48, 100)]]),
    // A rounded shoulder.
    glyph(2.0, &[&[s(16, 16), s(40, 4), s(68, 4), s(76, 18), s(62, 55), s(48, 100)]]),
    // With a serif at the left.
    glyph(2.0, &[&[s(20, 28), c(20, 8), s(48, 6), c(78, 4), s(60, 50), s(50, 100)]]),
    // With a bar.
    glyph(1.0, &[&[s(18, 8), s(46, 6), c(78, 4), s(60, 50), s(44, 100)], &[s(34, 52), s(58, 49), s(84, 46)]]),
    // A waved head.
    glyph(1.0, &[&[s(16, 18), s(30, 4), s(52, 10), c(82, 2), s(64, 46), s(54, 100)]]),
    // A steep stem.
    glyph(1.5, &[&[s(20, 14), s(48, 10), c(72, 2), s(68, 50), s(66, 100)]]),
    // A stem that bends inwards.
    glyph(1.0, &[&[s(16, 6), s(46, 5), c(82, 6), s(56, 38), s(44, 70), s(42, 100)]]),
    // A long head that slopes down, and a serif.
    glyph(0.8, &[&[s(10, 30), s(14, 10), s(44, 8), c(84, 14), s(62, 52), s(50, 100)]]),
    // With a bar and a rounded shoulder.
    glyph(0.6, &[&[s(16, 14), s(44, 4), s(74, 6), s(70, 34), s(54, 68), s(42, 100)], &[s(24, 56), s(52, 52), s(82, 50)]]),
    // A deep serif and a narrow head.
    glyph(0.8, &[&[s(22, 38), s(20, 18), c(24, 4), s(50, 4), c(74, 8), s(66, 50), s(60, 100)]]),
    // Long in the head, short in the stem.
    glyph(1.0, &[&[s(0, 18), s(40, 12), c(92, 4), s(66, 36), s(38, 84)]]),
];

#[rustfmt::skip]
const EIGHT: &[Glyph] = &[
    // From the upper right, as an S that returns.
    glyph(3.0, &[&[s(72, 14), s(50, 0), s(28, 16), s(42, 42), s(66, 64), s(68, 88), s(46, 100), s(26, 84), s(40, 58), s(66, 34), s(72, 14)]]),
    // Open at the top right.
    glyph(2.2, &[&[s(78, 10), s(52, 0), s(28, 16), s(40, 42), s(62, 64), s(62, 90), s(42, 100), s(26, 82), s(44, 54), s(68, 30), s(86, 6)]]),
    // A small head.
    glyph(1.5, &[&[s(62, 6), s(46, 1), s(36, 16), s(48, 38), s(72, 66), s(66, 94), s(40, 99), s(24, 78), s(42, 50), s(64, 26), s(62, 6)]]),
    // A big head.
    glyph(1.0, &[&[s(74, 16), s(46, 0), s(22, 22), s(42, 52), s(60, 72), s(58, 94), s(44, 99), s(36, 84), s(50, 60), s(78, 36), s(72, 12)]]),
    // Two rings.
    glyph(0.8, &[&[s(50, 48), s(30, 36), s(32, 10), s(52, 0), s(70, 12), s(68, 38), s(50, 48)], &[s(50, 48), s(26, 64), s(26, 90), s(50, 100), s(74, 88), s(72, 62), s(50, 48)]]),
    // From the middle.
    glyph(1.0, &[&[s(50, 46), s(30, 30), s(36, 6), s(60, 2), s(72, 20), s(54, 44), s(32, 66), s(34, 92), s(56, 99), s(72, 80), s(62, 58), s(44, 42)]]),
    // From the upper left, the head flat.
    glyph(1.0, &[&[s(80, 14), s(56, 4), s(24, 10), s(24, 34), s(52, 50), s(64, 72), s(52, 98), s(34, 90), s(42, 62), s(70, 38), s(84, 12)]]),
    // Slender, the strokes crossing high.
    glyph(1.0, &[&[s(74, 8), s(54, 0), s(40, 14), s(46, 34), s(58, 58), s(56, 88), s(40, 100), s(28, 88), s(36, 62), s(58, 40), s(74, 18), s(68, 2)]]),
    // The lower ring nearly closed away.
    glyph(0.8, &[&[s(70, 22), s(54, 2), s(26, 8), s(24, 34), s(52, 46), s(68, 60), s(60, 92), s(42, 98), s(40, 72), s(60, 46), s(72, 20)]]),
];

#[rustfmt::skip]
const NINE: &[Glyph] = &[
    // A loop and a straight stem.
    glyph(3.0, &[&[s(70, 12), s(48, 2), s(28, 18), s(32, 42), s(52, 44), s(70, 22), c(74, 6), s(70, 50), s(64, 100)]]),
    // A loop whose line goes on into the stem.
    glyph(2.0, &[&[s(66, 20), s(56, 4), s(34, 8), s(26, 32), s(42, 46), s(62, 34), s(70, 12), s(68, 50), s(58, 98)]]),
    // A stem that bends to the left.
    glyph(1.5, &[&[s(72, 16), s(50, 2), s(28, 18), s(32, 44), s(56, 46), s(72, 22), s(76, 48), s(64, 86), s(26, 98)]]),
    // A round head closed at its top, stem slanting.
    glyph(1.5, &[&[s(72, 6), s(44, 4), s(24, 26), s(40, 44), s(64, 30), c(74, 6), s(60, 54), s(42, 100)]]),
    // A small head.
    glyph(1.0, &[&[s(64, 12), s(50, 2), s(36, 14), s(40, 32), s(56, 32), s(66, 14), s(64, 56), s(60, 100)]]),
    // The stem curves under.
    glyph(0.6, &[&[s(70, 14), s(46, 2), s(28, 20), s(36, 42), s(58, 40), c(72, 10), s(72, 56), s(64, 92), s(44, 99), s(26, 88)]]),
    // A wide head, open above.
    glyph(1.5, &[&[s(52, 2), s(24, 10), s(14, 32), s(36, 46), s(62, 34), s(76, 10), s(70, 52), s(64, 100)]]),
    // A hook over the head.
    glyph(1.2, &[&[s(76, 10), s(48, 0), s(18, 14), s(18, 36), s(46, 42), s(74, 24), s(72, 60), s(66, 100)]]),
    // A round head, the stem tangent to it.
    glyph(2.0, &[&[s(74, 8), s(52, 0), s(28, 8), s(20, 28), s(36, 44), s(60, 38), s(74, 14), s(74, 52), s(68, 100)]]),
    // A long slanting head on a short stem.
    glyph(1.5, &[&[s(72, 10), s(54, 2), s(32, 22), s(26, 48), s(42, 56), s(62, 36), s(75, 8), s(69, 52), s(62, 100)]]),
    // A head that starts inside, the stem straight.
    glyph(1.0, &[&[s(66, 22), s(68, 6), s(46, 2), s(28, 20), s(30, 40), s(50, 42), s(68, 24), s(68, 60), s(66, 100)]]),
    // A head that hangs forward, the stem leaning back.
    glyph(1.0, &[&[s(78, 6), s(56, 0), s(34, 12), s(34, 34), s(54, 38), s(78, 12), s(62, 52), s(40, 100)]]),
];
