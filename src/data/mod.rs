//! Where inputs come from: idx files, generated digits and drawings, all as grey images in 0…1, and
//! documents as shares of words.

pub mod augment;
mod batch;
pub mod corruption;
pub mod dataset;
pub mod digits;
pub mod documents;
pub mod drawing;
mod frame;
mod glyphs;
pub mod idx;
mod inputs;
pub mod occlusion;
mod path;
mod pen;
pub mod sequence;
pub mod sparse;
mod strokes;
pub mod text;
mod values;

pub use batch::Batch;
pub use dataset::{Dataset, shuffle};
pub use inputs::validate_inputs;
pub use strokes::Strokes;
