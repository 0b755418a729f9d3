//! Source spans → the names, descriptions and pronouns in them.

use super::{
    affiliation,
    classes::Classes,
    entity::Kind,
    mention::{Mention, NameKind},
    resolving::Resolving,
    view::Tokens,
};
use crate::attribution::tags::Tags;

/// More tokens of a source are not looked at.
const LONGEST_SOURCE: u32 = 80;

/// A part of a source span.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A name, by its mention.
    Name(usize),
    /// Anything else: a description, a body.
    Phrase(Tokens),
}

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
        if span.len() > 1
            && matches!(&*view.lower(span.start), "both" | "by" | "from" | "even" | "and" | "to")
        {
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
        if let Some(mention) = nearest {
            if mention.span.end >= end && mention.span.end <= at && mention.kind != NameKind::Body {
                return self.name(index - 1).into_iter().collect();
            }
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

    /// Cuts a span into names and descriptions.
    fn split(&self, span: &Tokens) -> Vec<Part> {
        let view = self.view;
        let mut parts: Vec<Part> = Vec::new();
        let mut at = span.start;
        let mut joined = true;
        while at < span.end {
            if !view.is_word(at) {
                at += 1;
                continue;
            }
            if is_and(&view.lower(at)) {
                joined = true;
                at += 1;
                continue;
            }
            let (part, end) = self.part(at, span.end);
            let replaces =
                !joined && matches!((parts.last(), &part), (Some(Part::Phrase(_)), Part::Name(_)));
            if replaces {
                // A spokeswoman, Jane Roe; the advisers, John Bolton and Dan Coats.
                parts.pop();
            }
            let listed =
                !joined && matches!((parts.last(), &part), (Some(Part::Name(_)), Part::Name(_)));
            if joined || replaces || listed || parts.is_empty() {
                parts.push(part);
            }
            joined = false;
            at = end.max(at + 1);
        }
        parts
    }

    /// The name or description at a token, and where it ends.
    fn part(&self, at: u32, end: u32) -> (Part, u32) {
        if let Some((index, mention)) = self.mention_at(at) {
            let is_body = mention.kind == NameKind::Body || self.is_place_or_group(mention);
            let behind = mention.span.end.max(mention.name.end);
            let genitive = mention.name.end < end && self.view.is_genitive(mention.name.end);
            if !is_body && !genitive && !self.goes_on(mention, end) {
                return (Part::Name(index), behind.min(end).max(at + 1));
            }
        }
        let stop = (at + 1..end).find(|&stop| self.ends_phrase(at, stop, end)).unwrap_or(end);
        let name = self.titled_name(at, stop);
        match name {
            Some((index, behind)) => (Part::Name(index), behind),
            None => (Part::Phrase(at..stop), stop),
        }
    }

    fn mention_at(&self, at: u32) -> Option<(usize, &Mention)> {
        let index = self.mentions.partition_point(|mention| mention.name.start < at);
        // The title of a mention may begin where the name does not.
        let index =
            (index.saturating_sub(1)..self.mentions.len().min(index + 1)).find(|&index| {
                let mention = &self.mentions[index];
                mention.span.start <= at && at < mention.name.end
            })?;
        Some((index, &self.mentions[index]))
    }

    /// Words with capitals that are known to be no persons.
    fn is_place_or_group(&self, mention: &Mention) -> bool {
        mention.entity.is_none()
            && mention.name.clone().any(|at| {
                let view = self.view;
                view.classes(at).any(Classes::NO_NAME)
                    || affiliation::party(view.word(at)).is_some()
                    || view.tags(at).any(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT)
            })
    }

    /// Whether a name is only the first word of a description: Trump aides, Warner spokeswoman Jane Roe.
    fn goes_on(&self, mention: &Mention, end: u32) -> bool {
        let view = self.view;
        let behind = mention.name.end;
        if behind >= end || mention.span.end != behind || !view.is_word(behind) {
            return false;
        }
        // Skeptics on the Hill, with its capital from its place; but Gus in Duluth.
        if view.tags(behind).any(Tags::PREPOSITION) {
            let begins = self.sentence_start(mention.name.start) == mention.name.start;
            return begins
                && mention.entity.is_none()
                && mention.name.len() == 1
                && !view.classes(behind + 1).any(Classes::PLACE);
        }
        let apart =
            Tags::RELATIVE | Tags::COORDINATOR | Tags::ADVERB | Tags::TIME | Tags::DETERMINER;
        !view.tags(behind).any(apart)
    }

    /// A name at the end of a phrase without a preposition before it: *the Virginia Democrat Mark Warner*, *his lawyer Jane Roe*.
    fn titled_name(&self, start: u32, stop: u32) -> Option<(usize, u32)> {
        let first = self.mentions.partition_point(|mention| mention.name.start < start);
        let index = (first..self.mentions.len())
            .take_while(|&index| self.mentions[index].name.start < stop)
            .last()?;
        let mention = &self.mentions[index];
        let is_person =
            mention.kind == NameKind::Person && !self.view.is_genitive(mention.name.end);
        let free = (start..mention.span.start).all(|at| {
            !self.view.tags(at).any(Tags::PREPOSITION)
                || self.view.classes(at).any(Classes::HEAD | Classes::MODIFIER)
        });
        let last = mention.name.end >= stop || mention.span.end >= stop;
        (is_person && free && last).then(|| (index, mention.span.end.max(stop)))
    }

    /// Whether a description that began before ends at a token.
    fn ends_phrase(&self, start: u32, at: u32, end: u32) -> bool {
        let view = self.view;
        if view.is_genitive(at) || view.is_sign(at, b'.') && view.touches(at) {
            return false;
        }
        if !view.is_word(at) {
            return true;
        }
        is_and(&view.lower(at)) && at + 1 < end && self.separates(start, at, end)
    }

    /// Whether `and` joins two speakers and not two words before one noun: *Justice and Homeland Security officials*.
    fn separates(&self, start: u32, and: u32, end: u32) -> bool {
        let view = self.view;
        let right = and + 1;
        if view.tags(right).any(Tags::DETERMINER | Tags::POSSESSIVE) || view.lower(right) == "other"
        {
            return true;
        }
        let noun = |at: u32| {
            view.tags(at).any(Tags::PERSON) && !view.is_capital(at)
                || view.classes(at).any(Classes::HEAD) && (!view.is_capital(at) || at == start)
                || affiliation::party(view.word(at)).is_some()
        };
        let is_person = |mention: &Mention| {
            let named = mention.entity.map(|entity| self.people.entities[entity as usize].kind);
            mention.kind == NameKind::Person || named == Some(Kind::Named)
        };
        if self.mention_at(right).is_some_and(|(_, mention)| is_person(mention)) {
            return true;
        }
        if noun(and - 1) {
            return !matches!(&*view.lower(and - 1), "former" | "chief");
        }
        let left_is_name =
            (start..and).all(|at| view.is_capital(at) || view.tags(at).any(Tags::DETERMINER));
        let right_noun = (right..end).any(noun);
        let of_body = view.classes(start).any(Classes::BODY)
            || view.classes(end - 1).any(Classes::BODY) && view.is_capital(and - 1);
        left_is_name && !right_noun && !of_body
    }
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "or" | "&" | "nor")
}
