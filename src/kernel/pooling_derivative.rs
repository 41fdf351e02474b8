//! The derivatives of pooling and of what undoes it: each one's is another of them.

use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind, unary};
use burn::backend::tensor::FloatTensor;

use super::pooling::Windows;

#[derive(Debug)]
struct Pick;

impl<B: Windows> Backward<B, 1> for Pick {
    /// What it was picked by.
    type State = FloatTensor<B>;

    fn backward(self, ops: Ops<Self::State, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let by = ops.state;
        unary::<B, _>(ops.parents, ops.node, gradients, |gradient| {
            B::place(gradient, by)
        });
    }
}

#[derive(Debug)]
struct Place;

impl<B: Windows> Backward<B, 1> for Place {
    /// What it was placed by.
    type State = FloatTensor<B>;

    fn backward(self, ops: Ops<Self::State, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let by = ops.state;
        unary::<B, _>(ops.parents, ops.node, gradients, |gradient| {
            B::pick(gradient, by)
        });
    }
}

#[derive(Debug)]
struct Copy;

impl<B: Windows> Backward<B, 1> for Copy {
    type State = ();

    fn backward(self, ops: Ops<Self::State, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        unary::<B, _>(ops.parents, ops.node, gradients, B::sum);
    }
}

impl<B: Windows, C: CheckpointStrategy> Windows for Autodiff<B, C> {
    fn pick(of: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        let ((of, node), (by, _)) = (of.into_parts(), by.into_parts());
        match Pick.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(by.clone(), B::pick(of, by)),
            OpsKind::UnTracked(prep) => prep.finish(B::pick(of, by)),
        }
    }

    fn place(values: FloatTensor<Self>, by: FloatTensor<Self>) -> FloatTensor<Self> {
        let ((values, node), (by, _)) = (values.into_parts(), by.into_parts());
        match Place.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(by.clone(), B::place(values, by)),
            OpsKind::UnTracked(prep) => prep.finish(B::place(values, by)),
        }
    }

    fn copy(values: FloatTensor<Self>, image: [usize; 2]) -> FloatTensor<Self> {
        let (values, node) = values.into_parts();
        let prep = Copy.prepare::<C>([node]).compute_bound();
        prep.stateless(B::copy(values, image))
    }
}
