//! Cells that spreadsheets take for text.

/// A cell that begins with one of these is a formula to a spreadsheet.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
const APOSTROPHE: char = '\'';

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one, and before apostrophes
/// that stand before such a beginning, so that [`unprotect_cell`] undoes it.
#[must_use]
pub fn protect_cell(text: &str) -> String {
    if is_marked(text) { format!("{APOSTROPHE}{text}") } else { text.to_owned() }
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
            prop_assert_eq!(unprotect_cell(&cell), text);
        }
    }
}
