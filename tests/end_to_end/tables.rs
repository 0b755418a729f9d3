//! The tables that slant writes, read back as rows of named values.

use std::collections::BTreeMap;

use arrow_array::{
    Array, RecordBatchReader,
    cast::AsArray,
    types::{Float32Type, UInt32Type, UInt64Type},
};
use parquet::{arrow::arrow_reader::ParquetRecordBatchReaderBuilder, basic::Compression};
use serde_json::{Value, json};

use crate::driver::Project;

/// One row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row(pub(crate) serde_json::Map<String, Value>);

impl Row {
    /// The text of a column that is not missing.
    #[track_caller]
    pub(crate) fn text(&self, column: &str) -> &str {
        self.value(column).as_str().unwrap_or_else(|| panic!("{column}: {self:?}"))
    }

    /// The number of a column; of a CSV, the number that its text says.
    #[track_caller]
    pub(crate) fn number(&self, column: &str) -> usize {
        let value = self.value(column);
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        number.unwrap_or_else(|| panic!("{column}: {self:?}")) as usize
    }

    #[track_caller]
    pub(crate) fn flag(&self, column: &str) -> Option<bool> {
        self.value(column).as_bool()
    }

    #[track_caller]
    pub(crate) fn score(&self, column: &str) -> f64 {
        self.value(column).as_f64().unwrap_or_else(|| panic!("{column}: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn is_missing(&self, column: &str) -> bool {
        self.value(column).is_null()
    }

    #[track_caller]
    pub(crate) fn value(&self, column: &str) -> &Value {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}: {self:?}"))
    }

    /// Every value as a CSV writes it, so that tables of all forms can be compared.
    pub(crate) fn as_written(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(column, value)| (column.clone(), cell(value))).collect()
    }

    /// The row without some of its columns.
    pub(crate) fn without(mut self, columns: &[&str]) -> Self {
        self.0.retain(|column, _| !columns.contains(&column.as_str()));
        self
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Probabilities are 32-bit numbers.
        Value::Number(number) if number.is_f64() => (number.as_f64().unwrap() as f32).to_string(),
        other => other.to_string(),
    }
}

/// The rows of a table, whose extension tells its form.
#[track_caller]
pub(crate) fn rows(project: &Project, name: &str) -> Vec<Row> {
    match name.rsplit_once('.').unwrap().1 {
        "parquet" => parquet_rows(project, name),
        "csv" => csv_rows(&project.text(name)),
        _ => json_rows(&project.text(name)),
    }
}

/// The rows of JSON lines.
#[track_caller]
pub(crate) fn json_rows(text: &str) -> Vec<Row> {
    text.lines()
        .map(|line| {
            Row(serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        })
        .collect()
}

#[track_caller]
fn csv_rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let to_row = |record: csv::StringRecord| {
        Row(header
            .iter()
            .zip(&record)
            .map(|(column, value)| (column.to_owned(), csv_value(column, value)))
            .collect())
    };
    reader.records().map(|record| to_row(record.unwrap())).collect()
}

/// Lists stand in a CSV as JSON; everything else is text.
fn csv_value(column: &str, value: &str) -> Value {
    match column {
        "attributions" if !value.is_empty() => serde_json::from_str(value).unwrap(),
        _ => json!(value),
    }
}

#[track_caller]
fn parquet_rows(project: &Project, name: &str) -> Vec<Row> {
    let file = std::fs::File::open(project.path(name)).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    for group in builder.metadata().row_groups() {
        assert!(
            group
                .columns()
                .iter()
                .all(|column| matches!(column.compression(), Compression::ZSTD(_)))
        );
    }
    let reader = builder.build().unwrap();
    let schema = reader.schema();
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            let columns = schema.fields().iter().zip(batch.columns());
            rows.push(Row(columns
                .map(|(field, column)| (field.name().clone(), value(column, row)))
                .collect()));
        }
    }
    rows
}

fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    if let Some(texts) = column.as_string_opt::<i32>() {
        return json!(texts.value(row));
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return json!(numbers.value(row));
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt32Type>() {
        return json!(numbers.value(row));
    }
    if let Some(probabilities) = column.as_primitive_opt::<Float32Type>() {
        return json!(probabilities.value(row));
    }
    if let Some(flags) = column.as_boolean_opt() {
        return json!(flags.value(row));
    }
    if let Some(lists) = column.as_list_opt::<i32>() {
        let list = lists.value(row);
        return (0..list.len()).map(|item| value(&list, item)).collect();
    }
    let fields =
        column.as_struct_opt().unwrap_or_else(|| panic!("a column of type {}", column.data_type()));
    let values = fields.column_names().into_iter().zip(fields.columns());
    Value::Object(values.map(|(name, column)| (name.to_owned(), value(column, row))).collect())
}
