//! The CPU and WebGPU give the same products and convolutions, of all sizes.

use autoencoder_lab::kernel;
use autoencoder_lab::layers::read_values;
use autoencoder_lab::random::Random;
use burn::tensor::{Tensor, TensorData};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::agreement::devices;

/// Whether all values are those of the CPU, to rounding.
fn assert_same([by_cpu, by_gpu]: [Vec<f32>; 2], tolerance: f32, what: &str) {
    assert_eq!(by_cpu.len(), by_gpu.len(), "{what}");
    for (index, (a, b)) in by_cpu.iter().zip(by_gpu).enumerate() {
        assert!((a - b).abs() < tolerance, "{what}: {index}: {a} {b}");
    }
}

/// Products of all sizes, of factors that lie as they are written or turned, with and without a bias.
#[wasm_bindgen_test]
async fn products() {
    let [cpu, webgpu] = devices().await;
    for [rows, terms, columns] in [
        [1, 1, 1],
        [3, 17, 65],
        [64, 16, 64],
        [65, 33, 129],
        [128, 784, 100],
    ] {
        let mut random = Random::new(rows as u64);
        let left = random.normals(rows * terms);
        let right = random.normals(terms * columns);
        let bias = random.normals(columns);
        for (left_turned, right_turned) in
            [(false, false), (true, false), (false, true), (true, true)]
        {
            let mut found = Vec::new();
            for device in [&cpu, &webgpu] {
                let factor =
                    |values: &[f32], [height, width]: [usize; 2], turned: bool| match turned {
                        false => Tensor::<2>::from_data(
                            TensorData::new(values.to_vec(), [height, width]),
                            device,
                        ),
                        true => Tensor::<2>::from_data(
                            TensorData::new(values.to_vec(), [width, height]),
                            device,
                        )
                        .transpose(),
                    };
                let left = factor(&left, [rows, terms], left_turned);
                let right = factor(&right, [terms, columns], right_turned);
                let bias = Tensor::<1>::from_data(TensorData::new(bias.clone(), [columns]), device);
                let product = kernel::matmul(left.clone(), right.clone());
                let sum = kernel::affine(left, right, bias);
                let values = Tensor::cat(vec![product, sum], 0);
                found.push(read_values(values).await.expect("values"));
            }
            let what = format!("{rows}×{terms}×{columns} {left_turned} {right_turned}");
            let found = found.try_into().expect("two devices");
            assert_same(found, 1e-5 * (terms as f32 + 10.0), &what);
        }
    }
}

/// Convolutions and their three derivatives, also where the kernel is larger than the image, and so large
/// that the kernel's gradient is one sum of all images.
#[wasm_bindgen_test]
async fn convolutions() {
    let devices = devices().await;
    for (batch, inputs, outputs, side, [height, width]) in [
        (1, 1, 1, 1, [1, 1]),
        (3, 1, 3, 3, [5, 4]),
        (2, 3, 9, 5, [6, 11]),
        (5, 4, 2, 3, [9, 8]),
        (2, 2, 17, 7, [3, 9]),
        (3, 65, 41, 5, [4, 3]),
    ] {
        let mut random = Random::new(side as u64);
        let mut values = |count| random.normals(count);
        let images = values(batch * inputs * height * width);
        let weights = values(outputs * inputs * side * side);
        let bias = values(outputs);
        let slopes = values(batch * outputs * height * width);
        let mut found = Vec::new();
        for device in &devices {
            let tensor = |values: &[f32], shape: [usize; 4]| {
                Tensor::<4>::from_data(TensorData::new(values.to_vec(), shape), device)
            };
            let images = tensor(&images, [batch, inputs, height, width]);
            let images = images.autodiff().require_grad();
            let weights = tensor(&weights, [outputs, inputs, side, side]);
            let weights = weights.autodiff().require_grad();
            let bias = Tensor::<1>::from_data(TensorData::new(bias.clone(), [outputs]), device);
            let bias = bias.autodiff().require_grad();
            let slopes = tensor(&slopes, [batch, outputs, height, width]).autodiff();
            let out = kernel::convolution2d(images.clone(), weights.clone(), bias.clone());
            let gradients = (out.clone() * slopes).sum().backward();
            let mut all = Vec::new();
            for part in [
                out.inner().flatten::<1>(0, 3),
                images
                    .grad(&gradients)
                    .expect("of images")
                    .flatten::<1>(0, 3),
                weights
                    .grad(&gradients)
                    .expect("of weights")
                    .flatten::<1>(0, 3),
                bias.grad(&gradients).expect("of the bias"),
            ] {
                all.extend(read_values(part).await.expect("values"));
            }
            found.push(all);
        }
        let what = format!("{batch} of {inputs} to {outputs} by {side} of {height}×{width}");
        let terms = (inputs * side * side).max(batch * height * width);
        let found = found.try_into().expect("two devices");
        assert_same(found, 1e-5 * (terms as f32 + 20.0), &what);
    }
}
