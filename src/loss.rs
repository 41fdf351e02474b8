//! Likelihoods, divergences and bounds: pure functions of tensors, one value per example.
//!
//! Every function maps `[batch, n]` to `[batch]`, in nats where it is a log-probability; the
//! objective is the mean over the batch.

use std::f32::consts::PI;

use burn::tensor::{Tensor, activation};

use crate::kernel::softplus;

/// Squared error summed over the pixels, Σᵢ (x̂ᵢ − xᵢ)².
pub fn squared_error(reconstructions: Tensor<2>, inputs: Tensor<2>) -> Tensor<1> {
    sum_rows((reconstructions - inputs).square())
}

/// Negative Bernoulli log-likelihood −Σᵢ [xᵢ log σ(lᵢ) + (1 − xᵢ) log(1 − σ(lᵢ))] of the logits
/// `l`, as Σᵢ [softplus(lᵢ) − lᵢ xᵢ], which neither overflows nor loses digits.
///
/// Grey pixels enter as probabilities, so that the minimum is their entropy, not 0.
pub fn bernoulli(logits: Tensor<2>, inputs: Tensor<2>) -> Tensor<1> {
    sum_rows(softplus(logits.clone()) - logits * inputs)
}

/// Cross-entropy −Σᵢ pᵢ log qᵢ of shares `p` and the probabilities q = softmax(l) of the logits `l`.
pub fn categorical(logits: Tensor<2>, shares: Tensor<2>) -> Tensor<1> {
    sum_rows(activation::log_softmax(logits, 1) * shares).neg()
}

/// Negative log-likelihood of N(mean, deviation² I): Σᵢ [(xᵢ − μᵢ)² / 2s² + log s + ½ log 2π].
pub fn gaussian(mean: Tensor<2>, inputs: Tensor<2>, deviation: f32) -> Tensor<1> {
    let pixels = inputs.dims()[1] as f32;
    let constant = pixels * (deviation.ln() + 0.5 * (2.0 * PI).ln());
    squared_error(mean, inputs)
        .div_scalar(2.0 * deviation * deviation)
        .add_scalar(constant)
}

/// KL(N(μ, σ²) ‖ N(0, I)) = ½ Σⱼ [μⱼ² + σⱼ² − log σⱼ² − 1] (Kingma & Welling 2014, appendix B).
pub fn kl_divergence(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<1> {
    sum_rows(unit_divergences(mean, log_variance))
}

/// The terms of [`kl_divergence`], `[batch, n]`: what each unit of the code tells of its input.
pub fn unit_divergences(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<2> {
    let terms = mean.square() + log_variance.clone().exp() - log_variance;
    terms.sub_scalar(1.0).mul_scalar(0.5)
}

/// log N(z; μ, σ²) summed over the units of the code.
pub fn log_normal(codes: Tensor<2>, mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<1> {
    let scaled = (codes - mean).square() * log_variance.clone().neg().exp();
    sum_rows((scaled + log_variance).add_scalar((2.0 * PI).ln())).mul_scalar(-0.5)
}

/// The importance-weighted bound log (1/k) Σₖ wₖ of log p(x), from `log_weights` `[batch, k]`
/// with log w = log p(x, z) − log q(z | x) (Burda, Grosse & Salakhutdinov 2016). With k = 1 it
/// is the evidence lower bound; it never falls, in expectation, as k grows.
pub fn importance_weighted_bound(log_weights: Tensor<2>) -> Tensor<1> {
    let samples = log_weights.dims()[1] as f32;
    let largest = log_weights.clone().max_dim(1);
    let rest = sum_rows((log_weights - largest.clone()).exp()).log();
    rest.add(largest.squeeze_dim::<1>(1))
        .sub_scalar(samples.ln())
}

/// Weight decay on the code: Σⱼ zⱼ², which draws the codes together around 0.
pub fn code_energy(codes: Tensor<2>) -> Tensor<1> {
    sum_rows(codes.square())
}

/// How much a layer is active: Σⱼ |hⱼ|, whose weight in a loss leaves few units active.
pub fn activity(activations: Tensor<2>) -> Tensor<1> {
    sum_rows(activations.abs())
}

/// How far means of 0 and 1 are from 0 and 1 for [`sparsity`], which is infinite there.
const MARGIN: f32 = 1e-6;

/// Σⱼ KL(ρ ‖ ρ̂ⱼ) of coins that fall on 1 with the `target` ρ and with the means ρ̂ `[units]`, as
/// Σⱼ [ρ log(ρ/ρ̂ⱼ) + (1 − ρ) log((1 − ρ)/(1 − ρ̂ⱼ))], `[1]` (Ng 2011, section 3). Means are drawn
/// in by 10⁻⁶ at both ends, so that value and gradient are finite also where a unit is always or
/// never on.
pub fn sparsity(means: Tensor<1>, target: f32) -> Tensor<1> {
    let units = means.dims()[0] as f32;
    let entropy = target * target.ln() + (1.0 - target) * (1.0 - target).ln();
    let within = means.mul_scalar(1.0 - 2.0 * MARGIN).add_scalar(MARGIN);
    let off = within.clone().neg().add_scalar(1.0).log();
    let cross = within.log().mul_scalar(target) + off.mul_scalar(1.0 - target);
    cross.sum().neg().add_scalar(units * entropy)
}

/// The sum over each row, `[batch, n]` to `[batch]`.
pub fn sum_rows(values: Tensor<2>) -> Tensor<1> {
    values.sum_dim(1).squeeze_dim::<1>(1)
}
