//! Verbs with their auxiliaries, and whether a word is a verb where it stands.

use super::{
    tags::Tags,
    token::{Shape, Token},
};

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
