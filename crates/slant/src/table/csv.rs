//! Tables as CSV: a header, nothing for a missing value.

use crate::{
    atomic::AtomicFile,
    error::Error,
    table::{Cell, Column, TableWriter},
    voices::AttributionValue,
};

pub(super) struct CsvTable {
    writer: ::csv::Writer<AtomicFile>,
}

impl CsvTable {
    pub(super) fn new(file: AtomicFile, columns: &[Column]) -> Result<Self, Error> {
        let mut table = Self { writer: ::csv::Writer::from_writer(file) };
        let header = columns.iter().map(|column| column.name.as_str());
        table.writer.write_record(header).map_err(|error| table.fault(error))?;
        Ok(table)
    }

    fn fault(&self, error: ::csv::Error) -> Error {
        let path = self.writer.get_ref().path();
        let message = error.to_string();
        match error.into_kind() {
            ::csv::ErrorKind::Io(reason) => Error::File { path: path.to_owned(), reason },
            _ => Error::Table { path: path.to_owned(), message },
        }
    }

    fn write_row(&mut self, row: &[Cell<'_>]) -> Result<(), ::csv::Error> {
        for cell in row {
            match *cell {
                Cell::Missing => self.writer.write_field(""),
                Cell::Text(text) => self.writer.write_field(text),
                Cell::Number(number) => self.writer.write_field(number.to_string()),
                Cell::Probability(probability) => self.writer.write_field(probability.to_string()),
                Cell::Flag(flag) => self.writer.write_field(flag.to_string()),
                Cell::Share(share) => self.writer.write_field(share.to_string()),
                Cell::Attributions(list) => self.writer.write_field(json_list(list)),
            }?;
        }
        self.writer.write_record(None::<&[u8]>)
    }
}

/// A list in one field, as in JSON lines.
fn json_list(attributions: &[AttributionValue]) -> String {
    // Numbers and texts always have a JSON form.
    serde_json::to_string(attributions).unwrap_or_default()
}

impl TableWriter for CsvTable {
    fn write(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        self.write_row(row).map_err(|error| self.fault(error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let path = self.writer.get_ref().path().to_owned();
        let file = self
            .writer
            .into_inner()
            .map_err(|error| Error::File { path, reason: error.into_error() })?;
        file.commit()
    }
}
