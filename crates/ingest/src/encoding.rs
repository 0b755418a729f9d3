//! Encodings other than UTF-8: of records by what is in them, of files by how they start.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes in which NULs tell UTF-16 that does not say so.
const SNIFFED_BYTES: usize = 256;

/// The text of bytes that are not UTF-8, and the name of their encoding. Nothing when they are damaged UTF-8, or
/// no text in any encoding.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    if is_damaged_utf8(bytes) || bytes.iter().any(|byte| is_control(*byte)) {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // What windows-1252 leaves free stands for controls that no text has.
    let is_text = !text.contains(|letter: char| matches!(letter, '\u{80}'..='\u{9f}'));
    is_text.then(|| (text.into_owned(), encoding.name()))
}

/// Whether there are at least as many characters of UTF-8 beyond ASCII as bytes that are none: in other encodings they
/// come about by chance alone.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut n_characters, mut n_invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_characters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        n_invalid += chunk.invalid().len();
    }
    // Halves of surrogate pairs, as some writers leave them.
    let n_surrogates = memchr::memchr_iter(0xed, bytes)
        .filter(|&at| matches!(bytes.get(at + 1..at + 3), Some([0xa0..=0xbf, 0x80..=0xbf])))
        .count();
    let n_characters = n_characters + n_surrogates;
    n_characters > 0 && n_characters >= n_invalid.saturating_sub(3 * n_surrogates)
}

fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) && byte != 0
}

/// How a file starts that is not in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileEncoding {
    /// UTF-16, and the bytes of its byte order mark.
    Utf16(&'static Encoding, usize),
    /// UTF-32, which is not read.
    Utf32,
}

impl FileEncoding {
    /// What the first bytes tell: a byte order mark, or a NUL in every other byte.
    pub(crate) fn from_start(start: &[u8]) -> Option<Self> {
        if start.starts_with(b"\xff\xfe\0\0") || start.starts_with(b"\0\0\xfe\xff") {
            return Some(Self::Utf32);
        }
        if start.starts_with(b"\xff\xfe") {
            return Some(Self::Utf16(UTF_16LE, 2));
        }
        if start.starts_with(b"\xfe\xff") {
            return Some(Self::Utf16(UTF_16BE, 2));
        }
        let pairs = start[..start.len().min(SNIFFED_BYTES)].chunks_exact(2);
        let n_pairs = pairs.len();
        let is_ascii = |nul: u8, byte: u8| nul == 0 && byte != 0 && byte.is_ascii();
        let n_little = pairs.clone().filter(|pair| is_ascii(pair[1], pair[0])).count();
        let n_big = pairs.filter(|pair| is_ascii(pair[0], pair[1])).count();
        let is_most = |count: usize| n_pairs >= 4 && count * 10 >= n_pairs * 8;
        match () {
            () if is_most(n_little) => Some(Self::Utf16(UTF_16LE, 0)),
            () if is_most(n_big) => Some(Self::Utf16(UTF_16BE, 0)),
            () => None,
        }
    }

    /// Whether more bytes are needed than these to tell.
    pub(crate) fn needs_more(start: &[u8]) -> bool {
        let start_is_odd = start.iter().take(4).any(|byte| matches!(byte, 0 | 0xfe | 0xff));
        start.len() < 4 || start_is_odd && start.len() < SNIFFED_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_decoded_by_what_is_in_them() {
        let check = |bytes: &[u8], expected: Option<(&str, &str)>| {
            let found = decode(bytes);
            let found = found.as_ref().map(|(text, encoding)| (text.as_str(), *encoding));
            assert_eq!(found, expected, "{bytes:?}");
        };
        check(b"the caf\xe9 in the valley", Some(("the café in the valley", "windows-1252")));
        check(b"\x93late\x94, it said", Some(("“late”, it said", "windows-1252")));
        check(
            b"\x8d\x67\x93\xe0\x82\xcc\x96\xbd\x97\xdf\x82\xaa\x8c\xf8\x97\xcd\x82\xf0\x8e\x9d\x82\xc2\x81\x42",
            Some(("紅内の命令が効力を持つ。", "Shift_JIS")),
        );
        check("it’s “late” \u{e9}".as_bytes().split_last().unwrap().1, None);
        check(b"\xed\xa0\x80", None);
        check("“caf\u{e9}".as_bytes().split_last().unwrap().1, None);
        check(b"\x01\xff", None);
    }

    #[test]
    fn files_tell_utf_16_by_their_start() {
        let check = |start: &[u8], expected: Option<FileEncoding>| {
            assert_eq!(FileEncoding::from_start(start), expected, "{start:?}");
        };
        check(b"\xff\xfei\0d\0", Some(FileEncoding::Utf16(UTF_16LE, 2)));
        check(b"\xfe\xff\0i", Some(FileEncoding::Utf16(UTF_16BE, 2)));
        check(b"i\0d\0\t\0t\0", Some(FileEncoding::Utf16(UTF_16LE, 0)));
        check(b"\0i\0d\0\t\0t", Some(FileEncoding::Utf16(UTF_16BE, 0)));
        check(b"\xff\xfe\0\0i\0\0\0", Some(FileEncoding::Utf32));
        check(b"id\ttext\n", None);
        check(b"", None);
    }
}
