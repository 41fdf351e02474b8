//! How much two subspaces have in common.

use faer::Mat;

use crate::error::{LabError, Result};

/// Below this share of the largest eigenvalue, vectors do not span a direction of their own.
const SPANNED: f64 = 1e-9;

/// How much the spans of the `[k × size]` rows of `left` and of `right` have in common, from 0 to 1:
/// 1 where they are the same, whatever vectors span them.
///
/// Σ cos² θ / k over the principal angles θ, that is ‖QₗᵀQᵣ‖² / k with orthonormal bases Q of both
/// (Björck & Golub 1973).
///
/// # Errors
/// `bad-input` unless both are as many whole finite vectors, each with a direction of its own.
pub fn subspace_overlap(left: &[f32], right: &[f32], size: usize) -> Result<f64> {
    if size == 0 || left.is_empty() || left.len() != right.len() || !left.len().is_multiple_of(size)
    {
        return Err(bad(
            "Two subspaces are compared by as many vectors of the same size.",
        ));
    }
    if !left.iter().chain(right).all(|value| value.is_finite()) {
        return Err(bad("A value of a vector is not a finite number."));
    }
    let between = basis(left, size)? * basis(right, size)?.transpose();
    let count = between.nrows();
    let cells = (0..count * count).map(|cell| between[(cell / count, cell % count)].powi(2));
    Ok((cells.sum::<f64>() / count as f64).min(1.0))
}

/// Orthonormal rows with the same span.
fn basis(vectors: &[f32], size: usize) -> Result<Mat<f64>> {
    let count = vectors.len() / size;
    let rows = Mat::from_fn(count, size, |row, column| {
        f64::from(vectors[row * size + column])
    });
    let eigen = (&rows * rows.transpose())
        .self_adjoint_eigen(faer::Side::Lower)
        .map_err(|_| bad("The overlap was not found."))?;
    let values = eigen.S();
    if values[0] <= SPANNED * values[count - 1] {
        return Err(bad("One of the vectors has no direction of its own."));
    }
    let turned = eigen.U().transpose() * &rows;
    Ok(Mat::from_fn(count, size, |row, column| {
        turned[(row, column)] / values[row].sqrt()
    }))
}

fn bad(message: &str) -> LabError {
    LabError::new(
        "bad-input",
        message,
        "Pass the components of two models, such as their filters.",
    )
}
