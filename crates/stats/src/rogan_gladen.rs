//! The Rogan–Gladen estimator: a share of positives corrected by the classifier's known error rates.

use crate::Error;
use crate::distributions::normal_quantile;
use crate::error::{check_level, check_range};

/// Below this sum of sensitivity and specificity, less 1, the correction would multiply every error by more than ten.
const LEAST_INFORMATION: f64 = 0.1;

/// A proportion with its variance, of whatever design it was estimated under.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredRate {
    /// The proportion, in [0, 1].
    pub value: f64,
    /// Its variance, at least 0; 0 where it is known.
    pub variance: f64,
}

/// A prevalence corrected for error rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoganGladen {
    /// The estimate, clipped to [0, 1].
    pub prevalence: f64,
    /// The estimate as the formula gives it. Outside [0, 1], the error rates do not fit the share: a hint that they
    /// are those of other texts.
    pub unclipped: f64,
    /// The standard error of the unclipped estimate.
    pub standard_error: f64,
    /// The normal interval around the unclipped estimate, then clipped to [0, 1].
    pub interval: (f64, f64),
}

/// Corrects the share of positives for sensitivity and specificity: `(p + Sp - 1) / (Se + Sp - 1)`.
///
/// It assumes that the error rates hold in the texts that the share is of (label shift alone), and that the three
/// numbers come from independent samples. Their variances are carried over by the delta method, in which a rate of 0 or 1
/// with a variance of 0 counts as known.
///
/// Rogan, Gladen 1978, "Estimating prevalence from the results of a screening test", with their variance; for the
/// interval's coverage with few validated units: Lang, Reiczigel 2014, "Confidence limits for prevalence of disease
/// adjusted for estimated sensitivity and specificity".
///
/// ```
/// use stats::{MeasuredRate, rogan_gladen};
///
/// let rate = |value, n: f64| MeasuredRate { value, variance: value * (1.0 - value) / n };
/// let found = rogan_gladen(rate(0.30, 2000.0), rate(0.85, 150.0), rate(0.90, 350.0), 0.95)?;
/// assert!((found.prevalence - 0.2667).abs() < 1e-4);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// Rates, variances or a level out of range, and a classifier with `|Se + Sp - 1| < 0.1`, whose errors cannot be
/// divided out.
pub fn rogan_gladen(
    share: MeasuredRate,
    sensitivity: MeasuredRate,
    specificity: MeasuredRate,
    level: f64,
) -> Result<RoganGladen, Error> {
    check_level(level)?;
    share.check("a share of")?;
    sensitivity.check("a sensitivity of")?;
    specificity.check("a specificity of")?;
    let information = sensitivity.value + specificity.value - 1.0;
    if information.abs() < LEAST_INFORMATION {
        return Err(Error::Uninformative {
            sensitivity: sensitivity.value,
            specificity: specificity.value,
        });
    }
    let unclipped = (share.value + specificity.value - 1.0) / information;
    let variance = share.variance
        + unclipped * unclipped * sensitivity.variance
        + (1.0 - unclipped) * (1.0 - unclipped) * specificity.variance;
    let standard_error = variance.sqrt() / information.abs();
    let half_width = normal_quantile(0.5 + level / 2.0) * standard_error;
    let clip = |value: f64| value.clamp(0.0, 1.0);
    Ok(RoganGladen {
        prevalence: clip(unclipped),
        unclipped,
        standard_error,
        interval: (clip(unclipped - half_width), clip(unclipped + half_width)),
    })
}

impl MeasuredRate {
    fn check(self, name: &'static str) -> Result<(), Error> {
        check_range((0.0..=1.0).contains(&self.value), name, self.value, "one from 0 to 1")?;
        check_range(
            self.variance >= 0.0 && self.variance.is_finite(),
            "a variance of",
            self.variance,
            "a finite one of at least 0",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(value: f64) -> MeasuredRate {
        MeasuredRate { value, variance: 0.0 }
    }

    fn measured(value: f64, n: f64) -> MeasuredRate {
        MeasuredRate { value, variance: value * (1.0 - value) / n }
    }

    fn check_near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12, "found {found}, expected {expected}");
    }

    /// From the formulas, in numpy 2.4.6.
    #[test]
    fn a_share_is_corrected_with_the_uncertainty_of_all_three_rates() {
        let found =
            rogan_gladen(measured(0.3, 2000.0), measured(0.85, 150.0), measured(0.9, 350.0), 0.95)
                .unwrap();
        check_near(found.prevalence, 0.266_666_666_666_666_66);
        check_near(found.unclipped, 0.266_666_666_666_666_66);
        check_near(found.standard_error, 0.023_237_141_102_799_053);
        check_near(found.interval.0, 0.221_122_707_001_505_1);
        check_near(found.interval.1, 0.312_210_626_331_828_1);
    }

    #[test]
    fn estimates_outside_the_range_are_clipped_and_reported() {
        let check = |share, clipped, unclipped| {
            let found = rogan_gladen(known(share), known(0.85), known(0.9), 0.95).unwrap();
            assert_eq!((found.prevalence, found.interval), (clipped, (clipped, clipped)));
            check_near(found.unclipped, unclipped);
        };
        check(0.04, 0.0, -0.08);
        check(0.94, 1.0, 1.12);
    }

    #[test]
    fn a_classifier_that_knows_nothing_is_refused() {
        let correct = |sensitivity, specificity| {
            rogan_gladen(known(0.3), known(sensitivity), known(specificity), 0.95)
        };
        assert_eq!(
            correct(0.5, 0.55).unwrap_err().to_string(),
            "found a sensitivity of 0.5 and a specificity of 0.55, expected a sum of at least 1.1 or at most 0.9"
        );
        assert!(correct(0.5, 0.45).is_err());
        assert!(correct(0.5, 0.625).is_ok());
        assert!(correct(0.25, 0.5).is_ok());
        assert!(correct(1.2, 0.9).is_err() && correct(f64::NAN, 0.9).is_err());
        assert!(rogan_gladen(known(0.3), known(0.9), known(0.9), 1.0).is_err());
        let unknown = MeasuredRate { value: 0.3, variance: f64::NAN };
        assert!(rogan_gladen(unknown, known(0.9), known(0.9), 0.95).is_err());
    }

    proptest! {
        #[test]
        fn the_share_that_error_rates_would_give_is_taken_back_to_the_prevalence(
            prevalence in 0.0..=1.0_f64, sensitivity in 0.0..=1.0_f64, specificity in 0.0..=1.0_f64,
        ) {
            prop_assume!((sensitivity + specificity - 1.0).abs() >= LEAST_INFORMATION);
            let share = prevalence * sensitivity + (1.0 - prevalence) * (1.0 - specificity);
            let found =
                rogan_gladen(known(share), known(sensitivity), known(specificity), 0.95).unwrap();
            prop_assert!((found.prevalence - prevalence).abs() < 1e-12);
            prop_assert!(found.standard_error <= 0.0);
        }

        /// The delta method against the differences that it stands for.
        #[test]
        fn the_standard_error_has_the_derivatives_of_the_estimate(
            share in 0.1..0.6_f64, sensitivity in 0.7..0.95_f64, specificity in 0.7..0.95_f64,
        ) {
            let unclipped = |share, sensitivity, specificity| {
                rogan_gladen(known(share), known(sensitivity), known(specificity), 0.95)
                    .unwrap()
                    .unclipped
            };
            let (step, variance) = (1e-5, 4e-6);
            let slopes = [
                unclipped(share + step, sensitivity, specificity)
                    - unclipped(share - step, sensitivity, specificity),
                unclipped(share, sensitivity + step, specificity)
                    - unclipped(share, sensitivity - step, specificity),
                unclipped(share, sensitivity, specificity + step)
                    - unclipped(share, sensitivity, specificity - step),
            ]
            .map(|difference| difference / (2.0 * step));
            let of = |value| MeasuredRate { value, variance };
            let found = rogan_gladen(of(share), of(sensitivity), of(specificity), 0.95).unwrap();
            let expected = slopes.iter().map(|slope| slope * slope * variance).sum::<f64>().sqrt();
            prop_assert!((found.standard_error / expected - 1.0).abs() < 1e-6);
        }
    }
}
