//! Per-outlet statistics of a run.

use std::{collections::BTreeMap, path::Path};

use classifier::Codebook;
use features::UnitKind;
use ingest::Article;
use serde::Serialize;
use stats::{BootstrapConfig, ClassifiedShare, ClusterCounts, classified_shares};

use crate::{
    error::Error,
    rows::{Relevance, cluster_id, id_key},
    scoring::ScoredArticle,
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
    clusters: BTreeMap<String, Vec<ClusterCounts>>,
}

impl OutletTally {
    pub(crate) fn new(n_labels: usize) -> Self {
        Self { n_labels, ..Self::default() }
    }

    pub(crate) fn add(&mut self, article: &Article, relevance: Relevance, scored: &ScoredArticle) {
        if !self.clusters.contains_key(&article.outlet) {
            self.clusters.insert(article.outlet.clone(), Vec::new());
        }
        let Some(clusters) =
            self.clusters.get_mut(&article.outlet).filter(|_| relevance == Relevance::Relevant)
        else {
            return;
        };
        let sentences = || scored.units.iter().filter(|unit| unit.kind == UnitKind::Sentence);
        let n_labelled = |label: usize| {
            sentences().filter(|unit| unit.decisions[label] == Some(true)).count() as u32
        };
        clusters.push(ClusterCounts {
            // The first half serves: within one outlet a few thousand clusters do not collide.
            cluster_id: (id_key(cluster_id(article)) >> 64) as u64,
            n_articles: 1,
            n_units: sentences().count() as u32,
            n_labelled: (0..self.n_labels).map(n_labelled).collect(),
        });
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
        let shares = |&(outlet, clusters): &(&String, &Vec<ClusterCounts>)| {
            let shares = classified_shares(clusters, self.n_labels, config)?;
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
