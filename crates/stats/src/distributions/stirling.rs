//! What densities are made of, without the cancellation that differences of log-gamma functions bring.
//!
//! Loader 2000, "Fast and accurate computation of binomial probabilities": the density is split into Stirling's
//! formula, its error, and deviances, each of which is computed to full precision.

/// From here on the asymptotic series below is exact to 1e-18.
const SERIES_FROM: f64 = 16.0;

/// The error of Stirling's formula, `ln Γ(z) - ((z - 1/2) ln z - z + ln(2π)/2)`, for z > 0.
///
/// Below 16 by the recurrence `error(z) = error(z + 1) + (z + 1/2) ln(1 + 1/z) - 1`.
pub(super) fn stirling_error(z: f64) -> f64 {
    let (mut z, mut error) = (z, 0.0);
    while z < SERIES_FROM {
        error += (z + 0.5) * libm::log1p(1.0 / z) - 1.0;
        z += 1.0;
    }
    let square = z * z;
    let series = 1.0 / 1188.0 - 691.0 / 360_360.0 / square;
    let series = 1.0 / 1680.0 - series / square;
    let series = 1.0 / 1260.0 - series / square;
    let series = 1.0 / 360.0 - series / square;
    error + (1.0 / 12.0 - series / square) / z
}

/// The deviance `x ln(x/mean) + mean - x`, for x > 0 and mean > 0; 0 where they are equal.
pub(super) fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) - difference;
    }
    // x ln(x/mean) = 2x atanh(ratio), whose first term together with -difference is difference * ratio.
    let ratio = difference / (x + mean);
    let mut sum = difference * ratio;
    let mut power = 2.0 * x * ratio;
    for odd in (3..).step_by(2) {
        power *= ratio * ratio;
        let next = sum + power / f64::from(odd);
        if next.total_cmp(&sum).is_eq() {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_relative;
    use super::*;

    /// mpmath 1.4.1, 50 digits: `loggamma(z) - ((z - 1/2) log(z) - z + log(2 pi)/2)`.
    #[test]
    fn errors_of_the_formula_are_what_it_lacks_to_log_gamma() {
        let check = |z, expected| check_relative(stirling_error(z), expected, 1e-12);
        check(0.01, 1.434_007_953_703_184_2);
        check(0.5, 0.153_426_409_720_027_36);
        check(1.0, 0.081_061_466_795_327_26);
        check(3.7, 0.022_468_770_580_143_144);
        check(15.9, 0.005_240_399_880_756_108);
        check(16.0, 0.005_207_655_919_609_64);
        check(250.0, 3.333_331_555_563_682_4e-4);
    }

    /// mpmath 1.4.1, 50 digits.
    #[test]
    fn deviances_are_exact_where_their_terms_cancel() {
        let check = |x, mean, expected| check_relative(deviance(x, mean), expected, 1e-14);
        check(3.0, 5.0, 0.467_523_128_702_027_95);
        check(11.0, 9.0, 0.207_377_650_083_662_77);
        check(1e5, 1.01e5, 4.966_914_683_191_715);
        check(0.01, 50.0, 49.904_828_068_085_84);
        check(7.0, 1e-3, 54.976_657_996_262_155);
        check(12.0, 12.0, 0.0);
    }
}
