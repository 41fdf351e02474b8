//! Reading a checkpoint from a safetensors file.

use std::collections::BTreeMap;

use half::f16;
use safetensors::{Dtype, SafeTensors};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::format::{check_finite, check_metadata};
use super::header::Header;
use super::{
    Checkpoint, FORMAT_VERSION, LAYOUT, Metadata, NamedTensor, bad_weights, shown, unknown_format,
    wrong_architecture,
};
use crate::error::{LabError, Result};

/// A safetensors file whose description was checked and whose values nobody has looked at yet.
pub struct Stored<'a> {
    bytes: &'a [u8],
    header: Header,
    metadata: Metadata,
}

impl<'a> Stored<'a> {
    /// The description in `bytes`, a whole safetensors file. Nothing in it is trusted, and nothing
    /// of the size of its tensors is taken.
    ///
    /// # Errors
    ///
    /// `unknown-format` where the file is another program's, of another layout or of another
    /// version; `bad-weights` where it is damaged, no safetensors file at all (a web page, say),
    /// or holds what we do not take: over 256 tensors, a header over 64 KiB, ranks over 4, empty
    /// tensors, other types than F32 and F16, duplicates.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        if bytes.is_empty() {
            return Err(bad_weights("The file is empty."));
        }
        if is_web_page(bytes) {
            let message = "The server answered with a web page instead of weights.";
            let hint = "Check the address: it has to lead to a .safetensors file.";
            return Err(LabError::new("bad-weights", message, hint));
        }
        let (header, end) = Header::read(bytes)?;
        // A later version may store what this one does not know, so the version is looked at
        // before the tensors.
        let metadata = read_metadata(&header)?;
        header.check_tensors((bytes.len() - end) as u64)?;
        Ok(Self {
            bytes,
            header,
            metadata,
        })
    }

    /// What the file says about its tensors.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The same, when the file has done its service.
    pub fn into_metadata(self) -> Metadata {
        self.metadata
    }

    /// The parameters in the order of `expected`, given that they are exactly these: the same
    /// names, each once, each of the given shape.
    ///
    /// # Errors
    ///
    /// `wrong-architecture` names the first tensor that is missing, superfluous or of another shape,
    /// before any value is read; `bad-weights` where tensors overlap or a value is not finite.
    pub fn values(&self, expected: &[(String, Vec<usize>)]) -> Result<Vec<NamedTensor>> {
        let declared = self.header.tensors.0.iter();
        let found = declared.map(|(name, declared)| (name.as_str(), &declared.shape[..]));
        check_architecture(&self.metadata.family, found, expected)?;
        self.decode(expected.iter().map(|(name, _)| name))
    }

    fn decode<'n>(&self, names: impl Iterator<Item = &'n String>) -> Result<Vec<NamedTensor>> {
        let file = SafeTensors::deserialize(self.bytes)
            .map_err(|error| bad_weights(format!("The tensors overlap or leave gaps: {error}.")))?;
        let tensor = |name: &String| {
            let view = file
                .tensor(name)
                .map_err(|error| bad_weights(format!("The file is inconsistent: {error}.")))?;
            let values = match view.dtype() {
                Dtype::F16 => decode(view.data(), |bytes| f16::from_le_bytes(bytes).to_f32()),
                _ => decode(view.data(), f32::from_le_bytes),
            };
            check_finite(name, &values)?;
            Ok(NamedTensor {
                name: name.clone(),
                shape: view.shape().to_vec(),
                values,
            })
        };
        names.map(tensor).collect()
    }
}

/// That `found` are exactly the `expected` names, each of its shape.
fn check_architecture<'a>(
    family: &str,
    found: impl Iterator<Item = (&'a str, &'a [u64])>,
    expected: &[(String, Vec<usize>)],
) -> Result<()> {
    let mut found: BTreeMap<&str, &[u64]> = found.collect();
    for (name, shape) in expected {
        let given = found.remove(name.as_str()).ok_or_else(|| {
            wrong_architecture(format!("The {family} weights lack the tensor {name:?}."))
        })?;
        let wanted = shape.iter().map(|axis| *axis as u64);
        if !given.iter().copied().eq(wanted) {
            return Err(wrong_architecture(format!(
                "The tensor {name:?} has shape {given:?} where the {family} model wants {shape:?}."
            )));
        }
    }
    match found.keys().next() {
        None => Ok(()),
        Some(name) => Err(wrong_architecture(format!(
            "The weights hold a tensor {} that the {family} model does not have.",
            shown(name)
        ))),
    }
}

impl Checkpoint {
    /// The checkpoint in `bytes`, a whole safetensors file.
    ///
    /// # Errors
    ///
    /// As [`Stored::read`], and `bad-weights` for values that are not finite.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let stored = Stored::read(bytes)?;
        let tensors = stored.decode(stored.header.tensors.0.iter().map(|(name, _)| name))?;
        Ok(Self {
            metadata: stored.metadata,
            tensors,
        })
    }
}

/// Whether the first thing in the file is an HTML or XML tag, as in a server's error page.
fn is_web_page(bytes: &[u8]) -> bool {
    const OPENINGS: [&[u8]; 5] = [b"<!doctype", b"<html", b"<head", b"<!--", b"<?xml"];
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    OPENINGS.iter().any(|opening| {
        let start = text.get(..opening.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(opening))
    })
}

fn decode<const WIDTH: usize>(bytes: &[u8], value: impl Fn([u8; WIDTH]) -> f32) -> Vec<f32> {
    let (values, _) = bytes.as_chunks::<WIDTH>();
    values.iter().map(|&bytes| value(bytes)).collect()
}

fn read_metadata(header: &Header) -> Result<Metadata> {
    header.check_metadata()?;
    check_format(header)?;
    let config: Value = parse(header, "config")?.ok_or_else(|| missing("config"))?;
    let metadata = Metadata {
        family: header
            .metadata("family")
            .ok_or_else(|| missing("family"))?
            .to_owned(),
        config,
        code: parse(header, "code")?,
        metrics: parse(header, "metrics")?.ok_or_else(|| missing("metrics"))?,
        training: parse(header, "training")?,
        steps: parse(header, "steps")?,
    };
    check_metadata(&metadata)?;
    Ok(metadata)
}

fn check_format(header: &Header) -> Result<()> {
    let Some(version) = header.metadata("format_version") else {
        return Err(unknown_format(
            "The file holds tensors but no format version of ours.",
            "Choose a file that Autoencoder Lab saved.",
        ));
    };
    match version.parse::<u32>() {
        Ok(FORMAT_VERSION) => {}
        Ok(newer) if newer > FORMAT_VERSION => {
            return Err(unknown_format(
                format!("The file has format version {newer}, this page reads {FORMAT_VERSION}."),
                "Update the page: reload it, or take a newer package.",
            ));
        }
        _ => {
            let version = shown(version);
            return Err(unknown_format(
                format!("The format version {version} is none that ever was."),
                "Choose a file that Autoencoder Lab saved.",
            ));
        }
    }
    match header.metadata("layout") {
        Some(LAYOUT) => Ok(()),
        other => Err(unknown_format(
            format!(
                "The matrices' layout is {}, not {LAYOUT:?}.",
                other.map_or("not given".to_owned(), shown)
            ),
            "Store each weight as [inputs, outputs], row after row.",
        )),
    }
}

fn parse<T: DeserializeOwned>(header: &Header, key: &str) -> Result<Option<T>> {
    let Some(json) = header.metadata(key) else {
        return Ok(None);
    };
    let value = serde_json::from_str(json);
    value.map(Some).map_err(|error| {
        bad_weights(format!(
            "The metadata entry {key:?} cannot be read: {error}."
        ))
    })
}

fn missing(key: &str) -> LabError {
    bad_weights(format!("The metadata lacks the entry {key:?}."))
}
