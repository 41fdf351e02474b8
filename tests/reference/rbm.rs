//! Restricted Boltzmann machines of 4 visible and 3 hidden units, enumerated in NumPy with 64 bits.
//!
//! W[i, j] = 0.8 sin(1.7 i + 2.3 j), b[i] = 0.1 cos(i), c[j] = 0.1 cos(j + 1), rounded to 32 bits. The
//! hidden units are 0 or 1; the visible units are too, or Gaussian with the standard deviation 0.5:
//! E = |v/s - b|^2 / 2 - c.h - (v/s) W h. `python tests/reference/rbm.py` prints rbm.rs.

/// `[4, 4]`
#[rustfmt::skip]
pub const DATA: &[f32] = &[1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0];

/// p(h = 1 | v) of the data, `[4, 3]`
#[rustfmt::skip]
pub const HIDDEN: &[f32] = &[0.46247005, 0.5285691, 0.47440603, 0.7000135, 0.48737955, 0.29307398, 0.2908923, 0.55892575, 0.61658514, 0.2908923, 0.6970665, 0.42070648];

/// p(v = 1 | h) of all 8 hidden states, `[8, 4]`
#[rustfmt::skip]
pub const VISIBLE: &[f32] = &[0.5249792, 0.51350427, 0.48959783, 0.4752704, 0.3329322, 0.51686394, 0.6791508, 0.42155147, 0.6674256, 0.36553693, 0.38174146, 0.6502111, 0.47542265, 0.36866212, 0.5767201, 0.5993023, 0.5249792, 0.7000135, 0.43879658, 0.3016083, 0.3329322, 0.70283055, 0.6330768, 0.2578718, 0.6674256, 0.5601868, 0.33479074, 0.46986544, 0.47542265, 0.5634981, 0.5261986, 0.4162728];

/// of the data, by summing over the hidden states, `[4]`
#[rustfmt::skip]
pub const FREE_ENERGY: &[f32] = &[-2.0743651, -2.373097, -1.9803137, -2.0433218];

/// log Z over all 128 joint states
#[rustfmt::skip]
pub const LOG_PARTITION: f32 = 4.9309225;

/// mean over the data
#[rustfmt::skip]
pub const LOG_LIKELIHOOD: f32 = -2.813148;

/// of the mean log-likelihood, `[4, 3]`
#[rustfmt::skip]
pub const GRADIENT_WEIGHT: &[f32] = &[0.104850814, 0.12957788, 0.11527933, -0.14868222, -0.11310237, -0.1731926, 0.017781153, 0.22134131, 0.1033058, -0.03878959, 0.038282372, 0.06981536];

/// of the mean log-likelihood, `[4]`
#[rustfmt::skip]
pub const GRADIENT_VISIBLE: &[f32] = &[0.2394832, -0.28673992, 0.25301597, 0.04862944];

/// of the mean log-likelihood, `[3]`
#[rustfmt::skip]
pub const GRADIENT_HIDDEN: &[f32] = &[-0.0745141, 0.058278795, -0.002226039];

/// Gaussian: p(h = 1 | v), `[4, 3]`
#[rustfmt::skip]
pub const GAUSSIAN_HIDDEN: &[f32] = &[0.41221032, 0.56719524, 0.47354183, 0.8376293, 0.48516178, 0.15949336, 0.13750857, 0.62602973, 0.740613, 0.13750857, 0.8466221, 0.36801344];

/// Gaussian: E[v | h], `[8, 4]`
#[rustfmt::skip]
pub const GAUSSIAN_VISIBLE: &[f32] = &[0.05, 0.027015116, -0.020807343, -0.049499623, -0.3474764, 0.033740677, 0.37493595, -0.15820387, 0.3482821, -0.27570587, -0.24108155, 0.3099836, -0.049194317, -0.26898032, 0.15466176, 0.20127937, 0.05, 0.42368105, -0.12302378, -0.4198255, -0.3474764, 0.4304066, 0.27271953, -0.52852976, 0.3482821, 0.12096006, -0.343298, -0.060342245, -0.049194317, 0.1276856, 0.052445322, -0.16904649];

/// Gaussian: of the data, `[4]`
#[rustfmt::skip]
pub const GAUSSIAN_FREE_ENERGY: &[f32] = &[1.8850173, 1.0486389, 1.8125107, 3.611786];

/// Gaussian: log Z
#[rustfmt::skip]
pub const GAUSSIAN_LOG_PARTITION: f32 = 3.5455315;
