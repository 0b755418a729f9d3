//! Student's t distribution, with any real number of degrees of freedom above 0.

use super::beta::{ln_incomplete_beta, quantile_and_complement};
use super::normal::{normal_cdf, normal_quantile};

/// From here on Hill's expansion is exact to the last digits, and the fraction of the incomplete beta function slow.
const EXPANSION_FROM: f64 = 1e5;

/// The probability of a value below `t`; of the standard normal distribution where `df` is infinite.
///
/// NaN unless `df > 0`.
pub(crate) fn t_cdf(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df == f64::INFINITY || df >= EXPANSION_FROM && t.is_finite() {
        return normal_cdf(normal_of_t(t, df));
    }
    let (x, y) = shares(t, df);
    let tail = 0.5 * libm::exp(ln_incomplete_beta(df / 2.0, 0.5, x, y));
    if t <= 0.0 { tail } else { 1.0 - tail }
}

/// `df / (df + t²)` and `t² / (df + t²)`, without overflow.
fn shares(t: f64, df: f64) -> (f64, f64) {
    let ratio = t / df.sqrt() * (t / df.sqrt());
    if ratio == f64::INFINITY { (0.0, 1.0) } else { (1.0 / (1.0 + ratio), ratio / (1.0 + ratio)) }
}

/// `t` such that a share of `p` of the distribution lies below it; the normal quantile where `df` is infinite.
///
/// Minus infinity at p = 0, infinity at p = 1; NaN unless `0 <= p <= 1` and `df > 0`.
pub(crate) fn t_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df >= EXPANSION_FROM {
        return t_of_normal(normal_quantile(p), df);
    }
    let tail = p.min(1.0 - p);
    let (x, y) = quantile_and_complement(2.0 * tail, 1.0 - 2.0 * tail, df / 2.0, 0.5);
    (df * (y / x)).sqrt().copysign(p - 0.5)
}

/// The normal deviate with the same tail, for many degrees of freedom: Hill 1970, "Algorithm 395: Student's
/// t-distribution", whose next term is below `z^7 / df^4`.
fn normal_of_t(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return t;
    }
    let a = df - 0.5;
    let z = (a * libm::log1p(t / df * t)).sqrt().copysign(t);
    z + z * (z * z + 3.0) / (48.0 * a * a)
}

/// The inverse: Hill 1970, "Algorithm 396: Student's t-quantiles".
fn t_of_normal(z: f64, df: f64) -> f64 {
    if df == f64::INFINITY || z.is_infinite() {
        return z;
    }
    let a = df - 0.5;
    let z = z - z * (z * z + 3.0) / (48.0 * a * a);
    (df * libm::expm1(z * z / a)).sqrt().copysign(z)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_relative;
    use super::*;
    use proptest::prelude::*;

    /// mpmath 1.4.1, 50 digits; scipy 1.17.1 gives the same to 5e-15.
    #[test]
    fn probabilities_are_precise_far_into_the_tail() {
        let check = |t, df, expected| check_relative(t_cdf(t, df), expected, 1e-13);
        check(-2.0, 9.0, 0.038_276_411_885_350_52);
        check(-0.001, 9.0, 0.499_611_965_162_986_6);
        check(0.0, 3.0, 0.5);
        check(1.5, 4.5, 0.899_890_457_171_923_3);
        check(-12.5, 0.5, 0.090_664_461_562_564_97);
        check(-40.0, 30.0, 6.863_022_597_203_201e-28);
        check(-12.0, 200.0, 1.211_068_002_623_315_6e-25);
        check(-1e50, 2.5, 7.193_397_190_831_721e-126);
        check(6.0, 57.3, 0.999_999_929_243_912_3);
        check(-11.5, 2e6, 6.610_424_407_607_244e-31);
        check(-3.0, 1e9, 0.001_349_898_064_868_957_8);
        check_relative(t_cdf(-11.5, 99_999.0), 6.894_846_828_001_803e-31, 1e-12);
        check(f64::NEG_INFINITY, 2.0, 0.0);
        check(f64::INFINITY, 1e9, 1.0);
        check(-1.0, f64::INFINITY, normal_cdf(-1.0));
        assert!(t_cdf(1.0, 0.0).is_nan() && t_cdf(f64::NAN, 1.0).is_nan());
    }

    /// mpmath 1.4.1, 50 digits; scipy 1.17.1 gives the same to 1e-15, but 3e-11 off at .500001.
    #[test]
    fn quantiles_are_precise_for_any_probability() {
        let check = |p, df, expected| check_relative(t_quantile(p, df), expected, 1e-13);
        check(0.975, 9.0, 2.262_157_162_798_205);
        check(0.975, 4.5, 2.658_912_347_204_403);
        check(0.5 + 1e-6, 12.0, 2.559_336_258_302_495_6e-6);
        check(1e-30, 5.5, -480_052.948_367_845);
        check(1e-30, 300.0, -12.854_799_430_137_652);
        check(0.025, 1.0, -12.706_204_736_174_705);
        check(0.1, 0.3, -64.786_545_637_096_89);
        check(0.3, 29.0, -0.530_214_395_709_160_8);
        check(0.0005, 1e5, -3.290_624_031_411_882_6);
        check(1e-20, 2e6, -9.262_440_576_624_181);
        check(0.975, 1e9, 1.959_963_986_912_325);
        check(0.975, f64::INFINITY, normal_quantile(0.975));
        check(0.5, 7.0, 0.0);
        let ends = (t_quantile(0.0, 7.0), t_quantile(1.0, 7.0));
        assert_eq!(ends, (f64::NEG_INFINITY, f64::INFINITY));
        assert!(t_quantile(0.5, -1.0).is_nan() && t_quantile(1.5, 2.0).is_nan());
    }

    proptest! {
        #[test]
        fn a_quantile_has_the_probability_that_it_was_asked_for(
            exponent in -30.0..-0.302_f64, ln_df in -1.0..16.0_f64,
        ) {
            let (p, df) = (libm::exp10(exponent), libm::exp(ln_df));
            let found = t_cdf(t_quantile(p, df), df);
            prop_assert!((found / p - 1.0).abs() < 1e-11, "{p} {df} {found}");
        }
    }
}
