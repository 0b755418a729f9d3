//! Distribution functions and quantiles, with relative precision far into the tails.
//!
//! Everything is built on `libm`, so the bytes are the same on every machine. Tails are computed as logarithms and
//! never as `1 - p`, so that a p-value of 1e-30 has as many correct digits as one of .3. Arguments out of
//! range give NaN, as in the C library; the methods refuse them before.

#[expect(clippy::many_single_char_names, reason = "the names that the formulas have")]
mod beta;
mod chi_square;
mod normal;
mod stirling;
mod student;

pub(crate) use beta::beta_quantile;
pub(crate) use chi_square::chi_square_upper;
pub(crate) use normal::{normal_cdf, normal_quantile};
pub(crate) use student::{t_cdf, t_quantile};

/// The most terms of a series or fraction. They converge after about the square root of the larger parameter.
const MAX_TERMS: u32 = 1_000_000;

/// Replaces a zero in Lentz's algorithm, which divides by what may vanish.
const TINY: f64 = 1e-300;

/// Evaluates the continued fraction `1/(b0 + a1/(b1 + a2/(b2 + …)))` by the algorithm of Lentz, as modified by Thompson
/// and Barnett 1986, "Coulomb and Bessel functions of complex arguments and order".
///
/// `first` is `b0`; `term(i)` is `(a_i, b_i)` for i = 1, 2, ….
fn continued_fraction(first: f64, term: impl Fn(f64) -> (f64, f64)) -> f64 {
    let away_from_zero = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut value = away_from_zero(first);
    let (mut c, mut d) = (value, 0.0);
    for i in 1..=MAX_TERMS {
        let (a, b) = term(f64::from(i));
        d = 1.0 / away_from_zero(b + a * d);
        c = away_from_zero(b + a / c);
        value *= c * d;
        if value.is_nan() || (c * d - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / value
}

#[cfg(test)]
mod testing {
    /// Relative to the expected value; an expected 0 is met exactly.
    pub(super) fn check_relative(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance * expected.abs(),
            "found {found:e}, expected {expected:e}, relative error {:e}",
            ((found - expected) / expected).abs()
        );
    }
}
