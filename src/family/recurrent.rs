//! The recurrent autoencoder: one network reads a sequence step by step, its last state becomes
//! the code, and a second network writes the sequence again from the code alone.
//!
//! A sequence is the rows of an image from top to bottom, or the steps of a pen (dx, dy, pen
//! state; see [`crate::data::sequence`]). For rows, min E[ Σᵢ (x̂ᵢ − xᵢ)² ]; for strokes, the
//! squared error of the offsets plus the cross-entropy of the pen states p:
//! min E[ Σₜ (d̂ₜ − dₜ)² − Σₜ [pₜ log p̂ₜ + (1 − pₜ) log(1 − p̂ₜ)] ].
//!
//! Encoder and decoder: Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder",
//! EMNLP 2014; as an autoencoder: Srivastava, Mansimov & Salakhutdinov, "Unsupervised Learning of
//! Video Representations using LSTMs", ICML 2015; on pen strokes: Ha & Eck, "A Neural
//! Representation of Sketch Drawings", ICLR 2018.

use std::ops::Range;

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::definition::{Family, InputKind, Setup};
use crate::data::sequence;
use crate::error::{LabError, Result};
use crate::kernel;
use crate::layers::recurrent::{Cell, Recurrent, StepInputs};
use crate::layers::{Activation, Initial, affine};
use crate::loss;
use crate::model::{Examples, LayerShape, Losses, Mode, Model, Objective};
use crate::random::Random;
use crate::training::ModelLearner;

/// The recurrent autoencoder.
pub const FAMILY: Family = Family {
    id: "recurrent",
    inputs: InputKind::Images,
    reference: "Cho et al. 2014, Learning Phrase Representations using RNN Encoder–Decoder",
    learning_rate: 1e-3,
    controls: &[
        Control::choice("sequence", &["rows", "strokes"], "rows"),
        Control::choice("cell", &["gru", "lstm"], "gru"),
        Control::integer("layers", [1, 4], 2),
        Control::integer("hidden", [1, 1024], 96),
        Control::integer("codeSize", [1, 1024], 32),
    ],
    build,
};

/// What a sequence is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sequence {
    /// The rows of a square image.
    Rows,
    /// The steps of a pen, three values each.
    Strokes,
}

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecurrentConfig {
    /// Values of one input.
    pub input_size: usize,
    /// What a sequence is made of.
    pub sequence: Sequence,
    /// What a step computes.
    pub cell: Cell,
    /// Recurrent layers on either side.
    pub layers: usize,
    /// Width of a state.
    pub hidden: usize,
    /// Values of one code.
    pub code_size: usize,
}

/// The module: `[batch, steps × width]` → `[batch, code]` → `[batch, steps × width]`.
#[derive(Module, Debug)]
pub struct RecurrentAutoencoder {
    encoder: Vec<Recurrent>,
    /// The last state of the last layer to the code.
    code: Linear,
    /// The code to the first states of all decoder layers, side by side.
    start: Linear,
    decoder: Vec<Recurrent>,
    /// A state of the last layer to one step of the sequence.
    output: Linear,
    #[module(skip)]
    config: RecurrentConfig,
}

impl RecurrentConfig {
    /// Values of one step.
    fn step_width(&self) -> usize {
        match self.sequence {
            Sequence::Rows => self.input_size.isqrt(),
            Sequence::Strokes => sequence::STEP_VALUES,
        }
    }

    fn check(&self) -> Result<()> {
        let (size, width) = (self.input_size, self.step_width());
        let bad = |message, hint: &str| Err(LabError::new("bad-config", message, hint));
        match self.sequence {
            Sequence::Rows if width * width != size => bad(
                format!("{size} values are no square image to read row by row."),
                "Use a square inputSize, such as 784.",
            ),
            Sequence::Strokes if !size.is_multiple_of(width) => bad(
                format!("{size} values are no sequence of pen steps of {width} values each."),
                "Use an inputSize of three times the number of steps.",
            ),
            Sequence::Strokes => sequence::check_steps(size / width).map_err(|error| {
                let hint = format!("{} Each has three values.", error.hint);
                LabError::new("bad-config", error.message, hint)
            }),
            Sequence::Rows => Ok(()),
        }
    }

    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> RecurrentAutoencoder {
        let (hidden, code, width) = (self.hidden, self.code_size, self.step_width());
        let mut stack = |inputs: usize| -> Vec<Recurrent> {
            (0..self.layers)
                .map(|index| {
                    let inputs = if index == 0 { inputs } else { hidden };
                    Recurrent::new(self.cell, inputs, hidden, initial, device)
                })
                .collect()
        };
        let (encoder, decoder) = (stack(width), stack(code));
        RecurrentAutoencoder {
            encoder,
            code: initial.linear(hidden, code, device),
            start: initial.linear(code, self.layers * hidden, device),
            decoder,
            output: initial.linear(hidden, width, device),
            config: self,
        }
    }
}

/// The states of each layer, a vector of steps `[batch, hidden]` a layer.
type States = Vec<Vec<Tensor<2>>>;

impl RecurrentAutoencoder {
    fn steps(&self) -> usize {
        self.config.input_size / self.config.step_width()
    }

    fn encoder_states(&self, inputs: Tensor<2>) -> States {
        let batch = inputs.dims()[0];
        let zeros = Tensor::zeros([batch, self.config.hidden], &inputs.device());
        let steps = inputs.reshape([batch, self.steps(), self.config.step_width()]);
        let first = StepInputs::Sequence(steps.swap_dims(0, 1));
        let starts = vec![zeros; self.encoder.len()];
        through(&self.encoder, first, starts)
    }

    fn encode_states(&self, states: &States) -> Tensor<2> {
        let last = states.last().and_then(|states| states.last());
        affine(&self.code, last.expect("at least one step").clone())
    }

    fn decoder_states(&self, codes: Tensor<2>) -> States {
        let starts = Activation::Tanh.apply(affine(&self.start, codes.clone()));
        let starts = starts.chunk(self.decoder.len(), 1);
        through(
            &self.decoder,
            StepInputs::Constant(codes, self.steps()),
            starts,
        )
    }

    fn decode_logits(&self, states: &States) -> Tensor<2> {
        let last = states.last().expect("at least one layer");
        let (batch, width) = (last[0].dims()[0], self.config.step_width());
        let outputs = affine(&self.output, Tensor::cat(last.clone(), 0));
        let outputs = outputs.reshape([self.steps(), batch, width]);
        outputs
            .swap_dims(0, 1)
            .reshape([batch, self.config.input_size])
    }

    /// What training minimises for pen strokes.
    fn stroke_losses(&self, logits: Tensor<2>, inputs: Tensor<2>) -> Losses {
        let outputs = kernel::sigmoid(logits.clone());
        let offsets = 0..sequence::STEP_VALUES - 1;
        let pen = offsets.end..sequence::STEP_VALUES;
        let [drawn, wanted] = [outputs, inputs.clone()].map(|x| self.values(x, offsets.clone()));
        let offsets = loss::squared_error(drawn, wanted).mean();
        let [pens, wanted] = [logits, inputs].map(|x| self.values(x, pen.clone()));
        let entropy = loss::bernoulli(pens, wanted).mean();
        Losses::new(
            offsets.clone() + entropy.clone(),
            vec![("offsetError", offsets), ("penCrossEntropy", entropy)],
        )
    }

    /// The values in `range` of each pen step, `[batch, steps × values]`.
    fn values(&self, sequences: Tensor<2>, range: Range<usize>) -> Tensor<2> {
        let (batch, steps) = (sequences.dims()[0], self.steps());
        let width = steps * range.len();
        let steps = sequences.reshape([batch, steps, sequence::STEP_VALUES]);
        let all = 0..self.steps();
        steps.slice([0..batch, all, range]).reshape([batch, width])
    }
}

/// The states of `layers`, each reading those of the one before, from `starts` on.
fn through(layers: &[Recurrent], first: StepInputs, starts: Vec<Tensor<2>>) -> States {
    let mut given = Some(first);
    let mut all: States = Vec::with_capacity(layers.len());
    for (layer, start) in layers.iter().zip(starts) {
        let inputs = given.take().unwrap_or_else(|| {
            let below = all.last().expect("a layer below");
            StepInputs::Sequence(Tensor::stack(below.clone(), 0))
        });
        all.push(layer.forward(inputs, start));
    }
    all
}

/// The states of each layer side by side, `[batch, steps × hidden]`.
fn flat(states: &States) -> impl Iterator<Item = Tensor<2>> {
    states.iter().map(|steps| Tensor::cat(steps.clone(), 1))
}

impl Objective for RecurrentAutoencoder {
    fn losses(&self, examples: &Examples, mode: Mode, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let codes = self.encode(inputs.clone());
        let logits = self.decode_logits(&self.decoder_states(codes));
        let outputs = kernel::sigmoid(logits.clone());
        if self.config.sequence == Sequence::Rows {
            return Losses::of("squaredError", loss::squared_error(outputs, inputs).mean());
        }
        let mut losses = self.stroke_losses(logits, inputs.clone());
        if mode == Mode::Evaluate {
            losses.add_squared_error(outputs, inputs);
        }
        losses
    }

    fn guess_loss(&self, inputs: usize) -> f64 {
        let values = inputs as f64;
        let pens = match self.config.sequence {
            Sequence::Rows => 0.0,
            Sequence::Strokes => self.steps() as f64,
        };
        0.25 * (values - pens) + std::f64::consts::LN_2 * pens
    }
}

impl Model for RecurrentAutoencoder {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.encode_states(&self.encoder_states(inputs))
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        kernel::sigmoid(self.decode_logits(&self.decoder_states(codes)))
    }

    /// A layer's width is that of its states at all steps, one after the other.
    fn widths(&self) -> Vec<usize> {
        let shapes = self.layer_shapes().into_iter();
        shapes.map(LayerShape::units).collect()
    }

    fn layer_shapes(&self) -> Vec<LayerShape> {
        let (steps, width) = (self.steps(), self.config.step_width());
        let input = match self.config.sequence {
            Sequence::Rows => LayerShape::image(width),
            Sequence::Strokes => LayerShape::sequence(steps, width),
        };
        let states = vec![LayerShape::sequence(steps, self.config.hidden); self.config.layers];
        let (input, code) = ([input], [LayerShape::vector(self.config.code_size)]);
        [&input[..], &states[..], &code[..], &states[..], &input[..]].concat()
    }

    /// Pen steps are no pixels.
    fn image_side(&self) -> Option<usize> {
        let rows = self.config.sequence == Sequence::Rows;
        rows.then_some(self.config.step_width())
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let states = self.encoder_states(inputs.clone());
        let layers = std::iter::once(inputs).chain(flat(&states)).collect();
        (layers, self.encode_states(&states))
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let states = self.decoder_states(codes.clone());
        let outputs = kernel::sigmoid(self.decode_logits(&states));
        let mut layers = vec![codes];
        layers.extend(flat(&states));
        layers.push(outputs);
        layers
    }

    /// States stand between 0 and 1 or −1 and 1 by several functions: what enters them is no single
    /// value. Only the reconstruction is the sigmoid of one.
    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        if layer + 1 < self.widths().len() {
            return self.layer(inputs, layer);
        }
        self.decode_logits(&self.decoder_states(self.encode(inputs)))
    }

    /// Every step's gates beside its state.
    fn footprint(&self) -> usize {
        let gates = self.config.cell.gates() + 1;
        gates * self.widths().iter().sum::<usize>()
    }
}

fn build(setup: Setup) -> Result<Box<dyn ModelLearner>> {
    let config: RecurrentConfig = setup.config()?;
    config.check()?;
    let module = config.init(setup.initial, setup.device);
    setup.by_backprop(module)
}
