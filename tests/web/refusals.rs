//! Bad input: each is refused with a `LabError`, and the model works on.

use std::slice::from_ref;

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    CODE, Js, SIZE, array, create, dataset, dense, inputs, js, lab, loss, one_of_each, open, plain,
    reconstruct, refused, save, train, with,
};

#[wasm_bindgen_test]
async fn inputs_that_are_no_images() {
    let lab = lab(1).await;
    for model in one_of_each(&lab) {
        let before = reconstruct(&model).await;
        let mut images = inputs(2);
        let mut wrong = |value: f32| {
            images[SIZE + 3] = value;
            array(&images)
        };
        let cases = [
            ("a value short", array(&inputs(2)[1..])),
            ("nothing", array(&[])),
            ("NaN", wrong(f32::NAN)),
            ("infinity", wrong(f32::INFINITY)),
            ("above 1", wrong(1.01)),
            ("below 0", wrong(-0.01)),
            ("undefined", JsValue::UNDEFINED),
            ("null", JsValue::NULL),
            ("a list", js("new Array(36).fill(0)").0),
            ("doubles", js("new Float64Array(36)").0),
        ];
        for (what, values) in cases {
            for method in ["encode", "reconstruct", "activations"] {
                let outcome = model.wait(method, from_ref(&values)).await;
                refused(&format!("{method} of {what}"), outcome, "bad-input");
            }
            let outcome = model.call("squaredErrors", &[values, array(&inputs(2))]);
            refused(&format!("errors of {what}"), outcome, "bad-input");
        }
        assert_eq!(reconstruct(&model).await, before);
    }
}

#[wasm_bindgen_test]
async fn codes_that_are_none() {
    let lab = lab(2).await;
    for model in one_of_each(&lab) {
        let before = reconstruct(&model).await;
        for (what, codes) in [
            ("a value too many", array(&[0.0; CODE + 1])),
            ("nothing", array(&[])),
            ("NaN", array(&[0.0, f32::NAN, 0.0])),
            ("infinity", array(&[0.0, 0.0, f32::NEG_INFINITY])),
            ("a string", "code".into()),
        ] {
            for method in ["decode", "decodeActivations"] {
                let outcome = model.wait(method, from_ref(&codes)).await;
                refused(&format!("{method} of {what}"), outcome, "bad-input");
            }
        }
        assert_eq!(reconstruct(&model).await, before);
    }
}

#[wasm_bindgen_test]
async fn trainings_that_cannot_be() {
    let lab = lab(4).await;
    let data = dataset(&lab, 16);
    for model in one_of_each(&lab) {
        let before = save(&model).await;
        for options in [
            "{ batchSize: 17 }",
            "{ batchSize: 0 }",
            "{ batchSize: -8 }",
            "{ batchSize: 2.5 }",
            "{ batchSize: 8, steps: 0 }",
            "{ batchSize: 8, steps: -1 }",
            "{ batchSize: 8, steps: 1.5 }",
            "{ batchSize: 8, steps: 1, epochs: 1 }",
            "{ batchSize: 8, epochs: 0 }",
            "{ batchSize: 8, epochs: -1 }",
            "{ batchSize: 8, epochs: NaN }",
            "{ batchSize: 8, epochs: Infinity }",
            "{ batchSize: 8, learningRate: NaN }",
            "{ batchSize: 8, learningRate: 0 }",
            "{ batchSize: 8, learningRate: -1 }",
            "{ batchSize: 8, learningRate: Infinity }",
            "{ batchSize: 8, learningRate: '0.1' }",
            "{ batchSize: 8, schedule: 'linear' }",
            "{ batchSize: 8, seed: -1 }",
            "{ batchSize: 8, validation: 'some' }",
            "{ batchSize: 8, validation: {} }",
            "{ batchSize: 8, onProgress: 5 }",
            "{ batchsize: 8 }",
            "{ batchSize: 8, steps: 1, step: 1 }",
            "5",
            "[]",
            "'fast'",
        ] {
            let outcome = model
                .wait("train", &[data.0.clone(), js(&format!("({options})")).0])
                .await;
            refused(options, outcome, "bad-option");
        }
        for fraction in ["0", "1", "-0.1", "NaN"] {
            let options = js(&format!("({{ batchSize: 8, validation: {fraction} }})")).0;
            let outcome = model.wait("train", &[data.0.clone(), options]).await;
            refused(&format!("a validation of {fraction}"), outcome, "bad-split");
        }
        assert!(save(&model).await == before, "an untouched model");
    }
}

#[wasm_bindgen_test]
async fn images_of_another_size() {
    let lab = lab(5).await;
    let digits = lab.call("digits", &[4.into()]).expect("digits");
    let data = dataset(&lab, 16);
    for model in one_of_each(&lab) {
        let outcome = model.wait("train", from_ref(&digits.0)).await;
        refused("training", outcome, "bad-data");
        let outcome = model.wait("evaluate", from_ref(&digits.0)).await;
        refused("evaluating", outcome, "bad-data");
        let options = with(json!({"batchSize": 8}), "validation", &digits.0);
        let outcome = model.wait("train", &[data.0.clone(), options]).await;
        refused("validating", outcome, "bad-data");
    }
}

#[wasm_bindgen_test]
async fn a_learning_rate_of_a_billion() {
    let lab = lab(6).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let family = model.get("family").text();
        // Past the layers that some families train one by one, whose losses are others.
        train(&model, &data, json!({"steps": 4, "batchSize": 8})).await;
        let before = loss(&model, &data).await;
        let options = json!({"steps": 30, "batchSize": 8, "learningRate": 1e9});
        let outcome = model.wait("train", &[data.0.clone(), plain(options)]).await;
        // Without gradients the rate means nothing, and nothing diverges.
        if model.get("config").json()["method"] == "closed-form" {
            outcome.expect("a report");
        } else {
            refused(&family, outcome, "diverged");
            // The last model known to be good may be a few steps older.
            let after = loss(&model, &data).await;
            assert!(
                (after - before).abs() < 0.2 * before,
                "{family}: {before} to {after}"
            );
        }
        train(&model, &data, json!({"steps": 2, "batchSize": 8})).await;
    }
}

#[wasm_bindgen_test]
async fn families_and_configurations_that_there_are_not() {
    let lab = lab(7).await;
    for method in ["create", "equation"] {
        for family in ["gan", "", "PCA", "__proto__"] {
            let outcome = lab.call(method, &[family.into()]);
            refused(&format!("{method} of {family}"), outcome, "unknown-family");
        }
        for family in ["undefined", "null", "5", "{}"] {
            let outcome = lab.call(method, &[js(family).0]);
            refused(&format!("{method} of {family}"), outcome, "bad-argument");
        }
        for config in ["5", "[]", "({ beta: NaN })", "({ gamma: 1 })"] {
            let outcome = lab.call(method, &["vae".into(), js(config).0]);
            refused(&format!("{method} with {config}"), outcome, "bad-config");
        }
    }
    for (family, config) in [
        ("pca", json!({"codeSize": 0})),
        ("pca", json!({"codeSize": 2.5})),
        ("pca", json!({"codeSize": 37, "inputSize": 36})),
        ("pca", json!({"method": "magic"})),
        ("dense", json!({"widths": []})),
        ("dense", json!({"widths": [12, -3]})),
        ("dense", json!({"widths": 12})),
        ("dense", json!({"tied": "yes"})),
        ("dense", json!({"codePenalty": -1})),
        ("dense", json!({"loss": "bernoulli", "output": "linear"})),
        ("dense", json!({"inputSize": 0})),
        ("dense", json!({"width": [3]})),
        ("vae", json!({"beta": 21})),
        ("vae", json!({"deviation": 0})),
        ("vae", json!({"widths": [1, 2, 3, 4, 5, 6, 7, 8, 9]})),
    ] {
        let outcome = lab.call("create", &[family.into(), plain(config.clone())]);
        refused(&format!("{family} with {config}"), outcome, "bad-config");
    }
    create(&lab, "vae", json!({"widths": [3]}));
}

#[wasm_bindgen_test]
async fn labs_that_cannot_be_opened() {
    let unknown = [
        json!({"device": "gpu"}),
        json!({"device": 1}),
        json!({"devise": "cpu"}),
        json!({"seed": -1}),
        json!({"seed": 1.5}),
        json!("cpu"),
        json!(5),
    ];
    for options in unknown {
        let what = options.to_string();
        refused(&what, open(options).await, "bad-option");
    }
}

/// That a refused call leaves no trace even where it is one of many.
#[wasm_bindgen_test]
async fn refusals_do_not_add_up() {
    let lab = lab(11).await;
    let model = dense(&lab);
    let before: Value = reconstruct(&model).await.into();
    let wrong: Js = js("new Float32Array(35)");
    for _ in 0..1000 {
        refused(
            "a short input",
            model.wait("encode", from_ref(&wrong.0)).await,
            "bad-input",
        );
    }
    assert_eq!(Value::from(reconstruct(&model).await), before);
}
