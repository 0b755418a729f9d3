//! Classified shares, corrected by error rates that all outlets are taken to have in common.

use crate::corrected::FrameUnit;
use crate::rogan_gladen::{MeasuredRate, rogan_gladen};
use crate::simulation::corpus::SimulatedCorpus;
use crate::simulation::tally::{CellEstimate, MethodOutcome, MissingInterval};
use crate::{BootstrapConfig, Error, RatioUnit, cluster_ratio};

/// Shares of units in own voice, as rules tell it; sensitivity and specificity there from the audits of all outlets
/// together, by design weights.
pub(super) fn estimate(
    corpus: &SimulatedCorpus,
    units: &[FrameUnit],
    bootstrap: &BootstrapConfig,
) -> Result<MethodOutcome, Error> {
    let error_rates = error_rates(corpus, units);
    let mut outcome = MethodOutcome::default();
    for outlet in &corpus.outlets {
        let own = corpus.units[outlet.units.clone()].iter().filter(|unit| unit.rule_own);
        let marked: Vec<RatioUnit> = own
            .map(|unit| RatioUnit {
                cluster_id: unit.cluster_id,
                numerator: f64::from(u8::from(unit.mark)),
                denominator: 1.0,
            })
            .collect();
        let cell = match (measure(&marked), error_rates) {
            (Some(share), Some([sensitivity, specificity])) => {
                correct(share, sensitivity, specificity, bootstrap.level)?
            }
            _ => CellEstimate { estimate: None, interval: Err(MissingInterval::NoAudit) },
        };
        outcome.cells.push(cell);
    }
    Ok(outcome)
}

fn correct(
    share: MeasuredRate,
    sensitivity: MeasuredRate,
    specificity: MeasuredRate,
    level: f64,
) -> Result<CellEstimate, Error> {
    match rogan_gladen(share, sensitivity, specificity, level) {
        Ok(found) => {
            Ok(CellEstimate { estimate: Some(found.prevalence), interval: Ok(found.interval) })
        }
        Err(Error::Uninformative { .. }) => {
            Ok(CellEstimate { estimate: None, interval: Err(MissingInterval::Uninformative) })
        }
        Err(error) => Err(error),
    }
}

/// Sensitivity and specificity, where units with the label and units without are audited.
fn error_rates(corpus: &SimulatedCorpus, units: &[FrameUnit]) -> Option<[MeasuredRate; 2]> {
    let rate_among = |truth: bool| {
        let audited: Vec<RatioUnit> = corpus
            .units
            .iter()
            .zip(units)
            .filter(|(simulated, _)| simulated.rule_own && simulated.truth == truth)
            .filter_map(|(simulated, unit)| {
                let weight = 1.0 / unit.audit?.pi;
                let is_right = simulated.mark == truth;
                let numerator = if is_right { weight } else { 0.0 };
                Some(RatioUnit { cluster_id: unit.cluster_id, numerator, denominator: weight })
            })
            .collect();
        measure(&audited)
    };
    Some([rate_among(true)?, rate_among(false)?])
}

/// A share with its variance over clusters; `None` with fewer than two of them.
fn measure(units: &[RatioUnit]) -> Option<MeasuredRate> {
    let found = cluster_ratio(units).ok()?;
    Some(MeasuredRate { value: found.ratio.clamp(0.0, 1.0), variance: found.cr1?.powi(2) })
}
