//! Outlets beside each other, net tone, and what other choices would give.

use std::collections::BTreeMap;

use crate::{
    statistics::{OutletContrast, SensitivityRow, StatisticsOptions, StatisticsResult},
    statistics_page::{
        Contrast, Contrasts, LabelSensitivity, NetTone, NetToneRow, OutletRange, Sensitivity,
        Specification,
    },
};

/// The choices of the sensitivity table.
const FACTORS: [&str; 5] = ["scores", "relevance", "unit", "copies", "correction"];

/// The contrasts, one list a label.
pub(super) fn contrasts(result: &StatisticsResult) -> Contrasts {
    let of_label = |label: &String| {
        let rows = result.contrasts.rows.iter().filter(|row| row.label == *label);
        rows.map(contrast).collect()
    };
    Contrasts {
        family: result.contrasts.family.clone(),
        labels: result.labels.iter().map(of_label).collect(),
    }
}

fn contrast(row: &OutletContrast) -> Contrast {
    let figures = row.figures.as_ref();
    Contrast {
        outlet: row.outlet.clone(),
        against: row.against.clone(),
        difference: figures.map(|figures| figures.difference),
        interval: figures.map(|figures| figures.interval),
        p: figures.map(|figures| figures.p),
        p_bh: figures.map(|figures| figures.p_bh),
        p_holm: figures.map(|figures| figures.p_holm),
        missing: row.missing.clone(),
        warnings: Vec::new(),
    }
}

/// Net tone in the outlets' own voice; `None` where no label has a tone.
pub(super) fn net_tone(
    result: &StatisticsResult,
    options: &StatisticsOptions<'_>,
) -> Option<NetTone> {
    let labels = options.model.codebook().labels.iter();
    let toned = labels.filter_map(|label| Some((label.name.as_str(), label.tone?)));
    let toned: Vec<String> = toned
        .filter(|(_, tone)| *tone != 0.0)
        .map(|(name, tone)| format!("{tone:+} for `{name}`").replace('-', "−"))
        .collect();
    if toned.is_empty() {
        return None;
    }
    let own = result.net_tone.iter().filter(|row| row.voice == "own");
    let rows = own.map(|row| {
        let (tone, rate) = (&row.tone, &row.tone.rate);
        NetToneRow {
            outlet: row.outlet.clone(),
            n_articles: tone.n_articles,
            n_clusters: tone.n_clusters,
            n_audited: rate.n_audited,
            classified: tone.classified,
            sampling: tone.sampling,
            estimate: rate.estimate,
            interval: rate.interval,
            missing: rate.missing.clone(),
        }
    });
    let definition = format!(
        "The mean over articles of the mean tone of their sentences in the outlet’s own voice, where a sentence counts {}.",
        toned.join(", ")
    );
    Some(NetTone { definition, rows: rows.collect() })
}

/// The specifications of all outlets together.
pub(super) fn sensitivity(result: &StatisticsResult) -> Option<Sensitivity> {
    let pooled: Vec<&SensitivityRow> =
        result.sensitivity.iter().filter(|row| row.outlet.is_none()).collect();
    let of_label = |label: &String| {
        let rows = pooled.iter().filter(|row| row.label == *label);
        LabelSensitivity {
            specifications: rows.map(|row| specification(row)).collect(),
            outlets: outlet_ranges(result, label),
        }
    };
    (!pooled.is_empty()).then(|| Sensitivity {
        of: "all outlets together, in their own voice".to_owned(),
        factors: FACTORS.map(str::to_owned).into(),
        labels: result.labels.iter().map(of_label).collect(),
    })
}

/// The lowest and the highest rate that any choice gives each outlet.
fn outlet_ranges(result: &StatisticsResult, label: &str) -> Vec<OutletRange> {
    let mut ranges: BTreeMap<&str, OutletRange> = BTreeMap::new();
    // A share that is not corrected is no rate.
    let is_rate = |row: &&SensitivityRow| result.n_audited == 0 || row.correction != "none";
    for row in result.sensitivity.iter().filter(|row| row.label == label).filter(is_rate) {
        let (Some(outlet), Some(estimate)) = (row.outlet.as_deref(), row.estimate) else {
            continue;
        };
        let range = ranges
            .entry(outlet)
            .or_insert_with(|| OutletRange { outlet: outlet.to_owned(), ..OutletRange::default() });
        range.lowest = Some(range.lowest.map_or(estimate, |lowest| lowest.min(estimate)));
        range.highest = Some(range.highest.map_or(estimate, |highest| highest.max(estimate)));
        if row.is_default {
            range.default = Some(estimate);
        }
    }
    ranges.into_values().collect()
}

fn specification(row: &SensitivityRow) -> Specification {
    let choices =
        [row.scores.unwrap_or("none"), row.relevance, row.estimand, row.copies, row.correction];
    Specification {
        choices: choices.map(|choice| choice.replace('_', " ")).into(),
        is_default: row.is_default,
        n_units: row.n_units,
        estimate: row.estimate,
        interval: row.interval,
        missing: row.missing.clone(),
    }
}
