//! Tables as JSON lines: one object a row, `null` for a missing value.

use std::io::{self, Write};

use crate::{
    atomic::AtomicFile,
    error::Error,
    table::{Cell, Column, TableWriter},
};

pub(super) struct JsonLinesTable {
    file: AtomicFile,
    /// `"name":` of each column.
    keys: Vec<Vec<u8>>,
}

impl JsonLinesTable {
    pub(super) fn new(file: AtomicFile, columns: &[Column]) -> Self {
        let key = |column: &Column| {
            format!("{}:", serde_json::Value::from(column.name.as_str())).into_bytes()
        };
        Self { file, keys: columns.iter().map(key).collect() }
    }

    fn write_row(&mut self, row: &[Cell<'_>]) -> io::Result<()> {
        let mut separator = b"{";
        for (key, cell) in self.keys.iter().zip(row) {
            self.file.write_all(separator)?;
            self.file.write_all(key)?;
            match *cell {
                Cell::Missing => self.file.write_all(b"null")?,
                Cell::Text(text) => serde_json::to_writer(&mut self.file, text)?,
                Cell::Number(number) => write!(self.file, "{number}")?,
                Cell::Probability(probability) => {
                    serde_json::to_writer(&mut self.file, &probability)?;
                }
                Cell::Share(share) => serde_json::to_writer(&mut self.file, &share)?,
                Cell::Flag(flag) => write!(self.file, "{flag}")?,
                Cell::Attributions(list) => serde_json::to_writer(&mut self.file, list)?,
            }
            separator = b",";
        }
        self.file.write_all(b"}\n")
    }
}

impl TableWriter for JsonLinesTable {
    fn write(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        self.write_row(row).map_err(Error::file(self.file.path()))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.file.commit()
    }
}
