//! Scores as probabilities.

use serde::{Deserialize, Serialize};

use crate::logistic::{sigmoid, softplus};

/// Platt scaling: probability = 1 / (1 + exp(a·score + b)).
///
/// Fitted as Lin, Lin and Weng 2007, "A note on Platt's probabilistic outputs for support vector machines",
/// Algorithm 1, on targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Platt {
    /// Slope; below 0 where a higher score means a higher probability.
    pub(crate) a: f64,
    /// Intercept.
    pub(crate) b: f64,
}

/// A score, whether the label holds, and how much that counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScoredUnit {
    pub(crate) score: f64,
    pub(crate) is_positive: bool,
    pub(crate) weight: f64,
}

const MAX_STEPS: usize = 100;
const MIN_STEP: f64 = 1e-10;
const RIDGE: f64 = 1e-12;
const ENOUGH: f64 = 1e-5;

impl Platt {
    /// The probability at `score`, from 0 to 1.
    #[must_use]
    pub(crate) fn probability(&self, score: f64) -> f64 {
        sigmoid(-(self.a * score + self.b))
    }

    /// Fits to scores with verdicts.
    pub(crate) fn fit(units: &[ScoredUnit]) -> Self {
        let mass = |class: bool| {
            let of_class = units.iter().filter(|unit| unit.is_positive == class);
            of_class.map(|unit| unit.weight).sum::<f64>()
        };
        let (n_positive, n_negative) = (mass(true), mass(false));
        let (high, low) = ((n_positive + 1.0) / (n_positive + 2.0), 1.0 / (n_negative + 2.0));
        let target = |is_positive: bool| if is_positive { high } else { low };
        // −log-likelihood of one unit: ln(1 + exp(z)) − (1 − t)·z with z = a·score + b.
        let loss = |at: Self| -> f64 {
            let of_unit = |unit: &ScoredUnit| {
                let z = at.a * unit.score + at.b;
                unit.weight * (softplus(z) - (1.0 - target(unit.is_positive)) * z)
            };
            units.iter().map(of_unit).sum()
        };
        let mut at = Self { a: 0.0, b: libm::log((n_negative + 1.0) / (n_positive + 1.0)) };
        let mut value = loss(at);
        for _ in 0..MAX_STEPS {
            let Some((step, slope)) = at.newton_step(units, target) else { break };
            let mut length = 1.0;
            let next = loop {
                let candidate = Self { a: at.a + length * step.a, b: at.b + length * step.b };
                let candidate_value = loss(candidate);
                if candidate_value < value + 1e-4 * length * slope {
                    value = candidate_value;
                    break Some(candidate);
                }
                length /= 2.0;
                if length < MIN_STEP {
                    break None;
                }
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// The Newton step and the slope along it; nothing at the minimum.
    fn newton_step(
        self,
        units: &[ScoredUnit],
        target: impl Fn(bool) -> f64,
    ) -> Option<(Self, f64)> {
        let (mut h_aa, mut h_bb, mut h_ab, mut g_a, mut g_b) = (RIDGE, RIDGE, 0.0, 0.0, 0.0);
        for &ScoredUnit { score, is_positive, weight } in units {
            let probability = self.probability(score);
            let curvature = weight * probability * (1.0 - probability);
            let error = weight * (target(is_positive) - probability);
            h_aa += score * score * curvature;
            h_bb += curvature;
            h_ab += score * curvature;
            g_a += score * error;
            g_b += error;
        }
        if g_a.abs() < ENOUGH && g_b.abs() < ENOUGH {
            return None;
        }
        let determinant = h_aa * h_bb - h_ab * h_ab;
        let step = Self {
            a: -(h_bb * g_a - h_ab * g_b) / determinant,
            b: -(h_aa * g_b - h_ab * g_a) / determinant,
        };
        let slope = g_a * step.a + g_b * step.b;
        slope.is_finite().then_some((step, slope))
    }
}

/// The threshold that gives the highest F1 where scores are probabilities, half-way between two neighbouring ones.
///
/// Of equals the highest; 0.5 where no unit is positive. Every unit counts alike, as it does in the figures.
pub(crate) fn best_f1_threshold(units: &[ScoredUnit]) -> f64 {
    let n_positive = units.iter().filter(|unit| unit.is_positive).count();
    if n_positive == 0 {
        return 0.5;
    }
    let mut descending = units.to_vec();
    descending.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut best, mut threshold, mut n_true) = (0.0, 0.5, 0);
    for (at, unit) in descending.iter().enumerate() {
        n_true += usize::from(unit.is_positive);
        let next = descending.get(at + 1).map_or(0.0, |unit| unit.score);
        let f1 = 2.0 * n_true as f64 / (at + 1 + n_positive) as f64;
        if f1 > best && (next < unit.score || at + 1 == descending.len()) {
            (best, threshold) = (f1, f64::midpoint(unit.score, next));
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(pairs: &[(f64, bool)]) -> Vec<ScoredUnit> {
        let unit = |&(score, is_positive)| ScoredUnit { score, is_positive, weight: 1.0 };
        pairs.iter().map(unit).collect()
    }

    #[test]
    fn a_unit_that_weighs_double_counts_as_two() {
        let pairs =
            [(0.9, true), (0.7, false), (0.6, true), (0.3, false), (0.2, true), (0.1, false)];
        let mut heavy = units(&pairs);
        heavy[1].weight = 2.0;
        let repeated = units(&[&pairs[..], &pairs[1..2]].concat());
        let (a, b) = (Platt::fit(&heavy), Platt::fit(&repeated));
        assert!((a.a - b.a).abs() < 1e-9 && (a.b - b.b).abs() < 1e-9, "{a:?} {b:?}");
    }

    #[test]
    fn probabilities_follow_the_share_of_positives() {
        // Of 100 units at each score, as many are positive as the logistic curve 1 / (1 + exp(1 − 2·score)) says.
        let scores = [-2.0, -1.0, 0.0, 1.0, 2.0];
        let share = |score: f64| 1.0 / (1.0 + libm::exp(1.0 - 2.0 * score));
        let pairs: Vec<(f64, bool)> = scores
            .iter()
            .flat_map(|&score| {
                (0..2000).map(move |n| (score, f64::from(n) < (2000.0 * share(score)).round()))
            })
            .collect();
        let platt = Platt::fit(&units(&pairs));
        assert!((platt.a + 2.0).abs() < 0.02 && (platt.b - 1.0).abs() < 0.02, "{platt:?}");
    }

    #[test]
    fn one_class_alone_does_not_break_the_fit() {
        for verdict in [true, false] {
            let platt = Platt::fit(&units(&[(0.3, verdict), (0.1, verdict), (0.9, verdict)]));
            assert!((0.0..=1.0).contains(&platt.probability(0.5)), "{platt:?}");
        }
    }

    #[test]
    fn the_threshold_lies_where_f1_is_highest() {
        let pairs =
            [(0.9, true), (0.8, true), (0.6, false), (0.5, true), (0.2, false), (0.1, false)];
        // Above .5: F1 = 2·3/(4 + 3).
        assert!((best_f1_threshold(&units(&pairs)) - 0.35).abs() < 1e-12);
        assert!((best_f1_threshold(&units(&[(0.7, false)])) - 0.5).abs() < 1e-12);
        // Equal probabilities are never split.
        assert!(best_f1_threshold(&units(&[(0.4, true), (0.4, false), (0.4, true)])) < 0.4);
    }
}
