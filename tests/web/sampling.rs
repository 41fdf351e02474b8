//! Expectations through the package: what comes back, and what is refused.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{array, js, lab, plain, refused};

#[wasm_bindgen_test]
async fn an_expectation_and_the_points_it_comes_from() {
    let lab = lab(3).await;
    let options = json!({"dimensions": 2, "points": [4, 10, 100], "repeats": 8, "seed": 5});
    let found = lab
        .call("expectation", &[plain(options)])
        .expect("a report");
    let list = |method: &str, name: &str| {
        let values = found.get(method).get(name);
        js_sys::Float64Array::from(values.0).to_vec()
    };
    // (sinh √2 / √2)²
    let root = 2.0f64.sqrt();
    let exact = found.get("exact").number();
    assert!((exact - (root.sinh() / root).powi(2)).abs() < 1e-12);
    assert_eq!(list("grid", "points"), [4.0, 9.0, 100.0]);
    assert_eq!(list("sampling", "points"), [4.0, 10.0, 100.0]);
    let (estimates, errors) = (list("grid", "estimates"), list("grid", "errors"));
    for (estimate, error) in estimates.iter().zip(&errors) {
        assert!(((estimate - exact).abs() - error).abs() < 1e-12);
    }
    let predicted = list("sampling", "predicted")[2];
    assert!((predicted - found.get("deviation").number() / 10.0).abs() < 1e-12);
    assert_eq!(list("sampling", "errors").len(), 3);

    let options = json!({"kind": "random", "dimensions": 2, "count": 100, "seed": 5});
    let points = lab
        .call("nodes", &[plain(options)])
        .expect("points")
        .floats();
    let values = lab.call("integrand", &[array(&points), 2.into()]);
    let values = values.expect("values").floats();
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / 100.0;
    assert!((mean - list("sampling", "estimates")[2]).abs() < 1e-6);
}

#[wasm_bindgen_test]
async fn expectations_that_there_are_not() {
    let lab = lab(3).await;
    for options in [
        json!({"dimensions": 0}),
        json!({"dimensions": 1.5}),
        json!({"dimensions": 1000}),
        json!({"points": []}),
        json!({"points": [0]}),
        json!({"points": [-1]}),
        json!({"points": [0.5]}),
        json!({"points": "many"}),
        json!({"points": [1e15]}),
        json!({"repeats": 0}),
        json!({"repeats": 1e9}),
        json!({"seed": -1}),
        json!({"dimension": 2}),
    ] {
        let what = options.to_string();
        let outcome = lab.call("expectation", &[plain(options)]);
        refused(&what, outcome, "bad-option");
    }
    for options in [
        json!({"kind": "lattice"}),
        json!({"count": 0}),
        json!({"count": 1e9}),
        json!({"dimensions": 0}),
        json!({"seed": 0.5}),
    ] {
        let what = options.to_string();
        let outcome = lab.call("nodes", &[plain(options)]);
        refused(&what, outcome, "bad-option");
    }
    let values = |points: &[f32], dimensions: &str| {
        lab.call("integrand", &[array(points), js(dimensions).0])
    };
    refused("no points", values(&[], "1"), "bad-input");
    refused("half a point", values(&[0.0; 3], "2"), "bad-input");
    refused("no number", values(&[f32::NAN], "1"), "bad-input");
    for dimensions in ["0", "0.5", "NaN", "101"] {
        refused(dimensions, values(&[0.0; 4], dimensions), "bad-option");
    }
}

#[wasm_bindgen_test]
async fn what_is_seen_of_a_cube() {
    let lab = lab(3).await;
    let options = json!({"dimensions": 3, "count": 10, "axes": 2});
    let points = lab.call("nodes", &[plain(options)]).expect("points");
    assert_eq!(
        points.floats(),
        [-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5]
    );
    let per_axis = |points: f64| lab.call("perAxis", &[points.into(), 3.into()]);
    assert_eq!(per_axis(27.0).expect("points").number(), 3.0);
    let slice = |side: f64| lab.call("slice", &[3.into(), side.into()]);
    let corners = [
        -0.5, -0.5, 0.0, 0.5, -0.5, 0.0, -0.5, 0.5, 0.0, 0.5, 0.5, 0.0,
    ];
    let values = lab.call("integrand", &[array(&corners), 3.into()]);
    assert_eq!(
        slice(2.0).expect("values").floats(),
        values.expect("values").floats()
    );
    let none = json!({"dimensions": 3, "axes": 4});
    refused("four axes", lab.call("nodes", &[plain(none)]), "bad-option");
    for number in [0.0, 0.5, f64::NAN, 1e10] {
        refused(&format!("{number} values"), slice(number), "bad-option");
    }
    refused("no points", per_axis(0.0), "bad-option");
    refused("half a point", per_axis(0.5), "bad-option");
}
