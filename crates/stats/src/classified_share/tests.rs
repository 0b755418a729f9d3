//! Classified shares of known and of random clusters.

use super::*;
use proptest::prelude::*;

fn cluster(cluster_id: u64, n_units: u32, n_labelled: &[u32]) -> ClusterCounts {
    ClusterCounts { cluster_id, counts: [&[n_units], n_labelled].concat().into() }
}

/// The shares of clusters whose units are one group.
fn shares_of_one_group(
    clusters: &[ClusterCounts],
    n_labels: usize,
    config: &BootstrapConfig,
) -> GroupShares {
    let layout = CountLayout { n_groups: 1, n_labels };
    let mut groups = classified_shares(clusters, layout, config).unwrap();
    let all = groups.pop().unwrap();
    assert_eq!(groups, std::slice::from_ref(&all));
    all
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
    let layout = CountLayout { n_groups: 1, n_labels: 1 };
    let mut replicates = Vec::new();
    for_each_replicate(&clusters.iter().collect::<Vec<_>>(), layout, &config, |sums| {
        if sums[0] > 0 {
            replicates.push(sums[1] as f64 / sums[0] as f64);
        }
    });
    let standard_error = standard_deviation(&replicates);
    check_near(standard_error, 0.120_38, 0.08 * 0.120_38);
    check_near(standard_error, 0.128_5, 0.001_5);

    let found = shares_of_one_group(&clusters, 1, &config).labels.remove(0);
    check_near(found.share.unwrap(), 0.433_333_333_333_333_35, 0.0);
    let (lo, hi) = found.sampling.unwrap();
    check_near(lo, 0.156_9, 0.02);
    check_near(hi, 0.631_6, 0.02);
    check_near(lo, 0.140_6, 0.005);
    check_near(hi, 0.644_7, 0.005);
}

#[test]
fn the_default_interval_never_changes() {
    let found = shares_of_one_group(&known_clusters(), 1, &BootstrapConfig::default());
    assert_eq!(found.labels[0].sampling, Some((0.153_787_878_787_878_9, 0.632_930_191_753_352_5)));
}

/// With 400 clusters of one size, the standard error is known in closed form. A percentile of 2,000 replicates
/// has a Monte Carlo error of .06 of it.
#[test]
fn many_clusters_have_nearly_the_normal_interval() {
    let clusters: Vec<_> =
        (0..400).map(|id| cluster(id * 31, 4, &[u32::from(id % 5 == 0) * 4])).collect();
    let found = shares_of_one_group(&clusters, 1, &BootstrapConfig::default());
    let (lo, hi) = found.labels[0].sampling.unwrap();
    let standard_error = (0.2_f64 * 0.8 / 400.0).sqrt();
    check_near(lo, 0.2 - 1.96 * standard_error, 0.2 * standard_error);
    check_near(hi, 0.2 + 1.96 * standard_error, 0.2 * standard_error);
}

#[test]
fn without_units_there_is_no_share_and_under_ten_clusters_no_interval() {
    let config = BootstrapConfig::default();
    let shares = |clusters: &[ClusterCounts]| shares_of_one_group(clusters, 1, &config);
    let none = GroupShares { labels: vec![ClassifiedShare::default()], ..GroupShares::default() };
    assert_eq!(shares(&[]), none);

    let mut clusters = known_clusters();
    assert!(shares(&clusters).labels[0].sampling.is_some());
    clusters[9] = cluster(9, 0, &[0]);
    let nine_with_units = shares(&clusters);
    assert_eq!((nine_with_units.n_clusters, nine_with_units.labels[0].sampling), (9, None));
    clusters.truncate(9);
    assert_eq!(shares(&clusters).labels[0].sampling, None);
}

#[test]
fn a_label_on_no_unit_or_on_every_unit_has_no_interval() {
    let clusters: Vec<_> = (0..50).map(|id| cluster(id, 5, &[0, 5])).collect();
    let found = shares_of_one_group(&clusters, 2, &BootstrapConfig::default());
    assert_eq!(
        found.labels.iter().map(|f| (f.share, f.sampling)).collect::<Vec<_>>(),
        [(Some(0.0), None), (Some(1.0), None)]
    );
}

#[test]
fn a_cluster_weighs_the_same_in_every_outlet() {
    let config = BootstrapConfig::default();
    let one = known_clusters();
    let tripled: Vec<_> =
        one.iter().map(|c| cluster(c.cluster_id, c.counts[0] * 3, &[c.counts[1] * 3])).collect();
    let both: Vec<_> =
        one.iter().map(|c| cluster(c.cluster_id, c.counts[0], &[c.counts[1]; 2])).collect();
    let interval = |clusters: &[ClusterCounts], n_labels| {
        let found = shares_of_one_group(clusters, n_labels, &config);
        found.labels.into_iter().map(|f| f.sampling).collect::<Vec<_>>()
    };
    let expected = interval(&one, 1)[0];
    assert_eq!(interval(&tripled, 1), [expected]);
    assert_eq!(interval(&both, 2), [expected, expected]);

    let renamed: Vec<_> =
        one.iter().map(|c| cluster(c.cluster_id + 100, c.counts[0], &c.counts[1..])).collect();
    assert_ne!(interval(&renamed, 1), [expected]);
    let reseeded = shares_of_one_group(&one, 1, &BootstrapConfig { seed: 1, ..config.clone() });
    assert_ne!(reseeded.labels[0].sampling, expected);
}

prop_compose! {
    fn any_cluster()(cluster_id in any::<u64>(), n_units in 0..60_u32)
        (n_labelled in prop::collection::vec(0..=n_units, 2), cluster_id in Just(cluster_id), n_units in Just(n_units))
        -> ClusterCounts {
        cluster(cluster_id, n_units, &n_labelled)
    }
}

proptest! {
    #[test]
    fn share_and_bounds_lie_between_the_extreme_clusters(
        clusters in prop::collection::vec(any_cluster(), 0..30), seed: u64, min_clusters in 0..12_usize,
    ) {
        let config = BootstrapConfig { replicates: 100, seed, min_clusters, ..BootstrapConfig::default() };
        for (label, found) in shares_of_one_group(&clusters, 2, &config).labels.into_iter().enumerate() {
            let shares = || clusters.iter().filter(|c| c.counts[0] > 0)
                .map(|c| f64::from(c.counts[1 + label]) / f64::from(c.counts[0]));
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
        prop_assert_eq!(shares_of_one_group(&clusters, 2, &config), shares_of_one_group(&shuffled, 2, &config));
    }

    #[test]
    fn groups_have_the_shares_that_they_have_alone_and_together(
        parts in prop::collection::vec(prop::collection::vec(any_cluster(), 15), 3), seed: u64,
    ) {
        let config = BootstrapConfig { replicates: 50, seed, ..BootstrapConfig::default() };
        let counts_of = |id: usize| parts.iter().map(move |part| &part[id].counts);
        let with_counts = |counts: &dyn Fn(usize) -> Vec<u32>| -> Vec<ClusterCounts> {
            (0..15).map(|id| ClusterCounts { cluster_id: id as u64, counts: counts(id).into() }).collect()
        };
        let layout = CountLayout { n_groups: 3, n_labels: 2 };
        let side_by_side = with_counts(&|id| counts_of(id).flat_map(|counts| counts.to_vec()).collect());
        let found = classified_shares(&side_by_side, layout, &config)?;
        for (group, part) in parts.iter().enumerate() {
            let alone = with_counts(&|id| part[id].counts.to_vec());
            prop_assert_eq!(&found[group], &shares_of_one_group(&alone, 2, &config));
        }
        let together = with_counts(&|id| (0..3).map(|n| counts_of(id).map(|counts| counts[n]).sum()).collect());
        prop_assert_eq!(&found[3], &shares_of_one_group(&together, 2, &config));
    }
}

/// The largest counts a cluster can have, with the largest number of clusters that a test can hold.
#[test]
fn the_largest_counts_do_not_overflow() {
    let clusters: Vec<_> =
        (0..1000).map(|id| cluster(id, u32::MAX, &[u32::MAX - (id % 2) as u32])).collect();
    let found = shares_of_one_group(&clusters, 1, &BootstrapConfig::default());
    assert_eq!(found.n_units, 1000 * u64::from(u32::MAX));
}
