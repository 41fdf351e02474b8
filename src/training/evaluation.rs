//! What a model is worth: losses without an update, over many batches.

use std::cell::RefCell;

use super::host::Host;
use super::learner::Learner;
use super::progress::{Metrics, read};
use crate::data::{Batch, Dataset};
use crate::error::Result;
use crate::random::Random;

/// Examples in one batch.
const BATCH: usize = 256;
/// Seed of what losses draw: two evaluations can be compared.
const SEED: u64 = 0;

/// Mean loss and terms over all of `data`, weighting every example alike.
///
/// # Errors
/// `aborted` when the host says so, `device-failed`.
pub async fn evaluate<L: Learner + ?Sized>(
    learner: &RefCell<Box<L>>,
    data: &Dataset,
    host: &impl Host,
) -> Result<Metrics> {
    evaluate_first(learner, data, data.count(), host).await
}

/// The same of the first `limit` examples at most.
pub(super) async fn evaluate_first<L: Learner + ?Sized>(
    learner: &RefCell<Box<L>>,
    data: &Dataset,
    limit: usize,
    host: &impl Host,
) -> Result<Metrics> {
    let indices: Vec<usize> = (0..data.count().min(limit)).collect();
    let mut random = Random::new(SEED);
    let mut sum = Metrics::default();
    let mut done = 0;
    for chunk in indices.chunks(BATCH) {
        let losses = learner.borrow().evaluate(&data.batch(chunk), &mut random);
        let share = chunk.len() as f64 / indices.len() as f64;
        sum.add(share, read(losses).await?);
        done += chunk.len();
        let share = done as f64 / indices.len() as f64;
        host.proceed(share, "The evaluation").await?;
    }
    Ok(sum)
}

/// What `learner` is worth on one batch.
pub(super) async fn evaluate_batch<L: Learner + ?Sized>(
    learner: &RefCell<Box<L>>,
    batch: &Batch,
) -> Result<Metrics> {
    let losses = learner.borrow().evaluate(batch, &mut Random::new(SEED));
    read(losses).await
}
