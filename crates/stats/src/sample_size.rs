//! How many units to audit for the precision that is wanted, and what precision a number of them buys.

use crate::Error;
use crate::distributions::normal_quantile;
use crate::error::{check_level, check_range};

/// What is expected of a proportion that audited units alone will tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProportionPlan {
    /// The proportion, in [0, 1]; .5 asks for the most units.
    pub share: f64,
    /// How much larger the variance is for clusters and unequal probabilities than for as many independent units:
    /// above 0, usually above 1.
    pub design_effect: f64,
    /// The level of the interval, above 0 and below 1.
    pub level: f64,
}

impl ProportionPlan {
    /// Half the width of Wilson's interval that `n_audited` units are expected to give, in (0, .5].
    ///
    /// At 0 units it is .5: nothing is known.
    ///
    /// # Errors
    /// A number of the plan, or of the units, out of range.
    pub fn half_width(&self, n_audited: f64) -> Result<f64, Error> {
        let square = self.squared_quantile()?;
        check_range(
            n_audited >= 0.0 && n_audited.is_finite(),
            "a number of units of",
            n_audited,
            "a finite one of at least 0",
        )?;
        let effective = n_audited / self.design_effect;
        let variance = self.share * (1.0 - self.share);
        Ok((square * (effective * variance + square / 4.0)).sqrt() / (effective + square))
    }

    /// The units to audit for an interval of this half-width: the inverse of `half_width`, rounded up.
    ///
    /// Wilson 1927, solved for n: Piegorsch 2004, "Sample sizes for improved binomial confidence intervals".
    ///
    /// ```
    /// use stats::ProportionPlan;
    ///
    /// let plan = ProportionPlan { share: 0.1, design_effect: 1.5, level: 0.95 };
    /// let n = plan.n_audited(0.05)?;
    /// assert!(plan.half_width(n)? <= 0.05 && plan.half_width(n - 1.0)? > 0.05);
    /// # Ok::<(), stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// A number of the plan out of range, and a half-width that is not above 0 and at most .5.
    pub fn n_audited(&self, half_width: f64) -> Result<f64, Error> {
        let square = self.squared_quantile()?;
        check_range(
            half_width > 0.0 && half_width <= 0.5,
            "a half-width of",
            half_width,
            "one above 0 and at most 0.5",
        )?;
        let variance = self.share * (1.0 - self.share);
        let width = half_width * half_width;
        let root = (variance * variance + width * (1.0 - 4.0 * variance)).sqrt();
        let effective = square * ((variance + root) / (2.0 * width) - 1.0);
        Ok(round_up(effective * self.design_effect))
    }

    fn squared_quantile(&self) -> Result<f64, Error> {
        let Self { share, design_effect, level } = *self;
        check_range((0.0..=1.0).contains(&share), "a share of", share, "one from 0 to 1")?;
        check_range(
            design_effect > 0.0 && design_effect.is_finite(),
            "a design effect of",
            design_effect,
            "a finite one above 0",
        )?;
        squared_quantile(level)
    }
}

/// What is expected of a rate that scores of all units and labels of some will tell (PPI++, [`crate::ppi_mean`]).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PpiPlan {
    /// The variance of `label - λ·score` over units, at least 0: with labels of 0 and 1, at most that of the labels where
    /// λ is tuned.
    pub residual_variance: f64,
    /// The variance of `λ·score` over units, at least 0.
    pub score_variance: f64,
    /// Units that are scored and not audited, above 0.
    pub n_scored: f64,
    /// How much larger both variances are for clusters and unequal probabilities: above 0, usually above 1.
    pub design_effect: f64,
    /// The level of the interval, above 0 and below 1.
    pub level: f64,
}

impl PpiPlan {
    /// Half the width of the interval that `n_audited` units are expected to give:
    /// `z √(deff (residual_variance/n + score_variance/N))`.
    ///
    /// # Errors
    /// A number of the plan out of range, and a number of units that is not above 0.
    pub fn half_width(&self, n_audited: f64) -> Result<f64, Error> {
        let square = self.squared_quantile()?;
        check_range(
            n_audited > 0.0 && n_audited.is_finite(),
            "a number of units of",
            n_audited,
            "a finite one above 0",
        )?;
        let variance = self.residual_variance / n_audited + self.score_variance / self.n_scored;
        Ok((square * self.design_effect * variance).sqrt())
    }

    /// The units to audit for an interval of this half-width, rounded up; at least 1.
    ///
    /// The variance of Angelopoulos, Duchi, Zrnic 2023, arXiv 2311.01453, solved for n.
    ///
    /// ```
    /// use stats::PpiPlan;
    ///
    /// // Labels with a variance of .09, two thirds of which the scores explain.
    /// let plan = PpiPlan {
    ///     residual_variance: 0.03,
    ///     score_variance: 0.06,
    ///     n_scored: 4000.0,
    ///     design_effect: 1.5,
    ///     level: 0.95,
    /// };
    /// assert_eq!(plan.n_audited(0.03)?, 213.0);
    /// # Ok::<(), stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// A number of the plan out of range, and a half-width that the scored units alone exceed: no audit makes them more.
    pub fn n_audited(&self, half_width: f64) -> Result<f64, Error> {
        let square = self.squared_quantile()?;
        let wanted = half_width * half_width / (square * self.design_effect);
        let left = wanted - self.score_variance / self.n_scored;
        check_range(
            half_width > 0.0 && half_width.is_finite() && left > 0.0,
            "a half-width of",
            half_width,
            "one above what the variance of the scores alone brings",
        )?;
        Ok(round_up(self.residual_variance / left).max(1.0))
    }

    fn squared_quantile(&self) -> Result<f64, Error> {
        let at_least_0 = |name, found: f64| {
            let in_range = found >= 0.0 && found.is_finite();
            check_range(in_range, name, found, "a finite one of at least 0")
        };
        let above_0 = |name, found: f64| {
            check_range(found > 0.0 && found.is_finite(), name, found, "a finite one above 0")
        };
        at_least_0("a residual variance of", self.residual_variance)?;
        at_least_0("a variance of scores of", self.score_variance)?;
        above_0("a number of scored units of", self.n_scored)?;
        above_0("a design effect of", self.design_effect)?;
        squared_quantile(self.level)
    }
}

fn squared_quantile(level: f64) -> Result<f64, Error> {
    check_level(level)?;
    let quantile = normal_quantile(0.5 + level / 2.0);
    Ok(quantile * quantile)
}

/// The next whole number, but for what rounding adds to one.
fn round_up(n: f64) -> f64 {
    (n * (1.0 - 1e-12)).ceil().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HALF: ProportionPlan = ProportionPlan { share: 0.5, design_effect: 1.0, level: 0.95 };

    const SCORED: PpiPlan = PpiPlan {
        residual_variance: 0.03,
        score_variance: 0.06,
        n_scored: 4000.0,
        design_effect: 1.0,
        level: 0.95,
    };

    /// statsmodels 0.15.0: half the width of `proportion_confint(share * n, n, method="wilson")`.
    #[test]
    fn half_widths_are_those_of_wilsons_interval() {
        let check = |share, n, expected: f64| {
            let found = ProportionPlan { share, ..HALF }.half_width(n).unwrap();
            assert!((found - expected).abs() < 1e-12, "found {found}, expected {expected}");
        };
        check(0.0, 50.0, 0.035_673_799_566_679_37);
        check(0.06, 50.0, 0.070_777_973_269_703_89);
        check(0.5, 100.0, 0.096_168_469_634_004_38);
    }

    /// 381 = 384.1 of the plain formula less the square of the quantile.
    #[test]
    fn five_points_around_one_half_take_381_independent_units() {
        assert_eq!(HALF.n_audited(0.05), Ok(381.0));
        let clustered = ProportionPlan { design_effect: 2.0, ..HALF };
        assert_eq!(clustered.n_audited(0.05), Ok(761.0));
        assert_eq!(HALF.n_audited(0.5), Ok(0.0));
    }

    #[test]
    fn what_scores_alone_leave_open_no_audit_closes() {
        let least = SCORED.half_width(1e12).unwrap();
        assert!(SCORED.n_audited(least * 1.01).is_ok());
        assert_eq!(
            SCORED.n_audited(0.007).unwrap_err().to_string(),
            "found a half-width of 0.007, expected one above what the variance of the scores alone brings"
        );
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let refused = [
            ProportionPlan { share: 1.5, ..HALF }.n_audited(0.1),
            ProportionPlan { design_effect: 0.0, ..HALF }.n_audited(0.1),
            ProportionPlan { level: 1.0, ..HALF }.n_audited(0.1),
            HALF.n_audited(0.0),
            HALF.n_audited(0.6),
            HALF.half_width(f64::NAN),
            PpiPlan { residual_variance: -1.0, ..SCORED }.n_audited(0.1),
            PpiPlan { n_scored: 0.0, ..SCORED }.n_audited(0.1),
            SCORED.n_audited(f64::NAN),
            SCORED.half_width(0.0),
        ];
        assert!(refused.iter().all(Result::is_err), "{refused:?}");
    }

    proptest! {
        #[test]
        fn as_many_units_as_are_planned_are_enough_and_one_fewer_is_not(
            share in 0.0..=1.0_f64,
            design_effect in 0.5..5.0_f64,
            level in 0.5..0.99_f64,
            half_width in 0.005..0.45_f64,
            (residual_variance, score_variance) in (0.001..0.2_f64, 0.001..0.2_f64),
        ) {
            let plan = ProportionPlan { share, design_effect, level };
            let n = plan.n_audited(half_width).unwrap();
            prop_assert!(plan.half_width(n).unwrap() <= half_width + 1e-9);
            prop_assert!(n < 1.0 || plan.half_width(n - 1.0).unwrap() >= half_width - 1e-9);

            let plan = PpiPlan { residual_variance, score_variance, n_scored: 1e6, design_effect, level };
            let n = plan.n_audited(half_width).unwrap();
            prop_assert!(plan.half_width(n).unwrap() <= half_width + 1e-9);
            prop_assert!(n < 2.0 || plan.half_width(n - 1.0).unwrap() >= half_width - 1e-9);
        }
    }
}
