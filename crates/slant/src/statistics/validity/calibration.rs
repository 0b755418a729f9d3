//! How well probabilities fit, and what deciding only the surest units would cost.

use features::UnitKind;
use stats::{
    AuditCode, DecidedUnit, FrameUnit, RateConfig, ScoreBin, WeightedScore, average_precision,
    brier, corrected_rate, expected_calibration_error, recalibration, reliability_bin,
    reliability_bins,
};

use super::ratios::Group;
use crate::{
    error::Error,
    statistics::coding::{Codes, Coding},
    statistics_page::{Calibration, Figure, ReliabilityBin},
};

/// The probability from which the surest of labels that exclude each other are more likely than not.
const EVEN: f64 = 0.5;

/// Probabilities beside codes, weighted by 1/π.
pub(super) fn calibration(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    config: &RateConfig,
) -> Result<Calibration, Error> {
    let scores: Vec<WeightedScore> = group
        .audited(coding)
        .map(|(unit, codes, _)| WeightedScore {
            probability: f64::from(coding.frame.score(unit, label)),
            is_positive: codes.labels[label],
            weight: 1.0 / codes.pi,
        })
        .collect();
    let bins = reliability_bins(&scores)?;
    let brier = brier(&scores)?;
    let line = recalibration(&scores)?;
    Ok(Calibration {
        average_precision: average_precision(&scores)?,
        brier: brier.map(|brier| brier.score),
        brier_skill: brier.and_then(|brier| brier.skill),
        expected_error: expected_calibration_error(&bins),
        slope: line.map(|line| line.slope),
        intercept: line.map(|line| line.intercept),
        bins: with_intervals(coding, group, label, &bins, config)?,
    })
}

/// The bins, each with the interval of its labels alone: the bin tells the probabilities already.
fn with_intervals(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    bins: &[ScoreBin],
    config: &RateConfig,
) -> Result<Vec<ReliabilityBin>, Error> {
    let mut units: Vec<Vec<FrameUnit>> = vec![Vec::new(); bins.len()];
    for (unit, codes, cluster_id) in group.audited(coding) {
        let bin = reliability_bin(f64::from(coding.frame.score(unit, label)));
        let Some(place) = bins.iter().position(|found| reliability_bin(found.lo) == bin) else {
            continue;
        };
        let audit = AuditCode {
            stratum: codes.stratum,
            pi: codes.pi,
            label: f64::from(u8::from(codes.labels[label])),
            domain: 1.0,
        };
        let audit = Some(audit);
        units[place].push(FrameUnit { cluster_id, weight: 1.0, score: 0.0, domain: 0.0, audit });
    }
    let observed = bins.iter().zip(&units).map(|(bin, units)| {
        let found = corrected_rate(units, config)?.labels_only;
        Ok(ReliabilityBin {
            lo: bin.lo,
            hi: bin.hi,
            n_audited: bin.n_units,
            mean_probability: bin.mean_probability,
            observed: Figure { value: Some(bin.share), interval: found.interval },
        })
    });
    observed.collect()
}

/// Audited units as the model would decide them without abstaining: the surer, the further the probability is from the
/// threshold. Of labels that exclude each other one half stands for the threshold.
pub(super) fn units_at_risk(
    coding: &Coding<'_>,
    group: &Group<'_>,
    label: usize,
    threshold: Option<f64>,
) -> Vec<DecidedUnit> {
    let threshold = threshold.unwrap_or(EVEN);
    let unit = |(unit, codes, _): (usize, &Codes, u64)| {
        let probability = f64::from(coding.frame.score(unit, label));
        DecidedUnit {
            confidence: (probability - threshold).abs(),
            is_wrong: (probability >= threshold) != codes.labels[label],
            weight: 1.0 / codes.pi,
        }
    };
    group.audited(coding).map(unit).collect()
}

/// The share of the run's sentences that the model decides; `None` without sentences.
pub(super) fn run_coverage(coding: &Coding<'_>, label: usize) -> Option<f64> {
    let frame = coding.frame;
    let is_sentence = |unit: &usize| frame.units[*unit].kind == UnitKind::Sentence;
    let (mut n, mut n_decided) = (0_u64, 0_u64);
    for unit in (0..frame.units.len()).filter(is_sentence) {
        n += 1;
        n_decided += u64::from(frame.decision(unit, label).is_some());
    }
    (n > 0).then(|| n_decided as f64 / n as f64)
}
