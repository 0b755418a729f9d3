//! Design-based supervised learning: predictions corrected by labels that were drawn with known probabilities.
//!
//! Every unit gets a pseudo-outcome, `g - (R/pi)(g - Y)` with the prediction g, the label Y, and R = 1 where the unit was
//! drawn with probability pi. It has the mean of the labels whatever the predictions are, so it stands in for
//! them in a mean or a regression. Egami, Hinck, Stewart, Wei 2023, "Using imperfect surrogates for downstream
//! inference: design-based supervised learning for social science applications of large language models", arXiv 2306.04746;
//! R package `dsl`. Assumed: pi is known and above 0 for every unit, and the model was never trained or tuned on the
//! audited ones (or cross-fitted).

mod mean;
mod normal_equations;
mod regression;

pub use mean::dsl_mean;
pub use regression::{DslRegression, Link, dsl_regression};

use crate::Error;
use crate::error::check_range;

/// One unit with its prediction, and with its label where it was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DslUnit {
    /// The cluster whose units are not independent of this one.
    pub cluster_id: u64,
    /// What the model predicts, on the scale of the labels: a probability, or any finite number.
    pub prediction: f64,
    /// The label, where the unit was drawn.
    pub audited: Option<AuditedLabel>,
}

/// What the coders say of a unit that was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuditedLabel {
    /// 0 or 1, or any finite number.
    pub label: f64,
    /// The probability with which the unit was drawn, above 0 and at most 1.
    pub pi: f64,
}

impl DslUnit {
    /// The unit's pseudo-outcome; where pi is 1, the label itself.
    fn pseudo_outcome(&self) -> Result<f64, Error> {
        check_range(
            self.prediction.is_finite(),
            "a prediction of",
            self.prediction,
            "a finite number",
        )?;
        let Some(AuditedLabel { label, pi }) = self.audited else {
            return Ok(self.prediction);
        };
        check_range(label.is_finite(), "a label of", label, "a finite number")?;
        check_range(
            pi > 0.0 && pi <= 1.0,
            "a probability of selection of",
            pi,
            "one above 0 and at most 1",
        )?;
        // Grouped so that pi = 1 gives the label to the last bit.
        Ok(label / pi - self.prediction * (1.0 / pi - 1.0))
    }
}

#[cfg(test)]
mod tests;
