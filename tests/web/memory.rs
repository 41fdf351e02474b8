//! Memory while training: what a step takes, it gives back.

use std::slice::from_ref;

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    Js, Listener, SIZE, array, dataset, inputs, lab, one_of_each, open, plain, refused, train, with,
};

/// Of this instance, in bytes; WebAssembly's memory never shrinks.
fn memory() -> usize {
    core::arch::wasm32::memory_size(0) * 65_536
}

async fn grows(lab: &Js, warm: usize, steps: usize) {
    let data = dataset(lab, 64);
    for model in one_of_each(lab) {
        let options = json!({"steps": warm, "batchSize": 16, "validation": 0.25});
        train(&model, &data, options).await;
        let before = memory();
        let listener = Listener::new(|_| {});
        let options = json!({"steps": steps, "batchSize": 16, "validation": 0.25});
        let options = with(options, "onProgress", listener.function());
        let report = model.wait("train", &[data.0.clone(), options]).await;
        report.expect("a report");
        let grown = memory() - before;
        assert!(
            grown == 0,
            "{grown} bytes for {}",
            model.get("family").text()
        );
    }
}

#[wasm_bindgen_test]
async fn training_on_the_cpu_leaves_memory_flat() {
    grows(&lab(1).await, 50, 300).await;
}

/// A part that learns alone for long, measured on the way: its evaluations leave nothing either.
#[wasm_bindgen_test]
async fn long_stages_with_validation_leave_memory_flat() {
    let lab = lab(3).await;
    let data = dataset(&lab, 64);
    for family in ["stacked", "dbn"] {
        let config = json!({"inputSize": SIZE, "widths": [60, 20, 3], "layerSteps": 4000});
        let model = lab.call("create", &[family.into(), plain(config)]);
        let model = model.expect("a model");
        let evaluated = async |rounds: usize| {
            for _ in 0..rounds {
                train(&model, &data, json!({"steps": 5, "batchSize": 16})).await;
                let metrics = model.wait("evaluate", from_ref(&data.0)).await;
                metrics.expect("metrics");
                let images = model.wait("reconstruct", &[array(&inputs(8))]).await;
                images.expect("images");
            }
            memory()
        };
        let before = evaluated(40).await;
        let grown = evaluated(400).await - before;
        assert_eq!(grown, 0, "{grown} bytes for {family}");
    }
}

/// The largest family at its defaults through all of its stages, measured on the way.
#[wasm_bindgen_test]
async fn a_default_deep_belief_network_keeps_within_its_memory() {
    const ALLOWED: usize = 120 << 20;
    let lab = lab(4).await;
    let data = lab.call("digits", &[5000.into()]).expect("digits");
    let model = lab.call("create", &["dbn".into(), plain(json!({}))]);
    let model = model.expect("a model");
    train(&model, &data, json!({"steps": 10, "validation": 0.1})).await;
    let before = memory();
    train(&model, &data, json!({"steps": 1690, "validation": 0.1})).await;
    let grown = memory() - before;
    assert!(grown <= ALLOWED, "{grown} bytes");
}

/// What would not fit is refused by its description, and the instance lives on.
#[wasm_bindgen_test]
async fn models_that_are_too_large_are_refused() {
    let lab = lab(5).await;
    let before = memory();
    for (family, config) in [
        ("pca", json!({"inputSize": 16384})),
        ("pca", json!({"inputSize": 65536})),
        (
            "convolutional",
            json!({"inputSize": 65536, "channels": 64, "codeSize": 1024}),
        ),
        ("dense", json!({"widths": [4096, 4096, 4096, 4096]})),
        ("dbn", json!({"inputSize": 65536, "widths": [4096, 30]})),
    ] {
        let outcome = lab.call("create", &[family.into(), plain(config)]);
        refused(family, outcome, "too-large");
    }
    assert_eq!(memory(), before);
    let small = open(json!({"device": "cpu", "memoryLimit": 1_000_000})).await;
    let small = small.expect("a lab");
    let outcome = small.call("create", &["dense".into()]);
    refused("beyond a limit of one's own", outcome, "too-large");
}

#[wasm_bindgen_test]
async fn training_on_webgpu_leaves_memory_flat() {
    let lab = open(json!({"device": "webgpu"})).await.expect("a lab");
    grows(&lab, 20, 20).await;
}

#[wasm_bindgen_test]
async fn models_that_were_freed_leave_memory_flat() {
    let lab = lab(2).await;
    let mut seen = Vec::new();
    for _ in 0..120 {
        for model in one_of_each(&lab) {
            let codes = model.wait("encode", &[array(&inputs(8))]).await;
            codes.expect("codes");
            model.call("free", &[]).expect("free");
        }
        seen.push(memory());
    }
    // The allocator is done growing long before the end.
    assert_eq!(seen[60], seen[119], "{seen:?}");
}
