//! The rates of every outlet, label and voice: the main table.

use features::Voice;
use serde::Serialize;
use stats::{CorrectedRate, IntervalMethod, RateConfig, Totals, corrected_rate};

use super::{
    classified::{ClassifiedVoice, classified_voices},
    coding::{Coding, Domain, Estimand, Quantity, Specification},
    label_shift::{ErrorRates, correct_labels},
    warnings::{no_interval_reason, rate_warnings},
};
use crate::{error::Error, threads::Workers};

/// The domains of the main table, the outlet's own voice first.
pub(super) const DOMAINS: [(&str, Domain); 4] = [
    ("own", Domain::Voice(Voice::Own)),
    ("direct_quote", Domain::Voice(Voice::DirectQuote)),
    ("indirect", Domain::Voice(Voice::Indirect)),
    ("all", Domain::AllVoices),
];

/// The statistics of one outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletStatistics {
    /// The outlet.
    pub outlet: String,
    /// One entry a voice: `own`, `direct_quote`, `indirect`, then `all`.
    pub voices: Vec<VoiceStatistics>,
}

/// The statistics of one voice in one outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceStatistics {
    /// The voice.
    pub voice: &'static str,
    /// Relevant articles with a sentence in it; of `all`, all relevant articles.
    pub n_articles: u64,
    /// Clusters with a sentence in it.
    pub n_clusters: u64,
    /// Sentences in it, as the rules tell.
    pub n_units: u64,
    /// One entry a label, in the codebook's order.
    pub labels: Vec<LabelStatistics>,
}

/// What is known of one label in one voice of an outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LabelStatistics {
    /// The label.
    pub label: String,
    /// Sentences that the classifier marks.
    pub n_labelled: u64,
    /// Sentences on which it abstains.
    pub n_abstained: u64,
    /// Their share of all sentences of the voice.
    pub abstained_share: Option<f64>,
    /// `n_labelled` / `n_units`, in [0, 1]: no rate.
    pub classified_share: Option<f64>,
    /// Its bounds of sampling variation.
    pub sampling: Option<(f64, f64)>,
    /// What the audit makes of it.
    #[serde(flatten)]
    pub rate: AuditedRate,
    /// What contrasts are made of.
    #[serde(skip)]
    pub(crate) totals: Option<Totals>,
}

/// The estimates that an audit gives; all missing without one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AuditedRate {
    /// Audited units that are coded in the domain.
    pub n_audited: u64,
    /// Their clusters.
    pub n_audited_clusters: u64,
    /// Those of the units with the label.
    pub n_positive: u64,
    /// How the estimate was made: `ppi++`, `labels_only`, `rogan_gladen`.
    pub method: Option<&'static str>,
    /// The rate to report, in [0, 1].
    pub estimate: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// The percentile interval beside it.
    pub percentile: Option<(f64, f64)>,
    /// The λ of PPI++.
    pub lambda: Option<f64>,
    /// The rate from the audited units alone.
    pub labels_only: Option<f64>,
    /// Its interval.
    pub labels_only_interval: Option<(f64, f64)>,
    /// Why there is no interval.
    pub missing: Option<String>,
    /// What a reader of these numbers must know.
    pub warnings: Vec<String>,
}

/// The rates of all outlets, then those of all articles together.
pub(super) fn outlet_statistics(
    coding: &Coding<'_>,
    error_rates: Option<&ErrorRates>,
    estimand: Estimand,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<(Vec<OutletStatistics>, OutletStatistics), Error> {
    use rayon::prelude::*;
    let n_outlets = coding.frame.outlets.len();
    let all_articles = coding.all_articles();
    // Tens of thousands of clusters: there the bootstrap takes long and says the same.
    let pooled = RateConfig { interval: IntervalMethod::Linearised, ..config.clone() };
    let statistics = |outlet: usize| {
        if outlet == n_outlets {
            one_outlet(coding, error_rates, ("", &all_articles), estimand, &pooled)
        } else {
            let name = &coding.frame.outlets[outlet];
            let articles = coding.articles_of(outlet);
            one_outlet(coding, error_rates, (name, articles), estimand, config)
        }
    };
    // The one that is by far the largest first.
    let order = std::iter::once(n_outlets).chain(0..n_outlets).collect::<Vec<_>>();
    let mut found: Vec<OutletStatistics> =
        workers.install(|| order.into_par_iter().map(statistics).collect::<Result<_, _>>())?;
    let pooled = found.remove(0);
    Ok((found, pooled))
}

fn one_outlet(
    coding: &Coding<'_>,
    error_rates: Option<&ErrorRates>,
    (outlet, articles): (&str, &[u32]),
    estimand: Estimand,
    config: &RateConfig,
) -> Result<OutletStatistics, Error> {
    let classified = classified_voices(coding, articles, &config.bootstrap)?;
    let voices = DOMAINS.iter().zip(&classified).map(|(&(voice, domain), classified)| {
        let mut labels: Vec<LabelStatistics> = (0..coding.frame.n_labels())
            .map(|label| classified_label(coding, classified, label))
            .collect();
        if coding.has_audit() {
            audit_labels(&mut labels, coding, articles, (domain, estimand), config)?;
        } else if let Some(rates) = error_rates {
            correct_labels(&mut labels, rates, coding, articles, (domain, estimand), config)?;
        }
        Ok(VoiceStatistics {
            voice,
            n_articles: classified.n_articles,
            n_clusters: classified.shares.n_clusters,
            n_units: classified.shares.n_units,
            labels,
        })
    });
    Ok(OutletStatistics {
        outlet: outlet.to_owned(),
        voices: voices.collect::<Result<_, Error>>()?,
    })
}

/// Corrects every label of a voice by the audit.
fn audit_labels(
    labels: &mut [LabelStatistics],
    coding: &Coding<'_>,
    articles: &[u32],
    (domain, estimand): (Domain, Estimand),
    config: &RateConfig,
) -> Result<(), Error> {
    for (label, found) in labels.iter_mut().enumerate() {
        let specification = Specification::of(domain, Quantity::Label(label), estimand);
        let rate = estimate(coding, articles, &specification, config)?;
        found.rate = AuditedRate::of(&rate, config);
        found.rate.warnings = rate_warnings(found, &rate, config);
        found.totals = rate.totals;
    }
    Ok(())
}

fn classified_label(
    coding: &Coding<'_>,
    classified: &ClassifiedVoice,
    label: usize,
) -> LabelStatistics {
    let share = &classified.shares.labels[label];
    LabelStatistics {
        label: coding.frame.labels[label].clone(),
        n_labelled: share.n_labelled,
        n_abstained: classified.n_abstained[label],
        abstained_share: share
            .share
            .map(|_| classified.n_abstained[label] as f64 / classified.shares.n_units as f64),
        classified_share: share.share,
        sampling: share.sampling,
        ..LabelStatistics::default()
    }
}

/// One rate over some articles.
pub(super) fn estimate(
    coding: &Coding<'_>,
    articles: &[u32],
    specification: &Specification,
    config: &RateConfig,
) -> Result<CorrectedRate, Error> {
    Ok(corrected_rate(&coding.frame_units(articles, specification), config)?)
}

impl AuditedRate {
    /// Of an estimate: rates of labels are cut to [0, 1].
    pub(super) fn of(found: &CorrectedRate, config: &RateConfig) -> Self {
        let inside = |rate: f64| match config.outcome {
            stats::Outcome::Label => rate.clamp(0.0, 1.0),
            stats::Outcome::Number => rate,
        };
        Self {
            n_audited: found.n_audited,
            n_audited_clusters: found.n_audited_clusters,
            n_positive: found.n_positive,
            method: found.method.map(|method| match method {
                stats::RateMethod::PpiPlusPlus => "ppi++",
                stats::RateMethod::LabelsOnly => "labels_only",
            }),
            estimate: found.corrected.rate.map(inside),
            standard_error: found.corrected.standard_error,
            interval: found.corrected.interval,
            percentile: found.corrected.percentile,
            lambda: found.lambda,
            labels_only: found.labels_only.rate.map(inside),
            labels_only_interval: found.labels_only.interval,
            missing: found.no_interval.map(no_interval_reason),
            warnings: Vec::new(),
        }
    }
}
