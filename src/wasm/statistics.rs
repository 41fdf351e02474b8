//! What `Lab` says of many values, and of labels.

use js_sys::Uint32Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{
    JsResult, array, count, floats, labels, numbers, object, read_options, thrown,
};
use super::fail;
use super::lab::Lab;
use crate::task::histogram::{self, Histogram};
use crate::task::statistics::{self, Summary};
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
    pub fn summary(&self, values: JsValue) -> JsResult<JsValue> {
        let found = Summary::of(&numbers(&values)?).map_err(thrown)?;
        Ok(object([
            ("count", (found.count as f64).into()),
            ("mean", found.mean.into()),
            ("deviation", found.deviation.into()),
            ("minimum", found.minimum.into()),
            ("maximum", found.maximum.into()),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn percentiles(&self, points: JsValue, size: f64, shares: JsValue) -> JsResult<JsValue> {
        let (points, shares) = (floats(&points)?, numbers(&shares)?);
        let size = count(size, "number of coordinates")?;
        let found = statistics::percentiles(&points, size, &shares);
        found.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(js_name = classMedians, skip_typescript)]
    pub fn class_medians(&self, points: JsValue, size: f64, of: JsValue) -> JsResult<JsValue> {
        let (points, labels) = (floats(&points)?, labels(&of)?);
        let size = count(size, "number of coordinates")?;
        let found = statistics::class_medians(&points, size, &labels).map_err(thrown)?;
        Ok(object([
            ("labels", Uint32Array::from(&found.labels[..]).into()),
            ("counts", Uint32Array::from(&found.counts[..]).into()),
            ("medians", array(&found.medians)),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn argmax(&self, values: JsValue) -> JsResult<usize> {
        statistics::argmax(&numbers(&values)?).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn ranking(&self, values: JsValue) -> JsResult<JsValue> {
        let places = statistics::ranking(&numbers(&values)?).map_err(thrown)?;
        Ok(Uint32Array::from(&places[..]).into())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn majority(&self, of: JsValue) -> JsResult<u32> {
        classes::majority(&labels(&of)?)
            .ok_or_else(|| fail("bad-input", "There are no labels.", "Pass one or more."))
    }
}
