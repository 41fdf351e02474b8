//! Pretrained layers, `Stack`, as JavaScript sees them.

use std::rc::Rc;

use js_sys::Promise;
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::plain;
use super::dataset::JsDataset;
use super::guard;
use super::lab::Lab;
use super::page::Page;
use crate::device::Compute;
use crate::error::Result;
use crate::task::classification::{self, ERROR};
use crate::task::pretraining::{PretrainConfig, Stack, Start, few};
use crate::training::{Host, Progress, Reporting, Reports, TrainConfig};

/// Layers that were learnt without labels, and where to compute with them.
#[wasm_bindgen(js_name = Stack, skip_typescript)]
pub struct JsStack {
    stack: Rc<Stack>,
    compute: Rc<Compute>,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct FineTuneOptions {
    labels: Option<usize>,
    start: Start,
    steps: usize,
    batch_size: usize,
    learning_rate: f64,
    dropout: f32,
    seed: u32,
}

/// How often a fine-tuning says how far it is.
const REPORTS: usize = 50;

impl Default for FineTuneOptions {
    fn default() -> Self {
        let config = classification::defaults();
        Self {
            labels: None,
            start: Start::Pretrained,
            steps: config.steps.unwrap_or_default(),
            batch_size: config.batch_size,
            learning_rate: config.learning_rate,
            dropout: 0.0,
            seed: 0,
        }
    }
}

impl FineTuneOptions {
    fn config(&self) -> TrainConfig {
        TrainConfig {
            steps: Some(self.steps),
            batch_size: self.batch_size,
            learning_rate: self.learning_rate,
            seed: u64::from(self.seed),
            reports: Reports::Times(REPORTS),
            ..classification::defaults()
        }
    }
}

/// The progress of a classifier with its error on the test data among the terms.
fn with_test_error(progress: &Progress) -> Progress {
    let mut progress = progress.clone();
    if let Some(test) = progress.validation.take() {
        let error = test.terms.get(ERROR).copied().unwrap_or(f64::NAN);
        progress.terms.insert("testError".to_string(), error);
    }
    progress
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn pretrain(&self, data: &JsDataset, options: JsValue) -> Promise {
        let (data, compute) = (data.data(), self.compute.clone());
        let work = Page::read::<PretrainConfig>(&options, "options of pretrain", &[]);
        future_to_promise(async move {
            let (host, config) = work?;
            let stack = Stack::pretrain(&data, &config, &compute.device, &host).await;
            let stack = Rc::new(host.outcome(stack)?);
            let wrapped = JsStack { stack, compute };
            Ok(guard(wrapped.into(), vec!["fineTune".to_string()]))
        })
    }
}

#[wasm_bindgen(js_class = Stack)]
impl JsStack {
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn widths(&self) -> JsValue {
        plain(&self.stack.widths())
    }

    #[wasm_bindgen(js_name = fineTune, skip_typescript)]
    pub fn fine_tune(&self, train: &JsDataset, test: &JsDataset, options: JsValue) -> Promise {
        let (train, test) = (train.data(), test.data());
        let (stack, compute) = (self.stack.clone(), self.compute.clone());
        let work = Page::read::<FineTuneOptions>(&options, "options of fineTune", &[]);
        future_to_promise(async move {
            let (host, options) = work?;
            let work = async || -> Result<(usize, f64)> {
                let config = options.config();
                let train = match options.labels {
                    Some(count) => few(&train, count, config.seed)?,
                    None => train,
                };
                let fresh = stack.classifier(options.start, config.seed, &compute.device);
                let fresh = fresh.with_dropout([options.dropout; 2])?;
                let host = Reporting {
                    host: &host,
                    report: |progress: &Progress| host.report(&with_test_error(progress)),
                };
                let learnt = fresh.train(&train, Some(&test), &config, &host).await?;
                Ok((train.count(), 1.0 - learnt.accuracy(&test).await?))
            };
            let started = host.now();
            let (examples, error) = host.outcome(work().await)?;
            Ok(plain(&json!({
                "testError": error, "examples": examples, "steps": options.steps,
                "seconds": host.now() - started,
            })))
        })
    }
}
