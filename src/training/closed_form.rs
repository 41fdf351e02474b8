//! Training by linear algebra: steps gather the covariance, the end solves for its eigenvectors.

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use faer::Mat;

use super::rule::Rule;
use crate::error::{LabError, Result};
use crate::kernel::matmul;
use crate::model::{Examples, Losses, Objective};

/// A linear module from the mean `[input]` and the directions `[input, code]`, row-major.
type Make<M> = fn(Vec<f32>, Vec<f32>, &Device) -> M;

/// The moments of the data seen so far, and what to make of them.
pub struct ClosedForm<M> {
    codes: usize,
    make: Make<M>,
    device: Device,
    data: Option<u64>,
    updates_per_pass: usize,
    moments: Moments,
    /// Updates of this pass that the moments are of.
    seen: usize,
    /// The answer is that of all of the data: more passes would add nothing.
    is_complete: bool,
}

/// Σ x and Σ x xᵀ in double precision, on the host: they are sums over the whole data set.
#[derive(Default)]
struct Moments {
    count: f64,
    sum: Vec<f64>,
    products: Vec<f64>,
}

impl<M> ClosedForm<M> {
    /// The principal directions, `codes` of them, of what is seen.
    pub fn new(codes: usize, make: Make<M>, device: &Device) -> Self {
        Self {
            codes,
            make,
            device: device.clone().without_autodiff(),
            data: None,
            updates_per_pass: 0,
            moments: Moments::default(),
            seen: 0,
            is_complete: false,
        }
    }
}

impl Moments {
    /// Adds rows of `size` values each.
    fn add(&mut self, values: &[f32], size: usize) {
        self.sum.resize(size, 0.0);
        self.products.resize(size * size, 0.0);
        let count = values.len() / size;
        // Always on the CPU, where a read does not wait: in a browser, WebGPU's would have to.
        let data = TensorData::new(values.to_vec(), [count, size]);
        let rows = Tensor::<2>::from_data(data, &Device::flex());
        let products = matmul(rows.clone().transpose(), rows).into_data();
        let products = products.as_slice::<f32>().expect("f32 products");
        for (sum, product) in self.products.iter_mut().zip(products) {
            *sum += f64::from(*product);
        }
        for row in values.chunks(size) {
            for (sum, value) in self.sum.iter_mut().zip(row) {
                *sum += f64::from(*value);
            }
        }
        self.count += count as f64;
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

impl<M: Module + Objective> Rule<M> for ClosedForm<M> {
    fn update(
        &mut self,
        module: M,
        examples: &Examples,
        _rate: f64,
        step: usize,
    ) -> (M, Option<Losses>) {
        if step.is_multiple_of(self.updates_per_pass.max(1)) {
            self.moments = Moments::default();
            self.seen = 0;
        }
        if !self.is_complete {
            self.seen += 1;
            let values = examples.host.expect("inputs of a data set");
            self.moments.add(values, examples.inputs.dims()[1]);
        }
        (module, None)
    }

    fn reset(&mut self) {
        self.data = None;
        self.moments = Moments::default();
        self.seen = 0;
        self.is_complete = false;
    }

    /// Before the first solution the components are arbitrary, and so is their loss.
    fn guess_loss(&self, _module: &M, _inputs: usize, _step: usize) -> f64 {
        f64::INFINITY
    }

    /// Moments are those of one data set: another one starts anew.
    fn begin(&mut self, data: u64, updates_per_pass: usize) {
        if self.data != Some(data) || self.updates_per_pass != updates_per_pass {
            <Self as Rule<M>>::reset(self);
            self.data = Some(data);
            self.updates_per_pass = updates_per_pass;
        }
    }

    fn solve(&mut self, _module: &M) -> Result<Option<M>> {
        if self.is_complete || self.moments.count == 0.0 {
            return Ok(None);
        }
        let mean = self.moments.mean().into_iter();
        let mean = mean.map(|value| value as f32).collect();
        let components = self.moments.components(self.codes)?;
        if self.seen == self.updates_per_pass {
            self.is_complete = true;
            self.moments = Moments::default();
        }
        Ok(Some((self.make)(mean, components, &self.device)))
    }

    /// Products, covariance and eigenvectors in double precision.
    fn values_kept(&self, _parameters: u64, inputs: u64) -> u64 {
        3 * 2 * inputs * inputs
    }
}
