//! What every panel of rows is made of: its frame and axis, points with their intervals, names at the left.

use serde::Serialize;

use crate::page::coordinate;
use crate::page::format::shorten;

/// In units of the drawing, which are pixels where the page is as wide as it can be.
const WIDTH: f64 = 380.0;
const PLOT_LEFT: f64 = 152.0;
const PLOT_RIGHT: f64 = 364.0;
const HEADING: f64 = 40.0;
pub(super) const FIRST_ROW: f64 = 48.0;
const AXIS_HEIGHT: f64 = 20.0;
/// Rows from which the axis is repeated below them.
const TALL: usize = 12;
/// Columns of text between the left edge and the plot.
const NAME_COLUMNS: usize = 24;

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

/// A point and its interval.
#[derive(Debug, Default, Serialize)]
pub(super) struct Mark {
    y: String,
    x: Option<String>,
    /// The path of the interval, with an arrow where it goes on beyond the axis.
    interval: Option<String>,
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

/// The smallest value that so large a share of them does not exceed.
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// What of a name stands at the left of a row: less of it where its letters are wide.
pub(super) fn row_name(name: &str) -> String {
    let is_wide = |c: &char| c.is_uppercase() || matches!(c, 'm' | 'w' | '@' | '%');
    let n_wide = name.chars().take(NAME_COLUMNS).filter(is_wide).count();
    shorten(name, NAME_COLUMNS - n_wide * 2 / 5)
}

pub(super) fn plot_x(position: f64) -> f64 {
    PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * position
}
