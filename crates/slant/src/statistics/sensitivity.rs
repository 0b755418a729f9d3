//! What other choices of the analyst would give: every combination, so that a reader sees whether a finding hangs on one.

use serde::Serialize;
use stats::{CorrectedRate, RateConfig, RateEstimate, RateSums, corrected_rate_of};

use super::{
    beside::{classified_rate, classified_sums},
    coding::{Coding, Copies, Domain, Estimand, Proxy, Quantity, RelevanceRule, Specification},
    warnings::no_interval_reason,
};
use crate::{error::Error, threads::Workers};

/// A choice with its name in the table.
type Named<T> = (&'static str, T);

const PROXIES: [Named<Proxy>; 2] = [("probability", Proxy::Probability), ("mark", Proxy::Mark)];
const RELEVANCE: [Named<RelevanceRule>; 2] =
    [("article", RelevanceRule::Article), ("unit", RelevanceRule::Unit)];
const ESTIMANDS: [Estimand; 2] = [Estimand::Sentence, Estimand::Article];
const COPIES: [Named<Copies>; 3] = [
    ("all", Copies::All),
    ("clusters_once", Copies::ClustersOnce),
    ("originals", Copies::Originals),
];
/// The correction of the classified share.
const NONE: &str = "none";
const LABELS_ONLY: &str = "labels_only";
const PPI: &str = "ppi++";

/// One way through the choices, and what it gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SensitivityRow {
    /// The outlet; `None`: all together.
    pub outlet: Option<String>,
    /// The label.
    pub label: String,
    /// What stands for the classifier: `probability` or `mark`; missing for the labels alone.
    pub scores: Option<&'static str>,
    /// Which units count: those of relevant `article`s, or those that are relevant as a `unit`.
    pub relevance: &'static str,
    /// What counts alike: `sentence` or `article`.
    pub estimand: &'static str,
    /// How copies count: `all`, `clusters_once`, `originals`.
    pub copies: &'static str,
    /// `none`, `labels_only`, `ppi++`.
    pub correction: &'static str,
    /// Whether these are the choices of the main table.
    pub is_default: bool,
    /// Units that it counts, as the rules tell.
    pub n_units: u64,
    /// The rate, or of `none` the classified share.
    pub estimate: Option<f64>,
    /// Its linearised interval.
    pub interval: Option<(f64, f64)>,
    /// Why there is none.
    pub missing: Option<String>,
}

/// Own voice, all outlets together, then each outlet.
pub(super) fn sensitivity(
    coding: &Coding<'_>,
    estimand: Estimand,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<SensitivityRow>, Error> {
    let config = config.linearised();
    let n_outlets = coding.frame.outlets.len();
    // For each place (all outlets together first) and label its rows.
    let mut cells = vec![vec![Vec::new(); coding.frame.n_labels()]; n_outlets + 1];
    for label in 0..coding.frame.n_labels() {
        for counted_alike in ESTIMANDS {
            for copies in COPIES {
                let of_places =
                    rows_of_places(coding, label, (counted_alike, copies), &config, workers)?;
                for (cell, rows) in cells.iter_mut().zip(of_places) {
                    cell[label].extend(rows);
                }
            }
        }
    }
    for (place, rows) in cells.iter_mut().enumerate() {
        for rows in rows {
            let outlet = place.checked_sub(1).map(|outlet| &coding.frame.outlets[outlet]);
            rows.iter_mut().for_each(|row: &mut SensitivityRow| row.outlet = outlet.cloned());
            mark_default(rows, estimand);
        }
    }
    Ok(cells.into_iter().flatten().flatten().collect())
}

/// The rows of one way to weight sentences: of all outlets together, then of each.
fn rows_of_places(
    coding: &Coding<'_>,
    label: usize,
    (estimand, (copies_name, copies)): (Estimand, Named<Copies>),
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<Vec<SensitivityRow>>, Error> {
    use rayon::prelude::*;
    let own = Domain::Voice(features::Voice::Own);
    let specification =
        Specification { copies, ..Specification::of(own, Quantity::Label(label), estimand) };
    let n_outlets = coding.frame.outlets.len();
    let sums = |outlet: usize| WaySums::of(coding, coding.articles_of(outlet), &specification);
    let of_outlets: Vec<WaySums> =
        workers.install(|| (0..n_outlets).into_par_iter().map(sums).collect::<Result<_, _>>())?;
    let together = WaySums::together(&of_outlets);
    let all: Vec<&WaySums> = std::iter::once(&together).chain(&of_outlets).collect();
    let row = row_of(coding, &specification, (label, copies_name));
    workers.install(|| all.into_par_iter().map(|sums| sums.rows(&row, config)).collect())
}

/// Marks the row with the choices of the main table: of these, the one with the most correction.
fn mark_default(rows: &mut [SensitivityRow], estimand: Estimand) {
    let is_main = |row: &SensitivityRow| {
        (row.correction != PPI || row.scores == Some("probability"))
            && row.relevance == "article"
            && row.estimand == estimand.as_str()
            && row.copies == "all"
    };
    for correction in [PPI, LABELS_ONLY, NONE] {
        let found = rows.iter_mut().find(|row| is_main(row) && row.correction == correction);
        if let Some(row) = found {
            row.is_default = true;
            return;
        }
    }
}

/// What the classifier's marks contribute and, with an audit, each rule of relevance with each proxy.
struct WaySums {
    classified: RateSums,
    audited: Vec<RateSums>,
}

impl WaySums {
    fn of(
        coding: &Coding<'_>,
        articles: &[u32],
        specification: &Specification,
    ) -> Result<Self, Error> {
        let mut audited = Vec::new();
        for ((_, relevance), (_, proxy)) in ways().filter(|_| coding.has_audit()) {
            let specification = Specification { proxy, relevance, ..*specification };
            audited.push(RateSums::of(&coding.frame_units(articles, &specification))?);
        }
        Ok(Self { classified: classified_sums(coding, articles, specification)?, audited })
    }

    fn together(parts: &[Self]) -> Self {
        let classified: Vec<&RateSums> = parts.iter().map(|part| &part.classified).collect();
        let n_ways = parts.first().map_or(0, |part| part.audited.len());
        let of_way = |way: usize| {
            let sums: Vec<&RateSums> = parts.iter().map(|part| &part.audited[way]).collect();
            RateSums::together(&sums)
        };
        Self {
            classified: RateSums::together(&classified),
            audited: (0..n_ways).map(of_way).collect(),
        }
    }

    fn rows(
        &self,
        row: &SensitivityRow,
        config: &RateConfig,
    ) -> Result<Vec<SensitivityRow>, Error> {
        let found = classified_rate(&self.classified, config)?;
        let row = SensitivityRow { n_units: found.n_audited, ..row.clone() };
        let mut rows = vec![of_classified(&found, &row)];
        for (((relevance, _), proxy), sums) in ways().zip(&self.audited) {
            let found = corrected_rate_of(sums, config)?;
            let row = SensitivityRow { relevance, ..row.clone() };
            rows.extend(of_audit(&found, proxy, &row));
        }
        Ok(rows)
    }
}

/// Rules of relevance with proxies, the labels alone with the first proxy of each.
fn ways() -> impl Iterator<Item = (Named<RelevanceRule>, Named<Proxy>)> {
    RELEVANCE.into_iter().flat_map(|rule| PROXIES.map(|proxy| (rule, proxy)))
}

/// What all rows of one way to weight sentences have in common.
fn row_of(
    coding: &Coding<'_>,
    specification: &Specification,
    (label, copies): (usize, &'static str),
) -> SensitivityRow {
    SensitivityRow {
        outlet: None,
        label: coding.frame.labels[label].clone(),
        scores: None,
        relevance: RELEVANCE[0].0,
        estimand: specification.estimand.as_str(),
        copies,
        correction: NONE,
        is_default: false,
        n_units: 0,
        estimate: None,
        interval: None,
        missing: None,
    }
}

fn of_classified(found: &CorrectedRate, row: &SensitivityRow) -> SensitivityRow {
    let missing =
        found.no_interval.map(|reason| no_interval_reason(reason).replace("audited ", ""));
    let (estimate, interval) = (found.corrected.rate, found.corrected.interval);
    SensitivityRow { scores: Some(PROXIES[1].0), estimate, interval, missing, ..row.clone() }
}

/// PPI++ where it is; before it, with the first proxy, the labels alone.
fn of_audit(
    found: &CorrectedRate,
    (scores, proxy): Named<Proxy>,
    row: &SensitivityRow,
) -> Vec<SensitivityRow> {
    let missing = found.no_interval.map(no_interval_reason);
    let row = SensitivityRow { missing, ..row.clone() };
    let with = |estimate: &RateEstimate, correction, scores| SensitivityRow {
        scores,
        correction,
        estimate: estimate.rate.map(|rate| rate.clamp(0.0, 1.0)),
        interval: estimate.interval,
        ..row.clone()
    };
    let mut rows = Vec::new();
    if proxy == PROXIES[0].1 {
        rows.push(with(&found.labels_only, LABELS_ONLY, None));
    }
    if found.lambda.is_some() {
        rows.push(with(&found.corrected, PPI, Some(scores)));
    }
    rows
}
