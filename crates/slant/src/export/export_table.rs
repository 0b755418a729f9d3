//! A table of an export on its way to its file.

use std::{borrow::Cow, path::Path};

use classifier::protect_cell;

use super::variable::Variable;
use crate::{
    error::Error,
    table::{Cell, Column, Form, Kind, TableWriter},
};

/// A CSV with 0, 1 or nothing for flags, and no text that a spreadsheet takes for a formula.
pub(super) struct ExportTable {
    table: Box<dyn TableWriter>,
    file: &'static str,
    n_rows: u64,
}

impl ExportTable {
    pub(super) fn create(
        folder: &Path,
        file: &'static str,
        variables: &[Variable],
    ) -> Result<Self, Error> {
        // A CSV has no types.
        let columns: Vec<Column> = variables
            .iter()
            .map(|variable| Column::new(variable.name.as_str(), Kind::Text))
            .collect();
        let table = Form::Csv.create(&folder.join(file), &columns)?;
        Ok(Self { table, file, n_rows: 0 })
    }

    /// Writes a row with a cell for each variable.
    pub(super) fn write(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        let texts: Vec<Cow<'_, str>> =
            row.iter()
                .map(|cell| {
                    if let Cell::Text(text) = cell { protect_cell(text) } else { Cow::Borrowed("") }
                })
                .collect();
        let cells: Vec<Cell<'_>> = row
            .iter()
            .zip(&texts)
            .map(|(cell, text)| match *cell {
                Cell::Text(_) => Cell::Text(text),
                Cell::Flag(flag) => Cell::Number(u64::from(flag)),
                cell => cell,
            })
            .collect();
        self.n_rows += 1;
        self.table.write(&cells)
    }

    /// Puts the file in its place; its name, and the number of its rows.
    pub(super) fn finish(self) -> Result<(&'static str, u64), Error> {
        self.table.finish()?;
        Ok((self.file, self.n_rows))
    }
}
