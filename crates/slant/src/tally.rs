//! Sentence units of a run, counted by outlet, cluster and voice.

use std::collections::BTreeMap;

use classifier::Codebook;
use features::{UnitKind, Voice};
use stats::{BootstrapConfig, ClusterCounts, CountLayout, GroupShares, classified_shares};

use crate::{
    error::Error,
    outlets::{LabelShare, OutletShares, VoiceShares},
    parts::ReadArticle,
    rows::{Cluster, id_key},
    scoring::{Relevance, ScoredUnit},
    threads::Workers,
};

/// Counts sentence units while articles come by.
#[derive(Debug)]
pub(crate) struct OutletTally {
    layout: CountLayout,
    outlets: BTreeMap<String, OutletCounts>,
}

#[derive(Debug, Default)]
struct OutletCounts {
    /// Relevant articles.
    n_articles: u64,
    /// Relevant articles with a sentence in each voice.
    n_articles_with: [u64; Voice::ALL.len()],
    /// The counts of each cluster, by voice.
    clusters: BTreeMap<u64, Box<[u32]>>,
}

impl OutletTally {
    pub(crate) fn new(n_labels: usize) -> Self {
        let layout = CountLayout { n_groups: Voice::ALL.len(), n_labels };
        Self { layout, outlets: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        let ReadArticle { article, relevance, scored } = read;
        if !self.outlets.contains_key(&article.outlet) {
            self.outlets.insert(article.outlet.clone(), OutletCounts::default());
        }
        let Some(outlet) =
            self.outlets.get_mut(&article.outlet).filter(|_| *relevance == Relevance::Relevant)
        else {
            return;
        };
        outlet.n_articles += 1;
        let counts = outlet
            .clusters
            .entry(cluster_key(read, cluster))
            .or_insert_with(|| vec![0; self.layout.n_of_cluster()].into());
        let mut is_heard = [false; Voice::ALL.len()];
        for unit in sentences(&scored.units) {
            let voice = position(unit.voice());
            is_heard[voice] = true;
            let first = voice * self.layout.n_of_group();
            counts[first] += 1;
            for (n_labelled, decision) in counts[first + 1..].iter_mut().zip(&unit.decisions) {
                *n_labelled += u32::from(*decision == Some(true));
            }
        }
        for (n_articles, is_heard) in outlet.n_articles_with.iter_mut().zip(is_heard) {
            *n_articles += u64::from(is_heard);
        }
    }

    /// The shares of every outlet, sorted by name; those without a relevant article too.
    pub(crate) fn into_shares(
        self,
        codebook: &Codebook,
        config: &BootstrapConfig,
        workers: &Workers<'_>,
    ) -> Result<Vec<OutletShares>, Error> {
        use rayon::prelude::*;
        let layout = self.layout;
        let outlets: Vec<(String, OutletCounts)> = self.outlets.into_iter().collect();
        let shares = |(outlet, counts): (String, OutletCounts)| {
            let OutletCounts { n_articles, n_articles_with, clusters } = counts;
            let clusters: Vec<ClusterCounts> = clusters
                .into_iter()
                .map(|(cluster_id, counts)| ClusterCounts { cluster_id, counts })
                .collect();
            let groups = classified_shares(&clusters, layout, config)?;
            let n_articles_of = n_articles_with.into_iter().chain([n_articles]);
            let mut voices = n_articles_of
                .zip(groups)
                .map(|(n_articles, group)| voice_shares(n_articles, group, codebook));
            let mut next = || voices.next().unwrap_or_default();
            Ok(OutletShares {
                outlet,
                n_articles,
                n_clusters: clusters.len() as u64,
                own: next(),
                direct_quote: next(),
                indirect: next(),
                all: next(),
            })
        };
        workers.install(|| outlets.into_par_iter().map(shares).collect())
    }
}

/// What stands for the cluster of an article, else for the article.
pub(crate) fn cluster_key(read: &ReadArticle, cluster: Option<Cluster<'_>>) -> u64 {
    let id = cluster.map_or(read.article.id.as_str(), |cluster| cluster.id);
    // The first half serves: within one outlet a few thousand clusters do not collide.
    (id_key(id) >> 64) as u64
}

/// The units that count.
pub(crate) fn sentences(units: &[ScoredUnit]) -> impl Iterator<Item = &ScoredUnit> {
    units.iter().filter(|unit| unit.kind == UnitKind::Sentence)
}

fn position(voice: Voice) -> usize {
    match voice {
        Voice::Own => 0,
        Voice::DirectQuote => 1,
        Voice::Indirect => 2,
    }
}

fn voice_shares(n_articles: u64, group: GroupShares, codebook: &Codebook) -> VoiceShares {
    let labels = codebook.label_names().zip(group.labels).map(|(label, share)| LabelShare {
        label: label.to_owned(),
        n_labelled: share.n_labelled,
        classified_share: share.share,
        sampling_lo: share.sampling.map(|bounds| bounds.0),
        sampling_hi: share.sampling.map(|bounds| bounds.1),
    });
    VoiceShares {
        n_articles,
        n_clusters: group.n_clusters,
        n_units: group.n_units,
        labels: labels.collect(),
    }
}
