//! What drawing within strata takes off the variance.

use std::collections::BTreeMap;

use super::FrameUnit;
use super::cluster_sums::N_SUMS;

/// A symmetric matrix over `(y, d, f, g)`.
pub(super) type Matrix = [[f64; N_SUMS]; N_SUMS];

/// Two quadratic forms in the coefficients of `(y, d, f, g)`.
///
/// The residual of an audited unit is linear in its four values, so what its stratum contributes to the variance of an
/// estimate is a quadratic form in the coefficients, whatever θ and λ turn out to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct StratumMatrices {
    /// The variance from drawing: `Σ_h (1−π)/π² · n/(n−1) · Σ (t − t̄_h)²` (stratified simple random sampling without
    /// replacement; Särndal, Swensson, Wretman 1992, section 3.7).
    pub(super) drawing: Matrix,
    /// The same, as it would be without strata: `Σ (1−π)/π² · t²`.
    pub(super) drawing_without_strata: Matrix,
}

#[derive(Default)]
struct Stratum {
    n: f64,
    pi: Option<f64>,
    /// Whether units have one probability and one weight is not asked: weights are part of the values.
    has_one_pi: bool,
    sums: [f64; N_SUMS],
    /// `Σ (1−π)/π² v vᵀ`, and `Σ v vᵀ`.
    weighted: Matrix,
    products: Matrix,
}

impl StratumMatrices {
    pub(super) fn of(units: &[FrameUnit]) -> Self {
        let mut strata: BTreeMap<u32, Stratum> = BTreeMap::new();
        for unit in units {
            if let Some(audit) = unit.audit {
                let values = [audit.label, audit.domain, unit.score, unit.domain]
                    .map(|value| value * unit.weight);
                strata.entry(audit.stratum).or_default().add(values, audit.pi);
            }
        }
        let mut matrices = Self::default();
        for stratum in strata.values() {
            stratum.add_to(&mut matrices);
        }
        matrices
    }
}

impl StratumMatrices {
    /// Those of other strata.
    pub(super) fn add(&mut self, other: &Self) {
        for i in 0..N_SUMS {
            for j in 0..N_SUMS {
                self.drawing[i][j] += other.drawing[i][j];
                self.drawing_without_strata[i][j] += other.drawing_without_strata[i][j];
            }
        }
    }
}

impl Stratum {
    fn add(&mut self, values: [f64; N_SUMS], pi: f64) {
        self.has_one_pi =
            self.pi.is_none_or(|first| self.has_one_pi && first.total_cmp(&pi).is_eq());
        self.pi.get_or_insert(pi);
        self.n += 1.0;
        for i in 0..N_SUMS {
            self.sums[i] += values[i];
            for j in 0..N_SUMS {
                self.products[i][j] += values[i] * values[j];
                self.weighted[i][j] += (1.0 - pi) / (pi * pi) * values[i] * values[j];
            }
        }
    }

    /// A stratum of one unit, or of several probabilities, is taken as drawn unit by unit: that errs on the wide side.
    fn add_to(&self, matrices: &mut StratumMatrices) {
        let pi = self.pi.unwrap_or(1.0);
        let factor = (1.0 - pi) / (pi * pi) * self.n / (self.n - 1.0);
        let is_centred = self.n > 1.0 && self.has_one_pi;
        for i in 0..N_SUMS {
            for j in 0..N_SUMS {
                let centred = self.products[i][j] - self.sums[i] * self.sums[j] / self.n;
                matrices.drawing_without_strata[i][j] += self.weighted[i][j];
                matrices.drawing[i][j] +=
                    if is_centred { factor * centred } else { self.weighted[i][j] };
            }
        }
    }
}

/// `kᵀ M k`.
pub(super) fn quadratic_form(matrix: &Matrix, coefficients: [f64; N_SUMS]) -> f64 {
    let row = |row: &[f64; N_SUMS]| -> f64 {
        row.iter().zip(coefficients).map(|(entry, k)| entry * k).sum()
    };
    matrix.iter().zip(coefficients).map(|(entries, k)| k * row(entries)).sum()
}
