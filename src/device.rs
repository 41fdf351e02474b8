//! Where the numbers are computed: WebGPU or the CPU, chosen, tested and explained.

use burn::tensor::Device;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::data::Batch;
use crate::error::{LabError, Result};
use crate::family::Family;
use crate::kernel;
use crate::layers::read_values;
use crate::model::Examples;
use crate::random::Random;
use crate::training::read;

/// What the caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceRequest {
    /// WebGPU on real hardware that passes the test, else the CPU.
    #[default]
    Auto,
    /// WebGPU on any adapter, a software one too, or an error.
    WebGpu,
    /// The CPU.
    Cpu,
}

/// What the browser says of its WebGPU adapter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adapter {
    /// For people, such as `nvidia ampere`.
    pub name: String,
    /// Whether it computes on the CPU.
    pub software: bool,
    /// Whether it has the `timestamp-query` feature, without which the runtime cannot start.
    pub timestamps: bool,
}

/// Which kind of device computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceKind {
    /// A GPU, by WebGPU.
    WebGpu,
    /// The CPU, by SIMD.
    Cpu,
}

/// The device in use and why it is that one.
#[derive(Debug, Clone, Serialize)]
pub struct Compute {
    /// Burn's handle.
    #[serde(skip)]
    pub device: Device,
    /// Which kind it is.
    pub kind: DeviceKind,
    /// For people.
    pub name: String,
    /// Why it was chosen, in one sentence.
    pub reason: String,
}

/// What to do about a request, before anything was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Start WebGPU and test it.
    Try,
    /// Take the CPU, for this reason.
    Cpu(String),
}

impl Compute {
    /// The CPU, for the given reason.
    pub fn cpu(reason: impl Into<String>) -> Self {
        Self {
            device: Device::flex(),
            kind: DeviceKind::Cpu,
            name: kernel::kind().processor().to_string(),
            reason: reason.into(),
        }
    }
}

/// Decides by what the browser says of its adapter, `None` where it offers none.
///
/// # Errors
/// `no-webgpu` where WebGPU was asked for and cannot be had.
pub fn decide(request: DeviceRequest, adapter: Option<&Adapter>) -> Result<Verdict> {
    let objection = match adapter {
        None => Some("this browser offers no WebGPU adapter".to_string()),
        Some(adapter) if !adapter.timestamps => Some(format!(
            "the WebGPU adapter ({}) lacks the feature timestamp-query",
            adapter.name
        )),
        Some(_) => None,
    };
    match (request, objection, adapter) {
        (DeviceRequest::Cpu, ..) => Ok(Verdict::Cpu("The CPU was asked for.".to_string())),
        (DeviceRequest::WebGpu, Some(objection), _) => Err(no_webgpu(&objection)),
        (DeviceRequest::Auto, Some(objection), _) => Ok(Verdict::Cpu(format!(
            "The CPU computes because {objection}."
        ))),
        (DeviceRequest::Auto, None, Some(adapter)) if adapter.software => {
            Ok(Verdict::Cpu(format!(
                "The CPU computes because the WebGPU adapter ({}) is software, which is slower.",
                adapter.name
            )))
        }
        _ => Ok(Verdict::Try),
    }
}

fn no_webgpu(objection: &str) -> LabError {
    LabError::new(
        "no-webgpu",
        format!("WebGPU was asked for, but {objection}."),
        "Choose 'auto' or 'cpu', or another browser.",
    )
}

/// Inputs, hidden units, examples and learning rate of the self-test's trainings: a small one, and one
/// whose products need as much of a GPU's workgroup memory as those of the largest models.
const PROBES: [(usize, usize, usize, f64); 2] = [(36, 24, 8, 1e-2), (784, 1000, 128, 1e-3)];

/// The figures of short trainings on `device`: losses, the codes after one optimizer step, and
/// the losses then. Forward pass, gradients and optimizer all leave their mark on them.
///
/// # Errors
/// `device-failed`.
pub async fn probe(device: &Device) -> Result<Vec<f32>> {
    let mut figures = Vec::new();
    for (input_size, hidden, count, rate) in PROBES {
        let config = json!({"inputSize": input_size, "widths": [hidden, 5], "activation": "gelu"});
        let mut learner = Family::find("dense")?.create(&config, 7, device)?;
        let batch = Batch {
            inputs: Random::new(11).uniforms(count * input_size),
            labels: None,
            count,
            input_size,
        };
        let before = learner.step(&batch, rate);
        let after = learner.evaluate(&batch, &mut Random::new(0));
        let inputs = Examples::new(&batch, device).inputs;
        figures.extend(read_values(learner.snapshot().encode(inputs)).await?);
        for losses in before.into_iter().chain([after]) {
            figures.push(read(losses).await?.loss as f32);
        }
    }
    Ok(figures)
}

/// Whether `measured` agrees with `reference` within float32's reach, or the first difference.
///
/// # Errors
/// A sentence that names the difference.
pub fn compare(reference: &[f32], measured: &[f32]) -> std::result::Result<(), String> {
    if reference.len() != measured.len() {
        return Err(format!(
            "{} figures instead of {}",
            measured.len(),
            reference.len()
        ));
    }
    // A NaN on either side agrees with nothing.
    let agree = |(a, b): (&f32, &f32)| (a - b).abs() <= 1e-3 * (1.0 + a.abs());
    match reference.iter().zip(measured).position(|pair| !agree(pair)) {
        None => Ok(()),
        Some(index) => Err(format!(
            "figure {index} was {} where the CPU has {}",
            measured[index], reference[index]
        )),
    }
}

/// The device for `request`, given what the browser says of its adapter.
///
/// # Errors
/// `no-webgpu` where WebGPU was asked for and could not be started or failed the test.
#[cfg(feature = "webgpu")]
pub async fn open(request: DeviceRequest, adapter: Option<Adapter>) -> Result<Compute> {
    let adapter = match (decide(request, adapter.as_ref())?, adapter) {
        (Verdict::Cpu(reason), _) => return Ok(Compute::cpu(reason)),
        (Verdict::Try, adapter) => adapter,
    };
    let name = adapter.map_or_else(String::new, |adapter| adapter.name);
    let objection = match start().await {
        Err(error) => format!("WebGPU ({name}) did not start: {error}"),
        Ok(device) => match tested(&device).await {
            Err(difference) => format!("WebGPU ({name}) failed the self-test: {difference}"),
            Ok(()) => {
                return Ok(Compute {
                    device,
                    kind: DeviceKind::WebGpu,
                    reason: format!("WebGPU ({name}) passed the self-test against the CPU."),
                    name,
                });
            }
        },
    };
    match request {
        DeviceRequest::WebGpu => Err(no_webgpu(&objection)),
        _ => Ok(Compute::cpu(format!(
            "The CPU computes because {objection}."
        ))),
    }
}

/// Whether `device` computes what the CPU computes.
///
/// # Errors
/// A sentence that says what went wrong.
pub async fn test(device: &Device) -> std::result::Result<(), String> {
    let reference = probe(&Device::flex())
        .await
        .map_err(|error| error.message)?;
    let measured = probe(device).await.map_err(|error| error.message)?;
    compare(&reference, &measured)
}

/// The test, once: there is one device of the kind, and what it has passed it passes.
#[cfg(feature = "webgpu")]
async fn tested(device: &Device) -> std::result::Result<(), String> {
    use std::cell::Cell;
    thread_local!(static PASSED: Cell<bool> = const { Cell::new(false) });
    if !PASSED.get() {
        test(device).await?;
        PASSED.set(true);
    }
    Ok(())
}

/// Burn's WebGPU device; its runtime can be started once only.
#[cfg(feature = "webgpu")]
async fn start() -> std::result::Result<Device, String> {
    use std::cell::RefCell;
    thread_local!(static STARTED: RefCell<Option<Device>> = const { RefCell::new(None) });
    if let Some(device) = STARTED.with_borrow(Clone::clone) {
        return Ok(device);
    }
    let started = Device::wgpu_options().init_async().await;
    let device = started.map_err(|error| error.to_string())?;
    STARTED.set(Some(device.clone()));
    Ok(device)
}
