//! Training: what a learner is, the rules by which models learn, and the loop around them.

pub mod adam;
pub mod annealing;
pub mod backprop;
pub mod closed_form;
pub mod contrastive;
mod evaluation;
mod host;
pub mod layerwise;
mod learner;
mod options;
mod passes;
pub mod portion;
mod progress;
mod rule;
mod run;
pub mod team;
mod trainer;

pub use evaluation::evaluate;
pub use host::{Host, Reporting, Unattended};
pub use learner::{Learner, ModelLearner, Stage, count};
pub use options::{Reports, Schedule, TrainConfig};
pub use progress::{Metrics, Progress, TrainReport, read};
pub use rule::Rule;
pub use run::train;
pub use trainer::Trainer;
