//! Functions of single elements in operations that compilers turn into SIMD, which a call of the
//! standard library's is not.

use std::f32::consts::{FRAC_1_SQRT_2, LOG2_E, SQRT_2};

/// A function of single elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// 1 / (1 + e⁻ᵃ)
    Sigmoid,
    /// tanh a
    Tanh,
    /// max(0, a)
    Relu,
    /// a Φ(a), Φ the normal distribution function (Hendrycks & Gimpel 2016)
    Gelu,
    /// ln(1 + eᵃ)
    Softplus,
}

impl Function {
    /// Whether the derivative is computed from the value of the function, not from its argument.
    pub(super) fn slopes_by_value(self) -> bool {
        matches!(self, Self::Sigmoid | Self::Tanh | Self::Relu)
    }
}

const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// 1 / √(2π)
pub const NORMAL_PEAK: f32 = 0.398_942_3;

/// c₀xⁿ + c₁xⁿ⁻¹ + … by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(x: f32, coefficients: [f32; N]) -> f32 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// eˣ to three units in the last place: x = n ln 2 + r, eˣ = 2ⁿ eʳ, and eʳ by the polynomial of
/// Cephes' `expf` (Moshier 1992). Beyond −87 and 88 it is that of the bound.
#[inline(always)]
pub fn exponential(x: f32) -> f32 {
    /// Added, it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let rounded = x * LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    let sum = polynomial(
        r,
        [
            1.987_569_1e-4,
            1.398_199_9e-3,
            8.333_452e-3,
            4.166_579_6e-2,
            0.166_666_65,
            0.5,
        ],
    );
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    (sum * r * r + r + 1.0) * power
}

/// 1 / (1 + e⁻ˣ)
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exponential(-x))
}

/// tanh x: near 0 by the polynomial of Cephes' `tanhf`, else by e²ˣ.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let square = x * x;
    let near = polynomial(
        square,
        [
            -5.704_988_7e-3,
            2.063_909e-2,
            -5.373_971_6e-2,
            0.133_314_42,
            -0.333_332_8,
        ],
    );
    let near = near * square * x + x;
    let far = 1.0 - 2.0 / (exponential(2.0 * x.abs()) + 1.0);
    if x.abs() < 0.625 {
        near
    } else {
        far.copysign(x)
    }
}

/// erf x = 2/√π ∫₀ˣ e^(−t²) dt as a quotient of polynomials, as XLA and Eigen have it, and ±1 from
/// where that is the nearest `f32`: the least difference would be as large as what [`gelu`]
/// multiplies it by.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    const SATURATED: f32 = 3.92;
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let above = polynomial(
        square,
        [
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024e-6,
            -5.692_506_5e-5,
            -7.349_906e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let below = polynomial(
        square,
        [
            -1.456_607_2e-5,
            -2.133_740_6e-4,
            -1.682_827e-3,
            -7.373_329e-3,
            -1.426_474e-2,
        ],
    );
    // What is no number stays none.
    if x.abs() >= SATURATED {
        1.0_f32.copysign(x)
    } else {
        x * above / below
    }
}

/// Φ(x) = (1 + erf(x/√2)) / 2, the normal distribution function.
#[inline(always)]
fn normal(x: f32) -> f32 {
    0.5 + 0.5 * erf(x * FRAC_1_SQRT_2)
}

/// x Φ(x) (Hendrycks & Gimpel 2016)
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    x * normal(x)
}

/// The derivative of [`gelu`]: Φ(x) + x e^(−x²/2) / √(2π).
#[inline(always)]
pub fn gelu_slope(x: f32) -> f32 {
    normal(x) + x * NORMAL_PEAK * exponential(-0.5 * x * x)
}

/// ln(1 + eˣ) = max(0, x) + ln(1 + e^(−|x|))
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    x.max(0.0) + log_1_plus(exponential(-x.abs()))
}

/// ln(1 + x) for x from 0 to 1: by the polynomial of Cephes' `logf`, and what 1 + x loses of x by
/// Kahan's quotient.
#[inline(always)]
fn log_1_plus(x: f32) -> f32 {
    let sum = 1.0 + x;
    let large = sum > SQRT_2;
    let r = if large { 0.5 * sum - 1.0 } else { sum - 1.0 };
    let square = r * r;
    let series = polynomial(
        r,
        [
            7.037_683_6e-2,
            -0.115_146_1,
            0.116_769_99,
            -0.124_201_41,
            0.142_493_23,
            -0.166_680_58,
            0.200_007_15,
            -0.249_999_94,
            0.333_333_3,
        ],
    );
    let exponent = if large { 1.0 } else { 0.0 };
    let log = r + (series * r * square - 0.5 * square + exponent * LN_2_LOW) + exponent * LN_2_HIGH;
    let kept = sum - 1.0;
    if kept == 0.0 { x } else { log * (x / kept) }
}
