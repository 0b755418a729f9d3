//! Source spans → names and descriptions.

use super::{
    affiliation,
    classes::Classes,
    entity::Kind,
    mention::{Mention, NameKind},
    resolving::Resolving,
    view::Tokens,
};
use crate::attribution::tags::Tags;

/// A part of a source span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A name, by its mention.
    Name(usize),
    /// Anything else: a description, a body.
    Phrase(Tokens),
}

impl Resolving<'_> {
    /// Cuts a span into names and descriptions.
    pub(super) fn split(&self, span: &Tokens) -> Vec<Part> {
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
            let in_place = view.classes(behind + 1).any(Classes::PLACE);
            let is_plural = view.word(mention.name.start).ends_with('s');
            return begins
                && mention.entity.is_none()
                && mention.name.len() == 1
                && (is_plural || !in_place);
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
