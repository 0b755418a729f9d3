//! The tables of statistics, as CSV.

use std::path::Path;

use super::{
    StatisticsResult,
    beside::BesideRate,
    coding::Estimand,
    rates::{AuditedRate, LabelStatistics, OutletStatistics, VoiceStatistics},
    time::Period,
};
use crate::{
    error::Error,
    table::{Cell, Column, Form, Kind, TableWriter},
};

/// What stands for all outlets together where a table has rows for each.
pub(super) const ALL_OUTLETS: &str = "all";
/// What stands for all outlets but one that it is compared with.
pub(super) const THE_REST: &str = "the rest";

fn columns(names: &[(&str, Kind)]) -> Vec<Column> {
    names.iter().map(|&(name, kind)| Column::new(name, kind)).collect()
}

const CLASSIFIED_COLUMNS: [(&str, Kind); 8] = [
    ("n_articles", Kind::Number),
    ("n_clusters", Kind::Number),
    ("n_units", Kind::Number),
    ("n_labelled", Kind::Number),
    ("n_abstained", Kind::Number),
    ("classified_share", Kind::Share),
    ("sampling_lo", Kind::Share),
    ("sampling_hi", Kind::Share),
];
const BESIDE_COLUMNS: [(&str, Kind); 6] = [
    ("n_articles", Kind::Number),
    ("n_clusters", Kind::Number),
    ("n_units", Kind::Number),
    ("classified", Kind::Share),
    ("sampling_lo", Kind::Share),
    ("sampling_hi", Kind::Share),
];
const AUDITED_COLUMNS: [(&str, Kind); 16] = [
    ("n_audited", Kind::Number),
    ("n_audited_clusters", Kind::Number),
    ("n_positive", Kind::Number),
    ("estimand", Kind::Text),
    ("method", Kind::Text),
    ("estimate", Kind::Share),
    ("lo", Kind::Share),
    ("hi", Kind::Share),
    ("standard_error", Kind::Share),
    ("percentile_lo", Kind::Share),
    ("percentile_hi", Kind::Share),
    ("lambda", Kind::Share),
    ("labels_only", Kind::Share),
    ("labels_only_lo", Kind::Share),
    ("labels_only_hi", Kind::Share),
    ("warnings", Kind::Text),
];

/// The cells of an estimate; `warnings` holds its text.
fn audited_cells<'a>(
    rate: &'a AuditedRate,
    estimand: Estimand,
    warnings: &'a str,
) -> [Cell<'a>; AUDITED_COLUMNS.len()] {
    let ((lo, hi), (percentile_lo, percentile_hi)) = (pair(rate.interval), pair(rate.percentile));
    let (labels_only_lo, labels_only_hi) = pair(rate.labels_only_interval);
    [
        Cell::Number(rate.n_audited),
        Cell::Number(rate.n_audited_clusters),
        Cell::Number(rate.n_positive),
        Cell::Text(estimand.as_str()),
        Cell::text(rate.method),
        Cell::share(rate.estimate),
        lo,
        hi,
        Cell::share(rate.standard_error),
        percentile_lo,
        percentile_hi,
        Cell::share(rate.lambda),
        Cell::share(rate.labels_only),
        labels_only_lo,
        labels_only_hi,
        if warnings.is_empty() { Cell::Missing } else { Cell::Text(warnings) },
    ]
}

fn pair(bounds: Option<(f64, f64)>) -> (Cell<'static>, Cell<'static>) {
    (Cell::share(bounds.map(|(lo, _)| lo)), Cell::share(bounds.map(|(_, hi)| hi)))
}

/// Why there is no interval, then the warnings.
fn joined(rate: &AuditedRate) -> String {
    let missing = rate.missing.iter().map(|reason| format!("no interval: {reason}"));
    missing.chain(rate.warnings.iter().cloned()).collect::<Vec<_>>().join("; ")
}

/// Writes `outlets.csv`: for each outlet and label a row a voice; without an audit, classified shares alone.
pub(super) fn write_outlets(path: &Path, result: &StatisticsResult) -> Result<(), Error> {
    let mut names = vec![("outlet", Kind::Text), ("label", Kind::Text), ("voice", Kind::Text)];
    names.extend(CLASSIFIED_COLUMNS);
    names.extend(AUDITED_COLUMNS);
    let mut table = Form::Csv.create(path, &columns(&names))?;
    for outlet in &result.outlets {
        for label in 0..result.labels.len() {
            for voice in &outlet.voices {
                let found = &voice.labels[label];
                write_outlet(table.as_mut(), outlet, voice, found, result.estimand)?;
            }
        }
    }
    table.finish()
}

fn write_outlet(
    table: &mut dyn TableWriter,
    outlet: &OutletStatistics,
    voice: &VoiceStatistics,
    found: &LabelStatistics,
    estimand: Estimand,
) -> Result<(), Error> {
    let (lo, hi) = pair(found.sampling);
    let warnings = joined(&found.rate);
    let mut row = vec![
        Cell::Text(&outlet.outlet),
        Cell::Text(&found.label),
        Cell::Text(voice.voice),
        Cell::Number(voice.n_articles),
        Cell::Number(voice.n_clusters),
        Cell::Number(voice.n_units),
        Cell::Number(found.n_labelled),
        Cell::Number(found.n_abstained),
        Cell::share(found.classified_share),
        lo,
        hi,
    ];
    row.extend(audited_cells(&found.rate, estimand, &warnings));
    table.write(&row)
}

/// Writes `contrasts.csv`, empty without an audit.
pub(super) fn write_contrasts(path: &Path, result: &StatisticsResult) -> Result<(), Error> {
    let text = |name| (name, Kind::Text);
    let share = |name| (name, Kind::Share);
    let names = [
        text("outlet"),
        text("against"),
        text("label"),
        text("voice"),
        share("rate"),
        share("other_rate"),
        share("difference"),
        share("lo"),
        share("hi"),
        share("standard_error"),
        share("statistic"),
        share("degrees_of_freedom"),
        share("p"),
        share("p_bh"),
        share("p_holm"),
        text("family"),
        text("missing"),
    ];
    let mut table = Form::Csv.create(path, &columns(&names))?;
    for row in &result.contrasts.rows {
        let figures = row.figures.as_ref();
        let (lo, hi) = pair(figures.map(|figures| figures.interval));
        let number = |of: fn(&super::ContrastFigures) -> f64| Cell::share(figures.map(of));
        table.write(&[
            Cell::Text(&row.outlet),
            Cell::Text(row.against.as_deref().unwrap_or(THE_REST)),
            Cell::Text(&row.label),
            Cell::Text("own"),
            number(|figures| figures.rate),
            number(|figures| figures.other_rate),
            number(|figures| figures.difference),
            lo,
            hi,
            number(|figures| figures.standard_error),
            number(|figures| figures.statistic),
            number(|figures| figures.degrees_of_freedom),
            number(|figures| figures.p),
            number(|figures| figures.p_bh),
            number(|figures| figures.p_holm),
            Cell::Text(&result.contrasts.family),
            Cell::text(row.missing.as_deref()),
        ])?;
    }
    table.finish()
}

/// Writes a table of rates with linearised intervals: some cells that name the row, then counts and estimates.
fn write_beside<'a>(
    path: &Path,
    keys: &[(&str, Kind)],
    rows: impl Iterator<Item = (Vec<Cell<'a>>, &'a BesideRate)>,
    estimand: Estimand,
) -> Result<(), Error> {
    let mut names = keys.to_vec();
    names.extend(BESIDE_COLUMNS);
    names.extend(AUDITED_COLUMNS);
    let mut table = Form::Csv.create(path, &columns(&names))?;
    for (mut row, found) in rows {
        let (lo, hi) = pair(found.sampling);
        let warnings = joined(&found.rate);
        row.extend([
            Cell::Number(found.n_articles),
            Cell::Number(found.n_clusters),
            Cell::Number(found.n_units),
            Cell::share(found.classified),
            lo,
            hi,
        ]);
        row.extend(audited_cells(&found.rate, estimand, &warnings));
        table.write(&row)?;
    }
    table.finish()
}

/// Writes `rates_by_time.csv`: all outlets together first.
pub(super) fn write_rates_by_time(
    path: &Path,
    result: &StatisticsResult,
    period: Period,
) -> Result<(), Error> {
    let text = |name| (name, Kind::Text);
    let keys = [text("outlet"), text("by"), text("period"), text("label"), text("voice")];
    // Cells borrow, so the days are written out first.
    let starts: Vec<Vec<String>> = result
        .time
        .iter()
        .map(|outlet| outlet.periods.iter().map(|found| found.start.to_string()).collect())
        .collect();
    let rows = result.time.iter().zip(&starts).flat_map(|(outlet, starts)| {
        outlet.periods.iter().zip(starts).map(move |(found, start)| {
            let key = vec![
                Cell::Text(outlet.outlet.as_deref().unwrap_or(ALL_OUTLETS)),
                Cell::Text(period.as_str()),
                Cell::Text(start),
                Cell::Text(&found.label),
                Cell::Text("own"),
            ];
            (key, &found.rate)
        })
    });
    write_beside(path, &keys, rows, result.estimand)
}

/// Writes `speakers.csv`: what speakers of each role say, all outlets together first.
pub(super) fn write_roles(path: &Path, result: &StatisticsResult) -> Result<(), Error> {
    let text = |name| (name, Kind::Text);
    let keys = [text("speaker_role"), text("outlet"), text("label")];
    let rows = result.roles.iter().map(|found| {
        let key = vec![
            Cell::Text(found.role),
            Cell::Text(found.outlet.as_deref().unwrap_or(ALL_OUTLETS)),
            Cell::Text(&found.label),
        ];
        (key, &found.rate)
    });
    write_beside(path, &keys, rows, result.estimand)
}

/// Writes `net_tone.csv`, empty where no label has a tone.
pub(super) fn write_net_tone(path: &Path, result: &StatisticsResult) -> Result<(), Error> {
    let keys = [("outlet", Kind::Text), ("voice", Kind::Text)];
    let rows = result
        .net_tone
        .iter()
        .map(|found| (vec![Cell::Text(&found.outlet), Cell::Text(found.voice)], &found.tone));
    write_beside(path, &keys, rows, Estimand::Article)
}

/// Writes `sensitivity.csv`: all outlets together first.
pub(super) fn write_sensitivity(path: &Path, result: &StatisticsResult) -> Result<(), Error> {
    let text = |name| (name, Kind::Text);
    let names = [
        text("outlet"),
        text("label"),
        text("voice"),
        text("scores"),
        text("relevance"),
        text("estimand"),
        text("copies"),
        text("correction"),
        ("is_default", Kind::Flag),
        ("n_units", Kind::Number),
        ("estimate", Kind::Share),
        ("lo", Kind::Share),
        ("hi", Kind::Share),
        text("missing"),
    ];
    let mut table = Form::Csv.create(path, &columns(&names))?;
    for row in &result.sensitivity {
        let (lo, hi) = pair(row.interval);
        table.write(&[
            Cell::Text(row.outlet.as_deref().unwrap_or(ALL_OUTLETS)),
            Cell::Text(&row.label),
            Cell::Text("own"),
            Cell::text(row.scores),
            Cell::Text(row.relevance),
            Cell::Text(row.estimand),
            Cell::Text(row.copies),
            Cell::Text(row.correction),
            Cell::Flag(row.is_default),
            Cell::Number(row.n_units),
            Cell::share(row.estimate),
            lo,
            hi,
            Cell::text(row.missing.as_deref()),
        ])?;
    }
    table.finish()
}
