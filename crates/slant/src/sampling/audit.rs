//! A stratified random sample as a key, and one that is extended.

use std::path::Path;

use stats::{Sample, SamplingConfig, Stratum, draw_sample};

use super::{
    Drawn,
    key::{Drawing, Key, KeyRow, KeySettings},
    population::Population,
    settings::{SampleDesign, SampleOptions},
};
use crate::error::Error;

/// Fewer units of an outlet are judged by their labels alone.
const FEW_UNITS: usize = 60;

/// Draws at random; `old` is the key of the sample that is extended.
pub(super) fn draw(
    population: &Population,
    options: &SampleOptions<'_>,
    old: Option<&Key>,
) -> Result<Drawn, Error> {
    let config = match old {
        None => options.config(),
        Some(old) => config_of(old, options)?,
    };
    let sample = draw_sample(&population.sampling, &config)?;
    let names = stratum_names(population, &sample.strata);
    let frame = frame_hash(population, &sample, &names);
    if let (Some(old), Some(path)) = (old, options.extend.as_deref()) {
        check_frame(path, old, population, &frame)?;
    }
    let mut rows: Vec<(KeyRow, usize)> = sample
        .drawn
        .iter()
        .map(|drawn| {
            let stratum = &sample.strata[drawn.stratum];
            let row = KeyRow::of(population, drawn.unit, config.seed);
            let drawing = Drawing {
                stratum: names[drawn.stratum].clone(),
                pi: drawn.pi,
                n_stratum: stratum.n,
                n_drawn: stratum.n_drawn,
            };
            (KeyRow { drawing: Some(drawing), ..row }, drawn.unit)
        })
        .collect();
    rows.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let (rows, places) = rows.into_iter().unzip();
    let settings = KeySettings {
        design: SampleDesign::Audit,
        whole_articles: config.whole_articles,
        strata_n: config.strata_n.unwrap_or(config.n),
        allocation: config.allocation,
        seed: config.seed,
        model: population.frame.record.model.blake3.clone(),
        frame,
    };
    let key = Key { settings, labels: population.frame.labels.clone(), rows };
    if let (Some(old), Some(path)) = (old, options.extend.as_deref()) {
        check_contains(path, old, &key)?;
    }
    let warnings = warnings(population, &sample);
    Ok(Drawn { key, places, n_strata: sample.strata.len(), warnings })
}

/// The settings of the first sample hold on.
fn config_of(old: &Key, options: &SampleOptions<'_>) -> Result<SamplingConfig, Error> {
    let KeySettings { whole_articles, strata_n, allocation, seed, .. } = old.settings;
    let n_old = old.n_drawn();
    if options.n <= n_old {
        let found = format!("found -n {} to extend a sample of {n_old}", options.n);
        return Err(Error::Setting(format!("{found}, expected more: the size of both together")));
    }
    Ok(SamplingConfig { n: options.n, strata_n: Some(strata_n), seed, allocation, whole_articles })
}

fn check_frame(path: &Path, old: &Key, population: &Population, found: &str) -> Result<(), Error> {
    if old.settings.frame == found {
        return Ok(());
    }
    let is_model = old.settings.model != population.frame.record.model.blake3;
    let reason = if is_model { " (another model scored it)" } else { "" };
    Err(Error::Setting(format!(
        "{}: found a sample of other units or strata than those of the run{reason}, expected the same run, --voice, --outlets and --model as when it was drawn",
        path.display()
    )))
}

fn check_contains(path: &Path, old: &Key, new: &Key) -> Result<(), Error> {
    let has = |row: &&KeyRow| {
        let found = new.rows.binary_search_by(|new| new.id.cmp(&row.id));
        found.is_ok_and(|at| new.rows[at].unit_id == row.unit_id)
    };
    match old.rows.iter().find(|row| !has(row)) {
        None => Ok(()),
        Some(row) => Err(Error::Setting(format!(
            "{}: found {:?} ({:?}), expected only units that its settings draw: was the key changed?",
            path.display(),
            row.id,
            row.unit_id
        ))),
    }
}

/// The strata by outlet, voice and band.
fn stratum_names(population: &Population, strata: &[Stratum]) -> Vec<String> {
    let of_outlet = |stratum: &Stratum| match stratum.outlets[..] {
        [outlet] => format!("{}|{}", population.frame.outlets[outlet], stratum.name),
        _ => format!("({} outlets)|{}", stratum.outlets.len(), stratum.name),
    };
    strata.iter().map(of_outlet).collect()
}

/// What all units that could be drawn, and their strata, are told by.
fn frame_hash(population: &Population, sample: &Sample, names: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (&unit, &stratum) in population.units.iter().zip(&sample.stratum_of_unit) {
        for part in [&population.frame.unit_id(unit), &names[stratum as usize]] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn warnings(population: &Population, sample: &Sample) -> Vec<String> {
    let mut warnings = Vec::new();
    let shared = sample.strata.iter().filter(|stratum| stratum.outlets.len() > 1);
    let n_shared = shared.map(|stratum| stratum.outlets.len()).max().unwrap_or(0);
    if n_shared > 0 {
        warnings.push(format!(
            "{n_shared} outlets share strata, since the sample is too small to draw from each: hardly a rate can be told of them"
        ));
    }
    let mut of_outlets = vec![0; population.frame.outlets.len()];
    for drawn in &sample.drawn {
        let unit = population.units[drawn.unit];
        of_outlets[population.frame.article_of(unit).outlet as usize] += 1;
    }
    let n_few = of_outlets.iter().filter(|&&n| n > 0 && n < FEW_UNITS).count();
    if n_few > 0 {
        warnings.push(format!(
            "{n_few} of {} outlets get fewer than {FEW_UNITS} units: their rates will rest on labels alone, with wide intervals (--plan shows them)",
            of_outlets.iter().filter(|&&n| n > 0).count()
        ));
    }
    warnings
}
