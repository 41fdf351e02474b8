//! What pretraining is worth where labels are few: the test error of 784-1000-1000-500-10 from
//! pretrained and from random layers, and of a linear probe on the code.

use std::path::Path;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::Result;
use autoencoder_lab::layers::Activation;
use autoencoder_lab::task::classification::{self, Classifier};
use autoencoder_lab::task::pretraining::{LayerMethod, PretrainConfig, Stack, Start, few};
use autoencoder_lab::training::{TrainConfig, Unattended};
use burn::tensor::Device;
use pollster::block_on;

use crate::cached::cached;

/// Input and layers below the ten classes.
const WIDTHS: [usize; 4] = [784, 1000, 1000, 500];
/// Examples from which on they are not few.
const MANY: usize = 10_000;
/// Labels a class; `None` for all there are.
pub const AMOUNTS: [Option<usize>; 4] = [Some(1), Some(10), Some(100), None];
/// The seeds of the labels chosen, of the top layer and of the order.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];
const METHODS: [(LayerMethod, &str); 3] = [
    (LayerMethod::Autoencoder, "autoencoder"),
    (LayerMethod::Denoising, "denoising"),
    (LayerMethod::Rbm, "rbm"),
];

/// Prints the test errors for each of `amounts`, mean and standard deviation over five seeds; with
/// all labels, which take minutes, over one. The stacks are pretrained on all digits of `mnist`'s
/// first part, and cached in `folder`.
pub fn table(
    (train, test): (&Dataset, &Dataset),
    folder: &Path,
    amounts: &[Option<usize>],
    device: &Device,
) -> Result<()> {
    println!("test error, 784-1000-1000-500-10, labels a class");
    println!(
        "  (bars: below random by more than the spread at 10 and 100 labels a class; at all, 1.3 % for"
    );
    println!(
        "  rbm and 1.4 % for denoising, as Hinton & Salakhutdinov 2006 and Vincent et al. 2010 have it)"
    );
    for amount in amounts {
        let setting = Setting {
            train,
            test,
            folder,
            amount: *amount,
            device,
        };
        let random = setting.measure("random", None, Start::Random)?;
        setting.print("random", random, "");
        for (method, name) in METHODS {
            let stack = pretrained(method, name, train, folder, device)?;
            let found = setting.measure(name, Some(&stack), Start::Pretrained)?;
            setting.print(name, found, &found.beside(random));
            let probe = format!("{name}, probe");
            let found = setting.measure(&probe, Some(&stack), Start::Probe)?;
            setting.print(&probe, found, "");
        }
    }
    Ok(())
}

/// The stack of `method`, learnt from `train` without its labels.
fn pretrained(
    method: LayerMethod,
    name: &str,
    train: &Dataset,
    folder: &Path,
    device: &Device,
) -> Result<Stack> {
    let config = PretrainConfig {
        method,
        widths: WIDTHS[1..].to_vec(),
        epochs: 20.0,
        seed: SEEDS[0],
        ..PretrainConfig::default()
    };
    let layers = cached(folder, name, &config, || {
        let stack = block_on(Stack::pretrain(train, &config, device, &Unattended))?;
        Ok(stack.layers)
    })?;
    Ok(Stack { layers })
}

/// Test errors over the seeds, in 0…1.
#[derive(Clone, Copy)]
struct Spread {
    /// How many seeds.
    count: usize,
    mean: f64,
    /// Divided by the count − 1; 0 for a single seed.
    deviation: f64,
}

impl Spread {
    fn of(errors: &[f64]) -> Self {
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        let squares: f64 = errors.iter().map(|error| (error - mean).powi(2)).sum();
        Self {
            count: errors.len(),
            mean,
            deviation: (squares / (errors.len().max(2) - 1) as f64).sqrt(),
        }
    }

    /// How far below `random` it is, and whether the wider of both spreads would explain that.
    fn beside(&self, random: Self) -> String {
        let gain = random.mean - self.mean;
        let spread = self.deviation.max(random.deviation);
        let words = match self.count {
            1 => "",
            _ if gain > spread => ", more than the spread",
            _ => ", not more than the spread",
        };
        format!("   {:.2} below random{words}", 100.0 * gain)
    }
}

/// One row of the table.
struct Setting<'a> {
    train: &'a Dataset,
    test: &'a Dataset,
    folder: &'a Path,
    amount: Option<usize>,
    device: &'a Device,
}

impl Setting<'_> {
    fn measure(&self, name: &str, stack: Option<&Stack>, start: Start) -> Result<Spread> {
        let seeds = match self.amount {
            Some(_) => &SEEDS[..],
            None => &SEEDS[..1],
        };
        let errors = seeds
            .iter()
            .map(|seed| self.error(name, stack, start, *seed));
        Ok(Spread::of(&errors.collect::<Result<Vec<f64>>>()?))
    }

    fn print(&self, name: &str, found: Spread, remark: &str) {
        let amount = self.amount.map_or("all".to_string(), |n| n.to_string());
        let either = match found.count {
            1 => "one seed".to_string(),
            _ => format!("± {:.2}", 100.0 * found.deviation),
        };
        let mean = 100.0 * found.mean;
        println!("  {amount:>4} {name:24} {mean:7.2} % {either}{remark}");
    }

    fn error(&self, name: &str, stack: Option<&Stack>, start: Start, seed: u64) -> Result<f64> {
        let classifier = match self.amount {
            Some(count) => self.learn(stack, start, &few(self.train, count, seed)?, seed)?,
            None => {
                let recipe = recipe(self.train, start, seed);
                let layers = cached(self.folder, &format!("{name} all"), &recipe, || {
                    let learnt = self.learn(stack, start, self.train, seed)?;
                    block_on(learnt.layers())
                })?;
                Classifier::of(&layers, self.device)
            }
        };
        Ok(1.0 - block_on(classifier.accuracy(self.test))?)
    }

    fn learn(
        &self,
        stack: Option<&Stack>,
        start: Start,
        train: &Dataset,
        seed: u64,
    ) -> Result<Classifier> {
        let (config, dropout) = recipe(train, start, seed);
        let fresh = match stack {
            Some(stack) => stack.classifier(start, seed, self.device),
            None => Classifier::new(&WIDTHS, Activation::Sigmoid, seed, self.device),
        };
        let fresh = fresh.with_dropout(dropout)?;
        block_on(fresh.train(train, None, &config, &Unattended))
    }
}

/// A few hundred updates where labels are few; where all are used, passes with dropout.
fn recipe(train: &Dataset, start: Start, seed: u64) -> (TrainConfig, [f32; 2]) {
    let config = TrainConfig {
        seed,
        ..classification::defaults()
    };
    if train.count() < MANY {
        return (config, [0.0; 2]);
    }
    let (epochs, dropout) = match start {
        Start::Probe => (10, [0.0; 2]),
        _ => (30, [0.2, 0.3]),
    };
    let steps = epochs * (train.count() / config.batch_size);
    let config = TrainConfig {
        steps: Some(steps),
        ..config
    };
    (config, dropout)
}
