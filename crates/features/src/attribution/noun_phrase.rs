//! Noun phrases: where one starts and ends.

use std::ops::Range;

use super::{
    tags::Tags,
    token::{Shape, Token},
    verb_group::is_finite_verb,
};

/// A noun phrase before a verb is looked for in so many nodes.
pub(super) const SUBJECT_REACH: usize = 60;

/// Where the noun phrase that ends before `end` starts; `end` where there is none.
pub(super) fn noun_phrase_start(nodes: &[Token], end: usize, floor: usize) -> usize {
    let floor = floor.max(end.saturating_sub(SUBJECT_REACH));
    let mut start = end;
    while start > floor {
        let node = &nodes[start - 1];
        if node.is_sign(b')') {
            match (floor..start - 1).rev().find(|&at| nodes[at].is_sign(b'(')) {
                Some(open) => start = open,
                None => break,
            }
            continue;
        }
        if !belongs_to_noun_phrase(nodes, start - 1, start..end) {
            break;
        }
        start -= 1;
        if node.is(Tags::SUBJECT_PRONOUN) && !node.is(Tags::DETERMINER) {
            break;
        }
    }
    trim_phrase(nodes, start..end)
}

/// Whether the node at `at` goes on, to the left, with a noun phrase.
fn belongs_to_noun_phrase(nodes: &[Token], at: usize, phrase: Range<usize>) -> bool {
    let node = &nodes[at];
    if !(node.is_word() || node.is_sign(b'&') || node.is_sign(b'.')) {
        return false;
    }
    let inner = !phrase.is_empty();
    if node.is(Tags::SUBJECT_PRONOUN) && !node.is(Tags::DETERMINER | Tags::POSSESSIVE) {
        return !inner || nodes[phrase.start].is(Tags::COORDINATOR);
    }
    if node.is(Tags::COORDINATOR) {
        return inner && joins_nouns(nodes, at, phrase);
    }
    if node.is(Tags::CONTRACTION) {
        return inner && !node.is(Tags::AUXILIARY);
    }
    if node.is(Tags::TO_WORD) {
        // *Aides to the president*, but not *to say*.
        let object = Tags::DETERMINER | Tags::POSSESSIVE;
        return inner
            && (nodes[phrase.start].is(object) || nodes[phrase.start].shape == Shape::Capital);
    }
    if node.is(Tags::AUXILIARY | Tags::RELATIVE) && node.shape != Shape::Capital {
        return false;
    }
    if node.is(Tags::SUBORDINATOR) {
        return false;
    }
    if node.is(Tags::PREPOSITION) {
        return inner && !node.is(Tags::ADVERB);
    }
    if node.is(Tags::ADVERB) && !node.is(Tags::DETERMINER | Tags::TIME) {
        return false;
    }
    !is_finite_verb(nodes, at)
}

/// Whether *and* joins nouns of one phrase rather than clauses.
fn joins_nouns(nodes: &[Token], at: usize, phrase: Range<usize>) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &nodes[at]) else { return false };
    let after = &nodes[phrase.start];
    if !before.is_word() && !before.is_sign(b')')
        || after.is(Tags::SUBJECT_PRONOUN) && !after.is(Tags::DETERMINER)
    {
        return false;
    }
    let name = |node: &Token| node.shape == Shape::Capital || node.is_sign(b')');
    name(before) == name(after) || (after.is(Tags::DETERMINER) && !name(before))
}

/// A phrase without the adverbs, times and prepositional phrase that it begins with: *In 2002 Mr. Roe*.
fn trim_phrase(nodes: &[Token], phrase: Range<usize>) -> usize {
    let mut start = phrase.start;
    if phrase.is_empty() {
        return start;
    }
    if nodes[start].is(Tags::PREPOSITION) && !nodes[start].is(Tags::DETERMINER) {
        let behind = (start + 1..phrase.end).rev().find(|&at| {
            let (node, before) = (&nodes[at], &nodes[at - 1]);
            let begins = node.shape == Shape::Capital
                || node.is(Tags::DETERMINER)
                || node.is(Tags::SUBJECT_PRONOUN);
            let closed = before.shape == Shape::Number
                || before.is(Tags::TIME)
                || (before.shape == Shape::Lower
                    && !before.is(Tags::PREPOSITION
                        | Tags::DETERMINER
                        | Tags::COORDINATOR
                        | Tags::POSSESSIVE
                        | Tags::CONTRACTION));
            begins && closed
        });
        return behind.unwrap_or(phrase.end);
    }
    // *3:25 p.m. State officials*
    let clock = nodes[start].shape == Shape::Number
        && nodes.get(start + 1).is_some_and(|next| next.is(Tags::TIME));
    start += usize::from(clock);
    while start < phrase.end
        && (nodes[start].is(Tags::COORDINATOR | Tags::ADVERB | Tags::TIME)
            || nodes[start].is_sign(b'.'))
        && !nodes[start].is(Tags::DETERMINER)
    {
        start += 1;
    }
    start
}

/// The end of the noun phrase that starts at `start`.
pub(super) fn noun_phrase_end(nodes: &[Token], start: usize) -> usize {
    let mut end = start;
    while let Some(node) = nodes.get(end) {
        if node.is_sign(b'(') {
            match (end..nodes.len().min(end + SUBJECT_REACH)).find(|&at| nodes[at].is_sign(b')')) {
                Some(close) => end = close + 1,
                None => break,
            }
            continue;
        }
        let first = end == start;
        let fits = node.is_word() || node.is_sign(b'&');
        let ends = if first {
            node.is(Tags::PREPOSITION | Tags::COORDINATOR)
        } else {
            ends_noun_phrase(nodes, end)
        };
        if !fits || ends {
            break;
        }
        end += 1;
        if first && node.is(Tags::SUBJECT_PRONOUN) && !node.is(Tags::DETERMINER | Tags::POSSESSIVE)
        {
            break;
        }
    }
    end
}

/// Whether a word cannot go on with the noun phrase before it.
fn ends_noun_phrase(nodes: &[Token], at: usize) -> bool {
    let node = &nodes[at];
    let joins =
        |next: &Token| next.shape == Shape::Capital || next.is(Tags::PERSON | Tags::DETERMINER);
    node.is(Tags::AUXILIARY | Tags::RELATIVE | Tags::TO_WORD | Tags::SUBORDINATOR | Tags::TIME)
        || (node.is(Tags::PREPOSITION) && !goes_on_with(nodes, at))
        || (node.is(Tags::ADVERB) && !node.is(Tags::DETERMINER))
        || (node.is(Tags::DETERMINER) && !node.is(Tags::PERSON) && begins_another(nodes, at))
        || (node.is(Tags::COORDINATOR) && !nodes.get(at + 1).is_some_and(joins))
        || (node.is(Tags::FORMS) && is_finite_verb(nodes, at))
}

/// Whether an article opens another noun phrase: *told the committee the county …*.
fn begins_another(nodes: &[Token], at: usize) -> bool {
    !nodes[at - 1].is(Tags::PREPOSITION | Tags::COORDINATOR | Tags::DETERMINER | Tags::TO_WORD)
}

/// Whether a preposition belongs to the noun before it: *director of*, *spokesman for*.
fn goes_on_with(nodes: &[Token], at: usize) -> bool {
    let before = &nodes[at - 1];
    let next_is_time = nodes.get(at + 1).is_some_and(|next| next.is(Tags::TIME));
    !next_is_time
        && (before.is(Tags::PERSON | Tags::GROUP | Tags::DOCUMENT) || before.shape == Shape::Lower)
}
