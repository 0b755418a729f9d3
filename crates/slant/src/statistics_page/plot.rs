//! A rectangle with an axis on its left and one below, and lines in it.

use serde::Serialize;

use crate::page::axis::Axis;
use crate::page::coordinate;

/// Where a plot lies in its drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// The plot as the template draws it.
#[derive(Debug, Serialize)]
pub(super) struct PlotFrame {
    width: String,
    height: String,
    left: String,
    right: String,
    top: String,
    bottom: String,
    /// Where the numbers of the left axis end.
    numbers_right: String,
    /// Where the texts of the lower axis stand.
    texts_y: String,
    x_ticks: Vec<PlotTick>,
    y_ticks: Vec<PlotTick>,
}

/// A tick: where it is along its axis, and what it says.
#[derive(Debug, Serialize)]
pub(super) struct PlotTick {
    pub(super) at: String,
    pub(super) text: String,
    /// Which part of the text stands there: `start`, `middle`, `end`.
    pub(super) anchor: &'static str,
}

impl Plot {
    /// The x of a position in [0, 1] from the left.
    pub(super) fn x(self, position: f64) -> f64 {
        self.left + (self.right - self.left) * position
    }

    /// The y of a position in [0, 1] from below.
    pub(super) fn y(self, position: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * position
    }

    /// The frame, with room for so much below the lower axis.
    pub(super) fn frame(
        self,
        width: f64,
        below: f64,
        x_ticks: Vec<PlotTick>,
        y: Axis,
    ) -> PlotFrame {
        let y_tick = |(share, text): (f64, String)| PlotTick {
            at: coordinate(self.y(y.position(share))),
            text,
            anchor: "middle",
        };
        PlotFrame {
            width: coordinate(width),
            height: coordinate(self.bottom + below),
            left: coordinate(self.left),
            right: coordinate(self.right),
            top: coordinate(self.top),
            bottom: coordinate(self.bottom),
            numbers_right: coordinate(self.left - 6.0),
            texts_y: coordinate(self.bottom + 15.0),
            x_ticks,
            y_ticks: y.ticks().map(y_tick).collect(),
        }
    }

    /// Ticks of shares along the lower axis.
    pub(super) fn x_ticks(self, axis: Axis) -> Vec<PlotTick> {
        let tick = |(share, text): (f64, String)| PlotTick {
            at: coordinate(self.x(axis.position(share))),
            text,
            anchor: "middle",
        };
        axis.ticks().map(tick).collect()
    }
}

/// A line through the points, broken where there is none.
pub(super) fn line(points: impl Iterator<Item = Option<(f64, f64)>>) -> String {
    let mut goes_on = false;
    let steps = points.filter_map(|point| {
        let step = if goes_on { 'L' } else { 'M' };
        goes_on = point.is_some();
        point.map(|(x, y)| format!("{step}{} {}", coordinate(x), coordinate(y)))
    });
    steps.collect::<Vec<_>>().concat()
}

/// The area between two lines, broken where there is none; a single point becomes an upright stroke.
pub(super) fn ribbon(points: &[Option<(f64, f64, f64)>]) -> String {
    let mut path = String::new();
    for stretch in points.split(Option::is_none) {
        let stretch = || stretch.iter().flatten();
        let upper = stretch().map(|&(x, _, hi)| Some((x, hi)));
        let lower = stretch().rev().map(|&(x, lo, _)| Some((x, lo)));
        let outline = line(upper.chain(lower));
        if !outline.is_empty() {
            path.push_str(&outline);
            path.push('Z');
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_where_there_is_no_point() {
        let check = |points: &[Option<(f64, f64)>], expected: &str| {
            assert_eq!(line(points.iter().copied()), expected);
        };
        check(&[], "");
        check(&[None, None], "");
        let points = [Some((0.0, 1.0)), Some((1.0, 2.0)), None, Some((3.0, 4.0))];
        check(&points, "M0.0 1.0L1.0 2.0M3.0 4.0");
    }

    #[test]
    fn a_ribbon_goes_out_above_and_back_below() {
        let points = [Some((0.0, 5.0, 1.0)), Some((1.0, 6.0, 2.0)), None, Some((3.0, 9.0, 8.0))];
        let expected = "M0.0 1.0L1.0 2.0L1.0 6.0L0.0 5.0ZM3.0 8.0L3.0 9.0Z";
        assert_eq!(ribbon(&points), expected);
        assert_eq!(ribbon(&[]), "");
    }
}
