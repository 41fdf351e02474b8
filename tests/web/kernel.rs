//! Both loops of the product compute the same, the fused one only where it was asked for.

use autoencoder_lab::kernel::product::product;
use autoencoder_lab::kernel::{self, Loop, Matrix};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::open;

const SHAPES: [[usize; 3]; 7] = [
    [1, 1, 1],
    [5, 9, 17],
    [9, 1, 17],
    [16, 401, 40],
    [17, 801, 33],
    [257, 12, 31],
    [64, 784, 128],
];

fn numbers(count: usize, factor: usize) -> Vec<f32> {
    let value = |index| (index * factor % 1009) as f32 / 1009.0 - 0.5;
    (0..count).map(value).collect()
}

#[wasm_bindgen_test]
fn both_loops_give_the_same_products() {
    let mut differing = 0;
    for [rows, depth, columns] in SHAPES {
        let (a, b) = (
            numbers(rows * depth, 7919),
            numbers(depth * columns, 104_729),
        );
        let (left, right) = (
            Matrix::new(&a, [rows, depth]),
            Matrix::new(&b, [depth, columns]),
        );
        let [plain, fused] = [Loop::Plain, Loop::Fused].map(|kind| {
            kernel::choose(kind);
            assert_eq!(kernel::kind(), kind, "this browser has relaxed SIMD");
            product(left, right, None)
        });
        for (index, (plain, fused)) in plain.iter().zip(&fused).enumerate() {
            let (row, column) = (index / columns, index % columns);
            let terms = (0..depth).map(|term| {
                f64::from(a[row * depth + term]) * f64::from(b[term * columns + column])
            });
            let exact: f64 = terms.sum();
            for found in [plain, fused] {
                let error = (f64::from(*found) - exact).abs();
                assert!(
                    error < 1e-4,
                    "{rows}×{depth}×{columns}: {found} for {exact}"
                );
            }
            differing += usize::from(plain != fused);
        }
    }
    // Rounded once or twice: else one of them would not have run.
    assert!(differing > 0);
}

#[wasm_bindgen_test]
async fn the_device_says_which_loop_runs() {
    for (options, name) in [
        (
            json!({"device": "cpu", "relaxedSimd": false}),
            "CPU with SIMD",
        ),
        (json!({"device": "cpu"}), "CPU with relaxed SIMD"),
    ] {
        let lab = open(options).await.expect("the CPU");
        assert_eq!(lab.get("device").get("name").text(), name);
    }
}
