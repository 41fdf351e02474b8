//! `python tests/reference/stacked.py` prints this file's numbers.

#[rustfmt::skip]
pub const LOSSES: &[f32] = &[0.8660706, 3.439606, 0.6666389];
#[rustfmt::skip]
pub const GRADIENT_NORMS_0: &[f32] = &[0.4259794, 0.3206406, 0.1944883, 0.1787018];
#[rustfmt::skip]
pub const GRADIENT_NORMS_1: &[f32] = &[5.604836, 5.190855, 1.548314, 3.048727];
#[rustfmt::skip]
pub const GRADIENT_NORMS_2: &[f32] = &[0.3141727, 0.2630999, 0.1745753, 0.1597229, 0.1567929, 0.2944189, 0.1778604, 0.206802];
