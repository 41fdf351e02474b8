//! The operations on the CPU.

use burn::backend::Flex;
use burn::backend::TensorMetadata;
use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::tensor::{Shape, TensorData};

use super::function::{self, Function};
use super::matrix::Matrix;
use super::operation::Kernels;
use super::product::product as multiply;
#[cfg(target_family = "wasm")]
use super::{Sizes, convolution};

impl Kernels for Flex {
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        product(left, right, None)
    }

    fn affine(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        product(input, weight, Some(bias))
    }

    // Natively, Burn's own have wider vectors.

    #[cfg(target_family = "wasm")]
    fn convolution(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let sizes = sizes(&images, &kernel);
        let [images, kernel, bias] = [images, kernel, bias].map(|tensor| whole(in_order(tensor)));
        let [of_images, of_kernel, of_bias] = [&images, &kernel, &bias].map(|t| t.storage::<f32>());
        let out = convolution::convolution(of_images, of_kernel, Some(of_bias), sizes);
        let [height, width] = sizes.image;
        values(out, [sizes.batch, sizes.outputs, height, width].into())
    }

    #[cfg(target_family = "wasm")]
    fn convolution_images_backward(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let sizes = sizes(&images, &kernel);
        let [kernel, gradient] = [kernel, gradient].map(|tensor| whole(in_order(tensor)));
        let (of_gradient, of_kernel) = (gradient.storage::<f32>(), kernel.storage::<f32>());
        let back = convolution::images_gradient(of_gradient, of_kernel, sizes);
        values(back, images.shape())
    }

    #[cfg(target_family = "wasm")]
    fn convolution_kernel_backward(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let sizes = sizes(&images, &kernel);
        let [images, gradient] = [images, gradient].map(|tensor| whole(in_order(tensor)));
        let (of_images, of_gradient) = (images.storage::<f32>(), gradient.storage::<f32>());
        let back = convolution::kernel_gradient(of_images, of_gradient, sizes);
        values(back, kernel.shape())
    }

    fn apply(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self> {
        match function {
            Function::Sigmoid => map(input, function::sigmoid),
            Function::Tanh => map(input, function::tanh),
            // Not `max`, which would hide what is no number.
            Function::Relu => map(input, |a| if a < 0.0 { 0.0 } else { a }),
            Function::Gelu => map(input, function::gelu),
            Function::Softplus => map(input, function::softplus),
        }
    }

    fn slope(
        known: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        function: Function,
    ) -> FloatTensor<Self> {
        match function {
            Function::Sigmoid => weigh(gradient, known, |y| y * (1.0 - y)),
            Function::Tanh => weigh(gradient, known, |y| 1.0 - y * y),
            Function::Relu => weigh(gradient, known, |y| if y <= 0.0 { 0.0 } else { 1.0 }),
            Function::Gelu => weigh(gradient, known, function::gelu_slope),
            Function::Softplus => weigh(gradient, known, function::sigmoid),
        }
    }
}

#[cfg(target_family = "wasm")]
fn sizes(images: &Values, kernel: &Values) -> Sizes {
    let [batch, inputs, height, width] = images.shape().dims();
    let [outputs, _, _, side] = kernel.shape().dims();
    Sizes {
        batch,
        inputs,
        outputs,
        side,
        image: [height, width],
    }
}

type Values = FloatTensor<Flex>;

/// `left right + bias`
fn product(left: Values, right: Values, bias: Option<Values>) -> Values {
    if cfg!(not(target_family = "wasm")) {
        // Natively, Burn's own has wider vectors.
        let product = Flex::float_matmul(left, right);
        return match bias {
            Some(bias) => Flex::float_add(product, bias),
            None => product,
        };
    }
    let (left, right) = (forward(left), forward(right));
    let bias = bias.map(Values::into_data);
    let bias = bias
        .as_ref()
        .map(|bias| bias.as_slice().expect("f32 biases"));
    let [left, right] = [matrix(&left), matrix(&right)];
    let shape = [left.rows(), right.columns()];
    values(multiply(left, right, bias), shape.into())
}

pub(super) fn values(values: Vec<f32>, shape: Shape) -> Values {
    Values::from_data(TensorData::new(values, shape))
}

/// A tensor that is nowhere read backwards.
fn forward(tensor: Values) -> Values {
    match tensor.layout().has_positive_strides() {
        true => tensor,
        false => tensor.to_contiguous(),
    }
}

fn matrix(tensor: &Values) -> Matrix<'_> {
    let layout = tensor.layout();
    let strides: [usize; 2] = std::array::from_fn(|i| layout.strides()[i].unsigned_abs());
    let values = &tensor.storage::<f32>()[layout.start_offset()..];
    Matrix::strided(values, layout.shape().dims(), strides)
}

/// The function of every element, in place where nobody else holds them.
#[inline(always)]
fn map(tensor: Values, function: impl Fn(f32) -> f32) -> Values {
    let mut tensor = whole(tensor);
    if let Some(own) = tensor.try_storage_mut::<f32>() {
        own.iter_mut().for_each(|value| *value = function(*value));
        return tensor;
    }
    let from = tensor.storage::<f32>().iter();
    let to = from.map(|&value| function(value)).collect();
    values(to, tensor.shape()).with_layout(tensor.layout().clone())
}

/// `gradient` times `slope(known)`, in place where nobody else holds it.
#[inline(always)]
fn weigh(gradient: Values, known: Values, slope: impl Fn(f32) -> f32) -> Values {
    let (mut gradient, mut known) = (whole(gradient), whole(known));
    if gradient.layout() != known.layout() {
        (gradient, known) = (in_order(gradient), in_order(known));
    }
    let known = known.storage::<f32>();
    if let Some(own) = gradient.try_storage_mut::<f32>() {
        for (value, &known) in own.iter_mut().zip(known) {
            *value *= slope(known);
        }
        return gradient;
    }
    let from = gradient.storage::<f32>().iter().zip(known);
    let to = from.map(|(value, &known)| value * slope(known)).collect();
    values(to, gradient.shape()).with_layout(gradient.layout().clone())
}

/// A tensor whose storage holds its elements, in whatever order, and nothing else.
pub(super) fn whole(tensor: Values) -> Values {
    let layout = tensor.layout();
    let alone = layout.start_offset() == 0
        && layout.has_positive_strides()
        && tensor.bytes().len() == layout.num_elements() * size_of::<f32>();
    match alone {
        true => tensor,
        false => Values::from_data(tensor.into_data()),
    }
}

pub(super) fn in_order(tensor: Values) -> Values {
    match tensor.is_contiguous() {
        true => tensor,
        false => tensor.to_contiguous(),
    }
}
