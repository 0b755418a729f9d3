//! The rates of every outlet, label and voice: the main table.

use features::Voice;
use serde::Serialize;
use stats::{CorrectedRate, RateConfig, RateSums, Totals, corrected_rate_of};

use super::{
    beside::{classified_rate, classified_sums},
    classified::{ClassifiedVoice, classified_voices},
    coding::{Coding, Domain, Estimand, Quantity, Specification},
    label_shift::{ErrorRates, correct_labels},
    warnings::{estimate_warnings, no_interval_reason, share_warnings},
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
    /// What the rate of all outlets together is made of, with an audit.
    #[serde(skip)]
    pub(super) sums: Option<RateSums>,
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

/// What all outlets are estimated with.
pub(super) struct RateContext<'a> {
    pub(super) coding: &'a Coding<'a>,
    pub(super) error_rates: Option<&'a ErrorRates>,
    pub(super) estimand: Estimand,
    pub(super) config: &'a RateConfig,
}

/// The rates of all outlets, and those of all articles together, with linearised intervals.
pub(super) fn outlet_statistics(
    context: &RateContext<'_>,
    workers: &Workers<'_>,
) -> Result<(Vec<OutletStatistics>, OutletStatistics), Error> {
    use rayon::prelude::*;
    let coding = context.coding;
    let of_outlet = |outlet: usize| {
        let articles = coding.articles_of(outlet);
        one_outlet(context, &coding.frame.outlets[outlet], articles)
    };
    let n_outlets = coding.frame.outlets.len();
    let (outlets, classified) = workers.install(|| {
        rayon::join(
            || (0..n_outlets).into_par_iter().map(of_outlet).collect::<Result<Vec<_>, Error>>(),
            || classified_voices(coding, &coding.all_articles(), &context.config.bootstrap),
        )
    });
    let (mut outlets, classified) = (outlets?, classified?);
    let pooled = all_together(context, &outlets, &classified)?;
    for voice in outlets.iter_mut().flat_map(|outlet| &mut outlet.voices) {
        voice.labels.iter_mut().for_each(|label| label.sums = None);
    }
    Ok((outlets, pooled))
}

fn one_outlet(
    context: &RateContext<'_>,
    outlet: &str,
    articles: &[u32],
) -> Result<OutletStatistics, Error> {
    let classified = classified_voices(context.coding, articles, &context.config.bootstrap)?;
    let voices = DOMAINS.iter().zip(&classified).map(|(&(voice, domain), classified)| {
        let mut found = VoiceStatistics::of(context.coding, voice, classified);
        found.weight_by_article(context, articles, domain)?;
        if context.coding.has_audit() {
            audit_labels(&mut found.labels, context, articles, domain)?;
        } else if let Some(rates) = context.error_rates {
            correct_labels(&mut found.labels, rates, context, articles, domain)?;
        }
        Ok(found)
    });
    Ok(OutletStatistics {
        outlet: outlet.to_owned(),
        voices: voices.collect::<Result<_, Error>>()?,
    })
}

/// Tens of thousands of clusters: there the bootstrap takes long, and the linearised interval says the same.
fn all_together(
    context: &RateContext<'_>,
    outlets: &[OutletStatistics],
    classified: &[ClassifiedVoice],
) -> Result<OutletStatistics, Error> {
    let config = context.config.linearised();
    let articles = context.coding.all_articles();
    let mut voices = Vec::new();
    for (place, (&(voice, domain), classified)) in DOMAINS.iter().zip(classified).enumerate() {
        let mut found = VoiceStatistics::of(context.coding, voice, classified);
        found.weight_by_article(context, &articles, domain)?;
        for (label, found) in found.labels.iter_mut().enumerate() {
            let sums =
                outlets.iter().map(|outlet| outlet.voices[place].labels[label].sums.as_ref());
            let sums: Vec<&RateSums> = sums.flatten().collect();
            if !sums.is_empty() {
                found.set_rate(&RateSums::together(&sums), &config)?;
            }
        }
        if let Some(rates) = context.error_rates {
            correct_labels(&mut found.labels, rates, context, &articles, domain)?;
        }
        voices.push(found);
    }
    Ok(OutletStatistics { outlet: String::new(), voices })
}

/// Corrects every label of a voice by the audit.
fn audit_labels(
    labels: &mut [LabelStatistics],
    context: &RateContext<'_>,
    articles: &[u32],
    domain: Domain,
) -> Result<(), Error> {
    for (label, found) in labels.iter_mut().enumerate() {
        let specification = Specification::of(domain, Quantity::Label(label), context.estimand);
        let sums = RateSums::of(&context.coding.frame_units(articles, &specification))?;
        found.set_rate(&sums, context.config)?;
        found.sums = Some(sums);
    }
    Ok(())
}

impl VoiceStatistics {
    fn of(coding: &Coding<'_>, voice: &'static str, classified: &ClassifiedVoice) -> Self {
        let labels = 0..coding.frame.n_labels();
        Self {
            voice,
            n_articles: classified.n_articles,
            n_clusters: classified.shares.n_clusters,
            n_units: classified.shares.n_units,
            labels: labels.map(|label| classified_label(coding, classified, label)).collect(),
        }
    }
}

impl VoiceStatistics {
    /// Where articles count alike, so they do in the classified shares.
    fn weight_by_article(
        &mut self,
        context: &RateContext<'_>,
        articles: &[u32],
        domain: Domain,
    ) -> Result<(), Error> {
        if context.estimand == Estimand::Sentence {
            return Ok(());
        }
        for (label, found) in self.labels.iter_mut().enumerate() {
            let specification = Specification::of(domain, Quantity::Label(label), context.estimand);
            let sums = classified_sums(context.coding, articles, &specification)?;
            let share = classified_rate(&sums, context.config)?;
            found.classified_share = share.corrected.rate;
            found.sampling = share.corrected.interval;
        }
        Ok(())
    }
}

impl LabelStatistics {
    fn set_rate(&mut self, sums: &RateSums, config: &RateConfig) -> Result<(), Error> {
        let rate = corrected_rate_of(sums, config)?;
        self.rate = AuditedRate::of(&rate, config);
        self.rate.warnings.extend(share_warnings(self, rate.corrected.interval));
        self.totals = rate.totals;
        Ok(())
    }
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
            warnings: estimate_warnings(found, config),
        }
    }
}
