//! The difference of two rates, with what their clusters share.

use super::cluster_sums::RateSums;
use super::fit::Fit;
use super::strata::Strata;
use crate::distributions::{t_cdf, t_quantile};

/// What a corrected rate is made of, cluster by cluster: its numerator and denominator.
///
/// Totals of several groups add up to those of the groups together, each corrected by its own audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Sorted by cluster.
    clusters: Vec<ClusterTotals>,
    strata: Strata<2>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct ClusterTotals {
    cluster_id: u64,
    /// Numerator and denominator.
    values: [f64; 2],
    /// Groups that have an audited unit in the cluster.
    n_audited: u32,
}

/// The difference of two rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The first rate.
    pub rate: f64,
    /// The second rate.
    pub other_rate: f64,
    /// The first rate less the second.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The interval of the difference.
    pub interval: (f64, f64),
    /// The difference of the log-odds by its standard error: what the p-value is of.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution behind the p-value.
    pub degrees_of_freedom: f64,
    /// The two-sided p-value of "the rates are equal".
    pub p_value: f64,
}

impl Totals {
    pub(super) fn of(group: &RateSums, fit: &Fit) -> Self {
        let lambda = fit.lambda;
        let clusters = group.clusters.iter().map(|cluster| {
            let [label, coded_domain, score, domain] = cluster.sums;
            ClusterTotals {
                cluster_id: cluster.cluster_id,
                values: [label + lambda * score, coded_domain + lambda * domain],
                n_audited: u32::from(cluster.n_audited > 0),
            }
        });
        Self { clusters: clusters.collect(), strata: group.strata.of_totals(lambda) }
    }

    /// Of several groups together.
    #[must_use]
    pub fn sum(groups: &[&Self]) -> Self {
        let mut clusters: Vec<ClusterTotals> =
            groups.iter().flat_map(|group| group.clusters.iter().copied()).collect();
        // Stable, so that the order of adding is the order of groups.
        clusters.sort_by_key(|cluster| cluster.cluster_id);
        clusters.dedup_by(|next, kept| {
            let is_same = next.cluster_id == kept.cluster_id;
            if is_same {
                kept.add(next, 1.0);
            }
            is_same
        });
        let strata: Vec<&Strata<2>> = groups.iter().map(|group| &group.strata).collect();
        Self { clusters, strata: Strata::together(&strata) }
    }

    /// Without those of one of the groups that these are the sum of.
    #[must_use]
    pub fn without(&self, group: &Self) -> Self {
        let mut rest = self.clone();
        let mut others = group.clusters.iter().peekable();
        for cluster in &mut rest.clusters {
            if let Some(other) = others.next_if(|other| other.cluster_id == cluster.cluster_id) {
                cluster.add(other, -1.0);
            }
        }
        rest.strata = self.strata.without(&group.strata);
        rest
    }

    fn rate(&self) -> Option<(f64, f64)> {
        let [mut numerator, mut denominator] = [0.0; 2];
        for cluster in &self.clusters {
            numerator += cluster.values[0];
            denominator += cluster.values[1];
        }
        (denominator > 0.0).then(|| (numerator / denominator, denominator))
    }

    fn n_audited_clusters(&self) -> f64 {
        self.clusters.iter().filter(|cluster| cluster.n_audited > 0).count() as f64
    }
}

impl ClusterTotals {
    fn add(&mut self, other: &Self, sign: f64) {
        self.values[0] += sign * other.values[0];
        self.values[1] += sign * other.values[1];
        self.n_audited = if sign > 0.0 {
            self.n_audited + other.n_audited
        } else {
            self.n_audited.saturating_sub(other.n_audited)
        };
    }
}

/// The difference of the rates of two sets of units, at the level given; `None` where one has no rate above 0 and
/// below 1, or fewer than two audited clusters, or residuals that do not vary.
///
/// A cluster in both counts in both, so that what the two share cancels. The p-value is that of the studentised
/// difference of log-odds, on whose scale estimate and standard error hardly depend on each other (Korn, Graubard 1999,
/// *Analysis of Health Surveys*, section 3.5), under a t distribution. Its degrees of freedom follow from the fourth moments
/// of the clusters' residuals, by Satterthwaite 1946 and Welch 1947: where a few clusters make up the variance, it is
/// hardly known. The interval of the difference is made of the two rates' intervals on the same scale (Zou, Donner 2008,
/// "Construction of confidence limits about effect measures").
#[must_use]
pub fn contrast(one: &Totals, other: &Totals, level: f64) -> Option<Contrast> {
    let (one, other) = (Side::of(one)?.inside()?, Side::of(other)?.inside()?);
    let shared = one.covariance(&other);
    let variance = one.variance + other.variance - 2.0 * shared;
    let (a, b) = (one.log_odds_slope(), other.log_odds_slope());
    let of_log_odds = a * a * one.variance + b * b * other.variance - 2.0 * a * b * shared;
    if !(variance > 0.0 && of_log_odds > 0.0) {
        return None;
    }
    let statistic = (log_odds(one.rate) - log_odds(other.rate)) / of_log_odds.sqrt();
    let parts = |side: &Side| side.variance * side.variance / side.degrees_of_freedom;
    let degrees_of_freedom =
        (one.variance + other.variance).powi(2) / (parts(&one) + parts(&other));
    Some(Contrast {
        rate: one.rate,
        other_rate: other.rate,
        difference: one.rate - other.rate,
        standard_error: variance.sqrt(),
        interval: interval(&one, &other, shared, level),
        statistic,
        degrees_of_freedom,
        p_value: (2.0 * t_cdf(-statistic.abs(), degrees_of_freedom)).min(1.0),
    })
}

fn interval(one: &Side, other: &Side, shared: f64, level: f64) -> (f64, f64) {
    let ((below, above), (other_below, other_above)) = (one.reach(level), other.reach(level));
    let correlation = (shared / (one.variance * other.variance).sqrt()).clamp(-1.0, 1.0);
    let distance = |a: f64, b: f64| (a * a - 2.0 * correlation * a * b + b * b).max(0.0).sqrt();
    let difference = one.rate - other.rate;
    (difference - distance(below, other_above), difference + distance(above, other_below))
}

fn log_odds(rate: f64) -> f64 {
    libm::log(rate / (1.0 - rate))
}

/// A rate with what its clusters say of its variance.
pub(super) struct Side {
    rate: f64,
    variance: f64,
    degrees_of_freedom: f64,
    /// Cluster and its residual in units of the rate, CR1's factor included.
    residuals: Vec<(u64, f64)>,
}

impl Side {
    /// `None` without a denominator, with fewer than two audited clusters, and where residuals do not vary.
    pub(super) fn of(totals: &Totals) -> Option<Self> {
        let (rate, denominator) = totals.rate()?;
        let n = totals.n_audited_clusters();
        if n < 2.0 {
            return None;
        }
        let factor = (n / (n - 1.0)).sqrt() / denominator;
        let residual = |cluster: &ClusterTotals| {
            let [numerator, denominator] = cluster.values;
            (cluster.cluster_id, (numerator - rate * denominator) * factor)
        };
        let residuals: Vec<(u64, f64)> = totals.clusters.iter().map(residual).collect();
        let squares: f64 = residuals.iter().map(|(_, residual)| residual * residual).sum();
        let of_clusters = squares * denominator * denominator;
        let of_numerator = totals.strata.drawing().less_strata(of_clusters, [1.0, -rate]);
        let variance = of_numerator / (denominator * denominator);
        let degrees_of_freedom = degrees_of_freedom(&residuals, squares, n);
        (variance > 0.0).then_some(Self { rate, variance, degrees_of_freedom, residuals })
    }

    /// Only where the rate has log-odds.
    fn inside(self) -> Option<Self> {
        (self.rate > 0.0 && self.rate < 1.0).then_some(self)
    }

    /// The linearised interval of a share, symmetric in its log-odds; `None` where it has none.
    pub(super) fn share_interval(self, level: f64) -> Option<(f64, f64)> {
        let side = self.inside()?;
        let (below, above) = side.reach(level);
        Some((side.rate - below, side.rate + above))
    }

    /// The linearised interval of any number.
    pub(super) fn number_interval(&self, level: f64) -> (f64, f64) {
        let reach = self.quantile(level) * self.variance.sqrt();
        (self.rate - reach, self.rate + reach)
    }

    fn quantile(&self, level: f64) -> f64 {
        t_quantile(1.0 - (1.0 - level) / 2.0, self.degrees_of_freedom)
    }

    /// The derivative of the log-odds.
    fn log_odds_slope(&self) -> f64 {
        1.0 / (self.rate * (1.0 - self.rate))
    }

    /// How far the interval reaches below and above the rate.
    fn reach(&self, level: f64) -> (f64, f64) {
        let distance = self.quantile(level) * self.variance.sqrt() * self.log_odds_slope();
        let bound = |log_odds: f64| 1.0 / (1.0 + libm::exp(-log_odds));
        let centre = log_odds(self.rate);
        (self.rate - bound(centre - distance), bound(centre + distance) - self.rate)
    }

    /// The covariance with another side: over the clusters of both.
    fn covariance(&self, other: &Self) -> f64 {
        let mut others = other.residuals.iter().peekable();
        let mut sum = 0.0;
        for (cluster_id, residual) in &self.residuals {
            while others.next_if(|(other_id, _)| other_id < cluster_id).is_some() {}
            if let Some((_, other)) = others.next_if(|(other_id, _)| other_id == cluster_id) {
                sum += residual * other;
            }
        }
        sum
    }
}

/// `2 V² / Var(V)` of the variance `V = Σ z²`, with `Var(V) = Σ z⁴ − V²/G`; at most `G − 1`, at least 1.
fn degrees_of_freedom(residuals: &[(u64, f64)], squares: f64, n_clusters: f64) -> f64 {
    let fourth: f64 = residuals.iter().map(|(_, residual)| residual.powi(4)).sum();
    let spread = fourth - squares * squares / n_clusters;
    let most = n_clusters - 1.0;
    if spread > 0.0 { (2.0 * squares * squares / spread).min(most).max(1.0) } else { most }
}
