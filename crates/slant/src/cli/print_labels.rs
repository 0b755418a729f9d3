//! What the commands on label files print.

use std::io::{self, Write};

use classifier::{GroupCounts, LabelCheck, LabelSummary};
use slant::{Agreement, AlphaFigures, PairAgreement};

/// Prints faults, notes and counts.
pub(crate) fn check(check: &LabelCheck, is_quiet: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for fault in &check.faults {
        writeln!(out, "{fault}")?;
    }
    if is_quiet {
        return Ok(());
    }
    for note in &check.notes {
        writeln!(out, "{note}")?;
    }
    if !check.faults.is_empty() || !check.notes.is_empty() {
        writeln!(out)?;
    }
    counts(&mut out, &check.summary)?;
    match check.faults.len() {
        0 => writeln!(out, "\nNo faults."),
        1 => writeln!(out, "\n1 fault."),
        n => writeln!(out, "\n{n} faults."),
    }
}

fn counts(out: &mut impl Write, summary: &LabelSummary) -> io::Result<()> {
    write!(out, "{} rows, {} units", summary.n_rows, summary.all.n_units)?;
    if summary.n_judged_twice > 0 {
        write!(out, ", {} of them judged by several annotators", summary.n_judged_twice)?;
    }
    writeln!(out)?;
    for (annotator, n) in summary.annotators.iter().filter(|(name, _)| !name.is_empty()) {
        writeln!(out, "  {annotator}: {n} rows")?;
    }
    for (label, counts) in summary.labels.iter().filter(|(_, counts)| counts.not_judged > 0) {
        writeln!(out, "  {label}: {} units not judged, or tied", counts.not_judged)?;
    }
    let others = Some(("other subjects", &summary.other_subjects));
    let others = others.filter(|(_, counts)| counts.n_units > 0);
    let overall = [("all", &summary.all)].into_iter().chain(others);
    table(out, "", overall, &summary.all)?;
    for (column, groups) in &summary.groups {
        let groups = groups.iter().map(|(name, counts)| (name.as_str(), counts));
        table(out, column, groups, &summary.all)?;
    }
    Ok(())
}

fn table<'a>(
    out: &mut impl Write,
    column: &str,
    groups: impl Iterator<Item = (&'a str, &'a GroupCounts)> + Clone,
    all: &GroupCounts,
) -> io::Result<()> {
    let width = groups.clone().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let width = width.max(column.len());
    write!(out, "\n{column:width$}  clusters  articles  units")?;
    all.with.keys().try_for_each(|label| write!(out, "  {label}"))?;
    writeln!(out, "  several    none")?;
    for (name, counts) in groups {
        let GroupCounts { n_clusters, n_articles, n_units, with, n_several, n_none } = counts;
        write!(out, "{name:width$}  {n_clusters:>8}  {n_articles:>8}  {n_units:>5}")?;
        with.iter().try_for_each(|(label, n)| write!(out, "  {n:>0$}", label.len()))?;
        let share = 100.0 * *n_none as f64 / (*n_units).max(1) as f64;
        writeln!(out, "  {n_several:>7}  {share:>5.1}%")?;
    }
    Ok(())
}

/// Prints alphas, kappas and confusions.
pub(crate) fn agreement(agreement: &Agreement) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{} units judged by two annotators or more:", agreement.n_units)?;
    for (annotator, n) in &agreement.annotators {
        writeln!(out, "  {}: {n} rows", name_of(annotator))?;
    }
    let of_label = agreement.labels.iter().map(|(label, figures)| (label.as_str(), figures));
    let others = [("all labels", Some(&agreement.all_labels)), ("voice", agreement.voice.as_ref())];
    let others = others.into_iter().filter_map(|(name, figures)| Some((name, figures?)));
    let rows: Vec<(&str, &AlphaFigures)> = of_label.chain(others).collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    writeln!(out, "\n{:width$}  Krippendorff's alpha  95% interval  units  articles", "")?;
    for (name, figures) in rows {
        let AlphaFigures { alpha, interval, n_units, n_articles } = figures;
        let bounds = interval.map_or_else(none, |(lo, hi)| format!("{lo:.3}–{hi:.3}"));
        let alpha = three_digits(*alpha);
        writeln!(out, "{name:width$}  {alpha:>20}  {bounds:>12}  {n_units:>5}  {n_articles:>8}")?;
    }
    agreement.pairs.iter().try_for_each(|pair| confusion(&mut out, pair, width))
}

fn confusion(out: &mut impl Write, pair: &PairAgreement, width: usize) -> io::Result<()> {
    let (a, b) = (name_of(&pair.a), name_of(&pair.b));
    writeln!(out, "\n{a} (a) and {b} (b)")?;
    writeln!(out, "{:width$}  Cohen's kappa     F1   both  only a  only b  neither", "")?;
    for (label, figures) in &pair.labels {
        let (kappa, f1) = (three_digits(figures.kappa), three_digits(figures.f1));
        writeln!(
            out,
            "{label:width$}  {kappa:>13}  {f1:>5}  {:>5}  {:>6}  {:>6}  {:>7}",
            figures.both, figures.only_a, figures.only_b, figures.neither
        )?;
    }
    Ok(())
}

fn name_of(annotator: &str) -> &str {
    if annotator.is_empty() { "(no name)" } else { annotator }
}

fn three_digits(value: Option<f64>) -> String {
    value.map_or_else(none, |value| format!("{value:.3}"))
}

fn none() -> String {
    "–".to_owned()
}
