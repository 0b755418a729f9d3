//! How a file is cut into records: one splitter a format. A new format is a new arm here.

use std::sync::Arc;

use crate::field_map::FieldMap;
use crate::format::Format;
use crate::record::RawRecord;
use crate::reject::Reject;
use crate::row_splitter::RowSplitter;
use crate::source::Source;
use crate::{lines, whole};

/// The longest record that is read.
pub(crate) const MAX_RECORD_BYTES: usize = 64 * 1024 * 1024;

/// Cuts a source into records; keeps what has to be known from one record to the next.
pub(crate) enum Splitter {
    Lines,
    Rows(RowSplitter),
    Whole,
}

impl Splitter {
    pub(crate) fn new(format: Format, fields: &Arc<FieldMap>) -> Self {
        match format {
            Format::JsonLines => Self::Lines,
            Format::Delimited(delimiter) => Self::Rows(RowSplitter::new(delimiter, fields.clone())),
            // Containers come here only when there is nothing in them.
            Format::Text | Format::Parquet | Format::Zip => Self::Whole,
        }
    }

    /// The next record, or nothing at the end of the file and at a fault that ends it early.
    pub(crate) fn next_record(&mut self, source: &mut Source) -> Option<Result<RawRecord, Reject>> {
        match self {
            Self::Lines => lines::next_line(source),
            Self::Rows(rows) => rows.next_row(source),
            Self::Whole => whole::next_file(source),
        }
    }

    /// Whether a file without records has content all the same.
    pub(crate) fn has_header(&self) -> bool {
        matches!(self, Self::Rows(rows) if rows.has_header())
    }
}

pub(crate) fn too_large_message() -> String {
    let limit = MAX_RECORD_BYTES / (1024 * 1024);
    format!("found a record of more than {limit} MiB, expected at most {limit} MiB")
}
