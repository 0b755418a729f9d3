//! The beta distribution: regularised incomplete beta function and quantile.

use std::f64::consts::PI;

use super::continued_fraction;
use super::stirling::{deviance, stirling_error};

/// The most steps of Newton's method; it takes about ten.
const MAX_STEPS: u32 = 500;
/// A step that is smaller than this changes no digit that can be relied on.
const SMALL_STEP: f64 = 4.0 * f64::EPSILON;
/// Log-odds below which `x` is no longer a normal number.
const LEAST_LOG_ODDS: f64 = -708.0;

/// `x` such that a share of `p` of the beta distribution with parameters `a` and `b` lies below it.
///
/// 0 at p = 0 and 1 at p = 1; NaN unless `0 <= p <= 1`, `a > 0` and `b > 0` are finite.
pub(crate) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    quantile_and_complement(p, 1.0 - p, a, b).0
}

/// The quantile `x` and `1 - x`, both with relative precision; `q` is `1 - p`.
pub(super) fn quantile_and_complement(p: f64, q: f64, a: f64, b: f64) -> (f64, f64) {
    let in_range = p >= 0.0 && q >= 0.0 && a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !in_range {
        return (f64::NAN, f64::NAN);
    }
    if p <= q {
        return lower_quantile(p, a, b);
    }
    let (x, y) = lower_quantile(q, b, a);
    (y, x)
}

/// The quantile of the lower half, by Newton's method on the logarithm of the distribution function over the log-odds.
///
/// Over the log-odds the density is log-concave, so the logarithm of the distribution function is concave and lies below
/// its asymptote on the left. Newton's method started where the asymptote meets `ln p` approaches the root from the
/// left and cannot overshoot.
fn lower_quantile(p: f64, a: f64, b: f64) -> (f64, f64) {
    if p == 0.0 {
        return (0.0, 1.0);
    }
    let ln_p = libm::log(p);
    let mut log_odds = ((ln_p + libm::log(a) + ln_beta(a, b)) / a).max(LEAST_LOG_ODDS);
    for _ in 0..MAX_STEPS {
        let (x, y) = from_log_odds(log_odds);
        if x == 0.0 {
            break;
        }
        let ln_lower = ln_incomplete_beta(a, b, x, y);
        let slope = libm::exp(ln_density(a, b, x, y) - ln_lower);
        let step = (ln_p - ln_lower) / slope;
        log_odds += step;
        if step.abs() <= SMALL_STEP * log_odds.abs().max(1.0) {
            break;
        }
    }
    from_log_odds(log_odds)
}

fn from_log_odds(log_odds: f64) -> (f64, f64) {
    (1.0 / (1.0 + libm::exp(-log_odds)), 1.0 / (1.0 + libm::exp(log_odds)))
}

/// The logarithm of the regularised incomplete beta function `I_x(a, b)`; `y` is `1 - x`.
pub(super) fn ln_incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if y <= 0.0 {
        return 0.0;
    }
    // The fraction converges fast on this side of the mean, and keeps the relative precision of the smaller tail.
    if x < (a + 1.0) / (a + b + 2.0) {
        ln_by_fraction(a, b, x, y)
    } else {
        libm::log(-libm::expm1(ln_by_fraction(b, a, y, x)))
    }
}

/// The even part of the fraction DLMF 8.17.22, <https://dlmf.nist.gov/8.17.E22>, as `DiDonato` and Morris 1992 wrote it
/// ("Algorithm 708: significant digit computation of the incomplete beta function ratios"): with `y`, nothing cancels
/// where `x` is near 1.
fn ln_by_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let fraction = continued_fraction((a * y - b * x + 1.0) / (a + 1.0), |m| {
        let middle = a + (2.0 * m - 1.0);
        // `a` itself is left out of the fraction, so that it may be tiny.
        let before = if m > 1.0 { a + (m - 1.0) } else { 1.0 };
        let numerator = before * (a + b + (m - 1.0)) * m * (b - m) * (x / middle) * (x / middle);
        let last = (a + m) * (a * y - b * x + 1.0 + m * (1.0 + y)) / (middle + 2.0);
        (numerator, m + m * (b - m) * x / middle + last)
    });
    ln_density(a, b, x, y) - libm::log(a) + libm::log(fraction)
}

/// `ln(x^a y^b / B(a, b))`: the logarithm of the density over the log-odds.
fn ln_density(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    0.5 * libm::log(a / n * b / (2.0 * PI)) + stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y)
}

/// `ln B(a, b)`, well enough for a start.
fn ln_beta(a: f64, b: f64) -> f64 {
    let n = a + b;
    a * libm::log(a / n) + b * libm::log(b / n) - ln_density(a, b, a / n, b / n)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_relative;
    use super::*;
    use proptest::prelude::*;

    /// mpmath 1.4.1, 50 digits; scipy 1.17.1 gives the same to 2e-15.
    #[test]
    fn quantiles_are_precise_near_either_end() {
        let check = |p, a, b, expected| check_relative(beta_quantile(p, a, b), expected, 1e-13);
        check(0.025, 3.0, 98.0, 0.006_229_971_538_306_394);
        check(0.975, 4.0, 97.0, 0.085_176_052_974_280_02);
        check(0.025, 0.3, 12.7, 2.578_856_386_323_661_5e-7);
        check(1e-30, 5.0, 5.0, 3.801_246_217_799_048e-7);
        check(0.5, 1000.0, 2000.0, 0.333_296_291_724_751_1);
        check(0.975, 1.0, 200.0, 0.018_275_340_355_136_24);
        check(0.025, 1e-25, 5000.0, 0.0);
        check(0.975, 1.0 + 1e-25, 5000.0, beta_quantile(0.975, 1.0, 5000.0));
        check(0.0, 2.0, 3.0, 0.0);
        check(1.0, 2.0, 3.0, 1.0);
        assert!(beta_quantile(0.5, 0.0, 1.0).is_nan() && beta_quantile(-0.1, 1.0, 1.0).is_nan());
    }

    proptest! {
        #[test]
        fn a_quantile_has_the_probability_that_it_was_asked_for(
            p in 1e-6..0.999_999_f64, ln_a in -1.0..12.0_f64, ln_b in -1.0..12.0_f64,
        ) {
            let (a, b) = (libm::exp(ln_a), libm::exp(ln_b));
            let (x, y) = quantile_and_complement(p, 1.0 - p, a, b);
            let found = libm::exp(ln_incomplete_beta(a, b, x, y));
            prop_assert!((found / p - 1.0).abs() < 1e-9, "{p} {a} {b} {x} {found}");
            prop_assert!((x + y - 1.0).abs() < 1e-15);
        }
    }
}
