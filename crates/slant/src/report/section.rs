//! One voice on the page: its chart and its table.

use serde::Serialize;

use super::chart::{Chart, largest_share};
use super::data::{LabelShare, OutletRow, ReportData, VoiceRow};

/// The chart and the table of one voice, with what the page says of it.
#[derive(Debug, Serialize)]
pub(super) struct Section<'a> {
    /// The anchor on the page.
    id: &'static str,
    heading: &'static str,
    lead: &'static str,
    /// What a sentence unit of the voice is called in counts.
    unit_noun: &'static str,
    chart: Chart,
    outlets: Vec<SectionRow<'a>>,
}

/// One outlet in one voice.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct SectionRow<'a> {
    pub(super) name: &'a str,
    pub(super) n_articles: u64,
    pub(super) n_clusters: u64,
    pub(super) n_units: u64,
    pub(super) labels: &'a [LabelShare],
}

impl<'a> Section<'a> {
    /// The outlet's own voice, which leads, then all voices; `outlets` come in the order of the rows.
    pub(super) fn in_order(data: &'a ReportData, outlets: &[&'a OutletRow]) -> [Self; 2] {
        let own: Vec<SectionRow<'a>> =
            outlets.iter().map(|outlet| SectionRow::of(outlet, &outlet.own)).collect();
        let all: Vec<SectionRow<'a>> =
            outlets.iter().map(|outlet| SectionRow::of(outlet, &outlet.all)).collect();
        let most = largest_share(&own).max(largest_share(&all));
        let chart = |rows: &[SectionRow<'a>]| {
            Chart::draw(rows, &data.codebook.labels, most, &data.interval)
        };
        [
            Section {
                id: "own",
                heading: "In the outlet’s own voice",
                lead: "Of the sentences that the outlet says itself, neither quoting nor reporting anybody: the share that the classifier marks.",
                unit_noun: "sentence units in the outlet’s own voice",
                chart: chart(&own),
                outlets: own,
            },
            Section {
                id: "carried",
                heading: "Content carried: all voices",
                lead: "Of all sentences, whoever speaks: what an outlet carries, the words of those it quotes with its own. Much of it is said by the people in the news.",
                unit_noun: "sentence units of relevant articles",
                chart: chart(&all),
                outlets: all,
            },
        ]
    }
}

impl<'a> SectionRow<'a> {
    fn of(outlet: &'a OutletRow, voice: &'a VoiceRow) -> Self {
        let VoiceRow { n_articles, n_clusters, n_units, labels } = voice;
        Self {
            name: &outlet.name,
            n_articles: *n_articles,
            n_clusters: *n_clusters,
            n_units: *n_units,
            labels,
        }
    }
}
