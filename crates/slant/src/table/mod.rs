//! Tables: one list of columns, written as Parquet, CSV or JSON lines.

mod attributions;
mod csv;
mod json_lines;
mod parquet;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::{atomic::AtomicFile, error::Error, voices::AttributionValue};

/// What a column holds. Every value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Probability,
    /// A share, from 0 to 1, in full precision.
    Share,
    Flag,
    /// Lists of spans with form and speakers.
    Attributions,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

impl Column {
    pub(crate) fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Missing,
    Text(&'a str),
    Number(u64),
    Probability(f32),
    Share(f64),
    Flag(bool),
    Attributions(&'a [AttributionValue]),
}

impl<'a> Cell<'a> {
    pub(crate) fn text(value: Option<&'a str>) -> Self {
        value.map_or(Self::Missing, Self::Text)
    }

    pub(crate) fn number(value: Option<u32>) -> Self {
        value.map_or(Self::Missing, |value| Self::Number(u64::from(value)))
    }

    pub(crate) fn share(value: Option<f64>) -> Self {
        value.map_or(Self::Missing, Self::Share)
    }

    pub(crate) fn flag(value: Option<bool>) -> Self {
        value.map_or(Self::Missing, Self::Flag)
    }
}

/// A table on its way to a file. Rows come one by one, with one cell for each column.
pub(crate) trait TableWriter: Send {
    fn write(&mut self, row: &[Cell<'_>]) -> Result<(), Error>;
    /// Puts the finished file in its place.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// The forms in which a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Parquet,
    Csv,
    JsonLines,
}

impl Form {
    /// The form that the extension says; standard output is JSON lines.
    pub(crate) fn of(path: &Path, allowed: &[Self]) -> Result<Self, Error> {
        let form = match path.extension().and_then(|extension| extension.to_str()) {
            Some("parquet") => Some(Self::Parquet),
            Some("csv") => Some(Self::Csv),
            Some("jsonl" | "ndjson") => Some(Self::JsonLines),
            None if path.as_os_str() == crate::atomic::STDOUT => Some(Self::JsonLines),
            _ => None,
        };
        form.filter(|form| allowed.contains(form)).ok_or_else(|| {
            let names: Vec<&str> = allowed.iter().map(|form| form.extension()).collect();
            Error::Setting(format!(
                "{}: found an output of unknown form, expected {} or -",
                path.display(),
                names.join(", ")
            ))
        })
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Parquet => ".parquet",
            Self::Csv => ".csv",
            Self::JsonLines => ".jsonl",
        }
    }

    /// Begins a table at `path`.
    pub(crate) fn create(
        self,
        path: &Path,
        columns: &[Column],
    ) -> Result<Box<dyn TableWriter>, Error> {
        let file = AtomicFile::create(path)?;
        Ok(match self {
            Self::Parquet => Box::new(parquet::ParquetTable::new(file, columns)?),
            Self::Csv => Box::new(csv::CsvTable::new(file, columns)?),
            Self::JsonLines => Box::new(json_lines::JsonLinesTable::new(file, columns)),
        })
    }
}
