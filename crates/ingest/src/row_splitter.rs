//! Records that are rows of delimited text under a header.

use std::sync::Arc;

use crate::field_map::FieldMap;
use crate::format::sniff_delimiter;
use crate::header::Header;
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::row_scan::{RowScan, Step};
use crate::source::Source;
use crate::splitter::{MAX_RECORD_BYTES, too_large_message};

/// The longest row whose first line alone is rejected when a quote in it is not closed: what follows is read again.
const MAX_READ_AGAIN_BYTES: usize = 1024 * 1024;
/// Bytes of one file that are read again at most, so that a file of nothing but stray quotes takes linear time.
const READ_AGAIN_BUDGET_BYTES: usize = 64 * 1024 * 1024;

/// Cuts delimited text into rows.
pub(crate) struct RowSplitter {
    delimiter: Option<u8>,
    fields: Arc<FieldMap>,
    header: HeaderState,
    read_again_budget: usize,
}

enum HeaderState {
    Awaited,
    Read(Arc<Header>),
    /// No row can be read without it.
    Unusable,
}

impl RowSplitter {
    pub(crate) fn new(delimiter: Option<u8>, fields: Arc<FieldMap>) -> Self {
        Self {
            delimiter,
            fields,
            header: HeaderState::Awaited,
            read_again_budget: READ_AGAIN_BUDGET_BYTES,
        }
    }

    pub(crate) fn has_header(&self) -> bool {
        !matches!(self.header, HeaderState::Awaited)
    }

    pub(crate) fn next_row(&mut self, source: &mut Source) -> Option<Result<RawRecord, Reject>> {
        match &self.header {
            HeaderState::Unusable => None,
            HeaderState::Read(header) => {
                let header = header.clone();
                self.cut_row(source, header.delimiter, Some(&header))
            }
            HeaderState::Awaited => match self.read_header(source)? {
                Ok(header) => {
                    self.header = HeaderState::Read(header);
                    self.next_row(source)
                }
                Err(reject) => {
                    self.header = HeaderState::Unusable;
                    Some(Err(reject))
                }
            },
        }
    }

    fn read_header(&mut self, source: &mut Source) -> Option<Result<Arc<Header>, Reject>> {
        skip_blank_lines(source);
        let delimiter = self.delimiter.unwrap_or_else(|| {
            while memchr::memchr(b'\n', source.unread()).is_none()
                && source.unread().len() < MAX_READ_AGAIN_BYTES
                && source.fill()
            {}
            sniff_delimiter(source.unread())
        });
        let row = self.cut_row(source, delimiter, None)?;
        if row.as_ref().is_ok_and(|row| row.bytes.trim_ascii().is_empty()) {
            return self.read_header(source);
        }
        Some(row.and_then(|row| Header::new(&row, delimiter, &self.fields)).map(Arc::new))
    }

    fn cut_row(
        &mut self,
        source: &mut Source,
        delimiter: u8,
        header: Option<&Arc<Header>>,
    ) -> Option<Result<RawRecord, Reject>> {
        skip_blank_lines(source);
        let mut scan = RowScan::new(delimiter);
        loop {
            match scan.advance(source.unread()) {
                Step::End(position) if position > MAX_RECORD_BYTES => {
                    return Some(Err(reject_long_row(source, scan)));
                }
                Step::End(position) => return Some(Ok(take_row(source, position, &scan, header))),
                Step::Stray => return Some(Err(self.reject_open_quote(source, scan))),
                Step::More if source.unread().len() > MAX_RECORD_BYTES => {
                    return Some(Err(reject_long_row(source, scan)));
                }
                Step::More if source.fill() => {}
                Step::More if source.has_fault() || source.unread().is_empty() => return None,
                Step::More if scan.is_quoted() => {
                    return Some(Err(self.reject_open_quote(source, scan)));
                }
                Step::More => {
                    return Some(Ok(take_row(source, source.unread().len(), &scan, header)));
                }
            }
        }
    }

    /// Rejects the first line of the row that starts the window, or all of the row when it is too long to be read
    /// again from its second line.
    fn reject_open_quote(&mut self, source: &mut Source, scan: RowScan) -> Reject {
        let n_swallowed = scan.position;
        let is_read_again = n_swallowed <= MAX_READ_AGAIN_BYTES.min(self.read_again_budget);
        let unread = source.unread();
        let line_end = memchr::memchr(b'\n', unread).map_or(unread.len(), |position| position + 1);
        let raw = if is_read_again { &unread[..line_end] } else { unread };
        let message =
            "found a quote that is not closed before a separator, expected a closing quote"
                .to_owned();
        let reject = source.reject(RejectCode::UnclosedQuote, message, raw.trim_ascii_end());
        let reject = Reject {
            column: scan.open_quote as u64 + 1,
            byte_offset: reject.byte_offset + scan.open_quote as u64,
            ..reject
        };
        if is_read_again {
            self.read_again_budget -= n_swallowed;
            source.consume(line_end, u64::from(raw.ends_with(b"\n")));
        } else {
            skip_row(source, scan);
        }
        reject
    }
}

fn take_row(
    source: &mut Source,
    end: usize,
    scan: &RowScan,
    header: Option<&Arc<Header>>,
) -> RawRecord {
    let row = &source.unread()[..end];
    let bytes = row.strip_suffix(b"\r").unwrap_or(row).to_vec();
    let layout = match header {
        Some(header) => {
            Layout::Row { header: header.clone(), has_stray_quote: scan.has_stray_quote }
        }
        None => Layout::Text,
    };
    let has_line_end = end < source.unread().len();
    let n_lines = memchr::memchr_iter(b'\n', &bytes).count() as u64 + u64::from(has_line_end);
    let record = RawRecord {
        bytes,
        path: source.path.clone(),
        line: source.line(),
        byte_offset: source.offset(),
        layout,
    };
    source.consume(end + usize::from(has_line_end), n_lines);
    record
}

fn reject_long_row(source: &mut Source, scan: RowScan) -> Reject {
    let reject = source.reject(RejectCode::TooLarge, too_large_message(), source.unread());
    skip_row(source, scan);
    reject
}

/// Goes behind the row that starts the window, however long it is.
fn skip_row(source: &mut Source, mut scan: RowScan) {
    scan.is_lenient = true;
    loop {
        let (n_bytes, is_over) = match scan.advance(source.unread()) {
            Step::End(position) => (position + 1, true),
            Step::Stray | Step::More => (scan.position, false),
        };
        let n_lines = memchr::memchr_iter(b'\n', &source.unread()[..n_bytes]).count();
        source.consume(n_bytes, n_lines as u64);
        scan.position = 0;
        if is_over || (source.unread().is_empty() && !source.fill()) {
            return;
        }
    }
}

fn skip_blank_lines(source: &mut Source) {
    loop {
        let is_short = source.unread().len() < 2;
        if is_short && source.fill() {
            continue;
        }
        match source.unread() {
            [b'\n', ..] => source.consume(1, 1),
            [b'\r', b'\n', ..] => source.consume(2, 1),
            b"\r" => source.consume(1, 0),
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rows::decode_row;

    fn open(text: &[u8]) -> (Source, RowSplitter) {
        let source =
            Source::new("-".into(), Box::new(std::io::Cursor::new(text.to_vec()))).unwrap();
        (source, RowSplitter::new(None, Arc::default()))
    }

    proptest! {
        #[test]
        fn every_byte_is_in_a_row_or_in_a_reject(rows in "[a\",\r\n]{0,60}") {
            let text = format!("id,text\n{rows}");
            let (mut source, mut splitter) = open(text.as_bytes());
            let mut end = "id,text\n".len();
            while let Some(item) = splitter.next_row(&mut source) {
                let (start, covered) = match &item {
                    Ok(row) => (row.byte_offset as usize, row.bytes.clone()),
                    Err(reject) => {
                        let column_start = reject.byte_offset - (reject.column - 1);
                        (column_start as usize, reject.raw.clone().into_bytes())
                    }
                };
                let before = &text[end..start];
                prop_assert!(before.bytes().all(|byte| matches!(byte, b'\r' | b'\n')), "{before:?}");
                prop_assert_eq!(&text.as_bytes()[start..start + covered.len()], &covered);
                end = start + covered.len();
                prop_assert!(source.offset() as usize >= end);
                let line = text[..source.offset() as usize].matches('\n').count() as u64 + 1;
                prop_assert_eq!(source.line(), line);
            }
            prop_assert!(text[end..].bytes().all(|byte| matches!(byte, b'\r' | b'\n')));
        }
    }

    proptest! {
        #[test]
        fn rows_are_those_that_the_csv_crate_finds_in_the_whole(rows in "([a\",]|\"a\n\"|\n){0,30}") {
            let text = format!("id,text\n{rows}");
            let (mut source, mut splitter) = open(text.as_bytes());
            let items: Vec<_> = std::iter::from_fn(|| splitter.next_row(&mut source)).collect();
            if items.iter().any(Result::is_err) {
                return Ok(());
            }
            let decode = |row: RawRecord| -> Vec<String> {
                decode_row(row.utf8().unwrap(), b',').into_iter().map(Into::into).collect()
            };
            let found: Vec<_> = items.into_iter().map(Result::unwrap).map(decode).collect();
            let mut whole = csv::ReaderBuilder::new();
            let mut whole = whole.flexible(true).from_reader(text.as_bytes());
            let rows = whole.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
            let expected: Vec<Vec<String>> = rows.collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_long_open_quote_takes_its_whole_row_with_it() {
        let long = "x\n".repeat(MAX_READ_AGAIN_BYTES);
        let text = format!("id,text\n1,\"{long}\" stray\n2,b\n");
        let (mut source, mut splitter) = open(text.as_bytes());
        let reject = splitter.next_row(&mut source).unwrap().unwrap_err();
        assert_eq!((reject.code, reject.line, reject.column), (RejectCode::UnclosedQuote, 2, 3));
        let row = splitter.next_row(&mut source).unwrap().unwrap();
        assert_eq!(
            (row.bytes.as_slice(), row.line),
            (b"2,b".as_slice(), 3 + MAX_READ_AGAIN_BYTES as u64)
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_skipped_to_its_end() {
        let long = "x\n".repeat(MAX_RECORD_BYTES / 2 + 1);
        let text = format!("id,text\n1,\"{long}\"\n2,b\n");
        let (mut source, mut splitter) = open(text.as_bytes());
        let reject = splitter.next_row(&mut source).unwrap().unwrap_err();
        assert_eq!((reject.code, reject.line), (RejectCode::TooLarge, 2));
        assert_eq!(splitter.next_row(&mut source).unwrap().unwrap().bytes, b"2,b");
        assert!(splitter.next_row(&mut source).is_none());
    }

    #[test]
    fn a_file_of_stray_quotes_takes_linear_time() {
        let text = format!("id,text\n{}", "a\",\",\n".repeat(150_000));
        let (mut source, mut splitter) = open(text.as_bytes());
        let n_items = std::iter::from_fn(|| splitter.next_row(&mut source)).count();
        assert!((10..1000).contains(&n_items), "{n_items}");
    }
}
