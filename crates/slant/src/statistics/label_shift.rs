//! Correction by error rates from other labelled texts, on request alone: it assumes label shift.

use std::path::PathBuf;

use classifier::{Confusion, Model};
use stats::{MeasuredRate, RateConfig, RateSums, rogan_gladen};

use super::{
    beside::{classified_rate, classified_sums},
    coding::{Domain, Quantity, Specification},
    rates::{AuditedRate, LabelStatistics, RateContext},
    warnings::no_interval_reason,
};
use crate::{error::Error, labels::read_labels, threads::Workers, training::evaluate_table};

/// What is assumed, for the reader.
const ASSUMPTION: &str = "corrected for error rates measured on other labelled texts, under the assumption that the classifier errs at these \
    rates in every outlet, in every voice and in these texts as in those: no audit of this run backs that";

/// The classifier's error rates on labelled texts.
#[derive(Clone, Debug)]
pub(super) struct ErrorRates {
    /// Sensitivity and specificity, one pair a label.
    labels: Vec<(MeasuredRate, MeasuredRate)>,
    /// One sentence on what is assumed and what it rests on.
    pub(super) assumption: String,
}

impl ErrorRates {
    /// Measures them on label files.
    ///
    /// # Errors
    /// Labels at fault; no text but such as the model was trained on, which say nothing about its errors; a label without
    /// a unit that carries it, or without one that does not.
    pub(super) fn measure(
        files: &[PathBuf],
        model: &Model,
        workers: &Workers<'_>,
    ) -> Result<Self, Error> {
        let (mut table, _) = read_labels(files, model.codebook())?;
        let n_read = table.units.len();
        table.units.retain(|unit| !model.has_seen(&unit.text));
        let n_seen = n_read - table.units.len();
        if n_seen > 0 && table.units.is_empty() {
            return Err(Error::Setting(
                "--assume-label-shift: found texts alone that the model was trained on, expected some that are new to it".to_owned(),
            ));
        }
        let report = evaluate_table(table, model, None, workers)?;
        let mut labels = Vec::new();
        for name in model.codebook().label_names() {
            let found = report.evaluation.labels.get(name).map(|label| &label.confusion);
            labels.push(found.and_then(rates_of).ok_or_else(|| {
                Error::Setting(format!(
                    "--assume-label-shift: found no unit with the label `{name}`, or none without it, expected both"
                ))
            })?);
        }
        let n = report.evaluation.n;
        let seen = match n_seen {
            0 => String::new(),
            n => format!("; {n} more left out, on whose texts the model was trained"),
        };
        Ok(Self { labels, assumption: format!("{ASSUMPTION} ({n} labelled units{seen})") })
    }

    /// The corrected rate of a label whose marks have these sums.
    fn correct(
        &self,
        marks: &RateSums,
        label: usize,
        config: &RateConfig,
    ) -> Result<AuditedRate, Error> {
        let marked = classified_rate(marks, config)?;
        let Some(share) = marked.corrected.rate else { return Ok(AuditedRate::default()) };
        let variance = marked.corrected.standard_error.map_or(0.0, |error| error * error);
        let (sensitivity, specificity) = self.labels[label];
        let share = MeasuredRate { value: share.clamp(0.0, 1.0), variance };
        let found = rogan_gladen(share, sensitivity, specificity, config.bootstrap.level)?;
        let mut warnings = Vec::new();
        if !(0.0..=1.0).contains(&found.unclipped) {
            warnings.push(format!(
                "the corrected rate came out at {:.4}: these error rates do not fit these texts",
                found.unclipped
            ));
        }
        let missing = marked
            .no_interval
            .filter(|_| marked.n_audited_clusters < config.bootstrap.min_clusters as u64);
        Ok(AuditedRate {
            method: Some("rogan_gladen"),
            estimate: Some(found.prevalence),
            standard_error: Some(found.standard_error),
            interval: missing.is_none().then_some(found.interval),
            missing: missing.map(|reason| no_interval_reason(reason).replace("audited ", "")),
            warnings,
            ..AuditedRate::default()
        })
    }
}

/// Corrects every label of a voice.
pub(super) fn correct_labels(
    labels: &mut [LabelStatistics],
    rates: &ErrorRates,
    context: &RateContext<'_>,
    articles: &[u32],
    domain: Domain,
) -> Result<(), Error> {
    for (label, found) in labels.iter_mut().enumerate() {
        let specification = Specification::of(domain, Quantity::Label(label), context.estimand);
        let sums = classified_sums(context.coding, articles, &specification)?;
        found.rate = rates.correct(&sums, label, context.config)?;
    }
    Ok(())
}

/// Sensitivity and specificity; `None` without units of both kinds.
fn rates_of(confusion: &Confusion) -> Option<(MeasuredRate, MeasuredRate)> {
    let Confusion { true_positives, false_positives, false_negatives, true_negatives } = *confusion;
    Some((
        measured(true_positives, true_positives + false_negatives)?,
        measured(true_negatives, true_negatives + false_positives)?,
    ))
}

/// A share with the variance of Agresti and Coull 1998, which is above 0 for 0 of n, too.
fn measured(n_hits: u64, n: u64) -> Option<MeasuredRate> {
    let adjusted = (n_hits as f64 + 2.0) / (n as f64 + 4.0);
    let variance = adjusted * (1.0 - adjusted) / (n as f64 + 4.0);
    (n > 0).then(|| MeasuredRate { value: n_hits as f64 / n as f64, variance })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_come_from_the_confusion_and_are_never_known_for_sure() {
        let confusion = Confusion {
            true_positives: 17,
            false_positives: 0,
            false_negatives: 3,
            true_negatives: 80,
        };
        let (sensitivity, specificity) = rates_of(&confusion).unwrap();
        assert!((sensitivity.value - 0.85).abs() < 1e-12);
        assert!((specificity.value - 1.0).abs() < 1e-12 && specificity.variance > 0.0);
        assert!(rates_of(&Confusion { true_positives: 3, ..Confusion::default() }).is_none());
    }
}
