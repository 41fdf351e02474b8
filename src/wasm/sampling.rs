//! Expectations on a grid and by sampling, as `Lab` shows them to JavaScript.

use js_sys::Float64Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{JsResult, array, count, floats, object, read_options, thrown};
use super::lab::Lab;
use crate::task::nodes::{self, Nodes};
use crate::task::sampling::{self, Estimates, Integrand};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ExpectationOptions {
    dimensions: usize,
    points: Vec<usize>,
    repeats: usize,
    seed: u32,
}

impl Default for ExpectationOptions {
    fn default() -> Self {
        Self {
            dimensions: 1,
            points: vec![1000],
            repeats: 16,
            seed: 0,
        }
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NodeOptions {
    kind: Nodes,
    dimensions: usize,
    count: usize,
    axes: Option<usize>,
    seed: u32,
}

impl Default for NodeOptions {
    fn default() -> Self {
        Self {
            kind: Nodes::default(),
            dimensions: 1,
            count: 1000,
            axes: None,
            seed: 0,
        }
    }
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn expectation(&self, options: JsValue) -> JsResult<JsValue> {
        let options: ExpectationOptions = read_options(&options, "options of expectation")?;
        let integrand = Integrand::new(options.dimensions).map_err(thrown)?;
        let (points, repeats) = (&options.points, options.repeats);
        let found = sampling::expectation(&integrand, points, repeats, options.seed);
        let found = found.map_err(thrown)?;
        Ok(object([
            ("exact", found.exact.into()),
            ("deviation", found.deviation.into()),
            ("grid", describe(&found.grid)),
            ("sampling", describe(&found.sampling)),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn nodes(&self, options: JsValue) -> JsResult<JsValue> {
        let options: NodeOptions = read_options(&options, "options of nodes")?;
        let integrand = Integrand::new(options.dimensions).map_err(thrown)?;
        let NodeOptions {
            kind,
            count,
            axes,
            seed,
            ..
        } = options;
        let points = nodes::nodes(&integrand, kind, count, axes, seed);
        points.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn integrand(&self, points: JsValue, dimensions: f64) -> JsResult<JsValue> {
        let points = floats(&points)?;
        let values = cube(dimensions)?.values(&points);
        values.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(js_name = perAxis, skip_typescript)]
    pub fn per_axis(&self, points: f64, dimensions: f64) -> JsResult<usize> {
        let points = count(points, "number of points")?;
        nodes::per_axis(&cube(dimensions)?, points).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn slice(&self, dimensions: f64, side: f64) -> JsResult<JsValue> {
        let side = count(side, "number of values")?;
        let values = nodes::slice(&cube(dimensions)?, side);
        values.map(|values| array(&values)).map_err(thrown)
    }
}

fn cube(dimensions: f64) -> JsResult<Integrand> {
    Integrand::new(count(dimensions, "number of dimensions")?).map_err(thrown)
}

fn describe(found: &Estimates) -> JsValue {
    let points: Vec<f64> = found.points.iter().map(|count| *count as f64).collect();
    let lists = [
        ("points", &points),
        ("estimates", &found.estimates),
        ("errors", &found.errors),
        ("predicted", &found.predicted),
    ];
    object(lists.map(|(name, values)| (name, Float64Array::from(values.as_slice()).into())))
}
