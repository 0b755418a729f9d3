//! What a method found in corpora whose rates are known, counted.

use super::SimulationConfig;
use crate::{Error, benjamini_hochberg};

/// The level of the tests between outlets.
const SIGNIFICANCE: f64 = 0.05;

/// Why a cell has no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingInterval {
    /// No audited unit in own voice.
    NoAudit,
    /// Too few clusters.
    FewClusters,
    /// The estimate does not vary.
    NoVariation,
    /// The classifier does not tell the label from the rest.
    Uninformative,
}

/// What a method makes of one outlet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CellEstimate {
    /// The rate in own voice.
    pub estimate: Option<f64>,
    /// Its interval, or why there is none.
    pub interval: Result<(f64, f64), MissingInterval>,
}

/// What a method makes of one corpus.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct MethodOutcome {
    /// One entry an outlet.
    pub cells: Vec<CellEstimate>,
    /// The p-value of each outlet's difference from the rest, where the method has one.
    pub p_values: Vec<Option<f64>>,
}

/// The true rate of one outlet of one corpus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TrueRate {
    pub(super) superpopulation: f64,
    pub(super) finite: Option<f64>,
}

/// A share of things that come in clusters of one replication each.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct ClusteredShare {
    n: u64,
    n_in: u64,
    n_squared: u64,
    n_in_squared: u64,
    product: u64,
}

impl ClusteredShare {
    /// Adds a replication with `n` things, of which `n_in` count.
    fn add(&mut self, n: u64, n_in: u64) {
        self.n += n;
        self.n_in += n_in;
        self.n_squared += n * n;
        self.n_in_squared += n_in * n_in;
        self.product += n * n_in;
    }

    /// The share and its Monte Carlo standard error, linearised, with replications as clusters.
    fn share(&self) -> Option<Share> {
        let n = self.n as f64;
        let value = self.n_in as f64 / n;
        let squares = self.n_in_squared as f64 - 2.0 * value * self.product as f64
            + value * value * self.n_squared as f64;
        (self.n > 0).then(|| Share { value, error: squares.max(0.0).sqrt() / n })
    }
}

/// A share with its Monte Carlo standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// In [0, 1].
    pub value: f64,
    /// How far chance moves it with this many replications.
    pub error: f64,
}

/// Counts of one method over replications.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct MethodTally {
    covered: ClusteredShare,
    finite_covered: ClusteredShare,
    false_differences: ClusteredShare,
    false_families: ClusteredShare,
    /// By outlet: intervals, and those that cover.
    outlets: Vec<(u64, u64)>,
    n_cells: u64,
    n_estimates: u64,
    /// By reason, in the order of [`MissingInterval`].
    missing: [u64; 4],
    width: f64,
    error: f64,
    squared_error: f64,
}

/// What replications say of one method.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodSummary {
    /// Outlets over all replications.
    pub n_cells: u64,
    /// Those of them with an interval.
    pub n_intervals: u64,
    /// Those without, by reason.
    pub missing: Vec<(MissingInterval, u64)>,
    /// How often the interval covers the superpopulation rate.
    pub coverage: Option<Share>,
    /// The least such coverage of an outlet.
    pub worst_outlet_coverage: Option<f64>,
    /// How often it covers the rate of the corpus itself.
    pub finite_coverage: Option<Share>,
    /// The mean width of the intervals.
    pub mean_width: Option<f64>,
    /// The mean of estimate less superpopulation rate.
    pub bias: Option<f64>,
    /// The root of the mean squared difference of estimate and superpopulation rate.
    pub root_mean_squared_error: Option<f64>,
    /// Contrasts with a p-value over all replications.
    pub n_contrasts: u64,
    /// How often an outlet is found to differ from the rest at p < .05; `None` where true rates differ.
    pub false_differences: Option<Share>,
    /// How often Benjamini and Hochberg's procedure at .05 rejects any contrast of a corpus.
    pub false_families: Option<Share>,
}

impl MethodTally {
    /// Adds one replication.
    pub(super) fn add(&mut self, outcome: &MethodOutcome, rates: &[TrueRate]) -> Result<(), Error> {
        self.outlets.resize(rates.len().max(self.outlets.len()), (0, 0));
        let (mut n, mut n_covered, mut n_finite, mut n_finite_covered) = (0, 0, 0, 0);
        for ((cell, rate), outlet) in outcome.cells.iter().zip(rates).zip(&mut self.outlets) {
            self.n_cells += 1;
            if let Some(estimate) = cell.estimate {
                let error = estimate - rate.superpopulation;
                self.n_estimates += 1;
                self.error += error;
                self.squared_error += error * error;
            }
            let (lo, hi) = match cell.interval {
                Ok(interval) => interval,
                Err(reason) => {
                    self.missing[reason as usize] += 1;
                    continue;
                }
            };
            let covers = |rate: f64| u64::from(lo <= rate && rate <= hi);
            self.width += hi - lo;
            outlet.0 += 1;
            outlet.1 += covers(rate.superpopulation);
            n += 1;
            n_covered += covers(rate.superpopulation);
            n_finite += u64::from(rate.finite.is_some());
            n_finite_covered += rate.finite.map_or(0, covers);
        }
        self.covered.add(n, n_covered);
        self.finite_covered.add(n_finite, n_finite_covered);
        self.add_contrasts(&outcome.p_values)
    }

    fn add_contrasts(&mut self, p_values: &[Option<f64>]) -> Result<(), Error> {
        let found: Vec<f64> = p_values.iter().flatten().copied().collect();
        if found.is_empty() {
            return Ok(());
        }
        let adjusted = benjamini_hochberg(&found)?;
        let n_false = found.iter().filter(|&&p| p < SIGNIFICANCE).count();
        self.false_differences.add(found.len() as u64, n_false as u64);
        let any = adjusted.iter().any(|&p| p <= SIGNIFICANCE);
        self.false_families.add(1, u64::from(any));
        Ok(())
    }

    /// Adds up what was found so far.
    pub(super) fn summary(&self, config: &SimulationConfig) -> MethodSummary {
        use MissingInterval::{FewClusters, NoAudit, NoVariation, Uninformative};
        let has_equal_rates = config.has_equal_rates();
        let n_intervals = self.covered.n;
        let mean = |sum: f64, n: u64| (n > 0).then(|| sum / n as f64);
        let reasons = [NoAudit, FewClusters, NoVariation, Uninformative];
        MethodSummary {
            n_cells: self.n_cells,
            n_intervals,
            missing: reasons.into_iter().zip(self.missing).filter(|&(_, n)| n > 0).collect(),
            coverage: self.covered.share(),
            worst_outlet_coverage: self
                .outlets
                .iter()
                .filter(|&&(n, _)| n > 0)
                .map(|&(n, n_covered)| n_covered as f64 / n as f64)
                .min_by(f64::total_cmp),
            finite_coverage: self.finite_covered.share(),
            mean_width: mean(self.width, n_intervals),
            bias: mean(self.error, self.n_estimates),
            root_mean_squared_error: mean(self.squared_error, self.n_estimates).map(f64::sqrt),
            n_contrasts: self.false_differences.n,
            false_differences: self.false_differences.share().filter(|_| has_equal_rates),
            false_families: self.false_families.share().filter(|_| has_equal_rates),
        }
    }
}
