//! Long work in the browser: it pauses for other events, ends when its signal says so, and calls a
//! listener with how far it is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Function;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::convert::{JsResult, field, plain, read_options, thrown, without};
use super::gathering::Gathering;
use super::{fail, macrotask, now};
use crate::error::Result;
use crate::training::team::{Pace, Team};
use crate::training::{Host, Progress, Stage};

fn listener(options: &JsValue) -> JsResult<Option<Function>> {
    let listener = field(options, "onProgress").map(JsCast::dyn_into);
    listener.transpose().map_err(|_| {
        fail(
            "bad-option",
            "'onProgress' is not a function.",
            "Pass a function, or leave it out.",
        )
    })
}

/// Long work in the browser.
pub(super) struct Page {
    listener: Option<Function>,
    signal: Option<JsValue>,
    /// What the listener threw: it ends the work.
    failure: RefCell<Option<JsValue>>,
    /// Who shares a training.
    gathering: Option<Gathering>,
}

impl Page {
    /// With the `onProgress` and the `signal` of `options`.
    pub(super) fn new(options: &JsValue) -> JsResult<Self> {
        Ok(Self {
            listener: listener(options)?,
            signal: field(options, "signal"),
            failure: RefCell::new(None),
            gathering: None,
        })
    }

    /// The same, with others who share the work.
    pub(super) fn with(self, gathering: Option<Gathering>) -> Self {
        Self { gathering, ..self }
    }

    /// The same, and the other `options`, without those `apart`, which the caller reads.
    pub(super) fn read<T>(options: &JsValue, what: &str, apart: &[&str]) -> JsResult<(Self, T)>
    where
        T: DeserializeOwned + Default,
    {
        let rest = without(options, &[&["onProgress", "signal"], apart].concat());
        Ok((Self::new(options)?, read_options(&rest, what)?))
    }

    /// Has those start who are to share it.
    ///
    /// # Errors
    /// `crashed`.
    pub(super) async fn gather(&self) -> Result<()> {
        match &self.gathering {
            Some(gathering) => gathering.start().await,
            None => Ok(()),
        }
    }

    /// How many do the work.
    pub(super) fn workers(&self) -> usize {
        self.gathering.as_ref().map_or(1, Gathering::size)
    }

    /// What the work came to.
    pub(super) fn outcome<T>(&self, result: Result<T>) -> JsResult<T> {
        self.settled(result.map_err(thrown))
    }

    /// The same where a failure is JavaScript's already; what the listener threw goes first.
    pub(super) fn settled<T>(&self, result: JsResult<T>) -> JsResult<T> {
        self.failure.take().map_or(result, Err)
    }

    /// Calls the listener, if there is one, with what `value` gives.
    fn notify(&self, value: impl FnOnce() -> JsValue) {
        let Some(listener) = &self.listener else {
            return;
        };
        if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &value()) {
            self.failure.replace(Some(thrown));
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    step: usize,
    steps: usize,
    epoch: f64,
    loss: f64,
    terms: &'a BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a Stage>,
    steps_per_second: f64,
    seconds_left: f64,
}

impl Host for Page {
    fn now(&self) -> f64 {
        now()
    }

    async fn pause(&self) {
        // This promise is never rejected.
        let _ = JsFuture::from(macrotask()).await;
    }

    fn aborted(&self) -> bool {
        let aborted = self
            .signal
            .as_ref()
            .and_then(|signal| field(signal, "aborted"));
        aborted.is_some_and(|value| value.is_truthy()) || self.failure.borrow().is_some()
    }

    fn report(&self, progress: &Progress) {
        self.notify(|| {
            plain(&Report {
                step: progress.step,
                steps: progress.steps,
                epoch: progress.epoch,
                loss: progress.loss,
                terms: &progress.terms,
                validation: progress.validation.as_ref().map(|metrics| metrics.loss),
                stage: progress.stage.as_ref(),
                steps_per_second: progress.steps_per_second,
                seconds_left: progress.seconds_left,
            })
        });
    }

    fn team(&self) -> Option<Rc<dyn Team>> {
        self.gathering.as_ref().and_then(Gathering::team)
    }

    fn pace(&self, pace: Pace) {
        if let Some(gathering) = &self.gathering {
            gathering.call(pace);
        }
    }

    fn share(&self, share: f64) {
        self.notify(|| share.into());
    }
}
