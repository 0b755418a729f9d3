//! From a corpus to its audit: a stratified random sample with known probabilities.
//!
//! Strata are outlet × score band × voice told by rules. Bands have equal sums of `sqrt(s (1 − s))`, the standard
//! deviation of the label where scores are calibrated, so that equal shares of the sample are close to Neyman's
//! allocation (Cochran 1977, *Sampling Techniques*, sections 5.5 and 5A.7). Within a stratum, simple random sampling
//! without replacement.

use super::SimulationConfig;
use super::corpus::{Purpose, SimulatedCorpus, SimulatedUnit, stream_of};
use crate::random::UniformStream;

/// Score bands of an outlet and voice, where the sample is large enough.
const MAX_BANDS: usize = 3;
/// Units a stratum of the sample needs for its variance.
const MIN_IN_STRATUM: usize = 2;
/// Sample units that a stratum should have on average before there are more strata.
const UNITS_FOR_STRATUM: usize = 5;
/// How much less often a unit is worth drawing that rules tell to be in another voice: the square root of the share of
/// such units that are in own voice after all, about one in five.
const OTHER_VOICE_WORTH: f64 = 0.45;

/// The stratum and the probability of an audited unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AuditDraw {
    /// The stratum, from 0, over all outlets.
    pub stratum: u32,
    /// The probability with which the unit came into the sample, in (0, 1].
    pub pi: f64,
}

/// Draws the audit of a corpus: one entry a unit, `None` where it is not audited.
///
/// An outlet with fewer units than are to be audited is audited whole.
#[must_use]
pub(crate) fn draw_audit(
    config: &SimulationConfig,
    corpus: &SimulatedCorpus,
) -> Vec<Option<AuditDraw>> {
    let mut draws = vec![None; corpus.units.len()];
    let mut n_strata = 0;
    for outlet in &corpus.outlets {
        let strata = outlet_strata(config, corpus, outlet.units.clone());
        let sizes: Vec<usize> = strata.iter().map(|stratum| stratum.units.len()).collect();
        let worths: Vec<f64> = strata.iter().map(|stratum| stratum.worth).collect();
        let allocation = allocate(config.n_audited as usize, &sizes, &worths);
        for (mut stratum, n_drawn) in strata.into_iter().zip(allocation) {
            let pi = n_drawn as f64 / stratum.units.len() as f64;
            draw(&mut stratum.units, n_drawn, corpus.seed);
            for &unit in &stratum.units[..n_drawn] {
                draws[unit] = Some(AuditDraw { stratum: n_strata, pi });
            }
            n_strata += 1;
        }
    }
    draws
}

/// The units of one stratum, and what a share of the sample is worth there.
struct Stratum {
    units: Vec<usize>,
    worth: f64,
}

fn outlet_strata(
    config: &SimulationConfig,
    corpus: &SimulatedCorpus,
    units: std::ops::Range<usize>,
) -> Vec<Stratum> {
    let n_bands = (config.n_audited as usize / (2 * UNITS_FOR_STRATUM)).clamp(1, MAX_BANDS);
    let mut strata = Vec::new();
    for (rule_own, voice_worth) in [(true, 1.0), (false, OTHER_VOICE_WORTH)] {
        let mut of_voice: Vec<usize> =
            units.clone().filter(|&unit| corpus.units[unit].rule_own == rule_own).collect();
        of_voice.sort_unstable_by(|&one, &other| {
            let score = |unit: usize| corpus.units[unit].score;
            score(one).total_cmp(&score(other)).then(one.cmp(&other))
        });
        strata.extend(bands(&of_voice, &corpus.units, n_bands, voice_worth));
    }
    strata
}

/// Cuts units, sorted by score, into bands with equal sums of deviations.
fn bands(
    sorted: &[usize],
    units: &[SimulatedUnit],
    n_bands: usize,
    voice_worth: f64,
) -> Vec<Stratum> {
    let deviation = |&unit: &usize| {
        let score = units[unit].score;
        (score * (1.0 - score)).sqrt()
    };
    let total: f64 = sorted.iter().map(deviation).sum();
    let mut bands: Vec<Stratum> =
        (0..n_bands).map(|_| Stratum { units: Vec::new(), worth: 0.0 }).collect();
    let mut before = 0.0;
    for unit in sorted {
        let band = (before / total * n_bands as f64) as usize;
        let band = &mut bands[band.min(n_bands - 1)];
        band.units.push(*unit);
        band.worth += voice_worth * deviation(unit);
        before += deviation(unit);
    }
    bands.retain(|band| !band.units.is_empty());
    bands
}

/// How many units to draw of each stratum: at least two, never more than it has, else by its worth.
fn allocate(n_audited: usize, sizes: &[usize], worths: &[f64]) -> Vec<usize> {
    let n_audited = n_audited.min(sizes.iter().sum());
    let mut allocation: Vec<usize> = sizes.iter().map(|&size| size.min(MIN_IN_STRATUM)).collect();
    while allocation.iter().sum::<usize>() > n_audited {
        let Some(largest) = (0..sizes.len()).max_by_key(|&stratum| allocation[stratum]) else {
            break;
        };
        allocation[largest] -= 1;
    }
    // Each unit in turn goes where the sample is thinnest against its worth (Webster's method of shares).
    for _ in allocation.iter().sum::<usize>()..n_audited {
        let gain = |stratum: usize| worths[stratum] / (2 * allocation[stratum] + 1) as f64;
        let next = (0..sizes.len())
            .filter(|&stratum| allocation[stratum] < sizes[stratum])
            .max_by(|&one, &other| gain(one).total_cmp(&gain(other)));
        let Some(next) = next else { break };
        allocation[next] += 1;
    }
    allocation
}

/// Brings a simple random sample of `n_drawn` units to the front.
fn draw(units: &mut [usize], n_drawn: usize, seed: u64) {
    if n_drawn == 0 || n_drawn >= units.len() {
        return;
    }
    let key = |&unit: &usize| {
        (UniformStream::new(seed, stream_of(Purpose::Audit, unit as u64)).next_bits(), unit)
    };
    units.select_nth_unstable_by_key(n_drawn - 1, key);
}
