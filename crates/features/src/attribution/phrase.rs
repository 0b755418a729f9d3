//! Shallow phrases in a row of nodes: groups of verbs, noun phrases, what lies between clauses.

use std::ops::Range;

use super::{
    tags::Tags,
    token::{Shape, Token},
};

/// A noun phrase before a verb is looked for in so many nodes.
const SUBJECT_REACH: usize = 60;
/// A relative clause has at most so many nodes.
const RELATIVE_REACH: usize = 16;

/// A verb with what belongs to it on its left: *has also not said*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VerbGroup {
    /// The first node: an auxiliary, an adverb or the verb.
    pub(super) first: usize,
    /// The verb.
    pub(super) verb: usize,
    pub(super) mood: Mood,
}

/// How a verb stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Finite,
    Passive,
    Gerund,
    Infinitive,
}

/// The group of the verb at `verb`; `None` where the word is a noun or adjective there.
pub(super) fn verb_group(nodes: &[Token], verb: usize) -> Option<VerbGroup> {
    let tags = nodes[verb].tags;
    let mut first = verb;
    let mut auxiliaries = Tags::NONE;
    let mut adverbs_only = verb;
    while first > 0 {
        let before = &nodes[first - 1];
        let is_clitic = before.is(Tags::CONTRACTION) && is_auxiliary_clitic(nodes, first - 1, tags);
        if before.is(Tags::AUXILIARY) || is_clitic {
            auxiliaries |= before.tags;
            if is_clitic && !before.is(Tags::AUXILIARY) {
                auxiliaries |= if tags.any(Tags::ING) { Tags::BE } else { Tags::HAVE };
            }
            first -= 1;
        } else if before.is(Tags::ADVERB) && !before.is(Tags::PREPOSITION | Tags::TIME) {
            first -= 1;
            if auxiliaries == Tags::NONE {
                adverbs_only = first;
            }
        } else {
            break;
        }
    }
    let before = first.checked_sub(1).map(|at| &nodes[at]);
    let mood = if tags.any(Tags::ING) {
        if auxiliaries.any(Tags::BE) { Mood::Finite } else { Mood::Gerund }
    } else if before.is_some_and(|node| node.is(Tags::TO_WORD)) {
        Mood::Infinitive
    } else if tags.any(Tags::PARTICIPLE) && auxiliaries.any(Tags::BE) {
        Mood::Passive
    } else if auxiliaries.any(Tags::AUXILIARY) {
        Mood::Finite
    } else {
        return bare_verb(nodes, verb, adverbs_only);
    };
    if mood == Mood::Gerund && is_noun_there(nodes, verb) {
        return None;
    }
    Some(VerbGroup { first, verb, mood })
}

/// The group of a verb without auxiliaries, which may be a noun or a participle.
fn bare_verb(nodes: &[Token], verb: usize, first: usize) -> Option<VerbGroup> {
    let tags = nodes[verb].tags;
    let by_follows = nodes.get(verb + 1).is_some_and(|next| next.is(Tags::BY));
    if tags.any(Tags::PARTICIPLE) && by_follows {
        return Some(VerbGroup { first, verb, mood: Mood::Passive });
    }
    if is_noun_there(nodes, first) && first == verb {
        return None;
    }
    let before = first.checked_sub(1).map(|at| &nodes[at]);
    // *States*, *voters*, *heads* are nouns unless what follows shows a verb.
    if tags.any(Tags::PERSON | Tags::GROUP) && !tags.any(Tags::PAST) {
        let clause = nodes.get(verb + 1).is_some_and(|next| {
            next.is(Tags::THAT) || next.is_sign(b':') || matches!(next.shape, Shape::Quotation(_))
        });
        if !clause && !before.is_some_and(|node| node.is(Tags::SUBJECT_PRONOUN | Tags::RELATIVE)) {
            return None;
        }
    }
    // *Reports said*, *rules would*: a noun that is a verb elsewhere.
    let nominal = Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::CUE_NOUN;
    let verb_follows = nodes.get(verb + 1).is_some_and(|next| {
        next.is(Tags::MODAL | Tags::HAVE | Tags::BE | Tags::DO)
            || next.is(Tags::PAST) && next.shape == Shape::Lower && !next.is(nominal)
    });
    if tags.any(nominal) && !tags.any(Tags::PAST) && verb_follows {
        return None;
    }
    let is_base_alone = tags.any(Tags::BASE) && !tags.any(Tags::PAST | Tags::THIRD);
    if is_base_alone {
        // The plural of the present: behind a plural, a list, something between commas.
        let listed = (first.saturating_sub(12)..first).any(|at| nodes[at].is(Tags::COORDINATOR));
        let says = tags.any(Tags::QUOTE) && tags.any(Tags::CLAUSE) && !tags.any(nominal);
        let fits = before.is_some_and(|node| {
            (says && node.is_word() && !node.is(Tags::DETERMINER | Tags::PREPOSITION))
                || node.is(Tags::RELATIVE | Tags::COORDINATOR | Tags::PLURAL)
                || listed
                    && (node.is_sign(b',') || node.is_sign(b')') || node.shape == Shape::Capital)
        });
        if !fits {
            return None;
        }
    }
    Some(VerbGroup { first, verb, mood: Mood::Finite })
}

/// Whether `'s` or `'d` stands for *is*, *has*, *had* or *would* before this verb.
fn is_auxiliary_clitic(nodes: &[Token], clitic: usize, verb: Tags) -> bool {
    let Some(before) = clitic.checked_sub(1).map(|at| &nodes[at]) else { return false };
    before.is(Tags::SUBJECT_PRONOUN | Tags::RELATIVE)
        || (verb.any(Tags::ING) && before.shape == Shape::Capital)
        || nodes[clitic].is(Tags::AUXILIARY)
}

/// Whether the word at `at` is a noun or adjective by what stands before it.
fn is_noun_there(nodes: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &nodes[at]) else { return false };
    let possessive = before.is(Tags::CONTRACTION) && !before.is(Tags::AUXILIARY);
    let adjective = nodes[at].is(Tags::ING) && is_adjective_there(nodes, at);
    let preposition = before.is(Tags::PREPOSITION)
        && !before.is(Tags::ADVERB | Tags::SUBORDINATOR | Tags::TO_WORD)
        && !nodes[at].is(Tags::ING);
    let determiner = before.is(Tags::DETERMINER)
        && !before.is(Tags::RELATIVE | Tags::SUBJECT_PRONOUN | Tags::PERSON)
        && !nodes[at].is(Tags::THIRD | Tags::ING);
    let article = before.is(Tags::DETERMINER) && !before.is(Tags::RELATIVE | Tags::PERSON);
    let possessive_word = before.is(Tags::POSSESSIVE) && !before.is(Tags::OBJECT_PRONOUN);
    let her = before.is(Tags::POSSESSIVE)
        && before.is(Tags::OBJECT_PRONOUN)
        && nodes[at].is(Tags::CUE_NOUN);
    possessive || preposition || determiner || article || possessive_word || her || adjective
}

/// Whether a form in -ing stands between a verb and a noun: *cited disparaging remarks*.
fn is_adjective_there(nodes: &[Token], at: usize) -> bool {
    let before = &nodes[at - 1];
    let verb =
        before.is(Tags::FORMS) && !before.is(Tags::BE) && !before.is(Tags::PERSON | Tags::GROUP);
    let noun_follows = nodes.get(at + 1).is_some_and(|next| {
        next.shape == Shape::Lower
            && !next.is(Tags::DETERMINER
                | Tags::POSSESSIVE
                | Tags::PREPOSITION
                | Tags::THAT
                | Tags::WH
                | Tags::TO_WORD)
    });
    verb && noun_follows && before.shape == Shape::Lower
}

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
                && nodes.get(at + 1).is_some_and(|next| next.is(Tags::PREPOSITION | Tags::BY))
                && follows_noun(nodes, at);
        if participle && reduced.is_none() {
            reduced = Some(noun_phrase_start(nodes, at, 0)).filter(|&start| start < at);
        }
    }
    reduced
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
        let is_party = nodes[open - 1].is(Tags::PARTY) || nodes[open - 1].is_sign(b'.');
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
    if !(node.is_word() || node.is_sign(b'&') || node.is_sign(b'.') && !phrase.is_empty()) {
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

/// Whether a node is a verb in its place, and no noun or adjective.
pub(super) fn is_finite_verb(nodes: &[Token], at: usize) -> bool {
    let node = &nodes[at];
    if node.is(Tags::BE | Tags::MODAL | Tags::HAVE | Tags::DO) {
        return true;
    }
    if !node.is(Tags::FORMS) || node.shape == Shape::Capital && at > 0 {
        return false;
    }
    let nominal = Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::CUE_NOUN | Tags::TIME;
    if is_noun_there(nodes, at) {
        return false;
    }
    if node.is(nominal) && !node.is(Tags::PAST) {
        let before = at.checked_sub(1).map(|at| &nodes[at]);
        return before.is_some_and(|before| {
            before.is(Tags::SUBJECT_PRONOUN) && !before.is(Tags::DETERMINER)
        });
    }
    if node.is(Tags::PAST) {
        return true;
    }
    if node.is(Tags::ING | Tags::PARTICIPLE) {
        return false;
    }
    node.is(Tags::THIRD) || verb_group(nodes, at).is_some()
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
