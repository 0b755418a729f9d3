//! Where in a text one of many phrases may start: a filter in front of an automaton.
//!
//! Nearly no word of a text begins a phrase. Telling so by a hash of its first bytes costs a fraction of walking
//! an automaton through all of them.

use super::prefixes::Prefixes;
use super::word_starts::word_starts;

/// The first words of phrases, in any case of ASCII.
#[derive(Debug, Clone)]
pub(super) struct Starts {
    /// Words that begin a phrase or stand behind a space in it.
    plain: Prefixes,
    /// Words behind a sign.
    signed: Prefixes,
    /// The bytes before those.
    signs: Vec<u8>,
    /// How far the phrases may start before their first words.
    leads: Vec<usize>,
}

impl Starts {
    /// Each phrase holds an ASCII letter.
    pub(super) fn new<'a>(phrases: impl Iterator<Item = &'a str>) -> Self {
        let parts = phrases.map(|phrase| {
            phrase.split_at(phrase.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(phrase.len()))
        });
        let parts: Vec<(&str, &str)> = parts.collect();
        let mut leads: Vec<usize> = parts.iter().map(|(lead, _)| lead.len()).collect();
        leads.sort_unstable();
        leads.dedup();
        let (plain, signed): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(lead, _)| lead.is_empty() || lead.ends_with(' '));
        let mut signs: Vec<u8> =
            signed.iter().filter_map(|(lead, _)| lead.bytes().last()).collect();
        signs.sort_unstable();
        signs.dedup();
        let words =
            |parts: Vec<(_, &'a str)>| Prefixes::new(parts.into_iter().map(|(_, words)| words));
        Self { plain: words(plain), signed: words(signed), signs, leads }
    }

    /// Calls `visit` with the bytes at which a phrase may start: all at which one does that no letter runs into, and
    /// few others. May call it with the same byte twice, and with one within a character.
    pub(super) fn each(&self, text: &str, mut visit: impl FnMut(usize)) {
        let bytes = text.as_bytes();
        word_starts(bytes, |at| {
            let behind_sign = at > 0 && self.signs.contains(&bytes[at - 1]);
            if self.plain.may_start(&bytes[at..])
                || (behind_sign && self.signed.may_start(&bytes[at..]))
            {
                self.leads.iter().filter_map(|lead| at.checked_sub(*lead)).for_each(&mut visit);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        Starts::new(phrases.iter().copied()).each(text, |at| found.push(at));
        found.retain(|&at| {
            phrases.iter().any(|phrase| text[at..].to_lowercase().starts_with(phrase))
        });
        found
    }

    #[test]
    fn phrases_are_found_wherever_they_start() {
        let phrases = ["follow us", "/ap", ", staff writer", "(photo by"];
        assert_eq!(found(&phrases, "Follow us. FOLLOW USED follow u"), [0, 11]);
        assert_eq!(found(&phrases, "Roe/AP"), [3]);
        assert_eq!(found(&phrases, "Jane Roe, Staff Writer"), [8]);
        let long = format!("{}(Photo by Roe) {}/AP", "é word ".repeat(30), "x".repeat(99));
        assert_eq!(found(&phrases, &long).len(), 2);
    }
}
