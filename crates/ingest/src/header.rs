//! The first row of delimited text.

use crate::field_map::{Field, FieldMap, Role};
use crate::fields::no_text_message;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};
use crate::rows::{decode_row, split_row};

/// The columns of a file of rows.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) delimiter: u8,
    pub(crate) columns: Vec<Column>,
}

/// One column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
}

impl Header {
    /// Reads the header from its row.
    ///
    /// # Errors
    /// When it is no text, has no column for the text, or has a column that is needed twice: then no row of the
    /// file can be read.
    pub(crate) fn new(row: &RawRecord, delimiter: u8, map: &FieldMap) -> Result<Self, Reject> {
        let decoded;
        let row = if std::str::from_utf8(&row.bytes).is_ok() {
            row
        } else {
            decoded = row.decoded()?.0;
            &decoded
        };
        let text = row.utf8()?;
        let to_column = |name: &str| {
            let name = name.trim().to_owned();
            let roles = map.roles(&name).collect();
            Column { name, roles }
        };
        let columns: Vec<Column> =
            decode_row(text, delimiter).iter().map(|name| to_column(name)).collect();
        let header = Self { delimiter, columns };
        header.check(row, map)?;
        Ok(header)
    }

    fn check(&self, row: &RawRecord, map: &FieldMap) -> Result<(), Reject> {
        if let Some(position) = memchr::memchr(b'\r', &row.bytes) {
            let message = "found a carriage return alone as the end of a line, expected a line feed behind it";
            return Err(row.reject_at(RejectCode::Unreadable, position, message.to_owned()));
        }
        let names = || self.columns.iter().map(|column| column.name.as_str());
        let roles = || self.columns.iter().flat_map(|column| &column.roles);
        let has_text = roles().any(|role| role.field == Field::Text);
        // Rows with a URL are rejected one by one: they say how many pages are to be fetched.
        let has_url =
            map.chosen(Field::Text).is_none() && roles().any(|role| role.field == Field::Url);
        if !has_text && !has_url {
            return Err(
                row.reject(RejectCode::MissingText, no_text_message("columns", names(), map))
            );
        }
        for (index, column) in self.columns.iter().enumerate() {
            if !column.roles.is_empty() && names().take(index).any(|name| name == column.name) {
                let position =
                    row.utf8().ok().map(|row| split_row(row, self.delimiter)[index].start);
                let message = format!("found the column {:?} again, expected it once", column.name);
                return Err(row.reject_near(RejectCode::DuplicateField, position, message));
            }
        }
        Ok(())
    }
}
