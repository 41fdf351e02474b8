//! Layers that take long to learn, cached in files.

use std::fmt::Debug;
use std::path::Path;

use autoencoder_lab::error::{LabError, Result};
use autoencoder_lab::layers::Affine;
use autoencoder_lab::weights::sha256_hex;
use safetensors::{Dtype, SafeTensors, serialize, tensor::TensorView};

use crate::files;

/// The layers in the file for `name` and `recipe` in `folder`, or those that `make` makes, which
/// are then written there.
pub fn cached(
    folder: &Path,
    name: &str,
    recipe: &impl Debug,
    make: impl FnOnce() -> Result<Vec<Affine>>,
) -> Result<Vec<Affine>> {
    let hash = sha256_hex(format!("{recipe:?}").as_bytes());
    let path = folder.join(format!(
        "{}-{}.safetensors",
        name.replace(' ', "-"),
        &hash[..12]
    ));
    if path.exists() {
        return read(&files::read(&path)?);
    }
    let layers = make()?;
    files::write(&path, &written(&layers)?)?;
    Ok(layers)
}

fn written(layers: &[Affine]) -> Result<Vec<u8>> {
    let bytes =
        |values: &[f32]| -> Vec<u8> { values.iter().flat_map(|v| v.to_le_bytes()).collect() };
    let mut tensors = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        tensors.push((
            format!("{index}.weight"),
            layer.shape.to_vec(),
            bytes(&layer.weight),
        ));
        tensors.push((
            format!("{index}.bias"),
            vec![layer.shape[1]],
            bytes(&layer.bias),
        ));
    }
    let views = tensors.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(unusable)?;
        Ok((name, view))
    });
    serialize(views.collect::<Result<Vec<_>>>()?, None).map_err(unusable)
}

fn read(bytes: &[u8]) -> Result<Vec<Affine>> {
    let file = SafeTensors::deserialize(bytes).map_err(unusable)?;
    let values = |name: String| -> Result<(Vec<usize>, Vec<f32>)> {
        let tensor = file.tensor(&name).map_err(unusable)?;
        let values = tensor.data().as_chunks::<4>().0.iter();
        let values = values.map(|bytes| f32::from_le_bytes(*bytes)).collect();
        Ok((tensor.shape().to_vec(), values))
    };
    let layer = |index: usize| {
        let (shape, weight) = values(format!("{index}.weight"))?;
        let (_, bias) = values(format!("{index}.bias"))?;
        Ok(Affine {
            shape: [shape[0], shape[1]],
            weight,
            bias,
        })
    };
    (0..file.len() / 2).map(layer).collect()
}

fn unusable(error: safetensors::SafeTensorError) -> LabError {
    LabError::new(
        "bad-file",
        format!("The cached layers cannot be used: {error}."),
        "Remove the file: it is made again.",
    )
}
