//! Training of the recipes, with checkpoints to go on from.

use std::collections::BTreeMap;
use std::future::ready;
use std::path::Path;
use std::time::Instant;

use autoencoder_lab::data::Dataset;
use autoencoder_lab::error::{LabError, Result};
use autoencoder_lab::lab_model::LabModel;
use autoencoder_lab::training::{Host, Progress};
use autoencoder_lab::weights::{
    ListedFile, Manifest, ManifestEntry, Precision, Training, sha256_hex,
};
use burn::tensor::Device;
use indicatif::{ProgressBar, ProgressStyle};
use pollster::block_on;

use crate::recipes::{self, DEFAULT, Recipe, SEED};
use crate::{evaluate, files};

/// Trains every recipe, or those named in `only`.
pub fn all(
    data: &Path,
    out: &Path,
    checkpoints: &Path,
    only: &[String],
    device: &Device,
) -> Result<()> {
    let mnist = files::mnist(data)?;
    for recipe in chosen(only)? {
        let (digits, test) = files::suited(&recipe.config, (&mnist.0, &mnist.1))?;
        let lab_model = run(&recipe, &digits, &test, checkpoints, device)?;
        publish(&recipe, &lab_model, &digits, &test, out, device)?;
    }
    Ok(())
}

/// Every recipe, or those named in `only`.
fn chosen(only: &[String]) -> Result<Vec<Recipe>> {
    let mut recipes = recipes::all();
    let named = |name: &String| recipes.iter().any(|recipe| recipe.name == name);
    if let Some(unknown) = only.iter().find(|name| !named(name)) {
        let names: Vec<&str> = recipes.iter().map(|recipe| recipe.name).collect();
        return Err(LabError::new(
            "unknown-recipe",
            format!("There is no recipe called '{unknown}'."),
            format!("Use one of: {}.", names.join(", ")),
        ));
    }
    recipes.retain(|recipe| only.is_empty() || only.iter().any(|name| name == recipe.name));
    Ok(recipes)
}

/// Trains one recipe, from its checkpoint where there is one. A checkpoint holds parameters and
/// the number of epochs; Adam's moments start anew, which costs a few steps.
fn run(
    recipe: &Recipe,
    digits: &Dataset,
    test: &Dataset,
    checkpoints: &Path,
    device: &Device,
) -> Result<LabModel> {
    let file = checkpoints.join(format!("{}.safetensors", recipe.name));
    let (lab_model, done) = match resume(&file, device) {
        Some(resumed) => resumed,
        None => (
            LabModel::create(recipe.family, &recipe.config, SEED, device)?,
            0,
        ),
    };
    let steps = recipe.epochs * (digits.count() / recipe.epoch(0).batch_size);
    let bar = progress_bar(recipe.name, steps);
    for epoch in done..recipe.epochs {
        let config = recipe.epoch(epoch);
        let before = epoch * (digits.count() / config.batch_size);
        let host = Console::new(&bar, before);
        block_on(lab_model.train(digits, None, &config, &host))?;
        let metrics = block_on(lab_model.evaluate(test))?;
        // Printed whether or not there is a terminal to draw the bar on.
        bar.suspend(|| println!("{} epoch {}: {:?}", recipe.name, epoch + 1, metrics.terms));
        lab_model.note(metrics.terms, training(epoch + 1, digits));
        files::write(&file, &block_on(lab_model.save(Precision::F32))?)?;
    }
    bar.finish();
    Ok(lab_model)
}

fn resume(file: &Path, device: &Device) -> Option<(LabModel, usize)> {
    let lab_model = LabModel::open(&files::read(file).ok()?, device).ok()?;
    let epochs = lab_model.training()?.epochs as usize;
    Some((lab_model, epochs))
}

fn training(epochs: usize, digits: &Dataset) -> Training {
    Training {
        data: files::name(digits).to_string(),
        count: digits.count(),
        epochs: epochs as f64,
        seed: SEED,
    }
}

/// Adds the trained weights to the manifest.
fn publish(
    recipe: &Recipe,
    lab_model: &LabModel,
    digits: &Dataset,
    test: &Dataset,
    out: &Path,
    device: &Device,
) -> Result<()> {
    block_on(lab_model.describe_codes(digits))?;
    lab_model.note(BTreeMap::new(), training(recipe.epochs, digits));
    let stored = block_on(lab_model.save(recipe.precision))?;
    // Where digits lie among the codes of the last weights is not where these would put them.
    let entry = note(recipe, &stored, None, (digits, test), out, device)?;
    list(entry, out)
}

/// Measures the weights in `stored` and writes them with what they reach; their entry of the
/// manifest.
fn note(
    recipe: &Recipe,
    stored: &[u8],
    map: Option<ListedFile>,
    (digits, test): (&Dataset, &Dataset),
    out: &Path,
    device: &Device,
) -> Result<ManifestEntry> {
    let lab_model = LabModel::open(stored, device)?;
    let metrics = evaluate::measure(&lab_model, digits, test)?;
    let training = lab_model
        .training()
        .unwrap_or_else(|| training(recipe.epochs, digits));
    lab_model.note(metrics.clone(), training.clone());
    let bytes = block_on(lab_model.save(recipe.precision))?;
    let file = format!("{}.safetensors", recipe.name);
    files::write(&out.join(&file), &bytes)?;
    println!("{}: {metrics:?}", recipe.name);
    Ok(ManifestEntry {
        name: recipe.name.to_string(),
        file,
        bytes: bytes.len() as u64,
        sha256: sha256_hex(&bytes),
        family: recipe.family.to_string(),
        config: lab_model.config.clone(),
        metrics,
        training: Some(training),
        map,
    })
}

/// Measures every recipe's weights in `weights` anew, or those named in `only`, and notes what they
/// reach.
pub fn measure(data: &Path, weights: &Path, only: &[String], device: &Device) -> Result<()> {
    let mnist = files::mnist(data)?;
    let manifest = Manifest::read(&files::read(&weights.join("manifest.json"))?)?;
    for recipe in chosen(only)? {
        let (digits, test) = files::suited(&recipe.config, (&mnist.0, &mnist.1))?;
        let stored = files::read(&weights.join(format!("{}.safetensors", recipe.name)))?;
        // What is measured is what will be written.
        let stored = block_on(LabModel::open(&stored, device)?.save(recipe.precision))?;
        let entry = manifest.weights.iter();
        let map = entry
            .filter(|entry| entry.name == recipe.name)
            .find_map(|entry| entry.map.clone());
        let entry = note(&recipe, &stored, map, (&digits, &test), weights, device)?;
        list(entry, weights)?;
    }
    Ok(())
}

/// Puts `entry` into the manifest, in the order of the recipes.
fn list(entry: ManifestEntry, out: &Path) -> Result<()> {
    let path = out.join("manifest.json");
    let (mut weights, pixels) = match files::read(&path) {
        Ok(json) => Manifest::read(&json).map(|manifest| (manifest.weights, manifest.pixels))?,
        Err(_) => (Vec::new(), None),
    };
    weights.retain(|other| other.name != entry.name);
    weights.push(entry);
    let order: Vec<&str> = recipes::all().iter().map(|recipe| recipe.name).collect();
    weights.sort_by_key(|entry| order.iter().position(|name| *name == entry.name));
    // Until the default is trained, whatever comes first stands in.
    let default = weights
        .iter()
        .find(|entry| entry.name == DEFAULT)
        .unwrap_or(&weights[0]);
    let manifest = Manifest {
        default: default.name.clone(),
        weights,
        pixels,
    };
    files::write(&path, manifest.write()?.as_bytes())
}

/// A bar for a training of so many steps.
pub fn progress_bar(name: &'static str, steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:40} {pos}/{len} {msg} {eta} left")
        .expect("a valid template");
    let bar = ProgressBar::new(steps as u64).with_style(style);
    bar.with_prefix(name)
}

/// A training on the terminal.
pub struct Console<'a> {
    bar: &'a ProgressBar,
    before: usize,
    started: Instant,
}

impl<'a> Console<'a> {
    /// A training that goes on after `before` steps.
    pub fn new(bar: &'a ProgressBar, before: usize) -> Self {
        Self {
            bar,
            before,
            started: Instant::now(),
        }
    }
}

impl Host for Console<'_> {
    fn now(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn pause(&self) -> impl Future<Output = ()> {
        ready(())
    }

    fn aborted(&self) -> bool {
        false
    }

    fn report(&self, progress: &Progress) {
        self.bar.set_position((self.before + progress.step) as u64);
        self.bar.set_message(format!("loss {:.3}", progress.loss));
    }
}
