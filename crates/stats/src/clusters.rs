//! The counts that every method starts from.

use crate::Error;

/// What one cluster (syndicated copies of one text, else the single article) contributes to one outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterCounts {
    /// A stable hash that names the cluster in every outlet.
    pub cluster_id: u64,
    /// Relevant articles of the outlet in the cluster.
    pub n_articles: u32,
    /// Sentence units of these articles.
    pub n_units: u32,
    /// Of these units, how many carry each label, in the order of the codebook.
    pub n_labelled: Vec<u32>,
}

/// Sorts the clusters by id and refuses counts that contradict each other.
///
/// # Errors
/// A cluster that is listed twice, lacks a label, or has more labelled units than units.
pub(crate) fn sort_and_check(
    clusters: &[ClusterCounts],
    n_labels: usize,
) -> Result<Vec<&ClusterCounts>, Error> {
    let mut sorted: Vec<&ClusterCounts> = clusters.iter().collect();
    sorted.sort_unstable_by_key(|cluster| cluster.cluster_id);
    for pair in sorted.windows(2) {
        if pair[0].cluster_id == pair[1].cluster_id {
            return Err(Error::RepeatedCluster { cluster_id: pair[0].cluster_id });
        }
    }
    for cluster in &sorted {
        check(cluster, n_labels)?;
    }
    Ok(sorted)
}

fn check(cluster: &ClusterCounts, n_labels: usize) -> Result<(), Error> {
    let &ClusterCounts { cluster_id, n_units, .. } = cluster;
    if cluster.n_labelled.len() != n_labels {
        return Err(Error::LabelCount {
            cluster_id,
            found: cluster.n_labelled.len(),
            expected: n_labels,
        });
    }
    match cluster.n_labelled.iter().position(|&n_labelled| n_labelled > n_units) {
        None => Ok(()),
        Some(label) => {
            let n_labelled = cluster.n_labelled[label];
            Err(Error::MoreLabelledThanUnits { cluster_id, label, n_labelled, n_units })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(cluster_id: u64, n_units: u32, n_labelled: &[u32]) -> ClusterCounts {
        ClusterCounts { cluster_id, n_articles: 1, n_units, n_labelled: n_labelled.to_vec() }
    }

    fn check_error(clusters: &[ClusterCounts], expected: &str) {
        assert_eq!(sort_and_check(clusters, 2).unwrap_err().to_string(), expected);
    }

    #[test]
    fn contradictory_counts_are_refused_with_found_and_expected() {
        check_error(
            &[cluster(1, 3, &[1])],
            "cluster 0000000000000001: found counts of 1 labels, expected 2",
        );
        check_error(
            &[cluster(1, 3, &[3, 4])],
            "cluster 0000000000000001: found 4 units with label 1, expected at most its 3 units",
        );
        check_error(
            &[cluster(7, 3, &[1, 1]), cluster(2, 3, &[1, 1]), cluster(7, 1, &[0, 0])],
            "cluster 0000000000000007: found more than once, expected once per outlet",
        );
    }
}
