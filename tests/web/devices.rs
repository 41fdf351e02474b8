//! Which device is chosen, and why; the self-test when it fails.

use std::slice::from_ref;

use autoencoder_lab::device::{self, Adapter, DeviceRequest, Verdict};
use burn::tensor::Device;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Js, array, dense, inputs, js, open, refused};

fn adapter(software: bool, timestamps: bool) -> Adapter {
    Adapter {
        name: "acme rocket".to_owned(),
        software,
        timestamps,
    }
}

fn reason(request: DeviceRequest, adapter: Option<&Adapter>) -> String {
    match device::decide(request, adapter) {
        Ok(Verdict::Cpu(reason)) => reason,
        other => panic!("{request:?} of {adapter:?} gave {other:?}"),
    }
}

#[wasm_bindgen_test]
fn every_request_meets_every_adapter() {
    let all = [(false, false), (false, true), (true, false), (true, true)];
    let all = all.map(|(software, timestamps)| Some(adapter(software, timestamps)));
    for adapter in all.iter().chain([&None]) {
        let reason = reason(DeviceRequest::Cpu, adapter.as_ref());
        assert_eq!(reason, "The CPU was asked for.");
    }
    assert_eq!(
        device::decide(DeviceRequest::Auto, Some(&adapter(false, true))),
        Ok(Verdict::Try)
    );
    for software in [false, true] {
        let complete = adapter(software, true);
        assert_eq!(
            device::decide(DeviceRequest::WebGpu, Some(&complete)),
            Ok(Verdict::Try)
        );
        let lacking = adapter(software, false);
        let error = device::decide(DeviceRequest::WebGpu, Some(&lacking)).expect_err("a refusal");
        assert!(error.code == "no-webgpu" && error.message.contains("timestamp-query"));
        assert!(reason(DeviceRequest::Auto, Some(&lacking)).contains("timestamp-query"));
    }
    let error = device::decide(DeviceRequest::WebGpu, None).expect_err("a refusal");
    assert!(error.code == "no-webgpu" && !error.hint.is_empty());
    assert!(reason(DeviceRequest::Auto, None).contains("no WebGPU adapter"));
    let software = reason(DeviceRequest::Auto, Some(&adapter(true, true)));
    assert!(
        software.contains("acme rocket") && software.contains("software"),
        "{software}"
    );
}

#[wasm_bindgen_test]
async fn the_self_test_notices_wrong_numbers() {
    let reference = device::probe(&Device::flex()).await.expect("figures");
    assert!(reference.len() > 10 && reference.iter().all(|figure| figure.is_finite()));
    assert_eq!(device::compare(&reference, &reference), Ok(()));
    for index in [0, 1, reference.len() - 1] {
        for wrong in [
            reference[index] + 0.01 * (1.0 + reference[index].abs()),
            0.0,
            f32::NAN,
            f32::INFINITY,
        ] {
            let mut measured = reference.clone();
            if measured[index] == wrong {
                continue;
            }
            measured[index] = wrong;
            let difference = device::compare(&reference, &measured).expect_err("a difference");
            assert!(
                difference.contains(&format!("figure {index} ")),
                "{difference}"
            );
        }
    }
    for measured in [&reference[1..], &[]] {
        let difference = device::compare(&reference, measured).expect_err("a difference");
        assert!(difference.contains("instead of"), "{difference}");
    }
    // A device that computes nothing, as where a shader was invalid.
    assert!(device::compare(&reference, &vec![0.0; reference.len()]).is_err());
}

#[wasm_bindgen_test]
async fn webgpu_on_demand_takes_a_software_adapter() {
    let lab = open(json!({"device": "webgpu"})).await.expect("a lab");
    let device = lab.get("device").json();
    assert_eq!(device["kind"], "webgpu");
    let reason = device["reason"].as_str().expect("a reason");
    assert!(reason.contains("passed the self-test"), "{reason}");
    assert!(
        reason.contains(device["name"].as_str().expect("a name")),
        "{reason}"
    );
    let codes = dense(&lab).wait("encode", &[array(&inputs(1))]).await;
    assert!(
        codes
            .expect("a code")
            .floats()
            .iter()
            .all(|value| value.is_finite())
    );
}

#[wasm_bindgen_test]
async fn auto_refuses_a_software_adapter() {
    for options in [json!({}), json!({"device": "auto"}), Value::Null] {
        let device = open(options).await.expect("a lab").get("device").json();
        assert_eq!(device["kind"], "cpu");
        let reason = device["reason"].as_str().expect("a reason");
        assert!(reason.contains("software"), "{reason}");
    }
}

#[wasm_bindgen_test]
async fn two_labs_may_use_webgpu() {
    let one = open(json!({"device": "webgpu", "seed": 1}))
        .await
        .expect("a lab");
    let two = open(json!({"device": "webgpu", "seed": 1}))
        .await
        .expect("a second lab");
    let (a, b) = (dense(&one), dense(&two));
    let images = array(&inputs(2));
    let (first, second) = (
        a.start("encode", from_ref(&images)),
        b.start("encode", &[images]),
    );
    let first = crate::page::settle(first).await.expect("a code").floats();
    let second = crate::page::settle(second).await.expect("a code").floats();
    assert_eq!(first, second);
}

/// What `navigator.gpu` is while a test runs.
struct FakeGpu;

impl FakeGpu {
    fn new(gpu: &str) -> Self {
        js(&format!(
            "Object.defineProperty(navigator, 'gpu', {{ configurable: true, value: {gpu} }})"
        ));
        Self
    }

    /// One whose adapter is `adapter`, an expression in which `real` is the browser's own.
    fn with_adapter(adapter: &str) -> Self {
        Self::new(&format!(
            "((gpu) => ({{ requestAdapter: async (options) => {{ \
             const real = await gpu.requestAdapter(options); return {adapter}; }} }}))(navigator.gpu)"
        ))
    }
}

impl Drop for FakeGpu {
    fn drop(&mut self) {
        // The browser's own is a getter of the prototype.
        js("delete navigator.gpu");
    }
}

#[wasm_bindgen_test]
async fn without_webgpu_the_cpu_computes() {
    for gpu in [
        "undefined",
        "{ requestAdapter: async () => null }",
        "{ requestAdapter: async () => { throw new Error('lost'); } }",
    ] {
        let _gpu = FakeGpu::new(gpu);
        let device = open(json!({})).await.expect("a lab").get("device").json();
        assert_eq!(device["kind"], "cpu");
        let reason = device["reason"].as_str().expect("a reason");
        assert!(reason.contains("no WebGPU adapter"), "{reason}");
        refused(gpu, open(json!({"device": "webgpu"})).await, "no-webgpu");
    }
}

#[wasm_bindgen_test]
async fn an_adapter_without_timestamps_is_left_alone() {
    let _gpu = FakeGpu::with_adapter("{ info: real.info, features: new Set() }");
    let message = refused(
        "webgpu",
        open(json!({"device": "webgpu"})).await,
        "no-webgpu",
    );
    assert!(message.contains("timestamp-query"), "{message}");
    let device = open(json!({})).await.expect("a lab").get("device").json();
    assert!(
        device["reason"]
            .as_str()
            .expect("a reason")
            .contains("timestamp-query")
    );
}

#[wasm_bindgen_test]
async fn auto_takes_an_adapter_of_real_hardware() {
    // Started before: the fake is only looked at.
    open(json!({"device": "webgpu"})).await.expect("a lab");
    let info = "{ vendor: 'acme', architecture: 'rocket' }";
    let _gpu = FakeGpu::with_adapter(&format!("{{ info: {info}, features: real.features }}"));
    let lab: Js = open(json!({})).await.expect("a lab");
    let device = lab.get("device").json();
    assert_eq!(
        (&device["kind"], &device["name"]),
        (&json!("webgpu"), &json!("acme rocket"))
    );
}
