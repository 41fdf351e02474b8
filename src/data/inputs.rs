//! What models take: whole rows of values in 0…1.

use crate::error::{LabError, Result};

/// Checks that `values` is `[rows, size]` flat with every value in 0…1, and returns `rows`.
///
/// # Errors
/// `bad-input`: empty, a length that is no multiple of `size`, or a value that is NaN, infinite
/// or outside 0…1 (the message names the first one and its index).
pub fn validate_inputs(values: &[f32], size: usize) -> Result<usize> {
    if values.is_empty() {
        return Err(LabError::new(
            "bad-input",
            "The input is empty.",
            format!("Give one or more images of {size} values each."),
        ));
    }
    if size == 0 || !values.len().is_multiple_of(size) {
        return Err(LabError::new(
            "bad-input",
            format!(
                "{} values are not a multiple of the input size, {size}.",
                values.len()
            ),
            format!("Give one or more images of {size} values each."),
        ));
    }
    match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        Some(index) => Err(LabError::new(
            "bad-input",
            format!(
                "The value at index {index} is {}, outside 0…1.",
                values[index]
            ),
            "Scale grey values to 0…1, for example bytes by 1/255.",
        )),
        None => Ok(values.len() / size),
    }
}
