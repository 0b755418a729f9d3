//! Cells that spreadsheets take for text.

use std::borrow::Cow;

/// A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
const APOSTROPHE: char = '\'';

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one, and before apostrophes
/// that stand before such a beginning, so that [`unprotect_cell`] undoes it.
#[must_use]
pub fn protect_cell(text: &str) -> Cow<'_, str> {
    if is_marked(text) { Cow::Owned(format!("{APOSTROPHE}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`protect_cell`] was given, also where a spreadsheet has swallowed the apostrophe.
#[must_use]
pub fn unprotect_cell(cell: &str) -> &str {
    cell.strip_prefix(APOSTROPHE).filter(|rest| is_marked(rest)).unwrap_or(cell)
}

fn is_marked(text: &str) -> bool {
    text.trim_start_matches(APOSTROPHE).starts_with(FORMULA_STARTS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_begins_like_a_formula_is_changed() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("@here", "'@here"),
            ("'-5 degrees", "''-5 degrees"),
            ("'Tis so", "'Tis so"),
            ("No = no", "No = no"),
            ("", ""),
            ("Quarry Post", "Quarry Post"),
            ("a=b", "a=b"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("-dQw4", "'-dQw4"),
            ("@post", "'@post"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'t Nieuws", "'t Nieuws"),
        ] {
            assert_eq!(protect_cell(text), expected);
            assert_eq!(unprotect_cell(expected), text);
        }
        assert_eq!(unprotect_cell("=1+1"), "=1+1");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "['=+@a\t-]{0,4}.*") {
            let cell = protect_cell(&text);
            prop_assert!(!cell.starts_with(FORMULA_STARTS));
            prop_assert_eq!(unprotect_cell(&cell), text.as_str());
        }
    }
}
