//! Training by linear algebra: steps gather the covariance, the end solves for its eigenvectors.

use burn::tensor::Device;
use faer::Mat;

use super::backprop::{Examples, Objective, inputs};
use super::learner::{Learner, Losses, Parameter};
use super::parameters;
use crate::data::Batch;
use crate::error::{LabError, Result};
use crate::model::Model;
use crate::random::Random;
use crate::weights::NamedTensor;

/// A module that is a mean and a few directions.
pub trait Linear: Objective {
    /// From the mean `[input]` and the directions `[input, code]`, row-major.
    fn from_parts(mean: Vec<f32>, components: Vec<f32>, device: &Device) -> Self;
}

/// A linear module and the moments of the data seen so far.
pub struct ClosedForm<M: Linear> {
    module: M,
    kept: M,
    marked: Option<M>,
    device: Device,
    moments: Moments,
    steps: usize,
}

/// Σ x and Σ x xᵀ in double precision, on the host: they are sums over the whole data set.
struct Moments {
    count: f64,
    sum: Vec<f64>,
    products: Vec<f64>,
}

impl<M: Linear> ClosedForm<M> {
    /// A learner for `module`, whose parameters lie on `device`.
    pub fn new(module: M, device: &Device) -> Self {
        let size = module.widths()[0];
        Self {
            kept: module.clone(),
            module,
            marked: None,
            device: device.clone().without_autodiff(),
            moments: Moments {
                count: 0.0,
                sum: vec![0.0; size],
                products: vec![0.0; size * size],
            },
            steps: 0,
        }
    }
}

impl Moments {
    fn add(&mut self, batch: &Batch) {
        // Always on the CPU, where a read does not wait: in a browser, WebGPU's would have to.
        let rows = inputs(batch, &Device::flex());
        let products = rows.clone().transpose().matmul(rows).into_data();
        let products = products.as_slice::<f32>().expect("f32 products");
        for (sum, product) in self.products.iter_mut().zip(products) {
            *sum += f64::from(*product);
        }
        for row in batch.inputs.chunks(batch.input_size) {
            for (sum, value) in self.sum.iter_mut().zip(row) {
                *sum += f64::from(*value);
            }
        }
        self.count += batch.count as f64;
    }

    fn mean(&self) -> Vec<f64> {
        self.sum.iter().map(|sum| sum / self.count).collect()
    }

    /// The principal axes of the data, `[input, code]` row-major.
    fn components(&self, codes: usize) -> Result<Vec<f32>> {
        let (mean, size) = (self.mean(), self.sum.len());
        let covariance = Mat::from_fn(size, size, |row, column| {
            self.products[row * size + column] / self.count - mean[row] * mean[column]
        });
        principal_axes(&covariance, codes)
    }
}

/// The eigenvectors of a covariance `[size, size]` with the `count` largest eigenvalues,
/// `[size, count]` row-major, each with its largest entry positive, since an eigenvector's sign is
/// arbitrary.
///
/// # Errors
/// `no-solution` where none are found.
pub(crate) fn principal_axes(covariance: &Mat<f64>, count: usize) -> Result<Vec<f32>> {
    let size = covariance.nrows();
    let eigen = covariance
        .self_adjoint_eigen(faer::Side::Lower)
        .map_err(|_| unsolved())?;
    // In ascending order of the eigenvalues.
    let vectors = eigen.U();
    let mut axes = vec![0.0; size * count];
    for rank in 0..count {
        let column: Vec<f64> = (0..size)
            .map(|row| vectors[(row, size - 1 - rank)])
            .collect();
        let largest = column
            .iter()
            .copied()
            .max_by(|a, b| a.abs().total_cmp(&b.abs()));
        let sign = largest.map_or(1.0, f64::signum);
        for (row, value) in column.iter().enumerate() {
            axes[row * count + rank] = (sign * value) as f32;
        }
    }
    Ok(axes)
}

fn unsolved() -> LabError {
    LabError::new(
        "no-solution",
        "The eigenvectors of the covariance were not found.",
        "Check that the data has more than one distinct entry.",
    )
}

impl<M: Linear> Learner for ClosedForm<M> {
    fn step(&mut self, batch: &Batch, _learning_rate: f64) -> Option<Losses> {
        self.moments.add(batch);
        self.steps += 1;
        None
    }

    fn steps(&self) -> usize {
        self.steps
    }

    fn resume(&mut self, steps: Option<usize>) {
        self.steps = steps.unwrap_or(0);
    }

    fn finish(&mut self) -> Result<()> {
        if self.moments.count == 0.0 {
            return Ok(());
        }
        let codes = self.module.widths()[1];
        let mean = self
            .moments
            .mean()
            .iter()
            .map(|value| *value as f32)
            .collect();
        let components = self.moments.components(codes)?;
        self.module = M::from_parts(mean, components, &self.device);
        self.kept = self.module.clone();
        Ok(())
    }

    fn evaluate(&self, batch: &Batch) -> Losses {
        let examples = Examples::new(batch, &self.device);
        self.module.valid().losses(&examples, &mut Random::new(0))
    }

    fn gradients(&self, _batch: &Batch) -> Vec<Parameter> {
        Vec::new()
    }

    fn guess_loss(&self) -> f64 {
        // Before the first solution the components are arbitrary, and so is their loss.
        f64::INFINITY
    }

    fn snapshot(&self) -> Box<dyn Model> {
        Box::new(self.module.valid())
    }

    fn differentiable(&self) -> Box<dyn Model> {
        Box::new(self.module.clone().no_grad().train())
    }

    fn mark(&mut self) {
        self.marked = Some(self.module.clone());
    }

    fn keep(&mut self) {
        if let Some(marked) = self.marked.take() {
            self.kept = marked;
        }
    }

    fn restore(&mut self) {
        self.module = self.kept.clone();
    }

    fn parameters(&self) -> Vec<Parameter> {
        parameters::collect(&self.module)
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        self.module = parameters::replace(self.module.clone(), values);
        self.kept = self.module.clone();
    }
}
