//! Rates of outlets.

use crate::{
    statistics::{LabelStatistics, OutletStatistics, VoiceStatistics},
    statistics_page::{CorrectedRate, OutletRates},
};

/// The rates of an outlet: its own voice, and the content carried.
pub(super) fn outlet_rates(outlet: &OutletStatistics) -> OutletRates {
    let of_voice = |voice: Option<&VoiceStatistics>| voice.map(voice_rates).unwrap_or_default();
    OutletRates {
        name: outlet.outlet.clone(),
        own: of_voice(outlet.voices.first()),
        carried: of_voice(outlet.voices.last()),
    }
}

fn voice_rates(voice: &VoiceStatistics) -> Vec<CorrectedRate> {
    voice.labels.iter().map(|label| rate(voice, label)).collect()
}

fn rate(voice: &VoiceStatistics, label: &LabelStatistics) -> CorrectedRate {
    let found = &label.rate;
    let n_units = voice.n_units as f64;
    let share = |n: u64| n as f64 / n_units;
    CorrectedRate {
        n_articles: voice.n_articles,
        n_clusters: voice.n_clusters,
        n_units: voice.n_units,
        n_abstained: label.n_abstained,
        n_audited: found.n_audited,
        n_audited_clusters: found.n_audited_clusters,
        n_positive: found.n_positive,
        classified_share: label.classified_share,
        sampling: label.sampling,
        abstention_bounds: (label.n_abstained > 0)
            .then(|| (share(label.n_labelled), share(label.n_labelled + label.n_abstained))),
        method: found.method.map(shown_method),
        estimate: found.estimate,
        interval: found.interval,
        percentile_interval: found.percentile,
        labels_only: found.labels_only,
        labels_only_interval: found.labels_only_interval,
        missing: found.missing.clone(),
        warnings: found.warnings.clone(),
    }
}

/// The name of a method as people read it.
pub(super) fn shown_method(method: &str) -> String {
    method.replace('_', " ")
}
