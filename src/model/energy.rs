//! Models given by an energy.

use burn::tensor::Tensor;

use crate::random::Random;

/// Visible states and the means of the hidden units given them.
pub type Pair = (Tensor<2>, Tensor<2>);

/// One value for each parameter of an energy that is linear in them.
#[derive(Clone, Debug)]
pub struct EnergyGradient {
    /// `[visible, hidden]`
    pub weight: Tensor<2>,
    /// `[visible]`
    pub visible: Tensor<1>,
    /// `[hidden]`
    pub hidden: Tensor<1>,
}

/// A model given by an energy E(v, h) of visible and hidden units, p(v, h) ∝ exp(−E(v, h)), in
/// which the units of either layer are independent given the other layer.
///
/// Visible states are `[batch, input]`, hidden ones `[batch, hidden]`.
pub trait EnergyModel {
    /// F(v) = −log Σₕ exp(−E(v, h)), `[batch]`: log p(v) = −F(v) − log Z.
    fn free_energy(&self, visible: Tensor<2>) -> Tensor<1>;

    /// E(v, h), `[batch]`, less what does not depend on either.
    fn energy(&self, visible: Tensor<2>, hidden: Tensor<2>) -> Tensor<1>;

    /// E[h | v].
    fn hidden_given_visible(&self, visible: Tensor<2>) -> Tensor<2>;

    /// E[v | h].
    fn visible_given_hidden(&self, hidden: Tensor<2>) -> Tensor<2>;

    /// A draw of the hidden units with the given means.
    fn sample_hidden(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// A draw of the visible units with the given means.
    fn sample_visible(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// The visible states that inputs stand for: where units are 0 or 1, a grey pixel is the
    /// probability of a 1, and a draw decides.
    fn observe(&self, inputs: Tensor<2>, random: &mut Random) -> Tensor<2>;

    /// One step of alternating Gibbs sampling, h → v → h.
    fn gibbs_step(&self, hidden: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let visible = self.sample_visible(self.visible_given_hidden(hidden), random);
        self.sample_hidden(self.hidden_given_visible(visible), random)
    }

    /// −⟨∂E/∂θ⟩ over the (visible, hidden) pairs of the data, less that over the model's.
    fn energy_gradient(&self, data: Pair, model: Pair) -> EnergyGradient;

    /// W, `[visible, hidden]`.
    fn weight(&self) -> Tensor<2>;

    /// The model with `step` added to its parameters.
    fn moved(self, step: EnergyGradient) -> Self
    where
        Self: Sized;

    /// The visible biases of the base-rate model, which has no weights, for data with the mean
    /// `[input]`, strictly between 0 and 1.
    fn base_biases(&self, mean: &[f64]) -> Vec<f64>;

    /// log Z of the base-rate model.
    fn base_log_partition(&self, base: &[f64]) -> f64;

    /// From visible states of the model at the inverse temperature β to states of the one at β′,
    /// with p*_β the β-weighted geometric mean of this model and the base-rate model, both
    /// unnormalised: log p*_β′(v) − log p*_β(v), `[batch]`, and the visible states after one
    /// Gibbs step at β′, for `temperatures` [β, β′].
    fn anneal(
        &self,
        base: &Tensor<1>,
        visible: Tensor<2>,
        temperatures: [f32; 2],
        random: &mut Random,
    ) -> (Tensor<1>, Tensor<2>);
}
