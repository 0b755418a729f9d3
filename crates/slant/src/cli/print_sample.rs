//! What `slant sample` prints.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use slant::{
    NearMissResult, PlannedContrast, PlannedSample, PlannedWidth, SampleDesign, SampleResult,
};

use super::print::shortened;

/// Outlets in the table; `--json` has all.
const OUTLETS_SHOWN: usize = 60;
/// Columns that a width takes.
const WIDTH: usize = 8;
const VOICE: &str = "own";

/// Says what was drawn and what to do with it.
pub(crate) fn sample(result: &SampleResult) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let SampleResult { n_new, n_sample, n_frame, n_strata, n_trained_on, .. } = result;
    match result.design {
        SampleDesign::Audit if n_new < n_sample => {
            writeln!(
                out,
                "{n_new} new units drawn, {n_sample} with those before, of {n_frame} in {n_strata} strata"
            )?;
        }
        SampleDesign::Audit => {
            writeln!(out, "{n_sample} of {n_frame} units drawn from {n_strata} strata")?;
        }
        SampleDesign::Active => {
            writeln!(
                out,
                "{n_sample} of {n_frame} units chosen, to train with: nothing can be estimated from them"
            )?;
        }
    }
    if *n_trained_on > 0 {
        writeln!(out, "{n_trained_on} units left out: the model was trained on their texts")?;
    }
    writeln!(out)?;
    result.files.iter().try_for_each(|path| writeln!(out, "For the coders: {}", path.display()))?;
    writeln!(out, "Not for them:   {}", result.key.display())
}

/// Says which articles were drawn.
pub(crate) fn near_misses(result: &NearMissResult) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let NearMissResult { n_articles, n_near, n_drawn, file, key, .. } = result;
    writeln!(
        out,
        "{n_drawn} of {n_near} articles drawn that the topic query nearly matches, among {n_articles}\n\nFor the coders: {}\nNot for them:   {}",
        file.display(),
        key.display()
    )
}

/// Prints the precision of samples by size, and by outlet for the size that was asked.
pub(crate) fn plans(plans: &[PlannedSample], n: u64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "Half-widths of 95 % intervals to expect, in percentage points, of rates in the outlets' own voice. Foreseen from the\nscores, as if they were calibrated; real ones are wider where they are not. Rates of all voices: --json.\n"
    )?;
    by_size(&mut out, plans)?;
    match plans.iter().find(|plan| plan.n == n) {
        Some(plan) => by_outlet(&mut out, plan),
        None => Ok(()),
    }
}

fn by_size(out: &mut impl Write, plans: &[PlannedSample]) -> io::Result<()> {
    let labels: Vec<&PlannedContrast> =
        plans.first().map(|plan| own_contrasts(plan).collect()).unwrap_or_default();
    for label in labels {
        writeln!(out, "{}", label.label)?;
        writeln!(
            out,
            "{:>7}  strata  all outlets  by labels alone  typical outlet  by labels alone  two outlets' difference",
            "n"
        )?;
        for plan in plans {
            let rates: Vec<&PlannedWidth> =
                own_rates(plan).filter(|width| width.label == label.label).collect();
            let all = rates.iter().find(|width| width.outlet.is_none());
            let of_outlets = |value: fn(&PlannedWidth) -> Option<f64>| {
                median(
                    rates
                        .iter()
                        .filter(|width| width.outlet.is_some())
                        .filter_map(|width| value(width)),
                )
            };
            let contrast = own_contrasts(plan).find(|contrast| contrast.label == label.label);
            writeln!(
                out,
                "{:>7}  {:>6}  {:>11}  {:>15}  {:>14}  {:>15}  {:>23}",
                plan.n,
                plan.n_strata,
                points(all.and_then(|width| width.corrected)),
                points(all.and_then(|width| width.labels_only)),
                points(of_outlets(|width| width.corrected)),
                points(of_outlets(|width| width.labels_only)),
                points(contrast.and_then(|contrast| contrast.median)),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn by_outlet(out: &mut impl Write, plan: &PlannedSample) -> io::Result<()> {
    let mut outlets: BTreeMap<&str, Vec<&PlannedWidth>> = BTreeMap::new();
    for width in own_rates(plan) {
        if let Some(outlet) = &width.outlet {
            outlets.entry(outlet).or_default().push(width);
        }
    }
    let name_width =
        outlets.keys().map(|name| shortened(name).chars().count()).max().unwrap_or(0).max(6);
    let labels: Vec<&str> = own_contrasts(plan).map(|contrast| contrast.label.as_str()).collect();
    writeln!(
        out,
        "By outlet, of n = {}: half-width of the corrected rate, and by labels alone",
        plan.n
    )?;
    write!(out, "{:name_width$}  drawn  clusters", "outlet")?;
    let column = |label: &str| label.chars().count().max(2 * WIDTH);
    labels.iter().try_for_each(|label| write!(out, "  {label:>width$}", width = column(label)))?;
    writeln!(out)?;
    for (name, widths) in outlets.iter().take(OUTLETS_SHOWN) {
        let drawn = widths[0].n_drawn.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let n_clusters = widths[0].n_clusters;
        write!(out, "{:name_width$}  {drawn:>5}  {n_clusters:>8}", shortened(name))?;
        for width in widths {
            let cell = format!("{} {:>WIDTH$}", points(width.corrected), points(width.labels_only));
            write!(out, "  {cell:>width$}", width = column(&width.label))?;
        }
        writeln!(out)?;
    }
    if outlets.len() > OUTLETS_SHOWN {
        writeln!(out, "… and {} more in --json", outlets.len() - OUTLETS_SHOWN)?;
    }
    writeln!(
        out,
        "\n–: fewer than 10 clusters of articles, or too few draws to give the outlet strata of its own\n\
        Outlets with fewer than 60 units labelled get their rates by labels alone."
    )
}

fn own_rates(plan: &PlannedSample) -> impl Iterator<Item = &PlannedWidth> {
    plan.widths.iter().filter(|width| width.voice == VOICE)
}

fn own_contrasts(plan: &PlannedSample) -> impl Iterator<Item = &PlannedContrast> {
    plan.contrasts.iter().filter(|contrast| contrast.voice == VOICE)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}

fn points(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("±{:.1}", 100.0 * share))
}
