//! The classified share: what the classifier marks, not yet corrected for its errors.

#[cfg(test)]
mod tests;

use crate::Error;
use crate::bootstrap::{BootstrapConfig, for_each_replicate, percentile_interval};
use crate::clusters::{ClusterCounts, CountLayout, sort_and_check};

/// What the classifier marks in one group of an outlet's units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupShares {
    /// Clusters that have units of the group.
    pub n_clusters: u64,
    /// Sentence units of the group.
    pub n_units: u64,
    /// One entry a label, in the order of the codebook.
    pub labels: Vec<ClassifiedShare>,
}

/// The share of units that the classifier gives one label. It is no rate: it carries the classifier's
/// errors, which can differ between outlets, and the bounds show sampling variation alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClassifiedShare {
    /// Units that carry the label.
    pub n_labelled: u64,
    /// Their share of all units of the group, in [0, 1]; `None` without units.
    pub share: Option<f64>,
    /// The bounds of the percentile interval, in [0, 1]; `None` with too few clusters that have units of the group, and
    /// where no replicate differs from another (a label that no unit carries, or every unit).
    pub sampling: Option<(f64, f64)>,
}

/// The classified shares of one outlet, with intervals from the cluster bootstrap: one entry a group of units, and
/// behind them one for all groups together.
///
/// The share of a group is of the units of that group, and a cluster has the same weight in all of them. The order of
/// `clusters` does not matter. What always holds: `0 <= lo <= hi <= 1`, and share and bounds lie
/// between the smallest and the largest share of any cluster. That the share lies between its bounds holds nearly
/// always and is no law: a percentile interval follows the replicates, wherever they fall.
///
/// # Errors
/// Counts that contradict each other, and settings that are out of range.
pub fn classified_shares(
    clusters: &[ClusterCounts],
    layout: CountLayout,
    config: &BootstrapConfig,
) -> Result<Vec<GroupShares>, Error> {
    config.check()?;
    let clusters = sort_and_check(clusters, layout)?;
    let mut groups = sum_up(&clusters, layout);
    let mut replicates = replicate_shares(&clusters, &groups, layout, config);
    for (group, replicates) in groups.iter_mut().zip(&mut replicates) {
        for (label, replicates) in group.labels.iter_mut().zip(replicates) {
            label.sampling = percentile_interval(replicates, config.level);
        }
    }
    Ok(groups)
}

/// Counts and shares of every group and of all together, without intervals.
fn sum_up(clusters: &[&ClusterCounts], layout: CountLayout) -> Vec<GroupShares> {
    let n_of_group = layout.n_of_group();
    let mut n_clusters = vec![0; layout.n_groups + 1];
    let mut sums = vec![0; layout.n_of_cluster()];
    for cluster in clusters {
        for (sum, &count) in sums.iter_mut().zip(&cluster.counts) {
            *sum += u64::from(count);
        }
        let n_units = || cluster.counts.iter().step_by(n_of_group);
        for (n_clusters, &n_units) in n_clusters.iter_mut().zip(n_units()) {
            *n_clusters += u64::from(n_units > 0);
        }
        n_clusters[layout.n_groups] += u64::from(n_units().any(|&n_units| n_units > 0));
    }
    let mut total = vec![0; n_of_group];
    add_groups(&sums, &mut total);
    let groups = sums.chunks_exact(n_of_group).chain([total.as_slice()]);
    n_clusters.into_iter().zip(groups).map(|(n, sums)| group_shares(n, sums)).collect()
}

fn group_shares(n_clusters: u64, sums: &[u64]) -> GroupShares {
    let (n_units, n_labelled) = (sums[0], &sums[1..]);
    let label = |&n_labelled: &u64| ClassifiedShare {
        n_labelled,
        share: (n_units > 0).then(|| n_labelled as f64 / n_units as f64),
        sampling: None,
    };
    GroupShares { n_clusters, n_units, labels: n_labelled.iter().map(label).collect() }
}

/// Adds the counts of all groups to those of all together.
fn add_groups(groups: &[u64], total: &mut [u64]) {
    for group in groups.chunks_exact(total.len()) {
        for (total, count) in total.iter_mut().zip(group) {
            *total += count;
        }
    }
}

/// The shares of each group and label in every replicate; none for groups of too few clusters.
///
/// A replicate in which no cluster with units of the group has any weight has no share and is left out.
fn replicate_shares(
    clusters: &[&ClusterCounts],
    groups: &[GroupShares],
    layout: CountLayout,
    config: &BootstrapConfig,
) -> Vec<Vec<Vec<f64>>> {
    let has_interval: Vec<bool> = groups
        .iter()
        .map(|group| group.n_units > 0 && group.n_clusters >= config.min_clusters as u64)
        .collect();
    let mut shares = vec![vec![Vec::new(); layout.n_labels]; groups.len()];
    if !has_interval.contains(&true) {
        return shares;
    }
    let mut total = vec![0; layout.n_of_group()];
    for_each_replicate(clusters, layout, config, |sums| {
        total.fill(0);
        add_groups(sums, &mut total);
        let groups = sums.chunks_exact(layout.n_of_group()).chain([total.as_slice()]);
        for ((shares, sums), _) in shares
            .iter_mut()
            .zip(groups)
            .zip(&has_interval)
            .filter(|(_, has_interval)| **has_interval)
        {
            if sums[0] > 0 {
                for (shares, &n_labelled) in shares.iter_mut().zip(&sums[1..]) {
                    shares.push(n_labelled as f64 / sums[0] as f64);
                }
            }
        }
    });
    shares
}
