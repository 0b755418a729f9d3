//! Tables as Parquet, with pages and row groups that depend on the rows alone.

use std::sync::Arc;

use ::parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{BooleanBuilder, Float32Builder, Float64Builder, StringBuilder, UInt64Builder},
};
use arrow_schema::{DataType, Field, Schema};

use crate::{
    atomic::AtomicFile,
    error::Error,
    table::{
        Cell, Column, Kind, TableWriter,
        attributions::{AttributionsBuilder, attributions_type},
    },
};

/// Rows handed over at once; fixed, because pages may end where a batch does.
const BATCH_ROWS: usize = 4096;
/// A batch is also full at this many bytes of text.
const BATCH_BYTES: usize = 4 << 20;
/// A row group is closed once it holds this many encoded bytes, so that memory does not grow with the corpus.
const ROW_GROUP_BYTES: usize = 32 << 20;

pub(super) struct ParquetTable {
    writer: ArrowWriter<AtomicFile>,
    schema: Arc<Schema>,
    columns: Vec<ColumnBuilder>,
    n_rows: usize,
    n_bytes: usize,
}

impl ParquetTable {
    pub(super) fn new(file: AtomicFile, columns: &[Column]) -> Result<Self, Error> {
        let path = file.path().to_owned();
        let field = |column: &Column| Field::new(&column.name, data_type(column.kind), true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
            .map_err(|error| Error::table(&path, &error))?;
        let columns = columns.iter().map(|column| ColumnBuilder::new(column.kind)).collect();
        Ok(Self { writer, schema, columns, n_rows: 0, n_bytes: 0 })
    }

    fn write_batch(&mut self) -> Result<(), Error> {
        if self.n_rows == 0 {
            return Ok(());
        }
        let arrays = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        (self.n_rows, self.n_bytes) = (0, 0);
        let path = self.writer.inner().path().to_owned();
        let fault = |error: &dyn std::error::Error| Error::table(&path, error);
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)
            .map_err(|error| fault(&error))?;
        self.writer.write(&batch).map_err(|error| fault(&error))?;
        if self.writer.in_progress_size() >= ROW_GROUP_BYTES {
            self.writer.flush().map_err(|error| fault(&error))?;
        }
        Ok(())
    }
}

impl TableWriter for ParquetTable {
    fn write(&mut self, row: &[Cell<'_>]) -> Result<(), Error> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.push(*cell);
            self.n_bytes += match cell {
                Cell::Text(text) => text.len(),
                Cell::Attributions(list) => size_of_val(*list),
                _ => 0,
            };
        }
        self.n_rows += 1;
        if self.n_rows >= BATCH_ROWS || self.n_bytes >= BATCH_BYTES {
            self.write_batch()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.write_batch()?;
        let path = self.writer.inner().path().to_owned();
        self.writer.into_inner().map_err(|error| Error::table(&path, &error))?.commit()
    }
}

/// The values of one column of a batch.
enum ColumnBuilder {
    Text(StringBuilder),
    Number(UInt64Builder),
    Probability(Float32Builder),
    Share(Float64Builder),
    Flag(BooleanBuilder),
    Attributions(AttributionsBuilder),
}

impl ColumnBuilder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Number => Self::Number(UInt64Builder::new()),
            Kind::Probability => Self::Probability(Float32Builder::new()),
            Kind::Share => Self::Share(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Attributions => Self::Attributions(AttributionsBuilder::new()),
        }
    }

    /// A cell of another kind than the column's counts as missing.
    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(builder), Cell::Text(text)) => builder.append_value(text),
            (Self::Text(builder), _) => builder.append_null(),
            (Self::Number(builder), Cell::Number(number)) => builder.append_value(number),
            (Self::Number(builder), _) => builder.append_null(),
            (Self::Probability(builder), Cell::Probability(probability)) => {
                builder.append_value(probability);
            }
            (Self::Probability(builder), _) => builder.append_null(),
            (Self::Share(builder), Cell::Share(share)) => builder.append_value(share),
            (Self::Share(builder), _) => builder.append_null(),
            (Self::Flag(builder), Cell::Flag(flag)) => builder.append_value(flag),
            (Self::Flag(builder), _) => builder.append_null(),
            (Self::Attributions(builder), Cell::Attributions(list)) => builder.push(Some(list)),
            (Self::Attributions(builder), _) => builder.push(None),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Number(builder) => Arc::new(builder.finish()),
            Self::Probability(builder) => Arc::new(builder.finish()),
            Self::Share(builder) => Arc::new(builder.finish()),
            Self::Flag(builder) => Arc::new(builder.finish()),
            Self::Attributions(builder) => builder.finish(),
        }
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Number => DataType::UInt64,
        Kind::Probability => DataType::Float32,
        Kind::Share => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Attributions => attributions_type(),
    }
}
