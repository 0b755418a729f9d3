//! The records of many files, one after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Config;
use crate::content::Content;
use crate::fault::ReadFault;
use crate::field_map::FieldMap;
use crate::inputs::InputFile;
use crate::record::RawRecord;
use crate::reject::Reject;

/// Reads files one after the other and cuts them into records, without looking into them.
///
/// Memory is bounded by the longest record, which is at most 64 MiB, and by what decompression needs: for zstd the
/// window of the data, at most 2 GiB, for xz 256 MiB, for Parquet a page of each column that is read.
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
    /// What was found in the file and is not read, such as members of an archive, a sentence each.
    pub warnings: Vec<String>,
}

impl InputSummary {
    fn unopened(file: &InputFile) -> Self {
        let path = file.name().to_string();
        Self {
            path,
            n_bytes: 0,
            blake3: String::new(),
            n_records: 0,
            n_rejects: 0,
            passed_over: BTreeMap::new(),
            warnings: Vec::new(),
        }
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
        Reject::of_file(file.name(), ReadFault::unreadable(error))
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
    content: Content,
    is_stdin: bool,
    n_records: u64,
    n_rejects: u64,
}

impl OpenFile {
    fn new(file: &InputFile) -> std::io::Result<Self> {
        let content =
            Content::new(file.name().clone(), file.open()?, file.origin(), file.format())?;
        Ok(Self { content, is_stdin: file.is_stdin(), n_records: 0, n_rejects: 0 })
    }

    fn next_record(&mut self, fields: &Arc<FieldMap>) -> Option<Result<RawRecord, Reject>> {
        let item = self.content.next_record(fields)?;
        match &item {
            Ok(_) => self.n_records += 1,
            Err(_) => self.n_rejects += 1,
        }
        Some(item)
    }

    fn close(self) -> InputSummary {
        let (n_records, n_rejects) = (self.n_records, self.n_rejects);
        let warnings = self.content.warnings();
        let passed_over = self.content.passed_over();
        let source = self.content.source;
        let path = source.path.to_string();
        // Standard input may have no end.
        let (n_bytes, blake3) = if self.is_stdin && !self.content.is_over {
            (0, String::new())
        } else {
            let (n_bytes, hash) = source.finish();
            (n_bytes, hash.to_hex().to_string())
        };
        InputSummary { path, n_bytes, blake3, n_records, n_rejects, passed_over, warnings }
    }
}
