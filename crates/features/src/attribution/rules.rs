//! Sentences → attributions: what is said, by whom, and which words say so.

mod content;
mod judgement;
mod noun;
mod speech;

use std::ops::Range;

use super::{
    subject::subject_before,
    tags::Tags,
    token::{Shape, Token},
    verb_group::{Mood, VerbGroup, is_finite_verb, verb_group},
};

/// An attribution, in nodes of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) content: Content,
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Range<usize>,
    pub(super) manner: Manner,
    /// Whether a unit that it fills speaks in the voice of the source.
    pub(super) is_view: bool,
    /// Whether its verb is the one of the main clause.
    pub(super) is_main: bool,
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
    /// Thought or judged: somebody's view.
    View,
    /// Known, wanted, done: told by the outlet.
    Attitude,
}

/// A sentence while it is looked into.
pub(super) struct Rules<'a> {
    nodes: &'a [Token],
    /// A headline leaves out verbs.
    is_headline: bool,
    findings: Vec<Finding>,
    /// The subject of the last finite verb.
    subject: Option<Range<usize>>,
    /// The subject of the last finite verb of a main clause.
    main_subject: Option<Range<usize>>,
}

/// The attributions of a sentence, in the order of their cues.
pub(super) fn find(nodes: &[Token], is_headline: bool) -> Vec<Finding> {
    let mut rules =
        Rules { nodes, is_headline, findings: Vec::new(), subject: None, main_subject: None };
    for at in 0..nodes.len() {
        rules.visit(at);
    }
    rules.colon_and_quotation();
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
        if node.is(Tags::ATTITUDE) && self.attitude(at) {
            return;
        }
        if node.is(Tags::FORMS)
            && let Some(group) = verb_group(self.nodes, at)
        {
            self.visit_verb(group);
            return;
        }
        if node.is(Tags::BE | Tags::MODAL | Tags::HAVE | Tags::DO)
            && let Some(subject) = subject_before(self.nodes, at, 0)
        {
            self.note_subject(subject);
        }
        if node.is(Tags::VIEW_NOUN) {
            self.in_the_view_of(at);
        }
        if node.is(Tags::CUE_NOUN) {
            self.cue_noun(at);
        }
    }

    fn visit_verb(&mut self, group: VerbGroup) {
        let own = match group.mood {
            Mood::Finite => subject_before(self.nodes, group.first, 0),
            _ => None,
        };
        if let Some(subject) = &own {
            self.note_subject(subject.clone());
        }
        let tags = self.nodes[group.verb].tags;
        if !tags.any(Tags::FRAMES) {
            return;
        }
        let source = match group.mood {
            Mood::Finite => own.clone().or_else(|| self.shared_subject(group.first)),
            Mood::Gerund => self.subject_of_gerund(group.first),
            Mood::Infinitive => self.subject_of_infinitive(group.first),
            Mood::Passive => None,
        };
        if tags.any(Tags::QUOTE | Tags::CLAUSE | Tags::WHETHER)
            && self.speech(group, own.as_ref(), source.as_ref())
        {
            return;
        }
        self.judgement(group, source.as_ref());
    }

    /// Remembers the subject of a finite verb.
    fn note_subject(&mut self, subject: Range<usize>) {
        if self.nodes[subject.start].is(Tags::RELATIVE) && subject.len() == 1 {
            return;
        }
        let leads =
            subject.start.checked_sub(1).map(|before| &self.nodes[before]).is_none_or(|before| {
                !before.is_word() || before.is(Tags::COORDINATOR | Tags::ADVERB | Tags::TIME)
            });
        if leads || self.main_subject.is_none() {
            self.main_subject = Some(subject.clone());
        }
        self.subject = Some(subject);
    }

    /// The subject that a verb behind *and*, *but* or a comma shares with the verb before it.
    fn shared_subject(&self, first: usize) -> Option<Range<usize>> {
        let before = &self.nodes[first.checked_sub(1)?];
        let shares = before.is(Tags::COORDINATOR) || before.is_sign(b',');
        shares.then(|| self.main_subject.clone())?
    }

    /// *…, adding that*: the subject of the main clause; *footage of her saying*: the noun before.
    fn subject_of_gerund(&self, first: usize) -> Option<Range<usize>> {
        let before = first.checked_sub(1).map(|before| &self.nodes[before]);
        match before {
            Some(node)
                if node.is_word()
                    && !node.is(Tags::PREPOSITION
                        | Tags::SUBORDINATOR
                        | Tags::COORDINATOR
                        | Tags::ADVERB) =>
            {
                subject_before(self.nodes, first, 0).or_else(|| self.subject.clone())
            }
            _ => self.main_subject.clone(),
        }
    }

    /// *She refused to say*: the subject of the verb before *to*; of other infinitives nobody is sure.
    fn subject_of_infinitive(&self, first: usize) -> Option<Range<usize>> {
        let governor = self.nodes.get(first.checked_sub(2)?)?;
        let governs =
            governor.is(Tags::FORMS) && !governor.is(Tags::PERSON | Tags::CUE_NOUN | Tags::GROUP);
        governs.then(|| self.subject.clone())?
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
            && matches!(self.nodes[end - 1].shape, Shape::Sign(b'.' | b'?' | b'!' | b';' | b','))
        {
            end -= 1;
        }
        end
    }

    fn has_finite_verb(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|at| is_finite_verb(self.nodes, at))
    }

    /// Whether a node lies in the content of what somebody said: what is attributed in there is his.
    fn is_reported(&self, at: usize) -> bool {
        self.findings.iter().any(|finding| {
            matches!(&finding.content, Content::Nodes(nodes) if nodes.contains(&at))
                && finding.manner == Manner::Speech
        })
    }

    /// Attributes a quotation behind a colon that no verb introduces to the subject of the sentence.
    fn colon_and_quotation(&mut self) {
        for at in 1..self.nodes.len() {
            if !self.is_quotation(at) || !self.is_sign(at - 1, b':') {
                continue;
            }
            let taken = self.findings.iter().any(
                |finding| matches!(&finding.content, Content::Nodes(nodes) if nodes.contains(&at)),
            );
            if let Some(subject) = self.main_subject.clone().filter(|_| !taken) {
                self.push(Content::Nodes(at..at + 1), Some(&subject), at - 1..at, Manner::Speech);
            }
        }
        let Some(last) = self.nodes.len().checked_sub(1) else { return };
        let follows = self.findings.iter().any(|finding| finding.content == Content::Follows);
        if self.is_sign(last, b':')
            && !follows
            && let Some(subject) = self.main_subject.clone()
        {
            self.push(Content::Follows, Some(&subject), last..last + 1, Manner::Speech);
        }
    }

    fn push(
        &mut self,
        content: Content,
        source: Option<&Range<usize>>,
        cue: Range<usize>,
        manner: Manner,
    ) {
        if self.is_reported(cue.end - 1) {
            return;
        }
        let same = |finding: &Finding| finding.content == content;
        if content != Content::Follows && self.findings.iter().any(same) {
            return;
        }
        let is_main = source.is_some() && source == self.main_subject.as_ref();
        let is_view = manner != Manner::Attitude
            && !source.is_some_and(|source| self.is_told_by_outlet(source, &cue));
        let source = source.cloned();
        self.findings.push(Finding { content, source, cue, manner, is_view, is_main });
    }

    /// Whether a source is a paper, or the author and his readers, or is said not to say something.
    fn is_told_by_outlet(&self, source: &Range<usize>, cue: &Range<usize>) -> bool {
        let nodes = &self.nodes[source.clone()];
        // *Roe, sponsor of the bill*, *senators backing a bill*: the head is what stands before the first comma,
        // preposition or participle.
        let people = Tags::PERSON | Tags::GROUP | Tags::PLURAL;
        let behind = |pair: &[Token]| {
            let [before, node] = pair else { return true };
            !node.is_word()
                || node.is(Tags::PREPOSITION | Tags::RELATIVE)
                || node.is(Tags::ING | Tags::PARTICIPLE) && before.is(people)
        };
        let head = nodes.windows(2).position(behind).map_or(nodes, |at| &nodes[..=at]);
        let is_document =
            head.last().is_some_and(|last| last.is(Tags::DOCUMENT) && !last.is(Tags::PERSON));
        is_document
            || (nodes.len() == 1 && nodes[0].is(Tags::FIRST_PERSON))
            || self.nodes[cue.clone()].iter().any(|node| node.is(Tags::NOT))
    }

    /// The manner of a verb in a judgement.
    fn manner_of(&self, verb: usize) -> Manner {
        if self.is(verb, Tags::VIEW) { Manner::View } else { Manner::Attitude }
    }
}
