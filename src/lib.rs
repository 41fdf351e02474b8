//! Autoencoder Lab: autoencoders to see, touch and train, natively and in a browser.
//!
//! Modules in the order of their dependencies; start with [`model`] for the contracts and
//! [`family`] for what fulfils them.

pub mod error;
pub mod random;

pub mod data;

pub mod kernel;

pub mod layers;
pub mod loss;

pub mod model;
pub mod weights;

pub mod training;

pub mod family;

pub mod device;
pub mod lab_model;
pub mod task;

// Public for its tests only: what it holds is for JavaScript.
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub mod wasm;
