//! Our own pooling and what undoes it against Burn's, with their derivatives.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::kernel::{copy, pick, place};
use autoencoder_lab::random::Random;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, IndexingUpdateOp, Tensor, module};

/// Images with one window and with rows and columns left over.
const IMAGES: [[usize; 2]; 5] = [[2, 2], [3, 2], [4, 6], [7, 5], [28, 28]];

fn constant(shape: [usize; 4], seed: u64) -> Tensor<4> {
    Random::new(seed).normal(shape, &Device::flex().autodiff())
}

fn tracked(shape: [usize; 4], seed: u64) -> Tensor<4> {
    constant(shape, seed).require_grad()
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// Equal, and so are their derivatives by `by`.
#[track_caller]
fn assert_same(ours: Tensor<4>, burn: Tensor<4>, by: &Tensor<4>) {
    assert_eq!(ours.dims(), burn.dims());
    let weighted = constant(ours.dims(), 9);
    let [mine, theirs] = [ours, burn].map(|out| {
        let gradients = (out.clone() * weighted.clone()).sum().backward();
        (read(out), read(by.grad(&gradients).unwrap()))
    });
    assert_eq!(mine.0, theirs.0);
    for (mine, theirs) in mine.1.iter().zip(theirs.1) {
        assert!((mine - theirs).abs() < 1e-5, "{mine} for {theirs}");
    }
}

#[test]
fn pooling_is_burns() {
    for [height, width] in IMAGES {
        // Rounded, so that some are equal: the first of them counts.
        let images = (constant([3, 2, height, width], 1) * 2.0).round();
        let images = images.detach().require_grad();
        let burn = module::max_pool2d_with_indices(images.clone(), MaxPoolOptions::new([2; 2])).0;
        assert_same(pick(images.clone(), images.clone()), burn, &images);
    }
}

#[test]
fn unpooling_is_burns_scatter() {
    for [height, width] in IMAGES {
        let by = tracked([3, 2, height, width], 2);
        let values = tracked([3, 2, height / 2, width / 2], 3);
        let found = module::max_pool2d_with_indices(by.clone(), MaxPoolOptions::new([2; 2])).1;
        let flat = [3, 2, height / 2 * (width / 2)];
        let zeros = Tensor::<3>::zeros([3, 2, height * width], &by.device());
        let (to, each) = (found.reshape(flat), values.clone().reshape(flat));
        let burn = zeros.scatter(2, to, each, IndexingUpdateOp::Add);
        let burn = burn.reshape([3, 2, height, width]);
        assert_same(place(values.clone(), by.clone()), burn, &values);
        // What it is placed by is not learnt by it.
        let gradients = place(values, by.clone()).sum().backward();
        assert!(by.grad(&gradients).is_none());
    }
}

#[test]
fn copies_are_burns() {
    for [height, width] in IMAGES {
        let values = tracked([3, 2, height / 2, width / 2], 4);
        let windows = values.clone().reshape([3, 2, height / 2, 1, width / 2, 1]);
        let windows: Tensor<6> = windows.expand([3, 2, height / 2, 2, width / 2, 2]);
        let burn: Tensor<4> = windows.reshape([3, 2, height / 2 * 2, width / 2 * 2]);
        let burn = burn.pad((0, width % 2, 0, height % 2), 0.0);
        assert_same(copy(values.clone(), [height, width]), burn, &values);
    }
}

#[test]
fn a_window_with_no_number_is_none() {
    for at in 0..4 {
        let mut pixels = [1.0, 5.0, -3.0, 2.0];
        pixels[at] = f32::NAN;
        let images = Tensor::<1>::from_data(pixels, &Device::flex()).reshape([1, 1, 2, 2]);
        assert!(read(pick(images.clone(), images))[0].is_nan());
    }
}

/// Turned images lie otherwise in memory.
#[test]
fn images_may_lie_anyhow() {
    let images = constant([2, 3, 6, 4], 5).inner();
    let turned = images.clone().swap_dims(2, 3);
    let pooled = pick(images.clone(), images).swap_dims(2, 3);
    assert_eq!(read(pick(turned.clone(), turned)), read(pooled));
}
