//! Counts, seeds, ranges and fractions that make no sense.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{array, dataset, dense, js, lab, one_of_each, plain, refused};

#[wasm_bindgen_test]
async fn samples_of_no_sensible_number() {
    let lab = lab(3).await;
    let model = dense(&lab);
    for count in ["0", "-1", "1.5", "NaN", "Infinity", "1e9", "undefined"] {
        let outcome = model.wait("sample", &[js(count).0]).await;
        refused(&format!("{count} samples"), outcome, "bad-option");
    }
    for options in [
        json!({"seed": -1}),
        json!({"seed": 0.5}),
        json!({"sed": 1}),
        json!(7),
    ] {
        let what = format!("samples with {options}");
        let outcome = model.wait("sample", &[1.into(), plain(options)]).await;
        refused(&what, outcome, "bad-option");
    }
    for model in one_of_each(&lab) {
        let classes = model.get("classes");
        let beyond = if classes.0.is_undefined() {
            3.0
        } else {
            classes.number()
        };
        let options = plain(json!({ "label": beyond as u8 }));
        let outcome = model.wait("sample", &[1.into(), options]).await;
        refused(
            "a class that the model does not know",
            outcome,
            "bad-option",
        );
        let codes = array(&vec![0.5; model.get("codeSize").number() as usize]);
        for class in [beyond, -1.0, 0.5, 300.0, f64::NAN] {
            let arguments = [codes.clone(), class.into()];
            let outcome = model.wait("changeClass", &arguments).await;
            refused(&format!("the class {class}"), outcome, "bad-option");
        }
    }
}

#[wasm_bindgen_test]
async fn digits_of_no_sensible_number() {
    let lab = lab(3).await;
    for (count, code) in [
        ("0", "bad-count"),
        ("-1", "bad-option"),
        ("2.5", "bad-option"),
        ("NaN", "bad-option"),
        ("1e9", "bad-count"),
    ] {
        let outcome = lab.call("digits", &[js(count).0]);
        refused(&format!("{count} digits"), outcome, code);
    }
    let outcome = lab.call("digits", &[1.into(), plain(json!({"seed": -1}))]);
    refused("a negative seed", outcome, "bad-option");
}

#[wasm_bindgen_test]
async fn corruptions_that_there_are_not() {
    let lab = lab(3).await;
    let images = array(&[0.5; 4]);
    let corrupt = |options| lab.call("corrupt", &[images.clone(), plain(options)]);
    for options in [
        json!({"kind": "blur"}),
        json!({"kind": 3}),
        json!({"level": -0.1}),
        json!({"level": 1.1}),
        json!({"seed": -1}),
        json!({"strength": 0.5}),
    ] {
        refused(&options.to_string(), corrupt(options), "bad-option");
    }
    let values = array(&[2.0]);
    refused("a value of 2", lab.call("corrupt", &[values]), "bad-input");
    refused("no values", lab.call("corrupt", &[]), "bad-input");
    let same = corrupt(json!({"level": 0})).expect("values").floats();
    assert_eq!(same, [0.5; 4]);
    let black = corrupt(json!({"kind": "masking", "level": 1, "seed": 2}));
    assert_eq!(black.expect("values").floats(), [0.0; 4]);
}

#[wasm_bindgen_test]
async fn parts_of_data_that_there_are_not() {
    let data = dataset(&lab(9).await, 8);
    let call = |name: &str, arguments: &str| data.call(name, &js(arguments).values());
    for arguments in ["[8, 1]", "[0, 9]", "[4294967295, 4294967295]"] {
        refused(arguments, call("images", arguments), "out-of-range");
    }
    for arguments in ["[-1, 1]", "[0.5, 1]", "[0, NaN]", "[]"] {
        refused(arguments, call("images", arguments), "bad-option");
    }
    for arguments in ["[0]", "[1]", "[NaN]", "[]", "['half']"] {
        refused(arguments, call("split", arguments), "bad-split");
    }
    refused("a seed", call("split", "[0.5, -1]"), "bad-option");
    for arguments in ["[0]", "[-1]", "[0.5]", "[]", "[1, -1]"] {
        refused(arguments, call("few", arguments), "bad-option");
    }
    let digits = lab(9).await.call("digits", &[2.into()]).expect("digits");
    refused(
        "a digit too far",
        digits.call("strokes", &[2.into()]),
        "out-of-range",
    );
    refused(
        "no digit",
        digits.call("strokes", &[(-1).into()]),
        "bad-option",
    );
}

#[wasm_bindgen_test]
async fn ways_through_the_code_and_neighbours() {
    let lab = lab(3).await;
    let codes = [0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 2.0, 0.0, 4.0, 2.0, 1.0];
    let plane = lab
        .call("plane", &[array(&codes), 3.into()])
        .expect("a plane");
    let points = lab.call("project", &[array(&codes), plane.0.clone()]);
    let points = points.expect("points").floats();
    assert_eq!(points.len(), 8);
    let spread = lab.call("statistics", &[array(&points), 2.into()]);
    let deviations = spread
        .expect("statistics")
        .get("standardDeviation")
        .floats();
    for (axis, deviation) in deviations.iter().enumerate() {
        let values = points.iter().skip(axis).step_by(2);
        let variance = values.map(|value| value * value).sum::<f32>() / 4.0;
        assert!((deviation - variance.sqrt()).abs() < 1e-4, "axis {axis}");
    }
    assert!(lab.call("statistics", &[array(&points), 3.into()]).is_err());
    let lifted = lab.call("lift", &[array(&points), plane.0.clone()]);
    assert_eq!(lifted.expect("codes").floats().len(), 12);
    let grid = |columns: f64| {
        let corners = json!({"low": [0, 0], "high": [1, 1], "columns": columns, "rows": 2});
        lab.call("grid", &[plain(corners)])
    };
    assert_eq!(
        grid(2.0).expect("points").floats(),
        [0., 1., 1., 1., 0., 0., 1., 0.]
    );
    let middles =
        json!({"low": [0, 0], "high": [4, 4], "columns": 2, "rows": 2, "place": "middles"});
    let middles = lab.call("grid", &[plain(middles)]).expect("points");
    assert_eq!(middles.floats(), [1., 3., 3., 3., 1., 1., 3., 1.]);
    let region = lab.call("centralRegion", &[array(&[1.5, 0.0])]);
    let expected = json!({"low": [-3, -1], "high": [3, 1]});
    assert_eq!(region.expect("a rectangle").json(), expected);
    for (deviations, code) in [
        (&[1.0][..], "bad-argument"),
        (&[1.0; 3], "bad-argument"),
        (&[1.0, -1.0], "bad-input"),
    ] {
        let outcome = lab.call("centralRegion", &[array(deviations)]);
        refused(&format!("{deviations:?}"), outcome, code);
    }
    let walk = |steps: f64, way: &str| {
        let options = plain(json!({"steps": steps, "way": way}));
        lab.call("walk", &[array(&[0.0, 1.0]), array(&[1.0, 0.0]), options])
    };
    let half = 0.5f32.sqrt();
    let arc = walk(3.0, "spherical").expect("codes").floats();
    assert!((arc[2] - half).abs() < 1e-6 && (arc[3] - half).abs() < 1e-6);
    let nearest = |k: f64, metric: &str| {
        let options = plain(json!({"k": k, "metric": metric}));
        lab.call(
            "nearest",
            &[array(&codes), array(&codes[3..6]), 3.into(), options],
        )
    };
    let rows: js_sys::Uint32Array = nearest(2.0, "euclidean").expect("rows").0.into();
    assert_eq!(rows.to_vec(), [1, 3]);

    for size in ["0", "1", "5", "NaN"] {
        let outcome = lab.call("plane", &[array(&codes), js(size).0]);
        assert!(outcome.is_err(), "codes of {size}");
    }
    refused("no columns", grid(0.0), "bad-option");
    refused("half a column", grid(1.5), "bad-option");
    refused("a single step", walk(1.0, "straight"), "bad-option");
    refused("a crooked way", walk(3.0, "crooked"), "bad-option");
    refused("no neighbours", nearest(0.0, "cosine"), "bad-option");
    refused("too many", nearest(5.0, "cosine"), "bad-option");
    refused("another metric", nearest(1.0, "taxi"), "bad-option");
    let no_plane = lab.call("lift", &[array(&points), plain(json!({}))]);
    refused("no plane", no_plane, "bad-argument");
}
