//! The formats of files, by name and by content.

use std::path::Path;

use crate::field_map::{Field, FieldMap};
use crate::warc::starts_version;

/// How the records of a file are laid out. Compression is found apart from it, from the first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One JSON document: an array of objects, objects one after the other, or an object around an array.
    JsonDocument,
    /// A header and rows; the delimiter is taken from the header unless it is given.
    Delimited(Option<u8>),
    /// Records of a crawl.
    Warc,
    /// The whole file is one article, unless it has the marks of Lexis.
    Text,
    /// A DOCX, of one article or of several as Lexis delivers them.
    Docx,
    /// The same as RTF.
    Rtf,
    /// The whole file is one web page.
    Page,
    /// Rows in columns; told by its first bytes, whatever its name.
    Parquet,
    /// Files in a file; told by its first bytes, whatever its name.
    Zip,
}

impl Format {
    /// The format that the extension tells, under one of compression if there is one.
    pub(crate) fn from_extension(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let packed = [".gz", ".zst", ".bz2", ".xz"];
        let name = packed.iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
        let (stem, extension) = name.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        match extension {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::JsonDocument),
            "csv" => Some(Self::Delimited(None)),
            "tsv" => Some(Self::Delimited(Some(b'\t'))),
            "warc" | "wet" => Some(Self::Warc),
            "txt" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Page),
            "docx" => Some(Self::Docx),
            "rtf" => Some(Self::Rtf),
            "parquet" => Some(Self::Parquet),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }

    /// The format that the start of the content tells: `{\rtf` starts RTF, `{` and `[{` start JSON, `<!doctype html` and `<html` a web
    /// page, `WARC/1.` a crawl, a first line that names a column for the text is a header, and all else is text.
    pub(crate) fn from_content(start: &[u8], fields: &FieldMap) -> Self {
        if start.trim_ascii_start().starts_with(b"{\\rtf") {
            return Self::Rtf;
        }
        if starts_json(start) {
            return Self::of_json(start);
        }
        if starts_page(start) {
            return Self::Page;
        }
        if starts_version(start) {
            return Self::Warc;
        }
        let line = first_line(start);
        let delimiter = sniff_delimiter(line);
        let is_text_column = |name: &[u8]| {
            let name = String::from_utf8_lossy(name);
            fields.roles(name.trim().trim_matches('"')).any(|role| role.field == Field::Text)
        };
        let has_columns = line.contains(&delimiter);
        if has_columns && line.split(|byte| *byte == delimiter).any(is_text_column) {
            return Self::Delimited(Some(delimiter));
        }
        Self::Text
    }

    /// An array of objects, and an object that does not end on its first line, are a document; else it is lines.
    fn of_json(start: &[u8]) -> Self {
        let is_open = !first_line(start.trim_ascii_start()).ends_with(b"}");
        if starts_array_of_objects(start) || is_open {
            return Self::JsonDocument;
        }
        Self::JsonLines
    }
}

/// Whether the start of the content is that of an array of objects.
pub(crate) fn starts_array_of_objects(start: &[u8]) -> bool {
    let in_array = start.trim_ascii_start().strip_prefix(b"[");
    in_array.is_some_and(|in_array| in_array.trim_ascii_start().starts_with(b"{"))
}

fn starts_json(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let in_array = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    in_array.unwrap_or(start).starts_with(b"{")
}

fn starts_page(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let opens =
        |tag: &[u8]| start.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
    opens(b"<!doctype html") || opens(b"<html")
}

/// Comma, semicolon or tab: whichever the header has most of outside quotes, the comma when it has none.
pub(crate) fn sniff_delimiter(start: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for &byte in first_line(start) {
        is_quoted ^= byte == b'"';
        if let Some((_, count)) =
            counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !is_quoted)
        {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(delimiter, _)| *delimiter)
}

fn first_line(start: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    start[..end].trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_tell_the_format() {
        let check = |name: &str, expected: Option<Format>| {
            assert_eq!(Format::from_extension(Path::new(name)), expected, "{name}");
        };
        check("a/b.jsonl", Some(Format::JsonLines));
        check("b.NDJSON.gz", Some(Format::JsonLines));
        check("b.csv.zst", Some(Format::Delimited(None)));
        check("b.json.gz", Some(Format::JsonDocument));
        check("b.csv.BZ2", Some(Format::Delimited(None)));
        check("b.txt.xz", Some(Format::Text));
        check("b.tsv", Some(Format::Delimited(Some(b'\t'))));
        check("b.v2.txt", Some(Format::Text));
        check("b.warc.gz", Some(Format::Warc));
        check("b.warc.wet.gz", Some(Format::Warc));
        check("b.DOCX", Some(Format::Docx));
        check("b.rtf.gz", Some(Format::Rtf));
        check("b.gz", None);
        check("b.HTML.gz", Some(Format::Page));
        check("b.htm", Some(Format::Page));
        check("README", None);
        check(".txt", None);
    }

    #[test]
    fn content_tells_the_format() {
        let check = |start: &str, expected: Format| {
            assert_eq!(
                Format::from_content(start.as_bytes(), &FieldMap::default()),
                expected,
                "{start}"
            );
        };
        check("\n {\"text\": 1}\n", Format::JsonLines);
        check("{\n\"text\"", Format::JsonDocument);
        check("{\\rtf1\\ansi", Format::Rtf);
        check("[{\"text\"", Format::JsonDocument);
        check("[Photo] Officials said", Format::Text);
        check("id\tText\r\n1\ta", Format::Delimited(Some(b'\t')));
        check("id,\"body\"", Format::Delimited(Some(b',')));
        check("Officials said, on Monday, that", Format::Text);
        check("WARC/1.1\r\nWARC-Type", Format::Warc);
        check("WARC/x", Format::Text);
        check("text", Format::Text);
        check("\n<!DOCTYPE html>\n<html>", Format::Page);
        check("<html lang=en>", Format::Page);
        check("", Format::Text);
    }

    #[test]
    fn the_header_tells_the_delimiter() {
        let check = |header: &str, expected: u8| {
            assert_eq!(sniff_delimiter(header.as_bytes()), expected, "{header}");
        };
        check("id,text", b',');
        check("id;text;a,b", b';');
        check("id\ttext", b'\t');
        check("\"a;b;c\",text", b',');
        check("text\n;;;", b',');
    }
}
