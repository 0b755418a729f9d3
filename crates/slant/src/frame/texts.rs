//! Texts of some units.

use std::path::Path;

use arrow_schema::DataType;
use parquet::arrow::arrow_reader::RowSelection;

use super::columns::ParquetTable;
use crate::error::Error;

/// The texts of the units at these places of a table of `n_units`, in the order in which they are asked for; one may be
/// asked for twice.
pub(super) fn read_texts(
    path: &Path,
    n_units: usize,
    units: &[usize],
) -> Result<Vec<String>, Error> {
    let mut wanted = units.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let table = ParquetTable::open(path)?;
    let n_found = table.n_rows();
    if n_found != n_units || wanted.last().is_some_and(|&last| last >= n_found) {
        let message = format!("found {n_found} units, expected {n_units} as before");
        return Err(Error::Table { path: path.to_owned(), message });
    }
    let ranges = wanted.iter().map(|&unit| unit..unit + 1);
    let selection = RowSelection::from_consecutive_ranges(ranges, n_units);
    let mut texts = Vec::with_capacity(wanted.len());
    for batch in table.batches(&[("text", DataType::Utf8)], Some(selection))? {
        let batch = batch?;
        let column = batch.text("text");
        for row in 0..batch.n_rows() {
            texts.push(batch.required(column, row, "text")?.to_owned());
        }
    }
    let text_of = |unit: &usize| {
        let at = wanted.binary_search(unit).ok()?;
        texts.get(at).cloned()
    };
    let found: Option<Vec<String>> = units.iter().map(text_of).collect();
    found.ok_or_else(|| {
        let message = format!("found {} texts, expected {}", texts.len(), wanted.len());
        Error::Table { path: path.to_owned(), message }
    })
}
