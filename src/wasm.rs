//! The package: the only place that JavaScript sees, and the only `#[wasm_bindgen]`.
//!
//! `wasm/api.d.ts`, `wasm/tasks.d.ts` and `wasm/statistics.d.ts` declare it for TypeScript,
//! `wasm/bridge.js` is what it needs of JavaScript.
//! Every failure crosses as a `LabError`; promises are made by hand so that no Rust object stays
//! borrowed while one is pending.

mod convert;
mod dataset;
mod energy;
mod gathering;
mod helper;
mod inside;
mod lab;
mod model;
mod page;
mod recipe;
mod sampling;
mod stack;
mod statistics;
mod task;
mod team;
mod text;

pub use lab::Lab;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const API: &str = include_str!("wasm/api.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const TASKS: &str = include_str!("wasm/tasks.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const STATISTICS: &str = include_str!("wasm/statistics.d.ts");

#[wasm_bindgen(module = "/src/wasm/bridge.js")]
extern "C" {
    fn adopt(sample: JsValue);
    fn fail(code: &str, message: &str, hint: &str) -> JsValue;
    fn guard(instance: JsValue, asynchronous: Vec<String>) -> JsValue;
    #[wasm_bindgen(catch)]
    async fn adapter() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = fetchBytes)]
    async fn fetch_bytes(url: &str) -> Result<JsValue, JsValue>;
    #[cfg(not(feature = "webgpu"))]
    #[wasm_bindgen(catch, js_name = openWhole)]
    async fn open_whole(options: &JsValue) -> Result<JsValue, JsValue>;
    fn macrotask() -> js_sys::Promise;
    fn now() -> f64;
    #[wasm_bindgen(catch, js_name = wordsFrom)]
    fn words_from(text: &js_sys::JsString, from: u32) -> Result<JsValue, JsValue>;
}

/// The class of every failure; its instances are made in `bridge.js`.
#[wasm_bindgen(js_name = LabError, skip_typescript)]
pub struct ErrorClass {}

unsafe extern "C" {
    /// Runs the static constructors that the GPU runtime registers.
    unsafe fn __wasm_call_ctors();
}

#[wasm_bindgen(start)]
pub fn start() {
    // Once and by hand: where nothing calls it, the linker makes every exported function run all
    // constructors, which costs milliseconds a call.
    // SAFETY: the linker defines it, and the start function runs once, before anything else.
    unsafe { __wasm_call_ctors() };
    console_error_panic_hook::set_once();
    adopt(JsValue::from(ErrorClass {}));
}
