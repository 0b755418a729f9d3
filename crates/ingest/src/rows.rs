//! The fields of one row.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Terminator};

use crate::fields::{Fields, Value};
use crate::header::Header;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The fields of a row, by the columns of its header.
pub(crate) fn read_row<'a>(
    record: &RawRecord,
    text: &str,
    header: &'a Header,
) -> Result<Fields<'a>, Reject> {
    let row = decode_row(text, header.delimiter);
    if row.len() != header.columns.len() {
        let message = format!("found {}, expected {}", n_fields(row.len()), header.columns.len());
        return Err(record.reject(RejectCode::RaggedRow, message));
    }
    let mut fields = Fields::default();
    for (index, (column, value)) in header.columns.iter().zip(&row).enumerate() {
        if column.roles.is_empty() {
            fields.unused.push(column.name.as_str().into());
        } else {
            let value = Value::Text(Cow::Owned(value.to_owned()));
            fields.push(
                Cow::Borrowed(&column.name),
                value,
                column.roles.iter().copied(),
                Some(index),
            );
        }
    }
    Ok(fields)
}

/// The fields of the row that is all of `text`.
pub(crate) fn decode_row(text: &str, delimiter: u8) -> StringRecord {
    // The reader drops a byte order mark where it starts, and here it starts within the file.
    let text = if text.starts_with(BYTE_ORDER_MARK) {
        Cow::Owned(format!("{BYTE_ORDER_MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'))
        .buffer_capacity(text.len().max(1))
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    // Reading from memory does not fail, and the text is UTF-8: a row that is not there has no fields.
    if reader.read_record(&mut row).is_err() {
        row.clear();
    }
    row
}

fn n_fields(count: usize) -> String {
    if count == 1 { "1 field".to_owned() } else { format!("{count} fields") }
}
