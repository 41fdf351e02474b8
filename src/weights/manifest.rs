//! The list of weights that a site ships, and the hashes that tie each file to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Training, shown};
use crate::error::{LabError, Result};

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
}

/// The weight files that a site ships: `manifest.json` in their folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The name of the entry that the page opens with.
    pub default: String,
    /// The files, in the order in which the page offers them.
    pub weights: Vec<ManifestEntry>,
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
        // A bare file name only: a manifest must not send the page to another folder or host.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if self.file.is_empty() || self.file.starts_with('.') || !self.file.bytes().all(plain) {
            let file = shown(&self.file);
            let problem = format!("The weights {name} lie in {file}, no plain file name.");
            return Err(bad_manifest(problem));
        }
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if self.sha256.len() != 64 || !self.sha256.bytes().all(digit) {
            let hash = shown(&self.sha256);
            return Err(bad_manifest(format!(
                "The weights {name} have no SHA-256 but {hash}."
            )));
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
