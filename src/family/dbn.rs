//! The deep belief network: restricted Boltzmann machines stacked on each other, the hidden
//! units of one the visible units of the next, and the last with linear hidden units.
//!
//! Each machine learns by contrastive divergence from the hidden means of the one below, which
//! stays as it is; by that the bound on log p(x) does not fall (Hinton, Osindero & Teh, "A Fast
//! Learning Algorithm for Deep Belief Nets", Neural Computation 18, 2006). Then the stack is
//! unrolled: up through every Wᵢ and down through every Wᵢᵀ, hᵢ = σ(cᵢ + Wᵢᵀ hᵢ₋₁) and
//! ĥᵢ₋₁ = σ(bᵢ + Wᵢ ĥᵢ), and backpropagation fine-tunes it to min E[ Σⱼ (x̂ⱼ − xⱼ)² ].
//!
//! Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science
//! 313 (2006): 784-1000-500-250-30 has squared error 3.00 on the MNIST test digits.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::boltzmann::{K, MOMENTUM, Rbm, Units, WEIGHT_DECAY};
use super::control::{Control, Kind};
use super::{Family, Inputs, parse};
use crate::error::Result;
use crate::layers::{self, Initial};
use crate::loss;
use crate::model::{Autoencoder, EnergyModel, Generator, Model, SampleOptions};
use crate::random::Random;
use crate::training::backprop::{Examples, Objective};
use crate::training::belief::{Belief, Stack};
use crate::training::contrastive::{Contrasted, ContrastiveConfig, ContrastiveDivergence};
use crate::training::greedy::{Greedy, Layered};
use crate::training::parameters;
use crate::training::{Learner, Losses, Parameter, Unrolled};

/// The deep belief network.
pub const FAMILY: Family = Family {
    id: "dbn",
    label: "Deep belief network",
    inputs: Inputs::Images,
    summary: "Boltzmann machines stacked on each other, each learning what the one below makes of \
              the digits. Unrolled, the stack is a deep autoencoder that starts where it should.",
    equation: "<math displaystyle=\"true\"><mi>p</mi><mo>(</mo><mi>v</mi><mo>,</mo><msup><mi>h</mi><mn>1</mn>\
               </msup><mo>,</mo><mo>…</mo><mo>,</mo><msup><mi>h</mi><mi>n</mi></msup><mo>)</mo><mo>=</mo>\
               <mi>p</mi><mo>(</mo><mi>v</mi><mo>|</mo><msup><mi>h</mi><mn>1</mn></msup><mo>)</mo><mo>⋯</mo>\
               <mi>p</mi><mo>(</mo><msup><mi>h</mi><mrow><mi>n</mi><mo>−</mo><mn>2</mn></mrow></msup><mo>|</mo>\
               <msup><mi>h</mi><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></msup><mo>)</mo><mspace width=\"0.2em\">\
               </mspace><mi>p</mi><mo>(</mo><msup><mi>h</mi><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></msup>\
               <mo>,</mo><msup><mi>h</mi><mi>n</mi></msup><mo>)</mo></math>",
    reference: "Hinton & Salakhutdinov 2006, Reducing the Dimensionality of Data with Neural Networks",
    learning_rate: 1e-3,
    controls: CONTROLS,
    build,
};

const CONTROLS: &[Control] = &[
    Control {
        name: "widths",
        label: "Layers",
        help: "Hidden units of each machine from the input up; the last are linear, the code.",
        kind: Kind::Widths {
            default: &[1000, 500, 250, 30],
        },
    },
    Control {
        name: "layerSteps",
        label: "Steps a layer",
        help: "How many steps each machine is trained alone; the steps after that fine-tune the \
               unrolled stack.",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 1_000_000,
            default: 400,
        },
    },
    Control {
        name: "layerRate",
        label: "Learning rate of a layer",
        help: "That of contrastive divergence; the linear units take three hundredths of it.",
        kind: Kind::Number {
            minimum: 0.0001,
            maximum: 1.0,
            step: 0.0001,
            default: 0.1,
            logarithmic: true,
        },
    },
    K,
    MOMENTUM,
    WEIGHT_DECAY,
];

/// Share of the learning rate that linear hidden units bear, whose states have no bounds
/// (Hinton & Salakhutdinov 2006 took a hundredth, with more momentum).
const LINEAR_SHARE: f64 = 0.03;

/// Gibbs steps in the topmost machine before a sample is shown.
const SAMPLE_STEPS: usize = 200;

/// The controls of [`FAMILY`], typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DbnConfig {
    /// Values of one input.
    pub input_size: usize,
    /// Hidden units of each machine, the code last.
    pub widths: Vec<usize>,
    /// Steps that each machine is trained alone.
    pub layer_steps: usize,
    /// Learning rate of contrastive divergence.
    pub layer_rate: f64,
    /// Gibbs steps before an update.
    pub k: usize,
    /// The share of the last update that is made again.
    pub momentum: f32,
    /// λ ≥ 0.
    pub weight_decay: f32,
}

/// The module: `[batch, input]` → `[batch, code]` → `[batch, input]`.
#[derive(Module, Debug)]
pub struct Dbn {
    machines: Vec<Rbm>,
    /// The machine in training, from 0; as many as there are machines for all of them.
    #[module(skip)]
    stage: usize,
    #[module(skip)]
    config: DbnConfig,
}

impl DbnConfig {
    /// A module with parameters from `initial`.
    pub fn init(self, initial: &mut Initial, device: &Device) -> Dbn {
        let widths: Vec<usize> = [self.input_size]
            .iter()
            .chain(&self.widths)
            .copied()
            .collect();
        let machine = |(index, pair): (usize, &[usize])| {
            let hidden = match index + 1 == self.widths.len() {
                true => Units::Gaussian,
                false => Units::Bernoulli,
            };
            let units = [Units::Bernoulli, hidden];
            Rbm::new([pair[0], pair[1]], units, 1.0, initial, device)
        };
        Dbn {
            machines: widths.windows(2).enumerate().map(machine).collect(),
            stage: 0,
            config: self,
        }
    }

    /// How each machine is trained.
    fn contrastive(&self) -> ContrastiveConfig {
        ContrastiveConfig {
            k: self.k,
            persistent: false,
            momentum: self.momentum,
            weight_decay: self.weight_decay,
        }
    }
}

impl Dbn {
    /// `[batch, input]` to the hidden means of the first `count` machines.
    fn climb(&self, inputs: Tensor<2>, count: usize) -> Tensor<2> {
        let machines = self.machines[..count].iter();
        machines.fold(inputs, |below, machine| machine.encode(below))
    }

    fn top(&self) -> &Rbm {
        self.machines.last().expect("at least one machine")
    }
}

impl Autoencoder for Dbn {
    fn encode(&self, inputs: Tensor<2>) -> Tensor<2> {
        self.climb(inputs, self.machines.len())
    }

    fn decode(&self, codes: Tensor<2>) -> Tensor<2> {
        let machines = self.machines.iter().rev();
        machines.fold(codes, |above, machine| machine.decode(above))
    }
}

impl Generator for Dbn {
    /// 200 steps of a Gibbs chain in the topmost machine, from codes like those of the training
    /// data, each unit on its own; then one pass down.
    fn sample(&self, count: usize, options: &SampleOptions) -> Tensor<2> {
        let mut random = Random::new(!options.seed);
        let start = options.fitted_codes(count);
        let codes =
            (0..SAMPLE_STEPS).fold(start, |codes, _| self.top().gibbs_step(codes, &mut random));
        self.decode(codes)
    }
}

impl Model for Dbn {
    fn widths(&self) -> Vec<usize> {
        layers::mirrored(self.config.input_size, &self.config.widths)
    }

    fn encoder_activations(&self, inputs: Tensor<2>) -> (Vec<Tensor<2>>, Tensor<2>) {
        let mut layers = vec![inputs];
        for machine in &self.machines {
            layers.push(machine.encode(layers[layers.len() - 1].clone()));
        }
        let codes = layers.pop().expect("an encoder has a layer");
        (layers, codes)
    }

    fn decoder_activations(&self, codes: Tensor<2>) -> Vec<Tensor<2>> {
        let mut layers = vec![codes];
        for machine in self.machines.iter().rev() {
            layers.push(machine.decode(layers[layers.len() - 1].clone()));
        }
        layers
    }

    /// One step in the topmost machine.
    fn step_chain(&self, codes: Tensor<2>, random: &mut Random) -> Option<Tensor<2>> {
        Some(self.top().gibbs_step(codes, random))
    }

    fn pre_activations(&self, inputs: Tensor<2>, layer: usize) -> Tensor<2> {
        let count = self.machines.len();
        if layer <= count {
            let Some(below) = layer.checked_sub(1) else {
                return inputs;
            };
            return self.machines[below].hidden_logits(self.climb(inputs, below));
        }
        let last = 2 * count - layer;
        let above = self.machines[last + 1..].iter().rev();
        let above = above.fold(self.encode(inputs), |above, machine| machine.decode(above));
        self.machines[last].visible_pre_activations(above)
    }

    fn filters(&self) -> Option<Tensor<2>> {
        Some(self.machines[0].weight().transpose())
    }
}

impl Objective for Dbn {
    /// Before the stack is fine-tuned, the loss is that of one mean-field pass in the machine in
    /// training, and `squaredError` that of the stack all the same, the machines above untrained.
    fn losses(&self, examples: &Examples, _random: &mut Random) -> Losses {
        let inputs = examples.inputs.clone();
        let squared = loss::squared_error(self.reconstruct(inputs.clone()), inputs.clone()).mean();
        let Some(machine) = self.machines.get(self.stage) else {
            return Losses::new(squared.clone(), vec![("squaredError", squared)]);
        };
        let below = self.climb(inputs, self.stage);
        let error = loss::squared_error(machine.reconstruct(below.clone()), below).mean();
        let terms = vec![("squaredError", squared), ("layerError", error.clone())];
        Losses::new(error, terms)
    }

    fn guess_loss(&self) -> f64 {
        let restored = self.stage % self.machines.len();
        0.25 * self.machines[restored].widths()[0] as f64
    }
}

impl Layered for Dbn {
    fn stages(&self) -> Vec<String> {
        let label = |machine: &Rbm| format!("{}-{}", machine.widths()[0], machine.widths()[1]);
        let machines = self.machines.iter().map(label);
        machines.chain(["fine-tuning".to_string()]).collect()
    }

    fn at_stage(self, stage: usize) -> Self {
        Self { stage, ..self }
    }
}

impl Stack for Dbn {
    fn learn_layer(mut self, inputs: Tensor<2>, divergence: &mut ContrastiveDivergence) -> Self {
        let below = self.climb(inputs, self.stage);
        let share = match self.stage + 1 == self.machines.len() {
            true => LINEAR_SHARE,
            false => 1.0,
        };
        let machine = self.machines.remove(self.stage);
        let learnt = divergence.update(machine, below, share * self.config.layer_rate);
        self.machines.insert(self.stage, learnt);
        self
    }

    fn unrolled(&self) -> Unrolled {
        let count = self.machines.len();
        // What a hidden layer has is the encoder's, and a visible bias the decoder's.
        let rename = |parameter: Parameter| {
            let path: Vec<&str> = parameter.name.split('.').collect();
            let index: usize = path[1].parse().expect("the number of a machine");
            let name = match path[2] {
                "hidden" => format!("encoder.{index}.{}", path[3]),
                _ => format!("decoder.{}.{}", count - 1 - index, path[3]),
            };
            Parameter { name, ..parameter }
        };
        Unrolled {
            family: "dense",
            config: json!({
                "inputSize": self.config.input_size, "widths": self.config.widths,
                "activation": "sigmoid", "tied": true,
            }),
            parameters: parameters::collect(self).into_iter().map(rename).collect(),
        }
    }
}

fn build(config: &Value, seed: Option<u64>, device: &Device) -> Result<Box<dyn Learner>> {
    let config: DbnConfig = parse(config)?;
    let (layer_steps, contrastive) = (config.layer_steps, config.contrastive());
    let module = config.init(&mut Initial::from_seed(seed), device);
    let learner = Belief::new(module, contrastive, seed.unwrap_or(0), device);
    Ok(Box::new(Greedy::new(learner, layer_steps)))
}
