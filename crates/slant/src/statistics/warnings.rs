//! What a reader of a rate must know, in sentences.

use stats::{CorrectedRate, NoInterval, RateConfig, RateMethod};

use super::{
    coding::Coding,
    rates::{LabelStatistics, OutletStatistics},
    tables::{ALL_OUTLETS, THE_REST},
};
use crate::{audit::Audit, reading_log::counted};

/// Abstentions above this share of the sentences are told.
const MUCH_ABSTAINED: f64 = 0.05;

/// Why there is no interval.
pub(super) fn no_interval_reason(reason: NoInterval) -> String {
    match reason {
        NoInterval::NoAudit => "no audited unit".to_owned(),
        NoInterval::FewClusters { found, expected } => {
            format!("audited units in {}, under {expected}", counted(found, "cluster"))
        }
        NoInterval::FewAudited { found, expected } => {
            format!("{}, under {expected}", counted(found, "audited unit"))
        }
        NoInterval::NoVariation => "the estimate does not vary over clusters".to_owned(),
    }
}

/// The warnings of an estimate by itself.
pub(super) fn estimate_warnings(found: &CorrectedRate, config: &RateConfig) -> Vec<String> {
    let is_of_labels = found.method == Some(RateMethod::LabelsOnly);
    is_of_labels.then(|| why_labels_only(found, config)).into_iter().collect()
}

/// What the classified share says beside the estimate.
pub(super) fn share_warnings(label: &LabelStatistics, interval: Option<(f64, f64)>) -> Vec<String> {
    let mut warnings = Vec::new();
    if let (Some(share), Some((lo, hi))) = (label.classified_share, interval)
        && !(lo..=hi).contains(&share)
    {
        warnings.push("the classified share lies outside of the interval".to_owned());
    }
    if let Some(abstained) = label.abstained_share.filter(|share| *share > MUCH_ABSTAINED) {
        let percent = 100.0 * abstained;
        warnings.push(format!("the model abstains on {percent:.1} % of the sentences"));
    }
    warnings
}

fn why_labels_only(found: &CorrectedRate, config: &RateConfig) -> String {
    let n_negative = found.n_audited - found.n_positive;
    let n_rarer = found.n_positive.min(n_negative);
    if found.n_audited < config.min_audited {
        let audited = counted(found.n_audited, "audited unit");
        format!("{audited}, under {}: labels alone", config.min_audited)
    } else if n_rarer < config.min_positive {
        let which = if found.n_positive <= n_negative { "with" } else { "without" };
        let audited = counted(n_rarer, "audited unit");
        format!("{audited} {which} the label, under {}: labels alone", config.min_positive)
    } else {
        "the correction came out below 0 or above 1: labels alone".to_owned()
    }
}

/// The warnings of the whole table.
pub(super) fn overall_warnings(
    coding: &Coding<'_>,
    audit: Option<&Audit>,
    label_shift: Option<&str>,
    outlets: &[OutletStatistics],
) -> Vec<String> {
    const NO_RATES: &str =
        "without an audit these are shares that the classifier marks, with its errors: no rates";
    let mut warnings = coding.frame.record.warnings.clone();
    for name in [ALL_OUTLETS, THE_REST] {
        if outlets.iter().any(|outlet| outlet.outlet == name) {
            warnings.push(format!("an outlet is named `{name}`, as rows over several outlets are"));
        }
    }
    let Some(audit) = audit else {
        warnings.push(label_shift.unwrap_or(NO_RATES).to_owned());
        return warnings;
    };
    warnings.extend(audit.warnings.iter().cloned());
    if coding.n_left_out() > 0 {
        warnings.push(format!(
            "{} whose text the model was trained on: in the classified shares, and in no corrected rate",
            counted(coding.n_left_out() as u64, "unit")
        ));
    }
    let covering = outlets.iter().filter(|outlet| outlet.voices[0].n_units > 0);
    let is_audited = |outlet: &&OutletStatistics| {
        outlet.voices[0].labels.iter().any(|label| label.rate.n_audited > 0)
    };
    let n_without = covering.clone().count() - covering.filter(is_audited).count();
    if n_without > 0 {
        let outlets = counted(n_without as u64, "outlet");
        warnings.push(format!("no audited unit in own voice in {outlets}: no rate there"));
    }
    warnings
}
