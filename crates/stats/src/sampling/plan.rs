//! The precision that a sample of some size buys, foreseen from the scores alone.

use super::{
    draw::check_size,
    frame::{N_CELLS, SamplingFrame},
    groups::SamplingConfig,
    moments::{Moments, count_cells},
    strata::{Strata, StratumSums},
};
use crate::Error;

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Fewer clusters carry no interval.
const LEAST_CLUSTERS: u64 = 10;

/// What a sample of one size is expected to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplePlan {
    /// Units, or articles, to draw.
    pub n: u64,
    /// Strata formed.
    pub n_strata: usize,
    /// First each label over all outlets, then each label in each outlet that has units; in all voices, and in the outlet's own.
    pub rates: Vec<PlannedRate>,
}

/// The expected precision of one rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedRate {
    /// Position of the outlet; none for all outlets together.
    pub outlet: Option<usize>,
    /// Position of the label.
    pub label: usize,
    /// Whether only sentences in the outlet's own voice count.
    pub own_voice: bool,
    /// Units, or articles, drawn from the outlet; none where it shares its strata with others.
    pub n_drawn: Option<u64>,
    /// Clusters with units that count.
    pub n_clusters: u64,
    /// The rate that the scores promise.
    pub rate: f64,
    /// Expected half-width of the 95 % interval of the corrected rate, for coverage like this. None under 10 clusters, and
    /// where outlets share strata.
    pub corrected: Option<f64>,
    /// The same of the rate from the labels alone.
    pub labels_only: Option<f64>,
    /// The same of the corrected rate of these very articles, where only the choice of units is left to chance.
    pub corrected_of_dump: Option<f64>,
}

/// Foresees the precision of samples of these sizes.
///
/// The variance of a rate R = ΣfV/ΣV (V: whether a unit counts) is that between clusters, `Σ_c (Σ V (f − R))² G/(G − 1)`, and
/// that of drawing, `Σ_h N_h² S_h² / n_h`, both divided by (ΣV)²: linearised ratio, stratified sampling (Cochran 1977, "Sampling
/// Techniques", 5.5 and 6.11). If probabilities are calibrated, `S_h²` of the corrected rate (λ = 1) is the mean of V f (1 − f); of
/// the labels alone, the variance of V (Y − R), which has the variance between scores as well. Voices and kinds are taken as the
/// rules tell them. Real widths differ where probabilities are not calibrated.
///
/// # Errors
/// [`Error::SampleSize`] where a size is 0 or more than there is.
pub fn plan_sample(
    frame: &SamplingFrame,
    config: &SamplingConfig,
    sizes: &[u64],
) -> Result<Vec<SamplePlan>, Error> {
    let elements = frame.elements(config.whole_articles);
    sizes.iter().try_for_each(|&n| check_size(n, elements.elements.len()))?;
    let cells = count_cells(frame, &elements, N_CELLS);
    let clusters = ClusterMoments::count(frame);
    let plan = |&n: &u64| {
        let strata = Strata::of_cells(&cells, &SamplingConfig { n, ..*config });
        SamplePlan {
            n,
            n_strata: strata.strata.len(),
            rates: plan_rates(frame, &strata, &clusters),
        }
    };
    Ok(sizes.iter().map(plan).collect())
}

fn plan_rates(
    frame: &SamplingFrame,
    strata: &Strata,
    clusters: &ClusterMoments,
) -> Vec<PlannedRate> {
    let n_labels = frame.n_labels;
    let all: Vec<&StratumSums> = strata.strata.iter().collect();
    let together =
        Domain { outlet: None, clusters: &clusters.all, n_clusters: &clusters.n_all, strata: all };
    let mut rates = together.rates(n_labels);
    let mut of_outlets: Vec<Vec<&StratumSums>> = vec![Vec::new(); frame.n_outlets];
    for stratum in &strata.strata {
        if let [outlet] = stratum.outlets[..] {
            of_outlets[outlet].push(stratum);
        }
    }
    for (outlet, strata) in of_outlets.into_iter().enumerate() {
        let (clusters, n_clusters) = (&clusters.of_outlets[outlet], &clusters.n_of_outlets[outlet]);
        if clusters.n > 0 {
            let domain = Domain { outlet: Some(outlet), clusters, n_clusters, strata };
            rates.extend(domain.rates(n_labels));
        }
    }
    rates
}

/// One outlet, or all of them.
struct Domain<'a> {
    outlet: Option<usize>,
    /// Sums over its clusters.
    clusters: &'a Moments,
    /// Clusters with units that count, for each target.
    n_clusters: &'a [u64],
    /// None where it shares them with other outlets.
    strata: Vec<&'a StratumSums>,
}

impl Domain<'_> {
    fn rates(&self, n_labels: usize) -> Vec<PlannedRate> {
        (0..2 * n_labels).map(|target| self.rate(target, n_labels)).collect()
    }

    fn rate(&self, target: usize, n_labels: usize) -> PlannedRate {
        let sums = &self.clusters.targets[target];
        let n_clusters = self.n_clusters[target];
        let rate = if sums.b > 0.0 { sums.a / sums.b } else { 0.0 };
        let n_drawn: u64 = self.strata.iter().map(|stratum| stratum.n_drawn).sum();
        let is_told = n_drawn > 0 && sums.b > 0.0;
        let has_interval = is_told && n_clusters >= LEAST_CLUSTERS;
        let between = sums.squares_around(rate) * small_sample(n_clusters) + sums.residual;
        let half_width = |variance: f64| Z * variance.max(0.0).sqrt() / sums.b;
        let residual = self.variance_of_drawing(target, rate, false);
        let alone = self.variance_of_drawing(target, rate, true);
        PlannedRate {
            outlet: self.outlet,
            label: target % n_labels,
            own_voice: target >= n_labels,
            n_drawn: (n_drawn > 0).then_some(n_drawn),
            n_clusters,
            rate,
            corrected: has_interval.then(|| half_width(between + residual)),
            labels_only: has_interval.then(|| half_width(between + alone)),
            corrected_of_dump: is_told.then(|| half_width(residual)),
        }
    }

    /// What drawing units adds to the variance of the total; without the scores' help where `is_alone`.
    fn variance_of_drawing(&self, target: usize, rate: f64, is_alone: bool) -> f64 {
        let of_stratum = |stratum: &&StratumSums| {
            let sums = &stratum.moments.targets[target];
            let n = stratum.moments.n as f64;
            let scores = sums.squares_around(rate) - (sums.a - rate * sums.b).powi(2) / n;
            let within = sums.residual + if is_alone { scores.max(0.0) } else { 0.0 };
            within / n * variance_factor(stratum.moments.n, stratum.n_drawn)
        };
        self.strata.iter().map(of_stratum).sum()
    }
}

/// N² (1/n − 1/N): what the variance within a stratum counts in that of its total.
fn variance_factor(n: u64, n_drawn: u64) -> f64 {
    let (n, n_drawn) = (n as f64, n_drawn.max(1) as f64);
    (n * n / n_drawn - n).max(0.0)
}

/// G / (G − 1), for G clusters.
fn small_sample(n_clusters: u64) -> f64 {
    if n_clusters > 1 { n_clusters as f64 / (n_clusters - 1) as f64 } else { 1.0 }
}

/// Sums over clusters of copies: of all outlets, and of each for itself.
struct ClusterMoments {
    all: Moments,
    n_all: Vec<u64>,
    of_outlets: Vec<Moments>,
    n_of_outlets: Vec<Vec<u64>>,
}

impl ClusterMoments {
    fn count(frame: &SamplingFrame) -> Self {
        let n_targets = 2 * frame.n_labels;
        let mut found = Self {
            all: Moments::new(frame.n_labels),
            n_all: vec![0; n_targets],
            of_outlets: vec![Moments::new(frame.n_labels); frame.n_outlets],
            n_of_outlets: vec![vec![0; n_targets]; frame.n_outlets],
        };
        let key = |unit: &u32| {
            let unit = &frame.units[*unit as usize];
            (unit.cluster, unit.outlet)
        };
        let mut order: Vec<u32> = (0..frame.units.len() as u32).collect();
        order.sort_by_key(key);
        for units in order.chunk_by(|a, b| key(a).0 == key(b).0) {
            count_cluster(frame, units, &mut found.all, &mut found.n_all);
            for units in units.chunk_by(|a, b| key(a) == key(b)) {
                let outlet = key(&units[0]).1 as usize;
                let moments = &mut found.of_outlets[outlet];
                count_cluster(frame, units, moments, &mut found.n_of_outlets[outlet]);
            }
        }
        found
    }
}

fn count_cluster(frame: &SamplingFrame, units: &[u32], moments: &mut Moments, n: &mut [u64]) {
    let before: Vec<f64> = moments.targets.iter().map(|target| target.b).collect();
    moments.add_units(frame, units.iter().map(|&unit| unit as usize));
    let grew = moments.targets.iter().zip(before).map(|(target, before)| target.b > before);
    n.iter_mut().zip(grew).for_each(|(n, grew)| *n += u64::from(grew));
}
