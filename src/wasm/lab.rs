//! `Lab` as JavaScript sees it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Promise, Uint8ClampedArray};
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::{
    JsResult, array, bad_argument, bytes, count, floats, lines, parse, plain, points, read_options,
    thrown,
};
use super::dataset::JsDataset;
use super::model::JsModel;
use super::{adapter, fail, fetch_bytes, guard};
use crate::data::occlusion::{Damage, damage};
use crate::data::{digits, drawing, idx, sequence};
use crate::device::{self, Adapter, Compute, DeviceRequest};
use crate::family::{FAMILIES, Family, MEMORY_LIMIT, words};
use crate::kernel::{self, Loop};
use crate::lab_model::LabModel;
use crate::weights::verify;

/// A device, and what makes models and data for it.
#[wasm_bindgen(skip_typescript)]
pub struct Lab {
    pub(super) compute: Rc<Compute>,
    seed: Cell<u64>,
    memory_limit: u64,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct OpenOptions {
    device: DeviceRequest,
    seed: u32,
    /// Whether products may multiply and add at once where the browser can.
    relaxed_simd: bool,
    /// Bytes that a model may take in training.
    memory_limit: f64,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            device: DeviceRequest::default(),
            seed: 0,
            relaxed_simd: true,
            memory_limit: MEMORY_LIMIT as f64,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct DigitOptions {
    seed: u32,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LoadOptions {
    pub sha256: Option<String>,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CorruptOptions {
    kind: Damage,
    level: f64,
    seed: u32,
}

impl Default for CorruptOptions {
    /// As the denoising family has it.
    fn default() -> Self {
        Self {
            kind: Damage::Masking,
            level: 0.25,
            seed: 0,
        }
    }
}

fn family_id(family: &JsValue) -> JsResult<String> {
    family.as_string().ok_or_else(|| {
        bad_argument(
            "The family is not a string.",
            "Pass the id of one of families().",
        )
    })
}

/// What a request for a device comes to: this binary's device, or a lab of the binary that holds the
/// GPU's part.
type Opened = std::result::Result<Compute, JsValue>;

#[cfg(feature = "webgpu")]
async fn opened(request: DeviceRequest, adapter: Option<Adapter>, _: &JsValue) -> JsResult<Opened> {
    let compute = device::open(request, adapter).await;
    compute.map(Ok).map_err(thrown)
}

/// Without the GPU's part, which is most of a binary: that is fetched where there is a GPU for it.
#[cfg(not(feature = "webgpu"))]
async fn opened(
    request: DeviceRequest,
    adapter: Option<Adapter>,
    options: &JsValue,
) -> JsResult<Opened> {
    let reason = match device::decide(request, adapter.as_ref()).map_err(thrown)? {
        device::Verdict::Cpu(reason) => reason,
        device::Verdict::Try => match super::open_whole(options).await {
            Ok(lab) => return Ok(Err(lab)),
            Err(error) if request == DeviceRequest::WebGpu => return Err(error),
            Err(_) => "The CPU computes because the part for WebGPU did not arrive.".to_string(),
        },
    };
    Ok(Ok(Compute::cpu(reason)))
}

/// Where a model is loaded from.
enum Source {
    Address(String),
    Contents(JsResult<Vec<u8>>),
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn open(given: JsValue) -> Promise {
        future_to_promise(async move {
            let options: OpenOptions = read_options(&given, "options of Lab.open")?;
            let found: Option<Adapter> = match options.device {
                DeviceRequest::Cpu => None,
                _ => parse(adapter().await?, "adapter")?,
            };
            kernel::choose(match options.relaxed_simd {
                true => Loop::Fused,
                false => Loop::Plain,
            });
            let compute = match opened(options.device, found, &given).await? {
                Ok(compute) => compute,
                Err(lab) => return Ok(lab),
            };
            let lab = Lab {
                compute: Rc::new(compute),
                seed: Cell::new(u64::from(options.seed)),
                memory_limit: options.memory_limit.max(0.0) as u64,
            };
            Ok(guard(
                lab.into(),
                ["load", "corpus", "pretrain"].map(String::from).to_vec(),
            ))
        })
    }

    #[wasm_bindgen(getter, skip_typescript)]
    pub fn device(&self) -> JsValue {
        plain(self.compute.as_ref())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn families(&self) -> JsValue {
        plain(&FAMILIES.iter().map(words::describe).collect::<Vec<_>>())
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn equation(&self, family: JsValue, config: JsValue) -> JsResult<String> {
        let family = Family::find(&family_id(&family)?).map_err(thrown)?;
        let config: Value = parse(config, "configuration")?;
        let config = family.complete(&config).map_err(thrown)?;
        Ok(words::of(family.id).equation(&config))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn create(&self, family: JsValue, config: JsValue) -> JsResult<JsValue> {
        let family = family_id(&family)?;
        let config: Value = parse(config, "configuration")?;
        // Every model of a lab has other fresh weights, and the same ones in every run.
        let seed = self.seed.replace(self.seed.get() + 1);
        let device = &self.compute.device;
        let lab_model = LabModel::create_within(self.memory_limit, &family, &config, seed, device);
        lab_model.map(JsModel::wrap).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn load(&self, source: JsValue, options: JsValue) -> Promise {
        let (compute, limit) = (self.compute.clone(), self.memory_limit);
        let options: JsResult<LoadOptions> = read_options(&options, "options of load");
        let address = source
            .as_string()
            .or_else(|| source.dyn_ref::<web_sys::Url>().map(web_sys::Url::href));
        // Read before the call returns: from then on, they are the caller's again.
        let given = match address {
            Some(url) => Source::Address(url),
            None => Source::Contents(bytes(&source, "weights")),
        };
        future_to_promise(async move {
            let options = options?;
            let contents = match given {
                Source::Address(url) => bytes(&fetch_bytes(&url).await?, "weights")?,
                Source::Contents(contents) => contents?,
            };
            if let Some(sha256) = options.sha256 {
                verify(&contents, &sha256).map_err(thrown)?;
            }
            LabModel::open_within(limit, &contents, &compute.device)
                .map(JsModel::wrap)
                .map_err(thrown)
        })
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn digits(&self, number: f64, options: JsValue) -> JsResult<JsValue> {
        let options: DigitOptions = read_options(&options, "options of digits")?;
        let digits = digits::generate(count(number, "number of digits")?, u64::from(options.seed));
        digits.map(JsDataset::wrap).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn idx(&self, images: JsValue, labels: JsValue) -> JsResult<JsValue> {
        let images = bytes(&images, "images")?;
        let labels = match labels.is_undefined() || labels.is_null() {
            true => None,
            false => Some(bytes(&labels, "labels")?),
        };
        idx::read(&images, labels.as_deref())
            .map(JsDataset::wrap)
            .map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn drawing(&self, rgba: JsValue, width: f64, height: f64) -> JsResult<JsValue> {
        let Some(pixels) = rgba.dyn_ref::<Uint8ClampedArray>() else {
            return Err(fail(
                "bad-input",
                "The pixels are not a Uint8ClampedArray.",
                "Pass the data of a canvas's ImageData.",
            ));
        };
        let (width, height) = (count(width, "width")?, count(height, "height")?);
        let digit = drawing::prepare(&pixels.to_vec(), width, height);
        digit.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn sequence(&self, strokes: JsValue, steps: f64) -> JsResult<JsValue> {
        let strokes = points(&strokes)?;
        let values = sequence::from_strokes(&strokes, count(steps, "number of steps")?);
        values.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn strokes(&self, sequence: JsValue) -> JsResult<JsValue> {
        let strokes = sequence::to_strokes(&floats(&sequence)?).map_err(thrown)?;
        Ok(lines(&strokes))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn corrupt(&self, inputs: JsValue, options: JsValue) -> JsResult<JsValue> {
        let inputs = floats(&inputs)?;
        let options: CorruptOptions = read_options(&options, "options of corrupt")?;
        let CorruptOptions { kind, level, seed } = options;
        let corrupted = damage(&inputs, kind, level, u64::from(seed));
        corrupted.map(|values| array(&values)).map_err(thrown)
    }
}
