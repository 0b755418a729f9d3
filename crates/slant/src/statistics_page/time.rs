//! Rates by period: a large panel per label for all outlets together, small ones for the first outlets.

use serde::Serialize;

use super::comparisons::OutletOrder;
use super::data::{OutletSeries, PeriodRate, StatisticsPage, TimeSeries};
use super::plot::{Plot, PlotFrame, PlotTick, line, ribbon};
use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{counted, rate, shorten};

/// Outlets with small panels.
const MAX_OUTLETS: usize = 12;
/// Periods on the page, the last ones; the others are in `rates_by_time.csv`.
const MAX_PERIODS: usize = 120;
/// Periods up to which every one has its dot.
const MAX_DOTS: usize = 40;
/// Columns of a name above a small panel.
const NAME_COLUMNS: usize = 28;

const LARGE: Size = Size {
    plot: Plot { left: 44.0, right: 364.0, top: 30.0, bottom: 190.0 },
    width: 380.0,
    n_texts: 4,
};
const SMALL: Size = Size {
    plot: Plot { left: 40.0, right: 214.0, top: 26.0, bottom: 100.0 },
    width: 224.0,
    n_texts: 2,
};

#[derive(Clone, Copy)]
struct Size {
    plot: Plot,
    width: f64,
    /// Texts below the lower axis.
    n_texts: usize,
}

/// The rates by period.
#[derive(Debug, Serialize)]
pub(super) struct TimeSection<'a> {
    by: &'a str,
    n_undated: u64,
    /// Periods before the first on the page.
    n_earlier: u64,
    n_periods: u64,
    periods: &'a [String],
    labels: Vec<LabelTime<'a>>,
    n_outlets_left_out: u64,
}

#[derive(Debug, Serialize)]
struct LabelTime<'a> {
    name: &'a str,
    pooled: Option<Lines>,
    pooled_rates: &'a [PeriodRate],
    outlets: Vec<Lines>,
    names: Vec<&'a str>,
    /// One row per period, one entry per outlet.
    table: Vec<Vec<&'a PeriodRate>>,
}

/// One panel.
#[derive(Debug, Serialize)]
struct Lines {
    title: String,
    description: String,
    frame: PlotFrame,
    ribbon: String,
    line: String,
    classified: String,
    dots: Vec<(String, String)>,
}

impl<'a> TimeSection<'a> {
    /// The periods, if there are any.
    pub(super) fn of(data: &'a StatisticsPage, order: &OutletOrder<'_>) -> Option<Self> {
        let time = data.time.as_ref().filter(|time| !time.periods.is_empty())?;
        let first = time.periods.len().saturating_sub(MAX_PERIODS);
        let mut outlets: Vec<&OutletSeries> = time.outlets.iter().collect();
        outlets.sort_by_key(|outlet| order.key(&outlet.name));
        let n_outlets = outlets.len();
        outlets.truncate(MAX_OUTLETS);
        let labels = data.codebook.labels.iter().enumerate();
        let labels = labels.map(|(label, definition)| {
            LabelTime::of(&definition.name, label, first, time, &outlets)
        });
        Some(Self {
            by: &time.by,
            n_undated: time.n_undated,
            n_earlier: first as u64,
            n_periods: time.periods.len() as u64,
            periods: &time.periods[first..],
            labels: labels.collect(),
            n_outlets_left_out: (n_outlets - outlets.len()) as u64,
        })
    }
}

impl<'a> LabelTime<'a> {
    fn of(
        name: &'a str,
        label: usize,
        first: usize,
        time: &'a TimeSeries,
        outlets: &[&'a OutletSeries],
    ) -> Self {
        let periods = &time.periods[first..];
        let pooled_rates = time.pooled.get(label).map_or(&[][..], |rates| &rates[first..]);
        let series = outlets.iter().filter_map(|outlet| Some((outlet, outlet.labels.get(label)?)));
        let series: Vec<(&'a str, &'a [PeriodRate])> =
            series.map(|(outlet, rates)| (outlet.name.as_str(), &rates[first..])).collect();
        let axis = Axis::reaching(reach(series.iter().flat_map(|(_, rates)| *rates)));
        let row = |period: usize| series.iter().map(|(_, rates)| &rates[period]).collect();
        Self {
            name,
            pooled: (!pooled_rates.is_empty()).then(|| {
                Lines::draw(name, periods, pooled_rates, Axis::reaching(reach(pooled_rates)), LARGE)
            }),
            pooled_rates,
            outlets: series
                .iter()
                .map(|(name, rates)| {
                    Lines::draw(&shorten(name, NAME_COLUMNS), periods, rates, axis, SMALL)
                })
                .collect(),
            names: series.iter().map(|(name, _)| *name).collect(),
            table: (0..periods.len()).map(row).collect(),
        }
    }
}

impl Lines {
    fn draw(title: &str, periods: &[String], rates: &[PeriodRate], axis: Axis, size: Size) -> Self {
        let x = |period: usize| size.plot.x(position(period, periods.len()));
        let y = |share: f64| size.plot.y(axis.position(share));
        let point = |(period, share): (usize, Option<f64>)| {
            share.filter(|share| share.is_finite()).map(|share| (x(period), y(share)))
        };
        let estimates: Vec<Option<(f64, f64)>> =
            rates.iter().map(|rate| rate.estimate).enumerate().map(point).collect();
        let bounds = rates.iter().enumerate().map(|(period, rate)| {
            let (lo, hi) = rate.interval.filter(|(lo, hi)| lo.is_finite() && hi.is_finite())?;
            Some((x(period), y(lo), y(hi)))
        });
        let dots = estimates.iter().flatten().map(|(x, y)| (coordinate(*x), coordinate(*y)));
        let classified = rates.iter().map(|rate| rate.classified_share).enumerate().map(point);
        Self {
            title: title.to_owned(),
            description: describe(periods, rates),
            frame: size.plot.frame(size.width, 22.0, texts(periods, size, x), axis),
            ribbon: ribbon(&bounds.collect::<Vec<_>>()),
            line: line(estimates.iter().copied()),
            classified: line(classified),
            dots: if periods.len() <= MAX_DOTS { dots.collect() } else { Vec::new() },
        }
    }
}

/// Where a period lies: half a step from the ends, in the middle where there is one.
fn position(period: usize, n_periods: usize) -> f64 {
    (period as f64 + 0.5) / n_periods as f64
}

/// The first and the last period, and some between them.
fn texts(periods: &[String], size: Size, x: impl Fn(usize) -> f64) -> Vec<PlotTick> {
    let last = periods.len() - 1;
    let n_texts = size.n_texts.min(periods.len());
    let period = |text: usize| if n_texts == 1 { 0 } else { text * last / (n_texts - 1) };
    let tick =
        |text| PlotTick { at: coordinate(x(period(text))), text: periods[period(text)].clone() };
    (0..n_texts).map(tick).collect()
}

fn reach<'a>(rates: impl IntoIterator<Item = &'a PeriodRate>) -> f64 {
    let values = rates
        .into_iter()
        .flat_map(|rate| [rate.classified_share, rate.estimate, rate.interval.map(|(_, hi)| hi)]);
    values.flatten().filter(|value| value.is_finite()).fold(0.0, f64::max)
}

fn describe(periods: &[String], rates: &[PeriodRate]) -> String {
    let estimates = || rates.iter().filter_map(|rate| rate.estimate.or(rate.classified_share));
    format!(
        "{} from {} to {}; rates from {} to {}.",
        counted(periods.len() as u64, "period"),
        periods.first().map_or("", String::as_str),
        periods.last().map_or("", String::as_str),
        rate(estimates().reduce(f64::min)),
        rate(estimates().reduce(f64::max)),
    )
}
