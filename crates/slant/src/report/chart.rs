//! The dot-and-interval chart: one panel per label, one row per outlet, one axis for all.
//!
//! Here every coordinate is computed and written with one decimal, so that the same numbers give the same bytes;
//! the template only puts tags around them.

use serde::Serialize;

use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{shorten, thousands};

use super::data::{IntervalSettings, LabelDefinition, LabelShare};
use super::describe::{describe_panel, describe_row};
use super::section::SectionRow;

/// Outlets in the chart; more would not be told apart, and the table has them all.
pub(super) const MAX_ROWS: usize = 40;

/// In units of the drawing, which are pixels where the page is as wide as it can be.
const WIDTH: f64 = 380.0;
const PLOT_LEFT: f64 = 196.0;
const PLOT_RIGHT: f64 = 364.0;
const COUNT_RIGHT: f64 = 172.0;
const HEADING: f64 = 40.0;
const FIRST_ROW: f64 = 48.0;
const ROW_HEIGHT: f64 = 18.0;
const AXIS_HEIGHT: f64 = 20.0;
/// Rows from which the axis is repeated below them.
const TALL: usize = 12;
/// Columns of text between the left edge and the counts.
const NAME_COLUMNS: usize = 23;

/// All panels, and what is not in them.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    /// One per label; none without outlets to draw.
    panels: Vec<Panel>,
    /// Outlets drawn.
    n_shown: u64,
    /// Outlets with units for which there is no room.
    n_beyond: u64,
    /// Outlets without units, of which there is nothing to draw.
    n_without_units: u64,
}

/// The drawing for one label.
#[derive(Debug, Serialize)]
struct Panel {
    label: String,
    description: String,
    width: String,
    height: String,
    count_right: String,
    plot_left: String,
    plot_right: String,
    plot_top: String,
    plot_bottom: String,
    heading: String,
    axis_below: Option<String>,
    row_height: String,
    ticks: Vec<Tick>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Tick {
    x: String,
    text: String,
}

/// One outlet: its name, its count, its dot, and its interval where there is one.
#[derive(Debug, Serialize)]
struct Row {
    top: String,
    y: String,
    baseline: String,
    name: String,
    count: String,
    sentence: String,
    dot: Option<String>,
    interval: Option<(String, String)>,
}

impl Chart {
    /// Draws outlets that come in the order of the rows, each with one share per label, on an axis that reaches `most`.
    pub(super) fn draw(
        outlets: &[SectionRow<'_>],
        labels: &[LabelDefinition],
        most: f64,
        interval: &IntervalSettings,
    ) -> Self {
        let n_with_units = with_units(outlets).count();
        let shown: Vec<SectionRow<'_>> = with_units(outlets).take(MAX_ROWS).collect();
        let axis = Axis::reaching(most);
        let panel = |(index, label): (usize, &LabelDefinition)| {
            draw_panel(&shown, index, &label.name, axis, interval)
        };
        Self {
            panels: if shown.is_empty() {
                Vec::new()
            } else {
                labels.iter().enumerate().map(panel).collect()
            },
            n_shown: shown.len() as u64,
            n_beyond: (n_with_units - shown.len()) as u64,
            n_without_units: (outlets.len() - n_with_units) as u64,
        }
    }
}

fn with_units<'a>(outlets: &[SectionRow<'a>]) -> impl Iterator<Item = SectionRow<'a>> {
    outlets.iter().copied().filter(|outlet| outlet.n_units > 0)
}

/// The largest share or bound that is drawn.
pub(super) fn largest_share(outlets: &[SectionRow<'_>]) -> f64 {
    let labels = with_units(outlets).take(MAX_ROWS).flat_map(|outlet| outlet.labels);
    labels
        .flat_map(|label| [label.share, label.bounds.map(|(_, hi)| hi)])
        .flatten()
        .fold(0.0, f64::max)
}

fn draw_panel(
    outlets: &[SectionRow<'_>],
    label: usize,
    name: &str,
    axis: Axis,
    interval: &IntervalSettings,
) -> Panel {
    let bottom = FIRST_ROW + ROW_HEIGHT * outlets.len() as f64;
    let is_tall = outlets.len() >= TALL;
    let rows = outlets.iter().enumerate().filter_map(|(position, outlet)| {
        let share = outlet.labels.get(label)?;
        Some(draw_row(
            *outlet,
            share,
            FIRST_ROW + ROW_HEIGHT * (position as f64 + 0.5),
            axis,
            interval,
        ))
    });
    Panel {
        label: name.to_owned(),
        description: describe_panel(outlets, label),
        width: coordinate(WIDTH),
        height: coordinate(if is_tall { bottom + AXIS_HEIGHT } else { bottom }),
        count_right: coordinate(COUNT_RIGHT),
        plot_left: coordinate(PLOT_LEFT),
        plot_right: coordinate(PLOT_RIGHT),
        plot_top: coordinate(FIRST_ROW),
        plot_bottom: coordinate(bottom),
        heading: coordinate(HEADING),
        axis_below: is_tall.then(|| coordinate(bottom + 14.0)),
        row_height: coordinate(ROW_HEIGHT),
        ticks: axis
            .ticks()
            .map(|(share, text)| Tick { x: coordinate(plot_x(axis, share)), text })
            .collect(),
        rows: rows.collect(),
    }
}

fn draw_row(
    outlet: SectionRow<'_>,
    label: &LabelShare,
    y: f64,
    axis: Axis,
    interval: &IntervalSettings,
) -> Row {
    let x = |share| coordinate(plot_x(axis, share));
    Row {
        top: coordinate(y - ROW_HEIGHT / 2.0),
        y: coordinate(y),
        baseline: coordinate(y + 4.0),
        name: shorten(outlet.name, NAME_COLUMNS),
        count: thousands(outlet.n_units),
        sentence: describe_row(outlet, label, interval),
        dot: label.share.filter(|share| share.is_finite()).map(x),
        interval: label
            .bounds
            .filter(|(lo, hi)| lo.is_finite() && hi.is_finite())
            .map(|(lo, hi)| (x(lo), x(hi))),
    }
}

fn plot_x(axis: Axis, share: f64) -> f64 {
    PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * axis.position(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, units, share and bounds of an outlet.
    type Outlet = (String, u64, LabelShare);

    fn outlet(name: &str, n_units: u64, share: Option<f64>, bounds: Option<(f64, f64)>) -> Outlet {
        (name.to_owned(), n_units, LabelShare { n_labelled: 3, share, bounds })
    }

    fn row((name, n_units, label): &Outlet) -> SectionRow<'_> {
        let labels = std::slice::from_ref(label);
        SectionRow { name, n_articles: 12, n_clusters: 11, n_units: *n_units, labels }
    }

    fn draw(outlets: &[Outlet]) -> Chart {
        let label = LabelDefinition { name: "supportive".to_owned(), ..LabelDefinition::default() };
        let interval = IntervalSettings { level: 0.95, replicates: 2000, min_clusters: 10 };
        let rows: Vec<_> = outlets.iter().map(row).collect();
        Chart::draw(&rows, &[label], largest_share(&rows), &interval)
    }

    #[test]
    fn dots_and_intervals_lie_on_the_axis_in_proportion() {
        let chart = draw(&[
            outlet("gazette.example", 1200, Some(0.1), Some((0.05, 0.2))),
            outlet("herald.example", 30, Some(0.0), None),
        ]);
        let panel = &chart.panels[0];
        let ticks: Vec<_> =
            panel.ticks.iter().map(|tick| (tick.x.as_str(), tick.text.as_str())).collect();
        assert_eq!(
            ticks,
            [
                ("196.0", "0%"),
                ("238.0", "5%"),
                ("280.0", "10%"),
                ("322.0", "15%"),
                ("364.0", "20%")
            ]
        );

        let [first, second] = panel.rows.as_slice() else { panic!("two rows") };
        assert_eq!((first.y.as_str(), second.y.as_str()), ("57.0", "75.0"));
        assert_eq!(first.dot.as_deref(), Some("280.0"));
        assert_eq!(first.interval, Some(("238.0".to_owned(), "364.0".to_owned())));
        assert_eq!((second.dot.as_deref(), &second.interval), (Some("196.0"), &None));
        assert_eq!(
            first.sentence,
            "gazette.example: 10.0%, 95% bounds 5.0–20.0%; 3 of 1,200 sentence units in 11 clusters"
        );
        assert_eq!(
            second.sentence,
            "herald.example: 0.0%, no bounds; 3 of 30 sentence units in 11 clusters"
        );
        assert_eq!((panel.plot_bottom.as_str(), panel.height.as_str()), ("84.0", "84.0"));
    }

    #[test]
    fn at_most_forty_outlets_with_units_are_drawn() {
        let check = |n_with: usize, n_without: usize, expected: (usize, u64, u64, u64)| {
            let with = (0..n_with).map(|n| outlet(&n.to_string(), 9, Some(0.1), None));
            let without = (0..n_without).map(|n| outlet(&n.to_string(), 0, None, None));
            let chart = draw(&with.chain(without).collect::<Vec<_>>());
            let found = (chart.panels.len(), chart.n_shown, chart.n_beyond, chart.n_without_units);
            assert_eq!(found, expected);
        };
        check(0, 0, (0, 0, 0, 0));
        check(0, 3, (0, 0, 0, 3));
        check(1, 0, (1, 1, 0, 0));
        check(40, 1, (1, 40, 0, 1));
        check(500, 2, (1, 40, 460, 2));
    }

    #[test]
    fn shares_that_are_no_numbers_are_not_drawn() {
        let chart =
            draw(&[outlet("gazette.example", 3, Some(f64::NAN), Some((f64::INFINITY, f64::NAN)))]);
        let row = &chart.panels[0].rows[0];
        assert_eq!((&row.dot, &row.interval), (&None, &None));
    }
}
