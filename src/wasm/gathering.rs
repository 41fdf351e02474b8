//! Who shares a training: those whom the caller asked for, or as many as pay.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use burn::tensor::Device;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::convert::{JsResult, field};
use super::fail;
use super::team::{Crew, Job};
use crate::error::Result;
use crate::lab_model::LabModel;
use crate::training::team::{Pace, Team};

#[wasm_bindgen(module = "/src/wasm/team.js")]
extern "C" {
    /// How many threads the machine runs at once.
    fn processors() -> usize;
}

/// Seconds of a training that are worth calling others for.
const LEAST_WORK: f64 = 2.0;
/// Seconds that sharing an update takes, and those for each parameter and worker: it goes there, and its gradient
/// comes back.
const COST: (f64, f64) = (1.5e-3, 2e-9);
/// Members of a team that nobody asked for by number, its leader among them, at most.
const MOST: usize = 4;

/// Who is to share a training: nobody yet, or those who have started.
pub(super) struct Gathering {
    job: Job,
    /// How many, where the caller said so.
    asked: Option<usize>,
    crew: Rc<RefCell<Option<Rc<Crew>>>>,
    /// Whether the training still runs.
    running: Rc<Cell<bool>>,
}

/// How many workers are to train, with the one that asks; `None` where that is left to us.
fn workers(options: &JsValue) -> JsResult<Option<usize>> {
    let Some(value) = field(options, "workers") else {
        return Ok(Some(1));
    };
    match (value.as_string().as_deref(), value.as_f64()) {
        (Some("auto"), _) => Ok(None),
        (_, Some(count)) if (1.0..=64.0).contains(&count) && count.fract() == 0.0 => {
            Ok(Some(count as usize))
        }
        _ => Err(fail(
            "bad-option",
            "The number of workers cannot be used.",
            "Use 'auto', or a whole number from 1 to 64.",
        )),
    }
}

impl Gathering {
    /// Nobody yet, for a training of `model` with these options; none where one trains alone: a GPU is
    /// shared by nobody.
    pub fn read(model: &LabModel, options: &JsValue) -> JsResult<Option<Self>> {
        let asked = workers(options)?;
        let is_alone = asked == Some(1) || !model.is_shared() || *model.device() != Device::flex();
        Ok((!is_alone).then(|| Self {
            job: Job {
                family: model.family.id,
                config: model.config.to_string(),
                parameters: model.parameters(),
            },
            asked,
            crew: Rc::default(),
            running: Rc::new(Cell::new(true)),
        }))
    }

    /// Has those start whom the caller asked for.
    ///
    /// # Errors
    /// `crashed`.
    pub async fn start(&self) -> Result<()> {
        if let Some(size @ 2..) = self.asked {
            let crew = Crew::start(size - 1, &self.job).await?;
            self.crew.replace(Some(Rc::new(crew)));
        }
        Ok(())
    }

    /// How many train, with the one that asks.
    pub fn size(&self) -> usize {
        self.crew
            .borrow()
            .as_ref()
            .map_or(1, |crew| crew.size() + 1)
    }

    /// Those who have started.
    pub fn team(&self) -> Option<Rc<dyn Team>> {
        let crew = self.crew.borrow().clone()?;
        Some(crew)
    }

    /// Has others start where the caller left it to us and it pays; the training goes on meanwhile.
    pub fn call(&self, pace: Pace) {
        let size = processors().min(MOST);
        let spared = pace.seconds * (1.0 - 1.0 / size as f64);
        let cost = COST.0 + COST.1 * pace.parameters as f64 * size as f64;
        let work = pace.seconds * pace.steps as f64;
        if self.asked.is_some() || size < 2 || work < LEAST_WORK || spared < 1.5 * cost {
            return;
        }
        let (job, crew, running) = (self.job.clone(), self.crew.clone(), self.running.clone());
        spawn_local(async move {
            // Where they do not come, one goes on alone.
            if let Ok(started) = Crew::start(size - 1, &job).await
                && running.get()
            {
                crew.replace(Some(Rc::new(started)));
            }
        });
    }
}

impl Drop for Gathering {
    fn drop(&mut self) {
        self.running.set(false);
    }
}
