//! Intervals around zero: contrasts and net tone, one panel each, one row per outlet.

use serde::Serialize;

use super::panel::{FIRST_ROW, Frame, Mark, plot_x, quantile, row_name};
use crate::page::axis::SignedAxis;
use crate::page::coordinate;
use crate::page::format::counted;

const ROW_HEIGHT: f64 = 18.0;
/// How far the second mark of a row lies below the first.
const OFFSET: f64 = 4.0;
/// The share of bounds that the axis reaches at least; the others are cut at its end, and marked as cut.
const BOUNDS_REACHED: f64 = 0.9;

/// The drawing.
#[derive(Debug, Serialize)]
pub(super) struct Forest {
    title: String,
    description: String,
    frame: Frame,
    rows: Vec<ForestRow>,
}

/// What is drawn in a row.
pub(super) struct ForestEntry<'a> {
    /// The name at its left.
    pub(super) name: &'a str,
    /// What is said of it.
    pub(super) sentence: String,
    /// The difference, and its interval.
    pub(super) point: Option<f64>,
    /// Its interval.
    pub(super) interval: Option<(f64, f64)>,
    /// Whether it is marked as different from zero.
    pub(super) is_marked: bool,
    /// Another estimate of the same.
    pub(super) second: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ForestRow {
    top: String,
    baseline: String,
    y: String,
    name: String,
    sentence: String,
    is_marked: bool,
    first: Mark,
    second: Option<Mark>,
    absent: Option<&'static str>,
}

impl Forest {
    /// Draws the entries in their order.
    pub(super) fn draw(title: &str, entries: &[ForestEntry<'_>]) -> Self {
        let axis = SignedAxis::reaching(reach(entries));
        let has_second = entries.iter().any(|entry| entry.second.is_some());
        let offset = if has_second { OFFSET } else { 0.0 };
        let mark = |y: f64, point, interval| {
            Mark::at(y, point, interval, |x| axis.position(x), |x| axis.holds(x))
        };
        let rows = entries.iter().enumerate().map(|(position, entry)| {
            let y = FIRST_ROW + ROW_HEIGHT * (position as f64 + 0.5);
            ForestRow {
                top: coordinate(y - ROW_HEIGHT / 2.0),
                baseline: coordinate(y + 4.0),
                y: coordinate(y),
                name: row_name(entry.name),
                sentence: entry.sentence.clone(),
                is_marked: entry.is_marked,
                first: mark(y - offset, entry.point, entry.interval),
                second: entry.second.map(|second| mark(y + offset, Some(second), None)),
                absent: match (entry.point, entry.interval) {
                    (None, _) => Some("none"),
                    (Some(_), None) => Some("no interval"),
                    (Some(_), Some(_)) => None,
                },
            }
        });
        let ticks = axis.ticks().map(|(x, text)| (plot_x(axis.position(x)), text, x));
        Self {
            title: title.to_owned(),
            description: describe(entries),
            frame: Frame::of(entries.len(), ROW_HEIGHT, ticks),
            rows: rows.collect(),
        }
    }
}

fn reach(entries: &[ForestEntry<'_>]) -> f64 {
    let bounds = entries.iter().filter_map(|entry| entry.interval);
    let bounds = bounds.flat_map(|(lo, hi)| [lo.abs(), hi.abs()]).filter(|x| x.is_finite());
    let points = entries.iter().flat_map(|entry| [entry.point, entry.second]).flatten();
    let points = points.map(f64::abs).filter(|x| x.is_finite());
    points.fold(quantile(bounds.collect(), BOUNDS_REACHED), f64::max)
}

fn describe(entries: &[ForestEntry<'_>]) -> String {
    let apart = entries.iter().filter_map(|entry| entry.interval);
    let apart = apart.filter(|(lo, hi)| *lo > 0.0 || *hi < 0.0).count();
    format!(
        "{} around zero, in the order of the outlets; {} with an interval that leaves zero out. The table below has every number.",
        counted(entries.len() as u64, "row"),
        counted(apart as u64, "row"),
    )
}
