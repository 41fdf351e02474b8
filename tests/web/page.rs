//! What every test needs: JavaScript's objects driven by name, and small models and data.

use std::cell::RefCell;
use std::rc::Rc;
use std::slice::from_ref;
use std::sync::Once;

use autoencoder_lab::family::{ControlKind, FAMILIES, Family};
use autoencoder_lab::wasm::{self, ErrorClass, Lab};
use js_sys::{Array, Float32Array, Function, Promise, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The side of the tests' images, and the values of one.
pub const SIDE: usize = 6;
pub const SIZE: usize = SIDE * SIDE;
/// The codes of the tests' models.
pub const CODE: usize = 3;

/// A JavaScript value.
#[derive(Clone, Debug)]
pub struct Js(pub JsValue);

/// What a call returned or threw.
pub type Outcome = Result<Js, Js>;

impl Js {
    pub fn get(&self, name: &str) -> Js {
        self.try_get(name)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    pub fn try_get(&self, name: &str) -> Outcome {
        Reflect::get(&self.0, &name.into()).map(Js).map_err(Js)
    }

    pub fn has(&self, name: &str) -> bool {
        !self.get(name).0.is_undefined()
    }

    /// Calls the method `name`.
    pub fn call(&self, name: &str, arguments: &[JsValue]) -> Outcome {
        let method: Function = self.get(name).0.unchecked_into();
        let arguments: Array = arguments.iter().collect();
        method.apply(&self.0, &arguments).map(Js).map_err(Js)
    }

    /// Calls the method `name`, which must return a promise whatever its arguments are.
    pub fn start(&self, name: &str, arguments: &[JsValue]) -> Promise {
        let returned = self
            .call(name, arguments)
            .unwrap_or_else(|error| panic!("{name} threw instead of rejecting: {error:?}"));
        let promise = returned.0.dyn_into();
        promise.unwrap_or_else(|value| panic!("{name} returned {value:?}, no promise"))
    }

    /// Calls the method `name` and awaits its promise.
    pub async fn wait(&self, name: &str, arguments: &[JsValue]) -> Outcome {
        settle(self.start(name, arguments)).await
    }

    pub fn number(&self) -> f64 {
        self.0
            .as_f64()
            .unwrap_or_else(|| panic!("{:?} is no number", self.0))
    }

    pub fn text(&self) -> String {
        self.0
            .as_string()
            .unwrap_or_else(|| panic!("{:?} is no string", self.0))
    }

    pub fn floats(&self) -> Vec<f32> {
        let array: &Float32Array = self.0.dyn_ref().expect("a Float32Array");
        array.to_vec()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let array: &Uint8Array = self.0.dyn_ref().expect("a Uint8Array");
        array.to_vec()
    }

    pub fn list(&self) -> Vec<Js> {
        assert!(Array::is_array(&self.0), "{:?} is no array", self.0);
        Array::from(&self.0).iter().map(Js).collect()
    }

    /// An array's values, such as the arguments of a call.
    pub fn values(&self) -> Vec<JsValue> {
        self.list().into_iter().map(|value| value.0).collect()
    }

    /// A plain object's contents.
    pub fn json(&self) -> Value {
        serde_wasm_bindgen::from_value(self.0.clone()).expect("a plain value")
    }

    /// The name of the value's class.
    pub fn class(&self) -> String {
        self.get("constructor").get("name").text()
    }
}

pub async fn settle(promise: Promise) -> Outcome {
    JsFuture::from(promise).await.map(Js).map_err(Js)
}

/// A plain object or value.
pub fn plain(value: Value) -> JsValue {
    use serde::Serialize;
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("a plain value")
}

/// The plain object `value` with one more field.
pub fn with(value: Value, name: &str, field: &JsValue) -> JsValue {
    let object = plain(value);
    Reflect::set(&object, &name.into(), field).expect("a settable field");
    object
}

pub fn array(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
}

pub fn buffer(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A value of JavaScript's own, such as `new AbortController()`.
pub fn js(expression: &str) -> Js {
    let function = Function::new_no_args(&format!("return {expression}"));
    Js(function
        .call0(&JsValue::UNDEFINED)
        .expect("a sound expression"))
}

/// That `outcome` is a failure as the package promises: a `LabError`, an `Error` too, with this
/// code, a sentence and a hint.
pub fn refused(what: &str, outcome: Outcome, code: &str) -> String {
    let error = match outcome {
        Ok(value) => panic!("{what} was accepted: {value:?}"),
        Err(error) => error,
    };
    let class = Js(ErrorClass {}.into()).get("constructor").0;
    let ours = Reflect::get_prototype_of(&error.0).expect("an object")
        == Js(class).get("prototype").0.unchecked_into();
    assert!(ours, "{what} gave {error:?}, no LabError");
    assert!(error.0.is_instance_of::<js_sys::Error>(), "{what}");
    assert_eq!(error.get("name").text(), "LabError");
    let message = error.get("message").text();
    assert_eq!(error.get("code").text(), code, "{what}: {message}");
    assert!(message.len() > 10 && message.ends_with('.'), "{message}");
    assert!(!error.get("hint").text().is_empty(), "{what}: {message}");
    message
}

/// What the page's first call does: a test's instance does not start by itself.
fn begin() {
    static STARTED: Once = Once::new();
    STARTED.call_once(wasm::start);
}

pub async fn open(options: Value) -> Outcome {
    begin();
    settle(Lab::open(plain(options))).await
}

/// A lab on the CPU whose models' seeds begin with `seed`.
pub async fn lab(seed: u32) -> Js {
    let lab = open(json!({"device": "cpu", "seed": seed})).await;
    lab.expect("the CPU is always there")
}

/// A small configuration: whatever has a size is set, the rest is left to its default.
pub fn small(family: &Family) -> Value {
    let mut config = json!({"inputSize": SIZE});
    for control in family.controls {
        match control.kind {
            ControlKind::Widths { .. } => config[control.name] = json!([12, CODE]),
            ControlKind::Integer { .. } if control.name == "codeSize" => {
                config[control.name] = json!(CODE);
            }
            ControlKind::Integer { .. } if control.name == "hidden" => {
                config[control.name] = json!(8)
            }
            ControlKind::Integer { .. } if control.name == "layerSteps" => {
                config[control.name] = json!(1)
            }
            _ => {}
        }
    }
    config
}

pub fn create(lab: &Js, family: &str, config: Value) -> Js {
    let model = lab.call("create", &[family.into(), plain(config)]);
    model.unwrap_or_else(|error| panic!("{family}: {error:?}"))
}

/// A small deep autoencoder.
pub fn dense(lab: &Js) -> Js {
    let config = json!({"inputSize": SIZE, "widths": [12, CODE]});
    create(lab, "dense", config)
}

/// A small model of every family.
pub fn one_of_each(lab: &Js) -> Vec<Js> {
    let make = |family: &Family| create(lab, family.id, small(family));
    FAMILIES.iter().map(make).collect()
}

/// The bytes of an idx file of images.
pub fn idx_images(count: usize, side: usize, pixels: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, 3];
    for size in [count, side, side] {
        file.extend((size as u32).to_be_bytes());
    }
    file.extend(pixels);
    file
}

/// The bytes of an idx file of labels.
pub fn idx_labels(labels: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, 1];
    file.extend((labels.len() as u32).to_be_bytes());
    file.extend(labels);
    file
}

/// Grey spots that wander over the image: `[count, SIZE]`.
pub fn spots(count: usize) -> Vec<u8> {
    let spot = |index: usize| {
        let turn = index as f32 * 0.61;
        let (x, y) = (2.5 + 2.0 * turn.cos(), 2.5 + 2.0 * (1.7 * turn).sin());
        (0..SIZE).map(move |pixel| {
            let (row, column) = ((pixel / SIDE) as f32, (pixel % SIDE) as f32);
            let distance = (column - x).powi(2) + (row - y).powi(2);
            (255.0 * (-0.5 * distance).exp()) as u8
        })
    };
    (0..count).flat_map(spot).collect()
}

/// A `Dataset` of [`spots`], labelled 0 to 9 in turn.
pub fn dataset(lab: &Js, count: usize) -> Js {
    let images = idx_images(count, SIDE, &spots(count));
    let labels = idx_labels(&turns(count));
    let files = [buffer(&images), buffer(&labels)];
    lab.call("idx", &files).expect("sound files")
}

/// The labels 0 to 9, again and again.
pub fn turns(count: usize) -> Vec<u8> {
    (0..10).cycle().take(count).collect()
}

/// `count` images as a model takes them.
pub fn inputs(count: usize) -> Vec<f32> {
    let spots = spots(count);
    spots
        .iter()
        .map(|&pixel| f32::from(pixel) / 255.0)
        .collect()
}

pub async fn reconstruct(model: &Js) -> Vec<f32> {
    let images = model.wait("reconstruct", &[array(&inputs(4))]).await;
    images.expect("sound inputs").floats()
}

pub async fn train(model: &Js, data: &Js, options: Value) -> Js {
    let report = model.wait("train", &[data.0.clone(), plain(options)]).await;
    report.unwrap_or_else(|error| panic!("training: {error:?}"))
}

/// The loss over all of `data`.
pub async fn loss(model: &Js, data: &Js) -> f64 {
    let metrics = model.wait("evaluate", from_ref(&data.0)).await;
    metrics.expect("metrics").get("loss").number()
}

pub async fn save(model: &Js) -> Vec<u8> {
    model.wait("save", &[]).await.expect("a file").bytes()
}

/// A function for JavaScript, kept alive for as long as it may be called.
pub struct Listener {
    pub calls: Rc<RefCell<Vec<Js>>>,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// One that notes its argument and then does `more`.
    pub fn new(mut more: impl FnMut(&Js) + 'static) -> Self {
        let calls = Rc::new(RefCell::new(Vec::new()));
        let noted = calls.clone();
        let closure = Closure::new(move |argument| {
            let argument = Js(argument);
            noted.borrow_mut().push(argument.clone());
            more(&argument);
        });
        Self { calls, closure }
    }

    pub fn function(&self) -> &JsValue {
        self.closure.as_ref()
    }
}

/// Resolves after `milliseconds`, in a new task.
pub async fn pause(milliseconds: u32) {
    let promise = js(&format!(
        "new Promise((resolve) => setTimeout(resolve, {milliseconds}))"
    ));
    settle(promise.0.unchecked_into())
        .await
        .expect("timers resolve");
}
