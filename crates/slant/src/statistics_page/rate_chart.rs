//! The three estimates of every outlet: one panel per label, one row per outlet, three marks of different shape.

use serde::Serialize;

use super::data::{CorrectedRate, OutletRates, StatisticsPage};
use super::panel::{FIRST_ROW, Frame, Mark, plot_x, quantile, row_name};
use super::words::describe_rate;
use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{counted, rate};

/// The height of a row of three marks, and of a row of one.
const ROW_HEIGHTS: (f64, f64) = (31.0, 18.0);
/// How far the marks of a row lie above and below its middle.
const OFFSET: f64 = 9.0;
/// The share of upper bounds that the axis reaches at least; the others are cut at its end, and marked as cut.
const BOUNDS_REACHED: f64 = 0.9;

/// The drawing for one label.
#[derive(Debug, Serialize)]
pub(super) struct RatePanel {
    label: String,
    description: String,
    frame: Frame,
    rows: Vec<RatePanelRow>,
}

/// One outlet.
#[derive(Debug, Serialize)]
struct RatePanelRow {
    is_pooled: bool,
    top: String,
    bottom: String,
    baseline: String,
    name: String,
    sentence: String,
    classified: Mark,
    /// `None` in a chart of classified shares alone.
    corrected: Option<Mark>,
    labels_only: Option<Mark>,
    /// What is not there: `no interval`, `no rate`.
    absent: Option<&'static str>,
    y: String,
}

/// Draws the outlets in the order of the rows.
pub(super) fn draw_panels(
    data: &StatisticsPage,
    outlets: &[&OutletRates],
    voice: fn(&OutletRates) -> &[CorrectedRate],
) -> Vec<RatePanel> {
    if outlets.is_empty() {
        return Vec::new();
    }
    let labels = data.codebook.labels.iter().enumerate();
    let panels = labels.map(|(label, definition)| {
        let pooled = data.pooled.as_ref().map(|pooled| ("All outlets", voice(pooled)));
        let rows = outlets.iter().map(|outlet| (outlet.name.as_str(), voice(outlet)));
        let rows: Vec<(&str, &CorrectedRate)> = pooled
            .into_iter()
            .chain(rows)
            .filter_map(|(name, rates)| Some((name, rates.get(label)?)))
            .collect();
        draw_panel(&definition.name, &rows, data)
    });
    panels.collect()
}

fn draw_panel(label: &str, rates: &[(&str, &CorrectedRate)], data: &StatisticsPage) -> RatePanel {
    let is_corrected = data.has_estimates();
    let row_height = if is_corrected { ROW_HEIGHTS.0 } else { ROW_HEIGHTS.1 };
    let axis = Axis::reaching(reach(rates.iter().map(|(_, rate)| *rate)));
    let rows = rates.iter().enumerate().map(|(position, (name, rate))| {
        let y = FIRST_ROW + row_height * (position as f64 + 0.5);
        let offset = if is_corrected { OFFSET } else { 0.0 };
        let mark = |y, point, interval| {
            Mark::at(y, point, interval, |share| axis.position(share), |share| axis.holds(share))
        };
        RatePanelRow {
            is_pooled: position == 0 && data.pooled.is_some(),
            top: coordinate(y - row_height / 2.0),
            bottom: coordinate(y + row_height / 2.0),
            baseline: coordinate(y + 4.0),
            name: row_name(name),
            sentence: describe_rate(name, rate, data),
            classified: mark(y - offset, rate.classified_share, rate.sampling),
            corrected: is_corrected.then(|| mark(y, rate.estimate, rate.interval)),
            labels_only: is_corrected
                .then(|| mark(y + offset, rate.labels_only, rate.labels_only_interval)),
            absent: is_corrected.then(|| absent(rate)).flatten(),
            y: coordinate(y),
        }
    });
    let ticks = axis.ticks().map(|(share, text)| (plot_x(axis.position(share)), text, share));
    RatePanel {
        label: label.to_owned(),
        description: describe_panel(rates, is_corrected),
        frame: Frame::of(rates.len(), row_height, ticks),
        rows: rows.collect(),
    }
}

fn absent(rate: &CorrectedRate) -> Option<&'static str> {
    match (rate.estimate, rate.interval) {
        (None, _) => Some("no rate"),
        (Some(_), None) => Some("no interval"),
        (Some(_), Some(_)) => None,
    }
}

/// The largest value that the axis must hold: every point, and most upper bounds.
fn reach<'a>(rates: impl Iterator<Item = &'a CorrectedRate> + Clone) -> f64 {
    let finite = |value: &f64| value.is_finite();
    let points = rates
        .clone()
        .flat_map(|rate| [rate.classified_share, rate.estimate, rate.labels_only])
        .flatten()
        .filter(finite);
    let bounds = rates
        .flat_map(|rate| [rate.sampling, rate.interval, rate.labels_only_interval])
        .flatten()
        .map(|(_, hi)| hi)
        .filter(finite);
    points.fold(quantile(bounds.collect(), BOUNDS_REACHED), f64::max)
}

fn describe_panel(rates: &[(&str, &CorrectedRate)], is_corrected: bool) -> String {
    let points = || {
        let point = |r: &CorrectedRate| if is_corrected { r.estimate } else { r.classified_share };
        rates.iter().filter_map(move |(_, r)| point(r)).filter(|share| share.is_finite())
    };
    let what = if is_corrected { "corrected rates" } else { "classified shares" };
    format!(
        "{} in rows, the largest first; {what} from {} to {}. The table below has every number.",
        counted(rates.len() as u64, "outlet"),
        rate(points().reduce(f64::min)),
        rate(points().reduce(f64::max)),
    )
}
