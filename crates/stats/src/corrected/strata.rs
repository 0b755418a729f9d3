//! What drawing within strata takes off the variance.

use std::array::from_fn;
use std::collections::BTreeMap;

use super::FrameUnit;
use super::cluster_sums::N_SUMS;

/// A symmetric matrix.
pub(super) type Matrix<const N: usize> = [[f64; N]; N];

/// What the audited units of each stratum contribute, sorted by stratum.
///
/// The residual of an audited unit is linear in its values, `(y, d, f, g)` or numerator and denominator, so what a stratum
/// contributes to the variance of an estimate is a quadratic form in the coefficients, whatever θ and λ turn out to be.
/// Strata that groups of units share are joined before they are centred.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Strata<const N: usize>(Vec<Stratum<N>>);

#[derive(Debug, Clone, PartialEq)]
struct Stratum<const N: usize> {
    id: u32,
    n: f64,
    pi: f64,
    has_one_pi: bool,
    sums: [f64; N],
    /// `Σ v vᵀ`, and `Σ (1−π)/π² v vᵀ`.
    products: Matrix<N>,
    weighted: Matrix<N>,
}

/// Two quadratic forms in the coefficients of the values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DrawingMatrices<const N: usize> {
    /// The variance from drawing: `Σ_h (1−π)/π² · n/(n−1) · Σ (t − t̄_h)²` (stratified simple random sampling without
    /// replacement; Särndal, Swensson, Wretman 1992, section 3.7).
    within_strata: Matrix<N>,
    /// The same, as it would be without strata: `Σ (1−π)/π² · t²`.
    without_strata: Matrix<N>,
}

impl Strata<N_SUMS> {
    pub(super) fn of(units: &[FrameUnit]) -> Self {
        let mut strata: BTreeMap<u32, Stratum<N_SUMS>> = BTreeMap::new();
        for unit in units {
            if let Some(audit) = unit.audit {
                let values = [audit.label, audit.domain, unit.score, unit.domain]
                    .map(|value| value * unit.weight);
                let empty = || Stratum::empty(audit.stratum, audit.pi);
                strata.entry(audit.stratum).or_insert_with(empty).add(values, audit.pi);
            }
        }
        Self(strata.into_values().collect())
    }

    /// Over numerator and denominator as corrected with this λ.
    pub(super) fn of_totals(&self, lambda: f64) -> Strata<2> {
        let rows = [[1.0, 0.0, -lambda, 0.0], [0.0, 1.0, 0.0, -lambda]];
        Strata(self.0.iter().map(|stratum| stratum.mapped(&rows)).collect())
    }
}

impl<const N: usize> Strata<N> {
    /// Of several groups of units together.
    pub(super) fn together(groups: &[&Self]) -> Self {
        let mut strata: Vec<Stratum<N>> =
            groups.iter().flat_map(|group| group.0.iter().cloned()).collect();
        strata.sort_by_key(|stratum| stratum.id);
        strata.dedup_by(|next, kept| {
            let is_same = next.id == kept.id;
            if is_same {
                kept.join(next, 1.0);
            }
            is_same
        });
        Self(strata)
    }

    /// Without those of a group that they are made of.
    pub(super) fn without(&self, group: &Self) -> Self {
        let mut rest = self.clone();
        let mut others = group.0.iter().peekable();
        for stratum in &mut rest.0 {
            if let Some(other) = others.next_if(|other| other.id == stratum.id) {
                stratum.join(other, -1.0);
            }
        }
        rest.0.retain(|stratum| stratum.n > 0.0);
        rest
    }

    pub(super) fn drawing(&self) -> DrawingMatrices<N> {
        let zero = [[0.0; N]; N];
        let mut found = DrawingMatrices { within_strata: zero, without_strata: zero };
        for stratum in &self.0 {
            stratum.add_to(&mut found);
        }
        found
    }
}

impl<const N: usize> Stratum<N> {
    fn empty(id: u32, pi: f64) -> Self {
        let zero = [[0.0; N]; N];
        Self { id, n: 0.0, pi, has_one_pi: true, sums: [0.0; N], products: zero, weighted: zero }
    }

    fn add(&mut self, values: [f64; N], pi: f64) {
        self.has_one_pi &= self.pi.total_cmp(&pi).is_eq();
        self.n += 1.0;
        for i in 0..N {
            self.sums[i] += values[i];
            for j in 0..N {
                self.products[i][j] += values[i] * values[j];
                self.weighted[i][j] += (1.0 - pi) / (pi * pi) * values[i] * values[j];
            }
        }
    }

    /// Adds the units of another group, or takes them away.
    fn join(&mut self, other: &Self, sign: f64) {
        self.has_one_pi &= other.has_one_pi && self.pi.total_cmp(&other.pi).is_eq();
        self.n += sign * other.n;
        for i in 0..N {
            self.sums[i] += sign * other.sums[i];
            for j in 0..N {
                self.products[i][j] += sign * other.products[i][j];
                self.weighted[i][j] += sign * other.weighted[i][j];
            }
        }
    }

    /// Over linear combinations of the values.
    fn mapped<const M: usize>(&self, rows: &[[f64; N]; M]) -> Stratum<M> {
        let dot = |row: &[f64; N], values: &[f64; N]| -> f64 {
            row.iter().zip(values).map(|(k, value)| k * value).sum()
        };
        let form = |matrix: &Matrix<N>| -> Matrix<M> {
            from_fn(|i| from_fn(|j| dot(&rows[i], &from_fn(|k| dot(&rows[j], &matrix[k])))))
        };
        Stratum {
            id: self.id,
            n: self.n,
            pi: self.pi,
            has_one_pi: self.has_one_pi,
            sums: from_fn(|i| dot(&rows[i], &self.sums)),
            products: form(&self.products),
            weighted: form(&self.weighted),
        }
    }

    /// A stratum of one unit, or of several probabilities, is taken as drawn unit by unit: that errs on the wide side.
    fn add_to(&self, matrices: &mut DrawingMatrices<N>) {
        let factor = (1.0 - self.pi) / (self.pi * self.pi) * self.n / (self.n - 1.0);
        let is_centred = self.n > 1.0 && self.has_one_pi;
        for i in 0..N {
            for j in 0..N {
                let centred = self.products[i][j] - self.sums[i] * self.sums[j] / self.n;
                matrices.without_strata[i][j] += self.weighted[i][j];
                matrices.within_strata[i][j] +=
                    if is_centred { factor * centred } else { self.weighted[i][j] };
            }
        }
    }
}

impl<const N: usize> DrawingMatrices<N> {
    /// The variance of drawing of a residual with these coefficients, at least 0.
    pub(super) fn within_strata(&self, coefficients: [f64; N]) -> f64 {
        quadratic_form(&self.within_strata, coefficients).max(0.0)
    }

    /// What clusters say of the variance, less what strata take off it; at least the variance of drawing.
    pub(super) fn less_strata(&self, of_clusters: f64, coefficients: [f64; N]) -> f64 {
        let within_strata = self.within_strata(coefficients);
        let without_strata = quadratic_form(&self.without_strata, coefficients);
        (of_clusters - without_strata + within_strata).max(within_strata)
    }
}

/// `kᵀ M k`.
pub(super) fn quadratic_form<const N: usize>(matrix: &Matrix<N>, coefficients: [f64; N]) -> f64 {
    let row =
        |row: &[f64; N]| -> f64 { row.iter().zip(coefficients).map(|(entry, k)| entry * k).sum() };
    matrix.iter().zip(coefficients).map(|(entries, k)| k * row(entries)).sum()
}
