//! Names that a model must not see.

use std::borrow::Cow;

use crate::whole_words::WholeWords;

/// What stands in the place of every masked name; no word of English.
const PLACEHOLDER: &str = "Xname";

/// Hides the names that a codebook masks, so that no score can depend on them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mask {
    names: Option<WholeWords>,
}

impl Mask {
    /// A mask of these names as they are written and in capitals. The error says what is wrong with the list.
    pub(crate) fn new(names: &[String]) -> Result<Self, String> {
        if names.iter().any(|name| name.trim().is_empty()) {
            return Err("found an empty name, expected something to mask".to_owned());
        }
        let mut all: Vec<String> =
            names.iter().flat_map(|name| [name.clone(), name.to_uppercase()]).collect();
        all.sort();
        all.dedup();
        let names = WholeWords::new(all.iter().map(String::as_str))?;
        Ok(Self { names: (!all.is_empty()).then_some(names) })
    }

    /// The text as the model sees it.
    pub(crate) fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(names) = &self.names else { return Cow::Borrowed(text) };
        // A soft hyphen or an entity in a name must not let it through.
        let text = match features::clean(text).into_text() {
            Cow::Borrowed(text) => with_plain_joints(text),
            Cow::Owned(text) => Cow::Owned(with_plain_joints(&text).into_owned()),
        };
        let mut masked = String::new();
        let mut copied = 0;
        for (_, place) in names.find(&text) {
            masked.push_str(&text[copied..place.start]);
            masked.push_str(PLACEHOLDER);
            // What a name such as `D-` was tied to stays a word of its own.
            if text[place.end..].starts_with(char::is_alphanumeric) {
                masked.push(' ');
            }
            copied = place.end;
        }
        if copied == 0 {
            return text;
        }
        masked.push_str(&text[copied..]);
        Cow::Owned(masked)
    }
}

/// The text with hyphens and blanks as names are written in codebooks.
fn with_plain_joints(text: &str) -> Cow<'_, str> {
    let is_hyphen = |c: char| matches!(c, '\u{2010}'..='\u{2013}');
    let is_blank = |c: char| matches!(c, '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}');
    if text.is_ascii() || !text.contains(|c| is_hyphen(c) || is_blank(c)) {
        return Cow::Borrowed(text);
    }
    let even = |c: char| match c {
        c if is_hyphen(c) => '-',
        c if is_blank(c) => ' ',
        c => c,
    };
    Cow::Owned(text.chars().map(even).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hidden_as_whole_words() {
        let names = ["Ash", "Jo Ash", "Democrat", "D-"].map(ToOwned::to_owned);
        let mask = Mask::new(&names).unwrap();
        assert_eq!(
            mask.apply("Jo Ash (D-Ohio) and ASH's aide"),
            "Xname (Xname Ohio) and Xname's aide"
        );
        assert_eq!(mask.apply("(D\u{2013}Ohio) Jo\u{a0}Ash"), "(Xname Ohio) Xname");
        assert_eq!(mask.apply("Banjo Ash"), "Banjo Xname");
        assert_eq!(mask.apply("Jo&nbsp;A\u{ad}sh"), "Xname");
        assert_eq!(mask.apply("BANJO ASH"), "BANJO Xname");
        assert_eq!(mask.apply("Ashes of a Democratic ash"), "Ashes of a Democratic ash");
        assert_eq!(Mask::default().apply("Ash"), "Ash");
        assert!(Mask::new(&[" ".to_owned()]).is_err());
    }
}
