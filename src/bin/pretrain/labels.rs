//! What pretraining is worth where labels are few: the test error of 784-1000-1000-500-10 from
//! pretrained and from random layers, and of a linear probe on the code.

use std::path::Path;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::Result;
use autoencoder_lab::layers::Activation;
use autoencoder_lab::task::classification::{Classifier, Lessons};
use autoencoder_lab::task::pretraining::{Method, PretrainConfig, Stack, Start, few};
use burn::tensor::Device;
use pollster::block_on;

use crate::kept::kept;
use crate::unwatched::Unwatched;

/// Input and layers below the ten classes.
const WIDTHS: [usize; 4] = [784, 1000, 1000, 500];
/// Examples from which on they are not few.
const MANY: usize = 10_000;
/// Labels a class; `None` for all there are.
pub const AMOUNTS: [Option<usize>; 4] = [Some(1), Some(10), Some(100), None];
/// The seeds of the labels chosen, of the top layer and of the order.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];
const METHODS: [(Method, &str); 3] = [
    (Method::Autoencoder, "autoencoder"),
    (Method::Denoising, "denoising"),
    (Method::Rbm, "rbm"),
];

/// Prints the test errors for each of `amounts`, mean and standard deviation over five seeds; with
/// all labels, which take minutes, over one. The stacks are pretrained on all digits of `mnist`'s
/// first part, and kept in `folder`.
pub fn table(
    (train, test): (&Dataset, &Dataset),
    folder: &Path,
    amounts: &[Option<usize>],
    device: &Device,
) -> Result<()> {
    println!("test error, 784-1000-1000-500-10, labels a class");
    for amount in amounts {
        let setting = Setting {
            train,
            test,
            folder,
            amount: *amount,
            device,
        };
        setting.print("random", None, Start::Random)?;
        for (method, name) in METHODS {
            let stack = pretrained(method, name, train, folder, device)?;
            setting.print(name, Some(&stack), Start::Pretrained)?;
            setting.print(&format!("{name}, probe"), Some(&stack), Start::Probe)?;
        }
    }
    Ok(())
}

/// The stack of `method`, learnt from `train` without its labels.
fn pretrained(
    method: Method,
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
    let layers = kept(folder, name, &config, || {
        let host = Unwatched::default();
        Ok(block_on(Stack::pretrain(train, &config, device, &host))?.layers)
    })?;
    Ok(Stack { layers })
}

/// One cell of the table.
struct Setting<'a> {
    train: &'a Dataset,
    test: &'a Dataset,
    folder: &'a Path,
    amount: Option<usize>,
    device: &'a Device,
}

impl Setting<'_> {
    fn print(&self, name: &str, stack: Option<&Stack>, start: Start) -> Result<()> {
        let seeds = match self.amount {
            Some(_) => &SEEDS[..],
            None => &SEEDS[..1],
        };
        let errors = seeds
            .iter()
            .map(|seed| self.error(name, stack, start, *seed));
        let errors = errors.collect::<Result<Vec<f64>>>()?;
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        let squares: f64 = errors.iter().map(|error| (error - mean).powi(2)).sum();
        let deviation = (squares / (errors.len().max(2) - 1) as f64).sqrt();
        let amount = self.amount.map_or("all".to_string(), |n| n.to_string());
        println!(
            "  {amount:>4} {name:24} {:7.2} % ± {:.2}",
            100.0 * mean,
            100.0 * deviation
        );
        Ok(())
    }

    fn error(&self, name: &str, stack: Option<&Stack>, start: Start, seed: u64) -> Result<f64> {
        let classifier = match self.amount {
            Some(count) => {
                let train = few(self.train, count, seed)?;
                self.learn(stack, start, &train, &lessons(&train, start, seed))?
            }
            None => {
                let lessons = lessons(self.train, start, seed);
                let layers = kept(self.folder, &format!("{name} all"), &lessons, || {
                    let learnt = self.learn(stack, start, self.train, &lessons)?;
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
        lessons: &Lessons,
    ) -> Result<Classifier> {
        let (seed, device) = (lessons.seed, self.device);
        let fresh = match stack {
            Some(stack) => stack.classifier(start, seed, device),
            None => Classifier::new(&WIDTHS, Activation::Sigmoid, seed, device),
        };
        block_on(fresh.train(train, None, lessons, &Unwatched::default()))
    }
}

/// A few hundred updates where labels are few; where all are used, passes with dropout.
fn lessons(train: &Dataset, start: Start, seed: u64) -> Lessons {
    let lessons = Lessons {
        seed,
        ..Lessons::default()
    };
    if train.count() < MANY {
        return lessons;
    }
    let probe = start == Start::Probe;
    let epochs = if probe { 10 } else { 30 };
    Lessons {
        steps: epochs * (train.count() / lessons.batch_size),
        dropout: if probe { [0.0, 0.0] } else { [0.2, 0.3] },
        learning_rate: 1e-3,
        ..lessons
    }
}
