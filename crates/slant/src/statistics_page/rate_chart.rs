//! The three estimates of every outlet: one panel per label, one row per outlet, three marks of different shape.

use serde::Serialize;

use super::data::{CorrectedRate, OutletRates, StatisticsPage};
use super::words::describe_rate;
use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{counted, rate, shorten};

/// In units of the drawing, which are pixels where the page is as wide as it can be.
pub(super) const WIDTH: f64 = 380.0;
pub(super) const PLOT_LEFT: f64 = 152.0;
pub(super) const PLOT_RIGHT: f64 = 364.0;
pub(super) const HEADING: f64 = 40.0;
pub(super) const FIRST_ROW: f64 = 48.0;
pub(super) const AXIS_HEIGHT: f64 = 20.0;
/// Rows from which the axis is repeated below them.
pub(super) const TALL: usize = 12;
/// Columns of text between the left edge and the plot.
pub(super) const NAME_COLUMNS: usize = 24;
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

/// What every panel of rows has: its size, its plot and its axis.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    width: String,
    height: String,
    plot_left: String,
    plot_right: String,
    plot_top: String,
    plot_bottom: String,
    heading: String,
    axis_below: Option<String>,
    row_height: String,
    ticks: Vec<Tick>,
}

/// A tick: where it is, what it says, and whether it is 0.
#[derive(Debug, Serialize)]
pub(super) struct Tick {
    pub(super) x: String,
    pub(super) text: String,
    pub(super) is_zero: bool,
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

/// A point and its interval.
#[derive(Debug, Default, Serialize)]
pub(super) struct Mark {
    y: String,
    x: Option<String>,
    /// The path of the interval, with an arrow where it goes on beyond the axis.
    interval: Option<String>,
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
        let mark = |y, point, interval| Mark::on_axis(axis, y, point, interval);
        RatePanelRow {
            is_pooled: position == 0 && data.pooled.is_some(),
            top: coordinate(y - row_height / 2.0),
            bottom: coordinate(y + row_height / 2.0),
            baseline: coordinate(y + 4.0),
            name: shorten(name, NAME_COLUMNS),
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

impl Frame {
    /// The frame of so many rows under an axis: x, text and value of each tick.
    pub(super) fn of(
        n_rows: usize,
        row_height: f64,
        ticks: impl Iterator<Item = (f64, String, f64)>,
    ) -> Self {
        let bottom = FIRST_ROW + row_height * n_rows as f64;
        let is_tall = n_rows >= TALL;
        let tick = |(x, text, value): (f64, String, f64)| Tick {
            x: coordinate(x),
            text,
            is_zero: value == 0.0,
        };
        Self {
            width: coordinate(WIDTH),
            height: coordinate(if is_tall { bottom + AXIS_HEIGHT } else { bottom }),
            plot_left: coordinate(PLOT_LEFT),
            plot_right: coordinate(PLOT_RIGHT),
            plot_top: coordinate(FIRST_ROW),
            plot_bottom: coordinate(bottom),
            heading: coordinate(HEADING),
            axis_below: is_tall.then(|| coordinate(bottom + 14.0)),
            row_height: coordinate(row_height),
            ticks: ticks.map(tick).collect(),
        }
    }
}

impl Mark {
    fn on_axis(axis: Axis, y: f64, point: Option<f64>, interval: Option<(f64, f64)>) -> Self {
        Self::at(y, point, interval, |share| axis.position(share), |share| axis.holds(share))
    }

    /// A mark whose place on the axis the first function tells, and the second whether it lies there.
    pub(super) fn at(
        y: f64,
        point: Option<f64>,
        interval: Option<(f64, f64)>,
        position: impl Fn(f64) -> f64,
        holds: impl Fn(f64) -> bool,
    ) -> Self {
        let x = |value: f64| plot_x(position(value));
        let line = |(lo, hi): (f64, f64)| {
            let (left, right, y) = (coordinate(x(lo)), coordinate(x(hi)), coordinate(y));
            let arrow = |value: f64, head: &str| if holds(value) { "" } else { head }.to_owned();
            let begins = arrow(lo, "m3-3l-3 3l3 3m-3-3");
            format!("M{left} {y}{begins}H{right}{}", arrow(hi, "m-3-3l3 3l-3 3"))
        };
        Self {
            y: coordinate(y),
            x: point.filter(|point| point.is_finite()).map(|point| coordinate(x(point))),
            interval: interval.filter(|(lo, hi)| lo.is_finite() && hi.is_finite()).map(line),
        }
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

/// The smallest value that so large a share of them does not exceed.
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

pub(super) fn plot_x(position: f64) -> f64 {
    PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * position
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
