//! Precision, recall and F1.

use stats::{RateConfig, corrected_rate};

use super::ratios::{Group, OVERLAP, PRECISION, Parts, RECALL, is_marked};
use crate::{
    error::Error,
    statistics::coding::Coding,
    statistics_page::{Figure, GroupPerformance, Performance},
};

/// How good the classifier is in a group of units: ratios of totals, corrected as rates are.
pub(super) fn performance(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    config: &RateConfig,
) -> Result<GroupPerformance, Error> {
    let mut found = Performance::default();
    for (unit, codes, _) in group.audited(coding) {
        found.n_audited += 1;
        found.n_positive += u64::from(codes.labels[label]);
        found.n_marked += u64::from(is_marked(coding, unit, label));
    }
    if found.n_audited > 0 {
        let figure = |parts: Parts| figure(coding, group, label, parts, config);
        found.precision = figure(PRECISION)?;
        found.recall = figure(RECALL)?;
        found.f1 = f1_of_overlap(figure(OVERLAP)?);
    }
    Ok(GroupPerformance { name: group.name.to_owned(), performance: found })
}

fn figure(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    parts: Parts,
    config: &RateConfig,
) -> Result<Figure, Error> {
    let found = corrected_rate(&group.ratio_units(coding, label, parts), config)?.corrected;
    Ok(Figure { value: found.rate.map(|rate| rate.clamp(0.0, 1.0)), interval: found.interval })
}

/// F1 from the share of units with mark and label among those with one of both.
fn f1_of_overlap(overlap: Figure) -> Figure {
    let f1 = |overlap: f64| 2.0 * overlap / (1.0 + overlap);
    Figure {
        value: overlap.value.map(f1),
        interval: overlap.interval.map(|(lo, hi)| (f1(lo), f1(hi))),
    }
}
