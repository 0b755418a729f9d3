//! How good the classifier and the coders are, on the audit.
//!
//! Figures of the classifier are weighted by 1/π, so that they speak of the run. A unit counts where it is coded as a
//! sentence; what the model abstains from is not marked.

mod agreement;
mod calibration;
mod errors;
mod near_misses;
mod performance;
mod ratios;
mod swapping;
#[cfg(test)]
mod tests;
mod topic_recall;

use classifier::{Model, NameSwaps};
use features::{UnitKind, Voice};
use stats::RateConfig;

use self::{
    agreement::agreement,
    calibration::{calibration, run_coverage, units_at_risk},
    errors::error_differences,
    performance::performance,
    ratios::Group,
    swapping::name_swap,
    topic_recall::topic_recall,
};
pub(super) use self::{
    agreement::coded_twice,
    near_misses::{NearMisses, read_near_misses},
};
use super::coding::{Codes, Coding};
use crate::{
    audit::Audit,
    error::Error,
    statistics_page::{GroupPerformance, LabelValidity, RiskPoint, Validity},
    threads::Workers,
};

/// Points of the curve of risk against coverage.
const N_RISK_POINTS: u32 = 20;

/// What validity is judged by.
pub(super) struct ValidityInputs<'a> {
    pub(super) coding: &'a Coding<'a>,
    pub(super) audit: &'a Audit,
    pub(super) model: &'a Model,
    /// Names to exchange, where that is tested.
    pub(super) swaps: Option<&'a NameSwaps>,
    /// Near misses of the topic query, where some were read.
    pub(super) near_misses: Option<&'a NearMisses>,
    pub(super) config: &'a RateConfig,
}

/// How good the classifier and the coders are.
pub(super) fn validity(
    inputs: &ValidityInputs<'_>,
    workers: &Workers<'_>,
) -> Result<Validity, Error> {
    let ValidityInputs { coding, audit, model, swaps, near_misses, config } = *inputs;
    let thresholds: Vec<Option<f64>> = model.thresholds().collect();
    let is_exclusive = model.codebook().exclusive;
    let swapped = |swaps| name_swap(coding.frame, audit, model, swaps, workers);
    let n_found = coding.frame.articles.len() as u64;
    let missed = |near| topic_recall(n_found, near, config.bootstrap.level);
    Ok(Validity {
        labels: label_validity(coding, &thresholds, config, workers)?,
        agreement: agreement(coding.frame, audit, is_exclusive, &config.bootstrap)?,
        name_swap: swaps.map(swapped).transpose()?,
        topic_recall: near_misses.map(missed).transpose()?,
    })
}

/// For each label how good the classifier is; empty without an audit. `thresholds` are those of the model, one a label.
pub(super) fn label_validity(
    coding: &Coding<'_>,
    thresholds: &[Option<f64>],
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<LabelValidity>, Error> {
    use rayon::prelude::*;
    if !coding.has_audit() {
        return Ok(Vec::new());
    }
    let config = config.linearised();
    let all = coding.all_articles();
    let groups = Group::overall_voices_outlets(coding, &all);
    let n_labels = coding.frame.n_labels();
    let cells: Vec<(usize, Group<'_>)> =
        (0..n_labels).flat_map(|label| groups.iter().map(move |group| (label, *group))).collect();
    let performances: Vec<GroupPerformance> = workers.install(|| {
        let of_cell = |(label, group)| performance(coding, &group, label, &config);
        cells.into_par_iter().map(of_cell).collect::<Result<_, Error>>()
    })?;
    let rest = |label: usize| {
        Ok(LabelValidity {
            calibration: calibration(coding, &groups[0], label, &config)?,
            risk_coverage: risk_coverage(coding, &groups[0], label, thresholds[label])?,
            coverage: run_coverage(coding, label),
            error_differences: error_differences(coding, label, &config)?,
            ..LabelValidity::default()
        })
    };
    let mut labels: Vec<LabelValidity> = workers
        .install(|| (0..n_labels).into_par_iter().map(rest).collect::<Result<_, Error>>())?;
    for (validity, performances) in labels.iter_mut().zip(performances.chunks(groups.len())) {
        let [overall, groups @ ..] = performances else { continue };
        let (voices, outlets) = groups.split_at(Voice::ALL.len());
        validity.overall = overall.performance.clone();
        validity.voices = voices.to_vec();
        let is_audited = |outlet: &&GroupPerformance| outlet.performance.n_audited > 0;
        validity.outlets = outlets.iter().filter(is_audited).cloned().collect();
    }
    Ok(labels)
}

/// The risk of the decisions that the model would take without abstaining, the surest first.
fn risk_coverage(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    threshold: Option<f64>,
) -> Result<Vec<RiskPoint>, Error> {
    let points =
        stats::risk_coverage(&units_at_risk(coding, group, label, threshold), N_RISK_POINTS)?;
    let point =
        |point: stats::CoveredRisk| RiskPoint { coverage: point.coverage, risk: point.risk };
    Ok(points.into_iter().map(point).collect())
}

/// Whether a unit counts, by its codes.
fn counts(codes: &Codes) -> bool {
    codes.kind == UnitKind::Sentence
}
