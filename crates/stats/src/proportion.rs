//! Intervals of a proportion that hold for few positives: Wilson's and the exact one, on effective sample sizes.

use crate::Error;
use crate::distributions::{beta_quantile, normal_quantile, t_quantile};
use crate::error::{check_level, check_range};

/// A share and the number of independent observations that know as much: a real number, where units are weighted or
/// clustered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampledShare {
    /// The share, in [0, 1].
    pub share: f64,
    /// The size of the sample, or its effective size; above 0.
    pub sample_size: f64,
}

/// A share estimated from a complex sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurveyShare {
    /// The share, in [0, 1].
    pub share: f64,
    /// Its variance under the design, at least 0.
    pub variance: f64,
    /// Units in the sample, above 1.
    pub n_units: f64,
    /// Degrees of freedom of the variance, above 0: clusters less strata. Infinite where the variance is known.
    pub df: f64,
}

/// Wilson's score interval, in [0, 1]; it always contains the share.
///
/// With `df`, the normal quantile is replaced by that of Student's t, for a variance that was estimated. It assumes
/// `sample_size` independent observations.
///
/// Wilson 1927, "Probable inference, the law of succession, and statistical inference"; on effective sample sizes: Franco,
/// Little, Louis, Slud 2019, "Comparative study of confidence intervals for proportions in complex sample surveys".
///
/// ```
/// use stats::{SampledShare, wilson_interval};
///
/// let (lo, hi) = wilson_interval(SampledShare { share: 0.0, sample_size: 50.0 }, 0.95, None)?;
/// assert!(lo == 0.0 && (hi - 0.0713).abs() < 1e-4);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// A share, size, level or degrees of freedom out of range.
pub fn wilson_interval(
    sample: SampledShare,
    level: f64,
    df: Option<f64>,
) -> Result<(f64, f64), Error> {
    sample.check()?;
    check_level(level)?;
    let probability = 0.5 + level / 2.0;
    let quantile = match df {
        Some(df) => {
            check_df(df)?;
            t_quantile(probability, df)
        }
        None => normal_quantile(probability),
    };
    let SampledShare { share, sample_size } = sample;
    let per_unit = quantile * quantile / sample_size;
    let middle = (share + per_unit / 2.0) / (1.0 + per_unit);
    let half_width =
        (per_unit * (share * (1.0 - share) + per_unit / 4.0)).sqrt() / (1.0 + per_unit);
    // At 0 and 1 the bound is the share itself, but for rounding.
    let lo = if share <= 0.0 { 0.0 } else { (middle - half_width).clamp(0.0, share) };
    let hi = if share >= 1.0 { 1.0 } else { (middle + half_width).clamp(share, 1.0) };
    Ok((lo, hi))
}

/// The exact interval, in [0, 1]; it always contains the share, and covers at least as often as its level says.
///
/// It assumes `sample_size` independent observations. Real-valued counts of positives are allowed for, by the same beta
/// quantiles.
///
/// Clopper, Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial".
///
/// # Errors
/// A share, size or level out of range.
pub fn exact_interval(sample: SampledShare, level: f64) -> Result<(f64, f64), Error> {
    sample.check()?;
    check_level(level)?;
    let SampledShare { share, sample_size } = sample;
    let tail = (1.0 - level) / 2.0;
    let (positives, negatives) = (share * sample_size, (1.0 - share) * sample_size);
    let lower = |count: f64, others: f64| {
        if count <= 0.0 { 0.0 } else { beta_quantile(tail, count, others + 1.0) }
    };
    let lo = lower(positives, negatives).min(share);
    // The upper bound is the lower one of the share of negatives; taken directly, it keeps small bounds precise.
    let hi = if negatives <= 0.0 {
        1.0
    } else {
        beta_quantile(1.0 - tail, positives + 1.0, negatives).max(share)
    };
    Ok((lo, hi))
}

impl SurveyShare {
    /// The share with its effective sample size, which is at most `n_units`.
    ///
    /// `min(n, p(1 - p)/variance · (t_{n-1}/t_df)²)` with the quantiles of Student's t at `1/2 + level/2`. A
    /// variance of 0 (all units positive, or none) says nothing of the design: then it is `n` times that ratio. The exact
    /// interval on this size is that of Korn, Graubard 1998, "Confidence intervals for proportions with small
    /// expected number of positive counts estimated from survey data".
    ///
    /// ```
    /// use stats::{SurveyShare, exact_interval};
    ///
    /// // Two in a hundred, with a variance twice that of independent units, from 20 clusters.
    /// let found = SurveyShare { share: 0.02, variance: 2.0 * 0.02 * 0.98 / 100.0, n_units: 100.0, df: 19.0 };
    /// let (lo, hi) = exact_interval(found.effective(0.95)?, 0.95)?;
    /// assert!(lo < 0.001 && hi > 0.11);
    /// # Ok::<(), stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// A share, variance, size, level or degrees of freedom out of range.
    pub fn effective(&self, level: f64) -> Result<SampledShare, Error> {
        let Self { share, variance, n_units, df } = *self;
        check_level(level)?;
        check_df(df)?;
        check_range(
            variance >= 0.0 && variance.is_finite(),
            "a variance of",
            variance,
            "a finite one of at least 0",
        )?;
        check_range(
            n_units > 1.0 && n_units.is_finite(),
            "a sample size of",
            n_units,
            "a finite one above 1",
        )?;
        SampledShare { share, sample_size: n_units }.check()?;
        let probability = 0.5 + level / 2.0;
        let ratio = t_quantile(probability, n_units - 1.0) / t_quantile(probability, df);
        let by_variance = share * (1.0 - share) / variance;
        let informed = if variance > 0.0 && by_variance > 0.0 { by_variance } else { n_units };
        Ok(SampledShare { share, sample_size: (informed * ratio * ratio).min(n_units) })
    }
}

impl SampledShare {
    fn check(self) -> Result<(), Error> {
        let Self { share, sample_size } = self;
        check_range((0.0..=1.0).contains(&share), "a share of", share, "one from 0 to 1")?;
        check_range(
            sample_size > 0.0 && sample_size.is_finite(),
            "a sample size of",
            sample_size,
            "a finite one above 0",
        )
    }
}

fn check_df(df: f64) -> Result<(), Error> {
    check_range(df > 0.0, "degrees of freedom of", df, "a number above 0")
}

#[cfg(test)]
mod tests;
