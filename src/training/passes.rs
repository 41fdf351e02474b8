//! The batches of a training: pass after pass over the data.

use super::TrainConfig;
use crate::data::{Batch, Dataset, augment, shuffle};
use crate::error::Result;

/// Every pass is a new seeded order, and that of a step is known from its number alone, so that ten
/// single steps see what ten steps at once would.
pub struct Passes<'a> {
    data: &'a Dataset,
    config: &'a TrainConfig,
    batch_size: usize,
    current: Option<Pass>,
}

/// One pass: what it shows, and in which order.
struct Pass {
    number: usize,
    order: Vec<usize>,
    data: Dataset,
}

impl<'a> Passes<'a> {
    /// Over `data`, in the order and with the displacement that `config` says.
    pub fn new(data: &'a Dataset, config: &'a TrainConfig, batch_size: usize) -> Self {
        Self {
            data,
            config,
            batch_size,
            current: None,
        }
    }

    /// Steps of one pass.
    pub fn steps(&self) -> usize {
        self.data.count() / self.batch_size
    }

    /// The batch of the `step`-th step since the model was made.
    ///
    /// # Errors
    /// Those of displacing the images.
    pub fn batch(&mut self, step: usize) -> Result<Batch> {
        let (number, position) = (step / self.steps(), step % self.steps());
        let pass = match self.current.take() {
            Some(pass) if pass.number == number => pass,
            _ => self.pass(number)?,
        };
        let pass = self.current.insert(pass);
        let start = position * self.batch_size;
        Ok(pass.data.batch(&pass.order[start..start + self.batch_size]))
    }

    fn pass(&self, number: usize) -> Result<Pass> {
        let TrainConfig {
            seed, displacement, ..
        } = *self.config;
        let data = match displacement {
            0 => self.data.clone(),
            reach => augment::displace(self.data, reach, seed.wrapping_add(number as u64))?,
        };
        Ok(Pass {
            number,
            order: shuffle(self.data.count(), seed, number as u64),
            data,
        })
    }
}
