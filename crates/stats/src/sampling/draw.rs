//! Drawing from strata with known probabilities.

use super::{
    frame::{Element, Elements, SamplingFrame},
    groups::SamplingConfig,
    strata::Strata,
};
use crate::{Error, random::permanent_number};

/// A stratified random sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The strata, in the order of the outlets; several outlets where the sample is too small to part them.
    pub strata: Vec<Stratum>,
    /// What was drawn, in the order of the frame.
    pub drawn: Vec<DrawnUnit>,
    /// The stratum of every unit of the frame.
    pub stratum_of_unit: Vec<u32>,
}

/// Units, or articles, that are drawn with the same probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    /// Positions of the outlets.
    pub outlets: Vec<usize>,
    /// Voice and band, from 1 for the lowest scores, of the first and the last of its cells: `own.5..own.3`.
    pub name: String,
    /// N: the units, or articles, in the stratum.
    pub n: u64,
    /// How many of them are drawn: 2 at least, where there are so many.
    pub n_drawn: u64,
}

/// A unit that was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnUnit {
    /// Position in the frame.
    pub unit: usize,
    /// Position of its stratum.
    pub stratum: usize,
    /// The probability that it was drawn, above 0 and at most 1.
    pub pi: f64,
}

/// Draws a stratified random sample.
///
/// Strata are neighbouring bands of the highest score (cut at .05, .2, .5 and .8) in one voice of one outlet. Within an
/// outlet they get draws by Neyman's allocation with the residual variances that calibrated scores promise, f (1 - f), as
/// mean over the labels and no less than .01; two draws at least. Of each stratum the elements with the smallest permanent
/// random numbers are drawn, a function of seed and key alone: a sample that is extended (larger `n`, same `strata_n`)
/// contains the one before, and is a stratified random sample as well.
///
/// With `whole_articles` the articles are drawn, within outlet and band of their highest score; each unit's probability
/// is its article's.
///
/// # Errors
/// [`Error::SampleSize`] where `n` is 0 or more than there is.
pub fn draw_sample(frame: &SamplingFrame, config: &SamplingConfig) -> Result<Sample, Error> {
    let elements = frame.elements(config.whole_articles);
    check_size(config.n, elements.elements.len())?;
    let strata = Strata::form(frame, &elements, config);
    let mut members: Vec<Vec<(u64, &Element)>> = vec![Vec::new(); strata.strata.len()];
    for element in &elements.elements {
        let number = permanent_number(config.seed, element.key);
        members[strata.of(element)].push((number, element));
    }
    let mut drawn = Vec::new();
    for (stratum, mut members) in members.into_iter().enumerate() {
        members.sort_by_key(|&(number, element)| (number, element.key));
        let n_drawn = strata.strata[stratum].n_drawn;
        let pi = n_drawn as f64 / members.len() as f64;
        let chosen = members.iter().take(usize::try_from(n_drawn).unwrap_or(usize::MAX));
        let units = chosen.flat_map(|(_, element)| elements.units_of(element));
        drawn.extend(units.map(|unit| DrawnUnit { unit, stratum, pi }));
    }
    drawn.sort_by_key(|drawn| drawn.unit);
    Ok(Sample {
        drawn,
        stratum_of_unit: strata_of_units(frame, &elements, &strata),
        strata: strata
            .strata
            .iter()
            .map(|sums| Stratum {
                outlets: sums.outlets.clone(),
                name: sums.name(config.whole_articles),
                n: sums.moments.n,
                n_drawn: sums.n_drawn,
            })
            .collect(),
    })
}

/// Refuses a sample of nothing, or of more than there is.
pub(super) fn check_size(n: u64, n_elements: usize) -> Result<(), Error> {
    let most = n_elements as u64;
    if n == 0 || n > most { Err(Error::SampleSize { found: n, most }) } else { Ok(()) }
}

fn strata_of_units(frame: &SamplingFrame, elements: &Elements, strata: &Strata) -> Vec<u32> {
    let mut of_units = vec![0; frame.n_units()];
    for element in &elements.elements {
        let stratum = strata.of(element) as u32;
        elements.units_of(element).for_each(|unit| of_units[unit] = stratum);
    }
    of_units
}
