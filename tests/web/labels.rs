//! Layers learnt without labels, and classifiers on top of them.

use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Js, Listener, SIZE, dataset, js, lab, open, plain, refused, with};

async fn pretrain(lab: &Js, data: &Js, options: Value) -> Js {
    let stack = lab
        .wait("pretrain", &[data.0.clone(), plain(options)])
        .await;
    stack.expect("a stack")
}

async fn fine_tune(stack: &Js, data: &Js, options: JsValue) -> Result<Js, Js> {
    let arguments = [data.0.clone(), data.0.clone(), options];
    stack.wait("fineTune", &arguments).await
}

#[wasm_bindgen_test]
async fn layers_and_classifiers_learn_on_both_devices() {
    for device in ["cpu", "webgpu"] {
        let lab = open(json!({"device": device, "seed": 1}))
            .await
            .expect(device);
        let data = dataset(&lab, 40);
        for method in ["autoencoder", "denoising", "rbm"] {
            let options =
                json!({"method": method, "widths": [12, 8], "epochs": 2, "batchSize": 20});
            let stack = pretrain(&lab, &data, options).await;
            let widths: Vec<f64> = stack.get("widths").list().iter().map(Js::number).collect();
            assert_eq!(widths, [SIZE as f64, 12.0, 8.0]);
            let options = json!({"steps": 2, "labels": 2, "seed": 4});
            let report = fine_tune(&stack, &data, plain(options))
                .await
                .expect("a report");
            assert_eq!(report.get("examples").number(), 20.0, "{device} {method}");
            assert!((0.0..=1.0).contains(&report.get("testError").number()));
        }
    }
}

/// Spots in ten places are told apart by a classifier that had time to learn, from any start.
#[wasm_bindgen_test]
async fn every_start_tells_spots_apart_and_repeats() {
    let lab = lab(2).await;
    let data = dataset(&lab, 40);
    let options = json!({"method": "autoencoder", "widths": [30], "epochs": 200, "batchSize": 10});
    let stack = pretrain(&lab, &data, options).await;
    for start in ["pretrained", "random", "probe"] {
        let listener = Listener::new(|_| ());
        let options = json!({"start": start, "steps": 1500, "learningRate": 0.02, "seed": 1});
        let told = with(options.clone(), "onProgress", listener.function());
        let report = fine_tune(&stack, &data, told).await.expect(start);
        let error = report.get("testError").number();
        assert!(error < 0.2, "{start}: {error}");
        let calls = listener.calls.take();
        let last = calls.last().expect("reports").get("terms").get("testError");
        assert_eq!((calls.len(), last.number()), (50, error), "{start}");
        let again = fine_tune(&stack, &data, plain(options)).await.expect(start);
        assert_eq!(again.get("testError").number(), error, "{start}");
    }
}

#[wasm_bindgen_test]
async fn a_signal_stops_either_within_a_step() {
    let lab = lab(3).await;
    let data = dataset(&lab, 40);
    let stopping = |options: Value| {
        let controller = js("new AbortController()");
        let options = with(options, "signal", &controller.get("signal").0);
        let abort = js("(controller) => () => controller.abort()");
        let abort: js_sys::Function = abort.0.unchecked_into();
        let listener = abort
            .call1(&JsValue::UNDEFINED, &controller.0)
            .expect("a listener");
        js_sys::Reflect::set(&options, &"onProgress".into(), &listener).expect("a field");
        options
    };
    let endless = json!({"epochs": 1_000_000, "widths": [8], "batchSize": 20});
    let outcome = lab
        .wait("pretrain", &[data.0.clone(), stopping(endless)])
        .await;
    refused("pretraining", outcome, "aborted");

    let stack = pretrain(&lab, &data, json!({"widths": [8], "batchSize": 20})).await;
    let endless = stopping(json!({"steps": 1_000}));
    refused(
        "fine-tuning",
        fine_tune(&stack, &data, endless).await,
        "aborted",
    );
}

#[wasm_bindgen_test]
async fn what_makes_no_sense_is_refused() {
    let lab = lab(4).await;
    let data = dataset(&lab, 40);
    for (options, code) in [
        (json!({"method": "magic"}), "bad-option"),
        (json!({"widths": []}), "bad-config"),
        (json!({"widths": [0]}), "bad-config"),
        (json!({"widths": [1.5]}), "bad-option"),
        (
            json!({"epochs": -1, "widths": [4], "batchSize": 8}),
            "bad-option",
        ),
        (json!({"batchSize": 1000, "widths": [4]}), "bad-option"),
        (json!({"width": [4]}), "bad-option"),
    ] {
        let outcome = lab
            .wait("pretrain", &[data.0.clone(), plain(options.clone())])
            .await;
        refused(&format!("pretraining with {options}"), outcome, code);
    }
    let stack = pretrain(&lab, &data, json!({"widths": [8], "batchSize": 20})).await;
    for options in [
        json!({"labels": 0}),
        json!({"labels": -1}),
        json!({"start": "again"}),
        json!({"steps": 0}),
        json!({"batchSize": 0}),
        json!({"learningRate": 0}),
        json!({"dropout": 1}),
    ] {
        let outcome = fine_tune(&stack, &data, plain(options.clone())).await;
        refused(
            &format!("fine-tuning with {options}"),
            outcome,
            "bad-option",
        );
    }
    stack.call("free", &[]).expect("freed");
    refused(
        "fine-tuning when freed",
        fine_tune(&stack, &data, plain(json!({}))).await,
        "freed",
    );
}
