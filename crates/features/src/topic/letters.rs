//! Which characters make words, and when two of them are the same letter.

use std::collections::BTreeMap;

/// Characters that stand inside a phrase as white space does: hyphens, soft hyphen, en dash, minus.
const HYPHENS: [char; 6] = ['-', '\u{ad}', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2212}'];

/// Letters and digits.
pub(super) fn is_alphanumeric(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        character.is_alphanumeric() && !is_apostrophe(character)
    }
}

/// Straight, curly and modifier apostrophe.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2bc}')
}

/// What may always stand between two words of a phrase.
pub(super) fn is_gap(character: char) -> bool {
    character.is_whitespace() || HYPHENS.contains(&character)
}

/// Whether no word runs across this byte offset (a character boundary) of the text.
pub(super) fn is_word_boundary(text: &str, offset: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(offset) else { return false };
    let mut left = before.chars().rev();
    let mut right = after.chars();
    let (Some(last), Some(next)) = (left.next(), right.next()) else { return true };
    let joined = match (is_alphanumeric(last), is_alphanumeric(next)) {
        (true, true) => true,
        (true, false) => is_apostrophe(next) && right.next().is_some_and(is_alphanumeric),
        (false, true) => is_apostrophe(last) && left.next().is_some_and(is_alphanumeric),
        (false, false) => false,
    };
    !joined
}

/// The letter that stands for all its case forms. An ASCII letter stands for ASCII letters alone: the long s
/// and the Kelvin sign keep to themselves.
pub(super) fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    if is_apostrophe(character) {
        return '\'';
    }
    let upper = single(character.to_uppercase()).unwrap_or(character);
    let folded = single(upper.to_lowercase()).unwrap_or(upper);
    if folded.is_ascii() { character } else { folded }
}

/// For each folded letter outside ASCII that has several case forms, all of them.
pub(super) type CaseForms = BTreeMap<char, Vec<char>>;

/// Tries all letters, which takes about a millisecond.
pub(super) fn list_case_forms() -> CaseForms {
    /// Beyond the last letter that has case (Adlam, U+1E943).
    const END: u32 = 0x1_F000;
    let mut forms = CaseForms::new();
    for form in (0x80..END).filter_map(char::from_u32) {
        let folded = fold(form);
        if folded != form {
            forms.entry(folded).or_insert_with(|| vec![folded]).push(form);
        }
    }
    forms
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}
