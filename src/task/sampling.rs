//! An expectation by numerical integration and by sampling, in few dimensions and in many.
//!
//! E[f(x)] with x uniform in the cube [−1, 1]ᵈ and f(x) = exp(a u·x), where u = (1, …, 1)/√d is the
//! unit vector along the diagonal and a = 2. With b = a/√d the integral is a product,
//!
//! E\[f\] = (sinh b / b)ᵈ → exp(a²/6) for d → ∞, and so is E\[f²\] with 2b in the place of b:
//!
//! mean and variance are about the same in every dimension, and what changes with d is the number
//! of points that an estimate needs.
//!
//! - The midpoint rule on m points an axis, n = mᵈ in all, is off by E\[f\] a²/(6 m²) + O(m⁻⁴): as
//!   n^(−2/d) (Davis & Rabinowitz, "Methods of Numerical Integration", 1984, 5.6).
//! - The mean of n draws is off by σ/√n, the root of its mean square, whatever d is (Metropolis &
//!   Ulam, "The Monte Carlo Method", 1949).
//!
//! The exponents meet at d = 4.

use crate::error::{LabError, Result};
use crate::random::{Purpose, Random};

/// a: how steeply the integrand rises along the diagonal.
const STEEPNESS: f64 = 2.0;
const MOST_DIMENSIONS: usize = 100;
/// Points that a single estimate may have.
const MOST_POINTS: usize = 1 << 24;
/// Numbers of points that one report may have.
const MOST_COUNTS: usize = 1000;
/// Random coordinates, of all points in all repeats, that one report may draw.
const MOST_DRAWS: usize = 1 << 26;
/// Points drawn at once.
const BATCH: usize = 4096;

/// f on a cube of some dimension, and all that is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Integrand {
    pub(super) dimensions: usize,
    /// b = a/√d
    pub(super) slope: f64,
}

impl Integrand {
    /// # Errors
    /// `bad-option` for no or too many dimensions.
    pub fn new(dimensions: usize) -> Result<Self> {
        if !(1..=MOST_DIMENSIONS).contains(&dimensions) {
            return Err(LabError::new(
                "bad-option",
                format!("There is no cube of {dimensions} dimensions here."),
                format!("Ask for 1 to {MOST_DIMENSIONS}."),
            ));
        }
        Ok(Self {
            dimensions,
            slope: STEEPNESS / (dimensions as f64).sqrt(),
        })
    }

    /// f at each of `[n × d]` points.
    ///
    /// # Errors
    /// `bad-input` unless they are whole points with finite coordinates.
    pub fn values(&self, points: &[f32]) -> Result<Vec<f32>> {
        super::plane::validate(points, self.dimensions)?;
        let value = |point: &[f32]| {
            let sum: f64 = point.iter().map(|x| f64::from(*x)).sum();
            (self.slope * sum).exp() as f32
        };
        Ok(points.chunks(self.dimensions).map(value).collect())
    }

    /// E\[f\], in closed form.
    pub fn mean(&self) -> f64 {
        (self.dimensions as f64 * log_sinhc(self.slope)).exp()
    }

    /// σ of f(x).
    pub fn deviation(&self) -> f64 {
        let excess = log_sinhc(2.0 * self.slope) - 2.0 * log_sinhc(self.slope);
        self.mean() * (self.dimensions as f64 * excess).exp_m1().sqrt()
    }

    /// The largest m with mᵈ ≤ `points`.
    pub fn side(&self, points: usize) -> usize {
        let fits = |side: usize| {
            side.checked_pow(self.dimensions as u32)
                .is_some_and(|all| all <= points)
        };
        // The root in floating point may miss a whole one by a rounding.
        let root = (points as f64).powf(1.0 / self.dimensions as f64) as usize;
        (root.saturating_sub(1)..=root + 1)
            .rfind(|side| fits(*side))
            .unwrap_or(0)
    }

    /// The midpoint rule on `side` points an axis. The integrand is a product of functions of one
    /// coordinate each, so the mean over the grid is the product of the means along its axes.
    pub fn midpoint_rule(&self, side: usize) -> f64 {
        let along = |indices: std::ops::Range<usize>| -> f64 {
            indices
                .map(|index| (self.slope * midpoint(index, side)).exp())
                .sum()
        };
        // Sums of sums: a single long one would lose digits that the rule still has.
        let sums = (0..side).step_by(BATCH);
        let sum: f64 = sums.map(|from| along(from..side.min(from + BATCH))).sum();
        (sum / side as f64).powi(self.dimensions as i32)
    }

    /// What the midpoint rule on n = `points` points is off by, to leading order; m = n^(1/d) need
    /// not be whole.
    pub fn midpoint_error(&self, points: usize) -> f64 {
        let squared = (points as f64).powf(2.0 / self.dimensions as f64);
        self.mean() * STEEPNESS * STEEPNESS / (6.0 * squared)
    }
}

/// log(sinh b / b)
fn log_sinhc(b: f64) -> f64 {
    (b.sinh() / b).ln()
}

/// The middle of part `index` of [−1, 1] cut into `side` equal parts.
pub(super) fn midpoint(index: usize, side: usize) -> f64 {
    (2 * index + 1) as f64 / side as f64 - 1.0
}

/// One way to estimate, at several numbers of points; all lists are aligned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Estimates {
    /// Points that were evaluated.
    pub points: Vec<usize>,
    /// What they gave.
    pub estimates: Vec<f64>,
    /// How far off: |estimate − E\[f\]| of the grid, of samples the root mean square over all repeats.
    pub errors: Vec<f64>,
    /// How far off by theory.
    pub predicted: Vec<f64>,
}

/// What [`expectation`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// E\[f\]
    pub exact: f64,
    /// σ of f(x).
    pub deviation: f64,
    /// The largest grids of at most so many points each; predicted at as many points as were asked
    /// for.
    pub grid: Estimates,
    /// As many draws; the estimates are those of the first repeat, whose points
    /// [`super::nodes::nodes`] gives.
    pub sampling: Estimates,
}

/// Estimates E\[f\] from each number of `points`, on a grid and from draws in `repeats` streams.
///
/// # Errors
/// `bad-option` for numbers of points, repeats or dimensions that are none, or too many for one
/// call.
pub fn expectation(
    integrand: &Integrand,
    points: &[usize],
    repeats: usize,
    seed: u32,
) -> Result<Expectation> {
    let most = points.iter().copied().max().unwrap_or(0);
    let countable = points.iter().all(|count| (1..=MOST_POINTS).contains(count));
    if points.is_empty() || points.len() > MOST_COUNTS || !countable {
        return Err(LabError::new(
            "bad-option",
            "These are no numbers of points to estimate from.",
            format!("Give 1 to {MOST_COUNTS} whole numbers from 1 to {MOST_POINTS}."),
        ));
    }
    let draws = most
        .saturating_mul(integrand.dimensions)
        .saturating_mul(repeats);
    if repeats == 0 || draws > MOST_DRAWS {
        return Err(LabError::new(
            "bad-option",
            format!("{repeats} repeats would draw {draws} coordinates."),
            format!("Ask for one repeat at least and {MOST_DRAWS} coordinates at most."),
        ));
    }
    Ok(Expectation {
        exact: integrand.mean(),
        deviation: integrand.deviation(),
        grid: on_grids(integrand, points),
        sampling: by_sampling(integrand, points, repeats, seed),
    })
}

fn on_grids(integrand: &Integrand, points: &[usize]) -> Estimates {
    let exact = integrand.mean();
    let mut found = Estimates::default();
    for count in points {
        let side = integrand.side(*count);
        let estimate = integrand.midpoint_rule(side);
        found.points.push(side.pow(integrand.dimensions as u32));
        found.estimates.push(estimate);
        found.errors.push((estimate - exact).abs());
        found.predicted.push(integrand.midpoint_error(*count));
    }
    found
}

fn by_sampling(integrand: &Integrand, points: &[usize], repeats: usize, seed: u32) -> Estimates {
    let (exact, deviation) = (integrand.mean(), integrand.deviation());
    let mut squares = vec![0.0; points.len()];
    let mut estimates = Vec::new();
    for repeat in 0..repeats {
        let means = running_means(integrand, points, stream(seed, repeat));
        for (square, mean) in squares.iter_mut().zip(&means) {
            *square += (mean - exact) * (mean - exact) / repeats as f64;
        }
        if repeat == 0 {
            estimates = means;
        }
    }
    let predicted = |count: &usize| deviation / (*count as f64).sqrt();
    Estimates {
        points: points.to_vec(),
        estimates,
        errors: squares.into_iter().map(f64::sqrt).collect(),
        predicted: points.iter().map(predicted).collect(),
    }
}

/// The means of the first so many values of f along one stream, for each of `points`.
fn running_means(integrand: &Integrand, points: &[usize], mut random: Random) -> Vec<f64> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|index| points[*index]);
    let mut means = vec![0.0; points.len()];
    let (mut drawn, mut sum) = (0, 0.0);
    for index in order {
        while drawn < points[index] {
            let count = BATCH.min(points[index] - drawn);
            let uniforms = random.uniforms(count * integrand.dimensions);
            let values = uniforms.chunks(integrand.dimensions).map(|point| {
                let along: f64 = point
                    .iter()
                    .map(|uniform| f64::from(in_cube(*uniform)))
                    .sum();
                (integrand.slope * along).exp()
            });
            sum += values.sum::<f64>();
            drawn += count;
        }
        means[index] = sum / drawn as f64;
    }
    means
}

/// U[0, 1) as U[−1, 1).
pub(super) fn in_cube(uniform: f32) -> f32 {
    2.0 * uniform - 1.0
}

pub(super) fn stream(seed: u32, repeat: usize) -> Random {
    Random::stream(seed.into(), Purpose::Points, repeat as u64)
}
