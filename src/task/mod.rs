//! What autoencoders are for.

pub mod classification;
pub mod plane;
pub mod retrieval;
pub mod semantic;
pub mod tfidf;
