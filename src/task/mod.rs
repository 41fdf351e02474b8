//! What autoencoders are for.

pub mod classification;
pub mod map;
pub mod plane;
pub mod pretraining;
pub mod retrieval;
pub mod sampling;
pub mod semantic;
pub mod tfidf;
