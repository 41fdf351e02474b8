//! What autoencoders are for, and what is inside them.

pub mod classification;
pub mod filters;
pub mod maximisation;
pub mod plane;
pub mod probe;
pub mod retrieval;
pub mod units;
