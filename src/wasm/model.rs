//! `Model` as JavaScript sees it.

use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Promise, Uint8Array};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::{JsResult, array, arrays, count, field, floats, plain, statistics, thrown};
use super::dataset::JsDataset;
use super::gathering::Gathering;
use super::guard;
use super::page::Page;
use crate::data::Dataset;
use crate::error::Result;
use crate::lab_model::{LabModel, LayerMap, Map};
use crate::training::{TrainConfig, TrainReport};
use crate::weights::Precision;

/// What returns a promise, for [`guard`].
const ASYNCHRONOUS: &str = "encode decode reconstruct reconstructInTraining activations \
    decodeActivations sample changeClass train evaluate gibbs freeEnergy freeEnergyGap logLikelihood \
    contrastiveStep posterior pooling unroll filters unitActivity inspectUnit maximise probe save";

/// A model; calls share it, so that they may overlap and outlive `free()`.
#[wasm_bindgen(js_name = Model, skip_typescript)]
pub struct JsModel(Rc<LabModel>);

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SampleOptions {
    seed: u32,
    label: Option<u8>,
}

impl JsModel {
    /// A JavaScript object for `lab_model`.
    pub fn wrap(lab_model: LabModel) -> JsValue {
        guard(
            JsModel(Rc::new(lab_model)).into(),
            ASYNCHRONOUS.split(' ').map(String::from).collect(),
        )
    }

    /// A promise of what `work` makes of the model. Arguments are read before: as soon as the call
    /// returns, they are the caller's again.
    pub(super) fn promise<F, W>(&self, work: W) -> Promise
    where
        F: Future<Output = JsResult<JsValue>> + 'static,
        W: FnOnce(Rc<LabModel>) -> F,
    {
        future_to_promise(work(self.0.clone()))
    }

    fn map(&self, map: Map, values: &JsValue, options: &JsValue) -> Promise {
        let (values, host) = (floats(values), work(options));
        self.promise(async move |model| {
            let (values, host) = (values?, host?);
            let found = model.map(map, &values, &host).await;
            host.outcome(found).map(|values| array(&values))
        })
    }

    fn map_layers(&self, map: LayerMap, values: &JsValue, options: &JsValue) -> Promise {
        let (values, host) = (floats(values), work(options));
        self.promise(async move |model| {
            let (values, host) = (values?, host?);
            let layers = model.map_layers(map, &values, &host).await;
            host.outcome(layers).map(|layers| arrays(&layers))
        })
    }
}

#[wasm_bindgen(js_class = Model)]
impl JsModel {
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn family(&self) -> String {
        self.0.family.id.to_string()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn config(&self) -> JsValue {
        plain(&self.0.config)
    }

    #[wasm_bindgen(getter, js_name = inputSize, skip_typescript)]
    pub fn input_size(&self) -> usize {
        self.0.input_size()
    }

    #[wasm_bindgen(getter, js_name = codeSize, skip_typescript)]
    pub fn code_size(&self) -> usize {
        self.0.code_size()
    }

    #[wasm_bindgen(getter, js_name = styleSize, skip_typescript)]
    pub fn style_size(&self) -> usize {
        self.0.style_size()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn parameters(&self) -> usize {
        self.0.parameters()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn layers(&self) -> JsValue {
        plain(&self.0.widths())
    }

    #[wasm_bindgen(getter, js_name = layerShapes, skip_typescript)]
    pub fn layer_shapes(&self) -> JsValue {
        plain(&self.0.layer_shapes())
    }

    #[wasm_bindgen(getter, js_name = codeLayer, skip_typescript)]
    pub fn code_layer(&self) -> usize {
        self.0.code_layer()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn classes(&self) -> Option<usize> {
        self.0.classes()
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn stage(&self) -> JsValue {
        self.0
            .stage()
            .map_or(JsValue::UNDEFINED, |stage| plain(&stage))
    }

    #[wasm_bindgen(getter, js_name = codeStatistics, skip_typescript)]
    pub fn code_statistics(&self) -> JsValue {
        statistics(self.0.statistics())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn encode(&self, inputs: JsValue, options: JsValue) -> Promise {
        self.map(Map::Encode, &inputs, &options)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn decode(&self, codes: JsValue, options: JsValue) -> Promise {
        self.map(Map::Decode, &codes, &options)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn reconstruct(&self, inputs: JsValue, options: JsValue) -> Promise {
        self.map(Map::Reconstruct, &inputs, &options)
    }

    #[wasm_bindgen(js_name = reconstructInTraining, skip_typescript)]
    pub fn reconstruct_in_training(&self, inputs: JsValue, options: JsValue) -> Promise {
        self.map(Map::ReconstructInTraining, &inputs, &options)
    }

    #[wasm_bindgen(js_name = squaredErrors, skip_typescript)]
    pub fn squared_errors(&self, inputs: JsValue, reconstructions: JsValue) -> JsResult<JsValue> {
        let errors = self
            .0
            .squared_errors(&floats(&inputs)?, &floats(&reconstructions)?);
        errors.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn activations(&self, inputs: JsValue, options: JsValue) -> Promise {
        self.map_layers(LayerMap::All, &inputs, &options)
    }

    #[wasm_bindgen(js_name = decodeActivations, skip_typescript)]
    pub fn decode_activations(&self, codes: JsValue, options: JsValue) -> Promise {
        self.map_layers(LayerMap::Decoder, &codes, &options)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn sample(&self, number: f64, options: JsValue) -> Promise {
        let work = Page::read::<SampleOptions>(&options, "options of sample", &[]);
        self.promise(async move |model| {
            let (host, options) = work?;
            let number = count(number, "number of samples")?;
            let SampleOptions { seed, label } = options;
            let samples = model.sample_on(&host, number, u64::from(seed), label).await;
            host.outcome(samples).map(|values| array(&values))
        })
    }

    #[wasm_bindgen(js_name = changeClass, skip_typescript)]
    pub fn change_class(&self, codes: JsValue, to: f64, from: Option<f64>) -> Promise {
        let codes = floats(&codes);
        self.promise(async move |model| {
            let (to, from) = (class(to)?, from.map(class).transpose()?);
            let codes = model.change_class(&codes?, to, from).await;
            codes.map(|values| array(&values)).map_err(thrown)
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn train(&self, data: &JsDataset, options: JsValue) -> Promise {
        let request = TrainRequest::read(data.data(), &options, &self.0);
        self.promise(async move |model| {
            let request = request?;
            let report = request.carry_out(&model).await;
            let report = request.host.outcome(report)?;
            let mut fields = json!({
                "steps": report.steps, "epochs": report.epochs, "loss": report.loss,
                "terms": report.terms, "seconds": report.seconds, "workers": request.host.workers(),
            });
            if let Some(validation) = report.validation {
                fields["validation"] = validation.loss.into();
            }
            Ok(plain(&fields))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn evaluate(&self, data: &JsDataset, options: JsValue) -> Promise {
        let (data, host) = (data.data(), work(&options));
        self.promise(async move |model| {
            let host = host?;
            let metrics = host.outcome(model.evaluate_on(&host, &data).await)?;
            let mut fields: BTreeMap<String, f64> = metrics.terms;
            fields.insert("loss".to_string(), metrics.loss);
            Ok(plain(&fields))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn save(&self) -> Promise {
        self.promise(async move |model| {
            let bytes = model.save(Precision::F32).await.map_err(thrown)?;
            Ok(Uint8Array::from(bytes.as_slice()).into())
        })
    }
}

/// Where work runs whose only options are `onProgress` and `signal`.
fn work(options: &JsValue) -> JsResult<Page> {
    let (host, NoOptions {}) = Page::read(options, "options", &[])?;
    Ok(host)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NoOptions {}

/// A class as JavaScript gives it; one beyond a byte is beyond every model.
fn class(value: f64) -> JsResult<u8> {
    Ok(count(value, "class")?.try_into().unwrap_or(u8::MAX))
}

/// The data to train on and the data to validate on.
fn divide(data: Dataset, options: &JsValue, seed: u64) -> JsResult<(Dataset, Option<Dataset>)> {
    match field(options, "validation") {
        None => Ok((data, None)),
        Some(value) => match value.as_f64() {
            Some(fraction) => {
                let (rest, held_out) = data.split(fraction, seed).map_err(thrown)?;
                Ok((rest, Some(held_out)))
            }
            None => Ok((data, Some(JsDataset::unwrap(&value)?))),
        },
    }
}

/// What a call of `train` asks for.
struct TrainRequest {
    data: Dataset,
    validation: Option<Dataset>,
    config: TrainConfig,
    host: Page,
}

impl TrainRequest {
    fn read(data: Dataset, options: &JsValue, model: &LabModel) -> JsResult<Self> {
        let (host, config): (Page, TrainConfig) =
            Page::read(options, "options of train", &["validation", "workers"])?;
        let (data, validation) = divide(data, options, config.seed)?;
        let host = host.with(Gathering::read(model, options)?);
        Ok(Self {
            data,
            validation,
            config,
            host,
        })
    }

    async fn carry_out(&self, model: &LabModel) -> Result<TrainReport> {
        let validation = self.validation.as_ref();
        self.host.gather().await?;
        model
            .train(&self.data, validation, &self.config, &self.host)
            .await
    }
}
