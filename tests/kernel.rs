//! Our own products and functions against plain ones in double precision, and their derivatives
//! against Burn's.
#![cfg(not(target_family = "wasm"))]

use autoencoder_lab::kernel::convolution::{convolution, images_gradient, kernel_gradient};
use autoencoder_lab::kernel::function::{
    erf, exponential, gelu, gelu_slope, sigmoid, softplus, tanh,
};
use autoencoder_lab::kernel::product::product;
use autoencoder_lab::kernel::{self, Function, Matrix, Sizes};
use autoencoder_lab::random::Random;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor, activation};

/// Sizes about those of tiles, blocks and what is left over of them.
const SHAPES: [[usize; 3]; 15] = [
    [1, 1, 1],
    [1, 5, 8],
    [4, 3, 8],
    [3, 4, 7],
    [5, 9, 17],
    [9, 1, 17],
    [8, 0, 3],
    [16, 401, 40],
    [17, 400, 9],
    [17, 801, 33],
    [30, 257, 30],
    [255, 31, 12],
    [257, 12, 31],
    [513, 5, 3],
    [2, 1000, 2],
];

fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let values: Tensor<1> = Random::new(seed).normal([count.max(1)], &Device::flex());
    let values: Vec<f32> = values.into_data().try_into_vec().unwrap();
    values[..count].to_vec()
}

fn turned(values: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    let at = |index: usize| values[index % rows * columns + index / rows];
    (0..rows * columns).map(at).collect()
}

#[test]
fn products_are_those_of_double_precision() {
    for [rows, depth, columns] in SHAPES {
        let (a, b) = (numbers(rows * depth, 1), numbers(depth * columns, 2));
        let bias = numbers(columns, 3);
        let mut expected = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let terms = (0..depth).map(|term| {
                    f64::from(a[row * depth + term]) * f64::from(b[term * columns + column])
                });
                expected.push(terms.sum::<f64>());
            }
        }
        let (a_turned, b_turned) = (turned(&a, [rows, depth]), turned(&b, [depth, columns]));
        let lefts = [
            Matrix::new(&a, [rows, depth]),
            Matrix::new(&a_turned, [depth, rows]).transposed(),
        ];
        let rights = [
            Matrix::new(&b, [depth, columns]),
            Matrix::new(&b_turned, [columns, depth]).transposed(),
        ];
        for left in lefts {
            for right in rights {
                for bias in [None, Some(&bias[..])] {
                    let found = product(left, right, bias);
                    assert_eq!(found.len(), rows * columns);
                    for (index, (found, sum)) in found.iter().zip(&expected).enumerate() {
                        let sum = sum + bias.map_or(0.0, |bias| f64::from(bias[index % columns]));
                        let error = (f64::from(*found) - sum).abs();
                        assert!(error < 1e-4, "{rows}×{depth}×{columns}: {found} for {sum}");
                    }
                }
            }
        }
    }
}

/// Every other column of every third row.
#[test]
fn matrices_may_lie_anyhow() {
    let values = numbers(300, 4);
    let some = Matrix::strided(&values, [10, 7], [30, 2]);
    let copy: Vec<f32> = (0..70).map(|i| values[i / 7 * 30 + i % 7 * 2]).collect();
    let same = Matrix::new(&copy, [10, 7]);
    let expected = product(same, same.transposed(), None);
    assert_eq!(product(some, some.transposed(), None), expected);
}

#[test]
#[should_panic(expected = "a matrix within its values")]
fn a_matrix_larger_than_its_values_is_refused() {
    Matrix::new(&[0.0; 5], [2, 3]);
}

/// Φ(x) by the error function of the standard library's C, in double precision: its series.
fn normal(x: f64) -> f64 {
    let z = x / std::f64::consts::SQRT_2;
    0.5 + 0.5 * series_erf(z)
}

/// erf z = 2/√π Σ (−1)ⁿ z²ⁿ⁺¹ / (n! (2n + 1)), for |z| of at most 5.
fn series_erf(z: f64) -> f64 {
    let (mut term, mut sum) = (z, z);
    for n in 1..200 {
        term *= -z * z / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

#[test]
fn functions_are_those_of_double_precision() {
    type Pair = (&'static str, fn(f32) -> f32, fn(f64) -> f64, f64);
    let functions: [Pair; 7] = [
        ("exponential", exponential, f64::exp, 1e-6),
        ("sigmoid", sigmoid, |x| 1.0 / (1.0 + (-x).exp()), 3e-7),
        ("tanh", tanh, f64::tanh, 3e-7),
        ("erf", erf, series_erf, 5e-7),
        ("gelu", gelu, |x| x * normal(x), 1e-6),
        (
            "the slope of gelu",
            gelu_slope,
            |x| normal(x) + x * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt(),
            1e-6,
        ),
        (
            "softplus",
            softplus,
            |x| x.max(0.0) + (-x.abs()).exp().ln_1p(),
            5e-7,
        ),
    ];
    for (name, ours, exact, tolerance) in functions {
        for step in -5000..=5000 {
            let x = step as f32 / 1000.0;
            let (found, expected) = (f64::from(ours(x)), exact(f64::from(x)));
            let error = (found - expected).abs() / expected.abs().max(1.0);
            assert!(error < tolerance, "{name} of {x}: {found} for {expected}");
        }
    }
}

/// Small values keep their digits, large ones their limits.
#[test]
fn functions_hold_at_their_ends() {
    for x in [1e-30_f32, 1e-10, 1e-5, 1e-3] {
        assert!((tanh(x) / x - 1.0).abs() < 1e-6, "tanh {x}");
        assert!(
            (softplus(-1.0 / x).abs()) < 1e-30_f32.max(x),
            "softplus of −1/{x}"
        );
    }
    assert!((softplus(-20.0) / (-20.0_f32).exp() - 1.0).abs() < 1e-5);
    for x in [20.0_f32, 100.0, 1e4, 1e30, f32::INFINITY] {
        assert_eq!((sigmoid(x), tanh(x), erf(x)), (1.0, 1.0, 1.0), "of {x}");
        assert_eq!((softplus(x), gelu(x)), (x, x), "of {x}");
        assert!(
            (gelu(x) - x).abs() <= 2e-7 * x || gelu(x) == x,
            "gelu of {x}"
        );
        assert!(sigmoid(-x) < 1e-8 && tanh(-x) == -1.0, "of −{x}");
        assert!(x.is_infinite() || gelu(-x) == 0.0, "gelu of −{x}");
        assert!(softplus(-x) < 1e-8, "of −{x}");
    }
    let unknown = Tensor::<1>::from_data([f32::NAN], &Device::flex());
    assert!(read(kernel::apply(Function::Relu, unknown))[0].is_nan());
    for function in [sigmoid, tanh, erf, gelu, gelu_slope, softplus] {
        assert!(function(f32::NAN).is_nan(), "what is no number stays none");
    }
}

fn constant<const D: usize>(shape: [usize; D], seed: u64) -> Tensor<D> {
    Random::new(seed).normal(shape, &Device::flex().autodiff())
}

fn tracked<const D: usize>(shape: [usize; D], seed: u64) -> Tensor<D> {
    constant(shape, seed).require_grad()
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

#[track_caller]
fn assert_close<const D: usize>(ours: &[f32], burn: Tensor<D>, what: &str) {
    let burn = read(burn);
    assert_eq!(ours.len(), burn.len(), "{what}");
    for (ours, burn) in ours.iter().zip(burn) {
        assert!(
            (ours - burn).abs() < 1e-4 * burn.abs().max(1.0),
            "{what}: {ours} for {burn}"
        );
    }
}

#[track_caller]
fn assert_same<const D: usize>(ours: Tensor<D>, burn: Tensor<D>, what: &str) {
    assert_eq!(ours.dims(), burn.dims(), "{what}");
    assert_close(&read(ours), burn, what);
}

#[test]
fn derivatives_of_affine_maps_are_burns() {
    for [batch, inputs, outputs] in [[1, 1, 1], [3, 5, 2], [7, 9, 17], [20, 33, 8]] {
        for turned in [false, true] {
            let shape = if turned {
                [outputs, inputs]
            } else {
                [inputs, outputs]
            };
            let input = tracked([batch, inputs], 1);
            let weight = tracked(shape, 2);
            let bias = tracked([outputs], 3);
            let weighted = constant([batch, outputs], 4);
            let used = || match turned {
                true => weight.clone().transpose(),
                false => weight.clone(),
            };
            let ours = kernel::affine(input.clone(), used(), bias.clone());
            let burn = input.clone().matmul(used()) + bias.clone().unsqueeze();
            assert_same(ours.clone().inner(), burn.clone().inner(), "value");
            let ours = (ours * weighted.clone()).sum().backward();
            let burn = (burn * weighted).sum().backward();
            let what = format!("{batch}×{inputs}×{outputs}");
            assert_same(
                input.grad(&ours).unwrap(),
                input.grad(&burn).unwrap(),
                &what,
            );
            assert_same(
                weight.grad(&ours).unwrap(),
                weight.grad(&burn).unwrap(),
                &what,
            );
            assert_same(bias.grad(&ours).unwrap(), bias.grad(&burn).unwrap(), &what);
        }
    }
}

/// Also of a matrix by itself, whose gradient is the sum of both factors'.
#[test]
fn derivatives_of_products_are_burns() {
    let matrix = tracked([6, 6], 1);
    let weighted = constant([6, 6], 2);
    let ours = kernel::matmul(matrix.clone(), matrix.clone()) * weighted.clone();
    let burn = matrix.clone().matmul(matrix.clone()) * weighted;
    let (ours, burn) = (ours.sum().backward(), burn.sum().backward());
    assert_same(
        matrix.grad(&ours).unwrap(),
        matrix.grad(&burn).unwrap(),
        "a square",
    );
    // What is not learnt gets no gradient.
    let fixed = constant([6, 6], 3);
    let gradients = kernel::matmul(matrix.clone(), fixed.clone())
        .sum()
        .backward();
    assert!(matrix.grad(&gradients).is_some() && fixed.grad(&gradients).is_none());
}

fn turn(tensor: &Tensor<2>) -> Tensor<2> {
    tensor.clone().transpose()
}

fn back(tensor: Tensor<2>) -> Tensor<2> {
    tensor.transpose()
}

#[test]
fn derivatives_of_functions_are_burns() {
    type Pair = (Function, fn(Tensor<2>) -> Tensor<2>);
    let functions: [Pair; 5] = [
        (Function::Sigmoid, activation::sigmoid),
        (Function::Tanh, activation::tanh),
        (Function::Relu, activation::relu),
        (Function::Gelu, activation::gelu),
        (Function::Softplus, |a| activation::softplus(a, 1.0)),
    ];
    for (function, burn) in functions {
        let input = tracked([5, 7], 1);
        let weighted = constant([5, 7], 2);
        // As it lies, and turned, so that value and gradient lie differently.
        let ours =
            kernel::apply(function, input.clone()) + back(kernel::apply(function, turn(&input)));
        let theirs = burn(input.clone()) + back(burn(turn(&input)));
        assert_same(ours.clone().inner(), theirs.clone().inner(), "value");
        // The argument is used otherwise too, and the value twice.
        let ours = (ours.clone() * ours * weighted.clone() + input.clone())
            .sum()
            .backward();
        let theirs = (theirs.clone() * theirs * weighted + input.clone())
            .sum()
            .backward();
        let what = format!("{function:?}");
        assert_same(
            input.grad(&ours).unwrap(),
            input.grad(&theirs).unwrap(),
            &what,
        );
    }
}

/// Also where channels and pixels fill no tile.
#[test]
fn convolutions_and_their_derivatives_are_burns() {
    for (inputs, outputs, side, [height, width]) in [
        (1, 1, 1, [1, 1]),
        (1, 3, 3, [5, 4]),
        (3, 9, 5, [6, 7]),
        (5, 4, 3, [28, 28]),
        (2, 17, 7, [3, 9]),
    ] {
        let images = tracked([3, inputs, height, width], 1);
        let kernel = tracked([outputs, inputs, side, side], 2);
        let bias = tracked([outputs], 3);
        let weighted = constant([3, outputs, height, width], 4);
        let half = side / 2;
        let options = ConvOptions::new([1, 1], [half, half], [1, 1], 1);
        let sizes = Sizes {
            batch: 3,
            inputs,
            outputs,
            side,
            image: [height, width],
        };
        let what = format!("{inputs} to {outputs} by {side} of {height}×{width}");
        let [of_images, of_kernel] = [&images, &kernel].map(|tensor| read(tensor.clone()));
        let [of_bias, of_weighted] = [read(bias.clone()), read(weighted.clone())];
        let burn = conv2d(images.clone(), kernel.clone(), Some(bias.clone()), options);
        let ours = convolution(&of_images, &of_kernel, Some(&of_bias), sizes);
        assert_close(&ours, burn.clone(), &what);
        // As an operation too, whichever of both it takes.
        let operation = kernel::convolution2d(images.clone(), kernel.clone(), bias.clone());
        assert_close(&ours, operation.clone(), &what);
        let gradients = (burn * weighted.clone()).sum().backward();
        let by_images = images_gradient(&of_weighted, &of_kernel, sizes);
        let by_kernel = kernel_gradient(&of_images, &of_weighted, sizes);
        assert_close(&by_images, images.grad(&gradients).unwrap(), &what);
        assert_close(&by_kernel, kernel.grad(&gradients).unwrap(), &what);
        let by_bias = read(bias.grad(&gradients).unwrap());
        let gradients = (operation * weighted).sum().backward();
        assert_close(&by_images, images.grad(&gradients).unwrap(), &what);
        assert_close(&by_kernel, kernel.grad(&gradients).unwrap(), &what);
        assert_close(&by_bias, bias.grad(&gradients).unwrap(), &what);
    }
}

/// In place only where nobody else looks: a tensor that is still held, part of another or read
/// backwards stays what it was.
#[test]
fn functions_leave_what_is_held_as_it_was() {
    let device = Device::flex();
    let held: Tensor<2> = Random::new(1).normal([4, 6], &device);
    let before = read(held.clone());
    let part = held.clone().slice([1..3, 0..6]);
    let expected: Vec<f32> = before[6..18].iter().map(|x| sigmoid(*x)).collect();
    assert_eq!(read(kernel::sigmoid(part)), expected);
    let flipped = read(kernel::sigmoid(held.clone().flip([0, 1])));
    let expected: Vec<f32> = before.iter().rev().map(|x| sigmoid(*x)).collect();
    assert_eq!(flipped, expected);
    let turned = read(kernel::sigmoid(held.clone().transpose()));
    assert_eq!(turned[1], sigmoid(before[6]));
    let lonely = Tensor::<2>::from_data([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], &device).transpose();
    let expected = [1.0, 4.0, 2.0, 5.0, 3.0, 6.0].map(sigmoid);
    assert_eq!(read(kernel::sigmoid(lonely)), expected);
    assert_eq!(read(held), before);
}
