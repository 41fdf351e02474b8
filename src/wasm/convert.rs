//! Values across the border: typed arrays, plain objects, errors.

use std::fmt::Display;

use js_sys::{Array, Float32Array, Float64Array, Object, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::fail;
use crate::data::Strokes;
use crate::error::LabError;
use crate::weights::CodeStatistics;

pub type JsResult<T> = Result<T, JsValue>;

/// A `LabError` as JavaScript sees it.
pub fn thrown(error: LabError) -> JsValue {
    fail(error.code, &error.message, &error.hint)
}

/// A failure of an argument.
pub fn bad_argument(message: &str, hint: &str) -> JsValue {
    fail("bad-argument", message, hint)
}

/// A plain object.
pub fn plain(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("serialisable values")
}

/// What a plain value says; `undefined` and `null` say nothing.
pub fn parse<T: DeserializeOwned + Default>(value: JsValue, what: &str) -> JsResult<T> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| unusable(what, &error))
}

/// The options in a plain object; those that are `undefined` count as left out.
pub fn read_options<T: DeserializeOwned + Default>(value: &JsValue, what: &str) -> JsResult<T> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    if !value.is_object() || Array::is_array(value) {
        return Err(unusable(what, &"they are no plain object"));
    }
    // Through JSON's values, since serde-wasm-bindgen passes over fields that it does not know.
    let mut fields = Map::new();
    for entry in Object::entries(value.unchecked_ref()) {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if let Some(number) = value.as_f64().filter(|number| !number.is_finite()) {
            return Err(unusable(what, &format!("'{name}' is {number}")));
        }
        if !value.is_undefined() {
            let value = serde_wasm_bindgen::from_value(value);
            fields.insert(name, value.map_err(|error| unusable(what, &error))?);
        }
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| unusable(what, &error))
}

fn unusable(what: &str, problem: &dyn Display) -> JsValue {
    fail(
        "bad-option",
        &format!("The {what} cannot be used: {problem}."),
        "Use the options that the documentation lists.",
    )
}

/// The values of a `Float32Array`.
pub fn floats(value: &JsValue) -> JsResult<Vec<f32>> {
    value
        .dyn_ref::<Float32Array>()
        .map(Float32Array::to_vec)
        .ok_or_else(no_floats)
}

/// The values of a `Float32Array`, a `Float64Array` or an array of numbers.
pub fn numbers(value: &JsValue) -> JsResult<Vec<f64>> {
    if let Some(array) = value.dyn_ref::<Float32Array>() {
        return Ok(array.to_vec().into_iter().map(f64::from).collect());
    }
    if let Some(array) = value.dyn_ref::<Float64Array>() {
        return Ok(array.to_vec());
    }
    let wrong = || {
        fail(
            "bad-input",
            "The values are not numbers.",
            "Pass a Float32Array, a Float64Array or an array of numbers.",
        )
    };
    let array: &Array = value.dyn_ref().ok_or_else(wrong)?;
    let number = |value: JsValue| value.as_f64().ok_or_else(wrong);
    array.iter().map(number).collect()
}

fn no_floats() -> JsValue {
    fail(
        "bad-input",
        "The values are not a Float32Array.",
        "Pass a Float32Array.",
    )
}

/// The bytes of a `Uint8Array`.
pub fn bytes(value: &JsValue, what: &str) -> JsResult<Vec<u8>> {
    value
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .ok_or_else(|| {
            bad_argument(
                &format!("The {what} are not a Uint8Array."),
                "Pass a Uint8Array.",
            )
        })
}

/// The labels in a `Uint8Array`, a `Uint32Array` or an array of numbers.
pub fn labels(value: &JsValue) -> JsResult<Vec<u32>> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec().into_iter().map(u32::from).collect());
    }
    if let Some(numbers) = value.dyn_ref::<Uint32Array>() {
        return Ok(numbers.to_vec());
    }
    let wrong = || {
        fail(
            "bad-input",
            "The labels are not whole numbers that are not negative.",
            "Pass a Uint8Array, a Uint32Array or an array of numbers.",
        )
    };
    let numbers: &Array = value.dyn_ref().ok_or_else(wrong)?;
    let label = |value: JsValue| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0);
        let label = number.filter(|number| (0.0..=f64::from(u32::MAX)).contains(number));
        label.map(|label| label as u32).ok_or_else(wrong)
    };
    numbers.iter().map(label).collect()
}

/// The `Float32Array`s in an array, or the only one: still JavaScript's.
pub fn blocks(value: &JsValue) -> JsResult<Vec<Float32Array>> {
    let all = match value.dyn_ref::<Array>() {
        Some(all) => all.to_vec(),
        None => vec![value.clone()],
    };
    let block = |value: JsValue| value.dyn_into().map_err(|_| no_floats());
    all.into_iter().map(block).collect()
}

/// A whole number that is not negative.
pub fn count(value: f64, what: &str) -> JsResult<usize> {
    if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) {
        return Ok(value as usize);
    }
    Err(fail(
        "bad-option",
        &format!("The {what} is {value}."),
        "Use a whole number that is not negative.",
    ))
}

/// `value` as a `Float32Array`.
pub fn array(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
}

/// Several `Float32Array`s.
pub fn arrays(values: &[Vec<f32>]) -> JsValue {
    values
        .iter()
        .map(|values| array(values))
        .collect::<Array>()
        .into()
}

/// Strokes as JavaScript has them: x, y, x, y… in one `Float32Array` a stroke.
pub fn lines(strokes: &Strokes) -> JsValue {
    let flat = strokes.0.iter().map(|stroke| array(stroke.as_flattened()));
    flat.collect::<Array>().into()
}

/// The strokes in an array of what [`lines`] makes.
pub fn points(value: &JsValue) -> JsResult<Strokes> {
    let wrong = || {
        fail(
            "bad-input",
            "The strokes are not an array of Float32Arrays of x, y, x, y….",
            "Pass one Float32Array a stroke, two values a point.",
        )
    };
    let strokes: &Array = value.dyn_ref().ok_or_else(wrong)?;
    let stroke = |stroke: JsValue| -> JsResult<Vec<[f32; 2]>> {
        let values = floats(&stroke)?;
        let (points, rest) = values.as_chunks::<2>();
        rest.is_empty().then(|| points.to_vec()).ok_or_else(wrong)
    };
    strokes
        .iter()
        .map(stroke)
        .collect::<JsResult<_>>()
        .map(Strokes)
}

/// The field `name` of `object`, `None` where either is absent.
pub fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    // What is no object would throw, which takes as long as one input through a small model.
    if !object.is_object() {
        return None;
    }
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A copy of `object` without the fields `names`.
pub fn without(object: &JsValue, names: &[&str]) -> JsValue {
    if !object.is_object() {
        return object.clone();
    }
    let rest = Object::assign(&Object::new(), object.unchecked_ref());
    for name in names {
        // A plain copy's own fields can always be deleted.
        let _ = Reflect::delete_property(&rest, &(*name).into());
    }
    rest.into()
}

/// A plain object with these fields.
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh plain object takes any field.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// `CodeStatistics` as a plain object of typed arrays.
pub fn statistics(found: CodeStatistics) -> JsValue {
    object([
        ("mean", array(&found.mean)),
        ("standardDeviation", array(&found.standard_deviation)),
        ("low", array(&found.low)),
        ("high", array(&found.high)),
    ])
}
