//! What the command line prints: results on standard output, messages on standard error.

use std::{
    io::{self, Write},
    path::Path,
};

use classifier::{Evaluation, LabelTable, Model};
use serde::Serialize;
use slant::{
    EvaluationReport, LabelShare, NameSwapFigures, NameSwapReport, OutletShares, ReadingLog,
    place_and_message,
};

/// Outlets in the table; the rest is in `outlets.csv`.
const OUTLETS_SHOWN: usize = 40;
/// Columns that the name of an outlet takes at most.
const NAME_WIDTH: usize = 32;
/// Rejects that are written out where no file takes them.
const REJECTS_SHOWN: usize = 20;
/// Unused fields that are named.
const FIELDS_SHOWN: usize = 12;
/// Columns of one label.
const SHARE_WIDTH: usize = 20;

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

/// Prints bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Prints the classified shares of the outlets with most sentences.
pub(crate) fn outlet_table(outlets: &[OutletShares], labels: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut covering: Vec<&OutletShares> =
        outlets.iter().filter(|outlet| outlet.n_articles > 0).collect();
    covering
        .sort_by(|a, b| b.all.n_units.cmp(&a.all.n_units).then_with(|| a.outlet.cmp(&b.outlet)));
    let name_width = covering
        .iter()
        .take(OUTLETS_SHOWN)
        .map(|outlet| shortened(&outlet.outlet).chars().count())
        .max()
        .unwrap_or(0)
        .max(6);
    writeln!(
        out,
        "Of the sentences in the outlet's own voice, the share that the classifier marks, with bounds of sampling variation\n(not corrected for its errors):\n"
    )?;
    write!(out, "{:name_width$}  articles  sentences  own voice", "outlet")?;
    labels.iter().try_for_each(|label| write!(out, "  {label:<SHARE_WIDTH$}"))?;
    writeln!(out)?;
    for outlet in covering.iter().take(OUTLETS_SHOWN) {
        write!(
            out,
            "{:name_width$}  {:>8}  {:>9}  {:>9}",
            shortened(&outlet.outlet),
            outlet.n_articles,
            outlet.all.n_units,
            outlet.own.n_units
        )?;
        outlet
            .own
            .labels
            .iter()
            .try_for_each(|share| write!(out, "  {:<SHARE_WIDTH$}", share_text(share)))?;
        writeln!(out)?;
    }
    if covering.len() > OUTLETS_SHOWN {
        writeln!(out, "… and {} more in outlets.csv", covering.len() - OUTLETS_SHOWN)?;
    }
    let n_without = outlets.len() - covering.len();
    if n_without > 0 {
        writeln!(
            out,
            "{n_without} more {} no relevant article.",
            if n_without == 1 { "outlet has" } else { "outlets have" }
        )?;
    }
    Ok(())
}

/// A name without control characters, cut to [`NAME_WIDTH`].
pub(crate) fn shortened(name: &str) -> String {
    let clean: Vec<char> = name
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    if clean.len() <= NAME_WIDTH {
        clean.iter().collect()
    } else {
        clean[..NAME_WIDTH - 1].iter().chain(&['…']).collect()
    }
}

fn share_text(share: &LabelShare) -> String {
    let percent = |value: f64| format!("{:.1}", 100.0 * value);
    match (share.classified_share, share.sampling_lo.zip(share.sampling_hi)) {
        (Some(value), Some((lo, hi))) => {
            format!("{}% ({}–{})", percent(value), percent(lo), percent(hi))
        }
        (Some(value), None) => format!("{}%", percent(value)),
        (None, _) => "–".to_owned(),
    }
}

/// Says that there is nothing left to do.
pub(crate) fn finished_already(folder: &Path, is_quiet: bool) {
    if !is_quiet {
        message(&format!("{}: the run is finished already", folder.display()));
    }
}

/// Says that what a killed run did is not made use of.
pub(crate) fn begins_anew(folder: &Path, is_quiet: bool) {
    if !is_quiet {
        message(&format!(
            "{}: found what a run had done that did not end; begins anew (--resume goes on from it)",
            folder.display()
        ));
    }
}

/// Prints where the report is.
pub(crate) fn report_place(path: &Path) -> io::Result<()> {
    writeln!(io::stdout(), "\nReport: {}", path.display())
}

/// Prints what was rejected and what to know; `rejects` is the file that holds the rejects.
pub(crate) fn log(log: &ReadingLog, warnings: &[String], rejects: Option<&Path>, is_quiet: bool) {
    if is_quiet {
        return;
    }
    self::warnings(warnings, is_quiet);
    if !log.unused_fields.is_empty() {
        let names: Vec<&str> =
            log.unused_fields.keys().take(FIELDS_SHOWN).map(String::as_str).collect();
        let more = if log.unused_fields.len() > FIELDS_SHOWN { ", …" } else { "" };
        message(&format!("fields not used: {}{more}", names.join(", ")));
    }
    if log.n_rejects() == 0 {
        return;
    }
    let codes: Vec<String> =
        log.rejects.iter().map(|(code, rejects)| format!("{} {code}", rejects.n)).collect();
    let place = rejects.map_or_else(String::new, |path| format!("; see {}", path.display()));
    if rejects.is_none() {
        for reject in log.rejects.values().flat_map(|rejects| &rejects.first).take(REJECTS_SHOWN) {
            message(&place_and_message(reject));
        }
    }
    message(&format!(
        "{} of {} records were rejected: {}{place}",
        log.n_rejects(),
        log.articles_in,
        codes.join(", ")
    ));
}

/// Prints what to know about results.
pub(crate) fn warnings(warnings: &[String], is_quiet: bool) {
    if !is_quiet {
        warnings.iter().for_each(|warning| message(&format!("warning: {warning}")));
    }
}

/// Prints how training went.
pub(crate) fn training(model: &Model, table: &LabelTable, folder: &Path) -> io::Result<()> {
    let training = model.training();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} rows, {} units of {} articles trained on",
        table.n_rows, training.n_units, training.n_articles
    )?;
    for (n, what) in [
        (training.n_test_units_left_out, "split is test"),
        (training.n_audit_units_left_out, "design is audit"),
    ] {
        if n > 0 {
            writeln!(out, "{n} units left out: {what}")?;
        }
    }
    if training.n_units_without_article > 0 {
        let n = training.n_units_without_article;
        writeln!(
            out,
            "{n} units have no article_id: each counts as an article, so sentences of one article may be in two folds"
        )?;
    }
    for column in &table.unused_columns {
        writeln!(out, "column not used: {column}")?;
    }
    writeln!(out, "\nCross-validation over {} folds of whole articles:\n", training.config.folds)?;
    drop(out);
    evaluation(&training.cross_validation)?;
    writeln!(io::stdout(), "\nModel: {}", folder.display())
}

/// Prints the figures of every label.
pub(crate) fn evaluation(evaluation: &Evaluation) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let width = evaluation.labels.keys().map(String::len).max().unwrap_or(0).max("label".len());
    // Cross-validation comes without intervals.
    let has_intervals = evaluation.labels.values().any(|figures| figures.f1_ci.is_some());
    let interval = |text: &str| if has_intervals { format!("  {text:>12}") } else { String::new() };
    let digits =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    writeln!(
        out,
        "{:width$}  precision  recall     F1{}  avg.prec.  Brier skill    ECE  support  threshold",
        "label",
        interval("95% interval")
    )?;
    for (label, figures) in &evaluation.labels {
        let bounds = figures.f1_ci.map(|(lo, hi)| format!("{lo:.3}–{hi:.3}"));
        writeln!(
            out,
            "{label:width$}  {:>9}  {:>6}  {:>5}{}  {:>9}  {:>11}  {:>5}  {:>7}  {:>9}",
            digits(figures.precision),
            digits(figures.recall),
            digits(figures.f1),
            interval(bounds.as_deref().unwrap_or("–")),
            digits(figures.average_precision),
            digits(figures.brier_skill),
            digits(figures.ece),
            figures.support,
            digits(figures.threshold),
        )?;
    }
    writeln!(
        out,
        "\nmacro-F1 {}, micro-F1 {}, {} units",
        digits(evaluation.macro_f1),
        digits(evaluation.micro_f1),
        evaluation.n
    )
}

/// Prints how far scores moved when names were exchanged.
pub(crate) fn name_swap(report: &NameSwapReport) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let width = report.labels.keys().map(String::len).max().unwrap_or(0);
    writeln!(
        out,
        "\nNames exchanged in {} units; change of the probability:\n\n{:width$}  mean |change|  largest  mean from first to second  decisions changed",
        report.n_units, ""
    )?;
    for (label, figures) in &report.labels {
        let NameSwapFigures { mean_change, max_change, mean_shift, n_flipped } = figures;
        let shift = mean_shift.map_or_else(|| "–".to_owned(), |shift| format!("{shift:+.4}"));
        writeln!(
            out,
            "{label:width$}  {mean_change:>13.4}  {max_change:>7.3}  {shift:>25}  {n_flipped:>17}"
        )?;
    }
    Ok(())
}

/// Prints what to know about an evaluation.
pub(crate) fn evaluation_notes(report: &EvaluationReport, is_quiet: bool) {
    if is_quiet {
        return;
    }
    if report.n_seen_in_training > 0 {
        message(&format!(
            "warning: the model was trained on the very text of {} of these {} units; figures on them say nothing about new texts",
            report.n_seen_in_training, report.evaluation.n
        ));
    }
    for column in &report.unused_columns {
        message(&format!("warning: column not used: {column}"));
    }
}

/// Prints an error with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    message(&format!("slant: {error:#}"));
}

/// Prints one message; there is nobody left to tell where standard error is closed.
fn message(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
