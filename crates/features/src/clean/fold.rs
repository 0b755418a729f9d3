//! Characters that are written in another way, or left out.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::character::{Character, source};
use super::mojibake::windows;

/// What a character is written as; `None` where it stays.
pub(super) fn folded(character: char) -> Option<&'static str> {
    Some(match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | ' '..='~' => return None,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{feff}' => "",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '０'..='９' => ascii(character as u32 - '０' as u32 + u32::from(b'0')),
        'Ａ'..='Ｚ' => ascii(character as u32 - 'Ａ' as u32 + u32::from(b'A')),
        'ａ'..='ｚ' => ascii(character as u32 - 'ａ' as u32 + u32::from(b'a')),
        '\u{80}'..='\u{9f}' => windows(character).map_or("", windows_text),
        _ if character.is_control() => "",
        _ => return None,
    })
}

/// The printing characters of ASCII, to cut one out of.
const PRINTING: &str = concat!(
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`",
    "abcdefghijklmnopqrstuvwxyz{|}~"
);

fn ascii(code: u32) -> &'static str {
    let at = code as usize - 0x20;
    &PRINTING[at..=at]
}

fn windows_text(character: char) -> &'static str {
    const TEXT: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    TEXT.find(character).map_or("", |at| &TEXT[at..at + character.len_utf8()])
}

/// Writes characters as [`folded`] says; says whether there were any.
pub(super) fn fold(characters: &mut Vec<Character>) -> bool {
    if !characters.iter().any(|character| folded(character.value).is_some()) {
        return false;
    }
    *characters = characters
        .iter()
        .flat_map(|character| {
            let same = folded(character.value).is_none().then_some(character.value);
            let others = folded(character.value).unwrap_or("").chars();
            same.into_iter().chain(others).map(|value| Character::of(value, &character.source()))
        })
        .collect();
    true
}

/// Composes letters and their marks (Unicode NFC); says whether there were any.
pub(super) fn compose(characters: &mut Vec<Character>) -> bool {
    if is_composed(characters) {
        return false;
    }
    let starts = |character: &Character| {
        canonical_combining_class(character.value) == 0
            && is_nfc_quick(std::iter::once(character.value)) != IsNormalized::Maybe
    };
    *characters = characters
        .chunk_by(|_, next| !starts(next))
        .flat_map(|cluster| {
            if is_composed(cluster) {
                return cluster.to_vec();
            }
            let whole = source(cluster);
            values(cluster).nfc().map(|value| Character::of(value, &whole)).collect()
        })
        .collect();
    true
}

fn is_composed(characters: &[Character]) -> bool {
    match is_nfc_quick(values(characters)) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => values(characters).nfc().eq(values(characters)),
    }
}

fn values(characters: &[Character]) -> impl Iterator<Item = char> + Clone {
    characters.iter().map(|character| character.value)
}
