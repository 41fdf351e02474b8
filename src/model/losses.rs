//! What models minimise.

use burn::tensor::Tensor;

use crate::loss;

/// What losses are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What training minimises, with whatever it draws: corruption, masking, dropout, code noise.
    Train,
    /// What the model is worth: nothing is damaged or left out, and `squaredError` is among the
    /// terms.
    Evaluate,
}

/// The losses of some examples, still on the device: each of shape `[1]`, a mean over the examples.
pub struct Losses {
    /// What training minimises.
    pub total: Tensor<1>,
    /// Its parts and companions by their names in JavaScript, such as `klDivergence`.
    pub terms: Vec<(&'static str, Tensor<1>)>,
}

impl Losses {
    /// A total and its terms.
    pub fn new(total: Tensor<1>, terms: Vec<(&'static str, Tensor<1>)>) -> Self {
        Self { total, terms }
    }

    /// A single term that is the total.
    pub fn of(name: &'static str, total: Tensor<1>) -> Self {
        Self::new(total.clone(), vec![(name, total)])
    }

    /// The squared error alone, of reconstructions and inputs `[batch, input]`.
    pub fn squared_error(reconstructions: Tensor<2>, inputs: Tensor<2>) -> Self {
        let error = loss::squared_error(reconstructions, inputs).mean();
        Self::of("squaredError", error)
    }

    /// Adds a term to the total, with its weight; one that weighs nothing is left out.
    pub fn penalise(&mut self, name: &'static str, weight: f32, term: impl FnOnce() -> Tensor<1>) {
        if weight == 0.0 {
            return;
        }
        let term = term();
        self.total = self.total.clone() + term.clone().mul_scalar(weight);
        self.terms.push((name, term));
    }

    /// Adds the squared error of deterministic reconstructions, first among the terms; both
    /// `[batch, input]`.
    pub fn add_squared_error(&mut self, reconstructions: Tensor<2>, inputs: Tensor<2>) {
        let found = Self::squared_error(reconstructions, inputs);
        self.terms.splice(0..0, found.terms);
    }

    // Code of its own, not in that of every family.

    /// Those of one of several parts of a batch, which count by its share.
    #[inline(never)]
    pub fn weigh(self, share: f32) -> Self {
        self.map(|_, value| value.mul_scalar(share))
    }

    /// Adds those of other parts, as [`Losses::stacked`] gives them.
    #[inline(never)]
    pub fn plus(self, others: &[f32]) -> Self {
        self.map(|index, value| value.add_scalar(others[index]))
    }

    /// `with` is told which of [`Losses::stacked`] it is given.
    fn map(self, with: impl Fn(usize, Tensor<1>) -> Tensor<1>) -> Self {
        let terms = self.terms.into_iter().enumerate();
        Self {
            total: with(0, self.total),
            terms: terms
                .map(|(index, (name, value))| (name, with(index + 1, value)))
                .collect(),
        }
    }

    /// The term called `name`.
    pub fn term(&self, name: &str) -> Option<&Tensor<1>> {
        let found = self.terms.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value)
    }

    /// Without what gradients would need.
    #[inline(never)]
    pub fn without_autodiff(self) -> Self {
        self.map(|_, value| value.without_autodiff())
    }

    /// One tensor `[1 + terms]`, the total first: a single read brings all of them.
    #[inline(never)]
    pub fn stacked(self) -> Tensor<1> {
        let values = self.terms.into_iter().map(|(_, value)| value);
        let values: Vec<Tensor<1>> = std::iter::once(self.total).chain(values).collect();
        Tensor::cat(values, 0)
    }

    /// The names of the terms, in the order of [`Losses::stacked`].
    pub fn names(&self) -> Vec<&'static str> {
        self.terms.iter().map(|(name, _)| *name).collect()
    }
}
