//! One of several workers that share a training, as it sees itself.

use burn::tensor::Device;
use js_sys::Float32Array;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, thrown};
use super::team::Place;
use crate::data::Batch;
use crate::family::Family;
use crate::kernel::{self, Loop};
use crate::training::ModelLearner;
use crate::training::portion::Portion;
use crate::training::team::contribute;

/// A member of a team, in a worker of its own; its script, `helper.js`, is the only one to make it.
#[wasm_bindgen(js_name = _Helper, skip_typescript)]
pub struct Helper {
    learner: Box<dyn ModelLearner>,
}

#[wasm_bindgen(js_class = _Helper)]
impl Helper {
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(family: &str, config: &str, fused: bool) -> JsResult<Helper> {
        kernel::choose(match fused {
            true => Loop::Fused,
            false => Loop::Plain,
        });
        let config: Value = serde_json::from_str(config).expect("a configuration");
        let family = Family::find(family).map_err(thrown)?;
        let learner = family.create(&config, 0, &Device::flex());
        Ok(Self {
            learner: learner.map_err(thrown)?,
        })
    }

    /// Puts the values of the portion that `place` describes into `answer`; how many they are.
    #[wasm_bindgen(skip_typescript)]
    pub fn differentiate(
        &mut self,
        parameters: &Float32Array,
        inputs: Vec<f32>,
        labels: Option<Vec<u8>>,
        place: &str,
        answer: &Float32Array,
    ) -> usize {
        let Place { part, random } = serde_json::from_str(place).expect("a place");
        let count = part.rows.len();
        let batch = Batch {
            input_size: inputs.len() / count,
            inputs,
            labels,
            count,
        };
        let portion = Portion {
            batch,
            part,
            random,
        };
        let (mut read, mut written) = (0, 0);
        let parameters = |count: usize| {
            let from = read;
            read += count as u32;
            parameters.subarray(from, read).to_vec()
        };
        contribute(&mut *self.learner, parameters, &portion, |values| {
            let from = written;
            written += values.len() as u32;
            answer.subarray(from, written).copy_from(values);
        });
        written as usize
    }
}
