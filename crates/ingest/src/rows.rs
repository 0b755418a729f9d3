//! The fields of one row.

use std::borrow::Cow;
use std::ops::Range;

use crate::fields::{Fields, Value};
use crate::header::Header;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};

/// The fields of a row, by the columns of its header.
pub(crate) fn read_row<'a>(
    record: &RawRecord,
    row: &'a str,
    header: &'a Header,
) -> Result<Fields<'a>, Reject> {
    let values = split_row(row, header.delimiter);
    if values.len() != header.columns.len() {
        let n_columns = header.columns.len();
        let message = format!("found {}, expected {n_columns}", n_fields(values.len()));
        return Err(record.reject(RejectCode::RaggedRow, message));
    }
    let mut fields = Fields::default();
    for (index, (column, value)) in header.columns.iter().zip(values).enumerate() {
        if column.roles.is_empty() {
            fields.unused.push(column.name.as_str().into());
        } else {
            let (name, roles) = (Cow::Borrowed(column.name.as_str()), column.roles.iter().copied());
            fields.push(name, Value::Text(unquote(&row[value])), roles, Some(index));
        }
    }
    Ok(fields)
}

/// The fields of a row without their quotes.
pub(crate) fn decode_row(row: &str, delimiter: u8) -> Vec<Cow<'_, str>> {
    split_row(row, delimiter).into_iter().map(|field| unquote(&row[field])).collect()
}

/// Where the fields of a row lie, with their quotes: what the `csv` crate takes for fields.
pub(crate) fn split_row(row: &str, delimiter: u8) -> Vec<Range<usize>> {
    let bytes = row.as_bytes();
    let mut fields = Vec::new();
    let mut start = 0;
    loop {
        let quoted_end = start + quoted_length(&bytes[start..]);
        let delimiter = memchr::memchr(delimiter, &bytes[quoted_end..]);
        let end = delimiter.map_or(bytes.len(), |position| quoted_end + position);
        fields.push(start..end);
        if delimiter.is_none() {
            return fields;
        }
        start = end + 1;
    }
}

/// The field without the quotes around it, and with one for each two in it. Text behind the closing quote stays.
fn unquote(field: &str) -> Cow<'_, str> {
    let (quoted, behind) = field.split_at(quoted_length(field.as_bytes()));
    let Some(inner) = quoted.strip_prefix('"') else { return Cow::Borrowed(field) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if behind.is_empty() && memchr::memchr(b'"', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(inner.replace("\"\"", "\"") + behind)
}

/// The length of the quoted start of a field, with both quotes; 0 when it does not start with a quote.
fn quoted_length(field: &[u8]) -> usize {
    if field.first() != Some(&b'"') {
        return 0;
    }
    let mut position = 1;
    while let Some(quote) = memchr::memchr(b'"', &field[position..]) {
        position += quote + 1;
        if field.get(position) != Some(&b'"') {
            return position;
        }
        position += 1;
    }
    field.len()
}

fn n_fields(count: usize) -> String {
    if count == 1 { "1 field".to_owned() } else { format!("{count} fields") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_split_and_unquoted() {
        let check =
            |row: &str, expected: &[&str]| assert_eq!(decode_row(row, b','), expected, "{row:?}");
        check("", &[""]);
        check("a,,b", &["a", "", "b"]);
        check("\"a,b\",c", &["a,b", "c"]);
        check("\"a \"\"b\"\"\",\"\"\"\"", &["a \"b\"", "\""]);
        check("\"a\"b\"c,d", &["ab\"c", "d"]);
        check("a\"b\",c", &["a\"b\"", "c"]);
        check("\"\",\"", &["", ""]);
        check("\u{feff}a,é", &["\u{feff}a", "é"]);
    }
}
