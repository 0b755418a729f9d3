//! The records of many files, one after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Config;
use crate::field_map::FieldMap;
use crate::format::{Format, starts_array_of_objects};
use crate::inputs::InputFile;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::Splitter;

/// Bytes that are looked at, at most, to tell the format of a file by its content.
const SNIFFED_BYTES: usize = 64 * 1024;

/// Reads files one after the other and cuts them into records, without looking into them.
///
/// Memory is bounded by the longest record, which is at most 64 MiB.
pub struct Reader {
    waiting: std::vec::IntoIter<InputFile>,
    fields: Arc<FieldMap>,
    current: Option<OpenFile>,
    summaries: Vec<InputSummary>,
}

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSummary {
    /// The file as it was named, `-` for standard input.
    pub path: String,
    /// Its bytes as it lies on disk.
    pub n_bytes: u64,
    /// BLAKE3 of its bytes as it lies on disk, in hexadecimal; empty when it could not be opened, and for standard
    /// input that was not asked for its end.
    pub blake3: String,
    /// Records that were given out, before they were looked into.
    pub n_records: u64,
    /// Rejects that were given out instead of records.
    pub n_rejects: u64,
    /// Records that can be no articles, such as the requests and pictures of a crawl, which give neither an article nor
    /// a reject: their number by reason, of which there are a few dozen at most.
    pub passed_over: BTreeMap<String, u64>,
}

impl InputSummary {
    fn unopened(file: &InputFile) -> Self {
        let path = file.name().to_string();
        let (blake3, passed_over) = (String::new(), BTreeMap::new());
        Self { path, n_bytes: 0, blake3, n_records: 0, n_rejects: 0, passed_over }
    }
}

impl Reader {
    /// A reader of these files, in this order.
    #[must_use]
    pub fn new(files: Vec<InputFile>, config: &Config) -> Self {
        let fields = Arc::new(config.fields.clone());
        Self { waiting: files.into_iter(), fields, current: None, summaries: Vec::new() }
    }

    /// What was read of each file. Files, and parts of files, that were not asked for are read for their hash.
    #[must_use]
    pub fn finish(mut self) -> Vec<InputSummary> {
        self.close_current();
        while let Some(file) = self.waiting.next() {
            // A file that was not asked for gives no reject: its summary, without a hash, says it.
            if self.open(&file).is_ok() {
                self.close_current();
            }
        }
        self.summaries
    }

    /// Opens a file as the current one; else its summary says that nothing of it was read.
    fn open(&mut self, file: &InputFile) -> std::io::Result<()> {
        let opened = OpenFile::new(file);
        match opened {
            Ok(open) => self.current = Some(open),
            Err(error) => {
                self.summaries.push(InputSummary::unopened(file));
                return Err(error);
            }
        }
        Ok(())
    }

    fn reject_unopened(&mut self, file: &InputFile, error: &std::io::Error) -> Reject {
        if let Some(summary) = self.summaries.last_mut() {
            summary.n_rejects += 1;
        }
        Reject {
            path: file.name().to_string(),
            line: 1,
            byte_offset: 0,
            column: 0,
            code: RejectCode::Unreadable,
            message: format!("found {error}, expected a file that can be read"),
            raw: String::new(),
        }
    }

    fn close_current(&mut self) {
        self.summaries.extend(self.current.take().map(OpenFile::close));
    }
}

impl Iterator for Reader {
    type Item = Result<RawRecord, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.current {
                if let Some(item) = open.next_record(&self.fields) {
                    return Some(item);
                }
                self.close_current();
            }
            let file = self.waiting.next()?;
            if let Err(error) = self.open(&file) {
                return Some(Err(self.reject_unopened(&file, &error)));
            }
        }
    }
}

struct OpenFile {
    source: Source,
    format: Option<Format>,
    is_stdin: bool,
    splitter: Option<Splitter>,
    is_over: bool,
    n_records: u64,
    n_rejects: u64,
}

impl OpenFile {
    fn new(file: &InputFile) -> std::io::Result<Self> {
        Ok(Self {
            source: match file.format() {
                Some(Format::Docx) => Source::of_zip(file.name().clone(), file.open()?)?,
                _ => Source::new(file.name().clone(), file.open()?)?,
            },
            format: file.format(),
            is_stdin: file.is_stdin(),
            splitter: None,
            is_over: false,
            n_records: 0,
            n_rejects: 0,
        })
    }

    fn next_record(&mut self, fields: &Arc<FieldMap>) -> Option<Result<RawRecord, Reject>> {
        if self.is_over {
            return None;
        }
        if self.splitter.is_none() {
            self.splitter = Some(Splitter::new(self.find_format(fields), fields));
        }
        let item = self.splitter.as_mut()?.next_record(&mut self.source);
        self.is_over = item.is_none();
        let item = item.or_else(|| self.end_reject().map(Err))?;
        match &item {
            Ok(_) => self.n_records += 1,
            Err(_) => self.n_rejects += 1,
        }
        Some(item)
    }

    /// What is wrong with the file as a whole, seen from its end.
    fn end_reject(&mut self) -> Option<Reject> {
        if let Some(reject) = self.source.take_fault() {
            return Some(reject);
        }
        let has_header = self.splitter.as_ref().is_some_and(Splitter::has_header);
        let is_empty = self.n_records + self.n_rejects == 0 && !has_header;
        is_empty.then(|| {
            let message = "found nothing but white space, expected articles".to_owned();
            let reject = self.source.reject(RejectCode::EmptyFile, message, b"");
            Reject { line: 1, byte_offset: 0, ..reject }
        })
    }

    fn find_format(&mut self, fields: &FieldMap) -> Format {
        if let Some(format) = self.format.filter(|format| *format != Format::JsonLines) {
            return format;
        }
        let is_enough = |start: &[u8]| {
            let content = start.trim_ascii_start();
            let in_array = content.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
            start.len() >= SNIFFED_BYTES
                || memchr::memchr(b'\n', content).is_some() && in_array != Some(b"")
        };
        while !is_enough(self.source.unread()) && self.source.fill() {}
        if self.format.is_some() {
            let is_array = starts_array_of_objects(self.source.unread());
            return if is_array { Format::JsonDocument } else { Format::JsonLines };
        }
        match Format::from_content(self.source.unread(), fields) {
            Format::Text if self.is_stdin => Format::JsonLines,
            format => format,
        }
    }

    fn close(self) -> InputSummary {
        let path = self.source.path.to_string();
        let passed_over = self.splitter.as_ref().map(Splitter::passed_over).unwrap_or_default();
        // Standard input may have no end.
        let (n_bytes, blake3) = if self.is_stdin && !self.is_over {
            (0, String::new())
        } else {
            let (n_bytes, hash) = self.source.finish();
            (n_bytes, hash.to_hex().to_string())
        };
        let (n_records, n_rejects) = (self.n_records, self.n_rejects);
        InputSummary { path, n_bytes, blake3, n_records, n_rejects, passed_over }
    }
}
