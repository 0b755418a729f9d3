//! One voice on the page: a chart and a table for each label.

use serde::Serialize;

use super::data::{CorrectedRate, OutletRates, StatisticsPage};
use super::notes::Notes;
use super::rate_chart::{RatePanel, draw_panels};

/// Outlets in a chart and in the open part of a table; more would not be told apart.
pub(super) const MAX_ROWS: usize = 60;
/// Outlets on the page; the others are in `outlets.csv`.
pub(super) const MAX_OUTLETS: usize = 500;

/// The rates of one voice.
#[derive(Debug, Serialize)]
pub(super) struct VoiceSection<'a> {
    /// The anchor on the page.
    id: &'static str,
    /// What a sentence unit of the voice is called.
    unit_noun: &'static str,
    /// One per label; none without outlets to draw.
    panels: Vec<RatePanel>,
    labels: Vec<LabelTable<'a>>,
    n_drawn: u64,
    /// Outlets with units that are not in the chart.
    n_undrawn: u64,
    n_without_units: u64,
    /// Outlets that are not on the page at all.
    n_left_out: u64,
}

/// The numbers of one label.
#[derive(Debug, Serialize)]
struct LabelTable<'a> {
    name: &'a str,
    pooled: Option<RateRow<'a>>,
    rows: Vec<RateRow<'a>>,
    folded: Vec<RateRow<'a>>,
    notes: Notes<'a>,
}

/// One outlet.
#[derive(Debug, Serialize)]
struct RateRow<'a> {
    name: &'a str,
    rate: &'a CorrectedRate,
    /// The note that says why a number is missing.
    missing: Option<usize>,
    notes: Vec<usize>,
}

/// Which of an outlet's two lists a section shows.
type Voice = fn(&OutletRates) -> &[CorrectedRate];

impl<'a> VoiceSection<'a> {
    /// The outlet's own voice, which leads, then the content carried; `outlets` come in the order of the rows.
    pub(super) fn in_order(data: &'a StatisticsPage, outlets: &[&'a OutletRates]) -> [Self; 2] {
        let own: Voice = |outlet| &outlet.own;
        let carried: Voice = |outlet| &outlet.carried;
        [
            Self::of("own", "sentences in the outlet’s own voice", own, data, outlets),
            Self::of("carried", "sentences of all voices", carried, data, outlets),
        ]
    }

    fn of(
        id: &'static str,
        unit_noun: &'static str,
        voice: Voice,
        data: &'a StatisticsPage,
        outlets: &[&'a OutletRates],
    ) -> Self {
        let has_units = |outlet: &&&OutletRates| n_units(voice(outlet)) > 0;
        let n_with_units = outlets.iter().filter(has_units).count();
        let drawn: Vec<&OutletRates> =
            outlets.iter().filter(has_units).take(MAX_ROWS).copied().collect();
        let shown = &outlets[..outlets.len().min(MAX_OUTLETS)];
        let labels = data.codebook.labels.iter().enumerate();
        let labels = labels.map(|(label, definition)| {
            let pooled = data.pooled.as_ref().and_then(|pooled| voice(pooled).get(label));
            LabelTable::of(&definition.name, label, pooled, shown, voice)
        });
        Self {
            id,
            unit_noun,
            panels: draw_panels(data, &drawn, voice),
            labels: labels.collect(),
            n_drawn: drawn.len() as u64,
            n_undrawn: (n_with_units - drawn.len()) as u64,
            n_without_units: (outlets.len() - n_with_units) as u64,
            n_left_out: (outlets.len() - shown.len()) as u64,
        }
    }
}

impl<'a> LabelTable<'a> {
    fn of(
        name: &'a str,
        label: usize,
        pooled: Option<&'a CorrectedRate>,
        outlets: &[&'a OutletRates],
        voice: Voice,
    ) -> Self {
        let mut notes = Notes::default();
        let pooled = pooled.map(|rate| RateRow::of("All outlets", rate, &mut notes));
        let rows = outlets.iter().filter_map(|outlet| Some((outlet, voice(outlet).get(label)?)));
        let rows = rows.map(|(outlet, rate)| RateRow::of(&outlet.name, rate, &mut notes));
        let mut rows: Vec<RateRow<'a>> = rows.collect();
        let folded = rows.split_off(rows.len().min(MAX_ROWS));
        Self { name, pooled, rows, folded, notes }
    }
}

impl<'a> RateRow<'a> {
    fn of(name: &'a str, rate: &'a CorrectedRate, notes: &mut Notes<'a>) -> Self {
        let missing = rate.missing.as_deref().map(|reason| notes.number(reason));
        Self { name, rate, missing, notes: notes.number_all(&rate.warnings) }
    }
}

/// Sentence units of a voice: the same for all labels.
fn n_units(rates: &[CorrectedRate]) -> u64 {
    rates.first().map_or(0, |rate| rate.n_units)
}

/// The outlets with the most sentence units first, then by name.
pub(super) fn sort_outlets(outlets: &[OutletRates]) -> Vec<&OutletRates> {
    let mut sorted: Vec<&OutletRates> = outlets.iter().collect();
    sorted.sort_by(|a, b| {
        let by_units = n_units(&b.carried).cmp(&n_units(&a.carried));
        by_units.then_with(|| a.name.cmp(&b.name))
    });
    sorted
}
