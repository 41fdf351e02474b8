//! Adam in one pass over the parameters where they lie in host memory.
//!
//! Burn's Adam is ten elementwise operations over every parameter, each limited by memory: on the
//! CPU path that costs up to half of a training step. Here the same update reads and writes each
//! value once. On a GPU, Burn's own is used.

use burn::optim::{Adam, AdamConfig, AdamState, AdaptiveMomentumState, LearningRate, Optimizer};
use burn::tensor::{Device, Tensor, TensorData};

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// Adam (Kingma & Ba 2015): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²,
/// θ ← θ − α m̂ / (√v̂ + ε) with m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ), β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
#[derive(Clone)]
pub struct FusedAdam {
    burn: Adam,
}

impl Default for FusedAdam {
    fn default() -> Self {
        let config = AdamConfig::new().with_beta_1(BETA_1).with_beta_2(BETA_2);
        Self {
            burn: config.with_epsilon(EPSILON).build(),
        }
    }
}

impl Optimizer for FusedAdam {
    type State<const D: usize> = AdamState<D>;

    fn step<const D: usize>(
        &self,
        learning_rate: LearningRate,
        tensor: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let device = tensor.device();
        if device != Device::flex() {
            return self.burn.step(learning_rate, tensor, gradient, state);
        }
        let gradient = gradient.into_data();
        let (time, mut first, mut second) = match state {
            Some(AdamState { momentum }) => (
                momentum.time + 1,
                momentum.moment_1.into_data(),
                momentum.moment_2.into_data(),
            ),
            None => (1, zeros_like(&gradient), zeros_like(&gradient)),
        };
        let mut values = tensor.into_data();
        update(
            floats(&mut values),
            gradient.as_slice().expect("f32 gradients"),
            floats(&mut first),
            floats(&mut second),
            learning_rate as f32,
            time as i32,
        );
        let upload = |data| Tensor::from_data(data, &device);
        let momentum = AdaptiveMomentumState::new(time, upload(first), upload(second));
        (
            Tensor::from_data(values, &device),
            Some(AdamState::new(momentum)),
        )
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        Adam::to_device(state, device)
    }
}

fn floats(data: &mut TensorData) -> &mut [f32] {
    data.as_mut_slice().expect("f32 parameters")
}

fn zeros_like(data: &TensorData) -> TensorData {
    TensorData::new(vec![0.0f32; data.num_elements()], data.shape().clone())
}

fn update(
    values: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    learning_rate: f32,
    time: i32,
) {
    let correction = (1.0 - BETA_2.powi(time)).sqrt();
    let rate = learning_rate * correction / (1.0 - BETA_1.powi(time));
    let epsilon = EPSILON * correction;
    for (((value, &g), m), v) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        *m = BETA_1 * *m + (1.0 - BETA_1) * g;
        *v = BETA_2 * *v + (1.0 - BETA_2) * g * g;
        *value -= rate * *m / (v.sqrt() + epsilon);
    }
}
