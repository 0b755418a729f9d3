//! Labels alone, and scores corrected by them.

use super::ratio_contrast::{Part, contrast_p_values};
use crate::corrected::{
    AuditCode, CorrectedRate, FrameUnit, NoInterval, RateConfig, RateEstimate, Target, Totals,
    contrast, corrected_rate,
};
use crate::simulation::audit::AuditDraw;
use crate::simulation::corpus::{SimulatedCorpus, SimulatedUnit};
use crate::simulation::tally::{CellEstimate, MethodOutcome, MissingInterval};
use crate::{BootstrapConfig, Error};

/// Labels alone; corrected, of coverage like this; corrected, of this corpus.
pub(super) fn estimate(
    corpus: &SimulatedCorpus,
    units: &[FrameUnit],
    bootstrap: &BootstrapConfig,
) -> Result<[MethodOutcome; 3], Error> {
    let config = RateConfig { bootstrap: bootstrap.clone(), ..RateConfig::default() };
    let config_of_dump = RateConfig { target: Target::Dump, ..config.clone() };
    let rates = |config: &RateConfig| -> Result<Vec<CorrectedRate>, Error> {
        let of_outlet = |range: std::ops::Range<usize>| corrected_rate(&units[range], config);
        corpus.outlets.iter().map(|outlet| of_outlet(outlet.units.clone())).collect()
    };
    let (found, of_dump) = (rates(&config)?, rates(&config_of_dump)?);
    let cells = |rates: &[CorrectedRate], pick: fn(&CorrectedRate) -> &RateEstimate| {
        rates.iter().map(|rate| cell(pick(rate), rate.no_interval)).collect()
    };
    Ok([
        MethodOutcome {
            cells: cells(&found, |rate| &rate.labels_only),
            p_values: label_p_values(corpus, units),
        },
        MethodOutcome {
            cells: cells(&found, |rate| &rate.corrected),
            p_values: p_values(&found, config.bootstrap.level),
        },
        MethodOutcome { cells: cells(&of_dump, |rate| &rate.corrected), p_values: Vec::new() },
    ])
}

/// The units of a corpus with what auditors found.
pub(super) fn frame_units(corpus: &SimulatedCorpus, draws: &[Option<AuditDraw>]) -> Vec<FrameUnit> {
    corpus.units.iter().zip(draws).map(|(unit, draw)| frame_unit(unit, *draw)).collect()
}

fn frame_unit(unit: &SimulatedUnit, draw: Option<AuditDraw>) -> FrameUnit {
    let number = |holds: bool| f64::from(u8::from(holds));
    FrameUnit {
        cluster_id: unit.cluster_id,
        weight: 1.0,
        score: if unit.rule_own { unit.score } else { 0.0 },
        domain: number(unit.rule_own),
        audit: draw.map(|draw| AuditCode {
            stratum: draw.stratum,
            pi: draw.pi,
            label: number(unit.truth && unit.true_own),
            domain: number(unit.true_own),
        }),
    }
}

fn cell(estimate: &RateEstimate, reason: Option<NoInterval>) -> CellEstimate {
    let missing = match reason {
        Some(NoInterval::NoAudit) => MissingInterval::NoAudit,
        Some(NoInterval::FewClusters { .. } | NoInterval::FewAudited { .. }) => {
            MissingInterval::FewClusters
        }
        Some(NoInterval::NoVariation) | None => MissingInterval::NoVariation,
    };
    CellEstimate { estimate: estimate.rate, interval: estimate.interval.ok_or(missing) }
}

/// Each outlet against the others that enter contrasts.
fn p_values(rates: &[CorrectedRate], level: f64) -> Vec<Option<f64>> {
    let totals: Vec<&Totals> = rates.iter().filter_map(|rate| rate.totals.as_ref()).collect();
    let all = Totals::sum(&totals);
    let p_value = |totals: &Totals| Some(contrast(totals, &all.without(totals), level)?.p_value);
    rates.iter().map(|rate| rate.totals.as_ref().and_then(p_value)).collect()
}

/// The plain test on design weights.
fn label_p_values(corpus: &SimulatedCorpus, units: &[FrameUnit]) -> Vec<Option<f64>> {
    let mut parts = Vec::new();
    for (outlet, described) in (0..).zip(&corpus.outlets) {
        let audited = units[described.units.clone()]
            .iter()
            .filter_map(|unit| unit.audit.map(|audit| (unit.cluster_id, audit)));
        parts.extend(audited.map(|(cluster_id, audit)| Part {
            outlet,
            cluster_id,
            numerator: audit.label / audit.pi,
            denominator: audit.domain / audit.pi,
        }));
    }
    contrast_p_values(corpus.outlets.len(), &parts)
}
