//! What must hold for convolutions, poolings and recurrent layers however they are computed.
#![cfg(not(target_family = "wasm"))]

mod support;

use autoencoder_lab::lab_model::{LabModel, LayerMap};
use autoencoder_lab::layers::Initial;
use autoencoder_lab::layers::convolution::{
    convolution, copy, deconvolution, gather, pool, spread, unpool,
};
use autoencoder_lab::layers::recurrent::{Cell, Recurrent, StepInputs};
use autoencoder_lab::model::LayerShape;
use autoencoder_lab::random::Random;
use autoencoder_lab::training::Unattended;
use burn::module::Param;
use burn::tensor::{Device, Tensor};
use pollster::block_on;
use serde_json::json;
use support::{SIDE, assert_close, small_digits};

const TOLERANCE: f32 = 1e-5;

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

fn dot<const D: usize>(a: Tensor<D>, b: Tensor<D>) -> f32 {
    read((a * b).sum())[0]
}

/// Deconvolution is convolution with the same padding and the kernel turned round, inputs and
/// outputs exchanged; and it is the adjoint of convolution with the same kernel.
#[test]
fn deconvolution_is_convolution_with_the_kernel_turned_round() {
    let device = Device::flex();
    let mut random = Random::new(4);
    for (inputs, outputs, kernel, side) in [(1, 1, 3, 5), (3, 2, 3, 6), (2, 4, 5, 7), (2, 3, 7, 4)]
    {
        let mut initial = Initial::seeded(9);
        let spreading = deconvolution([inputs, outputs], kernel, &mut initial, &device);
        let turned = spreading.weight.val().swap_dims(0, 1).flip([2, 3]);
        let mut gathering = convolution([inputs, outputs], kernel, &mut initial, &device);
        gathering.weight = Param::from_tensor(turned);
        let images: Tensor<4> = random.normal([2, inputs, side, side], &device);
        let scattered = spread(&spreading, images.clone());
        assert_close(
            &read(scattered.clone()),
            &read(gather(&gathering, images.clone())),
            TOLERANCE,
            "pixel",
        );
        // Its kernel lies as that of a convolution the other way: ⟨K x, y⟩ = ⟨x, Kᵀ y⟩.
        let mut forth = convolution([outputs, inputs], kernel, &mut initial, &device);
        forth.weight = spreading.weight.clone();
        let others: Tensor<4> = random.normal([2, outputs, side, side], &device);
        let there = dot(gather(&forth, others.clone()), images);
        let back = dot(others, scattered);
        assert!(
            (there - back).abs() < 1e-3 * there.abs().max(1.0),
            "{there} and {back}"
        );
    }
}

#[test]
fn a_kernel_of_one_at_its_middle_changes_nothing() {
    let device = Device::flex();
    let mut same = convolution([1, 1], 3, &mut Initial::blank(), &device);
    let middle = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let kernel: Tensor<1> = Tensor::from_data(middle, &device);
    same.weight = Param::from_tensor(kernel.reshape([1, 1, 3, 3]));
    let images: Tensor<4> = Random::new(1).normal([2, 1, 6, 6], &device);
    assert_eq!(read(gather(&same, images.clone())), read(images));
}

#[test]
fn switches_put_the_maxima_back_where_they_were() {
    let device = Device::flex();
    for side in [4, 5, 7] {
        let images: Tensor<4> = Random::new(2).normal([3, 2, side, side], &device);
        let values = pool(images.clone());
        let half = side / 2;
        assert_eq!(values.dims(), [3, 2, half, half]);
        let spread = unpool(values.clone(), images.clone());
        assert_eq!(spread.dims(), images.dims());
        let (spread, images) = (read(spread), read(images));
        let kept = spread.iter().zip(&images).filter(|(a, _)| **a != 0.0);
        assert_eq!(kept.clone().count(), 3 * 2 * half * half);
        assert!(kept.clone().all(|(a, b)| a == b));
        let copies = copy(values.clone(), side);
        assert_eq!(read(pool(copies.clone())), read(values.clone()));
        let total: f32 = read(copies).iter().sum();
        let four = 4.0 * read(values).iter().sum::<f32>();
        assert!((total - four).abs() < 1e-3, "{total} and {four}");
    }
}

/// With switches an image is restored with its own; a code alone is decoded without any, and
/// nothing that was encoded in between changes that.
#[test]
fn a_code_alone_is_decoded_without_switches() {
    let data = small_digits(20, 1);
    let images = data.images(0, 2).unwrap();
    let (one, other) = images.split_at(SIDE * SIDE);
    let config = json!({"inputSize": SIDE * SIDE, "codeSize": 3, "unpooling": "switches"});
    let model = LabModel::create("convolutional", &config, 0, &Device::flex()).unwrap();
    let decode = |code: &[f32]| block_on(model.decode(code)).unwrap();
    let encode = |image: &[f32]| block_on(model.encode(image)).unwrap();
    let restored = |image: &[f32]| block_on(model.reconstruct(image)).unwrap();
    let code = encode(one);
    let alone = decode(&code);
    assert_ne!(alone, restored(one));
    encode(other);
    restored(other);
    assert_eq!(decode(&code), alone);
    let both = block_on(model.reconstruct(&images)).unwrap();
    assert_close(&both[..SIDE * SIDE], &restored(one), TOLERANCE, "pixel");
    let layers = block_on(model.map_layers(LayerMap::Decoder, &code, &Unattended)).unwrap();
    assert_eq!(layers[layers.len() - 1], alone);
}

#[test]
fn a_constant_input_is_a_sequence_of_itself() {
    let device = Device::flex();
    let mut random = Random::new(3);
    for cell in [Cell::Gru, Cell::Lstm] {
        let layer = Recurrent::new(cell, 4, 5, &mut Initial::seeded(1), &device);
        let input: Tensor<2> = random.normal([3, 4], &device);
        let state: Tensor<2> = random.normal([3, 5], &device);
        let sequence = Tensor::stack(vec![input.clone(); 7], 0);
        let many = layer.forward(StepInputs::Sequence(sequence), state.clone());
        let same = layer.forward(StepInputs::Constant(input, 7), state);
        assert_eq!(many.len(), 7);
        for (a, b) in many.into_iter().zip(same) {
            assert_close(&read(a), &read(b), TOLERANCE, "state");
        }
    }
}

/// What comes later cannot change what was written before.
#[test]
fn a_recurrent_layer_does_not_look_ahead() {
    let device = Device::flex();
    for cell in [Cell::Gru, Cell::Lstm] {
        let layer = Recurrent::new(cell, 2, 4, &mut Initial::seeded(1), &device);
        let steps: Tensor<3> = Random::new(5).normal([6, 3, 2], &device);
        let zeros = Tensor::zeros([3, 4], &device);
        let other = steps.clone().narrow(0, 0, 4);
        let other = Tensor::cat(vec![other, Tensor::ones([2, 3, 2], &device)], 0);
        let run = |steps| layer.forward(StepInputs::Sequence(steps), zeros.clone());
        let (first, second) = (run(steps), run(other));
        for (step, (a, b)) in first.into_iter().zip(second).enumerate() {
            assert_eq!(read(a) == read(b), step < 4, "step {step}");
        }
    }
}

/// Pixels lie in their image, feature maps in channels, states in time; words and codes in no order.
#[test]
fn units_lie_as_their_layer_has_them() {
    let shapes = |family: &str, config| {
        let model = LabModel::create(family, &config, 0, &Device::flex()).unwrap();
        model.layer_shapes()
    };
    let [image, code] = [LayerShape::image(28), LayerShape::vector(5)];
    let (wide, deep) = (
        LayerShape::feature_maps(4, 14),
        LayerShape::feature_maps(8, 7),
    );
    assert_eq!(
        shapes("convolutional", json!({"channels": 4, "codeSize": 5})),
        [image, wide, deep, code, deep, wide, image]
    );
    let states = LayerShape::sequence(28, 6);
    let rows = json!({"layers": 2, "hidden": 6, "codeSize": 5});
    assert_eq!(
        shapes("recurrent", rows),
        [image, states, states, code, states, states, image]
    );
    let strokes = json!({
        "sequence": "strokes", "inputSize": 75, "layers": 1, "hidden": 6, "codeSize": 5,
    });
    let (pen, states) = (LayerShape::sequence(25, 3), LayerShape::sequence(25, 6));
    assert_eq!(
        shapes("recurrent", strokes),
        [pen, states, code, states, pen]
    );
    let flat = |size| json!({"inputSize": size, "widths": [5]});
    assert_eq!(shapes("dense", flat(784)), [image, code, image]);
    let input = LayerShape::vector(80);
    assert_eq!(shapes("dense", flat(80)), [input, code, input]);
    // So many words are not an image of 20×20.
    let words = LayerShape::vector(400);
    assert_eq!(shapes("documents", flat(400)), [words, code, words]);
}
