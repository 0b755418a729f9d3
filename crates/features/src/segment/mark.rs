//! Classes of characters around a stop.

/// Whether a character closes what a sentence opened: the stop may stand before it.
pub(super) fn closes(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}')
}

/// Whether a character can only close, so that it belongs to what stands before a space.
pub(super) fn only_closes(character: char) -> bool {
    matches!(character, '”' | ')' | ']' | '}')
}

/// Whether a character opens a sentence before its first word.
pub(super) fn opens(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '’' | '«' | '(' | '[' | '{' | '¿' | '¡' | '_' | '*'
    )
}

/// Whether a character is a quotation mark.
pub(super) fn quotes(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»')
}

/// Whether a character is a quotation mark of speech, and no apostrophe.
pub(super) fn quotes_speech(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '«' | '»')
}

/// Whether a character is a dash between phrases.
pub(super) fn dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '―')
}

/// Whether a character marks a list item.
pub(super) fn bullet(character: char) -> bool {
    matches!(character, '•' | '⁃' | '‣' | '▪' | '●' | '◦' | '■' | '►')
}

/// The last letters and digits of a text's lead, at most `limit` bytes back, on a character boundary.
pub(super) fn tail(text: &str, limit: usize) -> &str {
    let mut start = text.len().saturating_sub(limit);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The start of a text, at most `limit` bytes, on a character boundary.
pub(super) fn head(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
