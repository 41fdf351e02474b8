//! Controls: the settable parts of a family's configuration, as data.

use serde_json::{Map, Value, json};

use crate::error::{LabError, Result};

/// Pixels of a digit, the default input.
const DIGIT_PIXELS: usize = 784;
/// The widest layer a configuration may ask for.
pub const WIDEST: usize = 4096;
/// The most layers on either side of a code.
const DEEPEST: usize = 8;

/// One settable value. Its words stand in `words.json`.
#[derive(Clone, Copy)]
pub struct Control {
    /// Its key in the configuration.
    pub name: &'static str,
    /// What values it takes.
    pub kind: ControlKind,
}

/// What values a control takes, and the one it has unless set.
#[derive(Clone, Copy)]
pub enum ControlKind {
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
        choices: &'static [&'static str],
        default: &'static str,
    },
    /// On or off.
    Boolean { default: bool },
    /// Widths of the encoder's layers after the input; the last is the code.
    Widths { default: &'static [usize] },
}

/// The activations a family may offer.
pub(super) const ACTIVATIONS: &[&str] = &["sigmoid", "relu", "gelu", "tanh", "linear"];

impl Control {
    /// A whole number from `minimum` to `maximum`.
    pub(super) const fn integer(
        name: &'static str,
        [minimum, maximum]: [i64; 2],
        default: i64,
    ) -> Self {
        let kind = ControlKind::Integer {
            minimum,
            maximum,
            default,
        };
        Self { name, kind }
    }

    /// A number from `minimum` to `maximum`.
    pub(super) const fn number(
        name: &'static str,
        [minimum, maximum]: [f64; 2],
        step: f64,
        default: f64,
    ) -> Self {
        let kind = ControlKind::Number {
            minimum,
            maximum,
            step,
            default,
            logarithmic: false,
        };
        Self { name, kind }
    }

    /// A number that is set by its magnitude.
    pub(super) const fn logarithmic(
        name: &'static str,
        range: [f64; 2],
        step: f64,
        default: f64,
    ) -> Self {
        let mut control = Self::number(name, range, step, default);
        if let ControlKind::Number { logarithmic, .. } = &mut control.kind {
            *logarithmic = true;
        }
        control
    }

    /// One of `choices`.
    pub(super) const fn choice(
        name: &'static str,
        choices: &'static [&'static str],
        default: &'static str,
    ) -> Self {
        let kind = ControlKind::Choice { choices, default };
        Self { name, kind }
    }

    /// One of the activations.
    pub(super) const fn activation(default: &'static str) -> Self {
        Self::choice("activation", ACTIVATIONS, default)
    }

    /// On or off.
    pub(super) const fn boolean(name: &'static str, default: bool) -> Self {
        let kind = ControlKind::Boolean { default };
        Self { name, kind }
    }

    /// Widths of the encoder's layers.
    pub(super) const fn widths(default: &'static [usize]) -> Self {
        let kind = ControlKind::Widths { default };
        Self {
            name: "widths",
            kind,
        }
    }

    /// The value it has unless set.
    pub fn default(&self) -> Value {
        match self.kind {
            ControlKind::Integer { default, .. } => json!(default),
            ControlKind::Number { default, .. } => json!(default),
            ControlKind::Choice { default, .. } => json!(default),
            ControlKind::Boolean { default } => json!(default),
            ControlKind::Widths { default } => json!(default),
        }
    }

    /// The control as the page and the package see it, without its words.
    pub fn describe(&self) -> Value {
        let mut fields = match self.kind {
            ControlKind::Integer {
                minimum, maximum, ..
            } => {
                json!({"kind": "integer", "minimum": minimum, "maximum": maximum, "step": 1})
            }
            ControlKind::Number {
                minimum,
                maximum,
                step,
                logarithmic,
                ..
            } => json!({
                "kind": "number", "minimum": minimum, "maximum": maximum, "step": step,
                "scale": if logarithmic { "log" } else { "linear" },
            }),
            ControlKind::Choice { choices, .. } => {
                let values = choices.iter().map(|value| json!({ "value": value }));
                json!({"kind": "choice", "choices": values.collect::<Vec<_>>()})
            }
            ControlKind::Boolean { .. } => json!({"kind": "boolean"}),
            ControlKind::Widths { .. } => {
                json!({"kind": "widths", "minimum": 1, "maximum": WIDEST})
            }
        };
        fields["name"] = json!(self.name);
        fields["default"] = self.default();
        fields
    }

    /// Why `value` does not fit, as what would.
    fn objection(&self, value: &Value) -> Option<String> {
        match self.kind {
            ControlKind::Integer {
                minimum, maximum, ..
            } => {
                let fits = whole(value).is_some_and(|n| (minimum..=maximum).contains(&n));
                (!fits).then(|| format!("a whole number from {minimum} to {maximum}"))
            }
            ControlKind::Number {
                minimum, maximum, ..
            } => {
                let fits = value
                    .as_f64()
                    .is_some_and(|n| (minimum..=maximum).contains(&n));
                (!fits).then(|| format!("a number from {minimum} to {maximum}"))
            }
            ControlKind::Choice { choices, .. } => {
                let fits = value.as_str().is_some_and(|name| choices.contains(&name));
                (!fits).then(|| format!("one of {}", choices.join(", ")))
            }
            ControlKind::Boolean { .. } => {
                (!value.is_boolean()).then(|| "true or false".to_string())
            }
            ControlKind::Widths { .. } => {
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
fn normalise(kind: ControlKind, value: &Value) -> Value {
    match (kind, value) {
        (ControlKind::Integer { .. }, _) => json!(whole(value)),
        (ControlKind::Widths { .. }, Value::Array(widths)) => widths.iter().map(whole).collect(),
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
    let size = Control::integer("inputSize", [1, 65_536], DIGIT_PIXELS as i64);
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
