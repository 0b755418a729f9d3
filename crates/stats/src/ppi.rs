//! Prediction-powered inference on a mean, for a simple random sample of labels.

use crate::Error;
use crate::distributions::normal_quantile;
use crate::error::{check_level, check_range};

/// One unit with its label and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelledScore {
    /// What the coders say: 0 or 1, or any finite number.
    pub label: f64,
    /// What the model says, which was never trained or tuned on the unit.
    pub score: f64,
}

/// A mean of labels, made more precise by scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PpiMean {
    /// How far the scores are relied on, in [0, 1]: 0 is the mean of the labels alone.
    pub lambda: f64,
    /// The same before it was clipped. Above 1, the scores vary less than what they predict; below 0, they mislead.
    pub unclipped_lambda: f64,
    /// `λ·mean(unlabelled scores) + mean(label - λ·score)`.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The normal interval around it; it is not clipped.
    pub interval: (f64, f64),
}

/// The mean of labels over all units, of which some are labelled and all are scored (PPI++, with the tuned λ).
///
/// It assumes that the labelled units are a simple random sample and all units independent: with unequal
/// probabilities of selection it is biased, with clusters its interval too narrow. The scores may be wrong in
/// any way: the mean stays right. `unlabelled` holds the scores of the other units. No order changes a digit.
///
/// `λ = cov(label, score) / ((1 + n/N) var(scores))`, the covariance divided by n, the variance of all
/// scores by their number less 1, and `se² = var(λ·unlabelled)/N + var(label - λ·score)/n`, divided by N and n: the
/// choices of `ppi_py` 0.2.3. Where scores do not vary, λ is 0.
///
/// Angelopoulos, Duchi, Zrnic 2023, "PPI++: efficient prediction-powered inference", arXiv 2311.01453.
///
/// ```
/// use stats::{LabelledScore, ppi_mean};
///
/// let labelled: Vec<LabelledScore> = (0..50)
///     .map(|unit| LabelledScore { label: f64::from(unit % 5 / 4), score: f64::from(unit % 5) / 5.0 })
///     .collect();
/// let unlabelled: Vec<f64> = (0..500).map(|unit| f64::from(unit % 5) / 5.0).collect();
/// let found = ppi_mean(&labelled, &unlabelled, 0.95)?;
/// assert!((found.mean - 0.2).abs() < 1e-12);
/// assert!(found.standard_error < (0.2_f64 * 0.8 / 50.0).sqrt());
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// Fewer than two labelled units, no unlabelled ones, a number that is not finite, a level out of range.
pub fn ppi_mean(
    labelled: &[LabelledScore],
    unlabelled: &[f64],
    level: f64,
) -> Result<PpiMean, Error> {
    check_level(level)?;
    let (labelled, unlabelled) = &check_and_sort(labelled, unlabelled)?;
    let unclipped_lambda = tuned_lambda(labelled, unlabelled);
    let lambda = unclipped_lambda.clamp(0.0, 1.0);
    let of_scores = Moments::of(unlabelled.iter().map(|score| lambda * score));
    let of_residuals = Moments::of(labelled.iter().map(|unit| unit.label - lambda * unit.score));
    let mean = of_scores.mean + of_residuals.mean;
    let standard_error = (of_scores.squared_error() + of_residuals.squared_error()).sqrt();
    let half_width = normal_quantile(0.5 + level / 2.0) * standard_error;
    Ok(PpiMean {
        lambda,
        unclipped_lambda,
        mean,
        standard_error,
        interval: (mean - half_width, mean + half_width),
    })
}

/// The λ that minimises the variance of the mean.
fn tuned_lambda(labelled: &[LabelledScore], unlabelled: &[f64]) -> f64 {
    let scores = || labelled.iter().map(|unit| unit.score);
    let all_scores = || scores().chain(unlabelled.iter().copied());
    if all_scores().all(|score| score.total_cmp(&labelled[0].score).is_eq()) {
        return 0.0;
    }
    let (mean_label, mean_score) =
        (Moments::of(labelled.iter().map(|unit| unit.label)).mean, Moments::of(scores()).mean);
    let n = labelled.len() as f64;
    let covariance = labelled
        .iter()
        .map(|unit| (unit.label - mean_label) * (unit.score - mean_score))
        .sum::<f64>()
        / n;
    let all = Moments::of(all_scores());
    covariance / ((1.0 + n / unlabelled.len() as f64) * (all.sum_of_squares / (all.n - 1.0)))
}

/// Mean and squared deviations from it, in two passes.
struct Moments {
    n: f64,
    mean: f64,
    sum_of_squares: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let (n, sum) = values.clone().fold((0.0, 0.0), |(n, sum), value| (n + 1.0, sum + value));
        let mean = sum / n;
        let sum_of_squares = values.map(|value| (value - mean) * (value - mean)).sum();
        Self { n, mean, sum_of_squares }
    }

    /// The squared standard error of the mean, with the variance divided by n.
    fn squared_error(&self) -> f64 {
        self.sum_of_squares / self.n / self.n
    }
}

/// The units in an order that depends on nothing but themselves.
fn check_and_sort(
    labelled: &[LabelledScore],
    unlabelled: &[f64],
) -> Result<(Vec<LabelledScore>, Vec<f64>), Error> {
    let enough = |name, found, least| {
        if found < least { Err(Error::TooFew { name, found, least }) } else { Ok(()) }
    };
    enough("labelled units", labelled.len(), 2)?;
    enough("unlabelled units", unlabelled.len(), 1)?;
    for unit in labelled {
        check_range(unit.label.is_finite(), "a label of", unit.label, "a finite number")?;
    }
    let scores = labelled.iter().map(|unit| unit.score).chain(unlabelled.iter().copied());
    for score in scores {
        check_range(score.is_finite(), "a score of", score, "a finite number")?;
    }
    let (mut labelled, mut unlabelled) = (labelled.to_vec(), unlabelled.to_vec());
    labelled.sort_unstable_by(|a, b| a.label.total_cmp(&b.label).then(a.score.total_cmp(&b.score)));
    unlabelled.sort_unstable_by(f64::total_cmp);
    Ok((labelled, unlabelled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check_near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12, "found {found}, expected {expected}");
    }

    /// Forty labels of which 30 % are 1, with scores from the label and the unit's number, and 400 even scores.
    fn estimate(score: fn(f64, u32) -> f64) -> PpiMean {
        let labelled: Vec<LabelledScore> = (0..40_u32)
            .map(|unit| {
                let label = f64::from(u8::from(7 * unit % 10 < 3));
                LabelledScore { label, score: score(label, unit) }
            })
            .collect();
        let unlabelled: Vec<f64> =
            (0..400_u32).map(|unit| f64::from(37 * unit % 100) / 100.0).collect();
        ppi_mean(&labelled, &unlabelled, 0.95).unwrap()
    }

    /// ppi-python 0.2.3: `ppi_mean_pointestimate` and `ppi_mean_ci`.
    #[test]
    fn scores_that_predict_have_the_estimate_of_ppi_python() {
        let found = estimate(|label, unit| {
            0.25 + 0.3 * label + 0.45 * (f64::from(13 * unit % 20) / 20.0 - 0.475)
        });
        check_near(found.lambda, 0.789_615_559_150_425_7);
        check_near(found.unclipped_lambda, 0.789_615_559_150_425_7);
        check_near(found.mean, 0.422_390_411_668_316_03);
        check_near(found.interval.0, 0.311_305_054_602_206_75);
        check_near(found.interval.1, 0.533_475_768_734_425_4);
    }

    /// ppi-python 0.2.3, which clips as well; λ before that from the formula.
    #[test]
    fn scores_that_vary_too_little_have_a_lambda_of_one() {
        let found = estimate(|label, unit| 0.5 * label + 0.5 * f64::from(13 * unit % 20) / 20.0);
        check_near(found.lambda, 1.0);
        check_near(found.unclipped_lambda, 1.225_891_977_648_008_2);
        check_near(found.mean, 0.4075);
        check_near(found.interval.0, 0.323_848_476_531_154_6);
        check_near(found.interval.1, 0.491_151_523_468_845_33);
    }

    #[test]
    fn scores_that_say_nothing_leave_the_mean_of_the_labels() {
        for score in [|_, _| 0.25, |label, _| 1.0 - label] {
            let found = estimate(score);
            assert!(found.unclipped_lambda <= 0.0);
            assert_eq!((found.lambda, found.mean), (0.0, 0.3));
            check_near(found.standard_error, (0.3_f64 * 0.7 / 40.0).sqrt());
        }
    }

    #[test]
    fn too_few_units_and_numbers_that_are_none_are_refused() {
        let check = |labelled: &[(f64, f64)], unlabelled: &[f64], expected: &str| {
            let labelled: Vec<LabelledScore> =
                labelled.iter().map(|&(label, score)| LabelledScore { label, score }).collect();
            assert_eq!(ppi_mean(&labelled, unlabelled, 0.95).unwrap_err().to_string(), expected);
        };
        check(&[(0.0, 0.5)], &[0.5], "found 1 labelled units, expected at least 2");
        check(&[(0.0, 0.5); 2], &[], "found 0 unlabelled units, expected at least 1");
        check(
            &[(0.0, 0.5), (f64::NAN, 0.5)],
            &[0.5],
            "found a label of NaN, expected a finite number",
        );
        check(&[(0.0, 0.5); 2], &[f64::INFINITY], "found a score of inf, expected a finite number");
    }

    proptest! {
        /// λ minimises the variance with N in place of N - 1, so the labels alone can be better by rounding.
        #[test]
        fn scores_never_cost_much_precision_and_their_scale_does_not_matter(
            labelled in prop::collection::vec((prop::bool::ANY, 0.0..1.0_f64), 10..60),
            unlabelled in prop::collection::vec(0.0..1.0_f64, 200..400),
        ) {
            let estimate = |scale: f64| {
                let labelled: Vec<LabelledScore> = labelled
                    .iter()
                    .map(|&(label, score)| LabelledScore {
                        label: f64::from(u8::from(label)),
                        score: score * scale,
                    })
                    .collect();
                let unlabelled: Vec<f64> = unlabelled.iter().map(|score| score * scale).collect();
                ppi_mean(&labelled, &unlabelled, 0.95).unwrap()
            };
            let found = estimate(1.0);
            let share = labelled.iter().filter(|unit| unit.0).count() as f64 / labelled.len() as f64;
            let alone = (share * (1.0 - share) / labelled.len() as f64).sqrt();
            prop_assert!((0.0..=1.0).contains(&found.lambda));
            prop_assert!(found.standard_error <= alone * 1.25 + 1e-12);
            let mut backwards = unlabelled.clone();
            backwards.reverse();
            let labelled: Vec<LabelledScore> = labelled
                .iter()
                .map(|&(label, score)| LabelledScore { label: f64::from(u8::from(label)), score })
                .collect();
            let reversed: Vec<LabelledScore> = labelled.iter().rev().copied().collect();
            prop_assert_eq!(ppi_mean(&reversed, &backwards, 0.95), ppi_mean(&labelled, &unlabelled, 0.95));
            let larger = estimate(4.0);
            prop_assert!((larger.unclipped_lambda * 4.0 - found.unclipped_lambda).abs() < 1e-9);
        }
    }
}
