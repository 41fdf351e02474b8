//! The exported package in a browser, in a worker as the page has it, called as JavaScript calls
//! it; WebGPU is Chromium's software adapter, slow, so that models are small and trainings short.
#![cfg(target_family = "wasm")]

mod agreement;
mod api;
mod counts;
mod data;
mod devices;
mod files;
mod freed;
mod inside;
mod kernel;
mod labels;
mod learning;
mod memory;
mod operations;
mod overlap;
mod page;
mod recipe;
mod refusals;
mod sampling;
mod statistics;
mod text;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
