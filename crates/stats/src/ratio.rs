//! The ratio of two totals, with standard errors that count clusters.

use crate::Error;
use crate::error::check_range;

/// What one unit adds to the two totals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioUnit {
    /// The cluster whose units are not independent of this one.
    pub cluster_id: u64,
    /// What it adds to the numerator: 1 where it carries the label, else 0; a weighted or corrected value.
    pub numerator: f64,
    /// What it adds to the denominator: 1, or its weight.
    pub denominator: f64,
}

/// A ratio of totals and its standard errors, linearised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioEstimate {
    /// The sum of the numerators divided by that of the denominators.
    pub ratio: f64,
    /// Units.
    pub n_units: u64,
    /// Clusters.
    pub n_clusters: u64,
    /// The standard error as if all units were independent: `√Σe²/Σd` with `e = y - ratio·d`.
    pub hc0: f64,
    /// The cluster-robust standard error: `√Σ(Σ_cluster e)²/Σd`.
    pub cr0: f64,
    /// `cr0` times `√(G/(G - 1))` with G clusters, which undoes part of its bias when they are few; `None` with one.
    pub cr1: Option<f64>,
    /// How much larger the variance is for the clusters, `cr0²/hc0²`; `None` where no unit differs from the ratio.
    pub design_effect: Option<f64>,
}

/// The ratio of two totals over clusters of units. With denominators of 1, the mean.
///
/// Clusters are assumed to be independent and many: with fewer than about 30 the errors are too small, with one cluster
/// `cr0` is 0. The order of units changes no digit.
///
/// Linearisation: Cochran 1977, "Sampling techniques", chapter 6. CR0: Liang, Zeger 1986, "Longitudinal data analysis
/// using generalized linear models"; CR1 and the number of clusters: Cameron, Miller 2015, "A practitioner's guide to
/// cluster-robust inference". Design effect: Kish 1965, "Survey sampling".
///
/// ```
/// use stats::{RatioUnit, cluster_ratio};
///
/// let units: Vec<RatioUnit> = (0..40_u64)
///     .map(|unit| RatioUnit { cluster_id: unit / 4, numerator: (unit / 4 % 2) as f64, denominator: 1.0 })
///     .collect();
/// let found = cluster_ratio(&units)?;
/// assert_eq!((found.ratio, found.design_effect), (0.5, Some(4.0)));
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// No units, a number that is not finite, and denominators with a sum that is not above 0.
pub fn cluster_ratio(units: &[RatioUnit]) -> Result<RatioEstimate, Error> {
    let units = sort_and_check(units)?;
    let (numerator, denominator) = units
        .iter()
        .fold((0.0, 0.0), |sums, unit| (sums.0 + unit.numerator, sums.1 + unit.denominator));
    check_range(
        denominator > 0.0 && f64::is_finite(denominator),
        "denominators with a sum of",
        denominator,
        "a finite one above 0",
    )?;
    let ratio = numerator / denominator;
    let residual = |unit: &RatioUnit| unit.numerator - ratio * unit.denominator;
    let by_unit: f64 = units.iter().map(|unit| square(residual(unit))).sum();
    let clusters = || units.chunk_by(|a, b| a.cluster_id == b.cluster_id);
    let by_cluster: f64 =
        clusters().map(|units| square(units.iter().map(residual).sum::<f64>())).sum();
    let n_clusters = clusters().count();
    let cr0 = by_cluster.sqrt() / denominator;
    let few = n_clusters as f64 / (n_clusters as f64 - 1.0);
    Ok(RatioEstimate {
        ratio,
        n_units: units.len() as u64,
        n_clusters: n_clusters as u64,
        hc0: by_unit.sqrt() / denominator,
        cr0,
        cr1: (n_clusters > 1).then(|| cr0 * few.sqrt()),
        design_effect: (by_unit > 0.0).then(|| by_cluster / by_unit),
    })
}

/// The units in an order that depends on nothing but themselves.
fn sort_and_check(units: &[RatioUnit]) -> Result<Vec<RatioUnit>, Error> {
    if units.is_empty() {
        return Err(Error::TooFew { name: "units", found: 0, least: 1 });
    }
    for unit in units {
        for (name, found) in
            [("a numerator of", unit.numerator), ("a denominator of", unit.denominator)]
        {
            check_range(found.is_finite(), name, found, "a finite number")?;
        }
    }
    let mut sorted = units.to_vec();
    sorted.sort_unstable_by(|a, b| {
        a.cluster_id
            .cmp(&b.cluster_id)
            .then(a.numerator.total_cmp(&b.numerator))
            .then(a.denominator.total_cmp(&b.denominator))
    });
    Ok(sorted)
}

fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::{BootstrapConfig, for_each_replicate, percentile_interval};
    use crate::clusters::{ClusterCounts, CountLayout};
    use proptest::prelude::*;

    const SIZES: [usize; 10] = [4, 7, 3, 9, 5, 8, 2, 6, 10, 6];
    const LABELS: &str = "000001110110001101110110000001110111100000000111011101000000";

    fn units_in_clusters() -> Vec<RatioUnit> {
        let cluster_ids = (0..).zip(SIZES).flat_map(|(cluster_id, size)| vec![cluster_id; size]);
        cluster_ids
            .zip(LABELS.chars())
            .map(|(cluster_id, label)| RatioUnit {
                cluster_id,
                numerator: f64::from(u8::from(label == '1')),
                denominator: 1.0,
            })
            .collect()
    }

    fn check_near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12, "found {found}, expected {expected}");
    }

    /// statsmodels 0.15.0: `OLS(y, ones).fit(cov_type="HC0")`, and `cov_type="cluster"` without and with its
    /// correction.
    #[test]
    fn ten_clusters_have_the_errors_of_a_cluster_robust_regression() {
        let found = cluster_ratio(&units_in_clusters()).unwrap();
        assert_eq!((found.n_units, found.n_clusters), (60, 10));
        check_near(found.ratio, 0.433_333_333_333_333_35);
        check_near(found.hc0, 0.063_973_374_091_043_49);
        check_near(found.cr0, 0.117_772_536_571_012_12);
        check_near(found.cr1.unwrap(), 0.124_143_153_793_291_7);
        check_near(found.design_effect.unwrap(), 3.389_140_271_493_215_3);
    }

    /// numpy 2.4.6, 200,000 replicates: standard error .12037805847316344, percentiles .1568627450980392 and
    /// .631578947368421 with multinomial weights. Those here are Poisson: wider by about 1/(2G) of themselves.
    #[test]
    fn the_cluster_bootstrap_comes_to_the_same_error() {
        let units = units_in_clusters();
        let clusters: Vec<ClusterCounts> = units
            .chunk_by(|a, b| a.cluster_id == b.cluster_id)
            .map(|units| {
                let n_labelled = units.iter().map(|unit| unit.numerator as u32).sum();
                let counts = [units.len() as u32, n_labelled].into();
                ClusterCounts { cluster_id: units[0].cluster_id, counts }
            })
            .collect();
        let config = BootstrapConfig { replicates: 100_000, ..BootstrapConfig::default() };
        let layout = CountLayout { n_groups: 1, n_labels: 1 };
        let mut ratios = Vec::new();
        for_each_replicate(&clusters.iter().collect::<Vec<_>>(), layout, &config, |sums| {
            if sums[0] > 0 {
                ratios.push(sums[1] as f64 / sums[0] as f64);
            }
        });
        let n = ratios.len() as f64;
        let mean = ratios.iter().sum::<f64>() / n;
        let error = (ratios.iter().map(|ratio| square(ratio - mean)).sum::<f64>() / n).sqrt();
        assert!((error / 0.120_378_058_473_163_44 - 1.05).abs() < 0.03, "{error}");
        let (lo, hi) = percentile_interval(&mut ratios, 0.95).unwrap();
        assert!((lo - 0.157).abs() < 0.015 && (hi - 0.632).abs() < 0.025, "{lo} {hi}");
    }

    #[test]
    fn units_in_clusters_of_their_own_have_a_design_effect_of_one() {
        let mut units = units_in_clusters();
        for (cluster_id, unit) in (0..).zip(&mut units) {
            unit.cluster_id = cluster_id;
        }
        let found = cluster_ratio(&units).unwrap();
        check_near(found.cr0, found.hc0);
        check_near(found.design_effect.unwrap(), 1.0);
    }

    #[test]
    fn a_denominator_of_zero_adds_nothing() {
        let unit =
            |cluster_id, numerator, denominator| RatioUnit { cluster_id, numerator, denominator };
        let units = [unit(1, 1.0, 1.0), unit(2, 0.0, 1.0), unit(3, 2.0, 2.0)];
        let found = cluster_ratio(&units).unwrap();
        check_near(found.ratio, 0.75);
        let more = [units.as_slice(), &[unit(1, 0.0, 0.0), unit(2, 0.0, 0.0)]].concat();
        check_near(cluster_ratio(&more).unwrap().cr0, found.cr0);
    }

    #[test]
    fn one_cluster_and_equal_units_have_no_error_to_tell() {
        let unit = RatioUnit { cluster_id: 1, numerator: 1.0, denominator: 1.0 };
        let found = cluster_ratio(&[unit, unit]).unwrap();
        assert_eq!((found.ratio, found.hc0, found.cr0), (1.0, 0.0, 0.0));
        assert_eq!((found.cr1, found.design_effect), (None, None));
    }

    #[test]
    fn totals_that_have_no_ratio_are_refused() {
        let check = |units: &[(f64, f64)], expected: &str| {
            let units: Vec<RatioUnit> = units
                .iter()
                .map(|&(numerator, denominator)| RatioUnit {
                    cluster_id: 0,
                    numerator,
                    denominator,
                })
                .collect();
            assert_eq!(cluster_ratio(&units).unwrap_err().to_string(), expected);
        };
        check(&[], "found 0 units, expected at least 1");
        check(
            &[(1.0, 1.0), (0.0, -1.0)],
            "found denominators with a sum of 0, expected a finite one above 0",
        );
        check(&[(f64::NAN, 1.0)], "found a numerator of NaN, expected a finite number");
        check(&[(1.0, f64::INFINITY)], "found a denominator of inf, expected a finite number");
    }

    proptest! {
        #[test]
        fn the_order_of_units_changes_no_digit_and_the_scale_only_the_ratio(
            (units, shuffled) in prop::collection::vec((0..12_u64, -1.0..2.0_f64, 0.1..3.0_f64), 1..60)
                .prop_flat_map(|units| (Just(units.clone()), Just(units).prop_shuffle())),
        ) {
            let estimate = |units: &[(u64, f64, f64)], scale: f64| {
                let units: Vec<RatioUnit> = units
                    .iter()
                    .map(|&(cluster_id, numerator, denominator)| RatioUnit {
                        cluster_id,
                        numerator: numerator * scale,
                        denominator,
                    })
                    .collect();
                cluster_ratio(&units).unwrap()
            };
            let found = estimate(&units, 1.0);
            prop_assert_eq!(found, estimate(&shuffled, 1.0));
            let twice = estimate(&units, 2.0);
            prop_assert_eq!((twice.ratio, twice.cr0), (2.0 * found.ratio, 2.0 * found.cr0));
            prop_assert_eq!(twice.design_effect, found.design_effect);
            prop_assert!(found.hc0 >= 0.0 && found.cr1.is_none_or(|cr1| cr1 >= found.cr0));
        }
    }
}
