//! The classified share, taken for the rate: what most publications do.

use std::collections::BTreeMap;

use super::ratio_contrast::{Part, contrast_p_values};
use crate::simulation::corpus::{SimulatedCorpus, SimulatedUnit};
use crate::simulation::tally::{CellEstimate, MethodOutcome, MissingInterval};
use crate::{BootstrapConfig, ClusterCounts, CountLayout, Error, classified_shares};

const LAYOUT: CountLayout = CountLayout { n_groups: 1, n_labels: 1 };

/// Shares of units in own voice, as rules tell it, with the percentile interval; contrasts from the linearised ratio.
pub(super) fn estimate(
    corpus: &SimulatedCorpus,
    bootstrap: &BootstrapConfig,
) -> Result<MethodOutcome, Error> {
    let mut outcome = MethodOutcome::default();
    let mut parts = Vec::new();
    for (outlet, described) in (0..).zip(&corpus.outlets) {
        let clusters = count_clusters(&corpus.units[described.units.clone()]);
        parts.extend(clusters.iter().map(|cluster| Part {
            outlet,
            cluster_id: cluster.cluster_id,
            numerator: f64::from(cluster.counts[1]),
            denominator: f64::from(cluster.counts[0]),
        }));
        outcome.cells.push(cell(&clusters, bootstrap)?);
    }
    outcome.p_values = contrast_p_values(corpus.outlets.len(), &parts);
    Ok(outcome)
}

fn cell(clusters: &[ClusterCounts], bootstrap: &BootstrapConfig) -> Result<CellEstimate, Error> {
    let groups = classified_shares(clusters, LAYOUT, bootstrap)?;
    let found = &groups[0].labels[0];
    let has_few = groups[0].n_clusters < bootstrap.min_clusters as u64;
    let missing = if has_few { MissingInterval::FewClusters } else { MissingInterval::NoVariation };
    Ok(CellEstimate { estimate: found.share, interval: found.sampling.ok_or(missing) })
}

/// Units in own voice, and those of them that are marked.
fn count_clusters(units: &[SimulatedUnit]) -> Vec<ClusterCounts> {
    let mut clusters: BTreeMap<u64, [u32; 2]> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.rule_own) {
        let counts = clusters.entry(unit.cluster_id).or_default();
        counts[0] += 1;
        counts[1] += u32::from(unit.mark);
    }
    clusters
        .into_iter()
        .map(|(cluster_id, counts)| ClusterCounts { cluster_id, counts: counts.into() })
        .collect()
}
