//! What `Lab` says of many values, and of labels.

use js_sys::Uint32Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, floats, labels, object, read_options, thrown};
use super::fail;
use super::lab::Lab;
use crate::task::histogram::{self, Histogram};
use crate::task::{classes, units};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HistogramOptions {
    bins: usize,
    low: Option<f32>,
    high: Option<f32>,
}

impl Default for HistogramOptions {
    fn default() -> Self {
        Self {
            bins: units::BINS,
            low: None,
            high: None,
        }
    }
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn histogram(&self, values: JsValue, options: JsValue) -> JsResult<JsValue> {
        let HistogramOptions { bins, low, high } = read_options(&options, "options of histogram")?;
        let found = Histogram::checked(&floats(&values)?, bins, [low, high]).map_err(thrown)?;
        Ok(object([
            ("counts", Uint32Array::from(&found.counts[..]).into()),
            ("low", found.low.into()),
            ("high", found.high.into()),
            ("mean", found.mean.into()),
        ]))
    }

    #[wasm_bindgen(js_name = shareAbove, skip_typescript)]
    pub fn share_above(&self, values: JsValue, threshold: f64) -> JsResult<f64> {
        histogram::share_above(&floats(&values)?, threshold).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn majority(&self, of: JsValue) -> JsResult<u32> {
        classes::majority(&labels(&of)?)
            .ok_or_else(|| fail("bad-input", "There are no labels.", "Pass one or more."))
    }
}
