//! Rows of the tables of a run, as cells of the variables that are exported.

use std::path::Path;

use arrow_array::{
    Array, ArrayRef,
    cast::AsArray,
    types::{Float32Type, UInt64Type},
};
use arrow_schema::DataType;

use super::variable::{Variable, VariableKind};
use crate::{error::Error, frame::columns::ParquetTable, table::Cell};

/// Hands the rows of a Parquet table to `on_row`: its number, from 0, and a cell for each variable.
///
/// # Errors
/// Where a column is missing or has another type than the variable.
pub(super) fn for_each_row(
    path: &Path,
    variables: &[Variable],
    mut on_row: impl FnMut(usize, &[Cell<'_>]) -> Result<(), Error>,
) -> Result<(), Error> {
    // A column may hold several variables: a text and its hash.
    let mut columns: Vec<(&str, DataType)> = Vec::new();
    for Variable { column, kind, .. } in variables {
        if !columns.iter().any(|(name, _)| name == column) {
            columns.push((column, data_type(*kind)));
        }
    }
    let mut number = 0;
    for batch in ParquetTable::open(path)?.batches(&columns, None)? {
        let batch = batch?;
        let arrays: Vec<(&ArrayRef, VariableKind)> = variables
            .iter()
            .map(|variable| (batch.column(&variable.column), variable.kind))
            .collect();
        for row in 0..batch.n_rows() {
            let hashes: Vec<Option<String>> =
                arrays.iter().map(|(array, kind)| hash_of(array, *kind, row)).collect();
            let cells: Vec<Cell<'_>> = arrays
                .iter()
                .zip(&hashes)
                .map(|((array, _), hash)| {
                    hash.as_deref().map_or_else(|| cell(array, row), Cell::Text)
                })
                .collect();
            on_row(number, &cells)?;
            number += 1;
        }
    }
    Ok(())
}

/// The type that a run gives a column with these values; shares of a run stand in no Parquet table.
const fn data_type(kind: VariableKind) -> DataType {
    match kind {
        VariableKind::Text
        | VariableKind::Hash
        | VariableKind::Date
        | VariableKind::Category(_) => DataType::Utf8,
        VariableKind::Count => DataType::UInt64,
        VariableKind::Real => DataType::Float32,
        VariableKind::Flag => DataType::Boolean,
    }
}

fn cell(array: &ArrayRef, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Missing;
    }
    match array.data_type() {
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row)),
        DataType::UInt64 => Cell::Number(array.as_primitive::<UInt64Type>().value(row)),
        DataType::Float32 => Cell::Probability(array.as_primitive::<Float32Type>().value(row)),
        DataType::Boolean => Cell::Flag(array.as_boolean().value(row)),
        // No other was asked for.
        _ => Cell::Missing,
    }
}

fn hash_of(array: &ArrayRef, kind: VariableKind, row: usize) -> Option<String> {
    if kind != VariableKind::Hash || array.is_null(row) {
        return None;
    }
    let hash = blake3::hash(array.as_string::<i32>().value(row).as_bytes());
    Some(hash.to_hex()[..VariableKind::HASH_DIGITS].to_owned())
}
