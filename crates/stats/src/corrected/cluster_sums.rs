//! What the clusters of one group of units contribute to its rate.

use super::FrameUnit;
use super::strata::Strata;
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

/// What the units of a group contribute to its rate, cluster by cluster: sums that add up to those of groups together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RateSums {
    /// Sorted by id.
    pub(super) clusters: Vec<ClusterSums>,
    pub(super) strata: Strata<N_SUMS>,
    /// Audited units that are coded in the domain.
    pub(super) n_audited: u64,
    /// Those of them that are coded with the label.
    pub(super) n_positive: u64,
    /// Clusters with an audited unit in the domain.
    pub(super) n_audited_clusters: u64,
    /// `Σ w` and `Σ w²` of their design weights.
    design_weights: [f64; 2],
}

impl RateSums {
    /// Sums up; the order of units changes nothing but the last digits.
    ///
    /// # Errors
    /// A unit with a weight, score or probability that is none.
    pub fn of(units: &[FrameUnit]) -> Result<Self, Error> {
        let cluster = |position: u32| units[position as usize].cluster_id;
        let mut order: Vec<u32> = (0..units.len() as u32).collect();
        if !units.is_sorted_by_key(|unit| unit.cluster_id) {
            order.sort_by_key(|&position| cluster(position));
        }
        let mut group = Self::default();
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
            group.design_weights[0] += weight;
            group.design_weights[1] += weight * weight;
            group.n_audited += 1;
            group.n_positive += u64::from(audit.label > 0.0);
            group.n_audited_clusters += u64::from(cluster.n_audited == 0);
            cluster.n_audited += 1;
        }
        group.strata = Strata::of(units);
        Ok(group)
    }

    /// Those of several groups together: sums of a cluster that several have are added in the order of the groups.
    #[must_use]
    pub fn together(groups: &[&Self]) -> Self {
        let mut together = Self::default();
        for group in groups {
            together.clusters.extend_from_slice(&group.clusters);
            together.n_audited += group.n_audited;
            together.n_positive += group.n_positive;
            together.design_weights[0] += group.design_weights[0];
            together.design_weights[1] += group.design_weights[1];
        }
        let strata: Vec<&Strata<N_SUMS>> = groups.iter().map(|group| &group.strata).collect();
        together.strata = Strata::together(&strata);
        together.clusters.sort_by_key(|cluster| cluster.cluster_id);
        together.clusters.dedup_by(|next, kept| {
            let is_same = next.cluster_id == kept.cluster_id;
            if is_same {
                kept.sums.iter_mut().zip(next.sums).for_each(|(sum, next)| *sum += next);
                kept.n_audited += next.n_audited;
            }
            is_same
        });
        let audited = together.clusters.iter().filter(|cluster| cluster.n_audited > 0);
        together.n_audited_clusters = audited.count() as u64;
        together
    }

    /// Audited units that are coded in the domain, and the clusters that they are of.
    #[must_use]
    pub fn n_audited(&self) -> (u64, u64) {
        (self.n_audited, self.n_audited_clusters)
    }

    /// `(Σ w)² / Σ w²` of the design weights (Kish 1965): the size of a sample of equal weights that says as much.
    pub(super) fn kish_size(&self) -> f64 {
        let [sum, squares] = self.design_weights;
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
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
