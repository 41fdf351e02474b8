//! Workers that share a training, as the one that asks them sees them.

use std::cell::Cell;

use js_sys::{Array, Float32Array, Object, Promise, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::convert::{array, field};
use crate::error::{LabError, Result};
use crate::kernel::{self, Loop};
use crate::layers::parameters::{Parameter, look_at};
use crate::random::{Part, Random};
use crate::training::portion::Portion;
use crate::training::team::{Contributions, Team};

#[wasm_bindgen(module = "/src/wasm/team.js")]
extern "C" {
    type Workers;
    #[wasm_bindgen(catch, js_name = startTeam)]
    fn start_team(
        size: usize,
        script: &str,
        parameters: usize,
        job: &JsValue,
    ) -> std::result::Result<Workers, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn parameters(this: &Workers) -> Float32Array;
    #[wasm_bindgen(method)]
    fn ready(this: &Workers) -> Promise;
    #[wasm_bindgen(method)]
    fn ask(this: &Workers, index: usize, task: &JsValue);
    #[wasm_bindgen(method)]
    fn answers(this: &Workers, count: usize) -> Promise;
    #[wasm_bindgen(method)]
    fn end(this: &Workers);
}

/// Where the draws for a batch begin, and which of its rows a member sees.
#[derive(Serialize, Deserialize)]
pub(super) struct Place {
    pub part: Part,
    pub random: Random,
}

/// The model that all members hold.
#[derive(Clone)]
pub(super) struct Job {
    pub family: &'static str,
    pub config: String,
    pub parameters: usize,
}

/// Others in workers of their own. They end with it.
pub(super) struct Crew {
    workers: Workers,
    size: usize,
    asked: Cell<usize>,
}

impl Crew {
    /// So many workers, once they have started.
    pub async fn start(size: usize, job: &Job) -> Result<Self> {
        let script = wasm_bindgen::link_to!(module = "/src/wasm/helper.js");
        let description = Object::new();
        for (name, value) in [
            ("binary", wasm_bindgen::module()),
            ("family", job.family.into()),
            ("config", (&job.config).into()),
            ("fused", (kernel::kind() == Loop::Fused).into()),
        ] {
            set(&description, name, &value);
        }
        let workers = start_team(size, &script, job.parameters, &description).map_err(crashed)?;
        let crew = Self {
            workers,
            size,
            asked: Cell::new(0),
        };
        let ready = JsFuture::from(crew.workers.ready()).await;
        ready.map(|_| crew).map_err(crashed)
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.workers.end();
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).expect("a plain object");
}

fn crashed(reason: JsValue) -> LabError {
    let reason = field(&reason, "message").and_then(|message| message.as_string());
    LabError::new(
        "crashed",
        format!(
            "A worker that shares the training stopped: {}.",
            reason.unwrap_or_default()
        ),
        "What was learnt is kept: train again to go on.",
    )
}

impl Team for Crew {
    fn size(&self) -> usize {
        self.size
    }

    fn ask(&self, parameters: Vec<Parameter>, portions: &[Portion]) -> Result<()> {
        let room = self.workers.parameters();
        let mut from = 0;
        for parameter in parameters {
            look_at(parameter.values, |values| {
                let to = from + values.len() as u32;
                room.subarray(from, to).copy_from(values);
                from = to;
            });
        }
        for (index, portion) in portions.iter().enumerate() {
            let task = Object::new();
            set(&task, "inputs", &array(&portion.batch.inputs));
            if let Some(labels) = &portion.batch.labels {
                set(&task, "labels", &Uint8Array::from(&labels[..]));
            }
            let place = Place {
                part: portion.part.clone(),
                random: portion.random.clone(),
            };
            let place = serde_json::to_string(&place).expect("numbers");
            set(&task, "place", &place.into());
            self.workers.ask(index, &task);
        }
        self.asked.set(portions.len());
        Ok(())
    }

    fn contributions(&self) -> Contributions<'_> {
        Box::pin(async {
            let answers = self.workers.answers(self.asked.get());
            let answers = JsFuture::from(answers).await.map_err(crashed)?;
            let values = |answer: JsValue| answer.unchecked_into::<Float32Array>().to_vec();
            Ok(Array::from(&answers).iter().map(values).collect())
        })
    }
}
