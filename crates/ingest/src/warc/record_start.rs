//! Where records start, for files whose lengths are wrong.

use memchr::memmem;

use crate::source::Source;

/// Bytes behind which a record start shows for certain: an empty line, the version line, the start of a field.
const SEEN_BYTES: usize = 64;
/// The longest version number, such as `1.0`, that is looked for.
const MAX_VERSION_BYTES: usize = 8;

/// Whether `bytes` start with a version line such as `WARC/1.0`, as far as they go.
pub(crate) fn starts_version(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"WARC/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// The first record start from `from` on: a version line behind an empty line and before a field of WARC.
pub(crate) fn find_record_start(bytes: &[u8], from: usize) -> Option<usize> {
    let from = from.saturating_sub(1).min(bytes.len());
    let mut starts = memmem::find_iter(&bytes[from..], b"\nWARC/").map(|found| from + found + 1);
    starts.find(|start| {
        let before = bytes[..start - 1].strip_suffix(b"\r").unwrap_or(&bytes[..start - 1]);
        before.ends_with(b"\n") && starts_record(&bytes[*start..])
    })
}

/// Moves the window to the next record start from `from` on, or to the end of the file, and counts one record.
pub(crate) fn skip_to_record_start(source: &mut Source, mut from: usize) {
    loop {
        if let Some(start) = find_record_start(source.unread(), from) {
            source.consume(start, 1);
            return;
        }
        from = skip_searched(source, from);
        if !source.fill() {
            source.consume(source.unread().len(), 1);
            return;
        }
    }
}

/// Moves the window over what holds no record start; gives where the search has to go on.
pub(crate) fn skip_searched(source: &mut Source, from: usize) -> usize {
    let n_bytes = source.unread().len().saturating_sub(SEEN_BYTES);
    source.consume(n_bytes, 0);
    from.saturating_sub(n_bytes)
}

/// Lengthens the window to `end` or to a record start behind `from`, whichever comes first.
pub(crate) fn fill_to_record_start(source: &mut Source, from: usize, end: usize) {
    let mut searched = from;
    while source.unread().len() < end && find_record_start(source.unread(), searched).is_none() {
        searched = source.unread().len().saturating_sub(SEEN_BYTES).max(from);
        if !source.fill() {
            return;
        }
    }
}

fn starts_record(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let rest_of_line = &rest[..rest.len().min(MAX_VERSION_BYTES)];
    let Some(line_end) = memchr::memchr(b'\n', rest_of_line) else { return false };
    let version = rest[..line_end].trim_ascii_end();
    let is_version = version.first().is_some_and(u8::is_ascii_digit)
        && version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let field = &rest[line_end + 1..];
    let has_name =
        |name: &[u8]| field.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    is_version && (has_name(b"WARC-") || has_name(b"Content-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_starts_behind_an_empty_line() {
        let check = |bytes: &str, expected: Option<usize>| {
            assert_eq!(find_record_start(bytes.as_bytes(), 1), expected, "{bytes:?}");
        };
        check("x\r\n\r\nWARC/1.0\r\nWARC-Type: response", Some(5));
        check("x\n\nWARC/1.1\ncontent-length: 1", Some(3));
        check("x\nWARC/1.0\r\nWARC-Type: response", None);
        check("x\n\nWARC/1.0 is a format\n", None);
        check("x\n\nWARC/1.0\n\nWARC/1.0\nWARC-Type", Some(13));
        check("x\n\nWARC/1.0\n", None);
        check("x\n\nWARC/", None);
        check("", None);
    }
}
