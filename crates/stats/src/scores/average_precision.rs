//! The area under the curve of precision against recall.

use super::{WeightedScore, sort_and_check};
use crate::Error;

/// Average precision, in [0, 1]: `Σ (Rₙ − Rₙ₋₁)·Pₙ` over the distinct probabilities, descending; `None` without a
/// positive unit. What marks at random has the share of positives.
///
/// As `average_precision_score` of scikit-learn, with `sample_weight`.
///
/// # Errors
/// A probability or a weight that is out of range.
pub fn average_precision(units: &[WeightedScore]) -> Result<Option<f64>, Error> {
    let ascending = sort_and_check(units)?;
    let of_positives = |units: &[WeightedScore]| -> f64 {
        units.iter().filter(|unit| unit.is_positive).map(|unit| unit.weight).sum()
    };
    let (mut sum, mut n_true, mut n_seen) = (0.0, 0.0, 0.0);
    let tied =
        |a: &WeightedScore, b: &WeightedScore| a.probability.total_cmp(&b.probability).is_eq();
    for tied in ascending.chunk_by(tied).rev() {
        let more = of_positives(tied);
        n_true += more;
        n_seen += tied.iter().map(|unit| unit.weight).sum::<f64>();
        sum += more * n_true / n_seen;
    }
    Ok((n_true > 0.0).then(|| sum / n_true))
}
