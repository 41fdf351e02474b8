//! Calls after `free()`, and arguments of another class.

use std::slice::from_ref;

use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Js, array, buffer, dataset, dense, inputs, js, lab, plain, refused, with};

fn free(object: &Js) {
    object.call("free", &[]).expect("free");
}

fn refuses_properties(object: &Js, names: &[&str]) {
    for name in names {
        refused(name, object.try_get(name), "freed");
    }
}

#[wasm_bindgen_test]
async fn a_freed_lab_says_so() {
    let lab = lab(1).await;
    let model = dense(&lab);
    free(&lab);
    refuses_properties(&lab, &["device"]);
    refused("families", lab.call("families", &[]), "freed");
    refused("equation", lab.call("equation", &["pca".into()]), "freed");
    refused("create", lab.call("create", &["pca".into()]), "freed");
    refused("digits", lab.call("digits", &[1.into()]), "freed");
    refused("idx", lab.call("idx", &[buffer(&[])]), "freed");
    refused("corrupt", lab.call("corrupt", &[]), "freed");
    refused("drawing", lab.call("drawing", &[]), "freed");
    refused("load", lab.wait("load", &[buffer(&[])]).await, "freed");
    free(&lab);
    // What it made lives on.
    model
        .wait("encode", &[array(&inputs(1))])
        .await
        .expect("a code");
}

#[wasm_bindgen_test]
async fn a_freed_model_says_so() {
    let lab = lab(2).await;
    let (model, data) = (dense(&lab), dataset(&lab, 8));
    free(&model);
    refuses_properties(&model, &["family", "config", "inputSize", "codeSize"]);
    refuses_properties(&model, &["parameters", "layers", "codeStatistics"]);
    refuses_properties(&model, &["layerShapes", "codeLayer"]);
    let images = array(&inputs(1));
    let pair = [images.clone(), images.clone()];
    refused("squaredErrors", model.call("squaredErrors", &pair), "freed");
    for (method, argument) in [
        ("encode", images.clone()),
        ("decode", images.clone()),
        ("reconstruct", images.clone()),
        ("activations", images.clone()),
        ("decodeActivations", images.clone()),
        ("gibbs", images.clone()),
        ("freeEnergy", images.clone()),
        ("contrastiveStep", images.clone()),
        ("posterior", images.clone()),
        ("pooling", images.clone()),
        ("logLikelihood", data.0.clone()),
        ("changeClass", images),
        ("sample", 1.into()),
        ("train", data.0.clone()),
        ("evaluate", data.0.clone()),
        ("unroll", JsValue::UNDEFINED),
        ("filters", JsValue::UNDEFINED),
        ("unitActivity", data.0.clone()),
        ("inspectUnit", data.0.clone()),
        ("maximise", 1.into()),
        ("probe", data.0.clone()),
        ("save", JsValue::UNDEFINED),
    ] {
        refused(method, model.wait(method, &[argument]).await, "freed");
    }
    free(&model);
    dense(&lab)
        .wait("evaluate", &[data.0])
        .await
        .expect("metrics");
}

#[wasm_bindgen_test]
async fn a_freed_data_set_says_so() {
    let lab = lab(3).await;
    let (model, data) = (dense(&lab), dataset(&lab, 8));
    free(&data);
    refuses_properties(&data, &["count", "labelled", "inputSize"]);
    refused(
        "images",
        data.call("images", &[0.into(), 1.into()]),
        "freed",
    );
    refused("labels", data.call("labels", &[]), "freed");
    refused("strokes", data.call("strokes", &[0.into()]), "freed");
    refused("sequences", data.call("sequences", &[40.into()]), "freed");
    refused("split", data.call("split", &[0.5.into()]), "freed");
    refused("few", data.call("few", &[1.into()]), "freed");
    free(&data);
    let train = model.wait("train", from_ref(&data.0)).await;
    refused("training on it", train, "freed");
    let evaluate = model.wait("evaluate", from_ref(&data.0)).await;
    refused("evaluating on it", evaluate, "freed");
    let options = with(json!({"batchSize": 4}), "validation", &data.0);
    let train = model.wait("train", &[dataset(&lab, 8).0, options]).await;
    refused("validating on it", train, "freed");
}

#[wasm_bindgen_test]
async fn arguments_of_another_class_are_refused() {
    let lab = lab(4).await;
    let (model, data) = (dense(&lab), dataset(&lab, 8));
    for wrong in [
        "undefined",
        "null",
        "{}",
        "[]",
        "'data'",
        "new Float32Array(36)",
    ] {
        for method in ["train", "evaluate"] {
            let outcome = model.wait(method, &[js(wrong).0]).await;
            refused(&format!("{method}({wrong})"), outcome, "bad-argument");
        }
    }
    for wrong in [&model, &lab] {
        let outcome = model.wait("train", from_ref(&wrong.0)).await;
        refused("another of our classes", outcome, "bad-argument");
    }
    let options = plain(json!({"batchSize": 4, "steps": 1}));
    model
        .wait("train", &[data.0, options])
        .await
        .expect("a report");
}
