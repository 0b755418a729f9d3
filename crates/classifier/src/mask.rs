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
        let mut masked = String::new();
        let mut copied = 0;
        for (_, place) in names.find(text) {
            masked.push_str(&text[copied..place.start]);
            masked.push_str(PLACEHOLDER);
            // What a name such as `D-` was tied to stays a word of its own.
            if text[place.end..].starts_with(char::is_alphanumeric) {
                masked.push(' ');
            }
            copied = place.end;
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(&text[copied..]);
        Cow::Owned(masked)
    }
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
        assert_eq!(mask.apply("Ashes of a Democratic ash"), "Ashes of a Democratic ash");
        assert_eq!(Mask::default().apply("Ash"), "Ash");
        assert!(Mask::new(&[" ".to_owned()]).is_err());
    }
}
