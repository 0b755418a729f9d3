//! What other choices of the analyst would give: every combination, so that a reader sees whether a finding hangs on one.

use serde::Serialize;
use stats::{IntervalMethod, RateConfig};

use super::{
    beside::classified,
    coding::{Coding, Copies, Domain, Estimand, Proxy, Quantity, RelevanceRule, Specification},
    rates::estimate,
    warnings::no_interval_reason,
};
use crate::{error::Error, threads::Workers};

const PROXIES: [(&str, Proxy); 2] = [("probability", Proxy::Probability), ("mark", Proxy::Mark)];
const RELEVANCE: [(&str, RelevanceRule); 2] =
    [("article", RelevanceRule::Article), ("unit", RelevanceRule::Unit)];
const ESTIMANDS: [Estimand; 2] = [Estimand::Sentence, Estimand::Article];
const COPIES: [(&str, Copies); 3] = [
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
    use rayon::prelude::*;
    let config = RateConfig { interval: IntervalMethod::Linearised, ..config.clone() };
    let n_outlets = coding.frame.outlets.len();
    let all = coding.all_articles();
    let cells: Vec<(usize, usize)> = std::iter::once(n_outlets)
        .chain(0..n_outlets)
        .flat_map(|outlet| (0..coding.frame.n_labels()).map(move |label| (outlet, label)))
        .collect();
    let of_cell = |(outlet, label): (usize, usize)| -> Result<Vec<SensitivityRow>, Error> {
        let is_all = outlet == n_outlets;
        let articles = if is_all { all.as_slice() } else { coding.articles_of(outlet) };
        let mut rows = cell_rows(coding, articles, label, &config)?;
        rows.iter_mut().for_each(|row| {
            row.outlet = (!is_all).then(|| coding.frame.outlets[outlet].clone());
        });
        mark_default(&mut rows, estimand);
        Ok(rows)
    };
    let rows: Result<Vec<Vec<SensitivityRow>>, Error> =
        workers.install(|| cells.into_par_iter().map(of_cell).collect());
    Ok(rows?.into_iter().flatten().collect())
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

fn cell_rows(
    coding: &Coding<'_>,
    articles: &[u32],
    label: usize,
    config: &RateConfig,
) -> Result<Vec<SensitivityRow>, Error> {
    let mut rows = Vec::new();
    for estimand in ESTIMANDS {
        for (copies_name, copies) in COPIES {
            let specification = Specification {
                copies,
                ..Specification::of(
                    Domain::Voice(features::Voice::Own),
                    Quantity::Label(label),
                    estimand,
                )
            };
            let row = row_of(coding, articles, &specification, (label, copies_name));
            rows.push(of_classified(coding, articles, &specification, config, &row)?);
            if coding.has_audit() {
                rows.extend(of_audit(coding, articles, &specification, config, &row)?);
            }
        }
    }
    Ok(rows)
}

/// What all rows of an estimand and a way to count copies have in common.
fn row_of(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    (label, copies): (usize, &'static str),
) -> SensitivityRow {
    let counts = |article: &&u32| {
        specification.copies != Copies::Originals || coding.article(**article).is_first
    };
    let told = |unit: &usize| specification.domain.told(&coding.frame.units[*unit]);
    let n_units = articles
        .iter()
        .filter(counts)
        .map(|&article| coding.units_of(article).filter(told).count() as u64)
        .sum();
    SensitivityRow {
        outlet: None,
        label: coding.frame.labels[label].clone(),
        scores: None,
        relevance: "article",
        estimand: specification.estimand.as_str(),
        copies,
        correction: NONE,
        is_default: false,
        n_units,
        estimate: None,
        interval: None,
        missing: None,
    }
}

fn of_classified(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    config: &RateConfig,
    row: &SensitivityRow,
) -> Result<SensitivityRow, Error> {
    let found = classified(coding, articles, specification, config)?;
    let missing =
        found.no_interval.map(|reason| no_interval_reason(reason).replace("audited ", ""));
    let (estimate, interval) = (found.corrected.rate, found.corrected.interval);
    Ok(SensitivityRow { scores: Some("mark"), estimate, interval, missing, ..row.clone() })
}

/// For each rule of relevance: the labels alone once, PPI++ with each proxy.
fn of_audit(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    config: &RateConfig,
    row: &SensitivityRow,
) -> Result<Vec<SensitivityRow>, Error> {
    let mut rows = Vec::new();
    for (relevance_name, relevance) in RELEVANCE {
        for (scores, proxy) in PROXIES {
            let specification = Specification { relevance, proxy, ..*specification };
            let found = estimate(coding, articles, &specification, config)?;
            let missing = found.no_interval.map(no_interval_reason);
            let row = SensitivityRow { relevance: relevance_name, missing, ..row.clone() };
            if proxy == Proxy::Probability {
                rows.push(SensitivityRow {
                    correction: LABELS_ONLY,
                    estimate: found.labels_only.rate.map(|rate| rate.clamp(0.0, 1.0)),
                    interval: found.labels_only.interval,
                    ..row.clone()
                });
            }
            if found.lambda.is_some() {
                rows.push(SensitivityRow {
                    scores: Some(scores),
                    correction: PPI,
                    estimate: found.corrected.rate.map(|rate| rate.clamp(0.0, 1.0)),
                    interval: found.corrected.interval,
                    ..row
                });
            }
        }
    }
    Ok(rows)
}
