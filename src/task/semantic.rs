//! Latent semantic analysis: documents in the few directions of words that tell most of them.
//!
//! X ≈ U S Vᵀ with X the weighted counts `[documents, words]` and the largest singular values on the
//! diagonal of S: a document's code is its row of U S = X V, another document's x V (Deerwester,
//! Dumais, Furnas, Landauer & Harshman, "Indexing by Latent Semantic Analysis", Journal of the
//! American Society for Information Science 41 (1990)).
//!
//! V spans the leading eigenvectors of G = XᵀX. They are sought in the space of Ω, GΩ, G²Ω, … with
//! Ω random (Musco & Musco, "Randomized Block Krylov Methods for Stronger and Faster Approximate
//! Singular Value Decomposition", NIPS 2015), and where the vocabulary is small, everywhere. How long
//! that takes is known beforehand, while faer's `partial_svd` does not return where many documents are
//! equal or empty, and its sparse products are slower than `gram`.

use faer::Mat;

use crate::data::sparse::SparseRows;
use crate::error::{LabError, Result};
use crate::random::Random;

/// The most directions.
pub const MOST: usize = 200;
/// Random directions beyond those asked for.
const BEYOND: usize = 10;
/// Columns of the space that is searched, about.
const SPACE: usize = 500;
/// Powers of G in it, at least.
const POWERS: usize = 4;

/// The leading singular vectors of a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Semantic {
    /// Values of one code.
    pub size: usize,
    /// U S `[documents × size]`, row by row.
    pub codes: Vec<f32>,
    /// V `[words × size]`, row by row; the largest entry of each column is positive, since the sign
    /// of a singular vector is arbitrary.
    pub axes: Vec<f32>,
    /// The singular values `[size]`, the largest first.
    pub values: Vec<f32>,
}

impl Semantic {
    /// The decomposition of `rows`, `[documents, words]`, cut to `size` singular values.
    ///
    /// # Errors
    /// `bad-option` for a size of 0 or above [`MOST`], the words or the documents; `no-solution`
    /// where none is found.
    pub fn of(rows: &SparseRows, size: usize) -> Result<Self> {
        let words = rows.width();
        let most = MOST.min(words).min(rows.count());
        if !(1..=most).contains(&size) {
            return Err(LabError::new(
                "bad-option",
                format!(
                    "{size} singular vectors of {} documents with {words} words were asked for.",
                    rows.count()
                ),
                format!("Ask for 1 to {most}."),
            ));
        }
        let space = space(rows, size);
        let inside = space.transpose() * gram(rows, &space);
        // Symmetric and without eigenvalues below 0: its singular values are its eigenvalues, and
        // are found even where most of them are 0.
        let found = inside.svd().map_err(|_| {
            LabError::new(
                "no-solution",
                "The singular vectors of the documents were not found.",
                "Ask for fewer.",
            )
        })?;
        let axes = signed(space * found.U().subcols(0, size));
        let axes: Vec<f32> = (0..words)
            .flat_map(|word| (0..size).map(move |rank| (word, rank)))
            .map(|place| axes[place] as f32)
            .collect();
        Ok(Self {
            size,
            codes: images(rows, &axes, size),
            axes,
            values: (0..size)
                .map(|rank| found.S()[rank].sqrt() as f32)
                .collect(),
        })
    }
}

/// X V, the codes of documents weighted as those that the `axes` V were made of, `[n × size]`.
///
/// # Errors
/// `bad-input` where the axes are not those of `size` directions of the documents' words.
pub fn project(rows: &SparseRows, axes: &[f32], size: usize) -> Result<Vec<f32>> {
    let words = rows.width();
    if size == 0 || axes.len() != words * size {
        return Err(LabError::new(
            "bad-input",
            format!("{} values are no {size} axes of {words} words.", axes.len()),
            "Use an analysis of the same corpus.",
        ));
    }
    Ok(images(rows, axes, size))
}

/// X V.
fn images(rows: &SparseRows, axes: &[f32], size: usize) -> Vec<f32> {
    let mut codes = vec![0.0; rows.count() * size];
    for (row, code) in rows.rows().zip(codes.chunks_mut(size)) {
        for (word, value) in row {
            let axis = &axes[word * size..(word + 1) * size];
            code.iter_mut()
                .zip(axis)
                .for_each(|(sum, axis)| *sum += value * axis);
        }
    }
    codes
}

/// Orthonormal directions of words `[words, n]` among which the leading eigenvectors of G lie.
fn space(rows: &SparseRows, size: usize) -> Mat<f64> {
    let words = rows.width();
    let block = size + BEYOND;
    let powers = (SPACE / block).max(POWERS);
    if powers * block >= words {
        return Mat::identity(words, words);
    }
    let draws = Random::new(0).normals(words * block);
    let mut last = Mat::from_fn(words, block, |word, column| {
        f64::from(draws[word * block + column])
    });
    let mut all = Mat::zeros(words, powers * block);
    for power in 0..powers {
        last = gram(rows, &last).qr().compute_thin_Q();
        let columns = power * block..(power + 1) * block;
        all.as_mut()
            .subcols_mut(columns.start, block)
            .copy_from(&last);
    }
    all.qr().compute_thin_Q()
}

/// G M = Xᵀ (X M) for `[words, n]`.
fn gram(rows: &SparseRows, matrix: &Mat<f64>) -> Mat<f64> {
    let (words, columns) = (matrix.nrows(), matrix.ncols());
    // Row by row, as documents meet it.
    let mut factor = vec![0.0; words * columns];
    for column in 0..columns {
        for word in 0..words {
            factor[word * columns + column] = matrix[(word, column)];
        }
    }
    let mut sums = vec![0.0; words * columns];
    let mut image = vec![0.0; columns];
    for row in rows.rows() {
        image.fill(0.0);
        for (word, value) in row.clone() {
            let line = &factor[word * columns..(word + 1) * columns];
            add(&mut image, f64::from(value), line);
        }
        for (word, value) in row {
            let line = &mut sums[word * columns..(word + 1) * columns];
            add(line, f64::from(value), &image);
        }
    }
    Mat::from_fn(words, columns, |word, column| sums[word * columns + column])
}

/// `sums` + `factor` · `values`, in place.
fn add(sums: &mut [f64], factor: f64, values: &[f64]) {
    sums.iter_mut()
        .zip(values)
        .for_each(|(sum, value)| *sum += factor * value);
}

/// `vectors` with the largest entry of each column positive.
fn signed(mut vectors: Mat<f64>) -> Mat<f64> {
    for rank in 0..vectors.ncols() {
        let column = (0..vectors.nrows()).map(|row| vectors[(row, rank)]);
        let largest = column.max_by(|a, b| a.abs().total_cmp(&b.abs()));
        if largest.is_some_and(|value| value < 0.0) {
            (0..vectors.nrows()).for_each(|row| vectors[(row, rank)] *= -1.0);
        }
    }
    vectors
}
