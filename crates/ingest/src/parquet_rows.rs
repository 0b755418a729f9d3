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
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::bomb::Limit;
use crate::fault::ReadFault;
use crate::field_map::{Field, FieldMap};
use crate::fields::no_text_message;
use crate::parquet_delta::check_delta_pages;
use crate::parquet_footer::footer_fault;
use crate::parquet_json::{write_string, write_value};
use crate::parquet_pages::check_pages;
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// Rows that are decoded at once.
const BATCH_ROWS: usize = 64;

/// Cuts a Parquet file into rows: of the columns that are needed, their values; of the others, their names.
pub(crate) struct ParquetRows {
    path: Arc<str>,
    file: File,
    limit: Limit,
    metadata: ArrowReaderMetadata,
    needed: ProjectionMask,
    /// The names of the columns that are not read, each with null, as the end of an object.
    unused: Vec<u8>,
    group: usize,
    /// The first row of the group, from 1.
    group_start: u64,
    /// The row that comes next, from 1.
    line: u64,
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    batch_rows: usize,
    row_in_batch: usize,
    n_out: u64,
}

impl ParquetRows {
    /// Reads the footer.
    ///
    /// # Errors
    /// When it cannot be read, no column holds the text, or a column that is needed is there twice.
    pub(crate) fn open(
        path: Arc<str>,
        file: File,
        limit: Limit,
        fields: &FieldMap,
    ) -> Result<Self, ReadFault> {
        let (metadata, needed, unused) = guarded(|| read_footer(&file, fields))?;
        Ok(Self {
            path,
            file,
            limit,
            metadata,
            needed,
            unused,
            group: 0,
            group_start: 1,
            line: 1,
            batches: None,
            batch: None,
            batch_rows: BATCH_ROWS,
            row_in_batch: 0,
            n_out: 0,
        })
    }

    /// The next row as a JSON object. Behind a fault come the rows of the next group.
    pub(crate) fn next_row(&mut self) -> Option<Result<RawRecord, Reject>> {
        let line = self.line;
        match self.read_row() {
            Ok(row) => row.map(Ok),
            Err(fault) => Some(Err(Reject { line, ..Reject::of_file(&self.path, fault) })),
        }
    }

    /// Bytes of the rows so far.
    pub(crate) fn n_out(&self) -> u64 {
        self.n_out
    }

    fn read_row(&mut self) -> Result<Option<RawRecord>, ReadFault> {
        while self.batch.as_ref().is_none_or(|batch| self.row_in_batch >= batch.num_rows()) {
            if !self.read_batch()? {
                return Ok(None);
            }
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let (row, line) = (self.row_in_batch, self.line);
        self.row_in_batch += 1;
        self.line += 1;
        let bytes = write_row(batch, row, &self.unused)?;
        self.n_out += bytes.len() as u64;
        if let Err(fault) = self.limit.check(self.n_out) {
            (self.batch, self.batches, self.group) = (None, None, usize::MAX);
            return Err(fault);
        }
        let path = self.path.clone();
        Ok(Some(RawRecord { bytes, path, line, byte_offset: 0, layout: Layout::Json }))
    }

    /// Decodes the next rows. False at the end.
    fn read_batch(&mut self) -> Result<bool, ReadFault> {
        (self.batch, self.row_in_batch) = (None, 0);
        while self.group < self.metadata.metadata().num_row_groups() {
            match self.decode_batch() {
                Ok(Some(batch)) => {
                    self.batch = Some(batch);
                    return Ok(true);
                }
                Ok(None) => self.leave_group(),
                // Row by row, up to the one at fault.
                Err(_) if self.batch_rows > 1 => (self.batches, self.batch_rows) = (None, 1),
                Err(fault) => {
                    let n_rows = self.metadata.metadata().row_group(self.group).num_rows();
                    let group_end = self.group_start.saturating_add_signed(n_rows);
                    self.line = self.line.max(group_end);
                    self.leave_group();
                    return Err(fault);
                }
            }
        }
        Ok(false)
    }

    fn decode_batch(&mut self) -> Result<Option<RecordBatch>, ReadFault> {
        let opened = match self.batches.take() {
            Some(batches) => batches,
            None => guarded(|| self.open_group())?,
        };
        let batches = self.batches.insert(opened);
        guarded(|| batches.next().transpose().map_err(|error| corrupt(&error)))
    }

    fn open_group(&self) -> Result<ParquetRecordBatchReader, ReadFault> {
        self.check_group()?;
        let file = self.file.try_clone().map_err(|error| ReadFault::unreadable(&error))?;
        ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_groups(vec![self.group])
            .with_projection(self.needed.clone())
            .with_offset((self.line - self.group_start) as usize)
            .with_batch_size(self.batch_rows)
            .build()
            .map_err(|error| corrupt(&error))
    }

    /// Checks what the columns that are needed claim before the decoder believes it.
    fn check_group(&self) -> Result<(), ReadFault> {
        let n_file = self.file.metadata().map_or(0, |metadata| metadata.len());
        let group = self.metadata.metadata().row_group(self.group);
        let needed = group.columns().iter().enumerate();
        for (_, column) in needed.filter(|(index, _)| self.needed.leaf_included(*index)) {
            if !check_pages(&self.file, n_file, column.byte_range())? {
                continue;
            }
            let file = self.file.try_clone().map_err(|error| ReadFault::unreadable(&error))?;
            let n_rows = usize::try_from(group.num_rows()).unwrap_or_default();
            let Ok(pages) = SerializedPageReader::new(Arc::new(file), column, n_rows, None) else {
                continue;
            };
            let described = column.column_descr();
            let levels = [described.max_rep_level() > 0, described.max_def_level() > 0];
            check_delta_pages(pages, n_file, levels)?;
        }
        Ok(())
    }

    fn leave_group(&mut self) {
        self.group += 1;
        (self.group_start, self.batches, self.batch_rows) = (self.line, None, BATCH_ROWS);
    }
}

type Footer = (ArrowReaderMetadata, ProjectionMask, Vec<u8>);

fn read_footer(file: &File, fields: &FieldMap) -> Result<Footer, ReadFault> {
    if let Some(found) = footer_fault(file).map_err(|error| ReadFault::unreadable(&error))? {
        return Err(bad_footer(&found));
    }
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = ArrowReaderMetadata::load(file, options).map_err(|error| bad_footer(&error))?;
    let columns = metadata.schema().fields().clone();
    let is_needed: Vec<bool> =
        columns.iter().map(|column| is_needed(column.name(), fields)).collect();
    check_columns(&columns, &is_needed, fields)?;
    let mut unused = Vec::new();
    for (column, _) in columns.iter().zip(&is_needed).filter(|(_, needed)| !**needed) {
        unused.push(b',');
        write_string(&mut unused, column.name().as_bytes());
        unused.extend(b":null");
    }
    let schema = Schema::new(columns.iter().map(|column| as_view(column)).collect::<Vec<_>>());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    let metadata = ArrowReaderMetadata::try_new(metadata.metadata().clone(), options)
        .map_err(|error| bad_footer(&error))?;
    let roots = (0..is_needed.len()).filter(|index| is_needed[*index]);
    let mask = ProjectionMask::roots(metadata.parquet_schema(), roots);
    check_codecs(metadata.metadata(), &mask)?;
    Ok((metadata, mask, unused))
}

/// Refuses columns that are packed in ways that are not read.
fn check_codecs(metadata: &ParquetMetaData, needed: &ProjectionMask) -> Result<(), ReadFault> {
    let columns = metadata.row_groups().iter().flat_map(|group| group.columns().iter().enumerate());
    let mut codecs = columns
        .filter(|(index, _)| needed.leaf_included(*index))
        .map(|(_, column)| column.compression());
    let Some(codec) =
        codecs.find(|codec| matches!(codec, Compression::BROTLI(_) | Compression::LZO))
    else {
        return Ok(());
    };
    let name = if codec == Compression::LZO { "LZO" } else { "Brotli" };
    let message = format!(
        "found Parquet columns packed by {name}, expected them packed by Snappy, gzip, zstd or LZ4, or not at all"
    );
    Err(ReadFault { code: RejectCode::Unreadable, message })
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

fn bad_footer(error: &dyn std::fmt::Display) -> ReadFault {
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
