//! What autoencoders are for, and what is inside them.

mod blur;
pub mod classes;
pub mod classification;
pub mod filters;
pub mod histogram;
pub mod map;
pub mod maximisation;
pub mod nodes;
pub mod plane;
pub mod pretraining;
pub mod probe;
pub mod ranking;
pub mod recipe;
pub mod retrieval;
pub mod sampling;
pub mod semantic;
pub mod statistics;
pub mod subspace;
pub mod tfidf;
pub mod units;
