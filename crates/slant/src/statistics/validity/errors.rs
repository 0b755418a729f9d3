//! Whether the classifier errs alike in all outlets.

use stats::{GroupEstimate, Outcome, RateConfig, corrected_rate, heterogeneity};

use super::ratios::{ERROR, FALSE_NEGATIVES, FALSE_POSITIVES, Group, Parts};
use crate::{
    error::Error, reading_log::counted, statistics::coding::Coding,
    statistics_page::ErrorDifference,
};

/// Audited units of the denominator without which an outlet does not take part.
const LEAST_AUDITED: u64 = 20;

/// Kinds of error, with what each is of.
const ERRORS: [(&str, Parts, Outcome); 3] = [
    ("false positive rate", FALSE_POSITIVES, Outcome::Label),
    ("false negative rate", FALSE_NEGATIVES, Outcome::Label),
    ("mean error", ERROR, Outcome::Number),
];

/// Cochran's Q over outlets for each kind of error.
///
/// Outlets take part with at least 20 audited units that can err so, of as many clusters as an interval needs, and a
/// standard error above 0. Outlets are taken as independent, though a cluster can span several.
pub(super) fn error_differences(
    coding: &Coding<'_>,
    label: usize,
    config: &RateConfig,
) -> Result<Vec<ErrorDifference>, Error> {
    let difference = |(error, parts, outcome): (&str, Parts, Outcome)| {
        let config = RateConfig { outcome, ..config.clone() };
        let estimates = outlet_estimates(coding, label, parts, &config)?;
        let found = heterogeneity(&estimates)?;
        Ok(ErrorDifference {
            error: error.to_owned(),
            n_outlets: estimates.len() as u64,
            statistic: found.map(|found| found.statistic),
            degrees_of_freedom: found.map_or(0, |found| found.degrees_of_freedom),
            p: found.map(|found| found.p_value),
            missing: found.is_none().then(|| why_missing(estimates.len(), &config)),
        })
    };
    ERRORS.into_iter().map(difference).collect()
}

fn outlet_estimates(
    coding: &Coding<'_>,
    label: usize,
    parts: Parts,
    config: &RateConfig,
) -> Result<Vec<GroupEstimate>, Error> {
    let mut estimates = Vec::new();
    for outlet in 0..coding.frame.outlets.len() {
        let group = Group { name: "", articles: coding.articles_of(outlet), voice: None };
        let found = corrected_rate(&group.ratio_units(coding, label, parts), config)?;
        let has_enough = found.n_audited >= LEAST_AUDITED
            && found.n_audited_clusters >= config.bootstrap.min_clusters as u64;
        if let (Some(value), Some(standard_error)) =
            (found.labels_only.rate, found.labels_only.standard_error)
            && has_enough
            && standard_error > 0.0
        {
            estimates.push(GroupEstimate { value, standard_error });
        }
    }
    Ok(estimates)
}

fn why_missing(n_outlets: usize, config: &RateConfig) -> String {
    format!(
        "{} with at least {LEAST_AUDITED} audited units in {} clusters and errors that vary, expected two or more",
        counted(n_outlets as u64, "outlet"),
        config.bootstrap.min_clusters
    )
}
