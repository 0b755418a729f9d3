//! Titles before names and descriptions behind them.

use super::{
    affiliation,
    classes::Classes,
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// The description that ends in a comma before a name: *the Treasury witness, Noel Haverstock,*.
pub(super) fn before_comma(view: View<'_>, name: &Tokens, sentence: &Tokens) -> Option<Tokens> {
    let end =
        name.start.checked_sub(1).filter(|&at| at > sentence.start && view.is_sign(at, b','))?;
    let closed =
        view.is_sign(name.end, b',') || name.end >= sentence.end || view.is_sign(name.end, b'.');
    let limit = sentence.start.max(end.saturating_sub(LONGEST_TITLE));
    let start = (limit..end)
        .rev()
        .take_while(|&at| view.is_word(at) || view.is_genitive(at))
        .find(|&at| {
            let determines =
                view.tags(at).any(Tags::DETERMINER | Tags::POSSESSIVE) || view.is_genitive(at);
            determines && !follows_preposition(view, at, limit)
        })?;
    let head = office(view, start + 1, end)?;
    let has_verb = (head + 1..end).any(|at| {
        view.tags(at).any(Tags::FORMS | Tags::AUXILIARY)
            && !view.is_capital(at)
            && !view.tags(at).any(Tags::PERSON | Tags::GROUP)
    });
    let is_plural = view.lower(head).ends_with('s') && view.tags(head).any(Tags::PLURAL);
    (closed && !has_verb && !is_plural).then_some(start + 1..end)
}

/// The chairman *of the* board: the phrase begins before.
fn follows_preposition(view: View<'_>, at: u32, limit: u32) -> bool {
    at > limit + 1 && matches!(view.word(at - 1), "of" | "for" | "in" | "at" | "on" | "from")
}

/// Longest title before a name, in tokens.
const LONGEST_TITLE: u32 = 12;
/// Longest description behind a name, in tokens.
const LONGEST_APPOSITION: u32 = 24;
/// Within so many tokens an apposition names its office.
const OFFICE_WITHIN: u32 = 9;

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

fn is_head(view: View<'_>, at: u32) -> bool {
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

/// The description behind a name, from the sign before it to its end, without the sign: *director of national intelligence*.
pub(super) fn behind(view: View<'_>, at: u32, end: u32) -> Option<Tokens> {
    let opens =
        at < end && (view.is_sign(at, b',') || view.is_sign(at, b'-') || view.is_sign(at, b'('));
    if !opens {
        return None;
    }
    let in_parentheses = view.is_sign(at, b'(');
    let mut start = at + 1;
    // Jane Roe, 45, a teacher.
    if view.word(start).bytes().all(|byte| byte.is_ascii_digit()) && view.is_sign(start + 1, b',') {
        start += 2;
    }
    let first = start;
    let determined = view.tags(start).any(Tags::DETERMINER | Tags::POSSESSIVE);
    start += u32::from(determined);
    let limit = end.min(start + LONGEST_APPOSITION);
    let stop = (start..limit).find(|&at| is_end(view, at, end, in_parentheses)).unwrap_or(limit);
    let article = matches!(&*view.lower(first), "a" | "an");
    let head = office(view, start, stop).or(article.then_some(start))?;
    let closed = stop == end || !view.is_word(stop) || view.tags(stop).any(Tags::RELATIVE);
    let is_name =
        !determined && view.is_capital(start) && head + 1 < stop && view.is_capital(head + 1);
    let has_verb = (head + 1..stop).any(|at| view.tags(at).any(Tags::AUXILIARY));
    if !closed || is_name || has_verb || listed(view, first, stop, determined) {
        return None;
    }
    Some(start..stop)
}

/// Where a description ends: at a sign, a relative pronoun, a verb of its own.
fn is_end(view: View<'_>, at: u32, end: u32, in_parentheses: bool) -> bool {
    if in_parentheses {
        return view.is_sign(at, b')');
    }
    if view.is_genitive(at) {
        return false;
    }
    let verb = view.tags(at).any(Tags::PAST | Tags::THIRD | Tags::AUXILIARY)
        && !view.tags(at).any(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::PREPOSITION)
        && !view.is_capital(at)
        && !view.classes(at).any(Classes::HEAD | Classes::MODIFIER);
    let point = view.is_sign(at, b'.') && view.touches(at) && view.is_word(at + 1) && at + 1 < end;
    !view.is_word(at) && !point
        || view.tags(at).any(Tags::RELATIVE)
        || (verb && !matches!(view.word(at), "retired" | "appointed" | "elected" | "based"))
}

/// The noun of an office, before any clause.
fn office(view: View<'_>, start: u32, stop: u32) -> Option<u32> {
    let mut seen_of = false;
    for at in start..stop.min(start + OFFICE_WITHIN) {
        let word = view.word(at);
        if is_head(view, at) {
            return Some(at);
        }
        // The head of the agency; but not: a bill of the senator.
        if view.tags(at).any(Tags::PREPOSITION) && !view.classes(at).any(Classes::MODIFIER) {
            if word != "of" || seen_of || at == start || view.word(at - 1) != "one" {
                return None;
            }
            seen_of = true;
        }
    }
    None
}

/// Whether what follows goes on a list: Roe, officials and aides; Roe, the mayor and two clerks.
fn listed(view: View<'_>, start: u32, stop: u32, determined: bool) -> bool {
    let plural = (start..stop)
        .find(|&at| is_head(view, at))
        .is_some_and(|at| view.lower(at).ends_with('s') && view.tags(at).any(Tags::PERSON));
    plural && !determined
}

/// The clause with who behind a name, for what it tells of the person: *, who teaches law at …*.
pub(super) fn relative_clause(view: View<'_>, at: u32, end: u32) -> Tokens {
    const LONGEST: u32 = 14;
    let start = at + u32::from(view.is_sign(at, b','));
    // Ivo Karsh of the Brook Institute.
    let told = matches!(view.word(start), "who" | "of" | "at" | "from" | "with");
    if start >= end || !told {
        return at..at;
    }
    let limit = end.min(start + LONGEST);
    let is_stop = |at: &u32| {
        let joins = view.word(*at) == "and" && view.is_capital(at + 1);
        !view.is_word(*at) && !view.is_genitive(*at) || joins
    };
    let stop = (start + 1..limit).find(is_stop).unwrap_or(limit);
    start..stop
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
    if matches!(view.word(words.start), "who" | "of" | "at" | "from" | "with") || title.is_empty() {
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
            || matches!(&*view.lower(at), "the" | "a" | "an")
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
