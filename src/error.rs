//! The one error type: what was wrong, in a sentence, and what to do about it.

/// Every failure the lab reports. In JavaScript it is a `LabError` with the same three fields.
///
/// `code` is stable and meant for programs, `message` says what was wrong with which value, and
/// `hint` says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} {hint}")]
pub struct LabError {
    /// A stable identifier in kebab case, such as `bad-input` or `aborted`.
    pub code: &'static str,
    /// One sentence: what was wrong, with the offending value.
    pub message: String,
    /// One sentence: what to do instead.
    pub hint: String,
}

/// A result whose error is a [`LabError`].
pub type Result<T> = std::result::Result<T, LabError>;

impl LabError {
    /// An error with its code, what was wrong and what to do.
    pub fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
        }
    }
}
