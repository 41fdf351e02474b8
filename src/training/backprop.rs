//! Training by backpropagation with Adam.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};

use super::adam::FusedAdam;
use super::learner::{Learner, Losses, Parameter};
use super::parameters;
use crate::data::Batch;
use crate::model::Model;
use crate::random::Random;
use crate::weights::NamedTensor;

/// What a batch looks like on a device.
pub struct Examples {
    /// `[batch, input]`
    pub inputs: Tensor<2>,
    /// `[batch]`, where the data has labels.
    pub labels: Option<Vec<u8>>,
}

impl Examples {
    /// The examples of `batch`.
    pub fn new(batch: &Batch, device: &Device) -> Self {
        Self {
            inputs: inputs(batch, device),
            labels: batch.labels.clone(),
        }
    }
}

/// A module with a loss that gradients flow through.
pub trait Objective: Module + Model + 'static {
    /// The losses of a batch; `random` draws whatever noise the objective needs.
    fn losses(&self, examples: &Examples, random: &mut Random) -> Losses;

    /// The module after a step whose losses observed `observed`: for what follows the data
    /// without being a parameter, such as a running mean.
    fn follow(self, _observed: Tensor<1>) -> Self {
        self
    }

    /// The loss of answering ½ at every pixel.
    fn guess_loss(&self) -> f64;
}

/// A module, its optimizer and the last parameters known to be good.
pub struct Backprop<M: Objective> {
    // Taken out only within a step: the optimizer updates in place what nobody else holds. Only
    // there does it carry gradients: what does so is on Burn's books until the next backward pass,
    // even after a model is gone.
    module: Option<M>,
    marked: Option<M>,
    kept: M,
    optimizer: ModuleOptimizer,
    random: Random,
    device: Device,
    steps: usize,
}

impl<M: Objective> Backprop<M> {
    /// A learner for `module`, whose parameters lie on `device`.
    pub fn new(module: M, seed: u64, device: &Device) -> Self {
        Self {
            kept: module.clone(),
            module: Some(module),
            marked: None,
            optimizer: FusedAdam::default().into(),
            random: Random::new(seed ^ 0x6e6f_6973_6500),
            device: device.clone().without_autodiff(),
            steps: 0,
        }
    }

    pub(super) fn module(&self) -> &M {
        self.module.as_ref().expect("a module outside of a step")
    }

    /// One step that is not the optimizer's.
    pub(super) fn advance(&mut self, step: impl FnOnce(M) -> M) {
        self.module = self.module.take().map(step);
        self.steps += 1;
    }

    /// Goes on with another state of the module, whose loss the optimizer knows nothing of; it
    /// lasts when the parameters are restored.
    pub(super) fn change(&mut self, change: impl Fn(M) -> M) {
        self.module = self.module.take().map(&change);
        self.marked = self.marked.take().map(&change);
        self.kept = change(self.kept.clone());
        self.optimizer = FusedAdam::default().into();
    }
}

/// The inputs of `batch` as `[count, input_size]`.
pub(crate) fn inputs(batch: &Batch, device: &Device) -> Tensor<2> {
    let shape = [batch.count, batch.input_size];
    Tensor::from_data(TensorData::new(batch.inputs.clone(), shape), device)
}

/// `[count, classes]` of zeros with a 1 at each label.
pub(crate) fn one_hot(labels: &[u8], classes: usize, device: &Device) -> Tensor<2> {
    let mut values = vec![0.0f32; labels.len() * classes];
    for (row, label) in values.chunks_mut(classes).zip(labels) {
        row[usize::from(*label)] = 1.0;
    }
    Tensor::from_data(TensorData::new(values, [labels.len(), classes]), device)
}

impl<M: Objective> Learner for Backprop<M> {
    fn step(&mut self, batch: &Batch, learning_rate: f64) -> Option<Losses> {
        let module = self.module.take().expect("a module outside of a step");
        let module = module.train();
        let device = self.device.clone().autodiff();
        let losses = module.losses(&Examples::new(batch, &device), &mut self.random);
        let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
        let module = self.optimizer.step(learning_rate, module, gradients);
        let module = module.valid();
        self.module = Some(match &losses.observed {
            Some(observed) => module.follow(observed.clone().without_autodiff()),
            None => module,
        });
        self.steps += 1;
        Some(losses)
    }

    fn steps(&self) -> usize {
        self.steps
    }

    fn resume(&mut self, steps: Option<usize>) {
        self.steps = steps.unwrap_or(0);
    }

    fn evaluate(&self, batch: &Batch) -> Losses {
        // The same noise every time, so that two evaluations can be compared.
        let mut random = Random::new(0);
        self.module()
            .losses(&Examples::new(batch, &self.device), &mut random)
    }

    fn gradients(&self, batch: &Batch) -> Vec<Parameter> {
        let device = self.device.clone().autodiff();
        let module = self.module().clone().train();
        let losses = module.losses(&Examples::new(batch, &device), &mut Random::new(0));
        let gradients = GradientsParams::from_grads(losses.total.backward(), &module);
        parameters::gradients(&module, gradients)
    }

    fn guess_loss(&self) -> f64 {
        self.module().guess_loss()
    }

    fn snapshot(&self) -> Box<dyn Model> {
        Box::new(self.module().clone())
    }

    fn differentiable(&self) -> Box<dyn Model> {
        Box::new(self.module().clone().no_grad().train())
    }

    fn mark(&mut self) {
        self.marked = Some(self.module().clone());
    }

    fn keep(&mut self) {
        if let Some(marked) = self.marked.take() {
            self.kept = marked;
        }
    }

    fn restore(&mut self) {
        self.module = Some(self.kept.clone());
        self.optimizer = FusedAdam::default().into();
    }

    fn parameters(&self) -> Vec<Parameter> {
        parameters::collect(self.module())
    }

    fn load(&mut self, values: Vec<NamedTensor>) {
        let module = self.module.take().expect("a module outside of a step");
        let module = parameters::replace(module, values);
        self.kept = module.clone();
        self.module = Some(module);
    }
}
