//! Verbs with an infinitive, a noun phrase or a preposition: what somebody wants, judges, talks about.

use std::ops::Range;

use super::super::{
    noun_phrase::{noun_phrase_end, noun_phrase_start},
    tags::Tags,
    token::Shape,
    verb_group::{Mood, VerbGroup, is_finite_verb},
};
use super::{Content, Rules};

impl Rules<'_> {
    pub(super) fn judgement(&mut self, group: VerbGroup, source: Option<&Range<usize>>) {
        let frames = self.nodes[group.verb].tags;
        let mut cue = group.first..group.verb + 1;
        let next = group.verb + 1;
        if group.mood == Mood::Passive {
            self.passive(group);
            return;
        }
        if source.is_none() {
            return;
        }
        let object = self.skip_person(next, frames);
        let takes_person = frames.any(Tags::PERSON_FIRST);
        let takes_object =
            frames.any(Tags::OBJECT | Tags::AS) || takes_person && frames.any(Tags::FOR | Tags::OF);
        let (start, content_end) =
            if (frames.any(Tags::TO) || takes_person) && self.is(object, Tags::TO_WORD) {
                // Who wants somebody to do something wants the whole of it; who asks speaks to somebody.
                let start = if frames.any(Tags::TO) { next } else { object };
                (start, self.phrase_content_end(object))
            } else if frames.any(Tags::GERUND) && self.is(next, Tags::ING)
                || takes_object && self.opens_object(next)
            {
                (next, self.phrase_content_end(next))
            } else if let Some(start) = self.preposition_object(next, frames) {
                cue.end = start;
                (start, self.phrase_content_end(start))
            } else {
                return;
            };
        if start < content_end {
            let content = Content::Nodes(start..content_end);
            self.push(content, source, cue, self.manner_of(group.verb));
        }
    }

    /// Behind the preposition that a verb takes, where it stands at `at`.
    pub(super) fn preposition_object(&self, at: usize, frames: Tags) -> Option<usize> {
        let at = at + usize::from(self.is(at, Tags::ADVERB) && !self.is(at, Tags::PREPOSITION));
        let node = self.nodes.get(at)?;
        let fits = node.is(Tags::PREPOSITION | Tags::TO_WORD)
            && node.is(frames.and(Tags::PREPOSITION_FRAMES));
        (fits && at + 1 < self.nodes.len()).then_some(at + 1)
    }

    fn opens_object(&self, at: usize) -> bool {
        let Some(node) = self.nodes.get(at) else { return false };
        matches!(node.shape, Shape::Quotation(_))
            || node.is_word()
                && !node.is(Tags::COORDINATOR | Tags::AUXILIARY | Tags::BY | Tags::TO_WORD)
                && (!node.is(Tags::PREPOSITION | Tags::SUBORDINATOR | Tags::ADVERB | Tags::TIME)
                    || node.is(Tags::DETERMINER))
    }

    /// *Criticized by voters*, and without saying by whom: *was accused of lying*, *is expected to win*.
    fn passive(&mut self, group: VerbGroup) {
        let next = group.verb + 1;
        let manner = self.manner_of(group.verb);
        if self.is(next, Tags::BY) {
            let end = noun_phrase_end(self.nodes, next + 1);
            let start = noun_phrase_start(self.nodes, group.first, 0);
            if end > next + 1 && start < group.first {
                let source = next + 1..end;
                let content = Content::Nodes(start..group.first);
                self.main_subject = Some(source.clone());
                self.push(content, Some(&source), group.first..next + 1, manner);
            }
            return;
        }
        let frames = self.nodes[group.verb].tags;
        let clause = frames.any(Tags::CLAUSE) && self.is(next, Tags::THAT);
        let infinitive = frames.any(Tags::TO | Tags::PERSON_FIRST) && self.is(next, Tags::TO_WORD);
        let of =
            frames.any(Tags::PERSON_FIRST).then(|| self.preposition_object(next, frames)).flatten();
        let as_word = frames.any(Tags::AS) && self.is(next, Tags::AS);
        let start = if clause || infinitive || as_word { Some(next) } else { of };
        if let Some(start) = start.filter(|_| group.first < group.verb) {
            let content = Content::Nodes(start..self.phrase_content_end(start));
            self.push(content, None, group.first..group.verb + 1, manner);
        }
    }

    /// Where a phrase of content ends: like a clause, but also at commas and before adjuncts of time.
    pub(super) fn phrase_content_end(&self, start: usize) -> usize {
        let end = self.content_end(start);
        (start + 1..end)
            .find(|&at| {
                let node = &self.nodes[at];
                if node.is(Tags::COORDINATOR) && self.is(at + 1, Tags::SUBJECT_PRONOUN) {
                    return true;
                }
                let says = node.is(Tags::QUOTE) && node.is(Tags::PAST | Tags::THIRD);
                if says && is_finite_verb(self.nodes, at) {
                    return true;
                }
                node.is_sign(b',') && !self.is(at + 1, Tags::COORDINATOR)
                    || node.is_sign(b'-')
                    || node.is(Tags::SUBORDINATOR)
                        && !node.is(Tags::PREPOSITION | Tags::THAT | Tags::WH)
            })
            .unwrap_or(end)
    }
}
