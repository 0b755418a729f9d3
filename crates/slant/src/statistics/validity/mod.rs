//! How good the classifier and the coders are, on the audit.
//!
//! Figures of the classifier are weighted by 1/π, so that they speak of the run. A unit counts where it is coded as a
//! sentence; what the model abstains from is not marked.

mod calibration;
mod errors;
mod performance;
mod ratios;
#[cfg(test)]
mod tests;

use features::{UnitKind, Voice};
use stats::{IntervalMethod, RateConfig};

use self::{
    calibration::{calibration, run_coverage, units_at_risk},
    errors::error_differences,
    performance::performance,
    ratios::Group,
};
use super::coding::{Codes, Coding};
use crate::{
    error::Error,
    statistics_page::{GroupPerformance, LabelValidity, RiskPoint},
    threads::Workers,
};

/// Points of the curve of risk against coverage.
const N_RISK_POINTS: u32 = 20;

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
    let config = RateConfig { interval: IntervalMethod::Linearised, ..config.clone() };
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
