//! What a run hands to its report.

use crate::{
    highlights::Highlights,
    manifest::ClusterRecord,
    outlets::{OutletShares, VoiceShares},
    reading_log::ReadingLog,
    report::{
        CodebookSummary, InputFile, IntervalSettings, LabelDefinition, LabelShare, MAX_SPEAKERS,
        ModelSummary, OutletRow, RejectExample, RejectGroup, ReportData, RunCounts, SpeakerRow,
        TopicFilter, UnusedField, VoiceRow,
    },
    run::RunOptions,
    run_tables::UnitCounts,
    speakers::{SpeakerCounts, Speakers},
};

/// What was counted in a run.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) log: &'a ReadingLog,
    pub(crate) outlets: &'a [OutletShares],
    pub(crate) speakers: &'a Speakers,
    pub(crate) clusters: ClusterRecord,
    pub(crate) units: &'a UnitCounts,
}

pub(crate) fn report_data(
    options: &RunOptions<'_>,
    counted: Counted<'_>,
    highlights: Highlights,
    warnings: Vec<String>,
    manifest: String,
) -> ReportData {
    let Counted { log, outlets, .. } = counted;
    let topic = options.codebook.topic.as_ref();
    ReportData {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        codebook: codebook_summary(options),
        model: model_summary(options),
        topic: TopicFilter {
            subject: topic.and_then(|topic| topic.subject.clone()),
            query: topic.map(|topic| topic.query.trim().to_owned()),
            all: options.all,
        },
        interval: IntervalSettings {
            level: options.bootstrap.level,
            replicates: u64::from(options.bootstrap.replicates),
            min_clusters: options.bootstrap.min_clusters as u64,
        },
        inputs: inputs(log),
        counts: counts(counted),
        outlets: outlets.iter().filter(|outlet| outlet.n_articles > 0).map(outlet_row).collect(),
        speakers: speakers(counted.speakers),
        sentences: highlights.into_sentences(),
        rejects: rejects(log),
        warnings,
        unused_fields: log
            .unused_fields
            .iter()
            .map(|(name, &n_records)| UnusedField { name: name.clone(), n_records })
            .collect(),
        manifest,
    }
}

fn codebook_summary(options: &RunOptions<'_>) -> CodebookSummary {
    let label = |label: &classifier::Label| LabelDefinition {
        name: label.name.clone(),
        definition: label.definition.trim().to_owned(),
    };
    CodebookSummary {
        name: options.codebook.name.clone(),
        version: options.codebook.version.clone(),
        labels: options.codebook.labels.iter().map(label).collect(),
    }
}

fn model_summary(options: &RunOptions<'_>) -> ModelSummary {
    let training = options.model.training();
    let figures = training
        .cross_validation
        .macro_f1
        .map_or_else(String::new, |f1| format!("; cross-validated macro-F1 {f1:.2}"));
    ModelSummary {
        name: options.model.name().to_owned(),
        hash: options.model.hash().to_owned(),
        training_labels: format!(
            "It was trained on {} labelled units of {} articles{figures}.",
            training.n_units, training.n_articles
        ),
        labels_note: training.labels_note.clone(),
    }
}

fn inputs(log: &ReadingLog) -> Vec<InputFile> {
    let input = |input: &crate::reading_log::InputLog| InputFile {
        path: input.path.clone(),
        bytes: input.n_bytes,
        blake3: input.blake3.clone(),
        n_records: input.n_records,
        n_rejects: input.n_rejects,
    };
    log.inputs.iter().map(input).collect()
}

fn counts(counted: Counted<'_>) -> RunCounts {
    let Counted { log, outlets, speakers, clusters, units } = counted;
    RunCounts {
        articles_in: log.articles_in,
        articles_out: log.articles_out,
        rejected: log.n_rejects(),
        relevant: log.n_relevant,
        irrelevant: log.n_irrelevant,
        outside_dates: log.n_outside_dates,
        other_language: log.other_languages.values().sum(),
        units: units.by_kind.iter().map(|(&kind, &n)| (kind.to_owned(), n)).collect(),
        clusters: clusters.n,
        clusters_with_copies: clusters.n_with_copies,
        outlets: outlets.len() as u64,
        speakers: speakers.n_named(),
    }
}

fn outlet_row(outlet: &OutletShares) -> OutletRow {
    OutletRow {
        name: outlet.outlet.clone(),
        own: voice_row(&outlet.own),
        n_direct_quote: outlet.direct_quote.n_units,
        n_indirect: outlet.indirect.n_units,
        all: voice_row(&outlet.all),
    }
}

fn voice_row(voice: &VoiceShares) -> VoiceRow {
    let label = |share: &crate::outlets::LabelShare| LabelShare {
        n_labelled: share.n_labelled,
        share: share.classified_share,
        bounds: share.sampling_lo.zip(share.sampling_hi),
    };
    VoiceRow {
        n_articles: voice.n_articles,
        n_clusters: voice.n_clusters,
        n_units: voice.n_units,
        labels: voice.labels.iter().map(label).collect(),
    }
}

/// The most quoted speakers; sentences that nobody is named for are left to the table.
fn speakers(speakers: &Speakers) -> Vec<SpeakerRow> {
    speakers
        .iter()
        .filter_map(|counts| Some(speaker_row(counts.name()?, &counts)))
        .take(MAX_SPEAKERS)
        .collect()
}

fn speaker_row(name: &str, counts: &SpeakerCounts<'_>) -> SpeakerRow {
    let total = counts.total();
    let label = |&n_labelled: &u64| LabelShare {
        n_labelled,
        share: Some(n_labelled as f64 / total.n_units as f64),
        bounds: None,
    };
    let owned = |part: Option<&str>| part.map(str::to_owned);
    SpeakerRow {
        name: name.to_owned(),
        role: owned(counts.role()),
        title: owned(counts.title()),
        party: owned(counts.party()),
        state: owned(counts.state()),
        n_outlets: counts.n_outlets(),
        n_articles: total.n_articles,
        n_units: total.n_units,
        labels: total.n_labelled.iter().map(label).collect(),
    }
}

fn rejects(log: &ReadingLog) -> Vec<RejectGroup> {
    let example = |reject: &ingest::Reject| RejectExample {
        path: reject.path.clone(),
        line: Some(reject.line),
        column: (reject.column > 0).then_some(reject.column),
        message: reject.message.clone(),
    };
    log.rejects
        .iter()
        .map(|(code, rejects)| RejectGroup {
            code: code.clone(),
            n_records: rejects.n,
            examples: rejects.first.iter().map(example).collect(),
        })
        .collect()
}
