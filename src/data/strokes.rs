//! What a pen drew.

/// Strokes in order, each the points that the pen passed while it was down, in order.
///
/// Points are `[x, y]` in the image's own coordinates, 0…28, x to the right and y down; the first
/// pixel covers 0…1. Neighbouring points are about a pixel apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Strokes(pub Vec<Vec<[f32; 2]>>);
