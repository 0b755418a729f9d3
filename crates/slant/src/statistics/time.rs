//! Rates by day, week or month, in the outlets' own voice.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use stats::RateConfig;

use super::{
    beside::{BesideRate, BesideSums},
    coding::{Coding, Domain, Estimand, Quantity, Specification},
};
use crate::{error::Error, threads::Workers};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// Monday to Sunday, named by its Monday.
    Week,
    /// A month of the calendar, named by its first day.
    Month,
}

/// Rates of one outlet, or of all together, by period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletPeriods {
    /// The outlet; `None`: all together.
    pub outlet: Option<String>,
    /// One entry a period with sentences and label.
    pub periods: Vec<PeriodStatistics>,
}

/// The rate of a label in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeriodStatistics {
    /// Its first day.
    pub start: Date,
    /// The label.
    pub label: String,
    /// The rate.
    #[serde(flatten)]
    pub rate: BesideRate,
}

impl Period {
    /// The name, as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The first day of the period that a day lies in; the day itself where the calendar ends before.
    #[must_use]
    pub fn start(self, date: Date) -> Date {
        match self {
            Self::Day => date,
            Self::Week => {
                let days = i64::from(date.weekday().to_monday_zero_offset());
                date.checked_sub(days.days()).unwrap_or(date)
            }
            Self::Month => date.first_of_month(),
        }
    }

    /// The first day of the next period.
    pub(super) fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
        };
        start.checked_add(span).ok()
    }
}

/// By period: all outlets together first, then each.
pub(super) fn rates_by_time(
    coding: &Coding<'_>,
    period: Period,
    estimand: Estimand,
    config: &RateConfig,
    workers: &Workers<'_>,
) -> Result<Vec<OutletPeriods>, Error> {
    use rayon::prelude::*;
    let config = config.linearised();
    let n_outlets = coding.frame.outlets.len();
    let sums = |outlet: usize| sums_by_period(coding, outlet, period, estimand);
    let of_outlets: Vec<SumsByPeriod> =
        workers.install(|| (0..n_outlets).into_par_iter().map(sums).collect::<Result<_, _>>())?;
    let mut together: BTreeMap<(Date, usize), Vec<&BesideSums>> = BTreeMap::new();
    for (cell, sums) in of_outlets.iter().flatten() {
        together.entry(*cell).or_default().push(sums);
    }
    let together: SumsByPeriod =
        together.into_iter().map(|(cell, parts)| (cell, BesideSums::together(&parts))).collect();
    let rates = |(place, sums): (usize, &SumsByPeriod)| {
        let period = |(&(start, label), sums): (&(Date, usize), &BesideSums)| {
            let label = coding.frame.labels[label].clone();
            Ok(PeriodStatistics { start, label, rate: sums.rate(&config)? })
        };
        Ok(OutletPeriods {
            outlet: place.checked_sub(1).map(|outlet| coding.frame.outlets[outlet].clone()),
            periods: sums.iter().map(period).collect::<Result<_, Error>>()?,
        })
    };
    let all: Vec<&SumsByPeriod> = std::iter::once(&together).chain(&of_outlets).collect();
    workers.install(|| all.into_par_iter().enumerate().map(rates).collect())
}

/// What each period and label contribute.
type SumsByPeriod = BTreeMap<(Date, usize), BesideSums>;

fn sums_by_period(
    coding: &Coding<'_>,
    outlet: usize,
    period: Period,
    estimand: Estimand,
) -> Result<SumsByPeriod, Error> {
    let mut by_period: BTreeMap<Date, Vec<u32>> = BTreeMap::new();
    for &article in coding.articles_of(outlet) {
        if let Some(date) = coding.article(article).date {
            by_period.entry(period.start(date)).or_default().push(article);
        }
    }
    let mut found = SumsByPeriod::new();
    for (start, articles) in by_period {
        for label in 0..coding.frame.n_labels() {
            let own = Domain::Voice(features::Voice::Own);
            let specification = Specification::of(own, Quantity::Label(label), estimand);
            let sums = BesideSums::of(coding, &articles, &specification)?;
            found.insert((start, label), sums);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_a_month_on_its_first_day() {
        let check = |period: Period, date: &str, expected: &str| {
            let date: Date = date.parse().unwrap();
            assert_eq!(period.start(date).to_string(), expected);
        };
        check(Period::Day, "2018-09-12", "2018-09-12");
        check(Period::Week, "2018-09-12", "2018-09-10");
        check(Period::Week, "2018-09-10", "2018-09-10");
        check(Period::Week, "2018-09-16", "2018-09-10");
        check(Period::Month, "2018-09-30", "2018-09-01");
    }
}
