//! The data layer: data sets, idx files, drawings and generated digits.
#![cfg(not(target_family = "wasm"))]

mod corruption;
mod datasets;
mod drawings;
mod files;
mod frame;
mod generated;
mod hostile;
mod idx_files;
mod sequences;
