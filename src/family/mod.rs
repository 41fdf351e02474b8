//! The families. [`FAMILIES`] is the only list of them: the page's forms, the package, the tests
//! and native training all iterate it.

use crate::error::{LabError, Result};

pub mod contractive;
mod control;
pub mod convolutional;
pub mod cvae;
pub mod dbn;
mod definition;
pub mod denoising;
pub mod dense;
pub mod documents;
mod mirrored;
pub mod pca;
pub mod rbm;
pub mod recurrent;
pub mod sparse;
pub mod stacked;
pub mod vae;
pub mod words;

pub use control::{Control, ControlKind, WIDEST};
pub use definition::{Family, InputKind, MEMORY_LIMIT};

/// Every family, in the order in which the page shows them.
pub const FAMILIES: &[Family] = &[
    pca::FAMILY,
    dense::FAMILY,
    stacked::FAMILY,
    sparse::FAMILY,
    denoising::FAMILY,
    contractive::FAMILY,
    convolutional::FAMILY,
    recurrent::FAMILY,
    rbm::FAMILY,
    dbn::FAMILY,
    vae::FAMILY,
    cvae::FAMILY,
    documents::FAMILY,
];

impl Family {
    /// The family called `id`.
    ///
    /// # Errors
    /// `unknown-family`.
    pub fn find(id: &str) -> Result<&'static Family> {
        FAMILIES
            .iter()
            .find(|family| family.id == id)
            .ok_or_else(|| {
                let known: Vec<&str> = FAMILIES.iter().map(|family| family.id).collect();
                LabError::new(
                    "unknown-family",
                    format!("There is no family called '{id}'."),
                    format!("Use one of: {}.", known.join(", ")),
                )
            })
    }
}
