//! Training shared by several workers: each differentiates its part of every batch, and one of them adds up
//! their gradients and takes the step. What comes out is what one would compute alone, to rounding.

use std::pin::Pin;

use serde::{Deserialize, Serialize};

use super::learner::Learner;
use super::portion::Portion;
use crate::error::Result;
use crate::layers::parameters::{Parameter, look_at};
use crate::weights::NamedTensor;

/// How a training goes alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Seconds of an update.
    pub seconds: f64,
    /// Updates that are left.
    pub steps: usize,
    /// Values of the model's parameters.
    pub parameters: usize,
}

/// What the members of a team contribute: of each, the values that [`Learner::values`] gives.
pub type Contributions<'a> = Pin<Box<dyn Future<Output = Result<Vec<Vec<f32>>>> + 'a>>;

/// Others who differentiate portions.
pub trait Team {
    /// How many they are.
    fn size(&self) -> usize;

    /// Has each of them differentiate a portion at these parameters.
    ///
    /// # Errors
    /// `crashed`.
    fn ask(&self, parameters: Vec<Parameter>, portions: &[Portion]) -> Result<()>;

    /// What those who were asked last contribute, in the order of their portions.
    ///
    /// # Errors
    /// `crashed` where one of them is no more.
    fn contributions(&self) -> Contributions<'_>;
}

/// What a member of a team does for another: it differentiates `portion` where `parameters` gives so many values of
/// each in turn, and shows `look` its own, one after the other.
pub fn contribute<L>(
    learner: &mut L,
    mut parameters: impl FnMut(usize) -> Vec<f32>,
    portion: &Portion,
    mut look: impl FnMut(&[f32]),
) where
    L: Learner + ?Sized,
{
    let shapes = learner.parameter_shapes().into_iter();
    let tensors = shapes.map(|(name, shape)| NamedTensor {
        values: parameters(shape.iter().product()),
        name,
        shape,
    });
    let tensors = tensors.collect();
    learner.load(tensors);
    let contribution = learner.differentiate(portion);
    for values in learner.values(contribution) {
        look_at(values, &mut look);
    }
}
