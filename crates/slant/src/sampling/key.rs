//! The key of a sample: which unit an id stands for, and with what probability it was drawn.

use std::path::Path;

use stats::Allocation;

use super::{population::Population, settings::SampleDesign};
use crate::{atomic::AtomicFile, error::Error};

/// Columns of the key before those of the scores.
pub(super) const KEY_COLUMNS: [&str; 16] = [
    "id",
    "unit_id",
    "outlet",
    "voice",
    "kind",
    "stratum",
    "pi",
    "design",
    "n_stratum",
    "drawn",
    "drawn_by",
    "strata_n",
    "allocation",
    "seed",
    "model",
    "frame",
];
/// What stands between the names of coders.
const SEPARATOR: &str = ";";
/// Hexadecimal digits of an id: 48 bits, which hardly ever collide in a sample.
const ID_DIGITS: usize = 12;

/// The key of a sample, its rows in the order of their ids.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) settings: KeySettings,
    pub(super) labels: Vec<String>,
    pub(super) rows: Vec<KeyRow>,
}

/// What is the same in all rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeySettings {
    pub(super) design: SampleDesign,
    pub(super) whole_articles: bool,
    /// The size that strata were formed for; 0 without strata.
    pub(super) strata_n: u64,
    pub(super) allocation: Allocation,
    pub(super) seed: u64,
    /// BLAKE3 of the model of the run.
    pub(super) model: String,
    /// BLAKE3 of all units that could be drawn, each with its stratum.
    pub(super) frame: String,
}

/// One unit of the sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyRow {
    pub(super) id: String,
    pub(super) unit_id: String,
    pub(super) outlet: String,
    pub(super) voice: String,
    pub(super) kind: String,
    /// None in an active sample.
    pub(super) drawing: Option<Drawing>,
    pub(super) scores: Vec<f32>,
    /// Who codes it, where several people do.
    pub(super) coders: Vec<String>,
}

/// How a unit was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawing {
    pub(super) stratum: String,
    pub(super) pi: f64,
    /// Units, or articles, of the stratum.
    pub(super) n_stratum: u64,
    /// Those that were drawn.
    pub(super) n_drawn: u64,
}

impl KeyRow {
    /// The row of a unit of the population, with nothing of how it was drawn.
    pub(super) fn of(population: &Population, place: usize, seed: u64) -> Self {
        let (frame, unit) = (&population.frame, population.units[place]);
        let unit_id = frame.unit_id(unit);
        Self {
            id: opaque_id(seed, &unit_id),
            unit_id,
            outlet: frame.outlets[frame.article_of(unit).outlet as usize].clone(),
            voice: frame.units[unit].voice.as_str().to_owned(),
            kind: frame.units[unit].kind.as_str().to_owned(),
            drawing: None,
            scores: frame.scores(unit).to_vec(),
            coders: Vec::new(),
        }
    }
}

/// An id that tells coders nothing. In the order of these ids, units are shuffled.
pub(super) fn opaque_id(seed: u64, unit_id: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(unit_id.as_bytes());
    format!("u-{}", &hasher.finalize().to_hex()[..ID_DIGITS])
}

pub(super) fn allocation_name(allocation: Allocation) -> &'static str {
    match allocation {
        Allocation::Outlet => "outlet",
        Allocation::Proportional => "proportional",
    }
}

impl Key {
    /// Writes the key.
    pub(super) fn write(&self, path: &Path) -> Result<(), Error> {
        let fault = |error: csv::Error| Error::table(path, &error);
        let mut writer = csv::Writer::from_writer(AtomicFile::create(path)?);
        let scores = self.labels.iter().map(|label| format!("score_{label}"));
        let header: Vec<String> = KEY_COLUMNS
            .map(str::to_owned)
            .into_iter()
            .chain(scores)
            .chain(["coders".to_owned()])
            .collect();
        writer.write_record(&header).map_err(fault)?;
        for row in &self.rows {
            writer.write_record(self.cells(row)).map_err(fault)?;
        }
        let file = writer.into_inner().map_err(|error| Error::file(path)(error.into_error()))?;
        file.commit()
    }

    fn cells(&self, row: &KeyRow) -> Vec<String> {
        let KeySettings { design, whole_articles, strata_n, allocation, seed, model, frame } =
            &self.settings;
        let drawing =
            |cell: fn(&Drawing) -> String| row.drawing.as_ref().map(cell).unwrap_or_default();
        let is_drawn = row.drawing.is_some();
        let if_drawn = |cell: &str| if is_drawn { cell.to_owned() } else { String::new() };
        let mut cells = vec![
            row.id.clone(),
            row.unit_id.clone(),
            row.outlet.clone(),
            row.voice.clone(),
            row.kind.clone(),
            drawing(|drawing| drawing.stratum.clone()),
            drawing(|drawing| drawing.pi.to_string()),
            design.as_str().to_owned(),
            drawing(|drawing| drawing.n_stratum.to_string()),
            drawing(|drawing| drawing.n_drawn.to_string()),
            if_drawn(if *whole_articles { "article" } else { "unit" }),
            if_drawn(&strata_n.to_string()),
            if_drawn(allocation_name(*allocation)),
            seed.to_string(),
            model.clone(),
            frame.clone(),
        ];
        cells.extend(row.scores.iter().map(f32::to_string));
        cells.push(row.coders.join(SEPARATOR));
        cells
    }
}

/// The names of coders in a cell.
pub(super) fn split_coders(cell: &str) -> Vec<String> {
    cell.split(SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
