//! Documents by the words they share: term frequency times inverse document frequency.
//!
//! xᵢ = cᵢ (ln((1 + n) / (1 + nᵢ)) + 1), then scaled to length 1, with cᵢ the count of word i in the
//! document, n the number of documents and nᵢ that of those with the word: Spärck Jones, "A
//! Statistical Interpretation of Term Specificity", Journal of Documentation 28 (1972), smoothed as
//! if one more document held every word, as scikit-learn does unless told otherwise.

use crate::data::sparse::SparseRows;
use crate::data::text::Corpus;
use crate::error::{LabError, Result};

/// The weights of words, and the documents that they come from.
#[derive(Clone, Debug)]
pub struct Tfidf {
    weights: Vec<f32>,
    rows: SparseRows,
}

impl Tfidf {
    /// The documents of `corpus`, weighted.
    pub fn of(corpus: &Corpus) -> Self {
        let documents = corpus.count() as f64;
        let weight =
            |found: &u32| (((1.0 + documents) / (1.0 + f64::from(*found))).ln() + 1.0) as f32;
        let weights: Vec<f32> = corpus.frequencies().iter().map(weight).collect();
        let rows = weighted(corpus.counts(), &weights);
        Self { weights, rows }
    }

    /// `[documents, words]`, each row of length 1, or 0 where a document has no word of the
    /// vocabulary.
    pub fn rows(&self) -> &SparseRows {
        &self.rows
    }

    /// Counts of other documents, weighted as those of the corpus.
    pub fn weigh(&self, counts: &SparseRows) -> SparseRows {
        weighted(counts, &self.weights)
    }

    /// For the first of `queries` the `k` documents with the largest cosine, the nearest first, with
    /// their cosines, 0 where nothing is shared; equals in the order of their rows. Exact.
    ///
    /// # Errors
    /// `bad-option` for `k` of 0 or of more than there are documents.
    pub fn search(&self, query: &SparseRows, k: usize) -> Result<Vec<(usize, f32)>> {
        let count = self.rows.count();
        if !(1..=count).contains(&k) {
            return Err(LabError::new(
                "bad-option",
                format!("The {k} nearest of {count} documents were asked for."),
                format!("Ask for 1 to {count}."),
            ));
        }
        let query = self.weigh(query).dense(0..1);
        let cosine = |row: usize| {
            let products = self
                .rows
                .row(row)
                .map(|(column, value)| value * query[column]);
            (row, products.sum::<f32>())
        };
        let mut found: Vec<(usize, f32)> = (0..count).map(cosine).collect();
        // Stable: equals stay in the order of their rows.
        found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        found.truncate(k);
        Ok(found)
    }
}

fn weighted(counts: &SparseRows, weights: &[f32]) -> SparseRows {
    let mut rows = SparseRows::new(counts.width());
    for row in counts.rows() {
        let row = row.map(|(column, count)| (column as u32, count * weights[column]));
        let length = row
            .clone()
            .map(|(_, value)| value * value)
            .sum::<f32>()
            .sqrt();
        rows.push(row.map(|(column, value)| (column, value / length)));
    }
    rows
}
