//! Activation maximisation: the input that a unit answers to most, found by climbing.
//!
//! x ← x + α (clamp(G((1 − λ) x + η g / |g|), 0, 1) − x), with g = ∂a/∂x, a the unit's pre-activation,
//! |g| the root mean square of its values, λ the decay and G a Gaussian blur. α is 1, and halved as long
//! as a falls although g promises a rise: such a step leaps over a ridge. Erhan, Bengio, Courville & Vincent,
//! "Visualizing Higher-Layer Features of a Deep Network" (2009); decay and blur as in Yosinski,
//! Clune, Nguyen, Fuchs & Lipson, "Understanding Neural Networks Through Deep Visualization" (2015).
//!
//! The pre-activation is climbed, not the activation: behind a sigmoid both rise together, but a
//! unit that a ReLU silences has no gradient after it, and one that a sigmoid saturates next to none.

use burn::tensor::{Device, Tensor, TensorData};
use serde::Deserialize;

use super::blur::Gaussian;
use super::units::{LOOKING, check_unit};
use crate::data::validate_inputs;
use crate::error::{LabError, Result};
use crate::family::InputKind;
use crate::lab_model::LabModel;
use crate::layers::read_values;
use crate::model::Model;
use crate::random::Random;
use crate::training::Host;

/// Steps of one climb, at most.
const MOST_STEPS: usize = 1000;
/// The largest blur, in pixels.
const WIDEST_BLUR: f32 = 5.0;
/// Noise to start from lies between 0 and this, nearly black: a climb adds what a unit wants and has
/// little to take away.
const NOISE: f32 = 0.1;
/// α of the shortest step: where it falls still, it may.
const SHORTEST: f32 = 1.0 / 64.0;
/// Frames that go through the model at once.
const ROWS: usize = 128;

/// How to climb.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ascent {
    /// Steps, 1 to 1000.
    pub steps: usize,
    /// η > 0: by how much a step changes pixels, root mean square.
    pub rate: f32,
    /// λ, from 0 to below 1: the share of every pixel that a step takes away.
    pub decay: f32,
    /// Standard deviation of G in pixels, 0 to 5; only where inputs are images.
    pub blur: f32,
    /// Of the noise.
    pub seed: u32,
}

impl Default for Ascent {
    fn default() -> Self {
        Self {
            steps: 60,
            rate: 0.1,
            decay: 0.05,
            blur: 0.6,
            seed: 0,
        }
    }
}

/// Where a climb passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Climb {
    /// The inputs, the start first, `[(steps + 1) × input]`.
    pub frames: Vec<f32>,
    /// The unit's activation on each.
    pub activations: Vec<f32>,
    /// What enters the unit's function, which is what the climb maximises.
    pub pre_activations: Vec<f32>,
}

/// Climbs from `from`, or from noise, to what excites the unit of number `unit` in `layer`.
///
/// # Errors
/// `bad-option` for a layer or unit that there is not, options out of their range, or a model of
/// documents, whose shares no step may change one by one; `bad-input` for
/// a start that is no input; `aborted`, `device-failed`.
pub async fn maximise(
    lab_model: &LabModel,
    (layer, unit): (usize, usize),
    from: Option<&[f32]>,
    options: &Ascent,
    host: &impl Host,
) -> Result<Climb> {
    check_unit(lab_model, layer, unit)?;
    options.check()?;
    if lab_model.family.inputs != InputKind::Images {
        return Err(LabError::new(
            "bad-option",
            format!("The family '{}' sees no images.", lab_model.family.id),
            "Climb in a model of images.",
        ));
    }
    let size = lab_model.input_size();
    let input = match from {
        Some(given) => given.to_vec(),
        None => noise(options.seed, size),
    };
    if validate_inputs(&input, size)? != 1 {
        return Err(LabError::new(
            "bad-input",
            "A climb starts from one input.",
            format!("Give {size} values."),
        ));
    }
    let model = lab_model.differentiable();
    let climber = Climber {
        model: model.as_ref(),
        unit: (layer, unit),
        device: lab_model.device(),
        side: model.image_side().filter(|_| options.blur > 0.0),
        kernel: Gaussian::new(options.blur),
        options,
    };
    let (mut frames, mut pre_activations) = (input.clone(), Vec::new());
    let mut place = climber.place(input).await?;
    for step in 0..options.steps {
        pre_activations.push(place.value);
        place = climber.step(place).await?;
        frames.extend(&place.input);
        let share = (step + 1) as f64 / options.steps as f64;
        host.proceed(share, LOOKING).await?;
    }
    pre_activations.push(place.value);
    Ok(Climb {
        activations: answers(lab_model, &frames, (layer, unit)).await?,
        frames,
        pre_activations,
    })
}

/// The pre-activation of a unit and its gradient with respect to the input, `[input]`, in a
/// differentiable model on `device`.
///
/// # Errors
/// `device-failed`.
pub async fn pull(
    model: &dyn Model,
    input: &[f32],
    (layer, unit): (usize, usize),
    device: &Device,
) -> Result<(f32, Vec<f32>)> {
    let row = TensorData::new(input.to_vec(), [1, input.len()]);
    let x = Tensor::<2>::from_data(row, &device.clone().autodiff()).require_grad();
    let value = model.pre_activations(x.clone(), layer).narrow(1, unit, 1);
    let gradients = value.backward();
    let value = value.without_autodiff();
    // A pixel that the unit does not see has no gradient on the books.
    let gradient = x.grad(&gradients).map(Tensor::without_autodiff);
    let gradient = gradient.unwrap_or_else(|| Tensor::zeros([1, input.len()], device));
    let mut both = read_values(Tensor::cat(vec![gradient, value], 1)).await?;
    let value = both.pop().unwrap_or_default();
    Ok((value, both))
}

impl Ascent {
    fn check(&self) -> Result<()> {
        let problem = if !(1..=MOST_STEPS).contains(&self.steps) {
            format!("A climb of {} steps was asked for.", self.steps)
        } else if !(self.rate > 0.0 && self.rate.is_finite()) {
            format!("The rate is {}.", self.rate)
        } else if !(0.0..1.0).contains(&self.decay) {
            format!("The decay is {}.", self.decay)
        } else if !(0.0..=WIDEST_BLUR).contains(&self.blur) {
            format!("The blur is {}.", self.blur)
        } else {
            return Ok(());
        };
        let hint = format!(
            "Use 1 to {MOST_STEPS} steps, a positive rate, a decay from 0 to below 1 and a blur from 0 \
             to {WIDEST_BLUR}."
        );
        Err(LabError::new("bad-option", problem, hint))
    }
}

/// Who climbs.
struct Climber<'a> {
    model: &'a dyn Model,
    unit: (usize, usize),
    device: &'a Device,
    /// Of the inputs, where they are images to blur.
    side: Option<usize>,
    kernel: Gaussian,
    options: &'a Ascent,
}

/// An input, what it brings about, and where it goes up from there.
struct Place {
    input: Vec<f32>,
    value: f32,
    gradient: Vec<f32>,
}

impl Climber<'_> {
    async fn place(&self, input: Vec<f32>) -> Result<Place> {
        let (value, gradient) = pull(self.model, &input, self.unit, self.device).await?;
        Ok(Place {
            input,
            value,
            gradient,
        })
    }

    async fn step(&self, from: Place) -> Result<Place> {
        let target = self.target(&from);
        let moves = from.input.iter().zip(&target).map(|(x, to)| to - x);
        let promise: f32 = moves.zip(&from.gradient).map(|(d, g)| d * g).sum();
        let mut share = 1.0;
        loop {
            let part = from.input.iter().zip(&target);
            let input = part.map(|(x, to)| x + share * (to - x)).collect();
            let place = self.place(input).await?;
            let leapt = promise > 0.0 && place.value < from.value;
            if !leapt || share <= SHORTEST {
                return Ok(place);
            }
            share *= 0.5;
        }
    }

    /// clamp(G((1 − λ) x + η g / |g|), 0, 1); without a gradient, only decay and blur.
    fn target(
        &self,
        Place {
            input, gradient, ..
        }: &Place,
    ) -> Vec<f32> {
        let Ascent { rate, decay, .. } = *self.options;
        let squares: f32 = gradient.iter().map(|g| g * g).sum();
        let size = (squares / gradient.len() as f32).sqrt();
        let scale = if size > 0.0 { rate / size } else { 0.0 };
        let pairs = input.iter().zip(gradient);
        let mut target: Vec<f32> = pairs.map(|(x, g)| (1.0 - decay) * x + scale * g).collect();
        if let Some(side) = self.side {
            target = self.kernel.blur(&target, side);
        }
        target.iter_mut().for_each(|x| *x = x.clamp(0.0, 1.0));
        target
    }
}

fn noise(seed: u32, size: usize) -> Vec<f32> {
    let mut values = Random::new(u64::from(seed)).uniforms(size);
    values.iter_mut().for_each(|value| *value *= NOISE);
    values
}

/// The activations of a unit on `[n × input]`.
async fn answers(
    lab_model: &LabModel,
    inputs: &[f32],
    (layer, unit): (usize, usize),
) -> Result<Vec<f32>> {
    let (model, size) = (lab_model.snapshot(), lab_model.input_size());
    let mut values = Vec::new();
    for rows in inputs.chunks(ROWS * size) {
        let data = TensorData::new(rows.to_vec(), [rows.len() / size, size]);
        let layer = model.layer(Tensor::from_data(data, lab_model.device()), layer);
        values.extend(read_values(layer.narrow(1, unit, 1)).await?);
    }
    Ok(values)
}
