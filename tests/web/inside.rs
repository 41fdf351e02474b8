//! What is inside a model, from JavaScript: shapes, refusals, an abort, and the device that is not
//! the CPU.

use js_sys::Uint32Array;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    CODE, Js, Listener, SIZE, array, create, dataset, dense, inputs, js, lab, one_of_each, open,
    plain, refused, settle, with,
};

#[wasm_bindgen_test]
async fn every_family_shows_what_is_inside() {
    let lab = lab(1).await;
    let data = dataset(&lab, 24);
    for model in one_of_each(&lab) {
        let family = model.get("family").text();
        look_inside(&model, &data, &family).await;
        let filters = model.wait("filters", &[]).await;
        if ["recurrent", "documents"].contains(&family.as_str()) {
            refused("filters", filters, "no-filters");
            continue;
        }
        let filters = filters.expect("filters");
        let pixels = filters.get("width").number() * filters.get("height").number();
        let norms = filters.get("norms").floats();
        let images = filters.get("images").floats();
        assert_eq!(images.len(), norms.len() * pixels as usize, "{family}");
    }
}

async fn look_inside(model: &Js, data: &Js, family: &str) {
    let widths = model.get("layers").list();
    let last = widths.len() - 1;
    let width = widths[last].number() as usize;
    let means = model
        .wait("unitActivity", &[data.0.clone(), last.into()])
        .await;
    assert_eq!(means.expect("means").floats().len(), width, "{family}");
    let unit = [data.0.clone(), 1.into(), 0.into()];
    let answers = model.wait("inspectUnit", &unit).await.expect("answers");
    let best: Uint32Array = answers.get("best").0.into();
    let counts: Uint32Array = answers.get("counts").0.into();
    assert_eq!(best.length(), 9, "{family}");
    assert_eq!(answers.get("activations").floats().len(), 9, "{family}");
    assert_eq!(counts.to_vec().iter().sum::<u32>(), 24, "{family}");
    assert!(answers.get("low").number() <= answers.get("high").number());
    let options = with(json!({"steps": 3}), "from", &array(&inputs(1)));
    let climb = model.wait("maximise", &[1.into(), 0.into(), options]).await;
    if family == "documents" {
        refused("a climb among words", climb, "bad-option");
        return;
    }
    let climb = climb.expect("a climb");
    assert_eq!(climb.get("frames").floats().len(), 4 * SIZE, "{family}");
    for curve in ["activations", "preActivations"] {
        assert_eq!(climb.get(curve).floats().len(), 4, "{family}");
    }
}

#[wasm_bindgen_test]
async fn a_climb_is_the_same_on_the_gpu() {
    let options = plain(json!({"steps": 4}));
    let config = json!({"inputSize": SIZE, "widths": [8, CODE]});
    let mut found = Vec::new();
    for device in ["cpu", "webgpu"] {
        let lab = open(json!({"device": device, "seed": 5}))
            .await
            .expect("a lab");
        let model = create(&lab, "dense", config.clone());
        let climb = model
            .wait("maximise", &[2.into(), 1.into(), options.clone()])
            .await;
        found.push(climb.expect("a climb").get("preActivations").floats());
    }
    let pairs = found[0].iter().zip(&found[1]);
    assert!(
        pairs.fold(true, |all, (a, b)| all && (a - b).abs() < 1e-3),
        "{found:?}"
    );
}

#[wasm_bindgen_test]
async fn probes_report_repeat_and_end_when_told() {
    let lab = lab(2).await;
    let data = dataset(&lab, 64);
    let model = dense(&lab);
    let both = [data.0.clone(), data.0.clone()];
    let listener = Listener::new(|_| ());
    let options = with(json!({"seed": 1}), "onProgress", listener.function());
    let probe =
        |options: JsValue| model.start("probe", &[both[0].clone(), both[1].clone(), options]);
    let first = settle(probe(options)).await.expect("accuracies").floats();
    assert_eq!(first.len(), model.get("layers").list().len());
    assert!(first.iter().all(|share| (0.0..=1.0).contains(share)));
    assert!(
        listener
            .calls
            .borrow()
            .iter()
            .all(|share| share.number() <= 1.0)
    );
    assert!(!listener.calls.borrow().is_empty());
    let again = settle(probe(plain(json!({"seed": 1})))).await;
    assert_eq!(again.expect("accuracies").floats(), first);
    let controller = js("new AbortController()");
    let options = with(json!({}), "signal", &controller.get("signal").0);
    let running = probe(options);
    controller.call("abort", &[]).expect("abort");
    refused("a probe", settle(running).await, "aborted");
}

#[wasm_bindgen_test]
async fn units_and_options_that_there_are_not() {
    let lab = lab(3).await;
    let data = dataset(&lab, 12);
    let model = dense(&lab);
    for (layer, unit) in [
        ("9", "0"),
        ("1", "1e9"),
        ("-1", "0"),
        ("1", "NaN"),
        ("0.5", "0"),
    ] {
        let [layer, unit] = [layer, unit].map(|text| js(text).0);
        let outcome = model.wait("maximise", &[layer.clone(), unit.clone()]).await;
        refused("a climb", outcome, "bad-option");
        let outcome = model
            .wait("inspectUnit", &[data.0.clone(), layer, unit])
            .await;
        refused("a unit", outcome, "bad-option");
    }
    for options in [
        "{ rate: NaN }",
        "{ steps: 0 }",
        "{ blur: -1 }",
        "{ decay: 1 }",
        "{ speed: 1 }",
        "{ seed: -1 }",
        "{ onProgress: 5 }",
    ] {
        let arguments = [1.into(), 0.into(), js(&format!("({options})")).0];
        refused(
            options,
            model.wait("maximise", &arguments).await,
            "bad-option",
        );
    }
    for from in ["new Float32Array(3)", "[1]", "new Float32Array([NaN])"] {
        let arguments = [1.into(), 0.into(), js(&format!("({{ from: {from} }})")).0];
        refused(from, model.wait("maximise", &arguments).await, "bad-input");
    }
    let digits = lab.call("digits", &[4.into()]).expect("digits");
    let outcome = model
        .wait("unitActivity", &[digits.0.clone(), 1.into()])
        .await;
    refused("digits of another size", outcome, "bad-data");
    let outcome = model.wait("probe", &[data.0.clone(), digits.0]).await;
    refused("digits of another size", outcome, "bad-data");
    let outcome = model.wait("probe", &[data.0.clone(), js("({})").0]).await;
    refused("no data", outcome, "bad-argument");
}
