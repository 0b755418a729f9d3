//! Rates by period, without holes.

use features::Voice;
use jiff::civil::Date;

use super::rates::shown_method;
use crate::{
    statistics::{
        OutletPeriods, Period, StatisticsResult,
        coding::{Coding, Domain},
    },
    statistics_page::{OutletSeries, PeriodRate, TimeSeries},
};

/// Periods up to the last one that the page is given: a stray date does not make it a page of centuries.
const MAX_PERIODS: usize = 1000;

/// The series, and how many periods with units lie before its first; `None` without a dated unit.
pub(super) fn time_series(
    coding: &Coding<'_>,
    result: &StatisticsResult,
    by: Period,
) -> (Option<TimeSeries>, u64) {
    let starts = || result.time.iter().flat_map(|of| of.periods.iter().map(|found| found.start));
    let (Some(first), Some(last)) = (starts().min(), starts().max()) else { return (None, 0) };
    let mut periods: Vec<Date> =
        std::iter::successors(Some(first), |start| by.next(*start).filter(|next| *next <= last))
            .collect();
    let n_before = periods.len().saturating_sub(MAX_PERIODS);
    periods.drain(..n_before);
    let mut earlier: Vec<Date> = starts().filter(|start| *start < periods[0]).collect();
    earlier.sort_unstable();
    earlier.dedup();
    let series = |of: &OutletPeriods| series(of, &result.labels, &periods);
    let outlets = result.time.iter().filter_map(|of| {
        let name = of.outlet.clone()?;
        Some(OutletSeries { name, labels: series(of) })
    });
    let pooled = result.time.iter().find(|of| of.outlet.is_none());
    let time = TimeSeries {
        by: by.as_str().to_owned(),
        n_undated: n_undated(coding),
        pooled: pooled.map_or_else(|| vec![empty(&periods); result.labels.len()], series),
        outlets: outlets.collect(),
        periods: periods.iter().map(ToString::to_string).collect(),
    };
    (Some(time), earlier.len() as u64)
}

/// Sentences in the outlets' own voice of articles without a date.
fn n_undated(coding: &Coding<'_>) -> u64 {
    let own = Domain::Voice(Voice::Own);
    let undated = (0..).zip(&coding.frame.articles).filter(|(_, article)| article.date.is_none());
    let told = |unit: &usize| own.told(&coding.frame.units[*unit]);
    undated.map(|(article, _)| coding.units_of(article).filter(told).count() as u64).sum()
}

fn empty(periods: &[Date]) -> Vec<PeriodRate> {
    let nothing = PeriodRate { missing: Some("no sentences".to_owned()), ..PeriodRate::default() };
    vec![nothing; periods.len()]
}

/// One list a label, one entry a period.
fn series(of: &OutletPeriods, labels: &[String], periods: &[Date]) -> Vec<Vec<PeriodRate>> {
    let of_label = |label: &String| {
        let mut rates = empty(periods);
        for found in of.periods.iter().filter(|found| found.label == *label) {
            if let Ok(place) = periods.binary_search(&found.start) {
                let rate = &found.rate;
                rates[place] = PeriodRate {
                    n_units: rate.n_units,
                    n_clusters: rate.n_clusters,
                    n_audited: rate.rate.n_audited,
                    classified_share: rate.classified,
                    sampling: rate.sampling,
                    method: rate.rate.method.map(shown_method),
                    estimate: rate.rate.estimate,
                    interval: rate.rate.interval,
                    missing: rate.rate.missing.clone(),
                };
            }
        }
        rates
    };
    labels.iter().map(of_label).collect()
}
