//! *According to*, nouns of attribution, adjectives of attitude.

use std::ops::Range;

use super::super::{
    noun_phrase::{noun_phrase_end, noun_phrase_start},
    subject::subject_before,
    tags::Tags,
};
use super::{Content, Manner, Rules};

/// Between a possessor and the noun stand at most so many words.
const LONGEST_ATTRIBUTE: usize = 4;

impl Rules<'_> {
    /// *The order is weak, according to Roe.* and *According to Roe, the order is weak.*
    pub(super) fn according_to(&mut self, at: usize) {
        if !self.is(at + 1, Tags::TO_WORD) {
            return;
        }
        let source = at + 2..noun_phrase_end(self.nodes, at + 2);
        if source.is_empty() {
            return;
        }
        let cue = at..at + 2;
        let leads = at == 0 || at == 1 && self.is(0, Tags::COORDINATOR | Tags::ADVERB);
        let content = if leads {
            let comma = (source.end..self.nodes.len()).find(|&at| self.is_sign(at, b','));
            let Some(comma) = comma else { return };
            comma + 1..self.content_end(comma + 1)
        } else {
            let end = if self.is_sign(at - 1, b',') { at - 1 } else { at };
            // *The clerk, according to the ministry, was told.*
            let goes_on = self.is_sign(source.end, b',') && !self.has_finite_verb(0..end);
            0..if goes_on { self.content_end(source.end + 1) } else { end }
        };
        if !content.is_empty() {
            self.main_subject = Some(source.clone());
            self.push(Content::Nodes(content), Some(&source), cue, Manner::Speech);
        }
    }

    /// *In their view the order is weak.*
    pub(super) fn in_the_view_of(&mut self, at: usize) {
        let (preposition, source, end) = if self.is(at + 1, Tags::OF) {
            // *in the view of the clerk*
            let end = noun_phrase_end(self.nodes, at + 2);
            (at.checked_sub(2), at + 2..end, end)
        } else {
            let Some(source) = self.possessor(at) else { return };
            (source.start.checked_sub(1), source, at + 1)
        };
        let Some(preposition) = preposition.filter(|&at| self.is(at, Tags::PREPOSITION)) else {
            return;
        };
        if source.is_empty() {
            return;
        }
        let next = if self.is_sign(end, b',') { end + 1 } else { end };
        let content =
            if next < self.last() { next..self.content_end(next) } else { 0..preposition };
        if self.has_finite_verb(content.clone()) {
            self.push(Content::Nodes(content), Some(&source), preposition..at + 1, Manner::View);
        }
    }

    /// Whose the noun at `at` is: *her*, *the senator's*, with at most some adjectives between.
    fn possessor(&self, at: usize) -> Option<Range<usize>> {
        let floor = at.saturating_sub(LONGEST_ATTRIBUTE);
        for mark in (floor..at).rev() {
            let node = &self.nodes[mark];
            if node.is(Tags::POSSESSIVE) {
                return Some(mark..mark + 1);
            }
            if node.is(Tags::CONTRACTION) && !node.is(Tags::AUXILIARY) {
                let start = noun_phrase_start(self.nodes, mark, 0);
                let inner = (start..mark)
                    .rev()
                    .find(|&at| self.is(at, Tags::PREPOSITION) && !self.is(at, Tags::OF));
                let start = inner.map_or(start, |preposition| preposition + 1);
                return (start < mark).then_some(start..mark);
            }
            if !node.is_word() || node.is(Tags::PREPOSITION | Tags::AUXILIARY | Tags::COORDINATOR) {
                return None;
            }
        }
        None
    }

    /// *her claim that it is late*, *his plan to go*, *their concerns about the order*.
    pub(super) fn cue_noun(&mut self, at: usize) {
        let next = at + 1;
        let about = Tags::ABOUT | Tags::ON | Tags::OVER | Tags::AGAINST | Tags::FOR | Tags::OF;
        let takes = self.is(next, Tags::THAT | Tags::TO_WORD);
        let takes_phrase = self.is(next, about) && self.is(next, Tags::PREPOSITION);
        if !(takes || takes_phrase) {
            return;
        }
        let Some(source) = self.possessor(at) else { return };
        let start = next + usize::from(takes_phrase);
        let content = start..self.phrase_content_end(start);
        if !content.is_empty() {
            self.push(Content::Nodes(content), Some(&source), at..start, Manner::Attitude);
        }
    }

    /// *She is confident that it will do*; says whether there was something of the kind.
    pub(super) fn attitude(&mut self, at: usize) -> bool {
        let next = at + 1;
        let mut be = at;
        while be > 0 && self.is(be - 1, Tags::ADVERB | Tags::NOT) {
            be -= 1;
        }
        if be == 0 || !self.is(be - 1, Tags::BE | Tags::CONTRACTION) {
            return false;
        }
        let mut first = be - 1;
        while first > 0 && self.is(first - 1, Tags::AUXILIARY | Tags::ADVERB) {
            first -= 1;
        }
        let about = Tags::ABOUT | Tags::OF | Tags::ON | Tags::WITH;
        let clause = self.is(next, Tags::SUBJECT_PRONOUN | Tags::DETERMINER);
        let start = if self.is(next, Tags::THAT | Tags::TO_WORD) || clause {
            next
        } else if self.is(next, about) && self.is(next, Tags::PREPOSITION) {
            next + 1
        } else {
            return false;
        };
        let Some(source) = subject_before(self.nodes, first, 0) else { return false };
        let content = start..self.phrase_content_end(start);
        if content.is_empty() {
            return false;
        }
        self.note_subject(source.clone());
        self.push(Content::Nodes(content), Some(&source), first..at + 1, Manner::View);
        true
    }
}
