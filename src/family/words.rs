//! What people read of the families: names, explanations and equations, from `words.json`.
//!
//! There, `families` holds the words of each family by its id, and `shared` those of controls that
//! several families have: a family names only what it says otherwise.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::control::Control;
use super::definition::Family;

static ALL: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| read(include_str!("words.json")).expect("words.json fits the types below"));

/// What people read of one family, in English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Its name, a few words without a full stop.
    pub label: String,
    /// What it is, in one or two sentences.
    pub summary: String,
    /// What sets it apart, a few words without a full stop.
    pub difference: String,
    /// What to do to see what it is about, in a sentence.
    #[serde(rename = "try")]
    pub trial: String,
    /// Where its samples come from and what they promise, in a sentence or two.
    pub samples: String,
    equation: Vec<Piece>,
    #[serde(default)]
    controls: BTreeMap<String, ControlWords>,
    /// Configurations worth a look.
    #[serde(default)]
    pub presets: Vec<Preset>,
}

/// A configuration that shows one thing.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name, a few words without a full stop.
    pub label: String,
    /// What to look at, in a sentence.
    pub help: String,
    /// The controls that are not at their defaults.
    pub config: Value,
}

/// What people read of one control, in English.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ControlWords {
    /// Its name, a few words without a full stop, or its symbol.
    pub label: String,
    /// What it does, in a sentence or two. Where it has a symbol that is not its name, the sentence
    /// begins with it, such as `λ: how strongly …`.
    pub help: String,
    /// The names of its values, where it is one of a few.
    pub choices: BTreeMap<String, String>,
}

/// A part of an equation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    tex: String,
    /// What the controls must be for it to be there, all of them.
    #[serde(default)]
    when: BTreeMap<String, Condition>,
}

/// What a control must be.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Condition {
    Above(Above),
    Number(f64),
    Flag(bool),
    Choice(String),
}

/// A number greater than this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Above {
    above: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shared: BTreeMap<String, ControlWords>,
    families: BTreeMap<String, Words>,
}

/// The words of the family called `id`.
///
/// # Panics
/// Where there is no such family: see [`Family::find`].
pub fn of(id: &str) -> &'static Words {
    &ALL[id]
}

/// The family as the package's `families()` tells of it: what it is, its words, the equation of its
/// default configuration, its controls with theirs, and its presets.
pub fn describe(family: &Family) -> Value {
    let words = of(family.id);
    let defaults = family.complete(&Value::Null).expect("defaults that fit");
    let controls = family.controls.iter();
    json!({
        "id": family.id,
        "label": words.label,
        "inputs": family.inputs,
        "summary": words.summary,
        "difference": words.difference,
        "try": words.trial,
        "samples": words.samples,
        "equation": words.equation(&defaults),
        "reference": family.reference,
        "learningRate": family.learning_rate,
        "controls": controls.map(|control| words.describe(control)).collect::<Value>(),
        "presets": words.presets,
    })
}

impl Words {
    /// The words of the control called `name`, or of `inputSize`.
    ///
    /// # Panics
    /// Where neither the family nor `shared` has words for it.
    pub fn control(&self, name: &str) -> &ControlWords {
        &self.controls[name]
    }

    /// What defines a model and its training, in LaTeX that stands on lines of its own, for the
    /// completed `config` (see [`Family::complete`]).
    pub fn equation(&self, config: &Value) -> String {
        let holds = |(name, condition): (&String, &Condition)| condition.holds(&config[name]);
        let pieces = self.equation.iter();
        let present = pieces.filter(|piece| piece.when.iter().all(holds));
        let tex: Vec<&str> = present.map(|piece| piece.tex.as_str()).collect();
        tex.join(" ")
    }

    /// The control as the package tells of it, its words among the rest.
    fn describe(&self, control: &Control) -> Value {
        let words = self.control(control.name);
        let mut fields = control.describe();
        fields["label"] = json!(words.label);
        fields["help"] = json!(words.help);
        let choices = fields.get_mut("choices").and_then(Value::as_array_mut);
        for choice in choices.into_iter().flatten() {
            let label = choice["value"].as_str().map(|value| &words.choices[value]);
            choice["label"] = json!(label);
        }
        fields
    }
}

impl ControlWords {
    /// Takes from `common` what it has no words of its own for.
    fn complete(&mut self, common: &Self) {
        if self.label.is_empty() {
            self.label.clone_from(&common.label);
        }
        if self.help.is_empty() {
            self.help.clone_from(&common.help);
        }
        if self.choices.is_empty() {
            self.choices.clone_from(&common.choices);
        }
    }
}

impl Condition {
    fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Above(Above { above }) => value.as_f64() > Some(*above),
            // A number may be written as 0 or as 0.0.
            Self::Number(number) => value.as_f64() == Some(*number),
            Self::Flag(flag) => value.as_bool() == Some(*flag),
            Self::Choice(choice) => value.as_str() == Some(choice),
        }
    }
}

/// The families' words, with the shared ones where a family says nothing else.
fn read(json: &str) -> serde_json::Result<BTreeMap<String, Words>> {
    let mut file: File = serde_json::from_str(json)?;
    for words in file.families.values_mut() {
        for (name, common) in &file.shared {
            let own = words.controls.entry(name.clone()).or_default();
            own.complete(common);
        }
    }
    Ok(file.families)
}
