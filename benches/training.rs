//! What people wait for, natively: training steps, one image through a model, neighbours, and the data.
//! `make bench` sets the medians beside what the browser measures.

use std::hint::black_box;
use std::time::Duration;

use autoencoder_lab::data::{Batch, Dataset, digits, drawing};
use autoencoder_lab::family::Family;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::random::Random;
use autoencoder_lab::task::retrieval::{Metric, search};
use autoencoder_lab::training::Learner;
use autoencoder_lab::training::adam::FusedAdam;
use burn::optim::{AdamConfig, AdamState, Optimizer};
use burn::tensor::{Device, Tensor};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};

const IMAGES: usize = 1_280;
/// The layers of the deep autoencoder, 2.8 million parameters in all.
const DEEP: [usize; 9] = [784, 1000, 500, 250, 30, 250, 500, 1000, 784];

fn images() -> Dataset {
    digits::generate(IMAGES, 1).expect("digits")
}

fn deep() -> Value {
    json!({"widths": [1000, 500, 250, 30], "activation": "sigmoid"})
}

fn learner(family: &str, config: &Value) -> Box<dyn Learner> {
    let family = Family::find(family).expect("a family");
    let learner = family.create(config, 1, &Device::flex());
    learner.expect("a model")
}

fn batches(data: &Dataset, size: usize) -> Vec<Batch> {
    let indices: Vec<usize> = (0..data.count()).collect();
    let chunks = indices.chunks_exact(size);
    chunks.map(|chunk| data.batch(chunk)).collect()
}

fn steps(criterion: &mut Criterion) {
    let data = images();
    let mut group = criterion.benchmark_group("training step");
    for (name, family, config, size) in [
        ("dense 784-1000-500-250-30, batch 128", "dense", deep(), 128),
        (
            "dense 784-128-32, batch 64",
            "dense",
            json!({"widths": [128, 32], "activation": "sigmoid"}),
            64,
        ),
        (
            "vae 784-400-20, batch 128",
            "vae",
            json!({"widths": [400, 20]}),
            128,
        ),
    ] {
        let mut learner = learner(family, &config);
        let batches = batches(&data, size);
        let mut next = batches.iter().cycle();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let batch = next.next().expect("an endless cycle");
                let losses = learner
                    .step(batch, 1e-3)
                    .expect("losses of backpropagation");
                black_box(losses.stacked().into_data())
            });
        });
    }
}

fn image(criterion: &mut Criterion) {
    let lab_model = LabModel::create("dense", &deep(), 1, &Device::flex()).expect("a model");
    let image = images().images(0, 1).expect("an image");
    criterion.bench_function("one image, encode and decode", |bencher| {
        bencher.iter(|| {
            pollster::block_on(async {
                let code = lab_model.encode(black_box(&image)).await.expect("a code");
                lab_model.decode(&code).await.expect("an image")
            })
        });
    });
}

/// The weights of [`DEEP`] with a gradient each, updated in place by `optimizer`.
struct Update<O: Optimizer<State<2> = AdamState<2>>> {
    optimizer: O,
    weights: Vec<(Option<Tensor<2>>, Tensor<2>, Option<AdamState<2>>)>,
}

impl<O: Optimizer<State<2> = AdamState<2>>> Update<O> {
    fn new(optimizer: O) -> Self {
        let (mut random, device) = (Random::new(1), Device::flex());
        let mut weight = |pair: &[usize]| {
            let shape = [pair[0], pair[1]];
            let values = random.normal(shape, &device);
            (Some(values), random.normal(shape, &device), None)
        };
        let weights = DEEP.windows(2).map(&mut weight).collect();
        Self { optimizer, weights }
    }

    fn step(&mut self) {
        for (slot, gradient, state) in &mut self.weights {
            // As in training, nobody else holds the weight meanwhile.
            let weight = slot.take().expect("a weight between two steps");
            let gradient = gradient.clone();
            let (weight, next) = self.optimizer.step(1e-3, weight, gradient, state.take());
            *slot = Some(weight);
            *state = next;
        }
    }
}

fn adam(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("Adam over 2.8 million parameters");
    let mut fused = Update::new(FusedAdam::default());
    group.bench_function("fused", |bencher| bencher.iter(|| fused.step()));
    let mut burn = Update::new(AdamConfig::new().build());
    group.bench_function("Burn's", |bencher| bencher.iter(|| burn.step()));
}

fn data(criterion: &mut Criterion) {
    criterion.bench_function("100 generated digits", |bencher| {
        bencher.iter(|| digits::generate(100, black_box(1)));
    });
    let side = 280;
    let canvas = zigzag(side);
    criterion.bench_function("a drawing of 280 × 280, prepared", |bencher| {
        bencher.iter(|| drawing::prepare(black_box(&canvas), side, side));
    });
}

/// White ink on a black canvas, as a pen leaves it: `[side, side, 4]`.
fn zigzag(side: usize) -> Vec<u8> {
    let pixel = |index: usize| {
        let (row, column) = (index / side, index % side);
        let middle = side / 4 + (row % (side / 2)).abs_diff(side / 4);
        let ink = if column.abs_diff(middle) < side / 20 {
            255
        } else {
            0
        };
        [ink, ink, ink, 255]
    };
    (0..side * side).flat_map(pixel).collect()
}

fn pca(criterion: &mut Criterion) {
    let mut learner = learner("pca", &json!({"codeSize": 30}));
    for batch in batches(&images(), 128) {
        learner.step(&batch, 1e-3);
    }
    criterion.bench_function("PCA solved, 784 pixels", |bencher| {
        bencher.iter(|| learner.solve());
    });
}

/// The ten nearest of as many as MNIST has to learn from: by a code, and by all pixels.
fn neighbours(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10 nearest of 60,000");
    for (name, width) in [("codes of 30 numbers", 30), ("images of 784 pixels", 784)] {
        let values = Random::new(1).normals(60_000 * width);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let query = black_box(&values[width..2 * width]);
                search(&values, query, width, 10, Metric::Euclidean).expect("neighbours")
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = steps, image, adam, data, pca, neighbours
}
criterion_main!(benches);
