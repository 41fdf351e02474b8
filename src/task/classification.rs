//! A classifier of digits, trained by backpropagation on cross-entropy.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, activation};

use crate::data::{Dataset, augment, shuffle};
use crate::error::Result;
use crate::layers::{self, Activation, Initial, Layer};
use crate::training::adam::FusedAdam;
use crate::training::backprop::{inputs, one_hot};

const CLASSES: usize = 10;
const BATCH: usize = 128;

/// A stack of layers to ten logits.
#[derive(Module, Debug)]
pub struct Classifier {
    layers: Vec<Layer>,
}

/// How a [`Classifier`] is trained.
pub struct Lessons {
    /// Passes over the data.
    pub epochs: usize,
    /// Adam's rate at the start; half a cosine brings it to 0.
    pub learning_rate: f64,
    /// Pixels by which each image is displaced at most, anew in every epoch.
    pub displacement: i32,
    /// Seed of the displacements and of the order of the data.
    pub seed: u64,
}

impl Classifier {
    /// A fresh classifier through `hidden` layers.
    pub fn new(inputs: usize, hidden: &[usize], seed: u64, device: &Device) -> Self {
        let mut widths = vec![inputs];
        widths.extend(hidden);
        widths.push(CLASSES);
        let mut initial = Initial::from_seed(Some(seed));
        Self {
            layers: layers::stack(&widths, &mut initial, device),
        }
    }

    /// `[batch, input]` to `[batch, 10]`.
    pub fn logits(&self, inputs: Tensor<2>) -> Tensor<2> {
        layers::forward(&self.layers, Activation::Relu, inputs)
    }

    /// Trains on `data`, which must have labels 0…9.
    ///
    /// # Errors
    /// As [`augment::displace`].
    pub fn train(self, data: &Dataset, lessons: &Lessons) -> Result<Self> {
        let device = self.layers[0].bias.val().device().autodiff();
        let mut module = Module::train(self);
        let mut optimizer: ModuleOptimizer = FusedAdam::default().into();
        let steps = lessons.epochs * (data.count() / BATCH);
        let mut step = 0;
        for epoch in 0..lessons.epochs as u64 {
            let data = augment::displace(data, lessons.displacement, lessons.seed + epoch)?;
            for indices in shuffle(data.count(), lessons.seed, epoch).chunks_exact(BATCH) {
                let progress = step as f64 / steps as f64;
                let fallen = 0.5 * (1.0 + (std::f64::consts::PI * progress).cos());
                let batch = data.batch(indices);
                let logits = module.logits(inputs(&batch, &device));
                let chosen = activation::log_softmax(logits, 1)
                    * one_hot(
                        batch.labels.as_deref().unwrap_or_default(),
                        CLASSES,
                        &device,
                    );
                let loss = chosen.sum().div_scalar(-(BATCH as f32));
                let gradients = GradientsParams::from_grads(loss.backward(), &module);
                module = optimizer.step(lessons.learning_rate * fallen, module, gradients);
                step += 1;
            }
        }
        Ok(module.valid())
    }

    /// The share of `data` given its own label. Reads from the device, so native only.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        let device = self.layers[0].bias.val().device();
        let labels = data.labels().unwrap_or_default();
        let indices: Vec<usize> = (0..data.count()).collect();
        let mut correct = 0;
        for chunk in indices.chunks(1024) {
            let logits = self.logits(inputs(&data.batch(chunk), &device)).into_data();
            let logits = logits.as_slice::<f32>().expect("f32 logits");
            for (row, index) in logits.chunks(CLASSES).zip(chunk) {
                let best = (0..CLASSES).max_by(|a, b| row[*a].total_cmp(&row[*b]));
                correct += usize::from(best == Some(usize::from(labels[*index])));
            }
        }
        correct as f64 / data.count() as f64
    }
}
