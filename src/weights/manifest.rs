//! The list of weights that a site ships, and the hashes that tie each file to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Training, shown};
use crate::error::{LabError, Result};

/// A file that belongs to a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedFile {
    /// The file's name, in the manifest's own folder.
    pub file: String,
    /// The file's length.
    pub bytes: u64,
    /// The file's SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// One weight file that a site ships.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestEntry {
    /// What the page calls it, such as `dense-30`; unique in its manifest.
    pub name: String,
    /// The file's name, in the manifest's own folder.
    pub file: String,
    /// The file's length.
    pub bytes: u64,
    /// The file's SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The family's identifier, such as `dense`.
    pub family: String,
    /// The family's configuration, a JSON object.
    pub config: Value,
    /// Measured figures by name, such as `squaredError`.
    pub metrics: BTreeMap<String, f64>,
    /// What the weights were trained on.
    pub training: Option<Training>,
    /// Where test digits lie among the model's codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<ListedFile>,
}

/// The weight files that a site ships: `manifest.json` in their folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The name of the entry that the page opens with.
    pub default: String,
    /// The files, in the order in which the page offers them.
    pub weights: Vec<ManifestEntry>,
    /// The map of the same test digits by their pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<ListedFile>,
}

impl ListedFile {
    /// What a manifest says of `bytes` in the file of this name.
    pub fn of(file: String, bytes: &[u8]) -> Self {
        Self {
            file,
            bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

impl Manifest {
    /// The manifest in `json`.
    ///
    /// # Errors
    ///
    /// `bad-manifest` where it is no JSON of this form, names an entry twice, opens with one that
    /// it does not list, or points out of its folder.
    pub fn read(json: &[u8]) -> Result<Self> {
        let manifest: Self = serde_json::from_slice(json).map_err(|error| {
            bad_manifest(format!("The list of weights cannot be read: {error}."))
        })?;
        manifest.check()?;
        Ok(manifest)
    }

    /// The JSON of this manifest, indented, with a newline at its end.
    ///
    /// # Errors
    ///
    /// `bad-manifest` names what [`Manifest::read`] would refuse.
    pub fn write(&self) -> Result<String> {
        self.check()?;
        let json = serde_json::to_string_pretty(self).map_err(|error| {
            bad_manifest(format!("The list of weights cannot be written: {error}."))
        })?;
        Ok(json + "\n")
    }

    /// The entry called `name`.
    pub fn find(&self, name: &str) -> Option<&ManifestEntry> {
        self.weights.iter().find(|entry| entry.name == name)
    }

    fn check(&self) -> Result<()> {
        let mut names = BTreeSet::new();
        for entry in &self.weights {
            entry.check()?;
            if !names.insert(entry.name.as_str()) {
                let name = shown(&entry.name);
                return Err(bad_manifest(format!("The weights {name} stand twice.")));
            }
        }
        if let Some(pixels) = &self.pixels {
            check_file("the pixels' map", &pixels.file, &pixels.sha256)?;
        }
        if self.find(&self.default).is_none() {
            let name = shown(&self.default);
            let problem = format!("The default weights {name} are not in the list.");
            return Err(bad_manifest(problem));
        }
        Ok(())
    }
}

impl ManifestEntry {
    fn check(&self) -> Result<()> {
        let name = shown(&self.name);
        check_file(&format!("the weights {name}"), &self.file, &self.sha256)?;
        if let Some(map) = &self.map {
            check_file(&format!("the map of {name}"), &map.file, &map.sha256)?;
        }
        if !self.config.is_object() {
            let problem = format!("The configuration of the weights {name} is no object.");
            return Err(bad_manifest(problem));
        }
        if let Some((metric, value)) = self.metrics.iter().find(|(_, value)| !value.is_finite()) {
            let metric = shown(metric);
            return Err(bad_manifest(format!(
                "The metric {metric} of {name} is {value}."
            )));
        }
        Ok(())
    }
}

/// That a file has a bare name, so that a manifest does not send the page to another folder or host,
/// and a hash.
fn check_file(what: &str, file: &str, sha256: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if file.is_empty() || file.starts_with('.') || !file.bytes().all(plain) {
        let file = shown(file);
        return Err(bad_manifest(format!(
            "In the place of {what} stands {file}, no plain file name."
        )));
    }
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if sha256.len() != 64 || !sha256.bytes().all(digit) {
        let hash = shown(sha256);
        return Err(bad_manifest(format!(
            "There is no SHA-256 of {what} but {hash}."
        )));
    }
    Ok(())
}

/// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// That `bytes` have the SHA-256 `sha256`, hexadecimal digits of either case.
///
/// # Errors
///
/// `wrong-hash` where they have another.
pub fn verify(bytes: &[u8], sha256: &str) -> Result<()> {
    let found = sha256_hex(bytes);
    if found.eq_ignore_ascii_case(sha256) {
        return Ok(());
    }
    let expected = shown(sha256);
    Err(LabError::new(
        "wrong-hash",
        format!("The file has SHA-256 {found}, not {expected}."),
        "Reload the page: the file was changed or damaged on its way.",
    ))
}

fn bad_manifest(message: impl Into<String>) -> LabError {
    let hint = "Build the site again, or tell those who run it.";
    LabError::new("bad-manifest", message, hint)
}
