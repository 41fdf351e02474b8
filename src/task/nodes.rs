//! The points that an expectation is estimated from, and what is seen of its integrand.

use serde::Deserialize;

use super::sampling::{Integrand, in_cube, midpoint, stream};
use crate::error::{LabError, Result};

/// Coordinates, or values, that one call gives at most.
const MOST: usize = 1 << 22;
/// Axes that a slice goes along, at most.
const SEEN: usize = 2;

/// Which points an estimate is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nodes {
    /// The largest grid of at most so many, `[mᵈ × d]`; the first coordinate changes fastest.
    #[default]
    Grid,
    /// The draws, `[n × d]`, that [`super::sampling::expectation`] begins with.
    Random,
}

/// The points of the given kind, at most `count`, along the first `axes` of the cube's axes, or all
/// where it is `None`: `[n × axes]`. Points of a grid that differ in the other coordinates alone are
/// one, `[mᵃ × a]`.
///
/// # Errors
/// `bad-option` for no or too many points or axes.
pub fn nodes(
    integrand: &Integrand,
    kind: Nodes,
    count: usize,
    axes: Option<usize>,
    seed: u32,
) -> Result<Vec<f32>> {
    let dimensions = integrand.dimensions;
    let all = coordinates(dimensions, count)?;
    let axes = axes.unwrap_or(dimensions);
    if !(1..=dimensions).contains(&axes) {
        return Err(LabError::new(
            "bad-option",
            format!("{axes} axes of {dimensions} were asked for."),
            format!("Ask for 1 to {dimensions}."),
        ));
    }
    Ok(match kind {
        Nodes::Grid => lattice(integrand.side(count), axes),
        Nodes::Random => {
            let uniforms = stream(seed, 0).uniforms(all);
            let seen = uniforms.chunks(dimensions).flat_map(|point| &point[..axes]);
            seen.map(|uniform| in_cube(*uniform)).collect()
        }
    })
}

/// m, the points along each axis of the largest grid of at most `points`, mᵈ ≤ `points`.
///
/// # Errors
/// `bad-option` for no point.
pub fn per_axis(integrand: &Integrand, points: usize) -> Result<usize> {
    match integrand.side(points) {
        0 => Err(LabError::new(
            "bad-option",
            "A grid of no point was asked for.",
            "Ask for one point at least.",
        )),
        side => Ok(side),
    }
}

/// f along the only axis, `[side]`, or over the first two, `[side × side]` with the first coordinate
/// changing fastest; all other coordinates are 0. The places are the middles of `side` equal parts of
/// an axis.
///
/// # Errors
/// `bad-option` for no or too many values.
pub fn slice(integrand: &Integrand, side: usize) -> Result<Vec<f32>> {
    let axes = integrand.dimensions.min(SEEN);
    let most = MOST.isqrt();
    if !(1..=most).contains(&side) {
        return Err(LabError::new(
            "bad-option",
            format!("A slice of {side} values an axis was asked for."),
            format!("Ask for 1 to {most}."),
        ));
    }
    let value = |point: &[f32]| {
        let along: f64 = point.iter().map(|x| f64::from(*x)).sum();
        (integrand.slope * along).exp() as f32
    };
    Ok(lattice(side, axes).chunks(axes).map(value).collect())
}

/// `side` points along each of `axes`, `[sideᵃ × a]`.
fn lattice(side: usize, axes: usize) -> Vec<f32> {
    let point = |mut index: usize| {
        (0..axes).map(move |_| {
            let along = index % side;
            index /= side;
            midpoint(along, side) as f32
        })
    };
    (0..side.pow(axes as u32)).flat_map(point).collect()
}

fn coordinates(dimensions: usize, count: usize) -> Result<usize> {
    let all = count.saturating_mul(dimensions);
    if all == 0 || all > MOST {
        return Err(LabError::new(
            "bad-option",
            format!("{count} points in {dimensions} dimensions were asked for."),
            format!("Ask for one point at least and {MOST} coordinates at most."),
        ));
    }
    Ok(all)
}
