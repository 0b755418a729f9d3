//! How a file is cut into records: one splitter a format. A new format is a new arm here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::field_map::FieldMap;
use crate::format::Format;
use crate::html::PageContext;
use crate::json_document::JsonDocument;
use crate::lexis::{DocumentKind, Documents};
use crate::record::{Layout, RawRecord};
use crate::reject::Reject;
use crate::row_splitter::RowSplitter;
use crate::source::Source;
use crate::warc::WarcSplitter;
use crate::{lines, whole};

/// The longest record that is read.
pub(crate) const MAX_RECORD_BYTES: usize = 64 * 1024 * 1024;

/// Cuts a source into records; keeps what has to be known from one record to the next.
pub(crate) enum Splitter {
    Lines,
    Json(JsonDocument),
    Rows(RowSplitter),
    Warc(WarcSplitter),
    Page,
    Documents(Documents),
}

impl Splitter {
    pub(crate) fn new(format: Format, fields: &Arc<FieldMap>) -> Self {
        match format {
            Format::JsonLines => Self::Lines,
            Format::JsonDocument => Self::Json(JsonDocument::new(fields.clone())),
            Format::Delimited(delimiter) => Self::Rows(RowSplitter::new(delimiter, fields.clone())),
            Format::Warc => Self::Warc(WarcSplitter::new()),
            Format::Page => Self::Page,
            // Containers come here only when there is nothing in them.
            Format::Text | Format::Parquet | Format::Zip => {
                Self::Documents(Documents::new(DocumentKind::Text))
            }
            Format::Docx => Self::Documents(Documents::new(DocumentKind::Docx)),
            Format::Rtf => Self::Documents(Documents::new(DocumentKind::Rtf)),
        }
    }

    /// The next record, or nothing at the end of the file and at a fault that ends it early.
    pub(crate) fn next_record(&mut self, source: &mut Source) -> Option<Result<RawRecord, Reject>> {
        match self {
            Self::Lines => lines::next_line(source),
            Self::Json(document) => document.next_record(source),
            Self::Rows(rows) => rows.next_row(source),
            Self::Warc(warc) => warc.next_record(source),
            Self::Page => whole::next_file(source, &Layout::Page(PageContext::default())),
            Self::Documents(documents) => documents.next_article(source),
        }
    }

    /// Whether a file without records has content all the same.
    pub(crate) fn has_header(&self) -> bool {
        let has_header = match self {
            Self::Rows(rows) => rows.has_header(),
            Self::Json(document) => document.has_array(),
            Self::Documents(documents) => documents.has_cover(),
            Self::Lines | Self::Warc(_) | Self::Page => false,
        };
        has_header || !self.passed_over().is_empty()
    }

    /// The number of records that can be no articles, by reason.
    pub(crate) fn passed_over(&self) -> BTreeMap<String, u64> {
        let Self::Warc(warc) = self else { return BTreeMap::new() };
        warc.passed_over().iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect()
    }
}

pub(crate) fn too_large_message() -> String {
    let limit = MAX_RECORD_BYTES / (1024 * 1024);
    format!("found a record of more than {limit} MiB, expected at most {limit} MiB")
}
