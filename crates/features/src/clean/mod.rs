//! Text as decoded → the text that sentences are split in and features are taken from, with a map back.
//!
//! The article's text stays as it is: cleaning is a view. It touches only what is certain:
//! [`entity`] HTML entities left in the text, [`mojibake`] UTF-8 that was read as Windows-1252 or Latin-1,
//! [`fold`] characters that print nothing, blanks, ligatures, full-width letters and decomposed
//! letters, [`hyphen`] words divided at line ends. [`suspect`] finds what may have to be cleaned, so that a text
//! with nothing to clean is only read once and borrowed.

mod character;
mod entity;
mod fold;
mod hyphen;
mod mojibake;
mod suspect;
mod view;

pub use view::CleanText;

use character::Character;
use view::Builder;

/// A word is cleaned until nothing changes (an entity may hold half of a mojibake), but no more often than this.
const MOST_ROUNDS: usize = 8;
/// So many bytes on either side of what has to be cleaned are looked at: what is longer is no word, and would take memory.
const MOST_WORD_BYTES: usize = 16 * 1024;

/// The text to split and to take features from.
///
/// Repaired are: HTML entities (`&amp;`, `&#8217;`, `&nbsp;`), UTF-8 read as Windows-1252 or Latin-1 where a whole sequence
/// decodes to punctuation, a symbol or a Latin letter (`â€™`, `Ã©`, also encoded twice; never `Ã` alone), and
/// words divided at a line end that also stand undivided in the text. Left out are soft hyphens, zero-width and
/// bidirectional controls, and other controls. Blanks of any width become a space, ligatures and full-width
/// letters plain ones, and letters are composed (Unicode NFC). Line breaks stay.
///
/// # Example
/// ```
/// let text = "Roe&nbsp;said: \u{200b}itâ€™s weak.";
/// let view = features::clean(text);
/// assert_eq!(view.as_str(), "Roe said: it’s weak.");
/// assert_eq!(&text[view.original(10..16)], "itâ€™s");
/// assert!(features::clean("It’s weak.").is_borrowed());
/// ```
#[must_use]
pub fn clean(text: &str) -> CleanText<'_> {
    let words = clean_words(text);
    match hyphen::divisions(words.as_str()) {
        divisions if divisions.is_empty() => words,
        divisions => words.without(&divisions),
    }
}

/// Whether a character prints nothing and is left out of every view.
pub(crate) fn is_left_out(character: char) -> bool {
    fold::folded(character) == Some("")
}

/// Cleans words one by one: nothing that is repaired spans an ASCII blank.
fn clean_words(text: &str) -> CleanText<'_> {
    let mut builder = Builder::new(text);
    let mut from = 0;
    while let Some(at) = suspect::find(text, from) {
        let bytes = text.as_bytes();
        let blank = |byte: &u8| byte.is_ascii_whitespace();
        let start = bytes[from..at].iter().rposition(blank).map_or(from, |found| from + found + 1);
        let reach = text.len().min(at + MOST_WORD_BYTES);
        let end = bytes[at..reach].iter().position(blank).map_or(reach, |found| at + found);
        let start = boundary_from(text, start.max(at.saturating_sub(MOST_WORD_BYTES)));
        let end = boundary_from(text, end);
        if let Some(word) = clean_word(&text[start..end]) {
            builder.replace(start..end, &word);
        }
        from = end;
    }
    builder.finish()
}

/// The first boundary of a character from `at` on.
fn boundary_from(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The characters of a word once it is cleaned; `None` where nothing is to be done.
fn clean_word(word: &str) -> Option<Vec<Character>> {
    let mut characters = character::read(word);
    for round in 0..MOST_ROUNDS {
        let steps = [entity::decode, mojibake::repair, fold::fold, fold::compose];
        // Every step runs, whether or not the one before it changed something.
        let changed = steps.iter().fold(false, |changed, step| step(&mut characters) | changed);
        if !changed {
            return (round > 0).then_some(characters);
        }
    }
    Some(characters)
}
