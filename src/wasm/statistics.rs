//! What `Lab` says of many values, and of labels.

use wasm_bindgen::prelude::*;

use super::convert::{JsResult, labels};
use super::fail;
use super::lab::Lab;
use crate::task::classes;

#[wasm_bindgen]
impl Lab {
    #[wasm_bindgen(skip_typescript)]
    pub fn majority(&self, of: JsValue) -> JsResult<u32> {
        classes::majority(&labels(&of)?)
            .ok_or_else(|| fail("bad-input", "There are no labels.", "Pass one or more."))
    }
}
