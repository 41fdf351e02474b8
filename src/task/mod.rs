//! What autoencoders are for.

pub mod classification;
pub mod plane;
pub mod pretraining;
pub mod retrieval;
