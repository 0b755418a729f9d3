//! The mean of labels that are known for a sample.

use super::DslUnit;
use crate::Error;
use crate::ratio::{RatioEstimate, RatioUnit, cluster_ratio};

/// The mean of the labels over all units: the mean of their pseudo-outcomes, with its standard errors.
///
/// With everything audited at pi = 1, the ordinary mean and its errors.
///
/// ```
/// use stats::{AuditedLabel, DslUnit, dsl_mean};
///
/// let units: Vec<DslUnit> = (0..400_u64)
///     .map(|unit| DslUnit {
///         cluster_id: unit / 4,
///         prediction: if unit % 10 < 3 { 0.7 } else { 0.1 },
///         audited: (unit % 4 == 0)
///             .then(|| AuditedLabel { label: f64::from(unit % 10 < 3), pi: 0.25 }),
///     })
///     .collect();
/// let found = dsl_mean(&units)?;
/// assert!((found.ratio - 0.3).abs() < 2.0 * found.cr0);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// No units, a prediction or label that is not finite, a probability of selection that is not in (0, 1].
pub fn dsl_mean(units: &[DslUnit]) -> Result<RatioEstimate, Error> {
    let outcomes: Result<Vec<RatioUnit>, Error> = units
        .iter()
        .map(|unit| {
            let numerator = unit.pseudo_outcome()?;
            Ok(RatioUnit { cluster_id: unit.cluster_id, numerator, denominator: 1.0 })
        })
        .collect();
    cluster_ratio(&outcomes?)
}
