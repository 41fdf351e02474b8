//! What is inside a `Model`, as JavaScript sees it.

use js_sys::{Object, Promise, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, array, count, field, floats, read_options, thrown, without};
use super::dataset::JsDataset;
use super::model::JsModel;
use super::page::Page;
use crate::task::filters;
use crate::task::maximisation::{self, Ascent};
use crate::task::probe::{self, ProbeOptions};
use crate::task::units;

#[wasm_bindgen(js_class = Model)]
impl JsModel {
    #[wasm_bindgen(skip_typescript)]
    pub fn filters(&self) -> Promise {
        self.promise(async move |model| {
            let found = filters::filters(&model).await.map_err(thrown)?;
            object([
                ("images", array(&found.images)),
                ("width", found.width.into()),
                ("height", found.height.into()),
                ("norms", array(&found.norms)),
            ])
        })
    }

    #[wasm_bindgen(js_name = unitActivity, skip_typescript)]
    pub fn unit_activity(&self, data: &JsDataset, layer: f64, options: JsValue) -> Promise {
        let (data, host) = (data.data(), Page::new(&options));
        self.promise(async move |model| {
            let (host, layer) = (host?, count(layer, "layer")?);
            let means = units::activity(&model, &data, layer, &host);
            host.outcome(means.await).map(|means| array(&means))
        })
    }

    #[wasm_bindgen(js_name = inspectUnit, skip_typescript)]
    pub fn inspect_unit(
        &self,
        data: &JsDataset,
        layer: f64,
        unit: f64,
        options: JsValue,
    ) -> Promise {
        let (data, host) = (data.data(), Page::new(&options));
        self.promise(async move |model| {
            let (host, unit) = (host?, place(layer, unit)?);
            let answers = units::inspect(&model, &data, unit, &host);
            let answers = host.outcome(answers.await)?;
            object([
                ("best", Uint32Array::from(answers.best.as_slice()).into()),
                ("activations", array(&answers.activations)),
                (
                    "counts",
                    Uint32Array::from(answers.counts.as_slice()).into(),
                ),
                ("low", answers.low.into()),
                ("high", answers.high.into()),
            ])
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn maximise(&self, layer: f64, unit: f64, options: JsValue) -> Promise {
        let host = Page::new(&options);
        let from = field(&options, "from")
            .map(|from| floats(&from))
            .transpose();
        let rest = without(&options, &["from", "onProgress", "signal"]);
        let options: JsResult<Ascent> = read_options(&rest, "options of maximise");
        self.promise(async move |model| {
            let (host, from, options) = (host?, from?, options?);
            let (unit, from) = (place(layer, unit)?, from.as_deref());
            let climb = maximisation::maximise(&model, unit, from, &options, &host);
            let climb = host.outcome(climb.await)?;
            object([
                ("frames", array(&climb.frames)),
                ("activations", array(&climb.activations)),
                ("preActivations", array(&climb.pre_activations)),
            ])
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn probe(&self, training: &JsDataset, test: &JsDataset, options: JsValue) -> Promise {
        let (training, test, host) = (training.data(), test.data(), Page::new(&options));
        let rest = without(&options, &["onProgress", "signal"]);
        let options: JsResult<ProbeOptions> = read_options(&rest, "options of probe");
        self.promise(async move |model| {
            let (host, options) = (host?, options?);
            let found = probe::probe(&model, (&training, &test), &options, &host);
            host.outcome(found.await).map(|found| array(&found))
        })
    }
}

fn place(layer: f64, unit: f64) -> JsResult<(usize, usize)> {
    Ok((count(layer, "layer")?, count(unit, "unit")?))
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsResult<JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object.into())
}
