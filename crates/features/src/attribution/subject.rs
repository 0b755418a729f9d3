//! The subject of a verb: a noun phrase with what says more of it.

use std::ops::Range;

use super::{
    noun_phrase::{SUBJECT_REACH, noun_phrase_start},
    tags::Tags,
    token::{Shape, Token},
};

/// A relative clause has at most so many nodes.
const RELATIVE_REACH: usize = 16;

/// The noun phrase that ends right before node `end`, in the clause that holds it.
pub(super) fn subject_before(nodes: &[Token], end: usize, floor: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let node = &nodes[last];
    if node.is(Tags::RELATIVE) && !node.is(Tags::DETERMINER)
        || node.is(Tags::THAT) && follows_noun(nodes, last)
    {
        return Some(last..end);
    }
    if node.is_sign(b',') || node.is_sign(b'-') {
        return subject_with_apposition(nodes, last, floor);
    }
    let start = noun_phrase_start(nodes, end, floor);
    let start = behind_relative_clause(nodes, start..end, floor).unwrap_or(start);
    (start < end).then_some(start..end)
}

/// The start of the noun phrase whose relative clause ends with `phrase`: *one of the doctors who sent the letter*, *many
/// people involved in the talks*.
fn behind_relative_clause(nodes: &[Token], phrase: Range<usize>, floor: usize) -> Option<usize> {
    let mut at = phrase.start;
    let floor = floor.max(at.saturating_sub(RELATIVE_REACH));
    let mut reduced = None;
    while at > floor {
        at -= 1;
        let node = &nodes[at];
        if !node.is_word() || node.is(Tags::COORDINATOR) {
            break;
        }
        if node.is(Tags::RELATIVE) && follows_noun(nodes, at) {
            let start = noun_phrase_start(nodes, at, 0);
            return (start < at && at + 1 < phrase.start.max(at + 2)).then_some(start);
        }
        let gerund = node.is(Tags::ING)
            && at
                .checked_sub(1)
                .is_some_and(|before| nodes[before].is(Tags::PERSON | Tags::GROUP | Tags::PLURAL));
        let participle = gerund
            || node.is(Tags::PARTICIPLE)
                && !node.is(Tags::QUOTE | Tags::CLAUSE)
                && nodes.get(at + 1).is_some_and(|next| {
                    next.is(Tags::PREPOSITION | Tags::BY | Tags::TIME | Tags::ADVERB)
                })
                && follows_noun(nodes, at);
        if participle && reduced.is_none() {
            reduced = Some(noun_phrase_start(nodes, at, 0)).filter(|&start| start < at);
        }
    }
    reduced
}

/// The noun phrase with what stands behind it between commas: *Roe, a lawyer who served two presidents,*.
fn subject_with_apposition(nodes: &[Token], comma: usize, floor: usize) -> Option<Range<usize>> {
    let floor = floor.max(comma.saturating_sub(SUBJECT_REACH));
    let mut end = comma;
    loop {
        let sign = if nodes[comma].is_sign(b'-') { b'-' } else { b',' };
        let open = (floor..end).rev().find(|&at| nodes[at].is_sign(sign))?;
        if !can_be_apposition(nodes, open + 1..end) {
            return None;
        }
        let start = noun_phrase_start(nodes, open, floor);
        if let Some(joint) = joined_before(nodes, start, floor) {
            end = joint;
            continue;
        }
        let is_party = open
            .checked_sub(1)
            .is_some_and(|last| nodes[last].is(Tags::PARTY) || nodes[last].is_sign(b'.'));
        if start < open && !(nodes[start].is(Tags::PREPOSITION | Tags::PARTY) || is_party) {
            let before_comma =
                start.checked_sub(1).filter(|&at| at > floor && nodes[at].is_sign(b','));
            if before_comma.is_none()
                || !can_be_apposition(nodes, start..open)
                || is_name(nodes, start..open)
            {
                return Some(start..comma);
            }
        }
        end = open;
    }
}

/// The comma before *and* where it joins a phrase to names before it: *Rubio, R-Fla., and Van Hollen*.
fn joined_before(nodes: &[Token], start: usize, floor: usize) -> Option<usize> {
    let comma = start.checked_sub(2).filter(|&comma| comma > floor)?;
    let joins = nodes[start - 1].is(Tags::COORDINATOR) && nodes[comma].is_sign(b',');
    let before = &nodes[comma - 1];
    (joins && (before.is(Tags::PARTY) || before.is_sign(b'.'))).then_some(comma)
}

/// Whether a stretch between commas can stand behind a noun to say more of it.
fn can_be_apposition(nodes: &[Token], stretch: Range<usize>) -> bool {
    nodes[stretch].first().is_some_and(|first| {
        !first.is(Tags::SUBJECT_PRONOUN) || first.is(Tags::DETERMINER | Tags::POSSESSIVE)
    })
}

/// Whether a stretch begins with a name.
fn is_name(nodes: &[Token], stretch: Range<usize>) -> bool {
    nodes[stretch]
        .first()
        .is_some_and(|node| node.shape == Shape::Capital && !node.is(Tags::DETERMINER))
}

/// Whether a noun stands right before a node.
fn follows_noun(nodes: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let node = &nodes[before];
        let nominal = Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::CUE_NOUN;
        node.is_word()
            && (!node.is(Tags::FORMS) || node.is(nominal))
            && !node.is(Tags::AUXILIARY | Tags::PREPOSITION | Tags::COORDINATOR)
    })
}
