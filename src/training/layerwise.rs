//! Greedy layer-wise training: a model learns one layer after the other, each for so many steps,
//! and at last as a whole.
//!
//! Hinton, Osindero & Teh, "A fast learning algorithm for deep belief nets", Neural Computation 18
//! (2006), for stacks of RBMs; Bengio, Lamblin, Popovici & Larochelle, "Greedy layer-wise training
//! of deep networks", NIPS 2006, for stacks of autoencoders.

use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

use super::learner::Stage;
use super::rule::Rule;
use crate::model::{Examples, Losses, Mode, Model};
use crate::random::Random;

/// A model that can be taken apart into layers, each a model of its own that learns from what the
/// layers below make of the data.
pub trait Layered: Module + Model + 'static {
    /// One layer as a model.
    type Layer: Module + Model + 'static;

    /// `[batch, input]` to the inputs of the layer of number `index`.
    fn below(&self, inputs: Tensor<2>, index: usize) -> Tensor<2>;

    /// Takes the layer of number `index` out, until [`Layered::put_layer`] puts one there.
    fn take_layer(&mut self, index: usize) -> Self::Layer;

    /// Puts a layer where one was taken out.
    fn put_layer(&mut self, index: usize, layer: Self::Layer);

    /// The first `count` layers as a model of the inputs.
    fn first_layers(&self, count: usize) -> Box<dyn Model>;
}

/// A rule for each layer, then one for the whole, which has no end.
pub struct Layerwise<M: Layered> {
    layers: Vec<Box<dyn Rule<M::Layer>>>,
    labels: Vec<String>,
    whole: Box<dyn Rule<M>>,
    layer_steps: usize,
}

impl<M: Layered> Layerwise<M> {
    /// Trains each layer for `layer_steps` steps, at least 1, by the rule that `layer` gives for its
    /// number, and then all of them by `whole`. `widths` are those of the input and of every layer.
    pub fn new(
        widths: &[usize],
        layer_steps: usize,
        layer: impl Fn(usize) -> Box<dyn Rule<M::Layer>>,
        whole: Box<dyn Rule<M>>,
    ) -> Self {
        let label = |pair: &[usize]| format!("{}-{}", pair[0], pair[1]);
        Self {
            layers: (0..widths.len() - 1).map(layer).collect(),
            labels: widths.windows(2).map(label).collect(),
            whole,
            layer_steps,
        }
    }

    /// The layer that the update after `step` others trains; `None` for all of them.
    fn layer(&self, step: usize) -> Option<usize> {
        let index = step / self.layer_steps;
        (index < self.layers.len()).then_some(index)
    }
}

/// The losses of a layer: its squared error is not that of the whole.
fn of_layer(losses: Losses) -> Losses {
    let rename = |(name, value)| match name {
        "squaredError" => ("layerError", value),
        other => (other, value),
    };
    Losses::new(losses.total, losses.terms.into_iter().map(rename).collect())
}

impl<M: Layered> Rule<M> for Layerwise<M> {
    fn update(
        &mut self,
        mut module: M,
        examples: &Examples,
        rate: f64,
        step: usize,
    ) -> (M, Option<Losses>) {
        let Some(index) = self.layer(step) else {
            return self.whole.update(module, examples, rate, step);
        };
        let below = examples.with_inputs(module.below(examples.inputs.clone(), index));
        let layer = module.take_layer(index);
        let (layer, losses) = self.layers[index].update(layer, &below, rate, step);
        module.put_layer(index, layer);
        (module, losses.map(of_layer))
    }

    fn reset(&mut self) {
        self.layers.iter_mut().for_each(|rule| rule.reset());
        self.whole.reset();
    }

    fn losses(
        &self,
        module: &M,
        examples: &Examples,
        mode: Mode,
        random: &mut Random,
        step: usize,
    ) -> Losses {
        let Some(index) = self.layer(step) else {
            return self.whole.losses(module, examples, mode, random, step);
        };
        let below = examples.with_inputs(module.below(examples.inputs.clone(), index));
        let layer = module.clone().take_layer(index);
        let losses = self.layers[index].losses(&layer, &below, mode, random, step);
        let mut losses = of_layer(losses);
        if mode == Mode::Evaluate {
            let whole = module.losses(examples, mode, random);
            let squared = whole.term("squaredError").expect("an evaluated error");
            losses.terms.insert(0, ("squaredError", squared.clone()));
        }
        losses
    }

    fn gradients(
        &self,
        module: &M,
        examples: &Examples,
        random: &mut Random,
        step: usize,
    ) -> Option<GradientsParams> {
        let Some(index) = self.layer(step) else {
            return self.whole.gradients(module, examples, random, step);
        };
        let below = examples.with_inputs(module.below(examples.inputs.clone(), index));
        let layer = module.clone().take_layer(index);
        self.layers[index].gradients(&layer, &below, random, step)
    }

    fn guess_loss(&self, module: &M, inputs: usize, step: usize) -> f64 {
        let Some(index) = self.layer(step) else {
            return self.whole.guess_loss(module, inputs, step);
        };
        let layer = module.clone().take_layer(index);
        self.layers[index].guess_loss(&layer, layer.widths()[0], step)
    }

    fn stage(&self, steps: usize) -> Option<Stage> {
        let count = self.layers.len();
        let layer = self.layer(steps);
        let index = layer.unwrap_or(count);
        Some(Stage {
            index,
            count: count + 1,
            label: layer.map_or("fine-tuning".to_string(), |index| {
                self.labels[index].clone()
            }),
            step: steps - index * self.layer_steps,
            steps: layer.map(|_| self.layer_steps),
        })
    }

    fn complete_steps(&self) -> usize {
        self.layers.len() * self.layer_steps + 1
    }

    fn in_training(&self, module: &M, step: usize) -> Option<Box<dyn Model>> {
        Some(module.first_layers(self.layer(step)? + 1))
    }

    fn values_kept(&self, parameters: u64, inputs: u64) -> u64 {
        self.whole.values_kept(parameters, inputs)
    }
}
