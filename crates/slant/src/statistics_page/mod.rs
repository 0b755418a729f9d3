//! The page of `slant stats`: rates and what a reader must know to trust them, in one HTML file that needs nothing
//! else, no script, no network.
//!
//! Invariants: every value is escaped by the template engine, and a policy in the page forbids scripts and outside
//! resources on top; the same data give the same bytes, whatever the order of the outlets.

mod check;
mod comparisons;
mod data;
mod forest;
mod notes;
mod panel;
mod plot;
mod rate_chart;
mod rates;
mod specifications;
#[cfg(test)]
mod tests;
mod time;
mod validity;
mod words;

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use crate::page::{environment, format, style};
use comparisons::{ContrastSection, MARKED_BELOW, NetToneSection, OutletOrder};
pub use data::{
    AgreementFigure, AgreementSummary, AuditSummary, Calibration, ChecklistItem, CoderPair,
    Contrast, Contrasts, CorrectedRate, ErrorDifference, Estimand, Figure, FileHash,
    GroupPerformance, LabelSensitivity, LabelValidity, NameSwapFigure, NameSwapSummary, NetTone,
    NetToneRow, OutletRange, OutletRates, OutletSeries, Performance, PeriodRate, ReliabilityBin,
    RiskPoint, Sensitivity, Specification, StatisticsPage, StatisticsSettings, Target, TimeSeries,
    TopicRecall, Validity,
};
use rates::{VoiceSection, sort_outlets};
use specifications::SensitivitySection;
use time::TimeSection;
use validity::ValiditySection;

const STYLE: &str = include_str!("../../templates/statistics/statistics.css");
const PAGE: &str = "page.html";
const TEMPLATES: [(&str, &str); 14] = [
    (PAGE, include_str!("../../templates/statistics/page.html")),
    ("about.html", include_str!("../../templates/statistics/about.html")),
    ("rates.html", include_str!("../../templates/statistics/rates.html")),
    ("comparisons.html", include_str!("../../templates/statistics/comparisons.html")),
    ("frame.html", include_str!("../../templates/statistics/frame.html")),
    ("lines.html", include_str!("../../templates/statistics/lines.html")),
    ("macros.html", include_str!("../../templates/statistics/macros.html")),
    ("notes.html", include_str!("../../templates/statistics/notes.html")),
    ("plot.html", include_str!("../../templates/statistics/plot.html")),
    ("forest.html", include_str!("../../templates/statistics/forest.html")),
    ("time.html", include_str!("../../templates/statistics/time.html")),
    ("sensitivity.html", include_str!("../../templates/statistics/sensitivity.html")),
    ("validity.html", include_str!("../../templates/statistics/validity.html")),
    ("methods.html", include_str!("../../templates/statistics/methods.html")),
];

/// Why no page could be made.
#[derive(Debug, thiserror::Error)]
pub enum StatisticsPageError {
    /// A list has not one entry for each of what it goes over.
    #[error("{of}: found {found} {what}, expected {expected}")]
    Length {
        /// What has the list.
        of: String,
        /// What the list goes over: `labels`, `periods`, `factors`.
        what: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A template does not fit the data.
    #[error("the template of the statistics page")]
    Template(#[from] minijinja::Error),
}

/// What the templates see.
#[derive(Serialize)]
struct Page<'a> {
    style: Value,
    has_estimates: bool,
    n_outlets: u64,
    max_rows: usize,
    marked_below: f64,
    voices: [VoiceSection<'a>; 2],
    contrasts: Option<ContrastSection<'a>>,
    net_tone: Option<NetToneSection<'a>>,
    time: Option<TimeSection<'a>>,
    sensitivity: Option<SensitivitySection<'a>>,
    validity: Option<ValiditySection<'a>>,
    data: &'a StatisticsPage,
}

impl StatisticsPage {
    /// Whether the page shows corrected rates: with an audit, or where label shift is assumed.
    fn has_estimates(&self) -> bool {
        self.audit.is_some() || self.settings.label_shift.is_some()
    }
}

/// The page as HTML.
///
/// # Errors
/// Data that do not fit the codebook they name.
pub fn render(data: &StatisticsPage) -> Result<String, StatisticsPageError> {
    check::check(data)?;
    let outlets = sort_outlets(&data.outlets);
    let order = OutletOrder::of(&outlets);
    let has_estimates = data.has_estimates();
    let page = Page {
        style: style(STYLE),
        has_estimates,
        n_outlets: outlets.len() as u64,
        max_rows: rates::MAX_ROWS,
        marked_below: MARKED_BELOW,
        voices: VoiceSection::in_order(data, &outlets),
        contrasts: ContrastSection::of(data, &order),
        net_tone: data
            .net_tone
            .as_ref()
            .map(|tone| NetToneSection::of(tone, &order, has_estimates)),
        time: TimeSection::of(data, &order),
        sensitivity: SensitivitySection::of(data, &order),
        validity: ValiditySection::of(data, &order),
        data,
    };
    Ok(engine()?.get_template(PAGE)?.render(Serde(&page))?)
}

/// The engine with the templates and what these numbers need.
fn engine() -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = environment()?;
    for (name, source) in TEMPLATES {
        engine.add_template(name, source)?;
    }
    engine.add_filter("rate", format::rate);
    engine.add_filter("rate_range", |bounds| format::rate_range(pair(bounds)));
    engine.add_filter("points", format::points);
    engine.add_filter("points_range", |bounds| format::points_range(pair(bounds)));
    engine.add_filter("p_value", format::p_value);
    engine.add_filter("decimals", format::decimals);
    engine.add_filter("decimals_range", |bounds, n| format::decimals_range(pair(bounds), n));
    Ok(engine)
}

fn pair(bounds: Option<Vec<f64>>) -> Option<(f64, f64)> {
    let bounds = bounds?;
    Some((*bounds.first()?, *bounds.get(1)?))
}
