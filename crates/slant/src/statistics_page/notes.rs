//! Reasons and warnings of a table, each listed once under it and referred to by its number.

use std::collections::BTreeMap;

use serde::Serialize;

/// The notes under one table, in the order in which its rows first need them.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Notes<'a> {
    texts: Vec<&'a str>,
    #[serde(skip)]
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Notes<'a> {
    /// The number of a note, from 1.
    pub(super) fn number(&mut self, text: &'a str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len()
        })
    }

    /// The numbers of notes.
    pub(super) fn number_all(&mut self, texts: &'a [String]) -> Vec<usize> {
        texts.iter().map(|text| self.number(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_listed_once() {
        let mut notes = Notes::default();
        let numbers =
            ["few clusters", "few audited", "few clusters"].map(|text| notes.number(text));
        assert_eq!(numbers, [1, 2, 1]);
        assert_eq!(notes.texts, ["few clusters", "few audited"]);
    }
}
