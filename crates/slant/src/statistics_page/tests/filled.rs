//! Pages with one text wherever a text can stand, or one number wherever a number may be missing.

use super::fixture::{names, page};
use crate::statistics_page::{CorrectedRate, Figure, GroupPerformance, StatisticsPage};

/// A page of three outlets that has this text everywhere.
pub(super) fn filled_with_text(text: &str) -> StatisticsPage {
    let mut data = page(&names(3));
    let fill = |field: &mut String| text.clone_into(field);
    let optional = |field: &mut Option<String>| *field = Some(text.to_owned());
    fill(&mut data.tool_version);
    fill(&mut data.codebook.name);
    optional(&mut data.codebook.version);
    for label in &mut data.codebook.labels {
        fill(&mut label.name);
        fill(&mut label.definition);
    }
    fill(&mut data.model.name);
    fill(&mut data.model.hash);
    fill(&mut data.model.training_labels);
    optional(&mut data.model.labels_note);
    optional(&mut data.subject);
    optional(&mut data.settings.label_shift);
    if let Some(audit) = &mut data.audit {
        fill(&mut audit.design);
        audit.coders.iter_mut().for_each(|(name, _)| fill(name));
        audit.left_out.iter_mut().for_each(|(reason, _)| fill(reason));
    }
    for outlet in data.outlets.iter_mut().chain(&mut data.pooled) {
        fill(&mut outlet.name);
        for rate in outlet.own.iter_mut().chain(&mut outlet.carried) {
            *rate = CorrectedRate {
                estimate: None,
                method: Some(text.to_owned()),
                missing: Some(text.to_owned()),
                warnings: vec![text.to_owned()],
                ..rate.clone()
            };
        }
    }
    fill_comparisons(&mut data, text);
    fill_validity(&mut data, text);
    for item in &mut data.checklist {
        fill(&mut item.question);
        optional(&mut item.answer);
    }
    data.warnings.iter_mut().for_each(fill);
    for file in &mut data.files {
        fill(&mut file.role);
        fill(&mut file.path);
        fill(&mut file.blake3);
    }
    fill(&mut data.manifest);
    data
}

fn fill_comparisons(data: &mut StatisticsPage, text: &str) {
    let fill = |field: &mut String| text.clone_into(field);
    let optional = |field: &mut Option<String>| *field = Some(text.to_owned());
    if let Some(contrasts) = &mut data.contrasts {
        fill(&mut contrasts.family);
        for contrast in contrasts.labels.iter_mut().flatten() {
            fill(&mut contrast.outlet);
            optional(&mut contrast.against);
            optional(&mut contrast.missing);
            contrast.difference = None;
            contrast.warnings = vec![text.to_owned()];
        }
    }
    if let Some(time) = &mut data.time {
        fill(&mut time.by);
        time.periods.iter_mut().for_each(fill);
        for outlet in &mut time.outlets {
            fill(&mut outlet.name);
            for rate in outlet.labels.iter_mut().flatten() {
                optional(&mut rate.missing);
            }
        }
        for rate in time.pooled.iter_mut().flatten() {
            optional(&mut rate.method);
            optional(&mut rate.missing);
        }
    }
    if let Some(tone) = &mut data.net_tone {
        fill(&mut tone.definition);
        for row in &mut tone.rows {
            fill(&mut row.outlet);
            optional(&mut row.missing);
            row.estimate = None;
        }
    }
    if let Some(sensitivity) = &mut data.sensitivity {
        for range in sensitivity.labels.iter_mut().flat_map(|label| &mut label.outlets) {
            fill(&mut range.outlet);
        }
        fill(&mut sensitivity.of);
        sensitivity.factors.iter_mut().for_each(fill);
        for specification in
            sensitivity.labels.iter_mut().flat_map(|label| &mut label.specifications)
        {
            specification.choices.iter_mut().for_each(fill);
            optional(&mut specification.missing);
        }
    }
}

fn fill_validity(data: &mut StatisticsPage, text: &str) {
    let fill = |field: &mut String| text.clone_into(field);
    let optional = |field: &mut Option<String>| *field = Some(text.to_owned());
    if let Some(validity) = &mut data.validity {
        for label in &mut validity.labels {
            let groups = label.voices.iter_mut().chain(&mut label.outlets);
            groups.for_each(|group| fill(&mut group.name));
            for test in &mut label.error_differences {
                fill(&mut test.error);
                optional(&mut test.missing);
            }
        }
        if let Some(agreement) = &mut validity.agreement {
            agreement.alphas.iter_mut().for_each(|alpha| fill(&mut alpha.of));
            for pair in &mut agreement.pairs {
                fill(&mut pair.a);
                fill(&mut pair.b);
            }
        }
        validity.name_swap.iter_mut().for_each(|swap| fill(&mut swap.of));
        validity.topic_recall.iter_mut().for_each(|recall| optional(&mut recall.note));
    }
}

/// A page of three outlets that has this number wherever one may be missing.
pub(super) fn filled_with_number(number: f64) -> StatisticsPage {
    let (point, interval) = (Some(number), Some((number, number)));
    let mut data = page(&names(3));
    for outlet in data.outlets.iter_mut().chain(&mut data.pooled) {
        for rate in outlet.own.iter_mut().chain(&mut outlet.carried) {
            (rate.classified_share, rate.sampling) = (point, interval);
            (rate.estimate, rate.interval) = (point, interval);
            (rate.labels_only, rate.labels_only_interval) = (point, interval);
            (rate.percentile_interval, rate.abstention_bounds) = (interval, interval);
        }
    }
    for contrast in
        data.contrasts.iter_mut().flat_map(|contrasts| contrasts.labels.iter_mut().flatten())
    {
        (contrast.difference, contrast.interval) = (point, interval);
        (contrast.p, contrast.p_bh, contrast.p_holm) = (point, point, point);
    }
    if let Some(time) = &mut data.time {
        let outlets = time.outlets.iter_mut().flat_map(|outlet| outlet.labels.iter_mut().flatten());
        for rate in time.pooled.iter_mut().flatten().chain(outlets) {
            (rate.classified_share, rate.sampling) = (point, interval);
            (rate.estimate, rate.interval) = (point, interval);
        }
    }
    for row in data.net_tone.iter_mut().flat_map(|tone| &mut tone.rows) {
        (row.classified, row.sampling, row.estimate, row.interval) =
            (point, interval, point, interval);
    }
    for label in data.sensitivity.iter_mut().flat_map(|sensitivity| &mut sensitivity.labels) {
        for range in &mut label.outlets {
            (range.default, range.lowest, range.highest) = (point, point, point);
        }
        for specification in &mut label.specifications {
            (specification.estimate, specification.interval) = (point, interval);
        }
    }
    fill_validity_numbers(&mut data, number);
    data
}

fn fill_validity_numbers(data: &mut StatisticsPage, number: f64) {
    let figure = Figure { value: Some(number), interval: Some((number, number)) };
    let fill = |group: &mut GroupPerformance| {
        let performance = &mut group.performance;
        (performance.precision, performance.recall, performance.f1) = (figure, figure, figure);
    };
    if let Some(validity) = &mut data.validity {
        for label in &mut validity.labels {
            label.voices.iter_mut().chain(&mut label.outlets).for_each(fill);
            label.coverage = Some(number);
            for bin in &mut label.calibration.bins {
                (bin.mean_probability, bin.observed) = (number, figure);
            }
            for at in &mut label.risk_coverage {
                at.risk = number;
            }
            let calibration = &mut label.calibration;
            (calibration.brier, calibration.slope) = (Some(number), Some(number));
        }
        if let Some(agreement) = &mut validity.agreement {
            agreement.alphas.iter_mut().for_each(|alpha| alpha.alpha = figure);
        }
        validity.topic_recall.iter_mut().for_each(|recall| recall.recall = figure);
    }
}
