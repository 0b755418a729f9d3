//! Krippendorff's alpha, with an interval over clusters of units.

use super::coincidences::{Coincidences, Disagreement};
use super::{CodeDistance, CodedUnit};
use crate::Error;
use crate::bootstrap::{BootstrapConfig, percentile_interval};
use crate::random::WeightStream;

/// Agreement of all coders, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Alpha {
    /// Units with codes of two or more coders: the ones that alpha is about.
    pub n_units: u64,
    /// Units with fewer codes: they hold no agreement and no disagreement, and are left out.
    pub n_units_left_out: u64,
    /// Codes in the units that count.
    pub n_codes: u64,
    /// Clusters of the units that count.
    pub n_clusters: u64,
    /// The mean distance of two codes of the same unit, in [0, 1]; `None` without units.
    pub observed_disagreement: Option<f64>,
    /// The mean distance of two codes of any units, in [0, 1]; `None` without units.
    pub expected_disagreement: Option<f64>,
    /// `1 - observed/expected`, above -1 and at most 1: 1 is perfect, 0 what chance would bring. `None` where the
    /// expected disagreement is 0, because all codes are one and the same (or there are none): codes that do not
    /// vary cannot show whether coders can tell units apart, and neither 1 nor 0 would be true of them.
    pub alpha: Option<f64>,
    /// The bounds of the percentile interval; `None` with too few clusters, where no replicate differs from another
    /// (perfect agreement), and where more replicates are undefined than one tail of the interval holds.
    pub interval: Option<(f64, f64)>,
    /// Replicates that drew one code alone and so have no alpha. They are left out of the interval. They are many
    /// where a code is in few clusters; if they outnumber a tail, its bound could lie anywhere.
    pub undefined_replicates: u32,
}

/// Krippendorff's alpha over any number of coders and missing codes, with a percentile interval from the cluster
/// bootstrap.
///
/// Neither the order of units nor, within a unit, that of codes changes a digit. Units with the same `cluster_id` are
/// drawn together; their weights are those of every other statistic under the same seed. That alpha lies between its
/// bounds holds nearly always and is no law: a percentile interval follows the replicates. Time: replicates times
/// the number of clusters, and under `Jaccard` also times the square of the number of distinct sets.
///
/// Alpha: Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; above -1 because both distances keep
/// the triangle inequality. Interval: units are drawn as in Zapf et al. 2016, "Measuring inter-rater reliability for
/// nominal data", here by the cluster; it is not Krippendorff's own bootstrap, which draws single pairs of codes as
/// if they were independent.
///
/// ```
/// use stats::{BootstrapConfig, CodeDistance, CodedUnit, krippendorff_alpha};
///
/// // Three coders, of whom the last skips every other unit and the first errs on every fourth.
/// let units: Vec<CodedUnit> = (0..40_u64)
///     .map(|unit| {
///         let code = unit % 3 % 2;
///         let erring = if unit % 4 == 0 { 1 - code } else { code };
///         CodedUnit { cluster_id: unit / 2, codes: vec![Some(erring), Some(code), (unit % 2 == 1).then_some(code)] }
///     })
///     .collect();
/// let found = krippendorff_alpha(&units, CodeDistance::Nominal, &BootstrapConfig::default())?;
///
/// let (alpha, (lo, hi)) = (found.alpha.unwrap(), found.interval.unwrap());
/// assert!(lo < alpha && alpha < hi);
/// # Ok::<(), stats::Error>(())
/// ```
///
/// # Errors
/// Bootstrap settings that are out of range.
pub fn krippendorff_alpha(
    units: &[CodedUnit],
    distance: CodeDistance,
    config: &BootstrapConfig,
) -> Result<Alpha, Error> {
    config.check()?;
    let coincidences = Coincidences::new(units, distance);
    let once = coincidences.clusters.iter().map(|_| 1);
    let disagreement = coincidences.disagreement(once, &mut coincidences.zero_sums());
    let (interval, undefined_replicates) = bootstrap_interval(&coincidences, config);
    Ok(Alpha {
        n_units: coincidences.n_units,
        n_units_left_out: units.len() as u64 - coincidences.n_units,
        n_codes: disagreement.map_or(0, |found| found.n_codes),
        n_clusters: coincidences.clusters.len() as u64,
        observed_disagreement: disagreement.map(|found| found.observed),
        expected_disagreement: disagreement.map(|found| found.expected),
        alpha: disagreement.and_then(Disagreement::alpha),
        interval,
        undefined_replicates,
    })
}

/// The interval, and the number of replicates that have no alpha. With too few clusters, none is drawn.
fn bootstrap_interval(
    coincidences: &Coincidences,
    config: &BootstrapConfig,
) -> (Option<(f64, f64)>, u32) {
    if coincidences.clusters.len() < config.min_clusters {
        return (None, 0);
    }
    let mut alphas = replicate_alphas(coincidences, config);
    let undefined = config.replicates - alphas.len() as u32;
    let tail = (1.0 - config.level) / 2.0 * f64::from(config.replicates);
    let interval = if f64::from(undefined) > tail {
        None
    } else {
        percentile_interval(&mut alphas, config.level)
    };
    (interval, undefined)
}

/// The alpha of every replicate that has one.
fn replicate_alphas(coincidences: &Coincidences, config: &BootstrapConfig) -> Vec<f64> {
    let streams: Vec<WeightStream> = coincidences
        .clusters
        .iter()
        .map(|cluster| WeightStream::new(config.seed, cluster.cluster_id))
        .collect();
    let mut sums = coincidences.zero_sums();
    (0..config.replicates)
        .filter_map(|replicate| {
            let weights = streams.iter().map(|stream| stream.weight(replicate));
            coincidences.disagreement(weights, &mut sums)?.alpha()
        })
        .collect()
}

#[cfg(test)]
mod tests;
