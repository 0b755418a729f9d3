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
    /// The row, to be written at once: whoever is stopped between two writes leaves whole lines.
    line: Vec<u8>,
}

impl JsonLinesTable {
    pub(super) fn new(file: AtomicFile, columns: &[Column]) -> Self {
        let key = |column: &Column| {
            format!("{}:", serde_json::Value::from(column.name.as_str())).into_bytes()
        };
        Self { file, keys: columns.iter().map(key).collect(), line: Vec::new() }
    }

    fn write_row(&mut self, row: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        let mut separator = b"{";
        for (key, cell) in self.keys.iter().zip(row) {
            self.line.extend_from_slice(separator);
            self.line.extend_from_slice(key);
            match *cell {
                Cell::Missing => self.line.extend_from_slice(b"null"),
                Cell::Text(text) => serde_json::to_writer(&mut self.line, text)?,
                Cell::Number(number) => write!(self.line, "{number}")?,
                Cell::Probability(probability) => {
                    serde_json::to_writer(&mut self.line, &probability)?;
                }
                Cell::Share(share) => serde_json::to_writer(&mut self.line, &share)?,
                Cell::Flag(flag) => write!(self.line, "{flag}")?,
                Cell::Attributions(list) => serde_json::to_writer(&mut self.line, list)?,
            }
            separator = b",";
        }
        self.line.extend_from_slice(b"}\n");
        self.file.write_all(&self.line)
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
