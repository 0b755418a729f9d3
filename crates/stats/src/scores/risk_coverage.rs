//! How often decisions are wrong where only the surest are taken.

use super::check_weight;
use crate::Error;
use crate::error::check_range;

/// A decision beside the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecidedUnit {
    /// How sure the decision is: any finite number, the higher the surer.
    pub confidence: f64,
    /// Whether it is wrong.
    pub is_wrong: bool,
    /// How much the unit counts, above 0: 1/π where it was drawn with probability π.
    pub weight: f64,
}

/// The risk at one coverage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoveredRisk {
    /// The share of units decided, by weight, in (0, 1].
    pub coverage: f64,
    /// The share of these decided wrongly, by weight, in [0, 1].
    pub risk: f64,
}

/// The risk among the surest units, for coverages of 1/n, 2/n, … 1; empty without units.
///
/// Equally sure units are covered in equal parts, as if drawn among each other at random. El-Yaniv, Wiener 2010, "On the
/// foundations of noise-free selective classification".
///
/// # Errors
/// A confidence or a weight that is out of range.
pub fn risk_coverage(units: &[DecidedUnit], n_points: u32) -> Result<Vec<CoveredRisk>, Error> {
    for unit in units {
        let confidence = unit.confidence;
        check_range(confidence.is_finite(), "a confidence of", confidence, "a finite number")?;
        check_weight(unit.weight)?;
    }
    let steps = steps(units);
    let Some(&(whole, _)) = steps.last() else { return Ok(Vec::new()) };
    let point = |number: u32| {
        let coverage = f64::from(number) / f64::from(n_points);
        let covered = coverage * whole;
        // The last step reaches the whole, and a coverage of 1 is the whole.
        let at = steps.partition_point(|step| step.0 < covered).min(steps.len() - 1);
        let before = if at == 0 { (0.0, 0.0) } else { steps[at - 1] };
        let part = (covered - before.0) / (steps[at].0 - before.0);
        let wrong = before.1 + part * (steps[at].1 - before.1);
        CoveredRisk { coverage, risk: (wrong / covered).clamp(0.0, 1.0) }
    };
    Ok((1..=n_points).map(point).collect())
}

/// The weight of all units, and of the wrong ones, down to each confidence.
fn steps(units: &[DecidedUnit]) -> Vec<(f64, f64)> {
    let mut surest_first = units.to_vec();
    surest_first.sort_unstable_by(|a, b| {
        let by_truth = a.is_wrong.cmp(&b.is_wrong);
        b.confidence.total_cmp(&a.confidence).then(by_truth).then(a.weight.total_cmp(&b.weight))
    });
    let (mut all, mut wrong) = (0.0, 0.0);
    let as_sure = |a: &DecidedUnit, b: &DecidedUnit| a.confidence.total_cmp(&b.confidence).is_eq();
    let step = |units: &[DecidedUnit]| {
        all += units.iter().map(|unit| unit.weight).sum::<f64>();
        let of_wrong = units.iter().filter(|unit| unit.is_wrong);
        wrong += of_wrong.map(|unit| unit.weight).sum::<f64>();
        (all, wrong)
    };
    surest_first.chunk_by(as_sure).map(step).collect()
}
