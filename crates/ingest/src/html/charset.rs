//! Bytes of a page → text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes in which a page names its encoding (HTML, 13.2.3.2).
const META_BYTES: usize = 1024;

/// Decodes a page: as its byte order mark says, else as `given`, else as its own `meta` element says, else as the
/// bytes look. What cannot be decoded becomes U+FFFD.
pub(crate) fn decode<'b>(bytes: &'b [u8], given: Option<&str>) -> Cow<'b, str> {
    let label = given.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = label.or_else(|| declared(bytes)).unwrap_or_else(|| detected(bytes));
    encoding.decode(bytes).0
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes[..bytes.len().min(META_BYTES)].to_ascii_lowercase();
    let at = memchr::memmem::find(&start, b"charset")?;
    let value = start[at + b"charset".len()..].trim_ascii_start().strip_prefix(b"=")?;
    let is_edge = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ');
    let value = &value[value.iter().take_while(|byte| is_edge(byte)).count()..];
    let is_in_label = |byte: &&u8| !is_edge(byte) && !matches!(byte, b';' | b'>' | b'/');
    let n_label = value.iter().take_while(is_in_label).count();
    let encoding = Encoding::for_label(&value[..n_label])?;
    // A page whose declaration can be read as it stands is not in UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}
