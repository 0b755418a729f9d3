//! The specification chart (Simonsohn, Simmons and Nelson, Nature Human Behaviour 4, 2020): every way through the
//! analyst's choices in the order of its result, with the choices marked below.

use serde::Serialize;

use super::comparisons::OutletOrder;
use super::data::{LabelSensitivity, OutletRange, Specification, StatisticsPage};
use super::plot::{Plot, PlotFrame};
use super::rates::MAX_OUTLETS;
use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{counted, rate, shorten};

/// Specifications on the page; the others are in `sensitivity.csv`.
const MAX_SPECIFICATIONS: usize = 200;
const PLOT: Plot = Plot { left: 152.0, right: 368.0, top: 30.0, bottom: 150.0 };
const WIDTH: f64 = 380.0;
const LEVEL_HEIGHT: f64 = 14.0;
const FACTOR_GAP: f64 = 16.0;
const NAME_COLUMNS: usize = 24;

/// All labels.
#[derive(Debug, Serialize)]
pub(super) struct SensitivitySection<'a> {
    of: &'a str,
    factors: &'a [String],
    labels: Vec<LabelSpecifications<'a>>,
}

/// One label.
#[derive(Debug, Serialize)]
struct LabelSpecifications<'a> {
    name: &'a str,
    chart: Option<SpecificationChart>,
    rows: Vec<&'a Specification>,
    n_left_out: u64,
    lowest: Option<f64>,
    highest: Option<f64>,
    outlets: Vec<&'a OutletRange>,
    n_outlets_left_out: u64,
}

#[derive(Debug, Serialize)]
struct SpecificationChart {
    description: String,
    frame: PlotFrame,
    /// Upright strokes from bound to bound.
    intervals: String,
    points: Vec<(String, String)>,
    /// The specification of the rest of the page.
    default: Option<(String, Option<String>)>,
    bottom: String,
    factors: Vec<FactorRows>,
}

/// The levels of one choice.
#[derive(Debug, Serialize)]
struct FactorRows {
    name: String,
    y: String,
    levels: Vec<LevelRow>,
}

#[derive(Debug, Serialize)]
struct LevelRow {
    name: String,
    baseline: String,
    /// Upright strokes where the level was chosen.
    marks: String,
}

impl<'a> SensitivitySection<'a> {
    pub(super) fn of(data: &'a StatisticsPage, order: &OutletOrder<'_>) -> Option<Self> {
        let sensitivity = data.sensitivity.as_ref()?;
        let labels = data.codebook.labels.iter().zip(&sensitivity.labels);
        let labels = labels.map(|(label, specifications)| {
            LabelSpecifications::of(&label.name, specifications, &sensitivity.factors, order)
        });
        Some(Self { of: &sensitivity.of, factors: &sensitivity.factors, labels: labels.collect() })
    }
}

impl<'a> LabelSpecifications<'a> {
    fn of(
        name: &'a str,
        of: &'a LabelSensitivity,
        factors: &[String],
        order: &OutletOrder<'_>,
    ) -> Self {
        let mut rows: Vec<&Specification> = of.specifications.iter().collect();
        rows.sort_by(|a, b| compare(a, b));
        let n_left_out = rows.len().saturating_sub(MAX_SPECIFICATIONS) as u64;
        let estimates = || rows.iter().filter_map(|row| row.estimate).filter(|x| x.is_finite());
        let (lowest, highest) = (estimates().reduce(f64::min), estimates().reduce(f64::max));
        thin(&mut rows);
        let chart = lowest.is_some().then(|| SpecificationChart::draw(&rows, factors));
        let mut outlets: Vec<&OutletRange> = of.outlets.iter().collect();
        outlets.sort_by_key(|range| order.key(&range.outlet));
        let n_outlets_left_out = outlets.len().saturating_sub(MAX_OUTLETS) as u64;
        outlets.truncate(MAX_OUTLETS);
        Self { name, chart, rows, n_left_out, lowest, highest, outlets, n_outlets_left_out }
    }
}

/// By estimate, those without one last; then by the choices.
fn compare(a: &Specification, b: &Specification) -> std::cmp::Ordering {
    let estimate =
        |of: &Specification| of.estimate.filter(|x| x.is_finite()).unwrap_or(f64::INFINITY);
    estimate(a).total_cmp(&estimate(b)).then_with(|| a.choices.cmp(&b.choices))
}

/// Keeps as many as the page has room for, evenly over the order, and the default in any case.
fn thin(rows: &mut Vec<&Specification>) {
    let n = rows.len();
    if n <= MAX_SPECIFICATIONS {
        return;
    }
    let kept = |position: usize| {
        position * MAX_SPECIFICATIONS / n != (position + 1) * MAX_SPECIFICATIONS / n
    };
    let mut position = 0;
    rows.retain(|row| {
        position += 1;
        row.is_default || kept(position - 1)
    });
}

impl SpecificationChart {
    fn draw(rows: &[&Specification], factors: &[String]) -> Self {
        let x = |position: usize| PLOT.x((position as f64 + 0.5) / rows.len() as f64);
        let axis = Axis::reaching(reach(rows));
        let y = |share: f64| coordinate(PLOT.y(axis.position(share)));
        let finite = |value: &f64| value.is_finite();
        let mut intervals = Vec::new();
        let mut points = Vec::new();
        for (position, row) in rows.iter().enumerate() {
            let x = coordinate(x(position));
            if let Some((lo, hi)) = row.interval.filter(|(lo, hi)| finite(lo) && finite(hi)) {
                intervals.push(format!("M{x} {}V{}", y(lo), y(hi)));
            }
            if let Some(estimate) = row.estimate.filter(finite) {
                points.push((x, y(estimate)));
            }
        }
        let factors = draw_factors(rows, factors, x);
        let n_levels: usize = factors.iter().map(|factor| factor.levels.len()).sum();
        let below = FACTOR_GAP * factors.len() as f64 + LEVEL_HEIGHT * n_levels as f64 + 10.0;
        let default = rows.iter().position(|row| row.is_default);
        Self {
            description: describe(rows),
            frame: PLOT.frame(WIDTH, below, Vec::new(), axis),
            intervals: intervals.concat(),
            points,
            default: default.map(|at| (coordinate(x(at)), rows[at].estimate.filter(finite).map(y))),
            bottom: coordinate(PLOT.bottom + below),
            factors,
        }
    }
}

fn draw_factors(
    rows: &[&Specification],
    factors: &[String],
    x: impl Fn(usize) -> f64,
) -> Vec<FactorRows> {
    let mut y = PLOT.bottom + 4.0;
    let mut drawn = Vec::with_capacity(factors.len());
    for (factor, name) in factors.iter().enumerate() {
        y += FACTOR_GAP;
        let name_y = coordinate(y);
        let mut levels: Vec<&str> = rows.iter().map(|row| row.choices[factor].as_str()).collect();
        levels.sort_unstable();
        levels.dedup();
        let level = |level: &str| {
            y += LEVEL_HEIGHT;
            let (top, bottom) = (coordinate(y - 9.5), coordinate(y + 0.5));
            let chosen = rows.iter().enumerate().filter(|(_, row)| row.choices[factor] == level);
            let marks = chosen.map(|(at, _)| format!("M{} {top}V{bottom}", coordinate(x(at))));
            LevelRow {
                name: shorten(level, NAME_COLUMNS),
                baseline: coordinate(y),
                marks: marks.collect::<Vec<_>>().concat(),
            }
        };
        let levels = levels.into_iter().map(level).collect();
        drawn.push(FactorRows { name: shorten(name, NAME_COLUMNS), y: name_y, levels });
    }
    drawn
}

fn reach(rows: &[&Specification]) -> f64 {
    let values = rows.iter().flat_map(|row| [row.estimate, row.interval.map(|(_, hi)| hi)]);
    values.flatten().filter(|value| value.is_finite()).fold(0.0, f64::max)
}

fn describe(rows: &[&Specification]) -> String {
    let estimates = || rows.iter().filter_map(|row| row.estimate);
    let default = rows.iter().find(|row| row.is_default).and_then(|row| row.estimate);
    format!(
        "{} in the order of their results, from {} to {}; the choices of this page give {}. The table below has every number.",
        counted(rows.len() as u64, "specification"),
        rate(estimates().reduce(f64::min)),
        rate(estimates().reduce(f64::max)),
        rate(default),
    )
}
