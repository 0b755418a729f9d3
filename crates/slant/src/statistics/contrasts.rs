//! Outlets beside each other, in their own voice.

use serde::Serialize;
use stats::{Totals, benjamini_hochberg, contrast, holm};

use super::rates::OutletStatistics;
use crate::{error::Error, threads::Workers};

/// The difference between the rate of one outlet and that of others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletContrast {
    /// The outlet.
    pub outlet: String,
    /// The outlet that it is compared with; `None`: all others together.
    pub against: Option<String>,
    /// The label.
    pub label: String,
    /// The difference and its p-values; `None` where it cannot be made.
    #[serde(flatten)]
    pub figures: Option<ContrastFigures>,
    /// Why it cannot be made.
    pub missing: Option<String>,
}

/// A difference of two rates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ContrastFigures {
    /// The rate of the outlet.
    pub rate: f64,
    /// That of the others.
    pub other_rate: f64,
    /// The first less the second.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its interval.
    pub interval: (f64, f64),
    /// The studentised difference of the log-odds.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// Adjusted over the family by Benjamini and Hochberg.
    pub p_bh: f64,
    /// Adjusted over the family by Holm.
    pub p_holm: f64,
}

/// The contrasts, and the family over which p-values are adjusted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contrasts {
    /// One sentence.
    pub family: String,
    /// By label, then by outlet.
    pub rows: Vec<OutletContrast>,
}

/// Each outlet against the rest, per label, in own voice; with `pairs`, each pair of outlets instead.
pub(super) fn outlet_contrasts(
    outlets: &[OutletStatistics],
    pairs: bool,
    level: f64,
    workers: &Workers<'_>,
) -> Result<Contrasts, Error> {
    let labels: Vec<String> = outlets
        .first()
        .map(|outlet| outlet.voices[0].labels.iter().map(|label| label.label.clone()).collect())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for (label, name) in labels.iter().enumerate() {
        let totals = |outlet: &OutletStatistics| outlet.voices[0].labels[label].totals.clone();
        let totals: Vec<Option<Totals>> = outlets.iter().map(totals).collect();
        rows.extend(if pairs {
            pairwise(outlets, &totals, name, level, workers)
        } else {
            against_the_rest(outlets, &totals, name, level, workers)
        });
    }
    adjust(&mut rows)?;
    let n = rows.iter().filter(|row| row.figures.is_some()).count();
    let what = if pairs {
        "every pair of outlets"
    } else {
        "each outlet against all others that have a corrected rate with an interval, together"
    };
    let family =
        format!("{what}, for each label, in the outlets' own voice: {n} comparisons in one family");
    Ok(Contrasts { family, rows })
}

const SMALL_CELL: &str = "too few audited units or clusters for a corrected rate with an interval";
const NO_OTHERS: &str = "no other outlet has a corrected rate";
const NO_VARIATION: &str =
    "one of the rates is not between 0 and 1, or does not vary over clusters";

fn against_the_rest(
    outlets: &[OutletStatistics],
    totals: &[Option<Totals>],
    label: &str,
    level: f64,
    workers: &Workers<'_>,
) -> Vec<OutletContrast> {
    use rayon::prelude::*;
    let have: Vec<&Totals> = totals.iter().flatten().collect();
    let all = Totals::sum(&have);
    let row = |(outlet, own): (&OutletStatistics, &Option<Totals>)| {
        let found = match own {
            None => Err(SMALL_CELL),
            Some(_) if have.len() < 2 => Err(NO_OTHERS),
            Some(own) => contrast(own, &all.without(own), level).ok_or(NO_VARIATION),
        };
        OutletContrast::new(outlet, None, label, found)
    };
    workers.install(|| outlets.par_iter().zip(totals).map(row).collect())
}

fn pairwise(
    outlets: &[OutletStatistics],
    totals: &[Option<Totals>],
    label: &str,
    level: f64,
    workers: &Workers<'_>,
) -> Vec<OutletContrast> {
    use rayon::prelude::*;
    let places: Vec<(usize, usize)> = (0..outlets.len())
        .flat_map(|one| (one + 1..outlets.len()).map(move |other| (one, other)))
        .collect();
    let row = |(one, other): (usize, usize)| {
        let found = match (&totals[one], &totals[other]) {
            (Some(first), Some(second)) => contrast(first, second, level).ok_or(NO_VARIATION),
            _ => Err(SMALL_CELL),
        };
        OutletContrast::new(&outlets[one], Some(&outlets[other]), label, found)
    };
    workers.install(|| places.into_par_iter().map(row).collect())
}

impl OutletContrast {
    fn new(
        outlet: &OutletStatistics,
        against: Option<&OutletStatistics>,
        label: &str,
        found: Result<stats::Contrast, &str>,
    ) -> Self {
        let missing = found.as_ref().err().map(|&reason| reason.to_owned());
        Self {
            outlet: outlet.outlet.clone(),
            against: against.map(|against| against.outlet.clone()),
            label: label.to_owned(),
            figures: found.ok().map(|found| ContrastFigures {
                rate: found.rate,
                other_rate: found.other_rate,
                difference: found.difference,
                standard_error: found.standard_error,
                interval: found.interval,
                statistic: found.statistic,
                degrees_of_freedom: found.degrees_of_freedom,
                p: found.p_value,
                p_bh: found.p_value,
                p_holm: found.p_value,
            }),
            missing,
        }
    }
}

fn adjust(rows: &mut [OutletContrast]) -> Result<(), Error> {
    let p_values: Vec<f64> =
        rows.iter().filter_map(|row| row.figures.map(|figures| figures.p)).collect();
    let adjusted = benjamini_hochberg(&p_values)?.into_iter().zip(holm(&p_values)?);
    let figures = rows.iter_mut().filter_map(|row| row.figures.as_mut());
    for (figures, (p_bh, p_holm)) in figures.zip(adjusted) {
        (figures.p_bh, figures.p_holm) = (p_bh, p_holm);
    }
    Ok(())
}
