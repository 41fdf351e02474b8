//! Reading and writing of data sets and weights.

use std::fs;
use std::path::{Path, PathBuf};

use autoencoder_lab::data::{Dataset, idx};
use autoencoder_lab::error::{LabError, Result};

/// MNIST's training and test digits from the idx files in `folder`, plain or gzip.
pub fn mnist(folder: &Path) -> Result<(Dataset, Dataset)> {
    let part = |name: &str| {
        let images = find(folder, &format!("{name}-images-idx3-ubyte"))?;
        let labels = find(folder, &format!("{name}-labels-idx1-ubyte"))?;
        idx::read(&read(&images)?, Some(&read(&labels)?))
    };
    Ok((part("train")?, part("t10k")?))
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
