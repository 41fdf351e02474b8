//! What autoencoders are for, as `Lab` shows it to JavaScript.

use js_sys::{Uint8Array, Uint32Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::{
    JsResult, array, bad_argument, blocks, bytes, count, field, floats, object, plain,
    read_options, statistics, thrown,
};
use super::lab::{Lab, LoadOptions};
use crate::task::map::CodeMap;
use crate::task::plane::{self, Place, Plane, Way};
use crate::task::retrieval::{Metric, Search};
use crate::task::subspace::subspace_overlap;
use crate::weights::{CodeStatistics, verify};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct GridOptions {
    low: [f32; 2],
    high: [f32; 2],
    columns: usize,
    rows: usize,
    place: Place,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WalkOptions {
    steps: usize,
    way: Way,
}

impl Default for WalkOptions {
    fn default() -> Self {
        Self {
            steps: 10,
            way: Way::default(),
        }
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SearchOptions {
    k: usize,
    metric: Metric,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            k: 10,
            metric: Metric::default(),
        }
    }
}

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn plane(&self, codes: JsValue, size: f64) -> JsResult<JsValue> {
        let plane = Plane::of(&floats(&codes)?, count(size, "size of a code")?).map_err(thrown)?;
        Ok(describe(&plane))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn statistics(&self, codes: JsValue, size: f64) -> JsResult<JsValue> {
        let size = count(size, "size of a code")?;
        let found = CodeStatistics::of(&floats(&codes)?, size).map_err(thrown)?;
        Ok(statistics(found))
    }

    #[wasm_bindgen(js_name = subspaceOverlap, skip_typescript)]
    pub fn subspace_overlap(&self, left: JsValue, right: JsValue, size: f64) -> JsResult<f64> {
        let size = count(size, "size of a vector")?;
        subspace_overlap(&floats(&left)?, &floats(&right)?, size).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn map(&self, contents: JsValue, options: JsValue) -> JsResult<JsValue> {
        let contents = bytes(&contents, "map")?;
        let options: LoadOptions = read_options(&options, "options of map")?;
        if let Some(sha256) = options.sha256 {
            verify(&contents, &sha256).map_err(thrown)?;
        }
        let map = CodeMap::read(&contents).map_err(thrown)?;
        Ok(object([
            ("points", array(&map.points)),
            ("labels", Uint8Array::from(map.labels.as_slice()).into()),
            ("plane", describe(&map.plane)),
            ("data", map.data.into()),
        ]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn project(&self, codes: JsValue, plane: JsValue) -> JsResult<JsValue> {
        let points = read_plane(&plane)?.project(&floats(&codes)?);
        points.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn lift(&self, points: JsValue, plane: JsValue) -> JsResult<JsValue> {
        let codes = read_plane(&plane)?.lift(&floats(&points)?);
        codes.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn grid(&self, options: JsValue) -> JsResult<JsValue> {
        let options: GridOptions = read_options(&options, "options of grid")?;
        let GridOptions {
            low,
            high,
            columns,
            rows,
            place,
        } = options;
        let points = plane::grid(low, high, columns, rows, place);
        points.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(js_name = centralRegion, skip_typescript)]
    pub fn central_region(&self, deviations: JsValue) -> JsResult<JsValue> {
        let two: Result<[f32; 2], _> = floats(&deviations)?.try_into();
        let two = two.map_err(|_| {
            bad_argument(
                "These are no two standard deviations.",
                "Pass the standardDeviation of lab.statistics(points, 2).",
            )
        })?;
        let [low, high] = plane::central_region(two).map_err(thrown)?;
        Ok(object([("low", plain(&low)), ("high", plain(&high))]))
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn walk(&self, from: JsValue, to: JsValue, options: JsValue) -> JsResult<JsValue> {
        let options: WalkOptions = read_options(&options, "options of walk")?;
        let codes = plane::walk(&floats(&from)?, &floats(&to)?, options.steps, options.way);
        codes.map(|values| array(&values)).map_err(thrown)
    }

    #[wasm_bindgen(skip_typescript)]
    pub fn nearest(
        &self,
        references: JsValue,
        queries: JsValue,
        size: f64,
        options: JsValue,
    ) -> JsResult<JsValue> {
        let options: SearchOptions = read_options(&options, "options of nearest")?;
        let (references, queries) = (blocks(&references)?, floats(&queries)?);
        let size = count(size, "size of a code")?;
        let SearchOptions { k, metric } = options;
        let values = references.iter().map(|block| block.length() as usize).sum();
        let mut search = Search::new(values, &queries, size, k, metric).map_err(thrown)?;
        for block in references {
            search.add(&block.to_vec()).map_err(thrown)?;
        }
        Ok(Uint32Array::from(search.rows().as_slice()).into())
    }
}

fn describe(plane: &Plane) -> JsValue {
    object([("mean", array(&plane.mean)), ("axes", array(&plane.axes))])
}

/// A plane as [`Lab::plane`] gave it.
fn read_plane(value: &JsValue) -> JsResult<Plane> {
    let wrong = || {
        bad_argument(
            "This is no plane.",
            "Pass what lab.plane(codes, size) returned.",
        )
    };
    let part = |name: &str| floats(&field(value, name).ok_or_else(wrong)?);
    let (mean, axes) = (part("mean")?, part("axes")?);
    if mean.is_empty() || axes.len() != 2 * mean.len() {
        return Err(wrong());
    }
    Ok(Plane { mean, axes })
}
