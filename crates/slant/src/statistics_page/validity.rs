//! The validity page: drawings and tables of how good classifier and coders are.

use serde::Serialize;

use super::comparisons::OutletOrder;
use super::data::{
    Calibration, CorrectedRate, Figure, GroupPerformance, LabelValidity, Performance,
    ReliabilityBin, RiskPoint, StatisticsPage, Validity,
};
use super::plot::{Plot, PlotFrame, line};
use super::rates::{MAX_OUTLETS, MAX_ROWS};
use crate::page::axis::Axis;
use crate::page::coordinate;
use crate::page::format::{counted, decimals, rate, thousands};

const WIDTH: f64 = 290.0;
const RELIABILITY: Plot = Plot { left: 46.0, right: 276.0, top: 30.0, bottom: 260.0 };
const RISK: Plot = Plot { left: 46.0, right: 276.0, top: 30.0, bottom: 190.0 };
/// The height of the bars that count the units of the bins.
const COUNTS_HEIGHT: f64 = 34.0;
/// The room between the lower axis and the bars.
const COUNTS_GAP: f64 = 38.0;

/// What the template adds to the data.
#[derive(Debug, Serialize)]
pub(super) struct ValiditySection<'a> {
    data: &'a Validity,
    labels: Vec<LabelView<'a>>,
}

#[derive(Debug, Serialize)]
struct LabelView<'a> {
    name: &'a str,
    of: &'a LabelValidity,
    groups: Vec<Group<'a>>,
    folded: Vec<Group<'a>>,
    n_left_out: u64,
    reliability: Option<Reliability>,
    risk: Option<Risk>,
    /// All outlets together, over all voices: what the model abstains from.
    abstained: Option<&'a CorrectedRate>,
}

/// A row of the table of performance.
#[derive(Debug, Serialize)]
struct Group<'a> {
    kind: &'static str,
    name: &'a str,
    performance: &'a Performance,
}

/// The reliability diagram (Murphy and Winkler, Applied Statistics 26, 1977).
#[derive(Debug, Serialize)]
struct Reliability {
    description: String,
    frame: PlotFrame,
    points: Vec<ReliabilityPoint>,
    counts_bottom: String,
}

#[derive(Debug, Serialize)]
struct ReliabilityPoint {
    sentence: String,
    x: String,
    y: Option<String>,
    interval: Option<(String, String)>,
    /// The bar that counts the units: left, top, width and height.
    bar: [String; 4],
    count: String,
    count_x: String,
    count_y: String,
}

/// Risk against coverage (El-Yaniv and Wiener, JMLR 11, 2010).
#[derive(Debug, Serialize)]
struct Risk {
    description: String,
    frame: PlotFrame,
    line: String,
    /// The coverage of the run.
    coverage: Option<String>,
}

impl<'a> ValiditySection<'a> {
    pub(super) fn of(data: &'a StatisticsPage, order: &OutletOrder<'_>) -> Option<Self> {
        let validity = data.validity.as_ref()?;
        let labels = data.codebook.labels.iter().zip(&validity.labels).enumerate();
        let labels = labels.map(|(label, (definition, of))| {
            let abstained = data.pooled.as_ref().and_then(|pooled| pooled.carried.get(label));
            LabelView::of(&definition.name, of, abstained, order)
        });
        Some(Self { data: validity, labels: labels.collect() })
    }
}

impl<'a> LabelView<'a> {
    fn of(
        name: &'a str,
        of: &'a LabelValidity,
        abstained: Option<&'a CorrectedRate>,
        order: &OutletOrder<'_>,
    ) -> Self {
        let mut outlets: Vec<&GroupPerformance> = of.outlets.iter().collect();
        outlets.sort_by_key(|outlet| order.key(&outlet.name));
        let n_left_out = outlets.len().saturating_sub(MAX_OUTLETS) as u64;
        outlets.truncate(MAX_OUTLETS);
        let group = |kind, group: &'a GroupPerformance| Group {
            kind,
            name: &group.name,
            performance: &group.performance,
        };
        let folded = outlets.split_off(outlets.len().min(MAX_ROWS));
        let overall = Group { kind: "all", name: "All units", performance: &of.overall };
        let voices = of.voices.iter().map(|voice| group("voice", voice));
        let first = outlets.into_iter().map(|outlet| group("outlet", outlet));
        Self {
            name,
            of,
            groups: std::iter::once(overall).chain(voices).chain(first).collect(),
            folded: folded.into_iter().map(|outlet| group("outlet", outlet)).collect(),
            n_left_out,
            reliability: Reliability::draw(&of.calibration),
            risk: Risk::draw(&of.risk_coverage, of.coverage),
            abstained,
        }
    }
}

impl Reliability {
    fn draw(calibration: &Calibration) -> Option<Self> {
        let is_finite = |bin: &&ReliabilityBin| {
            [bin.lo, bin.hi, bin.mean_probability].iter().all(|x| x.is_finite())
        };
        let bins: Vec<&ReliabilityBin> = calibration.bins.iter().filter(is_finite).collect();
        let most = bins.iter().map(|bin| bin.n_audited).max()?;
        let axis = Axis::reaching(1.0);
        let counts_bottom = RELIABILITY.bottom + COUNTS_GAP + COUNTS_HEIGHT;
        let y = |share: f64| coordinate(RELIABILITY.y(share.clamp(0.0, 1.0)));
        let x = |share: f64| RELIABILITY.x(share.clamp(0.0, 1.0));
        let points = bins.iter().map(|bin| {
            let height = COUNTS_HEIGHT * bin.n_audited as f64 / most.max(1) as f64;
            let top = counts_bottom - height;
            let Figure { value, interval } = bin.observed;
            ReliabilityPoint {
                sentence: format!(
                    "probability {} to {}: mean {}, observed {}; {}",
                    decimals(Some(bin.lo), 2),
                    decimals(Some(bin.hi), 2),
                    decimals(Some(bin.mean_probability), 3),
                    rate(value),
                    counted(bin.n_audited, "unit"),
                ),
                x: coordinate(x(bin.mean_probability)),
                y: value.filter(|value| value.is_finite()).map(y),
                interval: interval
                    .filter(|(lo, hi)| lo.is_finite() && hi.is_finite())
                    .map(|(lo, hi)| (y(lo), y(hi))),
                bar: [x(bin.lo) + 0.5, top, (x(bin.hi) - x(bin.lo) - 1.0).max(0.5), height]
                    .map(coordinate),
                count: thousands(bin.n_audited),
                count_x: coordinate(f64::midpoint(x(bin.lo), x(bin.hi))),
                count_y: coordinate(top - 3.0),
            }
        });
        Some(Self {
            description: format!(
                "Observed share against mean probability in {}; expected calibration error {}. The table below has every number.",
                counted(bins.len() as u64, "bin"),
                decimals(calibration.expected_error, 3),
            ),
            frame: RELIABILITY.frame(
                WIDTH,
                COUNTS_GAP + COUNTS_HEIGHT + 6.0,
                RELIABILITY.x_ticks(axis),
                axis,
            ),
            points: points.collect(),
            counts_bottom: coordinate(counts_bottom),
        })
    }
}

impl Risk {
    fn draw(points: &[RiskPoint], coverage: Option<f64>) -> Option<Self> {
        let is_finite = |point: &&RiskPoint| point.coverage.is_finite() && point.risk.is_finite();
        let points: Vec<&RiskPoint> = points.iter().filter(is_finite).collect();
        let (first, last) = (points.first()?, points.last()?);
        let axis = Axis::reaching(points.iter().map(|point| point.risk).fold(0.0, f64::max));
        let coverages = Axis::reaching(1.0);
        let place = |point: &&RiskPoint| {
            Some((RISK.x(coverages.position(point.coverage)), RISK.y(axis.position(point.risk))))
        };
        Some(Self {
            description: format!(
                "Risk {} where {} of the units are decided, {} where {} are. The table below has the points.",
                rate(Some(first.risk)),
                rate(Some(first.coverage)),
                rate(Some(last.risk)),
                rate(Some(last.coverage)),
            ),
            frame: RISK.frame(WIDTH, 34.0, RISK.x_ticks(coverages), axis),
            line: line(points.iter().map(place)),
            coverage: coverage
                .filter(|coverage| coverage.is_finite())
                .map(|coverage| coordinate(RISK.x(coverages.position(coverage)))),
        })
    }
}
