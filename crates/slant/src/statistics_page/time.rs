//! Rates by period: a large panel per label for all outlets together, small ones for the first outlets.

use serde::Serialize;

use super::comparisons::OutletOrder;
use super::data::{OutletSeries, PeriodRate, StatisticsPage, TimeSeries};
use super::notes::Notes;
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
/// Distances between ticks of a small panel.
const SMALL_INTERVALS: u32 = 3;
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
    pooled: TimePanel,
    pooled_rates: &'a [PeriodRate],
    outlets: Vec<TimePanel>,
    names: Vec<&'a str>,
    /// One row per period, one entry per outlet.
    table: Vec<Vec<Cell>>,
    notes: Notes<'a>,
}

/// One outlet in one period.
#[derive(Debug, Serialize)]
struct Cell {
    share: Option<f64>,
    bounds: Option<(f64, f64)>,
    missing: Option<usize>,
}

/// One panel.
#[derive(Debug, Serialize)]
struct TimePanel {
    title: String,
    description: String,
    frame: PlotFrame,
    ribbon: String,
    line: String,
    beside: String,
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
        let labels = 0..data.codebook.labels.len();
        let labels = labels.map(|label| LabelTime::of(label, first, data, time, &outlets));
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
        label: usize,
        first: usize,
        data: &'a StatisticsPage,
        time: &'a TimeSeries,
        outlets: &[&'a OutletSeries],
    ) -> Self {
        let name = &data.codebook.labels[label].name;
        let periods = &time.periods[first..];
        let pooled_rates = time.pooled.get(label).map_or(&[][..], |rates| &rates[first..]);
        let pooled = Lines::of(name, pooled_rates, data.has_estimates());
        let series = outlets.iter().filter_map(|outlet| Some((outlet, outlet.labels.get(label)?)));
        let series: Vec<(&'a str, &'a [PeriodRate])> =
            series.map(|(outlet, rates)| (outlet.name.as_str(), &rates[first..])).collect();
        let lines = series.iter().map(|(name, rates)| {
            Lines::of(&shorten(name, NAME_COLUMNS), rates, data.has_estimates())
        });
        let lines: Vec<Lines> = lines.collect();
        let most = lines.iter().map(Lines::most).fold(0.0, f64::max);
        let axis = Axis::reaching_within(most, SMALL_INTERVALS);
        let mut notes = Notes::default();
        let mut cell = |rate: &'a PeriodRate| {
            let (share, bounds) = shown(rate, data.has_estimates());
            let missing = rate.missing.as_deref().map(|reason| notes.number(reason));
            Cell { share, bounds, missing }
        };
        let mut row =
            |period: usize| series.iter().map(|(_, rates)| cell(&rates[period])).collect();
        let table = (0..periods.len()).map(&mut row).collect();
        Self {
            name,
            pooled: pooled.draw(periods, Axis::reaching(pooled.most()), LARGE),
            pooled_rates,
            outlets: lines.iter().map(|lines| lines.draw(periods, axis, SMALL)).collect(),
            names: series.iter().map(|(name, _)| *name).collect(),
            table,
            notes,
        }
    }
}

/// The numbers of one panel, period by period.
struct Lines {
    title: String,
    main: Vec<Option<f64>>,
    bounds: Vec<Option<(f64, f64)>>,
    /// The classified shares, where the main line is the corrected rates.
    beside: Vec<Option<f64>>,
}

impl Lines {
    fn of(title: &str, rates: &[PeriodRate], has_estimates: bool) -> Self {
        let finite = |value: &f64| value.is_finite();
        let of = |rate: &PeriodRate| shown(rate, has_estimates);
        let bounds = rates.iter().map(|rate| of(rate).1);
        let beside = rates.iter().map(|rate| rate.classified_share.filter(finite));
        Self {
            title: title.to_owned(),
            main: rates.iter().map(|rate| of(rate).0.filter(finite)).collect(),
            bounds: bounds
                .map(|bounds| bounds.filter(|(lo, hi)| finite(lo) && finite(hi)))
                .collect(),
            beside: if has_estimates { beside.collect() } else { Vec::new() },
        }
    }

    /// The largest value that is drawn.
    fn most(&self) -> f64 {
        let upper = self.bounds.iter().map(|bounds| bounds.map(|(_, hi)| hi));
        let points = self.main.iter().chain(&self.beside).copied();
        points.chain(upper).flatten().fold(0.0, f64::max)
    }

    fn draw(&self, periods: &[String], axis: Axis, size: Size) -> TimePanel {
        let x = |period: usize| size.plot.x(position(period, periods.len()));
        let y = |share: f64| size.plot.y(axis.position(share));
        let point = |(period, share): (usize, &Option<f64>)| Some((x(period), y((*share)?)));
        let main: Vec<Option<(f64, f64)>> = self.main.iter().enumerate().map(point).collect();
        let bounds = self.bounds.iter().enumerate().map(|(period, bounds)| {
            let (lo, hi) = (*bounds)?;
            Some((x(period), y(lo), y(hi)))
        });
        let dots = main.iter().flatten().map(|(x, y)| (coordinate(*x), coordinate(*y)));
        TimePanel {
            title: self.title.clone(),
            description: self.describe(periods),
            frame: size.plot.frame(size.width, 22.0, texts(periods, size, x), axis),
            ribbon: ribbon(&bounds.collect::<Vec<_>>()),
            line: line(main.iter().copied()),
            beside: line(self.beside.iter().enumerate().map(point)),
            dots: if periods.len() <= MAX_DOTS { dots.collect() } else { Vec::new() },
        }
    }

    fn describe(&self, periods: &[String]) -> String {
        let main = || self.main.iter().copied().flatten();
        format!(
            "{} from {} to {}; from {} to {}. The table below has every number.",
            counted(periods.len() as u64, "period"),
            periods.first().map_or("", String::as_str),
            periods.last().map_or("", String::as_str),
            rate(main().reduce(f64::min)),
            rate(main().reduce(f64::max)),
        )
    }
}

/// What the page shows of a rate: the corrected one, or the classified share where there is none such.
fn shown(rate: &PeriodRate, has_estimates: bool) -> (Option<f64>, Option<(f64, f64)>) {
    if has_estimates {
        (rate.estimate, rate.interval)
    } else {
        (rate.classified_share, rate.sampling)
    }
}

/// Where a period lies: half a step from the ends, in the middle where there is one.
fn position(period: usize, n_periods: usize) -> f64 {
    (period as f64 + 0.5) / n_periods as f64
}

/// The first and the last period, which stay within the plot, and some between them.
fn texts(periods: &[String], size: Size, x: impl Fn(usize) -> f64) -> Vec<PlotTick> {
    let n_texts = size.n_texts.min(periods.len());
    let tick = |text: usize| {
        let period = text * (periods.len() - 1) / (n_texts - 1).max(1);
        let (at, anchor) = match text {
            _ if n_texts == 1 => (x(period), "middle"),
            0 => (size.plot.left, "start"),
            _ if text + 1 == n_texts => (size.plot.right, "end"),
            _ => (x(period), "middle"),
        };
        PlotTick { at: coordinate(at), text: periods[period].clone(), anchor }
    };
    (0..n_texts).map(tick).collect()
}
