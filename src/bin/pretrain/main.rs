//! Trains and measures the weights that the page ships.

mod cached;
mod chart;
mod evaluate;
mod files;
mod labels;
mod maps;
mod recipes;
mod reuters;
mod train;

use std::path::PathBuf;
use std::process::ExitCode;

use autoencoder_lab::error::Result;
use burn::tensor::Device;
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Trains and measures the weights that the page ships")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Mnist {
    /// The folder of MNIST's four idx files, plain or gzip.
    #[arg(long)]
    data: PathBuf,
}

#[derive(Args)]
struct Files {
    #[command(flatten)]
    mnist: Mnist,
    /// Where the weights are.
    #[arg(long, default_value = "www/weights")]
    weights: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Trains the weights and writes them with their manifest.
    Train {
        #[command(flatten)]
        mnist: Mnist,
        /// Where the weights go.
        #[arg(long, default_value = "www/weights")]
        out: PathBuf,
        /// Where unfinished trainings are kept; a second call goes on from there.
        #[arg(long, default_value = "target/pretrain")]
        checkpoints: PathBuf,
        /// Only these, by name.
        #[arg(long)]
        only: Vec<String>,
    },
    /// Measures shipped weights anew, and writes what they reach into the files and their manifest.
    Measure {
        #[command(flatten)]
        files: Files,
        /// Only these, by name.
        #[arg(long)]
        only: Vec<String>,
    },
    /// Prints what the shipped weights reach on the test digits.
    Evaluate {
        #[command(flatten)]
        files: Files,
        /// Where the layers of classifiers are cached, which take an hour to learn.
        #[arg(long, default_value = "target/labels")]
        cache: PathBuf,
    },
    /// Prints the test errors of classifiers from few labels, pretrained or not.
    Labels {
        #[command(flatten)]
        mnist: Mnist,
        /// Where the layers are cached.
        #[arg(long, default_value = "target/labels")]
        cache: PathBuf,
        /// Labels a class, 0 for all; several may be given.
        #[arg(long)]
        labels: Vec<usize>,
    },
    /// Writes where test digits lie among the codes of the shipped weights.
    Maps {
        #[command(flatten)]
        files: Files,
    },
    /// Measures search by text on Reuters-21578.
    Reuters {
        /// The folder of reuters21578.jsonl.gz.
        #[arg(long)]
        data: PathBuf,
        /// Where the numbers and the plot go.
        #[arg(long, default_value = "benches")]
        out: PathBuf,
        /// Passes over the training stories.
        #[arg(long, default_value_t = reuters::EPOCHS)]
        epochs: f64,
        /// Measures on the last fifth of the training stories in place of the test stories, as one
        /// does to choose settings, and writes nothing.
        #[arg(long)]
        validate: bool,
    },
    /// Prints inputs, codes and reconstructions of generated digits as JSON, for comparison with
    /// other implementations.
    Dump {
        /// A safetensors file.
        #[arg(long)]
        weights: PathBuf,
        /// How many digits.
        #[arg(long, default_value_t = 4)]
        count: usize,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let device = device();
    match command {
        Command::Train {
            mnist: Mnist { data },
            out,
            checkpoints,
            only,
        } => train::all(&data, &out, &checkpoints, &only, &device),
        Command::Measure { files, only } => {
            train::measure(&files.mnist.data, &files.weights, &only, &device)
        }
        Command::Evaluate { files, cache } => {
            evaluate::all(&files.mnist.data, &files.weights, &cache, &device)
        }
        Command::Labels {
            mnist: Mnist { data },
            cache,
            labels,
        } => {
            let (train, test) = files::mnist(&data)?;
            let amounts = labels.into_iter().map(|count| (count > 0).then_some(count));
            let amounts: Vec<_> = amounts.collect();
            labels::table((&train, &test), &cache, &amounts, &device)
        }
        Command::Maps { files } => maps::all(&files.mnist.data, &files.weights, &device),
        Command::Reuters {
            data,
            out,
            epochs,
            validate,
        } => reuters::measure(&data, &out, epochs, validate, &device),
        Command::Dump { weights, count } => evaluate::dump(&weights, count, &device),
    }
}

fn device() -> Device {
    #[cfg(feature = "cuda")]
    return Device::cuda(0);
    #[cfg(all(feature = "vulkan", not(feature = "cuda")))]
    return Device::vulkan(burn::tensor::DeviceKind::DefaultDevice);
    #[cfg(not(any(feature = "cuda", feature = "vulkan")))]
    Device::flex()
}
