//! What autoencoders are for.

pub mod classification;
pub mod retrieval;
