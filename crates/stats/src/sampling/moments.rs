//! Sums over units from which strata are formed and precision is foreseen.

use super::frame::{Elements, SamplingFrame, UnitClass};

/// Sums over the elements of a cell, a stratum or an outlet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moments {
    /// Elements.
    pub(super) n: u64,
    /// Sum of expected residual variances, mean over the labels.
    pub(super) variance: f64,
    /// For each label in all voices, then for each label in the outlet's own.
    pub(super) targets: Vec<TargetMoments>,
}

/// Sums for one label in one voice: `a` is the expected number of labelled units of an element, `b` its units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct TargetMoments {
    /// Sum of f (1 - f) over the units.
    pub(super) residual: f64,
    pub(super) a: f64,
    pub(super) aa: f64,
    pub(super) ab: f64,
    pub(super) b: f64,
    pub(super) bb: f64,
}

impl Moments {
    pub(super) fn new(n_labels: usize) -> Self {
        Self { n: 0, variance: 0.0, targets: vec![TargetMoments::default(); 2 * n_labels] }
    }

    /// Counts units that are drawn, or left to chance, together.
    pub(super) fn add_units(&mut self, frame: &SamplingFrame, units: impl Iterator<Item = usize>) {
        let mut sums = vec![TargetMoments::default(); self.targets.len()];
        self.n += 1;
        for unit in units {
            self.variance += frame.residual_variance(unit);
            for (label, f) in frame.probabilities_of(unit).enumerate() {
                let class = frame.units[unit].class;
                if class != UnitClass::Aside {
                    sums[label].add_unit(f);
                }
                if class == UnitClass::Own {
                    sums[frame.n_labels + label].add_unit(f);
                }
            }
        }
        for (target, sum) in self.targets.iter_mut().zip(sums) {
            target.add(&sum.squared());
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.variance += other.variance;
        for (target, other) in self.targets.iter_mut().zip(&other.targets) {
            target.add(other);
        }
    }

    /// The standard deviation of the residual of an element.
    pub(super) fn residual_sd(&self) -> f64 {
        (self.variance / self.n.max(1) as f64).sqrt()
    }

    /// As [`Self::residual_sd`], of what the labels alone would tell: with the variance between the scores.
    pub(super) fn spread(&self) -> f64 {
        let n = self.n.max(1) as f64;
        let between = self.targets.iter().map(|sums| (sums.aa / n - (sums.a / n).powi(2)).max(0.0));
        let between = between.sum::<f64>() / self.targets.len().max(1) as f64;
        (self.variance / n + between).sqrt()
    }
}

impl TargetMoments {
    fn add_unit(&mut self, f: f64) {
        self.residual += f * (1.0 - f);
        self.a += f;
        self.b += 1.0;
    }

    /// The sums over one element, with their squares.
    fn squared(self) -> Self {
        let Self { a, b, .. } = self;
        Self { aa: a * a, ab: a * b, bb: b * b, ..self }
    }

    fn add(&mut self, other: &Self) {
        self.residual += other.residual;
        self.a += other.a;
        self.aa += other.aa;
        self.ab += other.ab;
        self.b += other.b;
        self.bb += other.bb;
    }

    /// The sum of (a - rate b)² over the elements.
    pub(super) fn squares_around(&self, rate: f64) -> f64 {
        (self.aa - 2.0 * rate * self.ab + rate * rate * self.bb).max(0.0)
    }
}

/// The moments of each cell of each outlet: `cells[outlet * n_cells + cell]`.
pub(super) fn count_cells(
    frame: &SamplingFrame,
    elements: &Elements,
    n_cells: usize,
) -> Vec<Moments> {
    let mut cells = vec![Moments::new(frame.n_labels); frame.n_outlets * n_cells];
    for element in &elements.elements {
        let cell = &mut cells[element.outlet as usize * n_cells + element.cell];
        cell.add_units(frame, elements.units_of(element));
    }
    cells
}
