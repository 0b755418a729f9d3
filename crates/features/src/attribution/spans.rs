//! Findings in sentences → attributions in the text: quotations that go on over sentences and paragraphs.

use std::ops::Range;

use super::{
    passage::{Passage, Sentence},
    rules::{self, Content, Finding, Manner},
    token::{Shape, Token},
    types::QuotationForm,
};

/// An attribution, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) content: Range<usize>,
    pub(super) source: Option<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) form: QuotationForm,
}

/// The attributions of a text, by the start of their contents.
pub(super) fn find(passage: &Passage) -> Vec<Found> {
    let mut search = Search { passage, found: Vec::new(), open: None };
    for index in 0..passage.sentences.len() {
        search.visit(index);
    }
    search.found.sort_by_key(|found| (found.content.start, found.content.end));
    search.found
}

struct Search<'a> {
    passage: &'a Passage,
    found: Vec<Found>,
    /// An attribution that may go on, by its number, and where.
    open: Option<Open>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    found: usize,
    /// Up to which paragraph a quotation that stands alone goes on with it.
    paragraph: usize,
    /// Whether the content is still to come.
    is_due: bool,
}

impl Search<'_> {
    fn visit(&mut self, index: usize) {
        let sentence = &self.passage.sentences[index];
        let nodes = &self.passage.nodes[sentence.nodes.clone()];
        if is_quotation_alone(nodes) {
            return self.quotation_alone(sentence, nodes);
        }
        if self.open.is_some_and(|open| open.is_due) {
            self.drop_due();
        }
        self.open = None;
        for finding in rules::find(nodes) {
            self.add(sentence, nodes, &finding);
        }
    }

    fn add(&mut self, sentence: &Sentence, nodes: &[Token], finding: &Finding) {
        let bytes = |range: &Range<usize>| {
            nodes[range.start].start as usize..nodes[range.end - 1].end as usize
        };
        let source = finding.source.as_ref().filter(|source| !source.is_empty()).map(bytes);
        let cue = Some(bytes(&finding.cue));
        let number = self.found.len();
        match &finding.content {
            Content::Nodes(range) => {
                let mut content = bytes(range);
                let form = form(&nodes[range.clone()]);
                let last = nodes[range.end - 1];
                if let Shape::Quotation(quotation) = last.shape {
                    let goes_on = self.passage.quotations[quotation as usize].goes_on;
                    let paragraph = sentence.paragraph + usize::from(goes_on);
                    if finding.manner == Manner::Speech {
                        self.open = Some(Open { found: number, paragraph, is_due: false });
                    }
                    content.end = last.end as usize;
                } else if finding.manner == Manner::Speech
                    && nodes[range.clone()]
                        .iter()
                        .any(|node| matches!(node.shape, Shape::Quotation(_)))
                {
                    self.open =
                        Some(Open { found: number, paragraph: sentence.paragraph, is_due: false });
                }
                self.found.push(Found { content, source, cue, form });
            }
            Content::Follows => {
                let end = nodes.last().map_or(0, |node| node.end as usize);
                self.found.push(Found {
                    content: end..end,
                    source,
                    cue,
                    form: QuotationForm::Direct,
                });
                self.open =
                    Some(Open { found: number, paragraph: sentence.paragraph + 1, is_due: true });
            }
        }
    }

    /// A sentence that is a quotation and nothing else: it goes on with the one before it, or nobody says whose it is.
    fn quotation_alone(&mut self, sentence: &Sentence, nodes: &[Token]) {
        let content = nodes[0].start as usize..nodes[nodes.len() - 1].end as usize;
        let goes_on = nodes.iter().any(|node| match node.shape {
            Shape::Quotation(quotation) => self.passage.quotations[quotation as usize].goes_on,
            _ => false,
        });
        match &mut self.open {
            Some(open) if sentence.paragraph <= open.paragraph => {
                let found = &mut self.found[open.found];
                if open.is_due {
                    found.content = content;
                    open.is_due = false;
                } else {
                    found.content.end = content.end;
                }
                open.paragraph = sentence.paragraph + usize::from(goes_on);
            }
            _ => {
                self.drop_due();
                self.found.push(Found {
                    content,
                    source: None,
                    cue: None,
                    form: QuotationForm::Direct,
                });
                let paragraph = sentence.paragraph + usize::from(goes_on);
                self.open = Some(Open { found: self.found.len() - 1, paragraph, is_due: false });
            }
        }
    }

    /// Forgets an attribution whose content did not come.
    fn drop_due(&mut self) {
        if let Some(open) = self.open.take().filter(|open| open.is_due) {
            self.found.remove(open.found);
        }
    }
}

/// Whether nothing but quotations and signs stands in a sentence.
fn is_quotation_alone(nodes: &[Token]) -> bool {
    let quotations = nodes.iter().filter(|node| matches!(node.shape, Shape::Quotation(_))).count();
    quotations > 0 && nodes.iter().all(|node| !node.is_word())
}

fn form(nodes: &[Token]) -> QuotationForm {
    let quotations = nodes.iter().filter(|node| matches!(node.shape, Shape::Quotation(_))).count();
    let words = nodes.iter().filter(|node| node.is_word()).count();
    match (quotations, words) {
        (0, _) => QuotationForm::Indirect,
        (_, 0) => QuotationForm::Direct,
        _ => QuotationForm::Mixed,
    }
}
