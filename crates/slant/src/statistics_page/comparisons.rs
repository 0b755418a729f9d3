//! Contrasts and net tone: charts and tables in the order of the outlets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::data::{Contrast, NetTone, NetToneRow, OutletRates, StatisticsPage};
use super::forest::{Forest, ForestEntry};
use super::notes::Notes;
use super::rates::{MAX_OUTLETS, MAX_ROWS};
use super::words::{describe_contrast, describe_net_tone};

/// An adjusted p-value below this is marked.
pub(super) const MARKED_BELOW: f64 = 0.05;

/// The contrasts of all labels.
#[derive(Debug, Serialize)]
pub(super) struct ContrastSection<'a> {
    family: &'a str,
    labels: Vec<LabelContrasts<'a>>,
}

/// The contrasts of one label.
#[derive(Debug, Serialize)]
struct LabelContrasts<'a> {
    name: &'a str,
    forest: Option<Forest>,
    n_contrasts: u64,
    n_marked: u64,
    n_undrawn: u64,
    n_left_out: u64,
    has_pairs: bool,
    rows: Vec<ContrastRow<'a>>,
    folded: Vec<ContrastRow<'a>>,
    notes: Notes<'a>,
}

#[derive(Debug, Serialize)]
struct ContrastRow<'a> {
    contrast: &'a Contrast,
    is_marked: bool,
    missing: Option<usize>,
    notes: Vec<usize>,
}

/// The places of outlets in the order of the page.
pub(super) struct OutletOrder<'a>(BTreeMap<&'a str, usize>);

impl<'a> OutletOrder<'a> {
    pub(super) fn of(outlets: &[&'a OutletRates]) -> Self {
        let names = outlets.iter().map(|outlet| outlet.name.as_str());
        Self(names.zip(0..).collect())
    }

    /// A key to sort by: outlets of the page first, then by name.
    pub(super) fn key<'b>(&self, name: &'b str) -> (usize, &'b str) {
        (self.0.get(name).copied().unwrap_or(usize::MAX), name)
    }
}

impl<'a> ContrastSection<'a> {
    /// `None` without an audit, or where no contrasts were made.
    pub(super) fn of(data: &'a StatisticsPage, order: &OutletOrder<'_>) -> Option<Self> {
        let contrasts = data.contrasts.as_ref()?;
        data.audit.as_ref()?;
        let labels = data.codebook.labels.iter().zip(&contrasts.labels);
        let labels =
            labels.map(|(label, contrasts)| LabelContrasts::of(&label.name, contrasts, order));
        Some(Self { family: &contrasts.family, labels: labels.collect() })
    }
}

impl<'a> LabelContrasts<'a> {
    fn of(name: &'a str, contrasts: &'a [Contrast], order: &OutletOrder<'_>) -> Self {
        let mut sorted: Vec<&Contrast> = contrasts.iter().collect();
        sorted.sort_by_key(|contrast| {
            (order.key(&contrast.outlet), contrast.against.as_deref().map(|name| order.key(name)))
        });
        let drawn = &sorted[..sorted.len().min(MAX_ROWS)];
        let shown = &sorted[..sorted.len().min(MAX_OUTLETS)];
        let mut notes = Notes::default();
        let mut rows: Vec<ContrastRow<'a>> =
            shown.iter().map(|contrast| ContrastRow::of(contrast, &mut notes)).collect();
        let folded = rows.split_off(rows.len().min(MAX_ROWS));
        Self {
            name,
            forest: (!drawn.is_empty()).then(|| draw_contrasts(name, drawn)),
            n_contrasts: sorted.len() as u64,
            n_marked: sorted.iter().filter(|contrast| is_marked(contrast)).count() as u64,
            n_undrawn: (sorted.len() - drawn.len()) as u64,
            n_left_out: (sorted.len() - shown.len()) as u64,
            has_pairs: sorted.iter().any(|contrast| contrast.against.is_some()),
            rows,
            folded,
            notes,
        }
    }
}

impl<'a> ContrastRow<'a> {
    fn of(contrast: &'a Contrast, notes: &mut Notes<'a>) -> Self {
        let missing = contrast.missing.as_deref().map(|reason| notes.number(reason));
        let notes = notes.number_all(&contrast.warnings);
        Self { contrast, is_marked: is_marked(contrast), missing, notes }
    }
}

fn is_marked(contrast: &Contrast) -> bool {
    contrast.p_bh.is_some_and(|p| p < MARKED_BELOW)
}

fn draw_contrasts(label: &str, contrasts: &[&Contrast]) -> Forest {
    let names: Vec<String> = contrasts.iter().map(|contrast| name_of(contrast)).collect();
    let entries = contrasts.iter().zip(&names).map(|(contrast, name)| ForestEntry {
        name,
        sentence: describe_contrast(name, contrast),
        point: contrast.difference,
        interval: contrast.interval,
        is_marked: is_marked(contrast),
        second: None,
    });
    Forest::draw(label, &entries.collect::<Vec<_>>())
}

fn name_of(contrast: &Contrast) -> String {
    match &contrast.against {
        Some(against) => format!("{} − {against}", contrast.outlet),
        None => contrast.outlet.clone(),
    }
}

/// Net tone by outlet.
#[derive(Debug, Serialize)]
pub(super) struct NetToneSection<'a> {
    definition: &'a str,
    forest: Option<Forest>,
    n_undrawn: u64,
    n_left_out: u64,
    rows: Vec<NetToneTableRow<'a>>,
    folded: Vec<NetToneTableRow<'a>>,
    notes: Notes<'a>,
}

#[derive(Debug, Serialize)]
struct NetToneTableRow<'a> {
    tone: &'a NetToneRow,
    missing: Option<usize>,
}

impl<'a> NetToneSection<'a> {
    pub(super) fn of(tone: &'a NetTone, order: &OutletOrder<'_>, has_estimates: bool) -> Self {
        let mut sorted: Vec<&NetToneRow> = tone.rows.iter().collect();
        sorted.sort_by_key(|row| order.key(&row.outlet));
        let drawn = &sorted[..sorted.len().min(MAX_ROWS)];
        let shown = &sorted[..sorted.len().min(MAX_OUTLETS)];
        let entry = |row: &&'a NetToneRow| {
            let (point, interval, second) = if has_estimates {
                (row.estimate, row.interval, row.classified)
            } else {
                (row.classified, row.sampling, None)
            };
            let sentence = describe_net_tone(row);
            ForestEntry { name: &row.outlet, sentence, point, interval, is_marked: true, second }
        };
        let entries: Vec<ForestEntry<'_>> = drawn.iter().map(entry).collect();
        let mut notes = Notes::default();
        let row = |tone: &&'a NetToneRow| NetToneTableRow {
            tone,
            missing: tone.missing.as_deref().map(|reason| notes.number(reason)),
        };
        let mut rows: Vec<NetToneTableRow<'a>> = shown.iter().map(row).collect();
        let folded = rows.split_off(rows.len().min(MAX_ROWS));
        Self {
            definition: &tone.definition,
            forest: (!entries.is_empty()).then(|| Forest::draw("Net tone", &entries)),
            n_undrawn: (sorted.len() - drawn.len()) as u64,
            n_left_out: (sorted.len() - shown.len()) as u64,
            rows,
            folded,
            notes,
        }
    }
}
