//! Maps of test digits, for a page that shows them before anything is encoded.

use std::path::Path;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::Result;
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::task::map::CodeMap;
use autoencoder_lab::weights::{ListedFile, Manifest, verify};
use burn::tensor::Device;
use pollster::block_on;

use crate::files;

/// Test digits on a map: the first so many.
const COUNT: usize = 2_000;

/// Writes the map of every file in the manifest of `weights`, and that of the digits' pixels.
pub fn all(data: &Path, weights: &Path, device: &Device) -> Result<()> {
    let (train, test) = files::mnist(data)?;
    let path = weights.join("manifest.json");
    let mut manifest = Manifest::read(&files::read(&path)?)?;
    for entry in &mut manifest.weights {
        let bytes = files::read(&weights.join(&entry.file))?;
        verify(&bytes, &entry.sha256)?;
        let (_, suited) = files::suited(&entry.config, (&train, &test))?;
        let lab_model = LabModel::open(&bytes, device)?;
        let codes = block_on(lab_model.encode(&suited.images(0, COUNT)?))?;
        entry.map = Some(publish(
            &entry.name,
            &codes,
            lab_model.code_size(),
            &suited,
            weights,
        )?);
    }
    let pixels = test.images(0, COUNT)?;
    manifest.pixels = Some(publish(
        "pixels",
        &pixels,
        test.input_size(),
        &test,
        weights,
    )?);
    files::write(&path, manifest.write()?.as_bytes())
}

fn publish(
    name: &str,
    codes: &[f32],
    size: usize,
    digits: &Dataset,
    folder: &Path,
) -> Result<ListedFile> {
    let labels = &digits.labels().unwrap_or_default()[..COUNT];
    let map = CodeMap::of(codes, size, labels, files::name(digits))?;
    let bytes = map.write()?;
    let file = format!("{name}.map.safetensors");
    files::write(&folder.join(&file), &bytes)?;
    println!("{file}: {} bytes", bytes.len());
    Ok(ListedFile::of(file, &bytes))
}
