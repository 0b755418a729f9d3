//! Verbs of speech and thought with clauses and quotations.

use std::ops::Range;

use super::super::{
    noun_phrase::noun_phrase_end,
    tags::Tags,
    token::{Shape, Token},
    verb_group::{Mood, VerbGroup, is_finite_verb},
};
use super::{Content, Manner, Rules, content::Complement};

/// A clause before its attribution has at least so many nodes: *The order, he said*.
const SHORTEST_CLAUSE: usize = 3;
/// Between a verb of attribution and the comma behind its adjuncts stand at most so many nodes.
const LONGEST_ADJUNCT: usize = 8;
/// A name, with what the person is, before a colon has at most so many nodes.
const LONGEST_NAME: usize = 14;

impl Rules<'_> {
    /// Attributes a clause or quotation to the subject of a verb; says whether there was one.
    pub(super) fn speech(
        &mut self,
        group: VerbGroup,
        own: Option<&Range<usize>>,
        source: Option<&Range<usize>>,
    ) -> bool {
        let frames = self.nodes[group.verb].tags;
        if group.mood == Mood::Passive {
            return false;
        }
        let cue = group.first..group.verb + 1;
        let complement = self.complement(group.verb + 1, frames);
        if group.mood == Mood::Finite {
            if let Some(own) = own.filter(|own| self.quotation_before(own.start, frames)) {
                let behind = self.quotation_behind(group.verb + 1);
                return self.push_before(own.start, own, cue, behind);
            }
            if let Some(inverted) = self.inverted_source(group, frames) {
                let behind = self.quotation_behind(inverted.end);
                self.main_subject = Some(inverted.clone());
                return self.push_before(group.first, &inverted, cue, behind);
            }
        }
        if group.mood == Mood::Finite && self.as_somebody_says(group, own) {
            return true;
        }
        if source.is_none() && !matches!(complement, Complement::Quotation { introduced: true, .. })
        {
            return false;
        }
        let manner =
            if frames.any(Tags::QUOTE) { Manner::Speech } else { self.manner_of(group.verb) };
        match complement {
            Complement::Quotation { at, introduced } if frames.any(Tags::QUOTE) || introduced => {
                let content = self.quotation_content(at, introduced);
                self.push(Content::Nodes(content), source, cue, Manner::Speech);
                true
            }
            Complement::Marked(start) | Complement::Bare(start) => {
                let content = start..self.clause_end(start, source);
                self.push(Content::Nodes(content), source, cue, manner);
                true
            }
            Complement::Follows if frames.any(Tags::QUOTE) => {
                self.push(Content::Follows, source, cue, Manner::Speech);
                true
            }
            _ if self.clause_before(own, group) && group.mood == Mood::Finite => {
                let own = own.cloned().unwrap_or_default();
                self.push_before(own.start, &own, cue, None)
            }
            _ => false,
        }
    }

    /// Where a clause of content ends; one of a relative clause or of *while she said* also at the comma that closes that.
    fn clause_end(&self, start: usize, source: Option<&Range<usize>>) -> usize {
        let end = self.content_end(start);
        let Some(source) = source else { return end };
        let relative = source.len() == 1 && self.is(source.start, Tags::RELATIVE);
        let subordinate = source.start.checked_sub(1).is_some_and(|before| {
            self.is(before, Tags::SUBORDINATOR) && !self.is(before, Tags::THAT)
        });
        let closes = |at: &usize| {
            let verb = *at + 1 < self.nodes.len() && is_finite_verb(self.nodes, *at + 1);
            self.is_sign(*at, b',') && (subordinate || verb)
        };
        let close = if relative || subordinate { (start + 1..end).find(closes) } else { None };
        close.unwrap_or(end)
    }

    /// The content of a quotation behind a verb: behind a comma or colon the quotation alone, else with what follows it.
    fn quotation_content(&self, at: usize, introduced: bool) -> Range<usize> {
        if introduced { at..at + 1 } else { at..self.content_end(at).max(at + 1) }
    }

    /// Whether a quotation stands right before node `at`, perhaps with a comma or dash between.
    fn quotation_before(&self, at: usize, frames: Tags) -> bool {
        frames.any(Tags::QUOTE | Tags::CLAUSE)
            && at.checked_sub(1).is_some_and(|before| {
                self.is_quotation(before)
                    || matches!(self.nodes[before].shape, Shape::Sign(b',' | b'-' | b'.'))
                        && before.checked_sub(1).is_some_and(|before| self.is_quotation(before))
            })
    }

    /// Whether a clause and a comma stand before the subject, and nothing that the verb takes behind it: *The order is weak,
    /// she said*.
    fn clause_before(&self, own: Option<&Range<usize>>, group: VerbGroup) -> bool {
        let Some(own) = own else { return false };
        let frames = self.nodes[group.verb].tags;
        let next = group.verb + 1;
        let relative = own.len() == 1 && self.is(own.start, Tags::RELATIVE);
        let before = own.start.checked_sub(1).map(|before| self.nodes[before].shape);
        let apart = matches!(before, Some(Shape::Sign(b',' | b'-')));
        // *The order asks for reports*: what a verb takes behind a preposition is no adjunct.
        let takes =
            self.preposition_object(next, frames).is_some() && !self.is(next, Tags::IN | Tags::ON);
        let says = frames.any(Tags::QUOTE | Tags::CLAUSE);
        if relative || !apart || takes || !says || !self.is_closed(next) {
            return false;
        }
        let before = self.clause_start(own.start - 1)..own.start - 1;
        // *The order, she told reporters, is weak.*
        let goes_on =
            !before.is_empty() && self.aside_end(next).is_some_and(|end| end < self.last());
        (own.start > SHORTEST_CLAUSE && (self.is_headline || self.has_finite_verb(before)))
            || goes_on
    }

    /// Whether nothing stands at `at` that a verb before it takes: no object, no infinitive, no quotation.
    fn is_closed(&self, at: usize) -> bool {
        let Some(node) = self.nodes.get(at) else { return true };
        match node.shape {
            Shape::Quotation(_) => false,
            Shape::Sign(_) => true,
            _ => {
                let adjunct = Tags::ADVERB | Tags::TIME | Tags::PREPOSITION | Tags::SUBORDINATOR;
                let taken = Tags::TO_WORD | Tags::THAT | Tags::DETERMINER;
                node.is(adjunct | Tags::COORDINATOR) && !node.is(taken)
                    || self.is(at.saturating_sub(1), Tags::PERSON_FIRST) && !node.is(taken)
            }
        }
    }

    /// The comma that ends words of attribution between commas, `at` behind their verb: *, she told reporters on Friday,*.
    fn aside_end(&self, at: usize) -> Option<usize> {
        let limit = self.nodes.len().min(at + LONGEST_ADJUNCT);
        let end =
            (at..limit).find(|&at| !self.nodes[at].is_word() || is_finite_verb(self.nodes, at))?;
        self.is_sign(end, b',').then_some(end)
    }

    /// *As she said, the order is weak.* and *The order is weak, as she said.*
    fn as_somebody_says(&mut self, group: VerbGroup, own: Option<&Range<usize>>) -> bool {
        let Some(own) = own.filter(|own| own.start > 0 && self.is(own.start - 1, Tags::AS)) else {
            return false;
        };
        let frames = self.nodes[group.verb].tags;
        let conjunction = own.start - 1;
        let content = if conjunction == 0 {
            match self.aside_end(group.verb + 1) {
                Some(comma) => comma + 1..self.content_end(comma + 1),
                None => return false,
            }
        } else if self.is_sign(conjunction - 1, b',') && self.is_closed(group.verb + 1) {
            self.clause_start(conjunction - 1)..conjunction - 1
        } else {
            return false;
        };
        let fits = frames.any(Tags::QUOTE) && self.has_finite_verb(content.clone());
        if fits {
            let cue = group.first..group.verb + 1;
            self.push(Content::Nodes(content), Some(own), cue, Manner::Speech);
        }
        fits
    }

    /// The source behind its verb: *“…,” said Roe*, *the order is weak, says Roe*.
    fn inverted_source(&self, group: VerbGroup, frames: Tags) -> Option<Range<usize>> {
        if !frames.any(Tags::QUOTE | Tags::CLAUSE) || group.first == 0 {
            return None;
        }
        let comma = matches!(self.nodes[group.first - 1].shape, Shape::Sign(b',' | b'-'));
        let quoted = self.quotation_before(group.first, frames);
        // *The clerk, who knew, told voters*: the person behind the verb is spoken to.
        if frames.any(Tags::PERSON_FIRST) && !quoted {
            return None;
        }
        if !(quoted || comma && group.first > SHORTEST_CLAUSE) {
            return None;
        }
        let start = group.verb + 1;
        let end = noun_phrase_end(self.nodes, start);
        if end == start
            || self.is(start, Tags::TIME | Tags::ADVERB) && !self.is(start, Tags::DETERMINER)
        {
            return None;
        }
        let node = &self.nodes[start];
        let object = node.is(Tags::OBJECT_PRONOUN);
        let open =
            !quoted && self.nodes.get(end).is_some_and(Token::is_word) && !self.is_closed(end);
        let verb_behind = self.nodes.get(end).is_some() && is_finite_verb(self.nodes, end);
        let clause =
            quoted || self.has_finite_verb(self.clause_start(group.first - 1)..group.first - 1);
        (!(object || open) && (quoted || !verb_behind) && clause).then_some(start..end)
    }

    /// A quotation that goes on behind words of attribution.
    fn quotation_behind(&self, from: usize) -> Option<usize> {
        for at in from..self.nodes.len() {
            if self.is_quotation(at) {
                let joined = at - usize::from(self.is(at - 1, Tags::COORDINATOR));
                let introduced = matches!(
                    self.nodes[joined.checked_sub(1)?].shape,
                    Shape::Sign(b',' | b':' | b'.' | b'-')
                );
                return introduced.then_some(at);
            }
            if self.is(at, Tags::FORMS) && self.is(at, Tags::QUOTE) {
                return None;
            }
        }
        None
    }

    /// Attributes what stands before node `end` of the words of attribution, with a quotation that goes on behind them.
    fn push_before(
        &mut self,
        end: usize,
        source: &Range<usize>,
        cue: Range<usize>,
        behind: Option<usize>,
    ) -> bool {
        let mut last = end;
        while last > 0 && matches!(self.nodes[last - 1].shape, Shape::Sign(b',' | b'-' | b'.')) {
            last -= 1;
        }
        let start = self.clause_start(last);
        if start >= last {
            return false;
        }
        let end = match behind {
            Some(at) => at + 1,
            None if self.is_quotation(last - 1) => last,
            None => self.clause_behind(start..last, cue.end.max(source.end)).unwrap_or(last),
        };
        self.push(Content::Nodes(start..end), Some(source), cue, Manner::Speech);
        true
    }

    /// The end of a clause that goes on behind words of attribution between commas: *The order, she said, is weak*.
    fn clause_behind(&self, before: Range<usize>, at: usize) -> Option<usize> {
        let next = self.aside_end(at)? + 1;
        let apart = Tags::COORDINATOR
            | Tags::ING
            | Tags::RELATIVE
            | Tags::SUBORDINATOR
            | Tags::PREPOSITION
            | Tags::DETERMINER;
        // What has no verb yet must go on, whatever follows.
        let goes_on = !self.is(next, apart) || !self.has_finite_verb(before);
        (goes_on && next < self.last()).then(|| self.content_end(next))
    }

    /// Where the clause that ends before node `end` starts: at the sentence, or behind the last attribution and what joins it.
    fn clause_start(&self, end: usize) -> usize {
        let done = self.findings.iter().map(|finding| {
            let content = match &finding.content {
                Content::Nodes(nodes) if nodes.end <= end => nodes.end,
                _ => 0,
            };
            content.max(finding.cue.end).max(finding.source.as_ref().map_or(0, |source| source.end))
        });
        let mut start = done.filter(|&at| at < end).max().unwrap_or(0);
        while start < end
            && (matches!(self.nodes[start].shape, Shape::Sign(_))
                || self.is(start, Tags::COORDINATOR))
        {
            start += 1;
        }
        start
    }

    /// A name before a colon, or behind a dash, and a quotation: *Roe: “…”*, *“…” — Jane Roe*.
    pub(super) fn name_and_quotation(&mut self) {
        let nodes = self.nodes;
        if let Some(colon) = nodes.iter().position(|node| node.is_sign(b':')) {
            let source = 0..colon;
            let is_name = (1..=LONGEST_NAME).contains(&colon)
                && !self.has_finite_verb(source.clone())
                && !nodes[0].is(Tags::WH | Tags::PREPOSITION);
            let quoted = self.is_quotation(colon + 1);
            let title = self.is_headline && self.is_speaker(source.clone());
            if is_name && (quoted || title) {
                let end = self.last().max(colon + 2).min(nodes.len());
                if colon + 1 < end {
                    let content = Content::Nodes(colon + 1..end);
                    self.push(content, Some(&source), colon..colon + 1, Manner::Speech);
                }
                return;
            }
        }
        if self.is_quotation(0) && self.is_sign(1, b'-') {
            let end = noun_phrase_end(nodes, 2);
            if end > 2 && nodes[2].shape == Shape::Capital {
                self.push(Content::Nodes(0..1), Some(&(2..end)), 1..2, Manner::Speech);
            }
        }
    }

    /// Whether words before a colon in a headline are a name or people.
    fn is_speaker(&self, range: Range<usize>) -> bool {
        let nodes = &self.nodes[range];
        let named = nodes.iter().all(|node| node.shape == Shape::Capital);
        let people = nodes.iter().any(|node| node.is(Tags::PERSON | Tags::GROUP));
        nodes.len() <= 4
            && (named || people)
            && !nodes.iter().any(|node| node.is(Tags::HEADLINE_LABEL))
    }
}
