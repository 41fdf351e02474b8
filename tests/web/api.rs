//! Every method and property that `src/wasm/api.d.ts` declares for labs and models.

use std::slice::from_ref;

use js_sys::Uint8Array;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use autoencoder_lab::family::FAMILIES;

use crate::page::{
    CODE, Js, SIZE, array, create, dataset, dense, inputs, js, lab, one_of_each, plain, refused,
    save, settle, train,
};

#[wasm_bindgen_test]
async fn a_lab_says_what_computes() {
    let lab = lab(0).await;
    assert_eq!(lab.class(), "Lab");
    let device = lab.get("device").json();
    assert_eq!(device["kind"], "cpu");
    assert_eq!(device["reason"], "The CPU was asked for.");
    assert!(device["name"].as_str().is_some_and(|name| !name.is_empty()));
}

#[wasm_bindgen_test]
async fn lab_open_is_a_static_method() {
    let class = lab(0).await.get("constructor");
    let options = plain(json!({"device": "cpu"}));
    let opened = class.wait("open", &[options]).await.expect("a lab");
    assert_eq!(opened.class(), "Lab");
    assert!(opened.call("free", &[]).expect("free").0.is_undefined());
}

#[wasm_bindgen_test]
async fn families_are_described() {
    let lab = lab(0).await;
    let described = lab.call("families", &[]).expect("families").list();
    assert_eq!(described.len(), FAMILIES.len());
    for (js, family) in described.iter().zip(FAMILIES) {
        let described = js.json();
        assert_eq!(described["id"], family.id);
        for field in ["label", "summary", "equation", "reference"] {
            let text = described[field].as_str();
            assert!(text.is_some_and(|text| !text.is_empty()), "{field}");
        }
        let equation = lab.call("equation", &[family.id.into()]);
        assert_eq!(described["equation"], equation.expect("LaTeX").text());
        assert!(described["learningRate"].as_f64() > Some(0.0));
        for control in described["controls"].as_array().expect("controls") {
            check_control(control);
        }
    }
}

#[wasm_bindgen_test]
async fn equations_follow_the_configuration() {
    let lab = lab(0).await;
    let equation = |config: Value| {
        let latex = lab.call("equation", &["sparse".into(), plain(config)]);
        latex.expect("LaTeX").text()
    };
    assert!(equation(json!({})).contains("KL"));
    assert!(!equation(json!({"penalty": "l1"})).contains("KL"));
}

fn check_control(control: &Value) {
    for field in ["name", "label", "help"] {
        assert!(control[field].is_string(), "{field} of {control}");
    }
    let default = &control["default"];
    let has = |field: &str| !control[field].is_null();
    match control["kind"].as_str().expect("a kind") {
        "integer" => assert!(has("minimum") && has("maximum") && default.as_f64().is_some()),
        "number" => {
            assert!(has("minimum") && has("maximum") && has("step") && default.is_number());
            assert!(["linear", "log"].contains(&control["scale"].as_str().expect("a scale")));
        }
        "choice" => {
            let choices = control["choices"].as_array().expect("choices");
            let named = |choice: &Value| choice["value"].is_string() && choice["label"].is_string();
            assert!(choices.iter().all(named));
            assert!(choices.iter().any(|choice| &choice["value"] == default));
        }
        "boolean" => assert!(default.is_boolean()),
        "widths" => assert!(default.as_array().is_some_and(|widths| !widths.is_empty())),
        kind => panic!("a control of kind {kind}"),
    }
}

#[wasm_bindgen_test]
async fn a_model_tells_what_it_is() {
    let lab = lab(1).await;
    for (model, family) in one_of_each(&lab).iter().zip(FAMILIES) {
        assert_eq!(model.class(), "Model");
        assert_eq!(model.get("family").text(), family.id);
        let config = model.get("config").json();
        for control in family.controls {
            assert!(
                !config[control.name].is_null(),
                "{} of {config}",
                control.name
            );
        }
        assert_eq!(config["inputSize"], SIZE);
        assert_eq!(model.get("inputSize").number(), SIZE as f64);
        assert_eq!(model.get("codeSize").number(), CODE as f64);
        assert_eq!(model.get("styleSize").number(), CODE as f64);
        assert!(model.get("parameters").number() > (SIZE * CODE) as f64);
        let layers = widths(model);
        assert_eq!((layers[0], layers[layers.len() - 1]), (SIZE, SIZE));
        let code = model.get("codeLayer").number() as usize;
        assert_eq!(layers[code], CODE);
        let shapes = model.get("layerShapes").list();
        let along = |shape: &Js, name| shape.get(name).number() as usize;
        let units =
            |shape: &Js| along(shape, "channels") * along(shape, "rows") * along(shape, "columns");
        assert_eq!(shapes.iter().map(units).collect::<Vec<_>>(), layers);
        assert_eq!(shapes[code].get("kind").text(), "vector");
        let statistics = model.get("codeStatistics");
        for name in ["mean", "standardDeviation", "low", "high"] {
            assert_eq!(statistics.get(name).floats().len(), CODE, "{name}");
        }
    }
}

fn widths(model: &Js) -> Vec<usize> {
    let layers = model.get("layers").list();
    layers.iter().map(|width| width.number() as usize).collect()
}

#[wasm_bindgen_test]
async fn models_have_the_published_shape_unless_told_otherwise() {
    let lab = lab(0).await;
    for (family, shape) in [
        ("pca", vec![784, 30, 784]),
        ("vae", vec![784, 400, 20, 400, 784]),
    ] {
        let model = lab.call("create", &[family.into()]).expect("a model");
        assert_eq!(widths(&model), shape);
    }
}

#[wasm_bindgen_test]
async fn every_family_encodes_decodes_and_samples() {
    let lab = lab(2).await;
    for model in one_of_each(&lab) {
        let family = model.get("family").text();
        let images = inputs(5);
        let codes = floats(&model, "encode", &[array(&images)]).await;
        assert_eq!(codes.len(), 5 * CODE, "{family}");
        let decoded = floats(&model, "decode", &[array(&codes)]).await;
        assert_eq!(decoded.len(), 5 * SIZE, "{family}");
        let reconstructed = floats(&model, "reconstruct", &[array(&images)]).await;
        assert_eq!(reconstructed, decoded, "{family}");
        let arguments = [array(&images), array(&decoded)];
        let errors = model.call("squaredErrors", &arguments).expect("errors");
        let errors = errors.floats();
        let square = |(a, b): (&f32, &f32)| (a - b) * (a - b);
        let last: f32 = images[4 * SIZE..]
            .iter()
            .zip(&decoded[4 * SIZE..])
            .map(square)
            .sum();
        assert!(
            errors.len() == 5 && (errors[4] - last).abs() < 1e-4 * last,
            "{family}"
        );
        for options in [JsValue::UNDEFINED, plain(json!({"seed": 9}))] {
            let sampled = floats(&model, "sample", &[2.into(), options]).await;
            assert_eq!(sampled.len(), 2 * SIZE, "{family}");
        }
    }
}

async fn floats(model: &Js, method: &str, arguments: &[JsValue]) -> Vec<f32> {
    let values = model.wait(method, arguments).await.expect(method).floats();
    assert!(values.iter().all(|value| value.is_finite()), "{method}");
    values
}

#[wasm_bindgen_test]
async fn every_layer_can_be_seen() {
    let lab = lab(3).await;
    for model in one_of_each(&lab) {
        let (family, images, widths) = (model.get("family").text(), inputs(2), widths(&model));
        let layers = layers(&model, "activations", &images).await;
        let sizes: Vec<usize> = layers.iter().map(Vec::len).collect();
        let expected: Vec<usize> = widths.iter().map(|width| 2 * width).collect();
        assert_eq!(sizes, expected, "{family}");
        let middle = widths.len() / 2;
        let codes = floats(&model, "encode", &[array(&images)]).await;
        assert_eq!((&layers[0], &layers[middle]), (&images, &codes), "{family}");
        let reconstructed = floats(&model, "reconstruct", &[array(&images)]).await;
        assert_eq!(layers[widths.len() - 1], reconstructed, "{family}");
        let second_half = self::layers(&model, "decodeActivations", &codes).await;
        assert_eq!(second_half, layers[middle..], "{family}");
    }
}

async fn layers(model: &Js, method: &str, values: &[f32]) -> Vec<Vec<f32>> {
    let layers = model.wait(method, &[array(values)]).await.expect(method);
    layers.list().iter().map(Js::floats).collect()
}

#[wasm_bindgen_test]
async fn every_family_trains_is_evaluated_and_saved() {
    let lab = lab(4).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let family = model.get("family").text();
        let report = train(&model, &data, json!({"steps": 4, "batchSize": 8})).await;
        assert_eq!(report.get("steps").number(), 4.0);
        assert_eq!(report.get("epochs").number(), 1.0);
        let report = report.json();
        assert!(report["loss"].is_number() && report["seconds"].as_f64() > Some(0.0));
        assert!(report["terms"]["squaredError"].is_number(), "{family}");
        assert_eq!(report.get("validation"), None, "{family}");
        let metrics = model.wait("evaluate", from_ref(&data.0)).await;
        let metrics = metrics.expect("metrics").json();
        assert!(metrics["loss"].is_number() && metrics["squaredError"].is_number());
        let file = save(&model).await;
        let header = u64::from_le_bytes(file[..8].try_into().expect("8 bytes")) as usize;
        assert!(file.len() > 8 + header + 4 * SIZE * CODE, "{family}");
        assert!(model.call("free", &[]).expect("free").0.is_undefined());
    }
}

#[wasm_bindgen_test]
async fn what_the_code_statistics_say_is_measured_in_training() {
    let lab = lab(5).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        train(&model, &data, json!({"steps": 2, "batchSize": 16})).await;
        let statistics = model.get("codeStatistics");
        let mean = statistics.get("mean").floats();
        let codes = floats(&model, "encode", &[array(&inputs(32))]).await;
        for (unit, mean) in mean.iter().enumerate() {
            let sum: f32 = codes[unit..].iter().step_by(CODE).sum();
            assert!((sum / 32.0 - mean).abs() < 1e-4, "{mean} of unit {unit}");
        }
        let (low, high) = (
            statistics.get("low").floats(),
            statistics.get("high").floats(),
        );
        assert!(low.iter().zip(&high).all(|(low, high)| low <= high));
    }
}

#[wasm_bindgen_test]
async fn a_boltzmann_machine_shows_its_chain_and_its_likelihood() {
    let lab = lab(8).await;
    let data = dataset(&lab, 32);
    let model = create(&lab, "rbm", json!({"inputSize": SIZE, "codeSize": CODE}));
    let images = array(&inputs(2));
    let options = plain(json!({"steps": 3, "seed": 1}));
    let chain = model.wait("gibbs", &[images.clone(), options]).await;
    let chain = chain.expect("a chain").list();
    assert_eq!(chain.len(), 3);
    assert!(chain.iter().all(|step| step.floats().len() == 2 * SIZE));
    assert_eq!(floats(&model, "freeEnergy", &[images]).await.len(), 2);
    let options = plain(json!({"seed": 1, "units": [1, 0]}));
    let arguments = [array(&inputs(1)), options];
    let step = model.wait("contrastiveStep", &arguments).await;
    let step = step.expect("a step");
    for (field, count) in [
        ("visible", SIZE),
        ("hiddenMeans", CODE),
        ("hidden", CODE),
        ("visibleMeansAgain", SIZE),
        ("visibleAgain", SIZE),
        ("hiddenMeansAgain", CODE),
        ("positive", 2 * SIZE),
        ("negative", 2 * SIZE),
    ] {
        assert_eq!(step.get(field).floats().len(), count, "{field}");
    }
    for field in ["energy", "freeEnergy", "freeEnergyAgain"] {
        assert!(step.get(field).number().is_finite(), "{field}");
    }
    let pair = [data.0.clone(), data.0.clone()];
    let gap = model.wait("freeEnergyGap", &pair).await;
    assert_eq!(gap.expect("a gap").number(), 0.0);
    let options = plain(json!({"chains": 8, "temperatures": 50}));
    let arguments = [data.0.clone(), options];
    let estimate = model.wait("logLikelihood", &arguments).await;
    let estimate = estimate.expect("an estimate").json();
    for field in ["logLikelihood", "logPartition", "standardDeviation"] {
        assert!(estimate[field].is_number(), "{field}");
    }
}

#[wasm_bindgen_test]
async fn an_encoder_to_densities_tells_them() {
    let lab = lab(8).await;
    let config = json!({"inputSize": SIZE, "widths": [8, CODE]});
    let model = create(&lab, "vae", config);
    let options = plain(json!({"seed": 2}));
    let found = model.wait("posterior", &[array(&inputs(2)), options]).await;
    let found = found.expect("densities");
    for field in ["mean", "deviation", "divergence", "draw"] {
        assert_eq!(found.get(field).floats().len(), 2 * CODE, "{field}");
    }
    let machine = create(&lab, "rbm", json!({"inputSize": SIZE, "codeSize": CODE}));
    let none = machine.wait("posterior", &[array(&inputs(1))]).await;
    refused("a machine", none, "bad-option");
}

#[wasm_bindgen_test]
async fn a_stack_unrolls_into_a_deep_autoencoder() {
    let lab = lab(9).await;
    let stack = create(
        &lab,
        "dbn",
        json!({"inputSize": SIZE, "widths": [12, CODE]}),
    );
    assert_eq!(stack.get("stage").json()["label"], format!("{SIZE}-12"));
    let unrolled = stack.wait("unroll", &[]).await.expect("a model");
    assert_eq!(unrolled.get("family").text(), "dense");
    let images = array(&inputs(2));
    let codes = floats(&stack, "encode", std::slice::from_ref(&images)).await;
    let same = floats(&unrolled, "encode", &[images]).await;
    assert!(codes.iter().zip(&same).all(|(a, b)| (a - b).abs() < 1e-6));
}

#[wasm_bindgen_test]
async fn an_instance_keeps_nothing_of_what_it_was_given() {
    let lab = lab(6).await;
    let model = create(&lab, "pca", json!({"inputSize": SIZE, "codeSize": CODE}));
    let images = inputs(1);
    let before = floats(&model, "encode", &[array(&images)]).await;
    let lent = array(&images);
    let pending = model.start("encode", std::slice::from_ref(&lent));
    // The page may reuse its buffer as soon as the call has returned.
    let overwritten: &js_sys::Float32Array = lent.unchecked_ref();
    overwritten.fill(0.5, 0, SIZE as u32);
    let codes = settle(pending).await.expect("a code").floats();
    assert_eq!(codes, before);
    let saved: Uint8Array = save(&model).await.as_slice().into();
    let pending = lab.start("load", &[saved.clone().into()]);
    saved.fill(0, 0, saved.length());
    let loaded = settle(pending).await.expect("a model");
    assert_eq!(floats(&loaded, "encode", &[array(&images)]).await, before);
}

#[wasm_bindgen_test]
async fn an_undefined_option_is_one_left_out() {
    let lab = lab(7).await;
    let undefined = js("({ seed: undefined })").0;
    let data = lab.call("digits", &[3.into(), undefined.clone()]);
    assert_eq!(data.expect("digits").get("count").number(), 3.0);
    let model = dense(&lab);
    let samples = floats(&model, "sample", &[3.into(), undefined]).await;
    assert_eq!(samples, floats(&model, "sample", &[3.into()]).await);
    let options = js(
        "({ steps: 1, epochs: undefined, batchSize: 4, validation: undefined, \
                       signal: undefined, onProgress: undefined })",
    );
    let data = dataset(&lab, 8);
    model
        .wait("train", &[data.0, options.0])
        .await
        .expect("a report");
}
