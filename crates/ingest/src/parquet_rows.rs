//! Records that are rows of a Parquet file.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field as Column, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};

use crate::bomb::check_ratio;
use crate::fault::ReadFault;
use crate::field_map::{Field, FieldMap};
use crate::fields::no_text_message;
use crate::parquet_json::{write_string, write_value};
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// Rows that are decoded at once.
const BATCH_ROWS: usize = 64;

/// Cuts a Parquet file into rows: of the columns that are needed, their values; of the others, their names.
pub(crate) struct ParquetRows {
    path: Arc<str>,
    n_bytes: u64,
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    row_in_batch: usize,
    /// The row that comes next, from 1.
    line: u64,
    /// The names of the columns that are not read, each with null, as the end of an object.
    unused: Vec<u8>,
    n_out: u64,
}

impl ParquetRows {
    /// Reads the footer.
    ///
    /// # Errors
    /// When it cannot be read, no column holds the text, or a column that is needed is there twice.
    pub(crate) fn open(path: Arc<str>, file: File, fields: &FieldMap) -> Result<Self, ReadFault> {
        let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let mut unused = Vec::new();
        let batches = guarded(|| {
            let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            let metadata =
                ArrowReaderMetadata::load(&file, options).map_err(|error| bad_footer(&error))?;
            let columns = metadata.schema().fields().clone();
            let is_needed: Vec<bool> =
                columns.iter().map(|column| is_needed(column.name(), fields)).collect();
            check_columns(&columns, &is_needed, fields)?;
            for (column, _) in columns.iter().zip(&is_needed).filter(|(_, needed)| !**needed) {
                unused.push(b',');
                write_string(&mut unused, column.name().as_bytes());
                unused.extend(b":null");
            }
            let schema =
                Schema::new(columns.iter().map(|column| as_view(column)).collect::<Vec<_>>());
            let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
            let metadata = ArrowReaderMetadata::try_new(metadata.metadata().clone(), options)
                .map_err(|error| bad_footer(&error))?;
            let roots = (0..is_needed.len()).filter(|index| is_needed[*index]);
            let mask = ProjectionMask::roots(metadata.parquet_schema(), roots);
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
                .with_projection(mask)
                .with_batch_size(BATCH_ROWS)
                .build()
                .map_err(|error| bad_footer(&error))
        })?;
        let batches = Some(batches);
        Ok(Self { path, n_bytes, batches, batch: None, row_in_batch: 0, line: 1, unused, n_out: 0 })
    }

    /// The next row as a JSON object.
    pub(crate) fn next_row(&mut self) -> Option<Result<RawRecord, Reject>> {
        match self.read_row() {
            Ok(row) => row.map(Ok),
            Err(fault) => {
                let reject = Reject { line: self.line, ..Reject::of_file(&self.path, fault) };
                self.line += 1;
                Some(Err(reject))
            }
        }
    }

    fn read_row(&mut self) -> Result<Option<RawRecord>, ReadFault> {
        while self.batch.as_ref().is_none_or(|batch| self.row_in_batch >= batch.num_rows()) {
            if !self.read_batch()? {
                return Ok(None);
            }
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let row = self.row_in_batch;
        self.row_in_batch += 1;
        let bytes = write_row(batch, row, &self.unused)?;
        self.n_out += bytes.len() as u64;
        if let Err(fault) = check_ratio(self.n_bytes, self.n_out) {
            self.end();
            return Err(fault);
        }
        let (path, line) = (self.path.clone(), self.line);
        self.line += 1;
        Ok(Some(RawRecord { bytes, path, line, byte_offset: 0, layout: Layout::Json }))
    }

    /// Decodes the next rows. False at the end.
    fn read_batch(&mut self) -> Result<bool, ReadFault> {
        self.row_in_batch = 0;
        self.batch = None;
        let Some(batches) = &mut self.batches else { return Ok(false) };
        match guarded(|| batches.next().transpose().map_err(|error| corrupt(&error))) {
            Ok(batch) => self.batch = batch,
            Err(fault) => {
                self.end();
                return Err(fault);
            }
        }
        Ok(self.batch.is_some())
    }

    fn end(&mut self) {
        self.batches = None;
        self.batch = None;
    }
}

fn write_row(batch: &RecordBatch, row: usize, unused: &[u8]) -> Result<Vec<u8>, ReadFault> {
    let mut bytes = Vec::new();
    for (column, values) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        bytes.push(if bytes.is_empty() { b'{' } else { b',' });
        write_string(&mut bytes, column.name().as_bytes());
        bytes.push(b':');
        guarded(|| write_value(&mut bytes, values, row).map_err(|error| corrupt(&error)))?;
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(ReadFault { code: RejectCode::TooLarge, message: too_large_message() });
        }
    }
    bytes.extend(unused);
    bytes.push(b'}');
    Ok(bytes)
}

/// Whether a column, or a part of it that the user chose by its path, stands for a part of an article.
fn is_needed(name: &str, fields: &FieldMap) -> bool {
    fields.roles(name).next().is_some()
        || Field::ALL.into_iter().any(|field| is_root_of(name, fields.chosen(field)))
}

fn is_root_of(name: &str, path: Option<&str>) -> bool {
    path.and_then(|path| path.split_once('.')).is_some_and(|(root, _)| root == name)
}

fn check_columns(
    columns: &[Arc<Column>],
    is_needed: &[bool],
    fields: &FieldMap,
) -> Result<(), ReadFault> {
    let names = || columns.iter().map(|column| column.name().as_str());
    let has_text = names().any(|name| {
        fields.roles(name).any(|role| role.field == Field::Text)
            || is_root_of(name, fields.chosen(Field::Text))
    });
    if !has_text {
        let message = no_text_message("columns", names(), fields);
        return Err(ReadFault { code: RejectCode::MissingText, message });
    }
    let mut needed: Vec<&str> =
        names().zip(is_needed).filter(|(_, needed)| **needed).map(|(name, _)| name).collect();
    needed.sort_unstable();
    match needed.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let message = format!("found the column {:?} again, expected it once", pair[0]);
            Err(ReadFault { code: RejectCode::DuplicateField, message })
        }
        None => Ok(()),
    }
}

/// The column with text and bytes as views into its pages, so that a value that many rows share is not copied.
fn as_view(column: &Column) -> Column {
    let kind = match column.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        // The names of time zones are not known here; the values are UTC whatever the zone.
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, Some("+00:00".into())),
        kind => kind.clone(),
    };
    column.clone().with_data_type(kind)
}

/// Calls the decoder, which may panic where a page contradicts itself.
fn guarded<T>(decode: impl FnOnce() -> Result<T, ReadFault>) -> Result<T, ReadFault> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(corrupt(&"pages that contradict themselves")))
}

fn bad_footer(error: &parquet::errors::ParquetError) -> ReadFault {
    let message = format!(
        "found a Parquet file whose footer cannot be read ({error}), expected one at its end"
    );
    ReadFault { code: RejectCode::BadParquet, message }
}

fn corrupt(error: &dyn std::fmt::Display) -> ReadFault {
    let message = format!(
        "found Parquet data that are corrupt or cannot be decoded ({error}), expected all rows"
    );
    ReadFault { code: RejectCode::BadParquet, message }
}
