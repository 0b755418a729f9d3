//! What `slant stats` prints.

use std::io::{self, Write};

use slant::{LabelStatistics, OutletStatistics, StatisticsResult};

use super::print::shortened;

/// Outlets in the table; the rest is in `outlets.csv`.
const OUTLETS_SHOWN: usize = 40;
/// Contrasts that are written out; the rest is in `contrasts.csv`.
const CONTRASTS_SHOWN: usize = 12;
/// Contrasts whose adjusted p-value is below this are told.
const TOLD_BELOW: f64 = 0.05;
/// Columns of one label.
const RATE_WIDTH: usize = 20;

/// Prints the rates in own voice of the outlets with most sentences, and the contrasts that stand out.
pub(crate) fn rate_table(result: &StatisticsResult) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}:\n", heading(result))?;
    let mut covering: Vec<&OutletStatistics> =
        result.outlets.iter().filter(|outlet| n_units(outlet) > 0).collect();
    covering.sort_by(|a, b| n_units(b).cmp(&n_units(a)).then_with(|| a.outlet.cmp(&b.outlet)));
    let shown = &covering[..covering.len().min(OUTLETS_SHOWN)];
    let name_width = shown.iter().map(|outlet| shortened(&outlet.outlet).chars().count()).max();
    let name_width = name_width.unwrap_or(0).max(6);
    write!(out, "{:name_width$}  own voice  audited", "outlet")?;
    result.labels.iter().try_for_each(|label| write!(out, "  {label:<RATE_WIDTH$}"))?;
    writeln!(out)?;
    for outlet in shown {
        let own = &outlet.voices[0];
        let n_audited = own.labels.first().map_or(0, |label| label.rate.n_audited);
        let name = shortened(&outlet.outlet);
        write!(out, "{name:name_width$}  {:>9}  {n_audited:>7}", own.n_units)?;
        let cell = |label: &LabelStatistics| rate_text(label, has_estimates(result));
        own.labels.iter().try_for_each(|label| write!(out, "  {:<RATE_WIDTH$}", cell(label)))?;
        writeln!(out)?;
    }
    if covering.len() > shown.len() {
        writeln!(out, "… and {} more in outlets.csv", covering.len() - shown.len())?;
    }
    contrasts(&mut out, result)
}

fn has_estimates(result: &StatisticsResult) -> bool {
    result.n_audited > 0 || result.label_shift.is_some()
}

fn heading(result: &StatisticsResult) -> &'static str {
    match (result.n_audited > 0, result.estimand.as_str()) {
        (false, _) if result.label_shift.is_some() => {
            "Of the sentences in the outlet's own voice, the share that carries the label: corrected by error rates of other\ntexts, under an assumption that nothing here backs, with 95 % intervals"
        }
        (false, _) => {
            "Of the sentences in the outlet's own voice, the share that the classifier marks, with bounds of sampling variation\n(no rates: without an audit its errors are not corrected)"
        }
        (true, "article") => {
            "Of an article's sentences in the outlet's own voice, the share that carries the label, on average over articles:\ncorrected by the audit, with 95 % intervals (*: too few audited units, the labels alone)"
        }
        (true, _) => {
            "Of the sentences in the outlet's own voice, the share that carries the label: corrected by the audit, with 95 %\nintervals (*: too few audited units for a correction, the labels alone)"
        }
    }
}

/// Sentences, whoever speaks.
fn n_units(outlet: &OutletStatistics) -> u64 {
    outlet.voices.last().map_or(0, |all| all.n_units)
}

fn rate_text(label: &LabelStatistics, has_estimates: bool) -> String {
    let percent = |value: f64| format!("{:.1}", 100.0 * value);
    let (value, interval, mark) = if has_estimates {
        let mark = if label.rate.method == Some("labels_only") { "*" } else { "" };
        (label.rate.estimate, label.rate.interval, mark)
    } else {
        (label.classified_share, label.sampling, "")
    };
    match (value, interval) {
        (Some(value), Some((lo, hi))) => {
            format!("{}%{mark} ({}–{})", percent(value), percent(lo), percent(hi))
        }
        (Some(value), None) => format!("{}%{mark}", percent(value)),
        (None, _) => "–".to_owned(),
    }
}

fn contrasts(out: &mut impl Write, result: &StatisticsResult) -> io::Result<()> {
    if result.n_audited == 0 {
        return Ok(());
    }
    let standing_out: Vec<_> = result
        .contrasts
        .rows
        .iter()
        .filter_map(|row| row.figures.map(|figures| (row, figures)))
        .filter(|(_, figures)| figures.p_bh < TOLD_BELOW)
        .collect();
    if !result.contrasts.rows.iter().any(|row| row.figures.is_some()) {
        return writeln!(
            out,
            "\nNo contrasts: under two outlets have the audited units that they need."
        );
    }
    writeln!(out, "\nContrasts ({}):", result.contrasts.family)?;
    if standing_out.is_empty() {
        return writeln!(out, "none with p below {TOLD_BELOW} after Benjamini and Hochberg.");
    }
    for (row, figures) in standing_out.iter().take(CONTRASTS_SHOWN) {
        let (lo, hi) = figures.interval;
        writeln!(
            out,
            "{} − {}, {}: {:+.1} points ({:+.1} to {:+.1}), adjusted p {}",
            shortened(&row.outlet),
            row.against.as_deref().map_or("the rest".to_owned(), shortened),
            row.label,
            100.0 * figures.difference,
            100.0 * lo,
            100.0 * hi,
            if figures.p_bh < 0.001 { "< .001".to_owned() } else { format!("{:.3}", figures.p_bh) },
        )?;
    }
    if standing_out.len() > CONTRASTS_SHOWN {
        writeln!(out, "… and {} more in contrasts.csv", standing_out.len() - CONTRASTS_SHOWN)?;
    }
    Ok(())
}
