//! Findings in sentences → attributions in the text: quotations that go on over sentences and paragraphs.

use std::{mem, ops::Range};

use super::{
    noun_phrase::noun_phrase_end,
    passage::{Passage, Sentence},
    rules::{self, Content, Finding, Manner},
    tags::Tags,
    token::{Shape, Token},
    types::QuotationForm,
};

/// What has no stop for so many words and signs is looked into in pieces, so that time stays linear.
const LONGEST_SENTENCE: usize = 400;

/// A quotation that nothing attributes is by who spoke last, at most so many paragraphs before.
const EARLIER_SPEAKER: usize = 3;

/// An attribution, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) content: Range<usize>,
    pub(super) source: Option<Range<usize>>,
    /// The source of an earlier attribution, where nothing but the order of the text says who speaks.
    pub(super) earlier_source: Option<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) form: QuotationForm,
    /// Whether a unit speaks in the voice of the source.
    pub(super) is_view: bool,
    /// Whether the sentence as a whole attributes.
    pub(super) is_main: bool,
    /// Whether the content is a block quotation, without marks.
    pub(super) is_block: bool,
}

impl Found {
    /// A quotation that no words attribute.
    fn unattributed(content: Range<usize>) -> Self {
        Self {
            content,
            source: None,
            earlier_source: None,
            cue: None,
            form: QuotationForm::Direct,
            is_view: true,
            is_main: true,
            is_block: false,
        }
    }
}

/// The attributions of a text, by the start of their contents.
pub(super) fn find(passage: &Passage) -> Vec<Found> {
    let mut search = Search { passage, found: Vec::new(), open: None, last: None };
    let mut sentences = passage.sentences.as_slice();
    while let Some(sentence) = sentences.first() {
        let in_block = |other: &Sentence| {
            sentence.block_quote.is_some() && other.block_quote == sentence.block_quote
        };
        let length = sentences.iter().take_while(|other| in_block(other)).count();
        let (block, behind) = sentences.split_at(length.max(1));
        if length == 0 || !search.block_quote(block, behind.first()) {
            block.iter().for_each(|sentence| search.visit(sentence));
        }
        sentences = behind;
    }
    search.drop_due();
    search.found.sort_by_key(|found| (found.content.start, found.content.end));
    search.found
}

struct Search<'a> {
    passage: &'a Passage,
    found: Vec<Found>,
    open: Option<Open>,
    /// The last attribution of speech with a source, by its number and paragraph.
    last: Option<(usize, usize)>,
}

/// An attribution that quotations behind it may go on with.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Its number.
    found: usize,
    /// Up to which paragraph a quotation that stands alone goes on with it.
    paragraph: usize,
    /// Whether the content is still to come.
    is_due: bool,
    /// Bytes of its content that stand in quotation marks.
    quoted: usize,
}

impl Search<'_> {
    fn visit(&mut self, sentence: &Sentence) {
        let nodes = &self.passage.nodes[sentence.nodes.clone()];
        if is_quotation_alone(nodes) {
            return self.quotation_alone(sentence, nodes);
        }
        if self.sign_quotation(nodes) {
            return;
        }
        self.drop_due();
        for nodes in nodes.chunks(LONGEST_SENTENCE) {
            for finding in rules::find(nodes, sentence.stands_alone) {
                self.add(sentence, nodes, &finding);
            }
        }
    }

    fn add(&mut self, sentence: &Sentence, nodes: &[Token], finding: &Finding) {
        let is_speech = finding.manner == Manner::Speech;
        let source = finding.source.as_ref().filter(|source| !source.is_empty());
        let (content, form) = match &finding.content {
            Content::Nodes(range) => {
                let content = &nodes[range.clone()];
                if is_speech && content.iter().any(is_quotation) {
                    self.open(sentence, content);
                }
                (bytes(content), form(content))
            }
            Content::Follows => {
                self.drop_due();
                let (found, paragraph) = (self.found.len(), sentence.paragraph + 1);
                self.open = Some(Open { found, paragraph, is_due: true, quoted: 0 });
                let end = bytes(nodes).end;
                (end..end, QuotationForm::Direct)
            }
        };
        if is_speech && source.is_some() {
            self.last = Some((self.found.len(), sentence.paragraph));
        }
        self.found.push(Found {
            content,
            source: source.map(|source| bytes(&nodes[source.clone()])),
            earlier_source: None,
            cue: Some(bytes(&nodes[finding.cue.clone()])),
            form,
            is_view: finding.is_view,
            is_main: finding.is_main,
            is_block: false,
        });
    }

    /// Quotations may go on with the attribution that is about to be added, whose content these nodes are.
    fn open(&mut self, sentence: &Sentence, content: &[Token]) {
        self.drop_due();
        let paragraph = sentence.paragraph + usize::from(self.goes_on(content));
        let quoted = quoted_bytes(content);
        self.open = Some(Open { found: self.found.len(), paragraph, is_due: false, quoted });
    }

    /// Whether the last quotation is opened anew by the next paragraph.
    fn goes_on(&self, nodes: &[Token]) -> bool {
        nodes.last().is_some_and(|node| match node.shape {
            Shape::Quotation(quotation) => self.passage.quotations[quotation as usize].goes_on,
            _ => false,
        })
    }

    /// A block quotation that words before it introduce, or a signature under it: it is a quotation without marks. Says
    /// whether it was one.
    fn block_quote(&mut self, block: &[Sentence], behind: Option<&Sentence>) -> bool {
        let nodes = |sentence: &Sentence| &self.passage.nodes[sentence.nodes.clone()];
        let marked = block.iter().any(|sentence| nodes(sentence).iter().any(is_quotation));
        let is_due = self.open.is_some_and(|open| open.is_due);
        let is_signed = behind.is_some_and(|sentence| signature(nodes(sentence)).is_some());
        let (Some(first), Some(last)) = (block.first(), block.last()) else { return false };
        if marked || !(is_due || is_signed) {
            return false;
        }
        let content = bytes(nodes(first)).start..bytes(nodes(last)).end;
        let quoted = content.len();
        let number = if let Some(open) = self.open.filter(|open| open.is_due) {
            open.found
        } else {
            self.found.push(Found::unattributed(content.clone()));
            self.found.len() - 1
        };
        self.found[number].content = content;
        self.found[number].is_block = true;
        let paragraph = last.paragraph;
        self.open = Some(Open { found: number, paragraph, is_due: false, quoted });
        true
    }

    /// A sentence that is a quotation and nothing else: it goes on with the one before it, or is by whoever spoke last.
    fn quotation_alone(&mut self, sentence: &Sentence, nodes: &[Token]) {
        let content = bytes(nodes);
        let open = self.open.take().filter(|open| sentence.paragraph <= open.paragraph);
        let Some(mut open) = open else { return self.quotation_by_last(sentence, nodes) };
        open.paragraph = sentence.paragraph + usize::from(self.goes_on(nodes));
        open.quoted += quoted_bytes(nodes);
        let found = &mut self.found[open.found];
        if mem::take(&mut open.is_due) {
            found.content = content;
        } else if 2 * open.quoted >= content.end - found.content.start {
            found.content.end = content.end;
        } else {
            // More words of attribution than quoted ones stand between: it is told as an attribution of its own.
            let again = Found { content, ..found.clone() };
            (open.found, open.quoted) = (self.found.len(), quoted_bytes(nodes));
            self.found.push(again);
        }
        self.open = Some(open);
    }

    fn quotation_by_last(&mut self, sentence: &Sentence, nodes: &[Token]) {
        self.drop_due();
        let reach = |paragraphs| {
            let last = self.last.filter(|&(_, last)| sentence.paragraph <= last + paragraphs);
            last.map(|(found, _)| &self.found[found])
        };
        let (near, far) = (reach(1), reach(EARLIER_SPEAKER));
        let found = Found {
            source: near.and_then(|last| last.source.clone()),
            earlier_source: far.and_then(|last| last.source.clone()),
            cue: near.and_then(|last| last.cue.clone()),
            ..Found::unattributed(bytes(nodes))
        };
        // Quotations that follow one another are by one speaker.
        if let Some((_, paragraph)) = self.last.as_mut().filter(|_| found.earlier_source.is_some())
        {
            *paragraph = sentence.paragraph;
        }
        self.open(sentence, nodes);
        self.found.push(found);
    }

    /// A line under a quotation that says whose it is: *— Jane Roe*. Says whether this was one.
    fn sign_quotation(&mut self, nodes: &[Token]) -> bool {
        let Some(open) = self.open.filter(|open| !open.is_due) else { return false };
        let Some(name) = signature(nodes) else { return false };
        let found = &mut self.found[open.found];
        // A name under words whose source is known signs the article, not them.
        if found.is_block || found.source.is_none() || found.earlier_source.is_some() {
            found.source = Some(bytes(&nodes[name]));
            found.cue = Some(nodes[0].range());
        }
        self.open = None;
        true
    }

    /// Closes what is open; forgets an attribution whose content did not come.
    fn drop_due(&mut self) {
        if let Some(open) = self.open.take().filter(|open| open.is_due) {
            self.found.remove(open.found);
            self.last = self
                .last
                .filter(|&(found, _)| found != open.found)
                .map(|(found, paragraph)| (found - usize::from(found > open.found), paragraph));
        }
    }
}

/// The name in a line that says whose a quotation is: *— Jane Roe*.
fn signature(nodes: &[Token]) -> Option<Range<usize>> {
    let [dash, name, ..] = nodes else { return None };
    let end = noun_phrase_end(nodes, 1);
    let is_name = dash.is_sign(b'-') && name.shape == Shape::Capital && end > 1;
    let verbs = Tags::FORMS | Tags::AUXILIARY;
    let is_line = !nodes[end..].iter().any(|node| node.shape == Shape::Lower && node.is(verbs));
    (is_name && is_line).then_some(1..end)
}

/// Whether nothing but quotations and signs stands in a sentence.
fn is_quotation_alone(nodes: &[Token]) -> bool {
    nodes.iter().any(is_quotation) && !nodes.iter().any(Token::is_word)
}

fn is_quotation(node: &Token) -> bool {
    matches!(node.shape, Shape::Quotation(_))
}

fn quoted_bytes(nodes: &[Token]) -> usize {
    nodes.iter().filter(|node| is_quotation(node)).map(|node| node.range().len()).sum()
}

/// The bytes from the first node to the last.
fn bytes(nodes: &[Token]) -> Range<usize> {
    match nodes {
        [first, .., last] => first.range().start..last.range().end,
        [only] => only.range(),
        [] => 0..0,
    }
}

fn form(nodes: &[Token]) -> QuotationForm {
    match (nodes.iter().any(is_quotation), nodes.iter().any(Token::is_word)) {
        (false, _) => QuotationForm::Indirect,
        (true, false) => QuotationForm::Direct,
        (true, true) => QuotationForm::Mixed,
    }
}
