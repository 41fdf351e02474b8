//! Images with optional labels and pen strokes, and the seeded order in which training sees them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::Batch;
use super::sequence;
use super::sparse::SparseRows;
use super::strokes::Strokes;
use super::values::Values;
use crate::error::{LabError, Result};
use crate::random::{Purpose, Random};

/// The epoch number under which [`Dataset::split`] shuffles, out of reach of training's epochs.
const SPLIT_EPOCH: u64 = u64::MAX;

/// Grey images of one size, sequences of pen steps or documents as shares of words, with optional
/// labels and pen strokes.
///
/// Pixels are kept as bytes, 0…255, shares without their zeros; all are handed out as `f32` in 0…1.
/// A clone shares the data.
#[derive(Clone, Debug)]
pub struct Dataset {
    contents: Arc<Contents>,
}

#[derive(Debug)]
struct Contents {
    id: u64,
    values: Values,
    input_size: usize,
    labels: Option<Vec<u8>>,
    strokes: Option<Vec<Strokes>>,
}

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Dataset {
    /// A data set from flat pixels, `[count, input_size]` in 0…255, and one label an image.
    ///
    /// # Errors
    /// `bad-dataset`: no pixels, `input_size` 0, pixels no multiple of it, or another number of
    /// labels than of images.
    pub fn new(pixels: Vec<u8>, input_size: usize, labels: Option<Vec<u8>>) -> Result<Self> {
        if input_size == 0 || pixels.is_empty() || !pixels.len().is_multiple_of(input_size) {
            return Err(LabError::new(
                "bad-dataset",
                format!(
                    "{} pixels do not make images of {input_size} pixels each.",
                    pixels.len()
                ),
                "Give at least one image, and all images whole and of one size.",
            ));
        }
        let count = pixels.len() / input_size;
        match &labels {
            Some(labels) if labels.len() != count => {
                Err(count_mismatch("labels", labels.len(), count))
            }
            _ => Ok(Self {
                contents: Arc::new(Contents {
                    id: next_id(),
                    values: Values::Pixels(pixels),
                    input_size,
                    labels,
                    strokes: None,
                }),
            }),
        }
    }

    /// A data set of flat finite values, `[count, input_size]`, such as the codes of another model;
    /// models take those in 0…1.
    ///
    /// # Errors
    /// `bad-dataset`: no values, no whole rows, one that is not finite, or another number of labels
    /// than of rows.
    pub fn of_values(values: Vec<f32>, input_size: usize, labels: Option<Vec<u8>>) -> Result<Self> {
        let whole = input_size > 0 && !values.is_empty() && values.len().is_multiple_of(input_size);
        if !whole || values.iter().any(|value| !value.is_finite()) {
            return Err(LabError::new(
                "bad-dataset",
                format!(
                    "{} values do not make finite rows of {input_size} values each.",
                    values.len()
                ),
                "Give whole rows of finite values.",
            ));
        }
        let count = values.len() / input_size;
        if let Some(labels) = labels.as_ref().filter(|labels| labels.len() != count) {
            return Err(count_mismatch("labels", labels.len(), count));
        }
        Ok(Self {
            contents: Arc::new(Contents {
                id: next_id(),
                values: Values::Floats(values),
                input_size,
                labels,
                strokes: None,
            }),
        })
    }

    /// A data set of documents as shares of words: each row of `counts`, which are not negative, over
    /// its sum. A row without any count stays 0.
    ///
    /// # Errors
    /// `bad-dataset` where there is no row or no word.
    pub fn documents(counts: &SparseRows) -> Result<Self> {
        if counts.count() == 0 || counts.width() == 0 {
            return Err(LabError::new(
                "bad-dataset",
                format!("{} documents of {} words.", counts.count(), counts.width()),
                "Give at least one document and one word.",
            ));
        }
        Ok(Self {
            contents: Arc::new(Contents {
                id: next_id(),
                input_size: counts.width(),
                values: Values::Shares(counts.shares()),
                labels: None,
                strokes: None,
            }),
        })
    }

    /// The same images and labels with the pen strokes that drew them, one [`Strokes`] an image.
    ///
    /// # Errors
    /// `bad-dataset`: another number of strokes than of images.
    pub fn with_strokes(self, strokes: Vec<Strokes>) -> Result<Self> {
        if strokes.len() != self.count() {
            return Err(count_mismatch(
                "stroke sequences",
                strokes.len(),
                self.count(),
            ));
        }
        let contents = Arc::try_unwrap(self.contents).unwrap_or_else(|shared| Contents {
            id: shared.id,
            values: shared.values.clone(),
            input_size: shared.input_size,
            labels: shared.labels.clone(),
            strokes: None,
        });
        Ok(Self {
            contents: Arc::new(Contents {
                id: next_id(),
                strokes: Some(strokes),
                ..contents
            }),
        })
    }

    /// The pen strokes as sequences of `steps` steps each, in the place of the images; see
    /// [`sequence`].
    ///
    /// # Errors
    /// `no-strokes` where the images were not drawn by a pen, or those of
    /// [`sequence::from_strokes`].
    pub fn sequences(&self, steps: usize) -> Result<Self> {
        let strokes = self.strokes().ok_or_else(|| {
            LabError::new(
                "no-strokes",
                "These images have no pen strokes.",
                "Only generated digits have strokes.",
            )
        })?;
        sequence::check_steps(steps)?;
        let mut values = Vec::with_capacity(self.count() * steps * sequence::STEP_VALUES);
        for drawn in strokes {
            values.extend(sequence::from_strokes(drawn, steps)?);
        }
        Ok(Self {
            contents: Arc::new(Contents {
                id: next_id(),
                values: Values::Floats(values),
                input_size: steps * sequence::STEP_VALUES,
                labels: self.contents.labels.clone(),
                strokes: self.contents.strokes.clone(),
            }),
        })
    }

    /// What tells these data from all others; clones share it.
    pub fn id(&self) -> u64 {
        self.contents.id
    }

    /// How many images, at least 1.
    pub fn count(&self) -> usize {
        self.contents.values.count(self.contents.input_size)
    }

    /// Values per image.
    pub fn input_size(&self) -> usize {
        self.contents.input_size
    }

    /// `[count]` labels, if the images have any.
    pub fn labels(&self) -> Option<&[u8]> {
        self.contents.labels.as_deref()
    }

    /// `[count]` labels below `classes`, which are learnt from.
    ///
    /// # Errors
    /// `bad-data` where there are none, or others.
    pub fn labels_below(&self, classes: usize) -> Result<&[u8]> {
        let message = match self.labels() {
            None => "The images have no labels to learn from.".to_string(),
            Some(labels) => match labels.iter().find(|label| usize::from(**label) >= classes) {
                Some(label) => format!("A label is {label}, there are {classes} classes."),
                None => return Ok(labels),
            },
        };
        let hint = format!("Use images with labels from 0 to {}.", classes - 1);
        Err(LabError::new("bad-data", message, hint))
    }

    /// `[count]` pen strokes, if the images were generated.
    pub fn strokes(&self) -> Option<&[Strokes]> {
        self.contents.strokes.as_deref()
    }

    /// The images `from..from + count` as `[count, input_size]` flat, values in 0…1.
    ///
    /// # Errors
    /// `out-of-range`: the range reaches beyond the last image.
    pub fn images(&self, from: usize, count: usize) -> Result<Vec<f32>> {
        let size = self.input_size();
        match from.checked_add(count) {
            Some(end) if end <= self.count() => Ok(self.contents.values.unit(from..end, size)),
            _ => Err(LabError::new(
                "out-of-range",
                format!(
                    "{count} images from number {from} were asked for; the data set has {}.",
                    self.count()
                ),
                "Ask for a range inside the data set; the first image is number 0.",
            )),
        }
    }

    /// The images at `indices`, in that order; an index may repeat.
    ///
    /// # Panics
    /// If an index is not below [`count`](Self::count), as indexing a slice does.
    pub fn batch(&self, indices: &[usize]) -> Batch {
        let size = self.input_size();
        let mut inputs = Vec::with_capacity(indices.len() * size);
        for &index in indices {
            inputs.extend(self.contents.values.unit(index..index + 1, size));
        }
        Batch {
            inputs,
            labels: self
                .labels()
                .map(|labels| indices.iter().map(|&index| labels[index]).collect()),
            count: indices.len(),
            input_size: self.input_size(),
        }
    }

    /// A data set of the images at `indices`, in that order, with their labels and strokes.
    ///
    /// # Panics
    /// If an index is not below [`count`](Self::count), as indexing a slice does.
    pub fn subset(&self, indices: &[usize]) -> Self {
        Self {
            contents: Arc::new(Contents {
                id: next_id(),
                values: self.contents.values.select(indices, self.input_size()),
                input_size: self.input_size(),
                labels: self
                    .labels()
                    .map(|labels| indices.iter().map(|&index| labels[index]).collect()),
                strokes: self.strokes().map(|strokes| {
                    indices
                        .iter()
                        .map(|&index| strokes[index].clone())
                        .collect()
                }),
            }),
        }
    }

    /// Two disjoint parts, `(rest, held_out)`, that together are the whole; `held_out` has about
    /// `fraction` of the images, and neither part is empty. The same seed gives the same parts.
    ///
    /// # Errors
    /// `bad-split`: `fraction` is not strictly between 0 and 1, or there are fewer than two images.
    pub fn split(&self, fraction: f64, seed: u64) -> Result<(Self, Self)> {
        let count = self.count();
        if !(fraction > 0.0 && fraction < 1.0) || count < 2 {
            return Err(LabError::new(
                "bad-split",
                format!("A fraction {fraction} of {count} images cannot be held out."),
                "Hold out a fraction between 0 and 1, both excluded, of at least two images.",
            ));
        }
        let held_out = ((count as f64 * fraction).round() as usize).clamp(1, count - 1);
        let mut order = shuffle(count, seed, SPLIT_EPOCH);
        // Each part keeps the original order, so that a split of sorted data stays readable.
        order[..held_out].sort_unstable();
        order[held_out..].sort_unstable();
        Ok((
            self.subset(&order[held_out..]),
            self.subset(&order[..held_out]),
        ))
    }
}

/// A permutation of `0..count`, decided by `seed` and `epoch` alone, the same on every platform.
pub fn shuffle(count: usize, seed: u64, epoch: u64) -> Vec<usize> {
    Random::stream(seed, Purpose::Order, epoch).permutation(count)
}

fn count_mismatch(what: &str, given: usize, images: usize) -> LabError {
    LabError::new(
        "bad-dataset",
        format!("There are {given} {what} for {images} images."),
        "Give exactly one an image, or none at all.",
    )
}
