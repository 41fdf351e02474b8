//! What the lab says of many values and of labels: what comes back, and what is refused.

use js_sys::{Array, Uint32Array};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{array, js, lab, plain, refused};

#[wasm_bindgen_test]
async fn references_in_blocks_are_searched_as_one() {
    let lab = lab(1).await;
    let nearest = |references: JsValue, k: usize| {
        let options = plain(json!({ "k": k }));
        lab.call("nearest", &[references, array(&[0.1]), 1.into(), options])
    };
    let blocks = |blocks: &[&[f32]]| blocks.iter().map(|block| array(block)).collect::<Array>();
    let parts = blocks(&[&[3.0, 0.0], &[1.0], &[0.0, 9.0]]);
    let rows: Uint32Array = nearest(parts.into(), 4).expect("rows").0.into();
    assert_eq!(rows.to_vec(), [1, 3, 2, 0]);
    refused("no block", nearest(Array::new().into(), 1), "bad-input");
    refused(
        "an empty one",
        nearest(blocks(&[&[1.0], &[]]).into(), 1),
        "bad-input",
    );
    refused("numbers", nearest(js("[1, 2]").0, 1), "bad-input");
    refused(
        "too many",
        nearest(blocks(&[&[1.0], &[2.0]]).into(), 3),
        "bad-option",
    );
}

#[wasm_bindgen_test]
async fn the_label_of_most() {
    let lab = lab(1).await;
    let majority = |labels: &str| lab.call("majority", &[js(labels).0]);
    for labels in [
        "[3, 1, 3]",
        "Uint8Array.of(3, 1)",
        "Uint32Array.of(3, 3, 1)",
    ] {
        assert_eq!(majority(labels).expect(labels).number(), 3.0, "{labels}");
    }
    for labels in [
        "[]",
        "new Uint8Array()",
        "[1.5]",
        "[-1]",
        "['1']",
        "'1'",
        "null",
    ] {
        refused(labels, majority(labels), "bad-input");
    }
}

#[wasm_bindgen_test]
async fn how_values_are_spread() {
    let lab = lab(1).await;
    let values = [0.0, 0.25, 0.5, 1.0, 2.0];
    let histogram = |options| lab.call("histogram", &[array(&values), plain(options)]);
    let found = histogram(json!({"bins": 2, "low": 0, "high": 1})).expect("counts");
    let counts: Uint32Array = found.get("counts").0.into();
    assert_eq!(counts.to_vec(), [2, 3]);
    assert_eq!(found.get("mean").number(), 0.75);
    let found = lab.call("histogram", &[array(&values)]).expect("counts");
    let counts: Uint32Array = found.get("counts").0.into();
    assert_eq!((counts.length(), found.get("high").number()), (40, 2.0));
    for options in [
        json!({"bins": 0}),
        json!({"bins": 1.5}),
        json!({"low": 3}),
        json!({"low": 1, "high": 0}),
        json!({"bin": 3}),
    ] {
        refused(&options.to_string(), histogram(options), "bad-option");
    }
    refused("none", lab.call("histogram", &[array(&[])]), "bad-input");
    let above = lab.call("shareAbove", &[array(&values), 0.5.into()]);
    assert_eq!(above.expect("a share").number(), 0.4);
}

#[wasm_bindgen_test]
async fn values_in_five_numbers_and_in_order() {
    let lab = lab(1).await;
    for values in [
        "[4, 2, 6]",
        "Float32Array.of(4, 2, 6)",
        "Float64Array.of(4, 2, 6)",
    ] {
        let found = lab.call("summary", &[js(values).0]).expect(values);
        let expected = json!({"count": 3, "mean": 4, "deviation": 2, "minimum": 2, "maximum": 6});
        assert_eq!(found.json(), expected, "{values}");
        let best = lab.call("argmax", &[js(values).0]).expect(values);
        assert_eq!(best.number(), 2.0, "{values}");
        let places = lab.call("ranking", &[js(values).0]).expect(values);
        let places: Uint32Array = places.0.into();
        assert_eq!(places.to_vec(), [2, 0, 1], "{values}");
    }
    for values in [
        "[]",
        "[NaN]",
        "['1']",
        "'1'",
        "null",
        "Float32Array.of(1 / 0)",
    ] {
        for name in ["summary", "argmax", "ranking"] {
            let outcome = lab.call(name, &[js(values).0]);
            refused(&format!("{name} of {values}"), outcome, "bad-input");
        }
    }
}

#[wasm_bindgen_test]
async fn where_points_and_their_classes_lie() {
    let lab = lab(1).await;
    let points = [0.0, 10.0, 1.0, 30.0, 2.0, 20.0];
    let percentiles = |size: f64, shares: &str| {
        let arguments = [array(&points), size.into(), js(shares).0];
        lab.call("percentiles", &arguments)
    };
    let found = percentiles(2.0, "[0.25, 1]").expect("percentiles").floats();
    assert_eq!(found, [0.5, 15.0, 2.0, 30.0]);
    refused("2 %", percentiles(2.0, "[2]"), "bad-option");
    refused("no share", percentiles(2.0, "[]"), "bad-option");
    refused("parts of points", percentiles(4.0, "[0.5]"), "bad-input");
    refused("half a coordinate", percentiles(1.5, "[0.5]"), "bad-option");
    let medians = |labels: &str| {
        let arguments = [array(&points), 2.into(), js(labels).0];
        lab.call("classMedians", &arguments)
    };
    let found = medians("[4, 1, 4]").expect("medians");
    let list = |name: &str| Uint32Array::from(found.get(name).0).to_vec();
    assert_eq!((list("labels"), list("counts")), (vec![1, 4], vec![1, 2]));
    assert_eq!(found.get("medians").floats(), [1.0, 30.0, 1.0, 15.0]);
    refused("two labels", medians("[4, 1]"), "bad-input");
    refused("no labels", medians("undefined"), "bad-input");
}
