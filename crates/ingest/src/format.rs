//! The formats of files, by name and by content.

use std::path::Path;

use crate::field_map::{Field, FieldMap};

/// How the records of a file are laid out. Compression is found apart from it, from the first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// A header and rows; the delimiter is taken from the header unless it is given.
    Delimited(Option<u8>),
    /// The whole file is one article.
    Text,
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
            "csv" => Some(Self::Delimited(None)),
            "tsv" => Some(Self::Delimited(Some(b'\t'))),
            "txt" => Some(Self::Text),
            "parquet" => Some(Self::Parquet),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }

    /// The format that the start of the content tells: `{` and `[{` start JSON, a first line that names a
    /// column for the text is a header, and all else is text.
    pub(crate) fn from_content(start: &[u8], fields: &FieldMap) -> Self {
        if starts_json(start) {
            return Self::JsonLines;
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
}

fn starts_json(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let in_array = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    in_array.unwrap_or(start).starts_with(b"{")
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
        check("b.csv.BZ2", Some(Format::Delimited(None)));
        check("b.txt.xz", Some(Format::Text));
        check("b.tsv", Some(Format::Delimited(Some(b'\t'))));
        check("b.v2.txt", Some(Format::Text));
        check("b.gz", None);
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
        check("\n {\"text\"", Format::JsonLines);
        check("[{\"text\"", Format::JsonLines);
        check("[Photo] Officials said", Format::Text);
        check("id\tText\r\n1\ta", Format::Delimited(Some(b'\t')));
        check("id,\"body\"", Format::Delimited(Some(b',')));
        check("Officials said, on Monday, that", Format::Text);
        check("text", Format::Text);
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
