//! Training and measuring a model.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::LabModel;
use crate::data::Dataset;
use crate::error::{LabError, Result};
use crate::training::{self, Host, Metrics, TrainConfig, TrainReport, Unattended};
use crate::weights::CodeStatistics;

/// Examples from which the code's statistics are taken after a training, quickly.
const STATISTICS_EXAMPLES: usize = 500;
/// Examples from which they are taken for weights that are shipped.
const THOROUGH_STATISTICS_EXAMPLES: usize = 10_000;

impl LabModel {
    /// Trains on `data` and refreshes the code statistics.
    ///
    /// # Errors
    /// Those of [`training::train`], `busy` when this model is being trained already, and
    /// `bad-data` for images of another size.
    pub async fn train(
        &self,
        data: &Dataset,
        validation: Option<&Dataset>,
        config: &TrainConfig,
        host: &impl Host,
    ) -> Result<TrainReport> {
        self.check_data(data)?;
        if let Some(validation) = validation {
            self.check_data(validation)?;
        }
        if self.busy.replace(true) {
            return Err(LabError::new(
                "busy",
                "This model is being trained already.",
                "Wait for that training or abort it first.",
            ));
        }
        let _working = Working(&self.busy);
        let report = training::train(&self.learner, data, validation, config, host).await;
        // Also where it ended before its time: statistics are those of the weights that stand.
        let has_changed = report.as_ref().map_or_else(
            |error| ["aborted", "diverged"].contains(&error.code),
            |_| true,
        );
        if has_changed {
            self.refresh_statistics(data, STATISTICS_EXAMPLES).await?;
            self.metrics.replace(BTreeMap::new());
            self.training.replace(None);
        }
        report
    }

    /// Mean loss and terms over `data`: of an autoencoder always `squaredError`, that of its
    /// deterministic reconstruction.
    ///
    /// # Errors
    /// `bad-data`, `device-failed`.
    pub async fn evaluate(&self, data: &Dataset) -> Result<Metrics> {
        self.evaluate_on(&Unattended, data).await
    }

    /// [`LabModel::evaluate`] on a host; `aborted` when it says so.
    pub async fn evaluate_on(&self, host: &impl Host, data: &Dataset) -> Result<Metrics> {
        self.check_data(data)?;
        training::evaluate(&self.learner, data, host).await
    }

    /// Takes the code's statistics from (at most the first 10,000 images of) `data`.
    ///
    /// # Errors
    /// `bad-data`, `device-failed`.
    pub async fn describe_codes(&self, data: &Dataset) -> Result<()> {
        self.check_data(data)?;
        self.refresh_statistics(data, THOROUGH_STATISTICS_EXAMPLES)
            .await
    }

    async fn refresh_statistics(&self, data: &Dataset, most: usize) -> Result<()> {
        let inputs = data.images(0, data.count().min(most))?;
        let codes = self.encode(&inputs).await?;
        self.statistics
            .replace(CodeStatistics::of(&codes, self.code_size())?);
        Ok(())
    }

    pub(super) fn check_data(&self, data: &Dataset) -> Result<()> {
        self.check_size(data)?;
        match self.classes() {
            Some(classes) => data.labels_below(classes).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Whether these are inputs of the model.
    pub(crate) fn check_size(&self, data: &Dataset) -> Result<()> {
        let (found, wanted) = (data.input_size(), self.input_size());
        if found == wanted {
            return Ok(());
        }
        Err(LabError::new(
            "bad-data",
            format!("The images have {found} pixels, the model takes {wanted}."),
            format!("Use images of {wanted} pixels, or create a model with inputSize {found}."),
        ))
    }
}

/// Ends the busy time of a model however its training ends.
struct Working<'a>(&'a Cell<bool>);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
