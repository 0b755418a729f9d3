//! Agreement between annotators: one method a file, all on the same table of units by coders.
//!
//! Alpha takes all coders together and says how far codes can be trusted; kappa and the confusion take two coders
//! and say who disagrees with whom, and on what.

mod alpha;
mod coincidences;
mod confusion;
mod distance;
mod kappa;

pub use alpha::{Alpha, krippendorff_alpha};
pub use confusion::{CoderConfusion, code_confusion};
pub use distance::CodeDistance;
pub use kappa::{Kappa, cohen_kappa};

/// One unit and what each coder said of it.
///
/// A code is a number that stands for what was said, and the caller keeps the list of what stands for what:
/// - one label of several that may hold at once: 0 and 1, and one table of units per label;
/// - labels that exclude each other: the position of the label;
/// - the set of labels: a bit mask, bit `l` for label `l`, so at most 64 labels; 0 is the empty set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedUnit {
    /// The cluster whose units are not independent of this one (article, or syndicated copies of one text).
    pub cluster_id: u64,
    /// The code that each coder gave, by the coder's position; `None` where the coder did not judge the unit. The
    /// list may be shorter than there are coders: the rest did not judge it.
    pub codes: Vec<Option<u64>>,
}

impl CodedUnit {
    /// The codes of two coders, where both judged the unit.
    fn pair(&self, (a, b): (usize, usize)) -> Option<(u64, u64)> {
        let code = |coder: usize| self.codes.get(coder).copied().flatten();
        Some((code(a)?, code(b)?))
    }
}

#[cfg(test)]
mod testing {
    use super::CodedUnit;

    /// Units from one row a coder, each in a cluster of its own; `.` marks a unit that the coder did not judge.
    pub(super) fn units_of(coders: &[&str]) -> Vec<CodedUnit> {
        let rows: Vec<Vec<Option<u64>>> = coders
            .iter()
            .map(|row| row.chars().map(|c| c.to_digit(10).map(u64::from)).collect())
            .collect();
        let n_units = rows.iter().map(Vec::len).max().unwrap_or(0);
        (0..n_units)
            .map(|unit| CodedUnit {
                cluster_id: unit as u64,
                codes: rows.iter().map(|row| row.get(unit).copied().flatten()).collect(),
            })
            .collect()
    }

    pub(super) fn check_near(found: Option<f64>, expected: f64) {
        assert!(
            found.is_some_and(|found| (found - expected).abs() <= 1e-9),
            "found {found:?}, expected {expected}"
        );
    }
}
