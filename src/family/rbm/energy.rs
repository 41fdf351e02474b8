//! The restricted Boltzmann machine as a module, on its own or in a stack: its energy, its
//! conditionals, and what contrastive divergence wants of it. The equations stand in [`super`].

use std::f64::consts::{LN_2, PI};

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::kernel;
use crate::layers::network::Transposed;
use crate::layers::{Initial, affine, dims};
use crate::loss;
use crate::model::{EnergyGradient, EnergyModel, Pair};
use crate::random::Random;

/// Standard deviation of fresh weights (Hinton, "A Practical Guide to Training Restricted Boltzmann
/// Machines", 2010, section 8).
const FRESH_DEVIATION: f32 = 0.01;

/// What values the units of a layer take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Units {
    /// 0 or 1.
    Bernoulli,
    /// Any value, normal around its mean with variance 1.
    Gaussian,
}

impl Units {
    /// The means of units with the inputs `logits`.
    fn mean(self, logits: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Bernoulli => kernel::sigmoid(logits),
            Self::Gaussian => logits,
        }
    }

    /// A draw of units with the given means.
    fn sample(self, means: Tensor<2>, random: &mut Random) -> Tensor<2> {
        let (shape, device) = (means.dims(), means.device());
        match self {
            Self::Bernoulli => random.uniform(shape, &device).lower(means).float(),
            Self::Gaussian => means + random.normal(shape, &device),
        }
    }

    /// log Σ exp(h a) over the values h of a unit with the input a: log(1 + exp a), or ½ a², for
    /// Gaussian units less the constant ½ log 2π.
    fn log_partition(self, logits: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Bernoulli => kernel::softplus(logits),
            Self::Gaussian => logits.square().mul_scalar(0.5),
        }
    }
}

/// The module: visible units `[batch, input]`, hidden units `[batch, code]`.
#[derive(Module, Debug)]
pub struct Rbm {
    /// W `[input, code]` and c `[code]`.
    pub(crate) hidden: Linear,
    /// b `[input]`, in units of the deviation.
    pub(crate) visible: Transposed,
    #[module(skip)]
    pub(super) units: [Units; 2],
    #[module(skip)]
    deviation: f32,
}

impl Rbm {
    /// A module with as many `[visible, hidden]` units, of these kinds, weights from `initial` and
    /// biases 0. Only Gaussian visible units have the `deviation`.
    pub fn new(
        [inputs, codes]: [usize; 2],
        units: [Units; 2],
        deviation: f32,
        initial: &mut Initial,
        device: &Device,
    ) -> Self {
        Self {
            hidden: Linear {
                weight: initial.normal([inputs, codes], FRESH_DEVIATION, device),
                bias: Some(initial.zeros([codes], device)),
            },
            visible: Transposed {
                bias: initial.zeros([inputs], device),
            },
            units,
            deviation,
        }
    }

    /// `[visible, hidden]` units.
    pub(super) fn sizes(&self) -> [usize; 2] {
        dims(&self.hidden)
    }

    /// The inputs of the hidden units, c + Wᵀv.
    pub(super) fn hidden_logits(&self, visible: Tensor<2>) -> Tensor<2> {
        affine(&self.hidden, self.scaled(visible))
    }

    /// The inputs of the visible units, b + Wh.
    pub(super) fn visible_logits(&self, hidden: Tensor<2>) -> Tensor<2> {
        self.visible.forward(hidden, &self.hidden)
    }

    /// The visible means before the function that makes them, where there is one.
    pub(super) fn visible_pre_activations(&self, hidden: Tensor<2>) -> Tensor<2> {
        let logits = self.visible_logits(hidden);
        match self.units[0] {
            Units::Bernoulli => logits,
            Units::Gaussian => self.visible_mean(logits),
        }
    }

    /// Visible states in units of their deviation.
    fn scaled(&self, visible: Tensor<2>) -> Tensor<2> {
        match self.units[0] {
            Units::Bernoulli => visible,
            Units::Gaussian => visible.div_scalar(self.deviation),
        }
    }

    pub(super) fn visible_mean(&self, logits: Tensor<2>) -> Tensor<2> {
        match self.units[0] {
            Units::Bernoulli => kernel::sigmoid(logits),
            Units::Gaussian => logits.mul_scalar(self.deviation),
        }
    }

    /// The part of the energy that visible units have on their own with the biases `bias`,
    /// `[batch]`: −bᵀv or ½‖v − b‖².
    fn visible_energy(&self, visible: Tensor<2>, bias: Tensor<1>) -> Tensor<1> {
        let visible = self.scaled(visible);
        match self.units[0] {
            Units::Bernoulli => loss::sum_rows(visible * bias.unsqueeze()).neg(),
            Units::Gaussian => {
                loss::sum_rows((visible - bias.unsqueeze()).square()).mul_scalar(0.5)
            }
        }
    }
}

impl EnergyModel for Rbm {
    fn free_energy(&self, visible: Tensor<2>) -> Tensor<1> {
        let logits = self.hidden_logits(visible.clone());
        let hidden = loss::sum_rows(self.units[1].log_partition(logits));
        self.visible_energy(visible, self.visible.bias.val()) - hidden
    }

    fn energy(&self, visible: Tensor<2>, hidden: Tensor<2>) -> Tensor<1> {
        let logits = self.hidden_logits(visible.clone());
        let own = match self.units[1] {
            Units::Bernoulli => hidden.zeros_like(),
            Units::Gaussian => hidden.clone().square().mul_scalar(0.5),
        };
        let hidden = loss::sum_rows(own - hidden * logits);
        self.visible_energy(visible, self.visible.bias.val()) + hidden
    }

    fn hidden_given_visible(&self, visible: Tensor<2>) -> Tensor<2> {
        self.units[1].mean(self.hidden_logits(visible))
    }

    fn visible_given_hidden(&self, hidden: Tensor<2>) -> Tensor<2> {
        self.visible_mean(self.visible_logits(hidden))
    }

    fn sample_hidden(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2> {
        self.units[1].sample(means, random)
    }

    fn sample_visible(&self, means: Tensor<2>, random: &mut Random) -> Tensor<2> {
        match self.units[0] {
            Units::Bernoulli => self.units[0].sample(means, random),
            Units::Gaussian => {
                let scaled = means.div_scalar(self.deviation);
                self.units[0]
                    .sample(scaled, random)
                    .mul_scalar(self.deviation)
            }
        }
    }

    fn observe(&self, inputs: Tensor<2>, random: &mut Random) -> Tensor<2> {
        match self.units[0] {
            Units::Bernoulli => self.units[0].sample(inputs, random),
            Units::Gaussian => inputs,
        }
    }

    /// log(m / (1 − m)), or the mean in units of the deviation.
    fn base_biases(&self, mean: &[f64]) -> Vec<f64> {
        let bias = |mean: &f64| match self.units[0] {
            Units::Bernoulli => (mean / (1.0 - mean)).ln(),
            Units::Gaussian => mean / f64::from(self.deviation),
        };
        mean.iter().map(bias).collect()
    }

    fn base_log_partition(&self, base: &[f64]) -> f64 {
        let visible = |bias: &f64| match self.units[0] {
            Units::Bernoulli => bias.exp().ln_1p(),
            Units::Gaussian => f64::from(self.deviation).ln() + 0.5 * (2.0 * PI).ln(),
        };
        let hidden = match self.units[1] {
            Units::Bernoulli => LN_2 * self.sizes()[1] as f64,
            Units::Gaussian => 0.0,
        };
        base.iter().map(visible).sum::<f64>() + hidden
    }

    fn anneal(
        &self,
        base: &Tensor<1>,
        visible: Tensor<2>,
        temperatures: [f32; 2],
        random: &mut Random,
    ) -> (Tensor<1>, Tensor<2>) {
        let [from, to] = temperatures;
        let logits = self.hidden_logits(visible.clone());
        let partition = |beta: f32| self.units[1].log_partition(logits.clone().mul_scalar(beta));
        // Unit by unit, so that the small difference is not one of two large sums.
        let hidden = loss::sum_rows(partition(to) - partition(from));
        let energies = self.visible_energy(visible.clone(), base.clone())
            - self.visible_energy(visible, self.visible.bias.val());
        let weights = energies.mul_scalar(to - from) + hidden;
        let means = self.units[1].mean(logits.mul_scalar(to));
        let logits = self.visible_logits(self.sample_hidden(means, random));
        let logits = logits.mul_scalar(to) + base.clone().mul_scalar(1.0 - to).unsqueeze();
        (
            weights,
            self.sample_visible(self.visible_mean(logits), random),
        )
    }

    /// ⟨vᵀh⟩, ⟨v⟩ and ⟨h⟩ of the data less those of the model, by one matrix product.
    fn energy_gradient(&self, data: Pair, model: Pair) -> EnergyGradient {
        let share = |states: Tensor<2>, sign: f32| {
            let count = states.dims()[0] as f32;
            self.scaled(states).mul_scalar(sign / count)
        };
        let [data_hidden, model_hidden] = [&data.1, &model.1].map(|h| h.clone().mean_dim(0));
        let visible = Tensor::cat(vec![share(data.0, 1.0), share(model.0, -1.0)], 0);
        let hidden = Tensor::cat(vec![data.1, model.1], 0);
        EnergyGradient {
            weight: kernel::matmul(visible.clone().transpose(), hidden),
            visible: visible.sum_dim(0).squeeze_dim(0),
            hidden: (data_hidden - model_hidden).squeeze_dim(0),
        }
    }

    fn weight(&self) -> Tensor<2> {
        self.hidden.weight.val()
    }

    fn moved(mut self, step: EnergyGradient) -> Self {
        let bias = self.hidden.bias.take();
        self.hidden.bias = bias.map(|bias| bias.map(|values| values + step.hidden));
        self.hidden.weight = self.hidden.weight.map(|values| values + step.weight);
        self.visible.bias = self.visible.bias.map(|values| values + step.visible);
        self
    }
}
