//! Reading the key of a sample that is extended.

use std::{collections::BTreeSet, path::Path};

use csv::StringRecord;
use stats::Allocation;

use super::{
    key::{Drawing, KEY_COLUMNS, Key, KeyRow, KeySettings, allocation_name, split_coders},
    settings::SampleDesign,
};
use crate::{atomic::read_file, error::Error};

/// What spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads the key of an audit sample.
///
/// # Errors
/// Where the file is no key, is not that of an audit, or its rows contradict each other.
pub(super) fn read_key(path: &Path) -> Result<Key, Error> {
    let bytes = read_file(path)?;
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| Error::table(path, &error))?.clone();
    let columns = Columns::find(path, &header)?;
    let mut rows = Vec::new();
    let mut settings = None;
    for record in reader.records() {
        let record = record.map_err(|error| Error::table(path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = Cells { path, columns: &columns, record: &record, line };
        let found = cells.settings()?;
        let first = settings.get_or_insert_with(|| found.clone());
        if *first != found {
            return Err(cells.fault(
                0,
                "found other settings than in the rows above, expected the key of one sample",
            ));
        }
        rows.push(cells.row()?);
    }
    let Some(settings) = settings else {
        return Err(fault(path, (2, 0), "found no row, expected the key of a sample"));
    };
    rows.sort_by(|a: &KeyRow, b| a.id.cmp(&b.id));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].id == pair[1].id) {
        let message = format!("found the id {:?} twice, expected it once", pair[0].id);
        return Err(Error::Table { path: path.to_owned(), message });
    }
    Ok(Key { settings, labels: columns.labels, rows })
}

impl Key {
    /// Units, or articles, that were drawn.
    pub(super) fn n_drawn(&self) -> u64 {
        let drawings = self.rows.iter().filter_map(|row| row.drawing.as_ref());
        let strata: BTreeSet<(&str, u64)> =
            drawings.map(|drawing| (drawing.stratum.as_str(), drawing.n_drawn)).collect();
        strata.iter().fold(0, |sum: u64, (_, n_drawn)| sum.saturating_add(*n_drawn))
    }
}

/// Where the columns stand.
struct Columns {
    /// Those of [`KEY_COLUMNS`].
    places: Vec<usize>,
    coders: usize,
    labels: Vec<String>,
    scores: Vec<usize>,
}

impl Columns {
    fn find(path: &Path, header: &StringRecord) -> Result<Self, Error> {
        let place = |name: &str| {
            header.iter().position(|cell| cell == name).ok_or_else(|| {
                let message =
                    format!("found no column `{name}`, expected the key that `slant sample` wrote");
                fault(path, (1, 0), &message)
            })
        };
        let scores: Vec<usize> =
            (0..header.len()).filter(|&at| header[at].starts_with("score_")).collect();
        let labels = scores.iter().map(|&at| header[at].trim_start_matches("score_").to_owned());
        Ok(Self {
            places: KEY_COLUMNS.into_iter().map(place).collect::<Result<_, _>>()?,
            coders: place("coders")?,
            labels: labels.collect(),
            scores: scores.clone(),
        })
    }
}

/// A fault with its place; column 0 is the whole row.
fn fault(path: &Path, (line, column): (u64, usize), message: &str) -> Error {
    Error::Setting(format!("{}:{line}:{column}: {message}", path.display()))
}

/// One row, with its place.
struct Cells<'a> {
    path: &'a Path,
    columns: &'a Columns,
    record: &'a StringRecord,
    line: u64,
}

impl Cells<'_> {
    /// `column` counts from 1; 0 is the whole row.
    fn fault(&self, column: usize, message: &str) -> Error {
        fault(self.path, (self.line, column), message)
    }

    fn cell(&self, name: &str) -> &str {
        let at = KEY_COLUMNS.iter().position(|column| *column == name).unwrap_or(0);
        &self.record[self.columns.places[at]]
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        name: &str,
        expected: &str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, Error> {
        let found = self.cell(name);
        found.parse().ok().filter(accepts).ok_or_else(|| {
            let at = KEY_COLUMNS.iter().position(|column| *column == name).unwrap_or(0);
            let column = self.columns.places[at] + 1;
            self.fault(column, &format!("found {found:?} in `{name}`, expected {expected}"))
        })
    }

    fn settings(&self) -> Result<KeySettings, Error> {
        let _: String =
            self.parsed("design", "audit: only an audit can be extended", |design: &String| {
                design == SampleDesign::Audit.as_str()
            })?;
        let drawn_by: String = self.parsed("drawn_by", "unit or article", |found: &String| {
            found == "unit" || found == "article"
        })?;
        let names = [Allocation::Outlet, Allocation::Proportional];
        let allocation =
            names.into_iter().find(|&known| allocation_name(known) == self.cell("allocation"));
        let allocation = match allocation {
            Some(allocation) => allocation,
            None => self
                .parsed::<String>("allocation", "outlet or proportional", |_| false)
                .map(|_| Allocation::Outlet)?,
        };
        Ok(KeySettings {
            design: SampleDesign::Audit,
            whole_articles: drawn_by == "article",
            strata_n: self.parsed("strata_n", "a number above 0", |&n: &u64| n > 0)?,
            allocation,
            seed: self.parsed("seed", "a whole number", |_: &u64| true)?,
            model: self.cell("model").to_owned(),
            frame: self.cell("frame").to_owned(),
        })
    }

    fn row(&self) -> Result<KeyRow, Error> {
        let text = |name: &str| self.cell(name).to_owned();
        let scores = self.columns.scores.iter().map(|&at| {
            let found = &self.record[at];
            found.parse().map_err(|_| {
                self.fault(at + 1, &format!("found {found:?}, expected a probability"))
            })
        });
        Ok(KeyRow {
            id: text("id"),
            unit_id: text("unit_id"),
            outlet: text("outlet"),
            voice: text("voice"),
            kind: text("kind"),
            drawing: Some(Drawing {
                stratum: text("stratum"),
                pi: self.parsed("pi", "a number above 0 and up to 1", |&pi: &f64| {
                    pi > 0.0 && pi <= 1.0
                })?,
                n_stratum: self.parsed("n_stratum", "a number above 0", |&n: &u64| n > 0)?,
                n_drawn: self.parsed("drawn", "a number above 0", |&n: &u64| n > 0)?,
            }),
            scores: scores.collect::<Result<_, _>>()?,
            coders: split_coders(&self.record[self.columns.coders]),
        })
    }
}
