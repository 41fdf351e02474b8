//! Names, shapes and values of a module's parameters, as the weights files hold them.

use std::collections::HashMap;

use burn::backend::Flex;
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};

/// A field of this name is left out of the names of what it holds, so that a file says
/// `encoder.0.weight` whatever family it is of.
const UNNAMED: &str = "network";
/// How Burn announces the variants of an enumeration, whose names are left out too.
const VARIANT: &str = "Enum:";

/// A named parameter, flattened, still on the device.
pub struct Parameter {
    /// Where it stands in the module, such as `encoder.0.weight`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, row-major.
    pub values: Tensor<1>,
}

/// The parameters of `module` by their path, in the order of its fields, and beside them its state
/// that no gradient reaches, such as running means.
pub fn collect<M: Module>(module: &M) -> Vec<Parameter> {
    let mut visitor = Collector::default();
    module.visit(&mut visitor);
    visitor.found
}

/// The gradient of each parameter of `module` that has one, as [`collect`] orders them.
pub fn gradients<M: Module>(module: &M, gradients: GradientsParams) -> Vec<Parameter> {
    let mut visitor = Collector {
        gradients: Some(gradients),
        ..Collector::default()
    };
    module.visit(&mut visitor);
    visitor.found
}

/// Shows `values` to `look`; on the CPU where they lie, elsewhere as a copy.
pub fn look_at(values: Tensor<1>, look: impl FnOnce(&[f32])) {
    if values.device() == Device::flex()
        && let Ok(held) = values.clone().try_into_primitive::<Flex>()
        && let Some(slice) = held.as_slice::<f32>()
    {
        return look(slice);
    }
    look(values.into_data().as_slice::<f32>().expect("f32 values"));
}

/// Adds `others`, values in the order of [`gradients`], to those in `own`.
pub fn add<M: Module>(module: &M, own: GradientsParams, others: &[f32]) -> GradientsParams {
    let mut visitor = Adder {
        gradients: own,
        others,
    };
    module.visit(&mut visitor);
    visitor.gradients
}

/// Names and shapes as [`collect`] gives them, without looking at any value.
pub fn shapes<M: Module>(module: &M) -> Vec<(String, Vec<usize>)> {
    let mut visitor = Shapes::default();
    module.visit(&mut visitor);
    visitor.found
}

/// Whether no parameter of `module` carries gradients.
pub fn is_plain<M: Module>(module: &M) -> bool {
    struct Plain(bool);
    impl ModuleVisitor for Plain {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            self.0 &= !param.is_initialized() || !param.val().is_autodiff();
        }
    }
    let mut visitor = Plain(true);
    module.visit(&mut visitor);
    visitor.0
}

/// `module` with the given values, matched by name; shapes were checked before.
pub fn replace<M: Module>(module: M, values: impl IntoIterator<Item = (String, Vec<f32>)>) -> M {
    module.map(&mut Replacer {
        path: Path::default(),
        values: values.into_iter().collect(),
    })
}

/// The names on the way to a parameter; `None` for what is left out.
#[derive(Default)]
struct Path(Vec<Option<String>>);

impl Path {
    fn enter(&mut self, name: &str, container: &str) {
        let named = name != UNNAMED && !container.starts_with(VARIANT);
        self.0.push(named.then(|| name.to_string()));
    }

    fn exit(&mut self) {
        self.0.pop();
    }

    fn name(&self) -> String {
        let parts: Vec<&str> = self.0.iter().flatten().map(String::as_str).collect();
        parts.join(".")
    }
}

#[derive(Default)]
struct Shapes {
    path: Path,
    found: Vec<(String, Vec<usize>)>,
}

impl ModuleVisitor for Shapes {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let shape = param.lazy_shape().dims::<D>().to_vec();
        self.found.push((self.path.name(), shape));
    }
}

#[derive(Default)]
struct Collector {
    path: Path,
    found: Vec<Parameter>,
    /// Where set, gradients are collected instead of values.
    gradients: Option<GradientsParams>,
}

impl ModuleVisitor for Collector {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = match &mut self.gradients {
            None => Some(param.val().without_autodiff()),
            Some(gradients) => gradients.remove::<D>(param.id),
        };
        let Some(tensor) = tensor else { return };
        let shape = tensor.dims().to_vec();
        self.found.push(Parameter {
            name: self.path.name(),
            values: tensor.reshape([shape.iter().product::<usize>()]),
            shape,
        });
    }
}

struct Adder<'a> {
    gradients: GradientsParams,
    others: &'a [f32],
}

impl ModuleVisitor for Adder<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(gradient) = self.gradients.remove::<D>(param.id) else {
            return;
        };
        let device = gradient.device();
        let mut sums = gradient.into_data();
        let values = sums.as_mut_slice::<f32>().expect("f32 gradients");
        let (others, rest) = self.others.split_at(values.len());
        for (value, other) in values.iter_mut().zip(others) {
            *value += other;
        }
        self.others = rest;
        let sums = Tensor::<D>::from_data(sums, &device);
        self.gradients.register(param.id, sums);
    }
}

struct Replacer {
    path: Path,
    values: HashMap<String, Vec<f32>>,
}

impl ModuleMapper for Replacer {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.exit();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(values) = self.values.remove(&self.path.name()) else {
            return param;
        };
        let (shape, device) = (param.lazy_shape(), param.lazy_device());
        let new =
            Tensor::<D>::from_data(TensorData::new(values, shape), &device.without_autodiff());
        let id = param.id;
        param.transform_for_load(new, id)
    }
}
