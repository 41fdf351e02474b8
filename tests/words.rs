//! What people read of the families: complete, nothing of what there is not, and equations that follow
//! the configuration.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;

use autoencoder_lab::family::{FAMILIES, Family, words};
use serde_json::{Value, json};

/// The symbols that controls have, and how they are written in LaTeX.
const SYMBOLS: [(&str, &str); 12] = [
    ("α", r"\alpha"),
    ("β", r"\beta"),
    ("γ", r"\gamma"),
    ("ε", r"\varepsilon"),
    ("λ", r"\lambda"),
    ("μ", r"\mu"),
    ("ν", r"\nu"),
    ("ρ", r"\rho"),
    ("σ", r"\sigma"),
    ("τ", r"\tau"),
    ("k", "k"),
    ("s", "s"),
];

fn file() -> Value {
    serde_json::from_str(include_str!("../src/family/words.json")).unwrap()
}

fn controls(family: &Family) -> Vec<Value> {
    let described = words::describe(family);
    described["controls"].as_array().unwrap().clone()
}

fn keys(object: &Value) -> BTreeSet<&str> {
    let fields = object.as_object().into_iter().flatten();
    fields.map(|(key, _)| key.as_str()).collect()
}

/// The values of a control that may each make another equation.
fn values(control: &Value) -> Vec<Value> {
    match control["kind"].as_str().unwrap() {
        "choice" => {
            let choices = control["choices"].as_array().unwrap();
            choices
                .iter()
                .map(|choice| choice["value"].clone())
                .collect()
        }
        "boolean" => vec![json!(false), json!(true)],
        "number" => ["minimum", "default", "maximum"]
            .map(|name| control[name].clone())
            .to_vec(),
        _ => vec![control["default"].clone()],
    }
}

/// The family's configurations with all combinations of such values.
fn configurations(family: &Family) -> Vec<Value> {
    let mut all = vec![json!({})];
    for control in controls(family) {
        let (name, values) = (control["name"].as_str().unwrap(), values(&control));
        let with = |config: &Value, value: &Value| {
            let mut config = config.clone();
            config[name] = value.clone();
            config
        };
        all = all
            .iter()
            .flat_map(|config| values.iter().map(move |value| with(config, value)))
            .collect();
    }
    all.iter()
        .map(|config| family.complete(config).unwrap())
        .collect()
}

fn equation(id: &str, config: Value) -> String {
    let config = Family::find(id).unwrap().complete(&config).unwrap();
    words::of(id).equation(&config)
}

/// The control's symbol: its label, or what its explanation begins with.
fn symbol(control: &Value) -> Option<&'static str> {
    let [label, help] = ["label", "help"].map(|field| control[field].as_str().unwrap());
    let named = |symbol: &str| label == symbol || help.starts_with(&format!("{symbol}: "));
    let known = SYMBOLS.iter().find(|(symbol, _)| named(symbol));
    let opening = help.split_once(": ").map_or("", |(opening, _)| opening);
    let looks = |text: &str| text.chars().count() == 1;
    assert!(
        known.is_some() || !looks(label) && !looks(opening),
        "{control}"
    );
    known.map(|(_, latex)| *latex)
}

/// Whether `symbol` is one of the commands or letters of `latex`.
fn mentions(latex: &str, symbol: &str) -> bool {
    let mut rest = latex;
    while !rest.is_empty() {
        let letters = rest[1..].find(|c: char| !c.is_ascii_alphabetic());
        let length = match rest.starts_with('\\') {
            true => 1 + letters.unwrap_or(rest.len() - 1).max(1),
            false => 1,
        };
        if &rest[..length] == symbol {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

#[test]
fn every_family_control_and_choice_has_words() {
    for family in FAMILIES {
        let words = words::of(family.id);
        assert!(!words.label.is_empty() && !words.difference.ends_with('.'));
        for sentence in [&words.summary, &words.trial, &words.samples] {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
        assert!(!words.control("inputSize").label.is_empty());
        for control in controls(family) {
            let name = control["name"].as_str().unwrap();
            let what = format!("{name} of {}", family.id);
            assert!(!control["label"].as_str().unwrap().is_empty(), "{what}");
            assert!(control["help"].as_str().unwrap().ends_with('.'), "{what}");
            let choices = control.get("choices").map(|all| all.as_array().unwrap());
            assert_eq!(choices.is_some(), control["kind"] == "choice", "{what}");
            let named = choices
                .into_iter()
                .flatten()
                .filter(|choice| choice["label"].is_string());
            assert_eq!(named.count(), words.control(name).choices.len(), "{what}");
        }
    }
}

#[test]
fn every_preset_is_a_configuration_and_says_what_it_shows() {
    let mut labels = BTreeSet::new();
    for family in FAMILIES {
        let defaults = family.complete(&Value::Null).unwrap();
        for preset in &words::of(family.id).presets {
            assert!(!preset.label.is_empty() && preset.help.ends_with('.'));
            assert!(labels.insert((family.id, &preset.label)), "{preset:?}");
            let fits = family.complete(&preset.config);
            assert!(fits.is_ok(), "{preset:?}: {fits:?}");
            assert!(keys(&preset.config).is_subset(&keys(&defaults)));
        }
        let presets = &words::describe(family)["presets"];
        assert!(presets.is_array(), "{}", family.id);
    }
    let dense = words::describe(Family::find("dense").unwrap());
    let linear = json!({"widths": [30], "activation": "linear", "output": "linear"});
    assert_eq!(dense["presets"][0]["config"], linear);
}

#[test]
fn no_words_are_for_what_there_is_not() {
    let file = file();
    let ids: BTreeSet<&str> = FAMILIES.iter().map(|family| family.id).collect();
    assert_eq!(keys(&file["families"]), ids);
    let mut used = BTreeSet::new();
    for family in FAMILIES {
        let controls = family.controls.iter().map(|control| control.name);
        let names: BTreeSet<&str> = controls.chain(["inputSize"]).collect();
        let words = &file["families"][family.id];
        assert!(keys(&words["controls"]).is_subset(&names), "{}", family.id);
        for piece in words["equation"].as_array().unwrap() {
            assert!(keys(&piece["when"]).is_subset(&names), "{piece}");
        }
        used.extend(names);
    }
    assert!(keys(&file["shared"]).is_subset(&used));
}

#[test]
fn every_piece_of_an_equation_has_its_configurations() {
    let file = file();
    for family in FAMILIES {
        let words = words::of(family.id);
        let configurations = configurations(family);
        let equations: Vec<String> = configurations.iter().map(|c| words.equation(c)).collect();
        for piece in file["families"][family.id]["equation"].as_array().unwrap() {
            let latex = piece["tex"].as_str().unwrap();
            let present = equations.iter().filter(|equation| equation.contains(latex));
            let (present, all) = (present.count(), equations.len());
            assert!(present > 0, "{latex} of {}", family.id);
            assert_eq!(present == all, piece["when"].is_null(), "{latex}");
        }
    }
}

#[test]
fn symbols_stand_in_the_equation_unless_they_are_zero() {
    for family in FAMILIES {
        let words = words::of(family.id);
        let mut seen = BTreeSet::new();
        for control in controls(family) {
            let Some(symbol) = symbol(&control) else {
                continue;
            };
            let name = control["name"].as_str().unwrap();
            assert!(seen.insert(symbol), "{symbol} twice in {}", family.id);
            let configurations = configurations(family);
            let (zero, other): (Vec<_>, Vec<_>) = configurations
                .iter()
                .partition(|config| config[name].as_f64() == Some(0.0));
            let there = |config: &&Value| mentions(&words.equation(config), symbol);
            assert!(other.iter().any(there), "{name} of {}", family.id);
            assert!(!zero.iter().any(there), "{name} of {}", family.id);
        }
    }
}

#[test]
fn equations_follow_the_configuration() {
    let (kl, l1) = (json!({}), json!({"penalty": "l1"}));
    assert!(equation("sparse", kl).contains("KL"));
    assert!(!equation("sparse", l1.clone()).contains("KL"));
    assert!(!mentions(&equation("sparse", l1.clone()), r"\rho"));
    assert!(equation("sparse", l1).contains("|h_j|"));

    let conditioned = equation("cvae", json!({"form": "conditioned"}));
    assert!(conditioned.contains(r"p(x \mid z, y)") && conditioned.contains(r"q(z \mid x, y)"));
    let prior = equation("cvae", json!({}));
    assert!(prior.contains(r"p(z \mid y)") && !prior.contains(r"p(x \mid z, y)"));

    assert!(!equation("vae", json!({"beta": 0})).contains("KL"));
    let gaussian = equation("vae", json!({"likelihood": "gaussian"}));
    assert!(gaussian.contains("2 s^2") && !gaussian.contains(r"\log \hat x_i"));

    let cross_entropy = json!({"loss": "bernoulli", "codePenalty": 0.1});
    assert!(equation("dense", cross_entropy).contains(r"\log \hat x_i"));
    assert!(!mentions(&equation("dense", json!({})), r"\log"));
    assert!(equation("dense", json!({"tied": true})).contains(r"W^\top"));
    assert!(!mentions(
        &equation("dense", json!({"output": "linear"})),
        r"\sigma"
    ));

    assert!(!equation("denoising", json!({"corruptionLevel": 0.0})).contains(r"\tilde"));
    assert!(equation("pca", json!({})).contains(r"C^\top C &= I"));
    assert!(!equation("pca", json!({"method": "gradient"})).contains("= I"));
    assert!(equation("rbm", json!({"persistent": true})).contains(r"\leftarrow h_k"));
    assert!(equation("recurrent", json!({"cell": "lstm"})).contains("LSTM"));
    assert!(equation("convolutional", json!({"unpooling": "switches"})).contains("argmax"));
}
