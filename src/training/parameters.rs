//! Names, shapes and values of a module's parameters, as the weights files hold them.

use std::collections::HashMap;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData};

use super::learner::Parameter;
use crate::weights::NamedTensor;

/// The parameters of `module` by their path, in the order of its fields.
pub fn collect<M: Module>(module: &M) -> Vec<Parameter> {
    let mut collector = Collector::default();
    module.visit(&mut collector);
    collector.found
}

/// The gradient of each parameter of `module` that has one, as [`collect`] orders them.
pub fn gradients<M: Module>(module: &M, gradients: GradientsParams) -> Vec<Parameter> {
    let mut collector = Collector {
        gradients: Some(gradients),
        ..Collector::default()
    };
    module.visit(&mut collector);
    collector.found
}

/// `module` with the values of `tensors`, matched by name; shapes were checked before.
pub fn replace<M: Module>(module: M, tensors: Vec<NamedTensor>) -> M {
    let values = tensors
        .into_iter()
        .map(|tensor| (tensor.name, tensor.values))
        .collect();
    let path = Vec::new();
    module.map(&mut Replacer { path, values })
}

#[derive(Default)]
struct Collector {
    path: Vec<String>,
    found: Vec<Parameter>,
    /// Where set, gradients are collected instead of values.
    gradients: Option<GradientsParams>,
}

impl ModuleVisitor for Collector {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_string());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = match &mut self.gradients {
            None => Some(param.val().without_autodiff()),
            Some(gradients) => gradients.remove::<D>(param.id),
        };
        let Some(tensor) = tensor else { return };
        let shape = tensor.dims().to_vec();
        self.found.push(Parameter {
            name: self.path.join("."),
            values: tensor.reshape([shape.iter().product::<usize>()]),
            shape,
        });
    }
}

struct Replacer {
    path: Vec<String>,
    values: HashMap<String, Vec<f32>>,
}

impl ModuleMapper for Replacer {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_string());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(values) = self.values.remove(&self.path.join(".")) else {
            return param;
        };
        param.map(|old| {
            let data = TensorData::new(values, old.dims());
            let new = Tensor::<D>::from_data(data, &old.device().without_autodiff());
            if !old.is_autodiff() {
                return new;
            }
            new.autodiff().set_require_grad(old.is_require_grad())
        })
    }
}
