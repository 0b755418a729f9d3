//! The counts that every method starts from.

use crate::Error;

/// What one cluster (syndicated copies of one text, else the single article) contributes to one outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterCounts {
    /// A stable hash that names the cluster in every outlet.
    pub cluster_id: u64,
    /// The sentence units of the outlet's articles in the cluster, group by group: how many there are, then how many of
    /// these carry each label, in the order of the codebook.
    pub counts: Box<[u32]>,
}

/// How counts are laid out: `n_groups` times `1 + n_labels` numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountLayout {
    /// Groups that part the units, such as the voices that they speak in.
    pub n_groups: usize,
    /// Labels, of which a unit may carry any number.
    pub n_labels: usize,
}

impl CountLayout {
    /// Numbers of one group.
    #[must_use]
    pub fn n_of_group(self) -> usize {
        1 + self.n_labels
    }

    /// Numbers of one cluster.
    #[must_use]
    pub fn n_of_cluster(self) -> usize {
        self.n_groups * self.n_of_group()
    }
}

/// Sorts the clusters by id and refuses counts that contradict each other.
///
/// # Errors
/// A cluster that is listed twice, lacks a label, or has more labelled units than units.
pub(crate) fn sort_and_check(
    clusters: &[ClusterCounts],
    layout: CountLayout,
) -> Result<Vec<&ClusterCounts>, Error> {
    let mut sorted: Vec<&ClusterCounts> = clusters.iter().collect();
    sorted.sort_unstable_by_key(|cluster| cluster.cluster_id);
    for pair in sorted.windows(2) {
        if pair[0].cluster_id == pair[1].cluster_id {
            return Err(Error::RepeatedCluster { cluster_id: pair[0].cluster_id });
        }
    }
    for cluster in &sorted {
        check(cluster, layout)?;
    }
    Ok(sorted)
}

fn check(cluster: &ClusterCounts, layout: CountLayout) -> Result<(), Error> {
    let ClusterCounts { cluster_id, counts } = cluster;
    if counts.len() != layout.n_of_cluster() {
        return Err(Error::NumberOfCounts {
            cluster_id: *cluster_id,
            found: counts.len(),
            expected: layout.n_of_cluster(),
        });
    }
    for group in counts.chunks_exact(layout.n_of_group()) {
        let (n_units, n_labelled) = (group[0], &group[1..]);
        if let Some(label) = n_labelled.iter().position(|&n_labelled| n_labelled > n_units) {
            return Err(Error::MoreLabelledThanUnits {
                cluster_id: *cluster_id,
                label,
                n_labelled: n_labelled[label],
                n_units,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_error(clusters: &[(u64, &[u32])], expected: &str) {
        let clusters: Vec<ClusterCounts> = clusters
            .iter()
            .map(|&(cluster_id, counts)| ClusterCounts { cluster_id, counts: counts.into() })
            .collect();
        let layout = CountLayout { n_groups: 2, n_labels: 2 };
        assert_eq!(sort_and_check(&clusters, layout).unwrap_err().to_string(), expected);
    }

    #[test]
    fn contradictory_counts_are_refused_with_found_and_expected() {
        check_error(
            &[(1, &[3, 1, 0, 3, 1])],
            "cluster 0000000000000001: found 5 counts, expected 6",
        );
        check_error(
            &[(1, &[9, 3, 4, 3, 3, 4])],
            "cluster 0000000000000001: found 4 units with label 1, expected at most its 3 units",
        );
        check_error(
            &[(7, &[3, 1, 1, 0, 0, 0]), (2, &[0; 6]), (7, &[0; 6])],
            "cluster 0000000000000007: found more than once, expected once per outlet",
        );
    }
}
