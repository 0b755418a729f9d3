//! Probabilities against shares, bin by bin.

use super::{WeightedScore, sort_and_check};
use crate::Error;

/// Bins of equal width.
const N_BINS: u8 = 10;

/// Units of similar probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreBin {
    /// Where it begins; inclusive.
    pub lo: f64,
    /// Where it ends; inclusive in the last bin alone.
    pub hi: f64,
    /// Units in it.
    pub n_units: u64,
    /// Their weights together.
    pub weight: f64,
    /// Their mean probability, weighted.
    pub mean_probability: f64,
    /// The share of them with the label, weighted.
    pub share: f64,
}

/// The bin of a probability, from 0 to 9.
#[must_use]
pub fn reliability_bin(probability: f64) -> u8 {
    // Ends are the nearest numbers to tenths, as in `lo` and `hi`.
    (1..N_BINS).take_while(|&bin| probability >= edge(bin)).count() as u8
}

/// Ten bins of equal width, those without units left out.
///
/// # Errors
/// A probability or a weight that is out of range.
pub fn reliability_bins(units: &[WeightedScore]) -> Result<Vec<ScoreBin>, Error> {
    let units = sort_and_check(units)?;
    let same_bin = |a: &WeightedScore, b: &WeightedScore| {
        reliability_bin(a.probability) == reliability_bin(b.probability)
    };
    let bin = |units: &[WeightedScore]| {
        let place = reliability_bin(units[0].probability);
        let weight: f64 = units.iter().map(|unit| unit.weight).sum();
        let mean = |value: fn(&WeightedScore) -> f64| {
            units.iter().map(|unit| unit.weight * value(unit)).sum::<f64>() / weight
        };
        ScoreBin {
            lo: edge(place),
            hi: edge(place + 1),
            n_units: units.len() as u64,
            weight,
            mean_probability: mean(|unit| unit.probability),
            share: mean(WeightedScore::truth),
        }
    };
    Ok(units.chunk_by(same_bin).map(bin).collect())
}

fn edge(bin: u8) -> f64 {
    f64::from(bin) / f64::from(N_BINS)
}

/// The expected calibration error, in [0, 1]: the mean over units of |mean probability − share| of their bin; `None` without
/// units. A constant at the base rate has one near 0: it says nothing of how well units are told apart.
///
/// Naeini, Cooper, Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning".
#[must_use]
pub fn expected_calibration_error(bins: &[ScoreBin]) -> Option<f64> {
    let weights: f64 = bins.iter().map(|bin| bin.weight).sum();
    let gap = |bin: &ScoreBin| bin.weight * (bin.mean_probability - bin.share).abs();
    (weights > 0.0).then(|| bins.iter().map(gap).sum::<f64>() / weights)
}
