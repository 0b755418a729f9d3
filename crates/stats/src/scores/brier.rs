//! The squared error of probabilities.

use super::{WeightedScore, sort_and_check};
use crate::Error;

/// The squared error of probabilities, and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// The mean of (probability − truth)², in [0, 1].
    pub score: f64,
    /// `1 − score / (b·(1 − b))` with the share b of positives, at most 1: 0 is as good as always saying b. `None` where
    /// that is never wrong.
    pub skill: Option<f64>,
}

/// The Brier score and its skill; `None` without units.
///
/// Brier 1950, "Verification of forecasts expressed in terms of probability"; as `brier_score_loss` of scikit-learn, with
/// `sample_weight`.
///
/// # Errors
/// A probability or a weight that is out of range.
pub fn brier(units: &[WeightedScore]) -> Result<Option<Brier>, Error> {
    let units = sort_and_check(units)?;
    let weights: f64 = units.iter().map(|unit| unit.weight).sum();
    let mean = |value: fn(&WeightedScore) -> f64| {
        units.iter().map(|unit| unit.weight * value(unit)).sum::<f64>() / weights
    };
    let score = mean(|unit| (unit.probability - unit.truth()).powi(2));
    let has = |is_positive| units.iter().any(|unit| unit.is_positive == is_positive);
    let share = mean(WeightedScore::truth);
    let skill = (has(true) && has(false)).then(|| 1.0 - score / (share * (1.0 - share)));
    Ok((!units.is_empty()).then_some(Brier { score, skill }))
}
