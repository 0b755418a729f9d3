//! UTF-8 that was read as Windows-1252 or as Latin-1, once or several times.

use super::character::{Character, source};

/// What Windows-1252 has at 80 to 9F; a blank where it has nothing.
const WINDOWS: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// What a byte is in Windows-1252 that was kept as a control character.
pub(super) fn windows(control: char) -> Option<char> {
    let at = (control as usize).checked_sub(0x80)?;
    WINDOWS.get(at).copied().filter(|&character| character != ' ')
}

/// The byte that a character was read from, where it is none of ASCII.
fn byte(character: char) -> Option<u8> {
    match character as u32 {
        code @ 0x80..=0xFF => Some(code as u8),
        _ => WINDOWS.iter().position(|&other| other == character).map(|at| at as u8 + 0x80),
    }
}

/// Whether a character may be the second or a later byte of a sequence.
pub(super) fn is_continuation(character: char) -> bool {
    !character.is_ascii() && byte(character).is_some_and(|byte| (0x80..0xC0).contains(&byte))
}

/// Puts what was meant in the place of whole sequences, from left to right and from the inside out; says whether there
/// were any.
pub(super) fn repair(characters: &mut Vec<Character>) -> bool {
    let before = characters.len();
    let mut repaired: Vec<Character> = Vec::with_capacity(before);
    for character in characters.drain(..) {
        repaired.push(character);
        while let Some((length, value)) = sequence_at_end(&repaired) {
            let first = repaired.len() - length;
            let whole = source(&repaired[first..]);
            repaired.truncate(first);
            repaired.push(Character::of(value, &whole));
        }
    }
    *characters = repaired;
    characters.len() < before
}

/// The length of the sequence that ends with the last character, and what it means.
fn sequence_at_end(characters: &[Character]) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    for length in 1..=4.min(characters.len()) {
        let at = characters.len() - length;
        bytes[4 - length] = byte(characters[at].value)?;
        if bytes[4 - length] >= 0xC0 {
            let meant = std::str::from_utf8(&bytes[4 - length..]).ok()?.chars().next()?;
            let before = at.checked_sub(1).map(|before| characters[before].value);
            let written = [characters[at].value, characters[at + 1].value];
            return is_certain(before, written, meant).then_some((length, meant));
        }
    }
    None
}

/// Whether a sequence makes no sense as it is written, and good sense as it is meant.
fn is_certain(before: Option<char>, [lead, next]: [char; 2], meant: char) -> bool {
    // A capital of Portuguese or the Nordic languages may end a word before a quotation mark, a dash or a blank.
    let plain_mark = matches!(
        next,
        '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '‹' | '›' | '«' | '»' | '\u{a0}'
    );
    let after_lower = before.is_some_and(char::is_lowercase);
    let after_upper = before.is_some_and(char::is_uppercase);
    match lead {
        'Â' => !(plain_mark && after_upper),
        'Ã' | 'Ä' | 'Å' => !plain_mark || after_lower,
        'È' => matches!(meant, '\u{218}'..='\u{21b}') && !plain_mark,
        'â' => {
            let punctuation = matches!(meant, '\u{200b}'..='\u{2060}');
            punctuation || matches!(meant, '€' | '™' | '✓'..='✘')
        }
        'ï' => matches!(meant, '\u{feff}' | '\u{fffd}'),
        'ð' => matches!(meant, '\u{1f000}'..='\u{1faff}'),
        _ => false,
    }
}
