//! Noun phrases that describe somebody: where they are, and what they say.

use super::{
    classes::Classes,
    entity::Kind,
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// A description.
pub(super) struct Description {
    /// The phrase without an article.
    pub(super) words: Tokens,
    /// The noun.
    pub(super) head: u32,
    pub(super) is_plural: bool,
    /// With `the`, `this`, `that`.
    pub(super) is_definite: bool,
    pub(super) kind: Kind,
}

/// Descriptions of persons that begin with an article, a number or a possessive: *the county clerk*, *two officials*.
pub(super) fn find(view: View<'_>) -> Vec<Tokens> {
    let mut phrases = Vec::new();
    for sentence in &view.layout.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let determined = view.tags(at).any(Tags::DETERMINER | Tags::POSSESSIVE);
            let head = determined.then(|| person_noun(view, at + 1, sentence.end)).flatten();
            match head {
                Some(head) => {
                    phrases.push(at..head + 1);
                    at = head + 1;
                }
                None => at += 1,
            }
        }
    }
    phrases
}

/// The last noun for a person among the next words, with no preposition, verb or name before it.
fn person_noun(view: View<'_>, start: u32, end: u32) -> Option<u32> {
    /// Longest description, in words.
    const LONGEST: u32 = 6;
    let stops =
        Tags::PREPOSITION | Tags::AUXILIARY | Tags::DETERMINER | Tags::RELATIVE | Tags::COORDINATOR;
    let inside = |at: &u32| {
        let classes = view.classes(*at);
        let is_name = view.is_capital(*at) && !classes.any(Classes::NO_NAME);
        let stop = view.tags(*at).any(stops) && !classes.any(Classes::MODIFIER);
        view.is_word(*at) && !is_name && !stop
    };
    let is_person = |at: &u32| view.classes(*at).any(Classes::HEAD) && !view.is_genitive(at + 1);
    (start..end.min(start + LONGEST)).take_while(inside).filter(is_person).last()
}

/// Reads a noun phrase.
pub(super) fn read(view: View<'_>, phrase: &Tokens) -> Option<Description> {
    let determiner = view.tags(phrase.start).any(Tags::DETERMINER | Tags::POSSESSIVE);
    let article = view.lower(phrase.start);
    let is_article =
        matches!(&*article, "the" | "a" | "an" | "this" | "that" | "these" | "those" | "both");
    let is_definite = matches!(&*article, "the" | "this" | "that" | "these" | "those" | "both");
    let words = phrase.start + u32::from(is_article && phrase.len() > 1)..phrase.end;
    let stop = words.clone().skip(1).find(|&at| {
        view.tags(at).any(Tags::PREPOSITION | Tags::RELATIVE | Tags::TO_WORD | Tags::COORDINATOR)
            && !view.classes(at).any(Classes::HEAD | Classes::MODIFIER)
            && !is_and_between(view, at, &words)
            || !view.is_word(at) && !view.is_genitive(at)
            || view.tags(at).any(Tags::ING)
                && !view.is_capital(at)
                && !view.classes(at).any(Classes::MODIFIER)
            || matches!(view.word(at), "familiar" | "close")
    });
    let stop = stop.unwrap_or(words.end);
    let noun = |at: u32| {
        view.tags(at).any(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT)
            || view.classes(at).any(Classes::HEAD | Classes::BODY | Classes::DOCUMENT)
    };
    let head = (words.start..stop).rev().find(|&at| noun(at)).or_else(|| stop.checked_sub(1))?;
    let head = if head < words.start { words.start } else { head };
    let number = determiner
        && !is_article
        && !matches!(&*article, "one" | "another" | "each" | "every" | "no");
    let kind = kind(view, &words, head);
    let is_plural = kind == Kind::Described
        && (is_plural(&view.lower(head))
            || (number && view.tags(phrase.start).any(Tags::DETERMINER) && article != "any"));
    Some(Description { words, head, is_plural, is_definite, kind })
}

/// White House *and* Treasury officials: the noun comes behind.
fn is_and_between(view: View<'_>, at: u32, words: &Tokens) -> bool {
    view.word(at) == "and" && at + 1 < words.end && !view.tags(at - 1).any(Tags::PERSON)
}

fn is_plural(head: &str) -> bool {
    const PLURALS: [&str; 10] =
        ["people", "staff", "others", "two", "three", "pair", "police", "both", "many", "some"];
    PLURALS.contains(&head)
        || head.ends_with("men")
        || head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us")
}

fn kind(view: View<'_>, words: &Tokens, head: u32) -> Kind {
    let (tags, classes) = (view.tags(head), view.classes(head));
    let proper = words.clone().any(|at| view.is_capital(at));
    match () {
        () if view.is_capital(head)
            && classes.any(Classes::ORGANISATION)
            && !classes.any(Classes::HEAD) =>
        {
            Kind::Body
        }
        () if classes.any(Classes::HEAD) || tags.any(Tags::PERSON) && !tags.any(Tags::GROUP) => {
            Kind::Described
        }
        () if classes.any(Classes::BODY) || tags.any(Tags::GROUP) => Kind::Body,
        () if classes.any(Classes::DOCUMENT) || tags.any(Tags::DOCUMENT) => Kind::Document,
        () if proper => Kind::Body,
        () => Kind::Described,
    }
}
