//! The chart in words.

use super::data::{IntervalSettings, LabelShare};
use super::section::SectionRow;
use crate::page::format::{counted, level_percent, percent, percent_range, shorten, thousands};

/// The drawing in words, for those who do not see it.
pub(super) fn describe_panel(outlets: &[SectionRow<'_>], label: usize) -> String {
    let shares = || outlets.iter().filter_map(|outlet| outlet.labels.get(label)?.share);
    let with_bounds = outlets
        .iter()
        .filter(|outlet| outlet.labels.get(label).is_some_and(|l| l.bounds.is_some()));
    format!(
        "A dot for each of {}, the largest first; {} with sampling bounds. Shares from {} to {}. The table has every number.",
        counted(outlets.len() as u64, "outlet"),
        with_bounds.count(),
        percent(shares().reduce(f64::min)),
        percent(shares().reduce(f64::max)),
    )
}

/// One row in words, which a reader sees when pointing at it.
pub(super) fn describe_row(
    outlet: SectionRow<'_>,
    label: &LabelShare,
    interval: &IntervalSettings,
) -> String {
    let bounds = match label.bounds {
        Some(bounds) => {
            format!("{} bounds {}", level_percent(interval.level), percent_range(Some(bounds)))
        }
        None => "no bounds".to_owned(),
    };
    format!(
        "{}: {}, {bounds}; {} of {} in {}",
        shorten(outlet.name, 80),
        percent(label.share),
        thousands(label.n_labelled),
        counted(outlet.n_units, "sentence unit"),
        counted(outlet.n_clusters, "cluster"),
    )
}
