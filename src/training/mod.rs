//! Training: what a learner is, how each kind of model learns, and the loop around it.

pub mod adam;
pub mod annealing;
pub mod backprop;
pub mod belief;
pub mod closed_form;
pub mod contrastive;
pub mod greedy;
mod host;
mod learner;
mod options;
pub mod parameters;
mod run;

pub use host::{Host, Retold};
pub use learner::{Learner, Losses, Parameter, Stage, Unrolled};
pub use options::{Schedule, TrainConfig};
pub use run::{Metrics, Progress, TrainReport, evaluate, read, train, unread};
