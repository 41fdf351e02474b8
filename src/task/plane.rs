//! Codes in the plane, and ways through it.
//!
//! Codes of two values are points already. Larger ones are projected on the two directions in which
//! they vary most: p = Aᵀ(z − m), with m the mean of the codes and the columns of A the eigenvectors
//! of their covariance with the largest eigenvalues (Pearson 1901); back, z = m + A p.

use faer::Mat;
use serde::Deserialize;

use crate::error::{LabError, Result};
use crate::training::closed_form::principal_axes;

/// Points that a grid or a walk has at most.
const MOST: usize = 10_000;

/// Two directions among codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// m `[code]`
    pub mean: Vec<f32>,
    /// A `[code × 2]`, row by row.
    pub axes: Vec<f32>,
}

impl Plane {
    /// The plane of `[n × size]` codes; for codes of two values the one they lie in already.
    ///
    /// # Errors
    /// `bad-input` unless `codes` are one or more whole finite codes of two values at least.
    pub fn of(codes: &[f32], size: usize) -> Result<Self> {
        let count = validate(codes, size)?;
        match size {
            0 | 1 => Err(LabError::new(
                "bad-input",
                "Codes of a single value lie on a line, not in a plane.",
                "Use a model whose code has two values or more.",
            )),
            2 => Ok(Self {
                mean: vec![0.0; 2],
                axes: vec![1.0, 0.0, 0.0, 1.0],
            }),
            _ => Self::principal(codes, size, count),
        }
    }

    fn principal(codes: &[f32], size: usize, count: usize) -> Result<Self> {
        let mut mean = vec![0.0; size];
        for (index, value) in codes.iter().enumerate() {
            mean[index % size] += f64::from(*value) / count as f64;
        }
        let centred = Mat::from_fn(count, size, |row, column| {
            f64::from(codes[row * size + column]) - mean[column]
        });
        let covariance = centred.transpose() * &centred;
        Ok(Self {
            mean: mean.into_iter().map(|value| value as f32).collect(),
            axes: principal_axes(&covariance, 2)?,
        })
    }

    /// `[n × size]` codes as `[n × 2]` points.
    ///
    /// # Errors
    /// `bad-input` unless `codes` are whole finite codes of this plane.
    pub fn project(&self, codes: &[f32]) -> Result<Vec<f32>> {
        let size = self.mean.len();
        validate(codes, size)?;
        let point = |code: &[f32]| {
            let mut point = [0.0; 2];
            for (index, value) in code.iter().enumerate() {
                let centred = value - self.mean[index];
                point[0] += centred * self.axes[2 * index];
                point[1] += centred * self.axes[2 * index + 1];
            }
            point
        };
        Ok(codes.chunks(size).flat_map(point).collect())
    }

    /// `[n × 2]` points as `[n × size]` codes in the plane.
    ///
    /// # Errors
    /// `bad-input` unless `points` are whole finite points.
    pub fn lift(&self, points: &[f32]) -> Result<Vec<f32>> {
        validate(points, 2)?;
        let code = |point: &[f32]| {
            let axes = self.axes.chunks(2).zip(&self.mean);
            axes.map(|(axis, mean)| mean + axis[0] * point[0] + axis[1] * point[1])
                .collect::<Vec<_>>()
        };
        Ok(points.chunks(2).flat_map(code).collect())
    }
}

/// Where the points of a grid lie in its rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The outer ones on its edges.
    #[default]
    Edges,
    /// In the middles of as many tiles that cover it.
    Middles,
}

/// The `[columns × rows]` points of an even grid over a rectangle, `[n × 2]`: row by row from
/// `high[1]` down to `low[1]`, as an image is painted.
///
/// # Errors
/// `bad-option` for no or too many points or a rectangle without extent.
pub fn grid(
    low: [f32; 2],
    high: [f32; 2],
    columns: usize,
    rows: usize,
    place: Place,
) -> Result<Vec<f32>> {
    let extended = (0..2).all(|i| low[i].is_finite() && high[i].is_finite() && low[i] < high[i]);
    if !extended || columns < 2 || rows < 2 || columns.saturating_mul(rows) > MOST {
        return Err(LabError::new(
            "bad-option",
            format!("There is no grid of {columns} × {rows} points from {low:?} to {high:?}."),
            format!("Give two corners, the lower left first, and 2 × 2 to {MOST} points."),
        ));
    }
    let at = |from: f32, to: f32, index: usize, count: usize| {
        let share = match place {
            Place::Edges => index as f32 / (count - 1) as f32,
            Place::Middles => (index as f32 + 0.5) / count as f32,
        };
        from + (to - from) * share
    };
    let row = |row: usize| {
        let y = at(high[1], low[1], row, rows);
        (0..columns).flat_map(move |column| [at(low[0], high[0], column, columns), y])
    };
    Ok((0..rows).flat_map(row).collect())
}

/// The rectangle around 0 that reaches two standard deviations along each axis, its lower left corner
/// and its upper right one: where most codes of a normal density lie. Along an axis without
/// deviation it reaches 1.
///
/// # Errors
/// `bad-input` for a deviation that is negative or not finite.
pub fn central_region(deviations: [f32; 2]) -> Result<[[f32; 2]; 2]> {
    if let Some(wrong) = deviations
        .into_iter()
        .find(|x| !(0.0..f32::MAX / 2.0).contains(x))
    {
        return Err(LabError::new(
            "bad-input",
            format!("A standard deviation is {wrong}."),
            "Give two that are finite and not negative, as lab.statistics(points, 2) does.",
        ));
    }
    let reach = deviations.map(|deviation| match deviation > 0.0 {
        true => 2.0 * deviation,
        false => 1.0,
    });
    Ok([reach.map(|reach| -reach), reach])
}

/// How a walk goes from one code to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// (1 − t) a + t b.
    #[default]
    Straight,
    /// sin((1 − t) θ)/sin θ · a + sin(t θ)/sin θ · b, with θ the angle between a and b: codes on
    /// the way are as long as those at its ends (Shoemake, "Animating Rotation with Quaternion
    /// Curves", SIGGRAPH 1985; White, "Sampling Generative Networks", 2016).
    Spherical,
}

/// `steps` codes from `from` to `to`, both included, `[steps × size]`.
///
/// # Errors
/// `bad-input` unless both are finite and of one size; `bad-option` for fewer than two steps or too
/// many.
pub fn walk(from: &[f32], to: &[f32], steps: usize, way: Way) -> Result<Vec<f32>> {
    validate(from, from.len())?;
    validate(to, from.len())?;
    if to.len() != from.len() {
        return Err(LabError::new(
            "bad-input",
            format!("A walk from {} to {} values.", from.len(), to.len()),
            "Give two codes of one model.",
        ));
    }
    if !(2..=MOST).contains(&steps) {
        return Err(LabError::new(
            "bad-option",
            format!("A walk of {steps} steps was asked for."),
            format!("Ask for 2 to {MOST} steps, both ends among them."),
        ));
    }
    let angle = match way {
        Way::Straight => None,
        Way::Spherical => angle(from, to),
    };
    let shares = |step: usize| {
        let t = step as f64 / (steps - 1) as f64;
        match angle {
            Some(angle) => [
                ((1.0 - t) * angle).sin() / angle.sin(),
                (t * angle).sin() / angle.sin(),
            ],
            None => [1.0 - t, t],
        }
    };
    let code = |step: usize| {
        let [a, b] = shares(step);
        let mixed =
            move |(from, to): (&f32, &f32)| (a * f64::from(*from) + b * f64::from(*to)) as f32;
        from.iter().zip(to).map(mixed)
    };
    Ok((0..steps).flat_map(code).collect())
}

/// None where the ends lie so nearly on one line through 0 that no arc between them is told apart.
fn angle(from: &[f32], to: &[f32]) -> Option<f64> {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum()
    };
    let lengths = (dot(from, from) * dot(to, to)).sqrt();
    let angle = (dot(from, to) / lengths).clamp(-1.0, 1.0).acos();
    (angle.sin() > 1e-3).then_some(angle)
}

/// How many codes of `size` values so many values are.
///
/// # Errors
/// `bad-input` unless they are one or more whole ones.
pub(super) fn whole(values: usize, size: usize) -> Result<usize> {
    if size > 0 && values > 0 && values.is_multiple_of(size) {
        return Ok(values / size);
    }
    Err(LabError::new(
        "bad-input",
        format!("{values} values are no codes of {size} values each."),
        "Give one or more whole codes of one model.",
    ))
}

/// How many codes of `size` values these are.
///
/// # Errors
/// `bad-input` unless they are one or more whole finite ones.
pub(super) fn validate(codes: &[f32], size: usize) -> Result<usize> {
    let count = whole(codes.len(), size)?;
    if let Some(index) = codes.iter().position(|value| !value.is_finite()) {
        return Err(LabError::new(
            "bad-input",
            format!("The value at index {index} is {}.", codes[index]),
            "Give finite numbers.",
        ));
    }
    Ok(count)
}
