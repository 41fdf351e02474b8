//! The operations with their derivatives, on any backend.

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind, unary};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, TensorMetadata};

use super::function::Function;
use super::operation::Kernels;

/// A factor of a product, kept where the other one is learnt, and whom its gradient goes to.
type Factor<B> = (Option<FloatTensor<B>>, Option<NodeId>);

/// ∂/∂L = g Rᵀ and ∂/∂R = Lᵀ g for L R.
fn factors_backward<B: Kernels>(
    (left, to_left): Factor<B>,
    (right, to_right): Factor<B>,
    gradient: FloatTensor<B>,
    gradients: &mut Gradients,
) {
    if let (Some(node), Some(right)) = (to_left, right) {
        let turned = B::float_transpose(right);
        gradients.register::<B>(node, B::product(gradient.clone(), turned));
    }
    if let (Some(node), Some(left)) = (to_right, left) {
        gradients.register::<B>(node, B::product(B::float_transpose(left), gradient));
    }
}

#[derive(Debug)]
struct Product;

impl<B: Kernels> Backward<B, 2> for Product {
    type State = [Option<FloatTensor<B>>; 2];

    fn backward(self, ops: Ops<Self::State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = gradients.consume::<B>(&ops.node);
        let [left, right] = ops.state;
        let [to_left, to_right] = ops.parents.map(|node| node.map(|node| node.id));
        factors_backward::<B>((left, to_left), (right, to_right), gradient, gradients);
    }
}

#[derive(Debug)]
struct Affine;

impl<B: Kernels> Backward<B, 3> for Affine {
    type State = [Option<FloatTensor<B>>; 2];

    fn backward(self, ops: Ops<Self::State, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = gradients.consume::<B>(&ops.node);
        let [input, weight] = ops.state;
        let [to_input, to_weight, to_bias] = ops.parents.map(|node| node.map(|node| node.id));
        if let Some(node) = to_bias {
            gradients.register::<B>(node, B::float_sum_dim(gradient.clone(), 0));
        }
        factors_backward::<B>((input, to_input), (weight, to_weight), gradient, gradients);
    }
}

#[derive(Debug)]
struct Convolution;

impl<B: Kernels> Backward<B, 3> for Convolution {
    /// The images and the kernel.
    type State = [FloatTensor<B>; 2];

    fn backward(self, ops: Ops<Self::State, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = gradients.consume::<B>(&ops.node);
        let [images, kernel] = ops.state;
        let [to_images, to_kernel, to_bias] = ops.parents.map(|node| node.map(|node| node.id));
        if let Some(node) = to_bias {
            let sums = [0, 2, 3]
                .into_iter()
                .fold(gradient.clone(), B::float_sum_dim);
            let outputs = sums.shape()[1];
            gradients.register::<B>(node, B::float_reshape(sums, [outputs].into()));
        }
        if let Some(node) = to_images {
            let (images, kernel) = (images.clone(), kernel.clone());
            let back = B::convolution_images_backward(images, kernel, gradient.clone());
            gradients.register::<B>(node, back);
        }
        if let Some(node) = to_kernel {
            let back = B::convolution_kernel_backward(images, kernel, gradient);
            gradients.register::<B>(node, back);
        }
    }
}

#[derive(Debug)]
struct Apply(Function);

impl<B: Kernels> Backward<B, 1> for Apply {
    /// The value or the argument, as the function has it.
    type State = FloatTensor<B>;

    fn backward(self, ops: Ops<Self::State, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let (known, function) = (ops.state, self.0);
        unary::<B, _>(ops.parents, ops.node, gradients, |gradient| {
            B::slope(known, gradient, function)
        });
    }
}

impl<B: Kernels, C: CheckpointStrategy> Kernels for Autodiff<B, C> {
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        let tracked = [left.is_tracked(), right.is_tracked()];
        let ((left, left_node), (right, right_node)) = (left.into_parts(), right.into_parts());
        match Product
            .prepare::<C>([left_node, right_node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prep) => {
                let state = kept(tracked, [&left, &right]);
                prep.finish(state, B::product(left, right))
            }
            OpsKind::UnTracked(prep) => prep.finish(B::product(left, right)),
        }
    }

    fn affine(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let tracked = [input.is_tracked(), weight.is_tracked()];
        let (input, input_node) = input.into_parts();
        let (weight, weight_node) = weight.into_parts();
        let (bias, bias_node) = bias.into_parts();
        match Affine
            .prepare::<C>([input_node, weight_node, bias_node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prep) => {
                let state = kept(tracked, [&input, &weight]);
                prep.finish(state, B::affine(input, weight, bias))
            }
            OpsKind::UnTracked(prep) => prep.finish(B::affine(input, weight, bias)),
        }
    }

    fn convolution(
        images: FloatTensor<Self>,
        kernel: FloatTensor<Self>,
        bias: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let (images, images_node) = images.into_parts();
        let (kernel, kernel_node) = kernel.into_parts();
        let (bias, bias_node) = bias.into_parts();
        match Convolution
            .prepare::<C>([images_node, kernel_node, bias_node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prep) => {
                let state = [images.clone(), kernel.clone()];
                prep.finish(state, B::convolution(images, kernel, bias))
            }
            OpsKind::UnTracked(prep) => prep.finish(B::convolution(images, kernel, bias)),
        }
    }

    fn apply(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self> {
        let (input, node) = input.into_parts();
        match Apply(function)
            .prepare::<C>([node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prep) if function.slopes_by_value() => {
                let value = B::apply(input, function);
                prep.finish(value.clone(), value)
            }
            OpsKind::Tracked(prep) => prep.finish(input.clone(), B::apply(input, function)),
            OpsKind::UnTracked(prep) => prep.finish(B::apply(input, function)),
        }
    }
}

/// What the derivatives need: each factor where the other is learnt.
fn kept<T: Clone>([left, right]: [bool; 2], factors: [&T; 2]) -> [Option<T>; 2] {
    [
        right.then(|| factors[0].clone()),
        left.then(|| factors[1].clone()),
    ]
}
