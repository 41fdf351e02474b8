//! Adam's step on a graphics card in one program: of Burn's operations it takes ten.

use burn::backend::Cube;
use burn::tensor::Tensor;
use cubecl::prelude::{Tensor as CubeTensor, *};

use super::cube_elements::like;

/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − rate m / (√v + ε)
#[cube(launch_unchecked)]
fn adam_kernel(
    parameters: &CubeTensor<f32>,
    gradient: &CubeTensor<f32>,
    first: &CubeTensor<f32>,
    second: &CubeTensor<f32>,
    moved: &mut CubeTensor<f32>,
    first_now: &mut CubeTensor<f32>,
    second_now: &mut CubeTensor<f32>,
    rate: f32,
    epsilon: f32,
    #[comptime] decay: [u32; 2],
) {
    let at = ABSOLUTE_POS;
    if at < parameters.len() {
        let beta_1 = f32::new(comptime!(f32::from_bits(decay[0])));
        let beta_2 = f32::new(comptime!(f32::from_bits(decay[1])));
        let g = gradient[at];
        let m = beta_1 * first[at] + (1.0f32 - beta_1) * g;
        let v = beta_2 * second[at] + (1.0f32 - beta_2) * g * g;
        first_now[at] = m;
        second_now[at] = v;
        moved[at] = parameters[at] - rate * m / (f32::sqrt(v) + epsilon);
    }
}

/// Adam's step for parameters, their gradient and both moments: the parameters and the moments after
/// it; `decay` is β₁ and β₂, and the rate and ε hold the correction of the moments. Nothing where the
/// four are not on a graphics card, or do not lie in order.
pub fn adam<const D: usize>(
    tensors: &[Tensor<D>; 4],
    decay: [f32; 2],
    rate: f32,
    epsilon: f32,
) -> Option<[Tensor<D>; 3]> {
    let held = |tensor: &Tensor<D>| {
        let held = tensor.clone().try_into_primitive::<Cube>().ok()?;
        held.is_contiguous().then_some(held)
    };
    let [parameters, gradient, first, second] = tensors.each_ref().map(held);
    let (parameters, gradient, first, second) = (parameters?, gradient?, first?, second?);
    let (moved, count, dim) = like(&parameters);
    let [(first_now, ..), (second_now, ..)] = [like(&parameters), like(&parameters)];
    let client = moved.client.clone();
    // SAFETY: the kernel looks whether what it reads and writes lies within the tensors.
    unsafe {
        adam_kernel::launch_unchecked(
            &client,
            count,
            dim,
            parameters.into_tensor_arg(),
            gradient.into_tensor_arg(),
            first.into_tensor_arg(),
            second.into_tensor_arg(),
            moved.clone().into_tensor_arg(),
            first_now.clone().into_tensor_arg(),
            second_now.clone().into_tensor_arg(),
            rate,
            epsilon,
            decay.map(f32::to_bits),
        );
    }
    Some([moved, first_now, second_now].map(Tensor::from_primitive::<Cube>))
}
