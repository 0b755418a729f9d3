//! How good scores and decisions are.

use serde::{Deserialize, Serialize};

/// Equal-mass bins of the expected calibration error.
const N_CALIBRATION_BINS: usize = 10;

/// How often a decision and the truth agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Marked and true.
    pub true_positives: u64,
    /// Marked and not true.
    pub false_positives: u64,
    /// Not marked but true.
    pub false_negatives: u64,
    /// Neither marked nor true.
    pub true_negatives: u64,
}

impl Confusion {
    /// Counts one unit.
    pub fn add(&mut self, is_marked: bool, is_true: bool) {
        *match (is_marked, is_true) {
            (true, true) => &mut self.true_positives,
            (true, false) => &mut self.false_positives,
            (false, true) => &mut self.false_negatives,
            (false, false) => &mut self.true_negatives,
        } += 1;
    }

    /// Adds the counts of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.true_positives += other.true_positives;
        self.false_positives += other.false_positives;
        self.false_negatives += other.false_negatives;
        self.true_negatives += other.true_negatives;
    }

    /// True ones among the marked; `None` where nothing is marked.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }

    /// Marked ones among the true; `None` where nothing is true.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        ratio(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// 2·TP / (2·TP + FP + FN); `None` where nothing is marked or true.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        ratio(
            2 * self.true_positives,
            2 * self.true_positives + self.false_positives + self.false_negatives,
        )
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Average precision: Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct probabilities, descending, as scikit-learn's
/// `average_precision_score`.
///
/// `None` where no pair is positive.
pub(crate) fn average_precision(pairs: &[(f64, bool)]) -> Option<f64> {
    let n_positive = pairs.iter().filter(|pair| pair.1).count();
    let mut descending = pairs.to_vec();
    descending.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut sum, mut n_true, mut n_true_before, mut n_seen) = (0.0, 0, 0, 0);
    for tied in descending.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        n_seen += tied.len();
        n_true += tied.iter().filter(|pair| pair.1).count();
        sum += (n_true - n_true_before) as f64 * n_true as f64 / n_seen as f64;
        n_true_before = n_true;
    }
    (n_positive > 0).then(|| sum / n_positive as f64)
}

/// Brier score: the mean of (probability − truth)².
pub(crate) fn brier(pairs: &[(f64, bool)]) -> Option<f64> {
    let squares = pairs
        .iter()
        .map(|&(probability, is_true)| (probability - f64::from(u8::from(is_true))).powi(2));
    (!pairs.is_empty()).then(|| squares.sum::<f64>() / pairs.len() as f64)
}

/// Brier skill: 1 − Brier / (base rate · (1 − base rate)); 0 is as good as always saying the base rate, `None`
/// where that is never wrong.
pub(crate) fn brier_skill(pairs: &[(f64, bool)]) -> Option<f64> {
    let base_rate = pairs.iter().filter(|pair| pair.1).count() as f64 / pairs.len().max(1) as f64;
    let reference = base_rate * (1.0 - base_rate);
    brier(pairs).filter(|_| reference > 0.0).map(|brier| 1.0 - brier / reference)
}

/// Expected calibration error over ten bins of equal mass: Σ (bin size / n)·|mean probability − share of positives|.
pub(crate) fn expected_calibration_error(pairs: &[(f64, bool)]) -> Option<f64> {
    let mut ascending = pairs.to_vec();
    // Equal probabilities are ordered by truth, so that the order of units does not matter.
    ascending.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let n = ascending.len();
    let gap = |bin: &[(f64, bool)]| {
        let signed =
            bin.iter().map(|&(probability, is_true)| probability - f64::from(u8::from(is_true)));
        signed.sum::<f64>().abs()
    };
    let borders = |bin: usize| bin * n / N_CALIBRATION_BINS;
    let gaps = (0..N_CALIBRATION_BINS).map(|bin| gap(&ascending[borders(bin)..borders(bin + 1)]));
    (n > 0).then(|| gaps.sum::<f64>() / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::prelude::ToConfusionMatrix;
    use ndarray::Array1;

    const PAIRS: [(f64, bool); 8] = [
        (0.9, true),
        (0.8, false),
        (0.7, true),
        (0.7, false),
        (0.4, true),
        (0.3, false),
        (0.2, false),
        (0.1, true),
    ];

    fn check(found: Option<f64>, expected: f64) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} {expected}");
    }

    #[test]
    fn scores_agree_with_scikit_learn() {
        // scikit-learn 1.9.1: average_precision_score, brier_score_loss.
        check(average_precision(&PAIRS), 0.65);
        check(brier(&PAIRS), 0.316_25);
        check(brier_skill(&PAIRS), 1.0 - 0.316_25 / 0.25);
    }

    #[test]
    fn counts_agree_with_linfa() {
        let marked: Array1<bool> = PAIRS.iter().map(|pair| pair.0 >= 0.5).collect();
        let truth: Array1<bool> = PAIRS.iter().map(|pair| pair.1).collect();
        let mut confusion = Confusion::default();
        marked.iter().zip(&truth).for_each(|(&marked, &truth)| confusion.add(marked, truth));
        let theirs = marked.confusion_matrix(&truth).unwrap();
        assert!((confusion.precision().unwrap() as f32 - theirs.precision()).abs() < 1e-6);
        assert!((confusion.recall().unwrap() as f32 - theirs.recall()).abs() < 1e-6);
        assert!((confusion.f1().unwrap() as f32 - theirs.f1_score()).abs() < 1e-6);
    }

    #[test]
    fn calibration_error_is_zero_where_probabilities_are_shares() {
        let pairs: Vec<(f64, bool)> =
            (0..1000).map(|n| (f64::from(n / 100) / 10.0, n % 100 < n / 100 * 10)).collect();
        check(expected_calibration_error(&pairs), 0.0);
        // One bin a pair: |.9−1| + |.8−0| + |.7−1| + …
        check(expected_calibration_error(&[(0.9, true), (0.2, false)]), 0.15);
    }

    #[test]
    fn nothing_to_count_gives_nothing() {
        assert_eq!(Confusion::default().f1(), None);
        assert_eq!(average_precision(&[(0.3, false)]), None);
        assert_eq!(brier_skill(&[(0.3, true)]), None);
        assert_eq!(expected_calibration_error(&[]), None);
    }
}
