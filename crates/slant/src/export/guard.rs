//! Texts that a spreadsheet must not take for a formula.

use std::borrow::Cow;

/// What stands before such a text. The import scripts take it off again.
const GUARD: char = '\'';

/// The text as it is written: with an apostrophe before it where a spreadsheet would read a formula, and where it begins
/// with an apostrophe itself, so that taking one off gives every text back.
///
/// The first characters are those that OWASP lists for CSV injection.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    let is_read_as_formula =
        |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | GUARD);
    if text.starts_with(is_read_as_formula) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_formula_gets_an_apostrophe() {
        for (text, expected) in [
            ("Quarry Post", "Quarry Post"),
            ("", ""),
            ("a=b", "a=b"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("-dQw4", "'-dQw4"),
            ("@post", "'@post"),
            ("\t=1", "'\t=1"),
            ("'t Nieuws", "''t Nieuws"),
        ] {
            assert_eq!(guarded(text), expected);
            assert_eq!(expected.strip_prefix('\'').unwrap_or(expected), text);
        }
    }
}
