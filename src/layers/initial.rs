//! What fresh parameters are filled with.

use burn::module::{Param, ParamId};
use burn::nn::Linear;
use burn::tensor::{Device, Shape, Tensor, TensorData};

use crate::random::Random;

/// Where the values of fresh parameters come from.
///
/// Weights are drawn from N(0, 4 / (inputs + outputs)): Xavier (Glorot & Bengio 2010) with gain √2,
/// because smaller weights leave a stack of eight layers with hardly any signal. Biases are 0.
#[derive(Debug)]
pub struct Initial {
    random: Option<Random>,
}

impl Initial {
    /// Random values of a seed.
    pub fn seeded(seed: u64) -> Self {
        Self {
            random: Some(Random::new(seed)),
        }
    }

    /// No values: parameters have a name and a shape, and take no memory until somebody looks at
    /// them, when they are 0.
    pub fn blank() -> Self {
        Self { random: None }
    }

    /// An affine map `x W + b`, of `[batch, inputs]` to `[batch, outputs]`.
    pub fn linear(&mut self, inputs: usize, outputs: usize, device: &Device) -> Linear {
        let deviation = xavier(inputs + outputs);
        Linear {
            weight: self.normal([inputs, outputs], deviation, device),
            bias: Some(self.zeros([outputs], device)),
        }
    }

    /// A chain of affine maps through `widths`, such as `[784, 400, 20]`.
    pub fn stack(&mut self, widths: &[usize], device: &Device) -> Vec<Linear> {
        let pairs = widths.windows(2);
        pairs
            .map(|pair| self.linear(pair[0], pair[1], device))
            .collect()
    }

    /// Values of a kernel `[channels, channels, height, width]`: each pixel of one side is tied to
    /// `height × width` of the other.
    pub fn kernel(&mut self, shape: [usize; 4], device: &Device) -> Param<Tensor<4>> {
        let [one, other, height, width] = shape;
        self.normal(shape, xavier((one + other) * height * width), device)
    }

    /// Values from N(0, deviation²).
    pub fn normal<const D: usize>(
        &mut self,
        shape: [usize; D],
        deviation: f32,
        device: &Device,
    ) -> Param<Tensor<D>> {
        let Some(random) = &mut self.random else {
            return self.zeros(shape, device);
        };
        let mut values = random.normals(shape.iter().product());
        values.iter_mut().for_each(|value| *value *= deviation);
        parameter(values, shape, device)
    }

    /// The given values, row-major.
    pub fn values<const D: usize>(
        &mut self,
        values: impl Iterator<Item = f32>,
        shape: [usize; D],
        device: &Device,
    ) -> Param<Tensor<D>> {
        match self.random {
            Some(_) => parameter(values.collect(), shape, device),
            None => self.zeros(shape, device),
        }
    }

    /// Zeros.
    pub fn zeros<const D: usize>(
        &mut self,
        shape: [usize; D],
        device: &Device,
    ) -> Param<Tensor<D>> {
        if self.random.is_some() {
            return parameter(vec![0.0; shape.iter().product()], shape, device);
        }
        let zeros = move |device: &Device, require_grad: bool| {
            let zeros = Tensor::zeros(shape, device);
            if require_grad {
                zeros.require_grad()
            } else {
                zeros
            }
        };
        let id = ParamId::new();
        Param::uninitialized(id, zeros, device.clone(), true, Shape::from(shape))
    }
}

/// The deviation of weights between `connections` units in all, those of both layers.
fn xavier(connections: usize) -> f32 {
    (4.0 / connections as f32).sqrt()
}

/// A trainable parameter with the given values, row-major.
pub fn parameter<const D: usize>(
    values: Vec<f32>,
    shape: [usize; D],
    device: &Device,
) -> Param<Tensor<D>> {
    Param::from_data(TensorData::new(values, shape), device)
}
