//! Samples of a run for people to label: the files for the coders, the key that stays with the researcher, and the plan.

mod active;
mod audit;
mod coders;
mod context;
mod key;
mod key_reading;
mod label_file;
mod near_miss;
mod planning;
mod population;
mod settings;

pub use near_miss::{NearMissOptions, NearMissResult, sample_near_misses};
pub use planning::{PlannedContrast, PlannedSample, PlannedWidth, plan_units};
pub use settings::{SampleDesign, SampleOptions, SampleResult};

use crate::{atomic::check_not_finished, error::Error};

use coders::deal;
use key::{Key, KeyRow};
use label_file::LabelFiles;
use population::Population;

/// What was drawn, before anything is written.
struct Drawn {
    key: Key,
    /// For each row of the key the unit's place in the population.
    places: Vec<usize>,
    n_strata: usize,
    warnings: Vec<String>,
}

/// Draws units of a run and writes the files for the coders, then the key.
///
/// # Errors
/// Where the folder holds no finished run with a relevant article, outlets are unknown, there are fewer units than are to
/// be drawn, a sample cannot be extended, or a file is there already or cannot be written.
pub fn sample_units(options: &SampleOptions<'_>) -> Result<SampleResult, Error> {
    options.check()?;
    let files = LabelFiles::new(options)?;
    check_not_finished(&files.key, options.overwrite)?;
    let old = options.extend.as_deref().map(key_reading::read_key).transpose()?;
    let population = Population::of(options)?;
    let Drawn { mut key, places, n_strata, mut warnings } = match options.design {
        SampleDesign::Audit => audit::draw(&population, options, old.as_ref())?,
        SampleDesign::Active => active::choose(&population, options)?,
    };
    warnings.extend(population.warnings.iter().cloned());
    let old_rows = old.map(|old| old.rows).unwrap_or_default();
    let new = take_over(&mut key, &old_rows)?;
    let sheets = deal(&mut key.rows, &new, options);
    let units = |row: usize| population.units[places[row]];
    files.write(&population.frame, &key, &sheets, units)?;
    key.write(&files.key)?;
    Ok(SampleResult {
        files: files.coders,
        key: files.key,
        design: options.design,
        n_frame: population.units.len() as u64,
        n_sample: key.rows.len() as u64,
        n_new: new.len() as u64,
        n_strata,
        n_trained_on: population.n_trained_on,
        warnings,
    })
}

/// Takes the coders of the first sample over; what is left is new.
fn take_over(key: &mut Key, old: &[KeyRow]) -> Result<Vec<usize>, Error> {
    if let Some(pair) = key.rows.windows(2).find(|pair| pair[0].id == pair[1].id) {
        let (one, other) = (&pair[0].unit_id, &pair[1].unit_id);
        let message = format!("found one id for the units {one} and {other}");
        return Err(Error::Setting(format!("{message}, expected two: give another --seed")));
    }
    let mut new = Vec::new();
    for (at, row) in key.rows.iter_mut().enumerate() {
        match old.binary_search_by(|old| old.id.cmp(&row.id)) {
            Ok(place) => row.coders.clone_from(&old[place].coders),
            Err(_) => new.push(at),
        }
    }
    Ok(new)
}
