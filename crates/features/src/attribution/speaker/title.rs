//! Titles before names, and titles as text.

use super::{
    affiliation,
    classes::Classes,
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// Longest title before a name, in tokens.
pub(super) const LONGEST_TITLE: u32 = 12;

/// The title that ends before a name: *former CIA Director*, *Director of National Intelligence*.
pub(super) fn before(view: View<'_>, name: u32, sentence: u32) -> Tokens {
    let mut start = name;
    let mut has_head = false;
    let limit = sentence.max(name.saturating_sub(LONGEST_TITLE));
    while start > limit {
        let at = start - 1;
        let is_head = is_head(view, at);
        let joins = match view.word(at) {
            "of" | "for" => joins_office(view, at, limit, has_head),
            "and" | "&" => !is_head && joins_names(view, at, limit),
            "." => false,
            _ => is_head || is_modifier(view, at, sentence),
        };
        if !joins || !view.same_line(at, start) {
            break;
        }
        has_head |= is_head;
        start = at;
    }
    while start < name && matches!(view.word(start), "and" | "&" | "of" | "for" | "the") {
        start += 1;
    }
    start..name
}

pub(super) fn is_head(view: View<'_>, at: u32) -> bool {
    view.classes(at).any(Classes::HEAD | Classes::COURTESY) || view.tags(at).any(Tags::HONORIFIC)
}

/// Director *of* National Intelligence: an office stands before, none behind.
fn joins_office(view: View<'_>, at: u32, limit: u32, has_head: bool) -> bool {
    let nearest = (limit..at).rev().take(3).find(|&before| view.classes(before).any(Classes::HEAD));
    !has_head && nearest.is_some()
}

/// Health *and* Human Services Secretary.
fn joins_names(view: View<'_>, at: u32, limit: u32) -> bool {
    at > limit
        && view.is_capital(at - 1)
        && view.is_capital(at + 1)
        && !is_head(view, at + 1)
        && view.classes(at - 1).any(Classes::NOT_NAME | Classes::ORGANISATION)
}

fn is_modifier(view: View<'_>, at: u32, sentence: u32) -> bool {
    let word = view.word(at);
    let classes = view.classes(at);
    if classes.any(Classes::MODIFIER) {
        return true;
    }
    if view.is_capital(at) {
        let grammar = Tags::DETERMINER
            | Tags::PREPOSITION
            | Tags::COORDINATOR
            | Tags::SUBORDINATOR
            | Tags::ADVERB
            | Tags::SUBJECT_PRONOUN
            | Tags::POSSESSIVE
            | Tags::WH;
        let verb = at == sentence && view.tags(at).any(Tags::FORMS) && classes == Classes::NONE;
        return !view.tags(at).any(grammar) && !verb;
    }
    word.starts_with("then-") || word.starts_with("ex-") || word.ends_with("-elect")
}

/// The words of a title as it is given: without article, party and courtesy; `None` where nothing is left.
pub(super) fn text<'a>(view: View<'a>, title: &Tokens) -> Option<&'a str> {
    let title = bare(view, title);
    title.clone().find(|&at| is_head(view, at))?;
    apposition_text(view, &title)
}

/// The same of a description behind a name, whatever noun it has.
pub(super) fn apposition_text<'a>(view: View<'a>, words: &Tokens) -> Option<&'a str> {
    let mut title = bare(view, words);
    if title.is_empty() {
        return None;
    }
    // A Virginia Democrat, a Democrat from Virginia: no office.
    let heads = || title.clone().filter(|&at| is_head(view, at));
    let is_party = |at: u32| affiliation::party(view.word(at)).is_some();
    let has_party = words.clone().any(is_party);
    let has_office = heads().any(|at| !is_party(at) && !view.classes(at).any(Classes::COURTESY));
    let courtesy = heads().next().is_some_and(|at| view.classes(at).any(Classes::COURTESY));
    if courtesy || (has_party && !has_office && !ranks(view, &title)) {
        return None;
    }
    let state = view.lists.state(view.word(title.start)).is_some() && title.len() > 1;
    if state && affiliation::in_words(view, &title).state.is_some() {
        title.start += 1;
    }
    Some(view.text(&title)).filter(|text| !text.is_empty())
}

/// A title without what stands before its nouns: articles, party, courtesy.
fn bare(view: View<'_>, title: &Tokens) -> Tokens {
    let drop = |at: u32| {
        affiliation::party(view.word(at)).is_some()
            && at + 1 < title.end
            && !matches!(view.word(at + 1), "from" | "of" | "who")
            || view.classes(at).any(Classes::COURTESY)
            || matches!(&*view.lower(at), "the" | "a" | "an" | "and")
    };
    let start = title.clone().find(|&at| !drop(at)).unwrap_or(title.end);
    start..title.end
}

/// The top Democrat on the committee: a rank, not only a party.
fn ranks(view: View<'_>, title: &Tokens) -> bool {
    title.clone().any(|at| {
        matches!(view.word(at), "top" | "ranking" | "senior" | "leading" | "second-ranking" | "No")
    })
}
