//! How good probabilities and decisions are, on units that count unequally.
//!
//! With design weights of 1/π the figures of an audit speak of the frame that it was drawn from. Units are sorted before
//! they are summed, so that their order changes no digit.

mod average_precision;
mod brier;
mod recalibration;
mod reliability;
mod risk_coverage;
#[cfg(test)]
mod tests;

use crate::Error;
use crate::error::check_range;

pub use average_precision::average_precision;
pub use brier::{Brier, brier};
pub use recalibration::{Recalibration, recalibration};
pub use reliability::{ScoreBin, expected_calibration_error, reliability_bin, reliability_bins};
pub use risk_coverage::{CoveredRisk, DecidedUnit, risk_coverage};

/// A probability beside the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedScore {
    /// The probability of the label, in [0, 1].
    pub probability: f64,
    /// Whether the unit has the label.
    pub is_positive: bool,
    /// How much the unit counts, above 0: 1/π where it was drawn with probability π.
    pub weight: f64,
}

impl WeightedScore {
    fn truth(&self) -> f64 {
        f64::from(u8::from(self.is_positive))
    }
}

/// The units by ascending probability, in an order that depends on nothing but themselves.
fn sort_and_check(units: &[WeightedScore]) -> Result<Vec<WeightedScore>, Error> {
    for &WeightedScore { probability, weight, .. } in units {
        let is_probability = (0.0..=1.0).contains(&probability);
        check_range(is_probability, "a probability of", probability, "one from 0 to 1")?;
        check_weight(weight)?;
    }
    let mut sorted = units.to_vec();
    sorted.sort_unstable_by(|a, b| {
        let by_truth = a.is_positive.cmp(&b.is_positive);
        a.probability.total_cmp(&b.probability).then(by_truth).then(a.weight.total_cmp(&b.weight))
    });
    Ok(sorted)
}

fn check_weight(weight: f64) -> Result<(), Error> {
    check_range(weight > 0.0 && weight.is_finite(), "a weight of", weight, "a finite one above 0")
}
