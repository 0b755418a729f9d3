//! Texts that a spreadsheet must not take for a formula.

use std::borrow::Cow;

/// What stands before such a text. The import scripts take it off again.
const GUARD: char = '\'';
/// A spreadsheet reads a formula where a cell begins with one of these (OWASP, CSV injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as it is written: with one apostrophe more before what begins like a formula, be it behind apostrophes of its
/// own, so that taking one off gives every text back.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches(GUARD).starts_with(FORMULA_STARTS) {
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
            ("'=1", "''=1"),
            ("'t Nieuws", "'t Nieuws"),
        ] {
            assert_eq!(guarded(text), expected);
        }
    }
}
