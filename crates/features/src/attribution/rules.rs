//! Sentences → attributions: what is said, by whom, and which words say so.

mod content;
mod judgement;
mod noun;
mod speech;

use std::ops::Range;

use super::{
    phrase::{Mood, VerbGroup, is_finite_verb, subject_before, verb_group},
    tags::Tags,
    token::{Shape, Token},
};

/// An attribution, in nodes of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) content: Content,
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Range<usize>,
    pub(super) manner: Manner,
}

/// Where the content of an attribution stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// In the sentence.
    Nodes(Range<usize>),
    /// Behind the sentence, which ends in a colon.
    Follows,
}

/// How words are attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Said or written: quotations that follow on it may go on with it.
    Speech,
    /// Held, wanted, judged.
    Attitude,
}

/// A sentence while it is looked into.
pub(super) struct Rules<'a> {
    nodes: &'a [Token],
    findings: Vec<Finding>,
    /// The subject of the last finite verb.
    subject: Option<Range<usize>>,
}

/// The attributions of a sentence, in the order of their cues.
pub(super) fn find(nodes: &[Token]) -> Vec<Finding> {
    let mut rules = Rules { nodes, findings: Vec::new(), subject: None };
    for at in 0..nodes.len() {
        rules.visit(at);
    }
    if rules.findings.is_empty() {
        rules.name_and_quotation();
    }
    rules.findings
}

impl Rules<'_> {
    fn visit(&mut self, at: usize) {
        let node = &self.nodes[at];
        if node.is(Tags::ACCORDING) {
            self.according_to(at);
        }
        if node.is(Tags::FORMS) {
            if let Some(group) = verb_group(self.nodes, at) {
                self.visit_verb(group);
                return;
            }
        }
        if node.is(Tags::BE | Tags::MODAL | Tags::HAVE | Tags::DO) {
            self.note_subject(at);
        }
        if node.is(Tags::CUE_NOUN) {
            self.cue_noun(at);
        }
        if node.is(Tags::ATTITUDE) {
            self.attitude(at);
        }
    }

    fn visit_verb(&mut self, group: VerbGroup) {
        let own = match group.mood {
            Mood::Finite => subject_before(self.nodes, group.first, 0),
            _ => None,
        };
        if let Some(subject) = &own {
            if !self.nodes[subject.start].is(Tags::RELATIVE) || subject.len() > 1 {
                self.subject = Some(subject.clone());
            }
        }
        let tags = self.nodes[group.verb].tags;
        if !tags.any(Tags::FRAMES) {
            return;
        }
        let source = match group.mood {
            Mood::Finite => own.clone().or_else(|| self.shared_subject(group.first)),
            Mood::Gerund | Mood::Infinitive => self.subject.clone(),
            Mood::Passive => None,
        };
        if tags.any(Tags::QUOTE | Tags::CLAUSE | Tags::WHETHER)
            && self.speech(group, own.as_ref(), source.as_ref())
        {
            return;
        }
        self.judgement(group, source.as_ref());
    }

    /// Remembers the subject of an auxiliary or of *be*.
    fn note_subject(&mut self, at: usize) {
        if let Some(subject) = subject_before(self.nodes, at, 0) {
            if !self.nodes[subject.start].is(Tags::RELATIVE) || subject.len() > 1 {
                self.subject = Some(subject);
            }
        }
    }

    /// The subject that a verb behind *and*, *but* or a comma shares with the verb before it.
    fn shared_subject(&self, first: usize) -> Option<Range<usize>> {
        let before = &self.nodes[first.checked_sub(1)?];
        (before.is(Tags::COORDINATOR) || before.is_sign(b',')).then(|| self.subject.clone())?
    }

    fn is_quotation(&self, at: usize) -> bool {
        self.nodes.get(at).is_some_and(|node| matches!(node.shape, Shape::Quotation(_)))
    }

    fn is_sign(&self, at: usize, sign: u8) -> bool {
        self.nodes.get(at).is_some_and(|node| node.is_sign(sign))
    }

    fn is(&self, at: usize, tags: Tags) -> bool {
        self.nodes.get(at).is_some_and(|node| node.is(tags))
    }

    /// The end of the sentence without its last stops.
    fn last(&self) -> usize {
        let mut end = self.nodes.len();
        while end > 0
            && matches!(
                self.nodes[end - 1].shape,
                Shape::Sign(b'.' | b'?' | b'!' | b';' | b',' | b')')
            )
            && !(self.is_sign(end - 1, b')'))
        {
            end -= 1;
        }
        end
    }

    fn has_finite_verb(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|at| is_finite_verb(self.nodes, at))
    }

    fn push(
        &mut self,
        content: Content,
        source: Option<&Range<usize>>,
        cue: Range<usize>,
        manner: Manner,
    ) {
        self.findings.push(Finding { content, source: source.cloned(), cue, manner });
    }
}
