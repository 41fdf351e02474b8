//! Reading and writing of data sets and weights.

use std::fs;
use std::path::{Path, PathBuf};

use autoencoder_lab::data::{Dataset, digits, idx, sequence};
use autoencoder_lab::error::{LabError, Result};
use serde_json::Value;

/// Seeds of the generated digits that models of pen strokes learn from and are measured on.
const GENERATED_SEEDS: (u64, u64) = (2006, 1);

/// MNIST's training and test digits from the idx files in `folder`, plain or gzip.
pub fn mnist(folder: &Path) -> Result<(Dataset, Dataset)> {
    let part = |name: &str| {
        let images = find(folder, &format!("{name}-images-idx3-ubyte"))?;
        let labels = find(folder, &format!("{name}-labels-idx1-ubyte"))?;
        idx::read(&read(&images)?, Some(&read(&labels)?))
    };
    Ok((part("train")?, part("t10k")?))
}

/// What a model of `config` learns from and what it is measured on: `mnist`, or the pen strokes of
/// as many generated digits, since MNIST's have none.
pub fn suited(config: &Value, mnist: (&Dataset, &Dataset)) -> Result<(Dataset, Dataset)> {
    if !takes_strokes(config) {
        return Ok((mnist.0.clone(), mnist.1.clone()));
    }
    let strokes = |like: &Dataset, seed| generated(config, like.count(), seed);
    let (train, test) = GENERATED_SEEDS;
    Ok((strokes(mnist.0, train)?, strokes(mnist.1, test)?))
}

/// Generated digits as a model of `config` takes them, as images or as pen strokes.
pub fn generated(config: &Value, count: usize, seed: u64) -> Result<Dataset> {
    let digits = digits::generate(count, seed)?;
    if !takes_strokes(config) {
        return Ok(digits);
    }
    let values = config["inputSize"].as_u64().unwrap_or_default() as usize;
    digits.sequences(values / sequence::STEP_VALUES)
}

/// What is said of the digits of [`suited`].
pub fn name(digits: &Dataset) -> &'static str {
    // Only generated digits have strokes.
    match digits.strokes() {
        Some(_) => "generated",
        None => "mnist",
    }
}

fn takes_strokes(config: &Value) -> bool {
    config["sequence"] == "strokes"
}

fn find(folder: &Path, name: &str) -> Result<PathBuf> {
    let candidates = [folder.join(format!("{name}.gz")), folder.join(name)];
    candidates
        .into_iter()
        .find(|path| path.exists())
        .ok_or_else(|| {
            LabError::new(
                "no-data",
                format!("There is no {name} or {name}.gz in {}.", folder.display()),
                "Give the folder of MNIST's four idx files.",
            )
        })
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| unusable(path, &error))
}

/// Writes a file whole: first beside it, then in its place.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = path.with_extension("partial");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&beside, bytes))
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> LabError {
    LabError::new(
        "bad-file",
        format!("{}: {error}.", path.display()),
        "Check the path and its permissions.",
    )
}
