//! Columns of Parquet tables, checked before they are read.

use std::{fs::File, path::Path};

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float32Array, RecordBatch, StringArray, UInt64Array,
    cast::AsArray,
    types::{Float32Type, UInt64Type},
};
use arrow_schema::{DataType, Schema};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection},
};

use crate::error::Error;

/// Rows decoded at once.
const BATCH_ROWS: usize = 8192;

/// A Parquet table, opened.
pub(crate) struct ParquetTable<'a> {
    path: &'a Path,
    builder: ParquetRecordBatchReaderBuilder<File>,
}

impl<'a> ParquetTable<'a> {
    pub(crate) fn open(path: &'a Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::file(path))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|error| Error::table(path, &error))?;
        Ok(Self { path, builder })
    }

    pub(crate) fn schema(&self) -> &Schema {
        self.builder.schema()
    }

    pub(crate) fn n_rows(&self) -> usize {
        usize::try_from(self.builder.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    /// The batches of these columns, of all rows or of the selected ones.
    ///
    /// # Errors
    /// Where a column is missing or has another type.
    pub(crate) fn batches(
        self,
        columns: &[(&str, DataType)],
        selection: Option<RowSelection>,
    ) -> Result<Batches<'a>, Error> {
        let Self { path, builder } = self;
        let mut roots = Vec::with_capacity(columns.len());
        for (name, expected) in columns {
            let fault = |found: String| {
                let message = format!("found {found}, expected a column `{name}` of {expected}");
                Error::Table { path: path.to_owned(), message }
            };
            let (at, field) = builder
                .schema()
                .column_with_name(name)
                .ok_or_else(|| fault(format!("no column `{name}`")))?;
            if field.data_type() != expected {
                return Err(fault(format!("`{name}` of {}", field.data_type())));
            }
            roots.push(at);
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let mut builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        if let Some(selection) = selection {
            builder = builder.with_row_selection(selection);
        }
        let reader = builder.build().map_err(|error| Error::table(path, &error))?;
        Ok(Batches { path, reader, n_rows: 0 })
    }
}

/// The rows of a table, some at a time.
pub(crate) struct Batches<'a> {
    path: &'a Path,
    reader: ParquetRecordBatchReader,
    n_rows: usize,
}

impl<'a> Iterator for Batches<'a> {
    type Item = Result<Batch<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.reader.next()?;
        let batch = read.map(|columns| {
            let batch = Batch { path: self.path, columns, first_row: self.n_rows };
            self.n_rows += batch.columns.num_rows();
            batch
        });
        Some(batch.map_err(|error| Error::table(self.path, &error)))
    }
}

/// Some rows of a table, with the columns that were asked for.
pub(crate) struct Batch<'a> {
    path: &'a Path,
    columns: RecordBatch,
    first_row: usize,
}

impl Batch<'_> {
    pub(crate) fn n_rows(&self) -> usize {
        self.columns.num_rows()
    }

    pub(crate) fn text(&self, name: &str) -> &StringArray {
        self.column(name).as_string()
    }

    pub(crate) fn number(&self, name: &str) -> &UInt64Array {
        self.column(name).as_primitive::<UInt64Type>()
    }

    pub(crate) fn probability(&self, name: &str) -> &Float32Array {
        self.column(name).as_primitive::<Float32Type>()
    }

    pub(crate) fn flag(&self, name: &str) -> &BooleanArray {
        self.column(name).as_boolean()
    }

    /// A column whose presence and type were checked when the table was opened.
    pub(crate) fn column(&self, name: &str) -> &ArrayRef {
        self.columns.column_by_name(name).expect("asked for when the table was opened")
    }

    /// The fault of a row of this batch.
    pub(crate) fn fault(&self, row: usize, message: &str) -> Error {
        let message = format!("row {}: {message}", self.first_row + row + 1);
        Error::Table { path: self.path.to_owned(), message }
    }

    /// The text in a row that has to have one.
    pub(crate) fn required<'b>(
        &self,
        array: &'b StringArray,
        row: usize,
        name: &str,
    ) -> Result<&'b str, Error> {
        let value = array.is_valid(row).then(|| array.value(row));
        value.ok_or_else(|| self.fault(row, &format!("found no `{name}`, expected one")))
    }
}
