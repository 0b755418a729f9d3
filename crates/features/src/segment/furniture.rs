//! Cues that tell captions and page furniture from sentences.

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, StartKind};

use super::cue::{Cue, Place};
use super::mark::head;
use super::prefixes::Prefixes;
use super::starts::Starts;
use super::unit::UnitKind;
use crate::word_list::entries;

/// The shipped cues; the syntax is in the head of the file.
const CUES: &str = include_str!("../../data/furniture.txt");
/// Cues are looked for in so many bytes: blocks that are longer are judged by their sentences.
const LONGEST_LOOK: usize = 1000;
/// A line of more bytes than this is no page furniture that interrupts a paragraph.
const LONGEST_LINE: usize = 60;

/// What the cues say of a block or sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Caption or boilerplate; a caption where both are found.
    pub(super) kind: Option<UnitKind>,
    /// A caption if it stands beside one.
    pub(super) beside: bool,
    /// Whether a cue that may stand inside a text was met at all, in its place or not.
    inner: bool,
}

impl Found {
    fn add(&mut self, cue: &Cue) {
        if cue.place == Place::Beside {
            self.beside = true;
        } else if self.kind != Some(UnitKind::Caption) {
            self.kind = Some(cue.kind);
        }
    }
}

/// The loaded cues.
#[derive(Debug, Clone)]
pub(super) struct Furniture {
    /// Cues that are a block.
    whole: Leading,
    /// Cues that stand at the start of a text.
    leading: Leading,
    /// Cues that may stand anywhere in it.
    inner: Cues,
    /// Where those may start.
    starts: Starts,
}

impl Furniture {
    pub(super) fn shipped() -> Self {
        let cues = lines().filter_map(Cue::parse);
        let (leading, inner): (Vec<_>, _) = cues.partition(|cue| cue.place.leads());
        let (whole, leading) = leading.into_iter().partition(|cue| cue.place == Place::Whole);
        Self {
            whole: Leading::new(whole),
            leading: Leading::new(leading),
            starts: Starts::new(inner.iter().map(Cue::first_piece)),
            inner: Cues::new(inner),
        }
    }

    /// What the cues in a block say.
    pub(super) fn cues(&self, block: &str) -> Found {
        let text = head(block, LONGEST_LOOK);
        let mut found = Found { inner: text.len() < block.len(), ..Found::default() };
        self.look_inside(text, &mut found);
        self.leading.look_at_start(text, &mut found);
        if found.kind.is_none() {
            self.whole.look_at_start(text, &mut found);
        }
        found
    }

    /// Whether a line of a paragraph is furniture by itself, and not the last word of a wrapped sentence.
    pub(super) fn is_line(&self, line: &str) -> bool {
        if line.len() > LONGEST_LINE
            || !line.starts_with(char::is_uppercase)
            || line.ends_with(['.', ',', '?', '!', '”', '"'])
        {
            return false;
        }
        let mut found = Found::default();
        self.whole.look_at_start(line, &mut found);
        found.kind == Some(UnitKind::Boilerplate)
    }

    /// What the cues in a sentence say, given those in its block.
    pub(super) fn cues_within(&self, sentence: &str, block: Found) -> Found {
        let text = head(sentence, LONGEST_LOOK);
        let mut found = Found::default();
        if block.inner {
            self.look_inside(text, &mut found);
        }
        self.leading.look_at_start(text, &mut found);
        found
    }

    /// Adds what the cues say that may stand anywhere in a text.
    fn look_inside(&self, text: &str, found: &mut Found) {
        self.starts.each(text, |at| found.inner |= self.inner.look_at(text, at, found));
    }
}

/// Cues of the start of a text, and so of its first word or of signs before it.
#[derive(Debug, Clone)]
struct Leading {
    at_word: Cues,
    at_signs: Cues,
}

impl Leading {
    fn new(list: Vec<Cue>) -> Self {
        let (at_word, at_signs) =
            list.into_iter().partition(|cue| cue.first_piece().starts_with(char::is_alphanumeric));
        Self { at_word: Cues::new(at_word), at_signs: Cues::new(at_signs) }
    }

    fn look_at_start(&self, text: &str, found: &mut Found) {
        let first = text.find(char::is_alphanumeric).unwrap_or(text.len());
        self.at_word.look_at(text, first, found);
        for (at, _) in text[..first].char_indices() {
            self.at_signs.look_at(text, at, found);
        }
    }
}

/// Cues, and what finds them.
#[derive(Debug, Clone)]
struct Cues {
    list: Vec<Cue>,
    /// Finds the first pieces of the cues, in the order of `list`; `None` without cues.
    finder: Option<AhoCorasick>,
    prefixes: Prefixes,
}

impl Cues {
    fn new(list: Vec<Cue>) -> Self {
        let finder = AhoCorasick::builder()
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(list.iter().map(Cue::first_piece))
            .ok();
        let prefixes = Prefixes::new(list.iter().map(Cue::first_piece));
        Self { list, finder, prefixes }
    }

    /// Adds what the cues say whose first pieces start at byte `at` of a text; says whether there are any.
    fn look_at(&self, text: &str, at: usize, found: &mut Found) -> bool {
        let Some(finder) = &self.finder else { return false };
        if !self.prefixes.may_start(&text.as_bytes()[at..]) {
            return false;
        }
        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
        let mut state = OverlappingState::start();
        let mut met = false;
        while finder.try_find_overlapping(input.clone(), &mut state).is_ok()
            && let Some(hit) = state.get_match()
        {
            met = true;
            let cue = &self.list[hit.pattern()];
            if cue.holds(text, hit.start(), hit.end()) {
                found.add(cue);
            }
        }
        met
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    entries(CUES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_cue_file_is_read() {
        for line in lines() {
            assert!(Cue::parse(line).is_some(), "not `kind place pattern`: {line}");
        }
        let shipped = Furniture::shipped();
        assert!(shipped.leading.at_word.finder.is_some() && shipped.inner.finder.is_some());
    }
}
