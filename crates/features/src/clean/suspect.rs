//! Where a text may need cleaning.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::fold::folded;
use super::mojibake;

/// The first byte from `from` on, a character boundary, of a character that may have to be cleaned.
pub(super) fn find(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += calm_length(&bytes[at..]);
        let byte = *bytes.get(at)?;
        if byte.is_ascii() {
            if is_suspect_ascii(byte, bytes.get(at + 1)) {
                return Some(at);
            }
            at += 1;
        } else if bytes[at..].starts_with(b"\xe2\x80") && matches!(bytes[at + 2], 0x93..=0xA6) {
            // The typography of most newsrooms: “ ” ‘ ’ – — … •
            at += 3;
        } else {
            let mut rest = text[at..].chars();
            let character = rest.next()?;
            if is_suspect(character, rest.next()) {
                return Some(at);
            }
            at += character.len_utf8();
        }
    }
}

/// How many bytes a text starts with that are printing ASCII and no ampersand; maybe less, before the end.
fn calm_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let mut length = 0;
    for word in bytes.as_chunks::<8>().0 {
        // Eight bytes at once: the high bit of a byte is set where it is odd, exactly so up to the first one.
        let word = u64::from_le_bytes(*word);
        let ampersand = word ^ (u64::from(b'&') * ONES);
        let controls = word.wrapping_sub(0x20 * ONES) | word.wrapping_add(ONES);
        let odd = (word | controls | ampersand.wrapping_sub(ONES)) & HIGH;
        if odd != 0 {
            return length + odd.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + bytes[length..].iter().take_while(|&&b| (0x20..0x7F).contains(&b) && b != b'&').count()
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
        '\u{c2}'..='\u{f4}' => next.is_some_and(mojibake::is_continuation),
        '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => false,
        _ => {
            folded(character).is_some()
                || canonical_combining_class(character) != 0
                || is_nfc_quick(std::iter::once(character)) != IsNormalized::Yes
        }
    }
}
