//! Parts of an update that several share, and what each of them adds to it.

use burn::optim::GradientsParams;

use crate::data::Batch;
use crate::model::Losses;
use crate::random::{Part, Random};

/// What one of several differentiates.
pub struct Portion {
    /// Its rows of the batch.
    pub batch: Batch,
    /// Which rows these are.
    pub part: Part,
    /// Where the draws for the whole batch begin.
    pub random: Random,
}

impl Portion {
    /// `batch` in as many portions as there are `parts`, or as it has examples.
    pub fn divide(batch: &Batch, parts: usize, random: &Random) -> Vec<Self> {
        let parts = Part::divide(batch.count, parts).into_iter();
        parts
            .map(|part| Self {
                batch: batch.part(&part),
                part,
                random: random.clone(),
            })
            .collect()
    }
}

/// Losses of a portion and their gradients, by its share of the batch.
pub struct Contribution {
    /// Of the total.
    pub gradients: GradientsParams,
    /// The total and its terms.
    pub losses: Losses,
}
