//! From a corpus to its audit: the very samples that audits are, in each outlet apart.

use super::SimulationConfig;
use super::corpus::{Purpose, SimulatedCorpus, SimulatedUnit, stream_of};
use crate::random::UniformStream;
use crate::{Error, SamplingConfig, SamplingFrame, SamplingUnit, UnitClass, draw_sample};

/// The stratum and the probability of an audited unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AuditDraw {
    /// The stratum, from 0, over all outlets.
    pub(crate) stratum: u32,
    /// The probability with which the unit came into the sample, in (0, 1].
    pub(crate) pi: f64,
}

/// Draws the audit of a corpus: one entry a unit, `None` where it is not audited.
///
/// An outlet with fewer units than are to be audited is audited whole.
pub(crate) fn draw_audit(
    config: &SimulationConfig,
    corpus: &SimulatedCorpus,
) -> Result<Vec<Option<AuditDraw>>, Error> {
    let seed = UniformStream::new(corpus.seed, stream_of(Purpose::Audit, 0)).next_bits();
    let mut draws = vec![None; corpus.units.len()];
    let mut n_strata = 0;
    for outlet in &corpus.outlets {
        let n = u64::from(config.n_audited).min(outlet.units.len() as u64);
        if n == 0 {
            continue;
        }
        let frame = outlet_frame(&corpus.units[outlet.units.clone()], outlet.units.start)?;
        let sample = draw_sample(&frame, &SamplingConfig { n, seed, ..SamplingConfig::default() })?;
        for drawn in &sample.drawn {
            let stratum = n_strata + drawn.stratum as u32;
            draws[outlet.units.start + drawn.unit] = Some(AuditDraw { stratum, pi: drawn.pi });
        }
        n_strata += sample.strata.len() as u32;
    }
    Ok(draws)
}

/// The units of one outlet; their keys are their positions in the corpus, so that copies are drawn apart.
fn outlet_frame(units: &[SimulatedUnit], first: usize) -> Result<SamplingFrame, Error> {
    let probabilities = units.iter().map(|unit| unit.score as f32).collect();
    let units = (first as u64..)
        .zip(units)
        .map(|(key, unit)| SamplingUnit {
            key,
            article: u64::from(unit.article),
            cluster: unit.cluster_id,
            sentence: key,
            outlet: 0,
            class: if unit.rule_own { UnitClass::Own } else { UnitClass::Indirect },
        })
        .collect();
    SamplingFrame::new(1, 1, units, probabilities)
}
