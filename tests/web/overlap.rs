//! Calls on one model that overlap: nothing is locked, nothing answers "recursive use".

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::slice::from_ref;

use js_sys::Promise;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    CODE, Js, Listener, SIZE, array, buffer, dataset, inputs, js, lab, one_of_each, plain, refused,
    save, settle, train, with,
};

/// Every asynchronous call at once, and every property; what they will answer.
fn everything(model: &Js, data: &Js) -> Vec<(&'static str, Promise)> {
    let images = array(&inputs(2));
    let codes = array(&[0.1; 2 * CODE]);
    for property in [
        "family",
        "config",
        "inputSize",
        "codeSize",
        "parameters",
        "layers",
    ] {
        assert!(model.has(property), "{property}");
    }
    assert_eq!(model.get("codeStatistics").get("mean").floats().len(), CODE);
    vec![
        ("encode", model.start("encode", from_ref(&images))),
        ("decode", model.start("decode", from_ref(&codes))),
        ("reconstruct", model.start("reconstruct", from_ref(&images))),
        ("activations", model.start("activations", &[images])),
        (
            "decodeActivations",
            model.start("decodeActivations", &[codes]),
        ),
        ("sample", model.start("sample", &[3.into()])),
        ("evaluate", model.start("evaluate", from_ref(&data.0))),
        ("save", model.start("save", &[])),
    ]
}

async fn all_answer(calls: Vec<(&'static str, Promise)>) {
    for (name, promise) in calls {
        let answer = settle(promise).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        match name {
            "encode" => assert_eq!(answer.floats().len(), 2 * CODE),
            "decode" | "reconstruct" => assert_eq!(answer.floats().len(), 2 * SIZE),
            "sample" => assert_eq!(answer.floats().len(), 3 * SIZE),
            "evaluate" => assert!(answer.get("loss").number().is_finite()),
            "save" => assert!(!answer.bytes().is_empty()),
            _ => assert!(!answer.list().is_empty()),
        }
    }
}

/// A training that goes on until its controller says otherwise.
struct Endless {
    controller: Js,
    promise: Promise,
    settled: Rc<Cell<bool>>,
    _noticed: Closure<dyn FnMut(JsValue)>,
}

impl Endless {
    fn start(model: &Js, data: &Js) -> Self {
        let controller = js("new AbortController()");
        let options = json!({"steps": 4_000_000, "batchSize": 8});
        let options = with(options, "signal", &controller.get("signal").0);
        let promise = model.start("train", &[data.0.clone(), options]);
        let settled = Rc::new(Cell::new(false));
        let flag = settled.clone();
        let noticed = Closure::new(move |_| flag.set(true));
        let _ = promise.then2(&noticed, &noticed);
        Self {
            controller,
            promise,
            settled,
            _noticed: noticed,
        }
    }

    async fn stop(self) {
        assert!(!self.settled.get(), "the training ended on its own");
        self.controller.call("abort", &[]).expect("abort");
        refused("training", settle(self.promise).await, "aborted");
    }
}

#[wasm_bindgen_test]
async fn a_model_answers_while_it_learns() {
    let lab = lab(1).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let training = Endless::start(&model, &data);
        for _ in 0..5 {
            all_answer(everything(&model, &data)).await;
        }
        training.stop().await;
    }
}

#[wasm_bindgen_test]
async fn a_listener_may_call_the_model() {
    let lab = lab(2).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let calls = Rc::new(RefCell::new(Vec::new()));
        let (kept, same, shared) = (calls.clone(), model.clone(), data.clone());
        let listener = Listener::new(move |_| kept.borrow_mut().extend(everything(&same, &shared)));
        let options = json!({"steps": 3, "batchSize": 8, "validation": 0.25});
        let options = with(options, "onProgress", listener.function());
        let report = model.wait("train", &[data.0.clone(), options]).await;
        report.expect("a report");
        let calls = calls.take();
        assert!(calls.len() >= 16);
        all_answer(calls).await;
    }
}

#[wasm_bindgen_test]
async fn two_trainings_of_one_model_are_one_too_many() {
    let lab = lab(3).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let training = Endless::start(&model, &data);
        let options = plain(json!({"batchSize": 8}));
        let second = model.wait("train", &[data.0.clone(), options]).await;
        refused("a second training", second, "busy");
        training.stop().await;
        train(&model, &data, json!({"steps": 1, "batchSize": 8})).await;
    }
}

#[wasm_bindgen_test]
async fn two_models_learn_at_once() {
    let lab = lab(4).await;
    let data = dataset(&lab, 32);
    let options = || plain(json!({"steps": 20, "batchSize": 8}));
    let models = one_of_each(&lab);
    let begin = |model: &Js| model.start("train", &[data.0.clone(), options()]);
    let trainings: Vec<Promise> = models.iter().map(begin).collect();
    for training in trainings {
        let report = settle(training).await.expect("a report");
        assert_eq!(report.get("steps").number(), 20.0);
    }
}

#[wasm_bindgen_test]
async fn loading_does_not_disturb_a_training() {
    let lab = lab(5).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let training = Endless::start(&model, &data);
        let file = save(&model).await;
        let loaded = lab.wait("load", &[buffer(&file)]).await.expect("a model");
        train(&loaded, &data, json!({"steps": 2, "batchSize": 8})).await;
        training.stop().await;
    }
}

#[wasm_bindgen_test]
async fn calls_outlive_what_they_were_made_on() {
    let lab = lab(6).await;
    for model in one_of_each(&lab) {
        let data = dataset(&lab, 32);
        let options = plain(json!({"steps": 20, "batchSize": 8}));
        let training = model.start("train", &[data.0.clone(), options]);
        let calls = everything(&model, &data);
        model.call("free", &[]).expect("free");
        data.call("free", &[]).expect("free");
        all_answer(calls).await;
        assert_eq!(
            settle(training)
                .await
                .expect("a report")
                .get("steps")
                .number(),
            20.0
        );
    }
}
