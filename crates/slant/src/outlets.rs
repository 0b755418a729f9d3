//! Per-outlet statistics of a run.

use std::{collections::BTreeMap, path::Path};

use classifier::Codebook;
use features::UnitKind;
use serde::Serialize;
use stats::{BootstrapConfig, ClassifiedShare, ClusterCounts, classified_shares};

use crate::{
    error::Error,
    parts::ReadArticle,
    rows::{Cluster, id_key},
    scoring::Relevance,
    table::{Cell, Column, Form, Kind},
    threads::Workers,
};

/// The voice of the rows: every sentence, whoever speaks.
const ALL_VOICES: &str = "all";

/// What the classifier marks in one outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletShares {
    /// The outlet.
    pub outlet: String,
    /// Relevant articles.
    pub n_articles: u64,
    /// Clusters that these articles fall into.
    pub n_clusters: u64,
    /// Sentence units of these articles.
    pub n_units: u64,
    /// One entry a label, in the codebook's order.
    pub labels: Vec<LabelShare>,
}

/// The classified share of one label: what the classifier marks, not yet corrected for its errors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelShare {
    /// The label.
    pub label: String,
    /// Sentence units marked with the label.
    pub n_labelled: u64,
    /// Their share of all sentence units, from 0 to 1; `None` without units.
    pub classified_share: Option<f64>,
    /// Lower bound of the sampling variation; `None` where no interval is given.
    pub sampling_lo: Option<f64>,
    /// Upper bound of the sampling variation.
    pub sampling_hi: Option<f64>,
}

/// Counts sentence units while articles come by.
#[derive(Debug, Default)]
pub(crate) struct OutletTally {
    n_labels: usize,
    clusters: BTreeMap<String, BTreeMap<u64, ClusterCounts>>,
}

impl OutletTally {
    pub(crate) fn new(n_labels: usize) -> Self {
        Self { n_labels, ..Self::default() }
    }

    pub(crate) fn add(&mut self, read: &ReadArticle, cluster: Option<Cluster<'_>>) {
        let ReadArticle { article, relevance, scored } = read;
        if !self.clusters.contains_key(&article.outlet) {
            self.clusters.insert(article.outlet.clone(), BTreeMap::new());
        }
        let Some(clusters) =
            self.clusters.get_mut(&article.outlet).filter(|_| *relevance == Relevance::Relevant)
        else {
            return;
        };
        let id = cluster.map_or(article.id.as_str(), |cluster| cluster.id);
        // The first half serves: within one outlet a few thousand clusters do not collide.
        let cluster_id = (id_key(id) >> 64) as u64;
        let counts = clusters.entry(cluster_id).or_insert_with(|| ClusterCounts {
            cluster_id,
            n_articles: 0,
            n_units: 0,
            n_labelled: vec![0; self.n_labels],
        });
        counts.n_articles += 1;
        for unit in scored.units.iter().filter(|unit| unit.kind == UnitKind::Sentence) {
            counts.n_units += 1;
            for (n_labelled, decision) in counts.n_labelled.iter_mut().zip(&unit.decisions) {
                *n_labelled += u32::from(*decision == Some(true));
            }
        }
    }

    /// The shares of every outlet, sorted by name; those without a relevant article too.
    pub(crate) fn shares(
        &self,
        codebook: &Codebook,
        config: &BootstrapConfig,
        workers: &Workers<'_>,
    ) -> Result<Vec<OutletShares>, Error> {
        use rayon::prelude::*;
        let outlets: Vec<_> = self.clusters.iter().collect();
        let shares = |&(outlet, clusters): &(&String, &BTreeMap<u64, ClusterCounts>)| {
            let clusters: Vec<ClusterCounts> = clusters.values().cloned().collect();
            let shares = classified_shares(&clusters, self.n_labels, config)?;
            Ok(outlet_shares(outlet, codebook, &shares))
        };
        workers.install(|| outlets.par_iter().map(shares).collect())
    }
}

fn outlet_shares(outlet: &str, codebook: &Codebook, shares: &[ClassifiedShare]) -> OutletShares {
    let label = |(label, share): (&str, &ClassifiedShare)| LabelShare {
        label: label.to_owned(),
        n_labelled: share.n_labelled,
        classified_share: share.share,
        sampling_lo: share.sampling.map(|bounds| bounds.0),
        sampling_hi: share.sampling.map(|bounds| bounds.1),
    };
    // The counts of articles, clusters and units are the same for every label.
    let first = shares.first();
    OutletShares {
        outlet: outlet.to_owned(),
        n_articles: first.map_or(0, |share| share.n_articles),
        n_clusters: first.map_or(0, |share| share.n_clusters),
        n_units: first.map_or(0, |share| share.n_units),
        labels: codebook.label_names().zip(shares).map(label).collect(),
    }
}

/// Writes `outlets.csv`.
pub(crate) fn write_outlets(path: &Path, outlets: &[OutletShares]) -> Result<(), Error> {
    let text = |name| Column::new(name, Kind::Text);
    let number = |name| Column::new(name, Kind::Number);
    let share = |name| Column::new(name, Kind::Share);
    let columns = [
        text("outlet"),
        text("label"),
        text("voice"),
        number("n_articles"),
        number("n_clusters"),
        number("n_units"),
        number("n_labelled"),
        share("classified_share"),
        share("sampling_lo"),
        share("sampling_hi"),
    ];
    let mut table = Form::Csv.create(path, &columns)?;
    for outlet in outlets {
        for label in &outlet.labels {
            table.write(&[
                Cell::Text(&outlet.outlet),
                Cell::Text(&label.label),
                Cell::Text(ALL_VOICES),
                Cell::Number(outlet.n_articles),
                Cell::Number(outlet.n_clusters),
                Cell::Number(outlet.n_units),
                Cell::Number(label.n_labelled),
                Cell::share(label.classified_share),
                Cell::share(label.sampling_lo),
                Cell::share(label.sampling_hi),
            ])?;
        }
    }
    table.finish()
}
