//! The results as their page shows them.

mod checklist;
mod comparisons;
mod rates;
#[cfg(test)]
mod tests;
mod time;

use std::collections::BTreeSet;

use stats::Target;

use self::{
    checklist::checklist,
    comparisons::{contrasts, net_tone, sensitivity},
    rates::outlet_rates,
    time::time_series,
};
use super::{
    StatisticsOptions, StatisticsResult,
    coding::{Coding, Estimand},
    validity::coded_twice,
};
use crate::{
    audit::{Audit, AuditStratum},
    reading_log::counted,
    report::{CodebookSummary, LabelDefinition, ModelSummary},
    statistics_page::{
        AuditSummary, Estimand as ShownEstimand, FileHash, StatisticsPage, StatisticsSettings,
        Target as ShownTarget, Validity,
    },
};

/// What the page is made from.
pub(super) struct PageInputs<'a> {
    pub(super) coding: &'a Coding<'a>,
    pub(super) audit: Option<&'a Audit>,
    pub(super) result: &'a StatisticsResult,
    pub(super) options: &'a StatisticsOptions<'a>,
    pub(super) validity: Option<Validity>,
    /// The files that went in and came out.
    pub(super) files: Vec<FileHash>,
    /// `manifest.json`.
    pub(super) manifest: String,
}

/// Everything on the page.
pub(super) fn statistics_page(inputs: PageInputs<'_>) -> StatisticsPage {
    let PageInputs { coding, audit, result, options, .. } = inputs;
    let audit_summary = audit.map(|audit| summary(coding, audit));
    let has_pooled = result.outlets.len() > 1;
    let (time, n_earlier) = time_series(coding, result, options.period);
    let mut warnings = result.warnings.clone();
    if n_earlier > 0 {
        let earlier = counted(n_earlier, options.period.as_str());
        warnings.push(format!("{earlier} before the first on this page: see rates_by_time.csv"));
    }
    StatisticsPage {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        codebook: codebook(inputs.coding, options),
        model: model(options),
        subject: subject(coding, options),
        settings: settings(result, options),
        checklist: checklist(&inputs, audit_summary.as_ref()),
        audit: audit_summary,
        outlets: result.outlets.iter().map(outlet_rates).collect(),
        pooled: has_pooled.then(|| outlet_rates(&result.pooled)),
        contrasts: audit.map(|_| contrasts(result)),
        time,
        net_tone: net_tone(result, options),
        sensitivity: sensitivity(result),
        validity: inputs.validity,
        warnings,
        files: inputs.files,
        manifest: inputs.manifest,
    }
}

fn codebook(coding: &Coding<'_>, options: &StatisticsOptions<'_>) -> CodebookSummary {
    let of_run = &coding.frame.record.codebook;
    let label = |label: &classifier::Label| LabelDefinition {
        name: label.name.clone(),
        definition: label.definition.trim().to_owned(),
    };
    CodebookSummary {
        name: of_run.name.clone(),
        version: of_run.version.clone(),
        labels: options.model.codebook().labels.iter().map(label).collect(),
    }
}

fn model(options: &StatisticsOptions<'_>) -> ModelSummary {
    let model = options.model;
    let training = model.training();
    let (units, articles) = (training.n_units as u64, training.n_articles as u64);
    ModelSummary {
        name: model.name().to_owned(),
        hash: model.hash().to_owned(),
        training_labels: format!(
            "It was trained on {} of {}.",
            counted(units, "labelled unit"),
            counted(articles, "article")
        ),
        labels_note: training.labels_note.clone(),
    }
}

/// What the topic query is about, where there was one.
fn subject(coding: &Coding<'_>, options: &StatisticsOptions<'_>) -> Option<String> {
    let topic = options.model.codebook().topic.as_ref();
    topic.filter(|_| !coding.frame.record.takes_all()).and_then(|topic| topic.subject.clone())
}

fn settings(result: &StatisticsResult, options: &StatisticsOptions<'_>) -> StatisticsSettings {
    let config = &options.rates;
    StatisticsSettings {
        estimand: match options.estimand {
            Estimand::Sentence => ShownEstimand::Sentence,
            Estimand::Article => ShownEstimand::Article,
        },
        target: match config.target {
            Target::Superpopulation => ShownTarget::CoverageLikeIt,
            Target::Dump => ShownTarget::ThisDump,
        },
        level: config.bootstrap.level,
        replicates: u64::from(config.bootstrap.replicates),
        seed: config.bootstrap.seed,
        min_clusters: config.bootstrap.min_clusters as u64,
        min_audited: config.min_audited,
        min_positives: config.min_positive,
        label_shift: result.label_shift.clone(),
    }
}

fn summary(coding: &Coding<'_>, audit: &Audit) -> AuditSummary {
    let frame = coding.frame;
    let articles = || audit.units.iter().map(|unit| frame.article_of(unit.unit));
    let clusters: BTreeSet<u64> = articles().map(|article| article.cluster_id).collect();
    let outlets: BTreeSet<u32> = articles().map(|article| article.outlet).collect();
    let (n_coded_twice, n_adjudicated) = coded_twice(audit);
    AuditSummary {
        n_frame_units: n_frame_units(coding, audit),
        n_units: audit.units.len() as u64,
        n_counted: audit.units.iter().filter(|unit| unit.counts()).count() as u64,
        n_clusters: clusters.len() as u64,
        n_outlets: outlets.len() as u64,
        coders: audit.coders.iter().cloned().zip(audit.n_coded.iter().copied()).collect(),
        n_coded_twice,
        n_adjudicated,
        design: design(audit),
        left_out: Vec::new(),
    }
}

/// Units that could be drawn, as the key tells; else all that can be.
fn n_frame_units(coding: &Coding<'_>, audit: &Audit) -> u64 {
    let of_units = |stratum: &AuditStratum| stratum.size.filter(|_| !stratum.of_articles);
    let sizes: Option<Vec<u64>> = audit.strata.iter().map(of_units).collect();
    let of_article = |article: u32| coding.units_of(article).count() as u64;
    let articles = 0..coding.frame.articles.len() as u32;
    sizes.map_or_else(|| articles.map(of_article).sum(), |sizes| sizes.into_iter().sum())
}

fn design(audit: &Audit) -> String {
    let n_strata = match audit.strata.len() {
        1 => "one stratum".to_owned(),
        n => format!("{n} strata"),
    };
    let what = match audit.strata.iter().filter(|stratum| stratum.of_articles).count() {
        0 => "Units were drawn",
        n if n == audit.strata.len() => "Articles were drawn, with all their units,",
        _ => "Units, and in some strata whole articles, were drawn",
    };
    format!("{what} at random within {n_strata}, each with a recorded probability.")
}
