//! How far the content of a verb of attribution reaches.

use super::super::{
    noun_phrase::noun_phrase_end,
    subject::subject_before,
    tags::Tags,
    token::{Shape, Token},
    verb_group::{Mood, is_finite_verb, verb_group},
};
use super::Rules;

/// Adjuncts between a verb and its content are skipped over at most so many nodes.
const ADJUNCT_REACH: usize = 24;
/// More nodes than this behind *says* are a clause, whether or not the verb in it is known.
const SHORTEST_BARE_CLAUSE: usize = 5;

/// What stands behind a verb of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complement {
    /// A quotation behind nothing, a comma or a colon.
    Quotation {
        at: usize,
        introduced: bool,
    },
    /// A clause with *that*, *whether*, *how*.
    Marked(usize),
    /// A clause without.
    Bare(usize),
    /// Nothing in this sentence: it ends in a colon.
    Follows,
    None,
}

impl Rules<'_> {
    /// What stands behind the verb that ends before node `from`.
    pub(super) fn complement(&self, from: usize, frames: Tags) -> Complement {
        let mut at = self.skip_person(from, frames);
        let limit = self.nodes.len().min(at + ADJUNCT_REACH);
        let start = at;
        // Behind an object a quotation belongs to that: she called it “weak”.
        let is_object = self.nodes.get(start).is_some_and(Token::is_word)
            && (!self.is(start, Tags::PREPOSITION | Tags::ADVERB | Tags::TIME)
                || self.is(start, Tags::DETERMINER));
        let mut introduced = false;
        let nominal = Tags::PERSON | Tags::GROUP | Tags::DOCUMENT | Tags::CUE_NOUN;
        while at < limit {
            let node = &self.nodes[at];
            match node.shape {
                Shape::Quotation(_) if at == start || introduced || !is_object => {
                    return Complement::Quotation { at, introduced };
                }
                Shape::Sign(b':') if at + 1 == self.nodes.len() => return Complement::Follows,
                Shape::Sign(b':') if !self.is_quotation(at + 1) => {
                    return Complement::Bare(at + 1);
                }
                Shape::Sign(b',' | b':') => {
                    introduced = self.is_quotation(at + 1);
                    if let Some(behind) = self.behind_aside(at) {
                        at = behind;
                        introduced = self.is_quotation(at);
                        continue;
                    }
                    if !introduced && !self.is(at + 1, Tags::PREPOSITION | Tags::THAT) {
                        break;
                    }
                }
                Shape::Quotation(_) | Shape::Sign(_) => break,
                _ if node.is(Tags::THAT) && !self.is_determiner_there(at) => {
                    if is_object && at > start {
                        break;
                    }
                    return Complement::Marked(at);
                }
                _ if node.is(Tags::FORMS)
                    && node.is(Tags::QUOTE | Tags::CLAUSE)
                    && !node.is(nominal) =>
                {
                    break;
                }
                _ if node.is(Tags::WH) && !node.is(Tags::RELATIVE) && frames.any(Tags::WHETHER) => {
                    return Complement::Marked(at);
                }
                _ if node.is(Tags::SUBORDINATOR) && !node.is(Tags::PREPOSITION | Tags::THAT) => {
                    break;
                }
                _ if node.is(Tags::COORDINATOR) => break,
                _ if is_finite_verb(self.nodes, at) => break,
                _ => {}
            }
            at += 1;
        }
        self.bare_clause(start, frames)
    }

    /// Behind words between commas that *that* or a quotation follows: *conceded, when pressed, that*.
    fn behind_aside(&self, comma: usize) -> Option<usize> {
        let limit = self.nodes.len().min(comma + ADJUNCT_REACH);
        let close = (comma + 2..limit).find(|&at| self.is_sign(at, b','))?;
        let follows = self.is_quotation(close + 1) || self.is(close + 1, Tags::THAT);
        let is_aside = !self.is(comma + 1, Tags::THAT)
            && !(comma + 1..close).any(|at| self.is_quotation(at) || self.is(at, Tags::QUOTE));
        (follows && is_aside && self.is_sign(comma, b',')).then_some(close + 1)
    }

    /// A clause without *that*, behind adverbs, times and one prepositional phrase.
    fn bare_clause(&self, start: usize, frames: Tags) -> Complement {
        if !frames.any(Tags::CLAUSE) {
            return Complement::None;
        }
        let mut at = start;
        while self.is(at, Tags::ADVERB | Tags::TIME)
            && !self.is(at, Tags::DETERMINER | Tags::PREPOSITION)
            && !self.is(at + 1, Tags::BE | Tags::HAVE)
        {
            at += 1;
        }
        if self.is(at, Tags::PREPOSITION) && !self.is(at, Tags::DETERMINER) {
            let end = noun_phrase_end(self.nodes, at + 1);
            // Behind a name only what opens a noun phrase shows that a clause begins.
            let opens = self.is(end, Tags::SUBJECT_PRONOUN | Tags::DETERMINER | Tags::POSSESSIVE);
            if end == at + 1 || !opens {
                return Complement::None;
            }
            at = end;
        }
        let Some(node) = self.nodes.get(at) else { return Complement::None };
        let opens = node.is_word()
            && !node.is(Tags::COORDINATOR | Tags::TO_WORD | Tags::BY)
            && (!node.is(Tags::SUBORDINATOR | Tags::PREPOSITION) || node.is(Tags::DETERMINER));
        let content = at..self.content_end(at);
        let says = frames.any(Tags::QUOTE) && content.len() > SHORTEST_BARE_CLAUSE;
        if opens
            && (says
                || self.has_finite_verb(content.clone())
                || content.skip(1).any(|at| self.is_quotation(at)))
        {
            return Complement::Bare(at);
        }
        Complement::None
    }

    /// Behind the person that a verb speaks to: *told reporters*.
    pub(super) fn skip_person(&self, from: usize, frames: Tags) -> usize {
        if !frames.any(Tags::PERSON_FIRST)
            || self.is_quotation(from)
            || self.is(from, Tags::THAT | Tags::TO_WORD | Tags::WH)
        {
            return from;
        }
        if self.is(from, Tags::OBJECT_PRONOUN)
            && !self.is(from, Tags::SUBJECT_PRONOUN | Tags::POSSESSIVE)
        {
            return from + 1;
        }
        let end = noun_phrase_end(self.nodes, from);
        // *Polls showed Roe was ahead*: nobody is spoken to.
        if end < self.nodes.len() && is_finite_verb(self.nodes, end) {
            return from;
        }
        end.max(from)
    }

    /// Whether *that* points at the noun behind it: *said that night*, *said that plan is bad*.
    fn is_determiner_there(&self, at: usize) -> bool {
        self.is(at + 1, Tags::TIME)
    }

    /// Where a clause or phrase of content that begins at `start` ends.
    pub(super) fn content_end(&self, start: usize) -> usize {
        let last = self.last();
        for at in start..last {
            if at > start && self.ends_content(at) {
                return at;
            }
        }
        last.max(start)
    }

    /// Whether something else begins at this node: another attribution, or a remark of the outlet.
    fn ends_content(&self, at: usize) -> bool {
        let node = &self.nodes[at];
        if node.is_sign(b';') {
            return true;
        }
        if node.is_sign(b',') {
            return self.comma_ends_content(at);
        }
        node.is(Tags::COORDINATOR) && self.cue_follows(at + 1, true)
    }

    fn comma_ends_content(&self, comma: usize) -> bool {
        let next = comma + 1;
        if self.is(next, Tags::ACCORDING) {
            return true;
        }
        let Some(node) = self.nodes.get(next) else { return true };
        if node.is(Tags::ING) && node.is(Tags::FRAMES) {
            return true;
        }
        if node.is(Tags::RELATIVE) && node.is(Tags::WH) {
            return !self.clause_goes_on(next);
        }
        let joins = node.is(Tags::COORDINATOR)
            || node.is(Tags::SUBORDINATOR) && !node.is(Tags::PREPOSITION | Tags::THAT);
        joins && self.cue_follows(next + 1, false)
    }

    /// Whether a relative clause ends in a comma and the verb of the clause before it follows: *the order, which …, was weak*.
    fn clause_goes_on(&self, relative: usize) -> bool {
        let limit = self.nodes.len().min(relative + ADJUNCT_REACH);
        (relative..limit).find(|&at| self.is_sign(at, b',')).is_some_and(|comma| {
            comma + 1 < self.nodes.len() && is_finite_verb(self.nodes, comma + 1)
        })
    }

    /// Whether a finite verb of attribution follows soon, with a subject of its own, or without one right away.
    fn cue_follows(&self, start: usize, bare_only: bool) -> bool {
        let limit = self.nodes.len().min(start + 12);
        for at in start..limit {
            let node = &self.nodes[at];
            if matches!(node.shape, Shape::Sign(_) | Shape::Quotation(_)) && at > start && bare_only
            {
                return false;
            }
            if !node.is(Tags::FORMS | Tags::AUXILIARY) || !is_finite_verb(self.nodes, at) {
                continue;
            }
            let Some(group) = verb_group(self.nodes, at) else { continue };
            if group.mood != Mood::Finite {
                continue;
            }
            if node.is(Tags::AUXILIARY) && !node.is(Tags::FRAMES) {
                continue;
            }
            let is_cue = node.is(Tags::QUOTE | Tags::CLAUSE | Tags::OBJECT | Tags::FOR | Tags::TO);
            if bare_only {
                return is_cue && group.first == start && !node.is(Tags::BASE);
            }
            return is_cue
                && (group.first == start
                    || subject_before(self.nodes, group.first, start).is_some());
        }
        false
    }
}
