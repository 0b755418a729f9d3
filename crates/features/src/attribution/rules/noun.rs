//! *According to*, nouns of attribution, adjectives of attitude.

use super::super::{
    phrase::{noun_phrase_end, noun_phrase_start, subject_before},
    tags::Tags,
};
use super::{Content, Manner, Rules};

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
            self.push(Content::Nodes(content), Some(&source), cue, Manner::Speech);
        }
    }

    /// *In their view the order is weak.*
    pub(super) fn in_the_view_of(&mut self, at: usize) {
        let start = noun_phrase_start(self.nodes, at + 1, 0);
        let mark = (start..at).rev().find(|&at| {
            self.is(at, Tags::POSSESSIVE)
                || self.is(at, Tags::CONTRACTION) && !self.is(at, Tags::AUXILIARY)
        });
        let Some(mark) = mark else { return };
        let source = if self.is(mark, Tags::POSSESSIVE) { mark..mark + 1 } else { start..mark };
        let led = start
            .checked_sub(1)
            .is_some_and(|before| self.is(before, Tags::IN | Tags::PREPOSITION));
        if !led || source.is_empty() {
            return;
        }
        let next = if self.is_sign(at + 1, b',') { at + 2 } else { at + 1 };
        let content = if next < self.last() { next..self.content_end(next) } else { 0..start - 1 };
        if self.has_finite_verb(content.clone()) {
            self.push(Content::Nodes(content), Some(&source), start - 1..at + 1, Manner::View);
        }
    }

    /// *her claim that it is late*, *his plan to go*.
    pub(super) fn cue_noun(&mut self, at: usize) {
        let Some(before) = at.checked_sub(1) else { return };
        let next = at + 1;
        if !(self.is(next, Tags::THAT) || self.is(next, Tags::TO_WORD)) {
            return;
        }
        let phrase = noun_phrase_start(self.nodes, at + 1, 0);
        let source = (phrase..=before).rev().find(|&at| {
            self.is(at, Tags::POSSESSIVE)
                || self.is(at, Tags::CONTRACTION) && !self.is(at, Tags::AUXILIARY)
        });
        let Some(mark) = source else { return };
        let source = if self.is(mark, Tags::POSSESSIVE) { mark..mark + 1 } else { phrase..mark };
        if source.is_empty() {
            return;
        }
        let content = next..self.phrase_content_end(next);
        self.push(Content::Nodes(content), Some(&source), at..at + 1, Manner::Attitude);
    }

    /// *She is confident that it will do.*
    pub(super) fn attitude(&mut self, at: usize) {
        let next = at + 1;
        let mut be = at;
        while be > 0 && self.is(be - 1, Tags::ADVERB | Tags::NOT) {
            be -= 1;
        }
        if be == 0 || !self.is(be - 1, Tags::BE | Tags::CONTRACTION) {
            return;
        }
        let mut first = be - 1;
        while first > 0 && self.is(first - 1, Tags::AUXILIARY | Tags::ADVERB) {
            first -= 1;
        }
        let Some(source) = subject_before(self.nodes, first, 0) else { return };
        if self.is(next, Tags::THAT | Tags::TO_WORD) {
            let content = next..self.phrase_content_end(next);
            self.push(Content::Nodes(content), Some(&source), first..at + 1, Manner::View);
        }
    }
}
