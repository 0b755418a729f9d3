//! Where a text may need cleaning.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::fold::folded;
use super::mojibake;

/// Bytes looked at together; the compiler makes vector instructions of it.
const CHUNK: usize = 32;

/// The first byte from `from` on, a character boundary, of a character that may have to be cleaned.
pub(super) fn find(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if let Some(chunk) = bytes[at..].first_chunk::<CHUNK>()
            && is_calm(chunk)
        {
            at += CHUNK;
            continue;
        }
        let end = (at + CHUNK).min(bytes.len());
        while at < end {
            let byte = bytes[at];
            if byte.is_ascii() {
                if is_suspect_ascii(byte, bytes.get(at + 1)) {
                    return Some(at);
                }
                at += 1;
            } else {
                let mut rest = text[at..].chars();
                let character = rest.next().unwrap_or(' ');
                if is_suspect(character, rest.next()) {
                    return Some(at);
                }
                at += character.len_utf8();
            }
        }
    }
    None
}

/// Whether a run of bytes holds nothing but printing ASCII and no ampersand.
fn is_calm(chunk: &[u8; CHUNK]) -> bool {
    let odd = |byte: u8| !(0x20..0x7F).contains(&byte) | (byte == b'&');
    !chunk.iter().fold(false, |found, &byte| found | odd(byte))
}

fn is_suspect_ascii(byte: u8, next: Option<&u8>) -> bool {
    match byte {
        b'&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#'),
        b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => false,
        _ => byte.is_ascii_control(),
    }
}

fn is_suspect(character: char, next: Option<char>) -> bool {
    match character {
        // The typography of most newsrooms.
        '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' => false,
        '\u{c2}'..='\u{f4}' => next.is_some_and(mojibake::is_continuation),
        '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => false,
        _ => {
            folded(character).is_some()
                || canonical_combining_class(character) != 0
                || is_nfc_quick(std::iter::once(character)) != IsNormalized::Yes
        }
    }
}
