//! Training: seeds, reports, validation and stopping.

use std::slice::from_ref;

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    Js, Listener, dataset, dense, js, lab, loss, one_of_each, pause, plain, reconstruct, refused,
    save, settle, train, with,
};

#[wasm_bindgen_test]
async fn a_seed_gives_the_same_numbers() {
    let (one, two, other) = (lab(3).await, lab(3).await, lab(4).await);
    let data = dataset(&one, 32);
    let models = one_of_each(&one).into_iter().zip(one_of_each(&two));
    for ((model, twin), stranger) in models.zip(one_of_each(&other)) {
        let family = model.get("family").text();
        assert_ne!(
            reconstruct(&model).await,
            reconstruct(&stranger).await,
            "{family}"
        );
        for model in [&model, &twin] {
            train(model, &data, json!({"steps": 5, "batchSize": 8, "seed": 2})).await;
        }
        assert!(save(&model).await == save(&twin).await, "{family}");
        let sample = async |seed: u32| {
            let options = plain(json!({ "seed": seed }));
            let images = model.wait("sample", &[2.into(), options]).await;
            images.expect("samples").floats()
        };
        assert_eq!(sample(1).await, sample(1).await, "{family}");
        assert_ne!(sample(1).await, sample(2).await, "{family}");
    }
}

#[wasm_bindgen_test]
async fn the_order_of_the_data_has_a_seed() {
    let (one, two) = (lab(3).await, lab(3).await);
    let data = dataset(&one, 32);
    let (a, b) = (dense(&one), dense(&two));
    train(&a, &data, json!({"steps": 2, "batchSize": 8, "seed": 0})).await;
    train(&b, &data, json!({"steps": 2, "batchSize": 8, "seed": 1})).await;
    assert_ne!(reconstruct(&a).await, reconstruct(&b).await);
}

#[wasm_bindgen_test]
async fn single_steps_add_up() {
    let (one, two) = (lab(3).await, lab(3).await);
    let data = dataset(&one, 32);
    for (at_once, stepwise) in one_of_each(&one).iter().zip(one_of_each(&two)) {
        train(at_once, &data, json!({"steps": 6, "batchSize": 8})).await;
        for _ in 0..6 {
            train(&stepwise, &data, json!({"steps": 1, "batchSize": 8})).await;
        }
        let family = stepwise.get("family").text();
        assert!(save(at_once).await == save(&stepwise).await, "{family}");
    }
}

#[wasm_bindgen_test]
async fn every_family_learns() {
    let lab = lab(5).await;
    let data = dataset(&lab, 64);
    for model in one_of_each(&lab) {
        let before = loss(&model, &data).await;
        let options = json!({"epochs": 20, "batchSize": 16, "learningRate": 0.01,
                             "schedule": "cosine"});
        let report = train(&model, &data, options).await;
        assert_eq!(report.get("steps").number(), 80.0);
        assert_eq!(report.get("epochs").number(), 20.0);
        let (after, family) = (loss(&model, &data).await, model.get("family").text());
        assert!(after < 0.9 * before, "{family}: {before} to {after}");
    }
}

#[wasm_bindgen_test]
async fn progress_is_reported() {
    let lab = lab(6).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let listener = Listener::new(|_| {});
        let options = json!({"steps": 300, "batchSize": 8});
        let options = with(options, "onProgress", listener.function());
        let started = js("performance.now()").number();
        let report = model.wait("train", &[data.0.clone(), options]).await;
        let report = report.expect("a report").json();
        let seconds = (js("performance.now()").number() - started) / 1000.0;
        let reports: Vec<Value> = listener.calls.borrow().iter().map(Js::json).collect();
        // One more for each layer that a family trains alone.
        assert!(reports.len() >= 2 && (reports.len() as f64) < 10.0 * seconds + 5.0);
        check_reports(&reports);
        let last = &reports[reports.len() - 1];
        for field in ["loss", "terms"] {
            assert_eq!(report[field], last[field]);
        }
        assert_eq!(report["epochs"], last["epoch"]);
    }
}

fn check_reports(reports: &[Value]) {
    let number = |report: &Value, field: &str| report[field].as_f64().expect("a number");
    let last = reports.len() - 1;
    assert_eq!(number(&reports[0], "step"), 1.0);
    assert_eq!(number(&reports[last], "step"), 300.0);
    assert_eq!(number(&reports[last], "secondsLeft"), 0.0);
    for (index, report) in reports.iter().enumerate() {
        assert_eq!(number(report, "steps"), 300.0);
        assert_eq!(number(report, "epoch"), number(report, "step") / 4.0);
        assert!(number(report, "loss").is_finite());
        assert!(number(&report["terms"], "squaredError") >= 0.0);
        assert!(number(report, "stepsPerSecond") > 0.0);
        assert!(number(report, "secondsLeft") >= 0.0);
        assert!(report["validation"].is_null());
        assert!(index == 0 || number(report, "step") > number(&reports[index - 1], "step"));
    }
}

#[wasm_bindgen_test]
async fn validation_is_a_data_set_or_a_fraction() {
    let lab = lab(7).await;
    let data = dataset(&lab, 40);
    let parts = data.call("split", &[0.25.into(), 3.into()]).expect("parts");
    let [rest, held_out] = &parts.list()[..] else {
        panic!("two parts")
    };
    for model in one_of_each(&lab) {
        let family = model.get("family").text();
        for (data, validation) in [(rest, held_out.0.clone()), (&data, 0.25.into())] {
            let listener = Listener::new(|_| {});
            let options = json!({"steps": 3, "batchSize": 8, "seed": 3});
            let options = with(options, "validation", &validation);
            js_sys::Reflect::set(&options, &"onProgress".into(), listener.function())
                .expect("a settable field");
            let report = model.wait("train", &[data.0.clone(), options]).await;
            let measured = report.expect("a report").get("validation").number();
            let expected = loss(&model, held_out).await;
            assert!((measured - expected).abs() < 1e-6 * expected, "{family}");
            let calls = listener.calls.borrow();
            assert!(calls.iter().all(|report| report.has("validation")) || calls.len() > 2);
            assert!(
                calls[calls.len() - 1]
                    .get("validation")
                    .number()
                    .is_finite()
            );
        }
        // The data sets that were lent to the training are still whole.
        assert_eq!(
            (rest.get("count").number(), held_out.get("count").number()),
            (30.0, 10.0)
        );
    }
}

#[wasm_bindgen_test]
async fn an_abort_keeps_what_was_learnt() {
    let (one, two) = (lab(8).await, lab(8).await);
    let data = dataset(&one, 32);
    for (model, twin) in one_of_each(&one).iter().zip(one_of_each(&two)) {
        let family = model.get("family").text();
        let controller = js("new AbortController()");
        let stop = controller.clone();
        // The first report comes after the first step.
        let listener = Listener::new(move |_| {
            stop.call("abort", &[]).expect("abort");
        });
        let options = with(
            json!({"steps": 500, "batchSize": 8}),
            "signal",
            &controller.get("signal").0,
        );
        js_sys::Reflect::set(&options, &"onProgress".into(), listener.function())
            .expect("a settable field");
        let outcome = model.wait("train", &[data.0.clone(), options]).await;
        refused(&family, outcome, "aborted");
        assert_eq!(listener.calls.borrow().len(), 1, "{family}");
        train(&twin, &data, json!({"steps": 1, "batchSize": 8})).await;
        assert!(save(model).await == save(&twin).await, "{family}");
    }
}

#[wasm_bindgen_test]
async fn an_abort_from_outside_is_seen_between_steps() {
    let lab = lab(9).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let controller = js("new AbortController()");
        let options = json!({"steps": 4_000_000, "batchSize": 8});
        let options = with(options, "signal", &controller.get("signal").0);
        let training = model.start("train", &[data.0.clone(), options]);
        // Timers run only where training lets them.
        pause(50).await;
        controller.call("abort", &[]).expect("abort");
        let aborted = js("performance.now()").number();
        refused("training", settle(training).await, "aborted");
        let waited = js("performance.now()").number() - aborted;
        assert!(waited < 500.0, "{waited} ms from abort to rejection");
        let report = train(&model, &data, json!({"steps": 1, "batchSize": 8})).await;
        assert!(report.get("epochs").number() > 0.25, "training went on");
    }
}

#[wasm_bindgen_test]
async fn a_signal_that_was_aborted_before_stops_everything() {
    let lab = lab(10).await;
    let data = dataset(&lab, 32);
    for model in one_of_each(&lab) {
        let before = reconstruct(&model).await;
        let options = with(
            json!({"batchSize": 8}),
            "signal",
            &js("AbortSignal.abort()").0,
        );
        let outcome = model.wait("train", &[data.0.clone(), options]).await;
        refused("training", outcome, "aborted");
        assert_eq!(reconstruct(&model).await, before);
    }
}

#[wasm_bindgen_test]
async fn what_a_listener_throws_ends_the_training() {
    let lab = lab(11).await;
    let (model, data) = (dense(&lab), dataset(&lab, 32));
    let listener = js("() => { throw new RangeError('mine'); }").0;
    let options = with(
        json!({"steps": 50, "batchSize": 8}),
        "onProgress",
        &listener,
    );
    let error = model.wait("train", &[data.0.clone(), options]).await;
    let error = error.expect_err("the listener's error");
    assert_eq!(
        (error.class().as_str(), error.get("message").text().as_str()),
        ("RangeError", "mine")
    );
    train(&model, &data, json!({"steps": 1, "batchSize": 8})).await;
}

#[wasm_bindgen_test]
async fn without_options_it_is_one_epoch() {
    let lab = lab(12).await;
    let data = dataset(&lab, 256);
    let report = dense(&lab).wait("train", from_ref(&data.0)).await;
    assert_eq!(report.expect("a report").get("steps").number(), 2.0);
    let report = dense(&lab)
        .wait("train", &[data.0.clone(), JsValue::NULL])
        .await;
    assert_eq!(report.expect("a report").get("steps").number(), 2.0);
}
