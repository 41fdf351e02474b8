//! What models learn from.

use burn::tensor::{Device, Tensor, TensorData};

use crate::data::Batch;

/// What a batch looks like on a device.
pub struct Examples<'a> {
    /// `[batch, input]`
    pub inputs: Tensor<2>,
    /// `[batch]`, where the data has labels.
    pub labels: Option<&'a [u8]>,
    /// The inputs in host memory, row by row, where they come from a data set.
    pub host: Option<&'a [f32]>,
}

impl<'a> Examples<'a> {
    /// The examples of `batch`.
    pub fn new(batch: &'a Batch, device: &Device) -> Self {
        let shape = [batch.count, batch.input_size];
        let data = TensorData::new(batch.inputs.clone(), shape);
        Self {
            inputs: Tensor::from_data(data, device),
            labels: batch.labels.as_deref(),
            host: Some(&batch.inputs),
        }
    }

    /// The same examples with other inputs, such as what a layer makes of them.
    pub fn with_inputs(&self, inputs: Tensor<2>) -> Self {
        Self {
            inputs,
            labels: self.labels,
            host: None,
        }
    }
}
