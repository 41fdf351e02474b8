//! How to train where data and time are few, as `Lab` says it to JavaScript.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, count, parse, plain, read_options, thrown};
use super::fail;
use super::lab::Lab;
use crate::task::pretraining::LayerMethod;
use crate::task::recipe;
use crate::training::{Schedule, TrainConfig};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct RateOptions {
    steps: usize,
    learning_rate: f64,
    schedule: Schedule,
}

impl Default for RateOptions {
    fn default() -> Self {
        let TrainConfig {
            learning_rate,
            schedule,
            ..
        } = TrainConfig::default();
        Self {
            steps: 0,
            learning_rate,
            schedule,
        }
    }
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(js_name = pretrainRecipe, skip_typescript)]
    pub fn pretrain_recipe(&self, method: JsValue, examples: f64) -> JsResult<JsValue> {
        let method: Option<LayerMethod> = parse(method, "method of pretrainRecipe")?;
        let method = method.ok_or_else(|| {
            fail(
                "bad-option",
                "The method of pretraining is missing.",
                "Choose 'autoencoder', 'denoising' or 'rbm'.",
            )
        })?;
        let found = recipe::pretraining(method, count(examples, "number of examples")?);
        Ok(plain(&found.map_err(thrown)?))
    }

    #[wasm_bindgen(js_name = fineTuneRecipe, skip_typescript)]
    pub fn fine_tune_recipe(&self, labels: Option<f64>) -> JsResult<JsValue> {
        let labels = labels.map(|labels| count(labels, "number of labels"));
        let found = recipe::fine_tuning(labels.transpose()?);
        Ok(plain(&found.map_err(thrown)?))
    }

    #[wasm_bindgen(js_name = learningRate, skip_typescript)]
    pub fn learning_rate(&self, step: f64, options: JsValue) -> JsResult<f64> {
        let options: RateOptions = read_options(&options, "options of learningRate")?;
        let config = TrainConfig {
            steps: Some(options.steps),
            learning_rate: options.learning_rate,
            schedule: options.schedule,
            ..TrainConfig::default()
        };
        recipe::rate(&config, count(step, "step")?).map_err(thrown)
    }
}
