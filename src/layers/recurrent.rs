//! Recurrent layers: gated recurrent units and long short-term memory.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::{Initial, affine};
use crate::kernel::{sigmoid, tanh};

/// What one step of a recurrent layer computes, σ the sigmoid and ⊙ the product by elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// r = σ(xWᵣ + hUᵣ), z = σ(xW_z + hU_z), n = tanh(xWₙ + r ⊙ hUₙ), h ← (1 − z) ⊙ n + z ⊙ h,
    /// biases left out here (Cho et al. 2014, with the reset after the product as in cuDNN).
    Gru,
    /// i, f, o = σ(xW + hU), g = tanh(xW_g + hU_g), c ← f ⊙ c + i ⊙ g, h ← o ⊙ tanh c, each gate
    /// with weights of its own (Hochreiter & Schmidhuber 1997; Gers et al. 2000).
    Lstm,
}

impl Cell {
    /// Vectors of the hidden width that one step takes from its input.
    pub fn gates(self) -> usize {
        match self {
            Self::Gru => 3,
            Self::Lstm => 4,
        }
    }
}

/// One recurrent layer; gates lie side by side, r, z, n or i, f, g, o.
#[derive(Module, Debug)]
pub struct Recurrent {
    /// `[inputs, gates × hidden]`
    pub input: Linear,
    /// `[hidden, gates × hidden]`
    pub hidden: Linear,
    #[module(skip)]
    cell: Cell,
}

/// What each step of a layer is given.
pub enum StepInputs {
    /// Another input a step, `[steps, batch, inputs]`.
    Sequence(Tensor<3>),
    /// The same input for so many steps, `[batch, inputs]`.
    Constant(Tensor<2>, usize),
}

impl Recurrent {
    /// A layer of `hidden` units. Forget gates begin open, with a bias of 1 (Jozefowicz, Zaremba &
    /// Sutskever 2015).
    pub fn new(
        cell: Cell,
        inputs: usize,
        hidden: usize,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        let width = cell.gates() * hidden;
        let mut input = initial.linear(inputs, width, device);
        if cell == Cell::Lstm {
            let open = |unit| f32::from(unit / hidden == 1);
            input.bias = Some(initial.values((0..width).map(open), [width], device));
        }
        Self {
            input,
            hidden: initial.linear(hidden, width, device),
            cell,
        }
    }

    /// The hidden state after each step, from `state` `[batch, hidden]` on.
    pub fn forward(&self, inputs: StepInputs, state: Tensor<2>) -> Vec<Tensor<2>> {
        let mut memory = state.zeros_like();
        let mut states: Vec<Tensor<2>> = Vec::new();
        for given in self.project(inputs) {
            let last = states.last().unwrap_or(&state).clone();
            states.push(match self.cell {
                Cell::Gru => self.gru(given, last),
                Cell::Lstm => {
                    let (next, cell) = self.lstm(given, last, memory);
                    memory = cell;
                    next
                }
            });
        }
        states
    }

    /// `x W + b` of every step, in one product.
    fn project(&self, inputs: StepInputs) -> Vec<Tensor<2>> {
        match inputs {
            StepInputs::Constant(input, steps) => vec![affine(&self.input, input); steps],
            StepInputs::Sequence(sequence) => {
                let [steps, batch, width] = sequence.dims();
                let rows = sequence.reshape([steps * batch, width]);
                let projected = affine(&self.input, rows);
                let width = projected.dims()[1];
                unstack(projected.reshape([steps, batch, width]))
            }
        }
    }

    fn gru(&self, given: Tensor<2>, state: Tensor<2>) -> Tensor<2> {
        let width = state.dims()[1];
        let own = affine(&self.hidden, state.clone());
        let both = 0..2 * width;
        let gates = columns(&given, both.clone()) + columns(&own, both);
        let gates = sigmoid(gates);
        let (reset, update) = (columns(&gates, 0..width), columns(&gates, width..2 * width));
        let last = 2 * width..3 * width;
        let fresh = columns(&given, last.clone()) + reset * columns(&own, last);
        let fresh = tanh(fresh);
        fresh.clone() + update * (state - fresh)
    }

    fn lstm(
        &self,
        given: Tensor<2>,
        state: Tensor<2>,
        memory: Tensor<2>,
    ) -> (Tensor<2>, Tensor<2>) {
        let width = state.dims()[1];
        let sum = given + affine(&self.hidden, state);
        let gate = |index: usize| columns(&sum, index * width..(index + 1) * width);
        let [enter, forget, leave] = [0, 1, 3].map(|index| sigmoid(gate(index)));
        let memory = forget * memory + enter * tanh(gate(2));
        (leave * tanh(memory.clone()), memory)
    }
}

fn columns(values: &Tensor<2>, range: std::ops::Range<usize>) -> Tensor<2> {
    let rows = values.dims()[0];
    values.clone().slice([0..rows, range])
}

/// The steps of `[steps, batch, width]`, halved again and again: the derivative of a slice is as
/// large as what it was cut from, so that cutting step after step from the whole would take as
/// many wholes as there are steps.
fn unstack(sequence: Tensor<3>) -> Vec<Tensor<2>> {
    let [steps, batch, width] = sequence.dims();
    if steps == 1 {
        return vec![sequence.reshape([batch, width])];
    }
    let part = |range| unstack(sequence.clone().slice([range, 0..batch, 0..width]));
    let mut all = part(0..steps / 2);
    all.extend(part(steps / 2..steps));
    all
}
