//! One label file: its bytes as rows, each with its line.

use std::borrow::Cow;

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The bytes of a label file, with how they are written.
pub(crate) struct LabelFile<'a> {
    bytes: Cow<'a, [u8]>,
    /// What stands between fields: a comma, a semicolon or a tab, whichever the header has most of.
    pub(crate) delimiter: u8,
    /// How characters were encoded.
    pub(crate) encoding: &'static Encoding,
}

/// A fault with its place in the file: line from 1, column from 1 or 0 for the whole row, and the message.
pub(crate) type PlacedFault = (u64, usize, String);

/// The first bytes of a zip archive.
const ZIP: &[u8] = b"PK\x03\x04";

impl<'a> LabelFile<'a> {
    /// Decodes UTF-8, UTF-16 with a byte order mark, and Windows-1252.
    ///
    /// Bytes that are not UTF-8 are Windows-1252 where no character of the file is UTF-8 beyond ASCII; else the
    /// file is UTF-8 with broken rows.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let (bytes, encoding) = match Encoding::for_bom(bytes) {
            Some((encoding, length)) if encoding == UTF_8 => {
                (Cow::Borrowed(&bytes[length..]), UTF_8)
            }
            Some((utf_16, _)) => (into_utf_8(bytes, utf_16), utf_16),
            None if is_windows_1252(bytes) => (into_utf_8(bytes, WINDOWS_1252), WINDOWS_1252),
            None => (Cow::Borrowed(bytes), UTF_8),
        };
        let delimiter = delimiter_of(&bytes);
        Self { bytes, delimiter, encoding }
    }

    /// The header and the rows behind it.
    ///
    /// # Errors
    /// Where the header is not UTF-8, or the file is none of text.
    pub(crate) fn rows(&self) -> Result<Rows<'_>, PlacedFault> {
        if self.bytes.starts_with(ZIP) {
            let message = "found a zip archive, such as an Excel workbook, expected CSV";
            return Err((1, 0, message.to_owned()));
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(self.bytes.as_ref());
        let header = reader.headers().cloned();
        let header = header.map_err(|error| (1, 0, describe(&error)))?;
        let header_end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let header_bytes = &self.bytes[..header_end.min(self.bytes.len())];
        if let Some(fault) = quoting_fault(header_bytes, self.delimiter) {
            return Err((1, fault.column, fault.message().to_owned()));
        }
        let lines = LineCounter::new(&self.bytes);
        Ok(Rows { header, delimiter: self.delimiter, reader: reader.into_records(), lines })
    }
}

fn into_utf_8<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Cow<'a, [u8]> {
    Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes())
}

/// Whether no character beyond ASCII is UTF-8 and some byte is not.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let mut chunks = bytes.utf8_chunks();
    std::str::from_utf8(bytes).is_err() && chunks.all(|chunk| chunk.valid().is_ascii())
}

/// Of comma, semicolon and tab the one that the first line has most of outside quotation marks; the comma of equals.
fn delimiter_of(bytes: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    for &byte in bytes.iter().skip_while(|byte| is_line_end(byte)) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(delimiter, _)| *delimiter == byte)
                .for_each(|(_, n)| *n += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(delimiter, _)| *delimiter)
}

/// The rows of a file, in order.
pub(crate) struct Rows<'a> {
    /// The names of the columns.
    pub(crate) header: StringRecord,
    delimiter: u8,
    reader: csv::StringRecordsIntoIter<&'a [u8]>,
    lines: LineCounter<'a>,
}

impl Iterator for Rows<'_> {
    /// A row with its line, or what is wrong with it.
    type Item = Result<(u64, StringRecord), PlacedFault>;

    fn next(&mut self) -> Option<Self::Item> {
        // Spreadsheets leave rows of bare delimiters behind the last one.
        let is_blank = |record: &StringRecord| record.iter().all(|cell| cell.trim().is_empty());
        let read = self.reader.find(|read| !read.as_ref().is_ok_and(is_blank))?;
        let position = match &read {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let line = position.map_or(0, |position| self.lines.line_of(position.byte()));
        Some(match read {
            Err(error) => Err((line, 0, describe(&error))),
            Ok(record) if record == self.header => {
                Err((line, 0, "found the header again, expected a row".to_owned()))
            }
            Ok(record) => match self.quoting_fault() {
                Some(fault) => Err(fault),
                None => Ok((line, record)),
            },
        })
    }
}

impl Rows<'_> {
    /// What is wrong with the quotation marks of the row just read.
    fn quoting_fault(&self) -> Option<PlacedFault> {
        let LineCounter { bytes, at, line, .. } = self.lines;
        let end = usize::try_from(self.reader.reader().position().byte()).unwrap_or(usize::MAX);
        let row = &bytes[at..end.clamp(at, bytes.len())];
        let fault = quoting_fault(row, self.delimiter)?;
        let line = line + self.lines.count(&row[..fault.offset]);
        Some((line, fault.column, fault.message().to_owned()))
    }
}

struct QuotingFault {
    /// Where the field opens.
    offset: usize,
    /// Column from 1.
    column: usize,
    /// Whether the field was closed again.
    is_closed: bool,
}

impl QuotingFault {
    fn message(&self) -> &'static str {
        if self.is_closed {
            "found text behind the quotation mark that closes a field, expected a delimiter or the end of the row"
        } else {
            "found a quotation mark that opens a field and is never closed"
        }
    }
}

/// The first quoted field of a row that does not end as it should.
fn quoting_fault(row: &[u8], delimiter: u8) -> Option<QuotingFault> {
    memchr::memchr(b'"', row)?;
    let (mut column, mut opened_at, mut is_open) = (1, 0, false);
    let (mut is_start, mut has_just_closed) = (true, false);
    for (at, &byte) in row.iter().enumerate() {
        if byte == b'"' && (is_start || is_open || has_just_closed) {
            opened_at = if is_start { at } else { opened_at };
            // A doubled mark closes the field and opens it again.
            is_open = !is_open;
            has_just_closed = !is_open;
            is_start = false;
            continue;
        }
        let ends_field = !is_open && (byte == delimiter || matches!(byte, b'\r' | b'\n'));
        if has_just_closed && !ends_field {
            return Some(QuotingFault { offset: opened_at, column, is_closed: true });
        }
        has_just_closed = false;
        is_start = ends_field;
        column += usize::from(!is_open && byte == delimiter);
    }
    is_open.then_some(QuotingFault { offset: opened_at, column, is_closed: false })
}

/// Tells the line of a record from its place; the reader's own count is one behind where lines end as on Windows.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    /// What ends a line: a line feed, or a carriage return where the file has no line feed.
    line_end: u8,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let line_end = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
        Self { bytes, at: 0, line: 1, line_end }
    }

    /// The line of the record that begins at or behind `byte`; calls come in the order of the file.
    fn line_of(&mut self, byte: u64) -> u64 {
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let start = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.at, self.bytes.len());
        let start = start + self.bytes[start..].iter().take_while(|byte| is_line_end(byte)).count();
        self.line += self.count(&self.bytes[self.at..start]);
        self.at = start;
        self.line
    }

    fn count(&self, bytes: &[u8]) -> u64 {
        memchr::memchr_iter(self.line_end, bytes).count() as u64
    }
}

fn describe(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { err, .. } => {
            format!("found bytes that are not UTF-8 in column {}, expected UTF-8", err.field() + 1)
        }
        _ => error.to_string(),
    }
}
