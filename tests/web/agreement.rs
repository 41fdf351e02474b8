//! The CPU and WebGPU compute the same: every family, in each of its variants.

use autoencoder_lab::data::Batch;
use autoencoder_lab::device::{self, Adapter, DeviceRequest};
use autoencoder_lab::family::{ControlKind, FAMILIES, Family};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::layers::parameters::Parameter;
use autoencoder_lab::layers::{Activation, read_values};
use autoencoder_lab::random::Random;
use autoencoder_lab::training::{Learner, Metrics, read};
use burn::tensor::{Device, Tensor};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{SIZE, dataset, inputs, loss, one_of_each, open, small, train, turns};

const BATCH: usize = 8;
const RATE: f64 = 0.01;

pub async fn devices() -> [Device; 2] {
    // A device without the package does not run the constructors that its runtime needs.
    open(json!({"device": "cpu"})).await.expect("the CPU");
    let adapter = Adapter {
        name: "the tests' adapter".to_owned(),
        software: true,
        timestamps: true,
    };
    let webgpu = device::open(DeviceRequest::WebGpu, Some(adapter)).await;
    [Device::flex(), webgpu.expect("WebGPU").device]
}

/// Every family with its defaults, and with each other value of every choice and switch.
fn variants() -> Vec<(&'static Family, Value)> {
    let mut variants = Vec::new();
    for family in FAMILIES {
        let default = family.complete(&small(family)).expect("a small model");
        variants.push((family, default.clone()));
        for control in family.controls {
            let values: Vec<Value> = match control.kind {
                ControlKind::Choice { choices, .. } => choices.iter().map(|c| json!(c)).collect(),
                ControlKind::Boolean { .. } => vec![json!(false), json!(true)],
                _ => Vec::new(),
            };
            for value in values {
                if default[control.name] != value {
                    let mut config = default.clone();
                    config[control.name] = value;
                    variants.push((family, config));
                }
            }
        }
    }
    variants
}

fn batch() -> Batch {
    Batch {
        inputs: inputs(BATCH),
        labels: Some(turns(BATCH)),
        count: BATCH,
        input_size: SIZE,
    }
}

/// Values by the names of their parameters.
type Named = Vec<(String, Vec<f32>)>;

async fn values(parameters: Vec<Parameter>) -> Named {
    let mut values = Vec::new();
    for parameter in parameters {
        let data = parameter.values.into_data_async().await.expect("values");
        values.push((parameter.name, data.try_into_vec().expect("f32 values")));
    }
    values
}

/// What was compared, and where the devices differ.
#[derive(Default)]
struct Comparison {
    compared: usize,
    differences: Vec<String>,
    /// A magnitude below which none is taken for the scale of values.
    least: f32,
}

impl Comparison {
    fn of_values_about(least: f32) -> Self {
        Self {
            least,
            ..Self::default()
        }
    }

    /// Notes whether `measured` is `reference` within `share` of the largest magnitude in it.
    fn add(&mut self, what: &str, reference: &[f32], measured: &[f32], share: f32) {
        assert_eq!(reference.len(), measured.len(), "{what}");
        let most = |most: f32, value: f32| most.max(value);
        let largest = reference
            .iter()
            .map(|value| value.abs())
            .fold(self.least, most);
        let pairs = reference.iter().zip(measured);
        let difference = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, most);
        let finite = measured.iter().all(|value| value.is_finite());
        self.compared += 1;
        if !finite || difference > share * largest {
            self.differences
                .push(format!("{what}: {difference:e} of {largest:e}"));
        }
    }

    fn assert_equal(self) {
        assert!(self.compared > 0, "nothing was compared");
        assert!(
            self.differences.is_empty(),
            "{}",
            self.differences.join("\n")
        );
    }
}

#[wasm_bindgen_test]
async fn forward() {
    let devices = devices().await;
    let mut comparison = Comparison::default();
    for (family, config) in variants() {
        let mut seen: Vec<[Vec<f32>; 3]> = Vec::new();
        for device in &devices {
            let model = LabModel::create(family.id, &config, 3, device).expect("a model");
            let codes = vec![0.3; 2 * model.code_size()];
            seen.push([
                model.encode(&inputs(5)).await.expect("codes"),
                model.decode(&codes).await.expect("images"),
                model.sample(3, 7, None).await.expect("samples"),
            ]);
        }
        for (index, name) in ["encode", "decode", "sample"].into_iter().enumerate() {
            let what = format!("{name} of {} {config}", family.id);
            comparison.add(&what, &seen[0][index], &seen[1][index], 1e-5);
        }
    }
    comparison.assert_equal();
}

/// Values and derivatives, also where a naive formula would overflow.
#[wasm_bindgen_test]
async fn activations_of_values_of_all_sizes() {
    const VALUES: [f32; 13] = [
        -1e4, -100.0, -45.0, -12.0, -3.0, -0.1, 0.0, 0.1, 3.0, 12.0, 45.0, 100.0, 1e4,
    ];
    let devices = devices().await;
    let mut comparison = Comparison::of_values_about(1.0);
    for activation in [
        Activation::Sigmoid,
        Activation::Relu,
        Activation::Gelu,
        Activation::Tanh,
    ] {
        let mut seen = Vec::new();
        for device in &devices {
            let device = device.clone().autodiff();
            let input = Tensor::<1>::from_floats(VALUES, &device).require_grad();
            let output = activation.apply(input.clone());
            let slopes = input.grad(&output.clone().sum().backward());
            let slopes = slopes.expect("a derivative").without_autodiff();
            seen.push([
                read_values(output.without_autodiff())
                    .await
                    .expect("values"),
                read_values(slopes).await.expect("slopes"),
            ]);
        }
        for (index, what) in ["values", "slopes"].into_iter().enumerate() {
            for (ours, theirs) in seen[0][index].iter().zip(&seen[1][index]) {
                let what = format!("{what} of {activation:?}");
                comparison.add(&what, &[*ours], &[*theirs], 1e-5);
            }
        }
    }
    comparison.assert_equal();
}

#[wasm_bindgen_test]
async fn losses_and_gradients() {
    let devices = devices().await;
    let mut comparison = Comparison::default();
    for (family, config) in variants() {
        let mut seen: Vec<(Metrics, Named)> = Vec::new();
        for device in &devices {
            let learner = family.create(&config, 3, device).expect("a model");
            let losses = learner.evaluate(&batch(), &mut Random::new(5));
            let losses = read(losses).await.expect("losses");
            let gradients = learner.gradients(&batch(), &mut Random::new(5));
            seen.push((losses, values(gradients).await));
        }
        let what = format!("{} {config}", family.id);
        let ((losses, gradients), (theirs, their_gradients)) = (&seen[0], &seen[1]);
        let terms = |metrics: &Metrics| {
            let mut values = vec![metrics.loss as f32];
            values.extend(metrics.terms.values().map(|term| *term as f32));
            values
        };
        assert!(losses.terms.keys().eq(theirs.terms.keys()), "{what}");
        for (ours, theirs) in terms(losses).iter().zip(terms(theirs)) {
            comparison.add(&format!("losses of {what}"), &[*ours], &[theirs], 1e-5);
        }
        assert_eq!(gradients.len(), their_gradients.len());
        for ((name, ours), (_, theirs)) in gradients.iter().zip(their_gradients) {
            let what = format!("gradient of {name} of {what}");
            comparison.add(&what, ours, theirs, 1e-5);
        }
    }
    comparison.assert_equal();
}

/// The parameters after `steps` steps and what comes at the end of a training.
async fn trained(mut learner: Box<dyn Learner>, steps: usize) -> Named {
    for _ in 0..steps {
        learner.step(&batch(), RATE);
    }
    learner.solve().expect("a solution");
    values(learner.parameters()).await
}

#[wasm_bindgen_test]
async fn parameters_after_some_steps() {
    let devices = devices().await;
    // One step moves a parameter by about the rate, and two may bring it back.
    let mut comparison = Comparison::of_values_about(RATE as f32);
    for (family, config) in variants() {
        for steps in [1, 3] {
            let mut seen = Vec::new();
            for device in &devices {
                let learner = family.create(&config, 3, device).expect("a model");
                seen.push(trained(learner, steps).await);
            }
            for ((name, ours), (_, theirs)) in seen[0].iter().zip(&seen[1]) {
                let what = format!("{name} after {steps} steps of {} {config}", family.id);
                // Adam divides by the gradient's size: small differences grow.
                comparison.add(&what, ours, theirs, 1e-4);
            }
        }
    }
    comparison.assert_equal();
}

#[wasm_bindgen_test]
async fn trainings_through_the_package() {
    let mut reports: Vec<Vec<[f64; 2]>> = Vec::new();
    for kind in ["cpu", "webgpu"] {
        let lab = open(json!({"device": kind, "seed": 4}))
            .await
            .expect("a lab");
        let data = dataset(&lab, 32);
        let mut losses = Vec::new();
        for model in one_of_each(&lab) {
            let before = loss(&model, &data).await;
            let options = json!({"steps": 12, "batchSize": 8, "learningRate": RATE});
            train(&model, &data, options).await;
            let after = loss(&model, &data).await;
            assert!(after < 0.99 * before, "{kind}: {before} to {after}");
            losses.push([before, after]);
        }
        reports.push(losses);
    }
    for (ours, theirs) in reports[0].iter().flatten().zip(reports[1].iter().flatten()) {
        assert!(
            (ours - theirs).abs() < 1e-3 * ours.abs(),
            "{ours} and {theirs}"
        );
    }
}
