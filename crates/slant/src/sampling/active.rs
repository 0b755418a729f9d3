//! Units for the next training round as a key.

use stats::{Allocation, choose_active};

use super::{
    Drawn,
    key::{Key, KeyRow, KeySettings},
    population::Population,
    settings::{SampleDesign, SampleOptions},
};
use crate::error::Error;

/// The threshold of a label that has none.
const HALF: f64 = 0.5;

/// Chooses uncertain and diverse sentences.
pub(super) fn choose(population: &Population, options: &SampleOptions<'_>) -> Result<Drawn, Error> {
    let n_labels = population.frame.n_labels();
    let record = &population.frame.record;
    let thresholds: Vec<f64> = if options.model.hash() == record.model.blake3 {
        options.model.thresholds().map(|threshold| threshold.unwrap_or(HALF)).collect()
    } else {
        vec![HALF; n_labels]
    };
    let chosen = choose_active(&population.sampling, options.n, options.seed, &thresholds)?;
    let mut rows: Vec<(KeyRow, usize)> =
        chosen.into_iter().map(|unit| (KeyRow::of(population, unit, options.seed), unit)).collect();
    rows.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let (rows, places) = rows.into_iter().unzip();
    let settings = KeySettings {
        design: SampleDesign::Active,
        whole_articles: false,
        strata_n: 0,
        allocation: Allocation::default(),
        seed: options.seed,
        model: record.model.blake3.clone(),
        frame: String::new(),
    };
    let key = Key { settings, labels: population.frame.labels.clone(), rows };
    Ok(Drawn { key, places, n_strata: 0, warnings: Vec::new() })
}
