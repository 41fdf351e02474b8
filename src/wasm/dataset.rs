//! `Dataset` as JavaScript sees it.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, array, count, lines, thrown};
use super::{fail, guard};
use crate::data::Dataset;
use crate::task::pretraining::few;

/// Images with or without labels and pen strokes.
#[wasm_bindgen(js_name = Dataset, skip_typescript)]
pub struct JsDataset(Dataset);

impl JsDataset {
    /// A JavaScript object of its own for `data`.
    pub fn wrap(data: Dataset) -> JsValue {
        guard(JsDataset(data).into(), Vec::new())
    }

    /// The data, shared.
    pub fn data(&self) -> Dataset {
        self.0.clone()
    }

    /// The data behind a JavaScript value that should be a `Dataset`.
    pub fn unwrap(value: &JsValue) -> JsResult<Dataset> {
        let wrong = || {
            fail(
                "bad-option",
                "The validation is neither a Dataset nor a number.",
                "Pass a Dataset, or a fraction between 0 and 1.",
            )
        };
        let share = Reflect::get(value, &"_share".into()).map_err(|_| wrong())?;
        let share = share.dyn_into::<js_sys::Function>().map_err(|_| wrong())?;
        // The conversion takes its object away, so it gets one of its own.
        let own = share.call0(value)?;
        JsDataset::try_from_js_value(own)
            .map(|dataset| dataset.0)
            .map_err(|_| wrong())
    }
}

#[wasm_bindgen(js_class = Dataset)]
impl JsDataset {
    /// For [`unwrap`](Self::unwrap) alone.
    #[wasm_bindgen(js_name = "_share", skip_typescript)]
    pub fn share(&self) -> JsDataset {
        JsDataset(self.data())
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn labelled(&self) -> bool {
        self.0.labels().is_some()
    }

    #[wasm_bindgen(getter, js_name = inputSize, skip_typescript)]
    pub fn input_size(&self) -> usize {
        self.0.input_size()
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn images(&self, from: f64, number: f64) -> JsResult<JsValue> {
        let images = self.0.images(
            count(from, "first image")?,
            count(number, "number of images")?,
        );
        images.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn labels(&self) -> JsResult<Uint8Array> {
        self.0.labels().map(Uint8Array::from).ok_or_else(|| {
            fail(
                "no-labels",
                "These images have no labels.",
                "Look at 'labelled' first.",
            )
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn strokes(&self, index: f64) -> JsResult<JsValue> {
        let index = count(index, "index")?;
        let Some(all) = self.0.strokes() else {
            let hint = "Only generated digits have strokes.";
            return Err(fail(
                "no-strokes",
                "These images have no pen strokes.",
                hint,
            ));
        };
        let Some(strokes) = all.get(index) else {
            let message = format!("There is no image number {index} among {}.", all.len());
            return Err(fail(
                "out-of-range",
                &message,
                "The first image is number 0.",
            ));
        };
        Ok(lines(strokes))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn sequences(&self, steps: f64) -> JsResult<JsValue> {
        let sequences = self.0.sequences(count(steps, "number of steps")?);
        sequences.map(JsDataset::wrap).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn split(&self, fraction: f64, seed: Option<f64>) -> JsResult<Array> {
        let seed = count(seed.unwrap_or(0.0), "seed")? as u64;
        let (rest, held_out) = self.0.split(fraction, seed).map_err(thrown)?;
        Ok([rest, held_out].into_iter().map(JsDataset::wrap).collect())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn few(&self, per_class: f64, seed: Option<f64>) -> JsResult<JsValue> {
        let per_class = count(per_class, "number of images of a class")?;
        let seed = count(seed.unwrap_or(0.0), "seed")? as u64;
        let chosen = few(&self.0, per_class, seed);
        chosen.map(JsDataset::wrap).map_err(thrown)
    }
}
