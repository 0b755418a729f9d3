//! What stands beside a name: descriptions before and behind it, relative clauses.

use super::{
    classes::Classes,
    title::{LONGEST_TITLE, is_head},
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// Longest description behind a name, in tokens.
const LONGEST_APPOSITION: u32 = 24;
/// Within so many tokens an apposition names its office.
const OFFICE_WITHIN: u32 = 9;

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
    // A Treasury official involved in the planning.
    let participle = view.tags(stop).any(Tags::PARTICIPLE)
        && !view.tags(stop).any(Tags::FRAMES)
        && view.tags(stop + 1).any(Tags::PREPOSITION);
    let closed =
        stop == end || !view.is_word(stop) || view.tags(stop).any(Tags::RELATIVE) || participle;
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

/// Whether words that tell of somebody begin: *who ran the office*, *of the Brook Institute*, *is a professor*, *teaches law*.
pub(super) fn opens_clause(view: View<'_>, at: u32) -> bool {
    match view.word(at) {
        "who" | "of" | "at" | "from" | "with" => true,
        "is" | "was" => matches!(view.word(at + 1), "a" | "an" | "the"),
        _ => view.classes(at).any(Classes::SCHOLARLY),
    }
}

/// The clause with who behind a name, for what it tells of the person: *, who teaches law at …*.
pub(super) fn relative_clause(view: View<'_>, at: u32, end: u32) -> Tokens {
    const LONGEST: u32 = 14;
    let start = at + u32::from(view.is_sign(at, b','));
    let told = opens_clause(view, start);
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

/// The description that ends in a comma before a name: *the Treasury witness, Noel Haverstock,*.
pub(super) fn before_comma(view: View<'_>, name: &Tokens, sentence: &Tokens) -> Option<Tokens> {
    let end =
        name.start.checked_sub(1).filter(|&at| at > sentence.start && view.is_sign(at, b','))?;
    let closed =
        view.is_sign(name.end, b',') || name.end >= sentence.end || view.is_sign(name.end, b'.');
    let limit = sentence.start.max(end.saturating_sub(LONGEST_TITLE));
    let words = || (limit..end).rev().take_while(|&at| view.is_word(at) || view.is_genitive(at));
    let determiner = words().find(|&at| {
        view.tags(at).any(Tags::DETERMINER | Tags::POSSESSIVE)
            && !follows_preposition(view, at, limit)
    });
    let start = determiner.or_else(|| words().find(|&at| view.is_genitive(at)))?;
    let head = office(view, start + 1, end)?;
    // Of Republican senators, senators.
    let ends = |at: &u32| !view.tags(*at).any(Tags::PREPOSITION);
    let head = (head..end).take_while(ends).filter(|&at| is_head(view, at)).last().unwrap_or(head);
    let has_verb = (head + 1..end).any(|at| {
        view.tags(at).any(Tags::FORMS | Tags::AUXILIARY)
            && !view.is_capital(at)
            && !view.tags(at).any(Tags::PERSON | Tags::GROUP)
    });
    let is_plural = view.lower(head).ends_with('s') && view.tags(head).any(Tags::PLURAL);
    // Two senators, Jane Roe and John Poe.
    let of_several = view.word(name.end) == "and";
    let fits = if is_plural { of_several } else { closed };
    (fits && !has_verb).then_some(start + 1..end)
}

/// The chairman *of the* board: the phrase begins before.
fn follows_preposition(view: View<'_>, at: u32, limit: u32) -> bool {
    at > limit + 1 && matches!(view.word(at - 1), "of" | "for" | "in" | "at" | "on" | "from")
}
