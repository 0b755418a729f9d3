//! Cuts a WARC file into the records that can be articles.

use std::collections::BTreeMap;

use super::header::{RecordHeader, content_length};
use super::large::skip_large;
use super::record_start::{
    fill_to_record_start, find_record_start, skip_to_record_start, starts_version,
};
use super::triage::{Capture, judge};
use crate::header_block::{HeaderBlock, MAX_HEADER_BYTES};
use crate::record::{Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::MAX_RECORD_BYTES;

/// Bytes behind wrong lengths that are read again at most: from then on a record start counts for more than a length,
/// so that a file of nothing but wrong lengths takes linear time.
const READ_AGAIN_BUDGET_BYTES: usize = 64 * 1024 * 1024;
/// Bytes that are looked at behind the content of a record.
const END_BYTES: usize = 16;

/// Cuts a WARC file into records; counts those that are passed over.
///
/// A length is believed when the end of the file, another record, or the empty lines that the standard asks for
/// come behind it. Else the record is rejected, and reading goes on at the next version line behind an empty line.
/// A wrong length that ends just where a later record ends is believed, since a page about WARC can
/// hold a record; such a page gets a warning when it is parsed.
pub(crate) struct WarcSplitter {
    passed_over: BTreeMap<&'static str, u64>,
    read_again_budget: usize,
}

/// What became of the record at the start of the window.
pub(crate) enum Outcome {
    Given(RawRecord),
    PassedOver(&'static str),
    Rejected(Reject),
}

impl WarcSplitter {
    pub(crate) fn new() -> Self {
        Self { passed_over: BTreeMap::new(), read_again_budget: READ_AGAIN_BUDGET_BYTES }
    }

    /// The number of records that can be no articles, by reason.
    pub(crate) fn passed_over(&self) -> &BTreeMap<&'static str, u64> {
        &self.passed_over
    }

    /// The next record that can be an article, numbered among all records of the file.
    pub(crate) fn next_record(&mut self, source: &mut Source) -> Option<Result<RawRecord, Reject>> {
        loop {
            skip_line_ends(source);
            if source.unread().is_empty() {
                return None;
            }
            match self.cut_record(source)? {
                Outcome::Given(record) => return Some(Ok(record)),
                Outcome::Rejected(reject) => return Some(Err(reject)),
                Outcome::PassedOver(reason) => *self.passed_over.entry(reason).or_default() += 1,
            }
        }
    }

    /// Cuts what starts the window; nothing where a fault of the file cuts it.
    fn cut_record(&mut self, source: &mut Source) -> Option<Outcome> {
        while source.unread().len() < END_BYTES && source.fill() {}
        if !starts_version(source.unread()) {
            let is_cut = b"WARC/".starts_with(source.unread());
            let found = "bytes that start no record, expected WARC/1.0 or WARC/1.1";
            return if is_cut {
                self.end_early(source, 0)
            } else {
                Some(self.damaged(source, 0, found))
            };
        }
        while HeaderBlock::find(source.unread()).is_none() {
            if source.unread().len() >= MAX_HEADER_BYTES {
                let limit = MAX_HEADER_BYTES / 1024;
                let found =
                    format!("a header without end, expected an empty line within {limit} KiB");
                return Some(self.damaged(source, 0, &found));
            }
            if !source.fill() {
                return self.end_early(source, 0);
            }
        }
        let block = HeaderBlock::find(source.unread())?;
        let (header, length) = (RecordHeader::new(&block), content_length(&block));
        let start = header.n_bytes;
        match length {
            Err(found) => {
                let found = format!("{found}, expected the number of bytes of the content");
                Some(self.damaged(source, start, &found))
            }
            Ok(length) if length > (MAX_RECORD_BYTES - start) as u64 => {
                skip_large(source, header, length)
            }
            Ok(length) => self.cut_content(source, header, length as usize),
        }
    }

    fn cut_content(
        &mut self,
        source: &mut Source,
        header: RecordHeader,
        length: usize,
    ) -> Option<Outcome> {
        let (start, end) = (header.n_bytes, header.n_bytes + length);
        if self.read_again_budget == 0 {
            fill_to_record_start(source, start, end);
        } else {
            while source.unread().len() < end && source.fill() {}
        }
        if source.unread().len() < end {
            return self.end_early(source, start);
        }
        if !ends_well(source, end) {
            let found = format!("no record behind the Content-Length of {length}, expected one");
            return Some(self.damaged(source, start, &found));
        }
        let outcome = match judge(header, &source.unread()[start..end]) {
            Ok(capture) => Outcome::Given(take_record(source, end, capture)),
            Err(reason) => Outcome::PassedOver(reason),
        };
        source.consume(end, 1);
        Some(outcome)
    }

    /// The file ends within the record, unless another record starts in what is left.
    fn end_early(&mut self, source: &mut Source, from: usize) -> Option<Outcome> {
        if find_record_start(source.unread(), from).is_some() {
            let found = "a record within the Content-Length of another, expected it behind";
            return Some(self.damaged(source, from, found));
        }
        (!source.has_fault()).then(|| truncated(source))
    }

    /// Rejects what starts the window, up to the next record start from `from` on.
    fn damaged(&mut self, source: &mut Source, from: usize, found: &str) -> Outcome {
        let reject = source.reject(RejectCode::BadWarc, format!("found {found}"), source.unread());
        skip_to_record_start(source, from);
        self.read_again_budget = self.read_again_budget.saturating_sub(source.unread().len());
        Outcome::Rejected(reject)
    }
}

pub(crate) fn truncated(source: &mut Source) -> Outcome {
    let message = "found the end of the file within a record, expected all of the record";
    let reject = source.reject(RejectCode::Truncated, message.to_owned(), source.unread());
    source.consume(source.unread().len(), 1);
    Outcome::Rejected(reject)
}

fn take_record(source: &Source, end: usize, capture: Capture) -> RawRecord {
    RawRecord {
        bytes: source.unread()[..end].to_vec(),
        path: source.path.clone(),
        line: source.line(),
        byte_offset: source.offset(),
        layout: Layout::Capture(capture.into()),
    }
}

/// Whether a record can end at `end`.
fn ends_well(source: &mut Source, end: usize) -> bool {
    while source.unread().len() < end + END_BYTES && source.fill() {}
    let behind = &source.unread()[end..];
    let n_line_ends = behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let next = &behind[n_line_ends..];
    b"WARC/".starts_with(next) || starts_version(next) || behind.starts_with(b"\r\n\r\n")
}

fn skip_line_ends(source: &mut Source) {
    loop {
        let unread = source.unread();
        let n_bytes = unread.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let is_over = n_bytes < unread.len();
        source.consume(n_bytes, 0);
        if is_over || !source.fill() {
            return;
        }
    }
}
