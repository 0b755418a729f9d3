//! Rows of charts in words, which a reader sees when pointing at them.

use super::data::{Contrast, CorrectedRate, NetToneRow, StatisticsPage};
use crate::page::format::{
    counted, level_percent, p_value, points, points_range, rate, rate_range, shorten, thousands,
};

/// Columns of a name that are kept.
const NAME_COLUMNS: usize = 80;

/// The three estimates of one outlet.
pub(super) fn describe_rate(name: &str, of: &CorrectedRate, data: &StatisticsPage) -> String {
    let mut parts = Vec::new();
    if data.has_estimates() {
        let method = of.method.as_deref().map_or_else(String::new, |method| format!(" ({method})"));
        parts.push(format!("corrected {}{method}", with_interval(of.estimate, of.interval, data)));
    }
    parts.push(format!("classified {}", with_interval(of.classified_share, of.sampling, data)));
    if data.has_estimates() {
        let labels_only = with_interval(of.labels_only, of.labels_only_interval, data);
        parts.push(format!("labels only {labels_only}"));
    }
    parts.extend(of.missing.clone());
    let audited = if data.audit.is_some() {
        format!(", {} audited", thousands(of.n_audited))
    } else {
        String::new()
    };
    format!(
        "{}: {}; {} in {}{audited}",
        shorten(name, NAME_COLUMNS),
        parts.join("; "),
        counted(of.n_units, "sentence"),
        counted(of.n_clusters, "cluster"),
    )
}

fn with_interval(
    share: Option<f64>,
    interval: Option<(f64, f64)>,
    data: &StatisticsPage,
) -> String {
    match (share, interval) {
        (None, _) => "none".to_owned(),
        (Some(_), None) => format!("{}, no interval", rate(share)),
        (Some(_), Some(_)) => format!(
            "{}, {} interval {}",
            rate(share),
            level_percent(data.settings.level),
            rate_range(interval)
        ),
    }
}

/// One contrast.
pub(super) fn describe_contrast(name: &str, contrast: &Contrast) -> String {
    let found = match contrast.difference {
        None => "no difference".to_owned(),
        Some(_) => format!(
            "{} points, interval {}, p {}, adjusted {}",
            points(contrast.difference),
            points_range(contrast.interval),
            p_value(contrast.p),
            p_value(contrast.p_bh),
        ),
    };
    let missing = contrast.missing.as_ref().map_or_else(String::new, |why| format!("; {why}"));
    format!("{}: {found}{missing}", shorten(name, NAME_COLUMNS))
}

/// One net tone.
pub(super) fn describe_net_tone(row: &NetToneRow) -> String {
    let missing = row.missing.as_ref().map_or_else(String::new, |why| format!("; {why}"));
    format!(
        "{}: corrected {} points, interval {}; classified {} points{missing}; {}",
        shorten(&row.outlet, NAME_COLUMNS),
        points(row.estimate),
        points_range(row.interval),
        points(row.classified),
        counted(row.n_articles, "article"),
    )
}
