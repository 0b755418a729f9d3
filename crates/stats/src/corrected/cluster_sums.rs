//! What the clusters of one group of units contribute to its rate.

use super::FrameUnit;
use super::strata::StratumMatrices;
use crate::Error;

/// Coefficients of the four sums of a cluster.
pub(super) const N_SUMS: usize = 4;

/// The sums of one cluster: what the rate's numerator and denominator are made of, for any λ.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ClusterSums {
    pub(super) cluster_id: u64,
    /// `Σ y/π` and `Σ d/π` over audited units, `Σ f − Σ f/π` and `Σ g − Σ g/π`, all weighted.
    pub(super) sums: [f64; N_SUMS],
    pub(super) n_audited: u64,
}

/// The clusters of a group, sorted by id, with what is known of the strata that audited units were drawn from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GroupSums {
    pub(super) clusters: Vec<ClusterSums>,
    pub(super) strata: StratumMatrices,
    /// Audited units that are coded in the domain.
    pub(super) n_audited: u64,
    /// Those of them that are coded with the label.
    pub(super) n_positive: u64,
    /// Clusters with an audited unit in the domain.
    pub(super) n_audited_clusters: u64,
    /// `(Σ w)² / Σ w²` of their design weights (Kish 1965): the size of a sample of equal weights that says as much.
    pub(super) kish_size: f64,
}

impl GroupSums {
    /// Sums up; the order of units changes nothing but the last digits.
    pub(super) fn of(units: &[FrameUnit]) -> Result<Self, Error> {
        let cluster = |position: u32| units[position as usize].cluster_id;
        let mut order: Vec<u32> = (0..units.len() as u32).collect();
        if !units.is_sorted_by_key(|unit| unit.cluster_id) {
            order.sort_by_key(|&position| cluster(position));
        }
        let mut group = Self::default();
        let (mut weights, mut squares) = (0.0, 0.0);
        for &position in &order {
            let unit = &units[position as usize];
            check(position as usize, unit)?;
            if group.clusters.last().is_none_or(|last| last.cluster_id != unit.cluster_id) {
                group
                    .clusters
                    .push(ClusterSums { cluster_id: unit.cluster_id, ..ClusterSums::default() });
            }
            let Some(cluster) = group.clusters.last_mut() else { continue };
            add(cluster, unit);
            let Some(audit) = unit.audit.filter(|audit| audit.domain > 0.0) else { continue };
            let weight = unit.weight / audit.pi;
            weights += weight;
            squares += weight * weight;
            group.n_audited += 1;
            group.n_positive += u64::from(audit.label > 0.0);
            group.n_audited_clusters += u64::from(cluster.n_audited == 0);
            cluster.n_audited += 1;
        }
        group.kish_size = if squares > 0.0 { weights * weights / squares } else { 0.0 };
        group.strata = StratumMatrices::of(units);
        Ok(group)
    }

    /// `G/(G−1)` of CR1 over audited clusters: those are what residuals are known of.
    pub(super) fn cluster_factor(&self) -> f64 {
        let n = self.n_audited_clusters.max(2) as f64;
        n / (n - 1.0)
    }
}

fn add(cluster: &mut ClusterSums, unit: &FrameUnit) {
    let [label, coded_domain, score, domain] = &mut cluster.sums;
    *score += unit.weight * unit.score;
    *domain += unit.weight * unit.domain;
    if let Some(audit) = unit.audit {
        let weight = unit.weight / audit.pi;
        *label += weight * audit.label;
        *coded_domain += weight * audit.domain;
        *score -= weight * unit.score;
        *domain -= weight * unit.domain;
    }
}

fn check(position: usize, unit: &FrameUnit) -> Result<(), Error> {
    let fault = |what, found| Err(Error::FrameUnit { position, what, found });
    let FrameUnit { weight, score, domain, audit, .. } = *unit;
    if !(weight.is_finite() && weight > 0.0) {
        return fault("a weight", weight);
    }
    if !score.is_finite() {
        return fault("a score", score);
    }
    if !domain.is_finite() {
        return fault("a domain", domain);
    }
    match audit {
        Some(audit) if !(audit.pi > 0.0 && audit.pi <= 1.0) => {
            fault("a probability of being drawn", audit.pi)
        }
        Some(audit) if !audit.label.is_finite() => fault("a coded label", audit.label),
        Some(audit) if !audit.domain.is_finite() => fault("a coded domain", audit.domain),
        _ => Ok(()),
    }
}
