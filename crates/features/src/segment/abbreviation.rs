//! Stops of abbreviations that may end a sentence: *U.S.*, *Inc.*, *D-Md.*

use super::next::Next;
use super::words::Words;

/// Whether a sentence ends at the stop behind `word`, the last one of `before`, where no word in lower case follows;
/// `bare` where the stop closes no bracket and no quotation.
pub(super) fn ends_sentence(
    before: &str,
    word: &str,
    bare: bool,
    next: &Next,
    words: &Words,
) -> bool {
    if next.dashed {
        return false;
    }
    let behind_town = before[..before.len() - word.len()].ends_with(", ");
    let placed = words.is_state(word) && (behind_town || behind_party(before, word));
    // Behind a single letter, what is quoted is a nickname.
    let speech = word.len() > 1 && next.is_speech();
    next.is_starter(words) || speech || (placed && bare && next.is_plain())
}

/// Whether the last word of a text is the state of a member of Congress, in any case: *R-FLA*.
pub(super) fn is_state_of_party(before: &str, word: &str, words: &Words) -> bool {
    words.is_state(word) && behind_party(before, word)
}

/// Whether the last word of a text stands behind a party: *D-Md*.
fn behind_party(before: &str, word: &str) -> bool {
    let lead = &before[..before.len() - word.len()];
    let Some(party) = lead.strip_suffix(['-', '–']) else { return false };
    let Some(start) = party.strip_suffix(['D', 'R', 'I', 'L']) else { return false };
    !start.ends_with(char::is_alphanumeric)
}
