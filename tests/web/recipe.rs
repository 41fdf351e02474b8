//! Recipes for few data and little time, as the page has them.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{create, js, lab, plain, refused};

#[wasm_bindgen_test]
async fn layers_and_classifiers_have_recipes() {
    let lab = lab(1).await;
    let pretrain = |method: &str, examples: f64| {
        let arguments = [js(method).0, examples.into()];
        lab.call("pretrainRecipe", &arguments)
    };
    let found = pretrain("'rbm'", 20.0).expect("a recipe").json();
    assert_eq!(found, json!({"batchSize": 20, "learningRate": 0.1}));
    refused("another", pretrain("'vae'", 20.0), "bad-option");
    refused("no method", pretrain("undefined", 20.0), "bad-option");
    refused("no examples", pretrain("'rbm'", 0.0), "bad-option");
    let fine_tune = |labels: JsValue| lab.call("fineTuneRecipe", &[labels]);
    let recipe = |steps: u32| json!({"batchSize": 32, "learningRate": 0.003, "steps": steps});
    for (labels, steps) in [
        (10.into(), 200),
        (100.into(), 400),
        (JsValue::UNDEFINED, 1500),
    ] {
        let found = fine_tune(labels).expect("a recipe").json();
        assert_eq!(found, recipe(steps));
    }
    refused("no labels", fine_tune(0.into()), "bad-option");
    refused("half a label", fine_tune(0.5.into()), "bad-option");
}

#[wasm_bindgen_test]
async fn a_training_in_laps_has_one_schedule() {
    let lab = lab(1).await;
    let rate = |step: f64, options: Value| {
        let arguments = [step.into(), plain(options)];
        lab.call("learningRate", &arguments)
    };
    let options = json!({"steps": 100, "learningRate": 0.02, "schedule": "cosine"});
    let half = rate(50.0, options).expect("a rate").number();
    assert!((half - 0.01).abs() < 1e-12);
    let constant = rate(9.0, json!({"steps": 10})).expect("a rate");
    assert_eq!(constant.number(), 0.001);
    refused("beyond", rate(10.0, json!({"steps": 10})), "bad-option");
    refused("no steps", rate(0.0, json!({})), "bad-option");
    refused(
        "a rate",
        rate(0.0, json!({"steps": 1, "learningRate": -1})),
        "bad-option",
    );
    refused(
        "another",
        rate(0.0, json!({"steps": 1, "rate": 1})),
        "bad-option",
    );
}

#[wasm_bindgen_test]
async fn presets_are_models_and_styles_are_apart_from_classes() {
    let lab = lab(1).await;
    let families = lab.call("families", &[]).expect("families").json();
    let presets = |family: &Value| family["presets"].as_array().map_or(0, Vec::len);
    let counts: Vec<usize> = families
        .as_array()
        .into_iter()
        .flatten()
        .map(presets)
        .collect();
    assert_eq!(counts.iter().sum::<usize>(), 12);
    for (form, code) in [("prior", 4.0), ("conditioned", 14.0)] {
        let config = json!({"inputSize": 36, "widths": [8, 4], "form": form});
        let model = create(&lab, "cvae", config);
        assert_eq!(model.get("codeSize").number(), code);
        assert_eq!(model.get("styleSize").number(), 4.0);
    }
}
