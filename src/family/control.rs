//! Controls: the settable parts of a family's configuration, as data.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{DIGIT_PIXELS, WIDEST};
use crate::error::{LabError, Result};

/// The most layers on either side of a code.
const DEEPEST: usize = 8;

/// One settable value.
pub struct Control {
    /// Its key in the configuration.
    pub name: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What it does, in one sentence.
    pub help: &'static str,
    /// What values it takes.
    pub kind: Kind,
}

/// What values a control takes, and the one it has unless set.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A whole number.
    Integer {
        minimum: i64,
        maximum: i64,
        default: i64,
    },
    /// A number; `logarithmic` asks for a logarithmic slider.
    Number {
        minimum: f64,
        maximum: f64,
        step: f64,
        default: f64,
        logarithmic: bool,
    },
    /// One of a few.
    Choice {
        choices: &'static [Choice],
        default: &'static str,
    },
    /// On or off.
    Boolean { default: bool },
    /// Widths of the encoder's layers after the input; the last is the code.
    Widths { default: &'static [usize] },
}

/// One value of a choice.
#[derive(Clone, Copy, Serialize)]
pub struct Choice {
    /// Its value in the configuration.
    pub value: &'static str,
    /// Its name on the page.
    pub label: &'static str,
}

impl Control {
    /// The value it has unless set.
    pub fn default(&self) -> Value {
        match self.kind {
            Kind::Integer { default, .. } => json!(default),
            Kind::Number { default, .. } => json!(default),
            Kind::Choice { default, .. } => json!(default),
            Kind::Boolean { default } => json!(default),
            Kind::Widths { default } => json!(default),
        }
    }

    /// The control as the page and the package see it.
    pub fn describe(&self) -> Value {
        let mut fields = match self.kind {
            Kind::Integer {
                minimum, maximum, ..
            } => {
                json!({"kind": "integer", "minimum": minimum, "maximum": maximum, "step": 1})
            }
            Kind::Number {
                minimum,
                maximum,
                step,
                logarithmic,
                ..
            } => json!({
                "kind": "number", "minimum": minimum, "maximum": maximum, "step": step,
                "scale": if logarithmic { "log" } else { "linear" },
            }),
            Kind::Choice { choices, .. } => json!({"kind": "choice", "choices": choices}),
            Kind::Boolean { .. } => json!({"kind": "boolean"}),
            Kind::Widths { .. } => json!({"kind": "widths", "minimum": 1, "maximum": WIDEST}),
        };
        fields["name"] = json!(self.name);
        fields["label"] = json!(self.label);
        fields["help"] = json!(self.help);
        fields["default"] = self.default();
        fields
    }

    /// Why `value` does not fit, as what would.
    fn objection(&self, value: &Value) -> Option<String> {
        match self.kind {
            Kind::Integer {
                minimum, maximum, ..
            } => {
                let fits = whole(value).is_some_and(|n| (minimum..=maximum).contains(&n));
                (!fits).then(|| format!("a whole number from {minimum} to {maximum}"))
            }
            Kind::Number {
                minimum, maximum, ..
            } => {
                let fits = value
                    .as_f64()
                    .is_some_and(|n| (minimum..=maximum).contains(&n));
                (!fits).then(|| format!("a number from {minimum} to {maximum}"))
            }
            Kind::Choice { choices, .. } => {
                let names: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
                let fits = value.as_str().is_some_and(|name| names.contains(&name));
                (!fits).then(|| format!("one of {}", names.join(", ")))
            }
            Kind::Boolean { .. } => (!value.is_boolean()).then(|| "true or false".to_string()),
            Kind::Widths { .. } => {
                let fits = value.as_array().is_some_and(|widths| {
                    (1..=DEEPEST).contains(&widths.len()) && widths.iter().all(is_width)
                });
                (!fits)
                    .then(|| format!("a list of 1 to {DEEPEST} whole numbers from 1 to {WIDEST}"))
            }
        }
    }
}

/// A whole number, also where JavaScript sent it as a float.
fn whole(value: &Value) -> Option<i64> {
    let number = value.as_f64()?;
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn is_width(value: &Value) -> bool {
    whole(value).is_some_and(|width| (1..=WIDEST as i64).contains(&width))
}

/// Whole numbers as integers, however they were written.
fn normalise(kind: Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Integer { .. }, _) => json!(whole(value)),
        (Kind::Widths { .. }, Value::Array(widths)) => widths.iter().map(whole).collect(),
        _ => value.clone(),
    }
}

/// `config` checked against `controls`, with defaults for what is not set. Beside the controls
/// every configuration has `inputSize`, the width of the input.
pub fn complete(controls: &[Control], config: &Value) -> Result<Value> {
    let empty = Map::new();
    let given = match config {
        Value::Null => &empty,
        Value::Object(fields) => fields,
        other => {
            return Err(bad(
                format!("The configuration is {other}."),
                "Use an object.",
            ));
        }
    };
    let mut complete = Map::new();
    let size = Control {
        name: "inputSize",
        label: "Input size",
        help: "",
        kind: Kind::Integer {
            minimum: 1,
            maximum: 65_536,
            default: DIGIT_PIXELS as i64,
        },
    };
    for control in controls.iter().chain([&size]) {
        let value = match given.get(control.name) {
            None => control.default(),
            Some(value) => {
                if let Some(wanted) = control.objection(value) {
                    return Err(bad(
                        format!("'{}' is {value}.", control.name),
                        format!("Use {wanted}."),
                    ));
                }
                normalise(control.kind, value)
            }
        };
        complete.insert(control.name.to_string(), value);
    }
    if let Some(unknown) = given.keys().find(|key| !complete.contains_key(*key)) {
        let names: Vec<&String> = complete.keys().collect();
        return Err(bad(
            format!("There is no control called '{unknown}'."),
            format!("The controls are {names:?}."),
        ));
    }
    Ok(Value::Object(complete))
}

fn bad(message: String, hint: impl Into<String>) -> LabError {
    LabError::new("bad-config", message, hint)
}
