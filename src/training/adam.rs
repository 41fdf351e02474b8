//! Adam in one pass over the parameters where they lie in host memory.
//!
//! Burn's Adam is ten elementwise operations over every parameter, each limited by memory: on the
//! CPU path that costs up to half of a training step. Here the same update reads and writes each
//! value once, on a graphics card as well.

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

impl FusedAdam {
    /// The step on a device that is not the CPU: in one operation on a graphics card, by Burn's
    /// elsewhere.
    fn step_elsewhere<const D: usize>(
        &self,
        learning_rate: LearningRate,
        tensor: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, Option<AdamState<D>>) {
        #[cfg(any(feature = "webgpu", feature = "vulkan", feature = "cuda"))]
        {
            let momentum = state.as_ref().map(|state| &state.momentum);
            let time = momentum.map_or(0, |momentum| momentum.time) + 1;
            let moments = match momentum {
                Some(momentum) => [momentum.moment_1.clone(), momentum.moment_2.clone()],
                None => [tensor.zeros_like(), tensor.zeros_like()],
            };
            let [first, second] = moments;
            let tensors = [tensor.clone(), gradient.clone(), first, second];
            let [rate, epsilon] = corrected(learning_rate, time);
            if let Some([moved, first, second]) =
                crate::kernel::adam(&tensors, [BETA_1, BETA_2], rate, epsilon)
            {
                let momentum = AdaptiveMomentumState::new(time, first, second);
                return (moved, Some(AdamState::new(momentum)));
            }
        }
        self.burn.step(learning_rate, tensor, gradient, state)
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
            return self.step_elsewhere(learning_rate, tensor, gradient, state);
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
            corrected(learning_rate, time),
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

/// α √(1−β₂ᵗ) / (1−β₁ᵗ) and ε √(1−β₂ᵗ), with which the moments need no correction.
fn corrected(learning_rate: LearningRate, time: usize) -> [f32; 2] {
    let time = time as i32;
    let correction = (1.0 - BETA_2.powi(time)).sqrt();
    let rate = learning_rate as f32 * correction / (1.0 - BETA_1.powi(time));
    [rate, EPSILON * correction]
}

fn update(
    values: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    [rate, epsilon]: [f32; 2],
) {
    for (((value, &g), m), v) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        *m = BETA_1 * *m + (1.0 - BETA_1) * g;
        *v = BETA_2 * *v + (1.0 - BETA_2) * g * g;
        *value -= rate * *m / (v.sqrt() + epsilon);
    }
}
