//! What is inside a `Model`, as JavaScript sees it.

use js_sys::{Promise, Uint32Array};
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, array, count, field, floats, object, thrown};
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
            Ok(object([
                ("images", array(&found.images)),
                ("width", found.width.into()),
                ("height", found.height.into()),
                ("norms", array(&found.norms)),
            ]))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn pooling(&self, input: JsValue, channel: f64) -> Promise {
        let input = floats(&input);
        self.promise(async move |model| {
            let (input, channel) = (input?, count(channel, "channel")?);
            let found = model.pooling(&input, channel).await.map_err(thrown)?;
            let [switches, copies] = &found.reconstructions;
            Ok(object([
                ("side", found.sides[0].into()),
                ("half", found.sides[1].into()),
                ("channels", found.channels.into()),
                ("map", array(&found.map)),
                ("pooled", array(&found.pooled)),
                ("switched", array(&found.switched)),
                ("copied", array(&found.copied)),
                ("bySwitches", array(switches)),
                ("byCopies", array(copies)),
            ]))
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
            Ok(object([
                ("best", Uint32Array::from(answers.best.as_slice()).into()),
                ("activations", array(&answers.activations)),
                (
                    "counts",
                    Uint32Array::from(answers.counts.as_slice()).into(),
                ),
                ("low", answers.low.into()),
                ("high", answers.high.into()),
            ]))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn maximise(&self, layer: f64, unit: f64, options: JsValue) -> Promise {
        let from = field(&options, "from")
            .map(|from| floats(&from))
            .transpose();
        let work = Page::read::<Ascent>(&options, "options of maximise", &["from"]);
        self.promise(async move |model| {
            let ((host, options), from) = (work?, from?);
            let (unit, from) = (place(layer, unit)?, from.as_deref());
            let climb = maximisation::maximise(&model, unit, from, &options, &host);
            let climb = host.outcome(climb.await)?;
            Ok(object([
                ("frames", array(&climb.frames)),
                ("activations", array(&climb.activations)),
                ("preActivations", array(&climb.pre_activations)),
            ]))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn probe(&self, training: &JsDataset, test: &JsDataset, options: JsValue) -> Promise {
        let (training, test) = (training.data(), test.data());
        let work = Page::read::<ProbeOptions>(&options, "options of probe", &[]);
        self.promise(async move |model| {
            let (host, options) = work?;
            let found = probe::probe(&model, (&training, &test), &options, &host);
            host.outcome(found.await).map(|found| array(&found))
        })
    }
}

fn place(layer: f64, unit: f64) -> JsResult<(usize, usize)> {
    Ok((count(layer, "layer")?, count(unit, "unit")?))
}
