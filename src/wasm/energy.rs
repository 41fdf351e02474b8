//! What a `Model` with an energy or a Gibbs chain tells JavaScript, and a stack unrolled.

use js_sys::Promise;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{array, arrays, floats, object, plain, read_options, thrown};
use super::dataset::JsDataset;
use super::model::JsModel;
use super::page::Page;
use crate::training::annealing::AnnealingOptions;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct GibbsOptions {
    steps: usize,
    seed: u32,
}

impl Default for GibbsOptions {
    fn default() -> Self {
        Self { steps: 1, seed: 0 }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StepOptions {
    seed: u32,
    units: Vec<usize>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PosteriorOptions {
    seed: u32,
}

#[wasm_bindgen(js_class = Model)]
impl JsModel {
    #[wasm_bindgen(skip_typescript)]
    pub fn posterior(&self, inputs: JsValue, options: JsValue) -> Promise {
        let inputs = floats(&inputs);
        let options = read_options::<PosteriorOptions>(&options, "options of posterior");
        self.promise(async move |model| {
            let (inputs, options) = (inputs?, options?);
            let found = model.posterior(&inputs, u64::from(options.seed)).await;
            let found = found.map_err(thrown)?;
            Ok(object([
                ("mean", array(&found.mean)),
                ("deviation", array(&found.deviation)),
                ("divergence", array(&found.divergence)),
                ("draw", array(&found.draw)),
            ]))
        })
    }

    #[wasm_bindgen(js_name = contrastiveStep, skip_typescript)]
    pub fn contrastive_step(&self, input: JsValue, options: JsValue) -> Promise {
        let input = floats(&input);
        let options = read_options::<StepOptions>(&options, "options of contrastiveStep");
        self.promise(async move |model| {
            let (input, StepOptions { seed, units }) = (input?, options?);
            let step = model
                .contrastive_step(&input, u64::from(seed), &units)
                .await;
            let step = step.map_err(thrown)?;
            Ok(object([
                ("visible", array(&step.visible)),
                ("hiddenMeans", array(&step.hidden_means)),
                ("hidden", array(&step.hidden)),
                ("visibleMeansAgain", array(&step.visible_means_again)),
                ("visibleAgain", array(&step.visible_again)),
                ("hiddenMeansAgain", array(&step.hidden_means_again)),
                ("positive", array(&step.positive)),
                ("negative", array(&step.negative)),
                ("energy", step.energy.into()),
                ("freeEnergy", step.free_energy.into()),
                ("freeEnergyAgain", step.free_energy_again.into()),
            ]))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn gibbs(&self, inputs: JsValue, options: JsValue) -> Promise {
        let inputs = floats(&inputs);
        let work = Page::read::<GibbsOptions>(&options, "options of gibbs", &[]);
        self.promise(async move |model| {
            let (inputs, (host, options)) = (inputs?, work?);
            let seed = u64::from(options.seed);
            let images = model.gibbs(&inputs, options.steps, seed, &host).await;
            host.outcome(images).map(|images| arrays(&images))
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn unroll(&self) -> Promise {
        self.promise(async move |model| model.unroll().await.map(JsModel::wrap).map_err(thrown))
    }

    #[wasm_bindgen(js_name = freeEnergy, skip_typescript)]
    pub fn free_energy(&self, inputs: JsValue) -> Promise {
        let inputs = floats(&inputs);
        self.promise(async move |model| {
            let energies = model.free_energy(&inputs?).await;
            energies.map(|values| array(&values)).map_err(thrown)
        })
    }

    #[wasm_bindgen(js_name = freeEnergyGap, skip_typescript)]
    pub fn free_energy_gap(&self, training: &JsDataset, validation: &JsDataset) -> Promise {
        let (training, validation) = (training.data(), validation.data());
        self.promise(async move |model| {
            let gap = model.free_energy_gap(&training, &validation).await;
            gap.map(JsValue::from).map_err(thrown)
        })
    }

    #[wasm_bindgen(js_name = logLikelihood, skip_typescript)]
    pub fn log_likelihood(&self, data: &JsDataset, options: JsValue) -> Promise {
        let data = data.data();
        let work = Page::read::<AnnealingOptions>(&options, "options of logLikelihood", &[]);
        self.promise(async move |model| {
            let (host, options) = work?;
            let estimate = model.log_likelihood(&data, &options, &host).await;
            Ok(plain(&host.outcome(estimate)?))
        })
    }
}
