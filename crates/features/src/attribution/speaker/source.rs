//! Source spans → the names, descriptions and pronouns in them.

use super::{
    classes::Classes,
    mention::{Mention, NameKind},
    parts::Part,
    resolving::Resolving,
    view::Tokens,
};
use crate::attribution::tags::Tags;

/// More tokens of a source are not looked at.
const LONGEST_SOURCE: u32 = 80;

impl Resolving<'_> {
    /// Those for whom a source stands.
    pub(super) fn source(&mut self, tokens: &Tokens) -> Vec<u32> {
        let span = self.trim(tokens);
        self.advance(span.start);
        let speakers = match span.len() {
            0 => return Vec::new(),
            _ if self.view.tags(span.start).any(Tags::RELATIVE) && span.len() == 1 => {
                self.antecedent(span.start)
            }
            1 if self.is_pronoun(span.start) => self.pronoun(span.start),
            _ => self.parts(&span),
        };
        self.spoke(&span, &speakers);
        speakers
    }

    fn is_pronoun(&self, at: u32) -> bool {
        self.view.word(at) != "US"
            && self.view.tags(at).any(Tags::SUBJECT_PRONOUN | Tags::OBJECT_PRONOUN)
            || matches!(&*self.view.lower(at), "both" | "his" | "their" | "its")
    }

    /// Without signs, `both` and `by` around it.
    fn trim(&self, tokens: &Tokens) -> Tokens {
        let view = self.view;
        let mut span = tokens.start..tokens.end.min(tokens.start + LONGEST_SOURCE);
        let sign = |at: u32| !view.is_word(at) && !view.is_sign(at, b'(');
        while !span.is_empty() && (sign(span.start) || view.is_sign(span.start, b'(')) {
            span.start += 1;
        }
        let closes = |at: u32| sign(at) && !view.is_sign(at, b')') || view.is_genitive(at);
        while !span.is_empty() && closes(span.end - 1) {
            span.end -= 1;
        }
        // The White House on Thursday.
        let timed = span.len() > 2
            && view.tags(span.end - 1).any(Tags::TIME)
            && view.word(span.end - 2) == "on";
        span.end -= 2 * u32::from(timed);
        // Both senators are those two; both Rubio and Van Hollen are these.
        let first = view.lower(span.start);
        let is_both = first == "both" && span.clone().any(|at| view.word(at) == "and");
        if span.len() > 1 && (is_both || matches!(&*first, "by" | "from" | "even" | "and" | "to")) {
            span.start += 1;
        }
        span
    }

    /// Those before *who*, *which*, *that*.
    fn antecedent(&mut self, at: u32) -> Vec<u32> {
        let view = self.view;
        let end = at - u32::from(at > 0 && view.is_sign(at - 1, b','));
        let index = self.mentions.partition_point(|mention| mention.name.start < at);
        let nearest = index.checked_sub(1).map(|index| &self.mentions[index]);
        if nearest.is_some_and(|mention| {
            (end..=at).contains(&mention.span.end) && mention.kind != NameKind::Body
        }) {
            return self.name(index - 1).into_iter().collect();
        }
        let sentence = self.sentence_start(at);
        let mut start = end;
        while start > sentence && end - start < 8 && self.in_phrase(start - 1) {
            start -= 1;
            if view.tags(start).any(Tags::DETERMINER | Tags::POSSESSIVE) {
                break;
            }
        }
        if start == end { Vec::new() } else { self.parts(&(start..end)) }
    }

    fn in_phrase(&self, at: u32) -> bool {
        let verb = self
            .view
            .tags(at)
            .any(Tags::FORMS | Tags::AUXILIARY | Tags::PREPOSITION | Tags::COORDINATOR)
            && !self
                .view
                .tags(at)
                .any(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::DETERMINER)
            && !self.view.classes(at).any(Classes::HEAD | Classes::MODIFIER);
        self.view.is_word(at) && !verb
    }

    /// The entities of the parts of a span.
    fn parts(&mut self, span: &Tokens) -> Vec<u32> {
        let parts = self.split(span);
        let mut entities = Vec::new();
        for part in parts {
            self.advance(match &part {
                Part::Name(mention) => self.mentions[*mention].name.start,
                Part::Phrase(phrase) => phrase.start,
            });
            let found = match part {
                Part::Name(mention) => self.name(mention).into_iter().collect(),
                Part::Phrase(phrase) if phrase.len() == 1 && self.is_pronoun(phrase.start) => {
                    self.pronoun(phrase.start)
                }
                Part::Phrase(phrase) => self.phrase(&phrase),
            };
            for entity in found {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
        }
        entities
    }

    /// The person or body of a name; a word with a capital that speaks is a person's name.
    fn name(&mut self, index: usize) -> Option<u32> {
        let mention: &Mention = &self.mentions[index];
        if mention.entity.is_some() {
            return mention.entity;
        }
        let mention = mention.clone();
        let entity = self.people.add_short(self.view, &mention);
        self.mentions[index].entity = Some(entity);
        Some(entity)
    }
}
