//! The classified share: what the classifier marks, not yet corrected for its errors.

use crate::Error;
use crate::bootstrap::{BootstrapConfig, percentile_interval, replicate_shares};
use crate::clusters::{ClusterCounts, sort_and_check};

/// The share of an outlet's units that the classifier gives one label. It is no rate: it carries the classifier's
/// errors, which can differ between outlets, and the bounds show sampling variation alone.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassifiedShare {
    /// Relevant articles.
    pub n_articles: u64,
    /// Clusters that these articles fall into.
    pub n_clusters: u64,
    /// Sentence units of these articles.
    pub n_units: u64,
    /// Of these units, how many carry the label.
    pub n_labelled: u64,
    /// `n_labelled / n_units`, in [0, 1]; `None` without units.
    pub share: Option<f64>,
    /// The bounds of the percentile interval, in [0, 1]; `None` with too few clusters that have units, and where
    /// no replicate differs from another (a label that no unit carries, or every unit).
    pub sampling: Option<(f64, f64)>,
}

/// The classified shares of one outlet, one per label, with intervals from the cluster bootstrap.
///
/// The order of `clusters` does not matter. What always holds: `0 <= lo <= hi <= 1`, and share and bounds lie
/// between the smallest and the largest share of any cluster. That the share lies between its bounds holds nearly
/// always and is no law: a percentile interval follows the replicates, wherever they fall.
///
/// # Errors
/// Counts that contradict each other, and settings that are out of range.
pub fn classified_shares(
    clusters: &[ClusterCounts],
    n_labels: usize,
    config: &BootstrapConfig,
) -> Result<Vec<ClassifiedShare>, Error> {
    config.check()?;
    let clusters = sort_and_check(clusters, n_labels)?;
    let intervals = sampling_intervals(&clusters, n_labels, config);
    Ok(intervals
        .into_iter()
        .enumerate()
        .map(|(label, sampling)| sum_up(&clusters, label, sampling))
        .collect())
}

fn sampling_intervals(
    clusters: &[&ClusterCounts],
    n_labels: usize,
    config: &BootstrapConfig,
) -> Vec<Option<(f64, f64)>> {
    let with_units: Vec<&ClusterCounts> =
        clusters.iter().copied().filter(|cluster| cluster.n_units > 0).collect();
    if with_units.len() < config.min_clusters {
        return vec![None; n_labels];
    }
    let replicates = replicate_shares(&with_units, n_labels, config);
    replicates.into_iter().map(|replicates| percentile_interval(replicates, config.level)).collect()
}

fn sum_up(
    clusters: &[&ClusterCounts],
    label: usize,
    sampling: Option<(f64, f64)>,
) -> ClassifiedShare {
    let sum = |count: fn(&ClusterCounts) -> u32| {
        clusters.iter().map(|cluster| u64::from(count(cluster))).sum()
    };
    let n_units: u64 = sum(|cluster| cluster.n_units);
    let n_labelled: u64 = clusters.iter().map(|cluster| u64::from(cluster.n_labelled[label])).sum();
    ClassifiedShare {
        n_articles: sum(|cluster| cluster.n_articles),
        n_clusters: clusters.len() as u64,
        n_units,
        n_labelled,
        share: (n_units > 0).then(|| n_labelled as f64 / n_units as f64),
        sampling,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cluster(cluster_id: u64, n_units: u32, n_labelled: &[u32]) -> ClusterCounts {
        ClusterCounts { cluster_id, n_articles: 1, n_units, n_labelled: n_labelled.to_vec() }
    }

    /// Ten clusters, 26 of 60 units labelled.
    fn known_clusters() -> Vec<ClusterCounts> {
        let sizes = [4, 7, 3, 9, 5, 8, 2, 6, 10, 6];
        let labelled = [0, 5, 0, 7, 0, 6, 1, 0, 7, 0];
        (0..)
            .zip(sizes.iter().zip(labelled))
            .map(|(id, (&n_units, n))| cluster(id, n_units, &[n]))
            .collect()
    }

    fn standard_deviation(values: &[f64]) -> f64 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64)
            .sqrt()
    }

    fn check_near(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance,
            "found {found}, expected {expected} ± {tolerance}"
        );
    }

    /// Multinomial weights give a standard error of .12038 and percentiles [.1569, .6316] (numpy 2.4.6, 200,000
    /// replicates), between the sandwich estimates CR0 .11777 and CR1 .12414 (statsmodels 0.15.0). The sum N of ten
    /// Poisson weights varies, which multiplies the variance by E[10/N] = 1.13: .1285 and [.1406, .6447] (numpy
    /// 2.4.6, 2,000,000 replicates). So: 8 % of the first standard error and .02 of its bounds; against the
    /// second, five times the Monte Carlo error of 100,000 replicates (.0003 and, for the bounds, .001).
    #[test]
    fn ten_clusters_have_the_known_standard_error_and_percentiles() {
        let config = BootstrapConfig { replicates: 100_000, ..BootstrapConfig::default() };
        let clusters = known_clusters();
        let replicates =
            replicate_shares(&clusters.iter().collect::<Vec<_>>(), 1, &config).remove(0);
        let standard_error = standard_deviation(&replicates);
        check_near(standard_error, 0.120_38, 0.08 * 0.120_38);
        check_near(standard_error, 0.128_5, 0.001_5);

        let found = classified_shares(&clusters, 1, &config).unwrap().remove(0);
        check_near(found.share.unwrap(), 0.433_333_333_333_333_35, 0.0);
        let (lo, hi) = found.sampling.unwrap();
        check_near(lo, 0.156_9, 0.02);
        check_near(hi, 0.631_6, 0.02);
        check_near(lo, 0.140_6, 0.005);
        check_near(hi, 0.644_7, 0.005);
    }

    #[test]
    fn the_default_interval_never_changes() {
        let found =
            classified_shares(&known_clusters(), 1, &BootstrapConfig::default()).unwrap().remove(0);
        assert_eq!(found.sampling, Some((0.153_787_878_787_878_9, 0.632_930_191_753_352_5)));
    }

    /// With 400 clusters of one size, the standard error is known in closed form. A percentile of 2,000 replicates
    /// has a Monte Carlo error of .06 of it.
    #[test]
    fn many_clusters_have_nearly_the_normal_interval() {
        let clusters: Vec<_> =
            (0..400).map(|id| cluster(id * 31, 4, &[u32::from(id % 5 == 0) * 4])).collect();
        let found = classified_shares(&clusters, 1, &BootstrapConfig::default()).unwrap().remove(0);
        let (lo, hi) = found.sampling.unwrap();
        let standard_error = (0.2_f64 * 0.8 / 400.0).sqrt();
        check_near(lo, 0.2 - 1.96 * standard_error, 0.2 * standard_error);
        check_near(hi, 0.2 + 1.96 * standard_error, 0.2 * standard_error);
    }

    #[test]
    fn without_units_there_is_no_share_and_under_ten_clusters_no_interval() {
        let config = BootstrapConfig::default();
        let shares =
            |clusters: &[ClusterCounts]| classified_shares(clusters, 1, &config).unwrap().remove(0);
        let none = ClassifiedShare {
            n_articles: 0,
            n_clusters: 0,
            n_units: 0,
            n_labelled: 0,
            share: None,
            sampling: None,
        };
        assert_eq!(shares(&[]), none);

        let mut clusters = known_clusters();
        assert!(shares(&clusters).sampling.is_some());
        clusters[9] = cluster(9, 0, &[0]);
        let nine_with_units = shares(&clusters);
        assert_eq!((nine_with_units.n_clusters, nine_with_units.sampling), (10, None));
        clusters.truncate(9);
        assert_eq!(shares(&clusters).sampling, None);
    }

    #[test]
    fn a_label_on_no_unit_or_on_every_unit_has_no_interval() {
        let clusters: Vec<_> = (0..50).map(|id| cluster(id, 5, &[0, 5])).collect();
        let found = classified_shares(&clusters, 2, &BootstrapConfig::default()).unwrap();
        assert_eq!(
            found.iter().map(|f| (f.share, f.sampling)).collect::<Vec<_>>(),
            [(Some(0.0), None), (Some(1.0), None)]
        );
    }

    #[test]
    fn a_cluster_weighs_the_same_in_every_outlet() {
        let config = BootstrapConfig::default();
        let one = known_clusters();
        let tripled: Vec<_> = one
            .iter()
            .map(|c| cluster(c.cluster_id, c.n_units * 3, &[c.n_labelled[0] * 3]))
            .collect();
        let both: Vec<_> =
            one.iter().map(|c| cluster(c.cluster_id, c.n_units, &[c.n_labelled[0]; 2])).collect();
        let interval = |clusters: &[ClusterCounts], n_labels| {
            let found = classified_shares(clusters, n_labels, &config).unwrap();
            found.into_iter().map(|f| f.sampling).collect::<Vec<_>>()
        };
        let expected = interval(&one, 1)[0];
        assert_eq!(interval(&tripled, 1), [expected]);
        assert_eq!(interval(&both, 2), [expected, expected]);

        let renamed: Vec<_> =
            one.iter().map(|c| cluster(c.cluster_id + 100, c.n_units, &c.n_labelled)).collect();
        assert_ne!(interval(&renamed, 1), [expected]);
        let reseeded =
            classified_shares(&one, 1, &BootstrapConfig { seed: 1, ..config.clone() }).unwrap();
        assert_ne!(reseeded[0].sampling, expected);
    }

    prop_compose! {
        fn any_cluster()(cluster_id in any::<u64>(), n_articles in 0..50_u32, n_units in 0..60_u32)
            (n_labelled in prop::collection::vec(0..=n_units, 2), cluster_id in Just(cluster_id),
             n_articles in Just(n_articles), n_units in Just(n_units)) -> ClusterCounts {
            ClusterCounts { cluster_id, n_articles, n_units, n_labelled }
        }
    }

    proptest! {
        #[test]
        fn share_and_bounds_lie_between_the_extreme_clusters(
            clusters in prop::collection::vec(any_cluster(), 0..30), seed: u64, min_clusters in 0..12_usize,
        ) {
            let config = BootstrapConfig { replicates: 100, seed, min_clusters, ..BootstrapConfig::default() };
            for (label, found) in classified_shares(&clusters, 2, &config)?.into_iter().enumerate() {
                let shares = || clusters.iter().filter(|c| c.n_units > 0)
                    .map(|c| f64::from(c.n_labelled[label]) / f64::from(c.n_units));
                let (least, most) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
                prop_assert_eq!(found.share.is_some(), shares().count() > 0);
                if let Some(share) = found.share {
                    prop_assert!(least <= share && share <= most);
                }
                if let Some((lo, hi)) = found.sampling {
                    prop_assert!(shares().count() >= min_clusters);
                    prop_assert!(0.0 <= least && least <= lo && lo <= hi && hi <= most && most <= 1.0);
                }
            }
        }

        #[test]
        fn the_order_of_clusters_does_not_matter(
            (clusters, shuffled) in prop::collection::vec(any_cluster(), 10..30)
                .prop_flat_map(|clusters| (Just(clusters.clone()), Just(clusters).prop_shuffle())),
        ) {
            let config = BootstrapConfig { replicates: 100, ..BootstrapConfig::default() };
            prop_assert_eq!(classified_shares(&clusters, 2, &config)?, classified_shares(&shuffled, 2, &config)?);
        }
    }

    /// The largest counts a cluster can have, with the largest number of clusters that a test can hold.
    #[test]
    fn the_largest_counts_do_not_overflow() {
        let clusters: Vec<_> =
            (0..1000).map(|id| cluster(id, u32::MAX, &[u32::MAX - (id % 2) as u32])).collect();
        let found = classified_shares(&clusters, 1, &BootstrapConfig::default()).unwrap().remove(0);
        assert_eq!(found.n_units, 1000 * u64::from(u32::MAX));
    }
}
