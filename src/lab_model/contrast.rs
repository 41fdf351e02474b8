//! One step of contrastive divergence on one input, taken apart.

use super::LabModel;
use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::layers::read_values;
use crate::random::Random;

/// CD-1 on one input (Hinton 2002): data on one side, what the machine makes of them on the other.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastiveStep {
    /// v, the states that the input stands for, `[input]`.
    pub visible: Vec<f32>,
    /// E[h | v], `[code]`.
    pub hidden_means: Vec<f32>,
    /// h, drawn with these means, `[code]`.
    pub hidden: Vec<f32>,
    /// E[v | h], `[input]`.
    pub visible_means_again: Vec<f32>,
    /// v*, drawn with these means, `[input]`.
    pub visible_again: Vec<f32>,
    /// E[h | v*], `[code]`.
    pub hidden_means_again: Vec<f32>,
    /// The positive phase v E[h | v]ᵀ for the weights of each unit asked for, `[units × input]`.
    pub positive: Vec<f32>,
    /// The negative phase v* E[h | v*]ᵀ likewise. Weights move along the one less the other.
    pub negative: Vec<f32>,
    /// E(v, h)
    pub energy: f32,
    /// F(v)
    pub free_energy: f32,
    /// F(v*)
    pub free_energy_again: f32,
}

impl LabModel {
    /// One step of contrastive divergence on one input, as training takes it; `seed` decides the
    /// draws, `units` of whose weights both phases are told.
    ///
    /// # Errors
    /// `bad-option` where the family has no energy, or for units that there are not; `bad-input` for
    /// anything but one input; `device-failed`.
    pub async fn contrastive_step(
        &self,
        input: &[f32],
        seed: u64,
        units: &[usize],
    ) -> Result<ContrastiveStep> {
        if validate_inputs(input, self.input_size())? != 1 {
            return Err(LabError::new(
                "bad-input",
                format!("{} values are not one input.", input.len()),
                "Pass the values of one image.",
            ));
        }
        let code = self.code_size();
        if let Some(unit) = units.iter().find(|unit| **unit >= code) {
            return Err(LabError::new(
                "bad-option",
                format!("Unit {unit} was asked for, of {code} hidden units."),
                "Units are counted from 0.",
            ));
        }
        let (snapshot, mut random) = (self.snapshot(), Random::new(seed));
        let machine = self.energy(snapshot.as_ref())?;
        let visible = machine.observe(self.upload(input, 1), &mut random);
        let means = machine.hidden_given_visible(visible.clone());
        let hidden = machine.sample_hidden(means.clone(), &mut random);
        let means_again = machine.visible_given_hidden(hidden.clone());
        let again = machine.sample_visible(means_again.clone(), &mut random);
        let hidden_again = machine.hidden_given_visible(again.clone());
        let none = || (visible.zeros_like(), means.zeros_like());
        let data = (visible.clone(), means.clone());
        let positive = machine.energy_gradient(data, none()).weight;
        let model = (again.clone(), hidden_again.clone());
        let negative = machine.energy_gradient(none(), model).weight.neg();
        let positive = columns(&read_values(positive).await?, code, units);
        let negative = columns(&read_values(negative).await?, code, units);
        Ok(ContrastiveStep {
            energy: read_values(machine.energy(visible.clone(), hidden.clone())).await?[0],
            free_energy: read_values(machine.free_energy(visible.clone())).await?[0],
            free_energy_again: read_values(machine.free_energy(again.clone())).await?[0],
            visible: read_values(visible).await?,
            hidden_means: read_values(means).await?,
            hidden: read_values(hidden).await?,
            visible_means_again: read_values(means_again).await?,
            visible_again: read_values(again).await?,
            hidden_means_again: read_values(hidden_again).await?,
            positive,
            negative,
        })
    }
}

/// Some columns of a matrix with rows of `width`, one after the other.
fn columns(matrix: &[f32], width: usize, chosen: &[usize]) -> Vec<f32> {
    let column = |index: &usize| matrix.iter().skip(*index).step_by(width).copied();
    chosen.iter().flat_map(column).collect()
}
