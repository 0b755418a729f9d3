//! Runs of words with capitals: where a name begins in them.

use super::{
    affiliation,
    classes::Classes,
    mention::NameKind,
    view::{Tokens, View},
};
use crate::attribution::tags::Tags;

/// Longest name of a person, in words.
const LONGEST_NAME: u32 = 5;
/// Longest run of words with capitals, titles and all.
const LONGEST_RUN: u32 = 24;

/// What a run holds.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: Tokens,
    pub(super) kind: NameKind,
    /// Whether a title stands before the name.
    pub(super) is_titled: bool,
}

/// The run of words with capitals that starts here; `None` where the word has its capital from the start of a sentence alone.
pub(super) fn at(
    view: View<'_>,
    start: u32,
    sentence: &Tokens,
    title_case: bool,
) -> Option<Tokens> {
    if is_function_word(view, start, start) {
        return None;
    }
    let starts_sentence =
        start == sentence.start || start > 0 && view.is_mark(start - 1) || title_case;
    if starts_sentence && is_verb_only(view, start) {
        return None;
    }
    let mut end = start + 1;
    while end < sentence.end && end - start < LONGEST_RUN {
        end = match next_of_run(view, start, end, sentence.end) {
            Some(next) if !(title_case && is_verb_only(view, next - 1)) => next,
            _ => break,
        };
    }
    Some(start..end)
}

/// The end of the run with the next word, if that belongs to it.
fn next_of_run(view: View<'_>, start: u32, at: u32, end: u32) -> Option<u32> {
    let before = view.classes(at - 1);
    if !view.same_line(at - 1, at) {
        return None;
    }
    if before.any(Classes::SUFFIX) && at - start > 1 {
        return (view.is_sign(at, b'.') && view.touches(at) && view.is_word(at + 1))
            .then_some(at + 1)
            .filter(|_| !view.is_capital(at + 1));
    }
    if view.is_capital(at) {
        return (!is_function_word(view, at, start)).then_some(at + 1);
    }
    if view.is_sign(at, b',') && is_suffix(view, at + 1) {
        return Some(at + 2);
    }
    // Maria de la Cruz, Mohammed bin Salman.
    let mut behind = at;
    while behind < end && behind < at + 3 && is_particle(view, behind) {
        behind += 1;
    }
    (behind > at && behind < end && view.is_capital(behind)).then_some(behind + 1)
}

fn is_particle(view: View<'_>, at: u32) -> bool {
    view.classes(at).any(Classes::PARTICLE) && !view.is_capital(at)
}

fn is_suffix(view: View<'_>, at: u32) -> bool {
    view.classes(at).any(Classes::SUFFIX) && view.is_capital(at)
}

/// Words of grammar, unless they can only be part of a name here: Will Hurd, Theresa May.
fn is_function_word(view: View<'_>, at: u32, start: u32) -> bool {
    let grammar = Tags::DETERMINER
        | Tags::PREPOSITION
        | Tags::COORDINATOR
        | Tags::SUBORDINATOR
        | Tags::SUBJECT_PRONOUN
        | Tags::OBJECT_PRONOUN
        | Tags::POSSESSIVE
        | Tags::WH
        | Tags::ADVERB
        | Tags::AUXILIARY
        | Tags::CONTRACTION;
    if !view.tags(at).any(grammar)
        || view.word(at) == "US"
        || view.word(at).len() == 2 && view.word(at).ends_with('.')
    {
        return false;
    }
    let is_first = view.classes(at).any(Classes::FIRST) && view.is_capital(at + 1);
    let is_last = at > start && view.classes(at - 1).any(Classes::FIRST) && view.word(at) == "May";
    !is_first && !is_last
}

fn is_verb_only(view: View<'_>, at: u32) -> bool {
    view.tags(at).any(Tags::FORMS)
        && !view.classes(at).any(Classes::FIRST | Classes::HEAD | Classes::ORGANISATION)
        && !view.tags(at).any(Tags::PERSON | Tags::GROUP)
}

/// Tells title from name, persons from bodies.
pub(super) fn split(view: View<'_>, run: Tokens, sentence: &Tokens) -> Option<Found> {
    let title_head = run.clone().rev().skip(1).find(|&at| is_title_head(view, at, &run));
    let mut name = title_head.map_or(run.start, |at| at + 1)..run.end;
    let mut is_titled = title_head.is_some();
    if name.clone().any(|at| is_no_name(view, at)) || name.len() > LONGEST_NAME as usize {
        // Director of National Intelligence Dan Coats; Virginia Democrat Mark Warner has a head and does not come here.
        match first_name_in(view, &name) {
            Some(start) if start > name.start => {
                name.start = start;
                is_titled = true;
            }
            Some(_) => {}
            None => {
                let is_body = name.clone().any(|at| view.classes(at).any(Classes::ORGANISATION))
                    && (name.len() > 1 || affiliation::party(view.word(name.start)).is_none());
                return is_body.then_some(Found {
                    name: run,
                    kind: NameKind::Body,
                    is_titled: false,
                });
            }
        }
    } else if !is_titled {
        is_titled = follows_title(view, &name, sentence);
    }
    if is_acronym(view, &name) {
        return Some(Found { name, kind: NameKind::Body, is_titled: false });
    }
    let kind = match () {
        () if is_titled => NameKind::Person,
        () if name.len() > 1 && view.classes(name.start).any(Classes::FIRST) => NameKind::Person,
        () if name.len() > 1 && is_initial(view.word(name.start)) => NameKind::Person,
        () => NameKind::Unknown,
    };
    Some(Found { name, kind, is_titled })
}

/// A word with a capital that is part of no person's name.
fn is_no_name(view: View<'_>, at: u32) -> bool {
    view.is_capital(at) && view.classes(at).any(Classes::NO_NAME)
}

/// Sen., President, General; not the Dean of Dean Heller.
fn is_title_head(view: View<'_>, at: u32, run: &Tokens) -> bool {
    let classes = view.classes(at);
    let honorific = view.tags(at).any(Tags::HONORIFIC) && !matches!(view.word(at), "St." | "St");
    let is_first_name = classes.any(Classes::FIRST) && at == run.start;
    (honorific || classes.any(Classes::HEAD | Classes::COURTESY)) && !is_first_name
}

/// The first word that is a first name with a last name behind it, none of which is a word of another kind.
fn first_name_in(view: View<'_>, name: &Tokens) -> Option<u32> {
    name.clone().find(|&at| {
        let n_words = name.end - at;
        (2..=LONGEST_NAME).contains(&n_words)
            && view.classes(at).any(Classes::FIRST)
            && !(at + 1..name.end).any(|at| is_no_name(view, at))
    })
}

/// Whether a title in lower case stands right before a name: national security adviser John Bolton.
fn follows_title(view: View<'_>, name: &Tokens, sentence: &Tokens) -> bool {
    let Some(before) = name.start.checked_sub(1).filter(|&at| at >= sentence.start) else {
        return false;
    };
    if !view.classes(before).any(Classes::HEAD)
        || view.is_capital(before) && before > sentence.start
    {
        return false;
    }
    let is_plural = view.lower(before).ends_with('s');
    // Plural titles are of several: advisers John Bolton and Dan Coats.
    !is_plural || view.word(name.end) == "and" || view.is_sign(name.end, b',')
}

/// The end of a body's name: Department *of Justice*, Center *for the Open Count*.
pub(super) fn end_of_body(view: View<'_>, name: &Tokens, sentence: &Tokens) -> u32 {
    let mut end = name.end;
    if !view.classes(end - 1).any(Classes::ORGANISATION | Classes::BODY) {
        return end;
    }
    while matches!(view.word(end), "of" | "for") && end + 1 < sentence.end {
        let mut next = end + 1 + u32::from(view.word(end + 1) == "the");
        if !view.is_capital(next) || view.classes(next).any(Classes::FIRST) {
            break;
        }
        while next < sentence.end && view.is_capital(next) {
            next += 1;
        }
        end = next;
    }
    end
}

pub(super) fn is_acronym(view: View<'_>, name: &Tokens) -> bool {
    let word = view.word(name.start);
    name.len() == 1
        && (2..=6).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&')
}

pub(super) fn is_initial(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [b'A'..=b'Z'] | [b'A'..=b'Z', b'.'] | [b'A'..=b'Z', b'.', b'A'..=b'Z', b'.']
    )
}
