//! Units → paragraphs of sentences, in which each quotation is one token.
//!
//! A unit may end inside a quotation of several sentences; a sentence here is what the outlet wrote as one, with the whole quotation in it.

use std::ops::Range;

use super::{
    lexicon::Lexicon,
    quotation::{self, Quotation},
    tags::Tags,
    token::{Shape, Token, tokenize},
};

/// An article's text, ready for the rules.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// All words and signs of the text, furniture left out.
    pub(super) tokens: Vec<Token>,
    /// The tokens of each unit that is looked into, with the number of the unit.
    pub(super) units: Vec<(usize, Range<usize>)>,
    pub(super) quotations: Vec<Quotation>,
    /// The words and signs outside quotations, and the quotations.
    pub(super) nodes: Vec<Token>,
    pub(super) sentences: Vec<Sentence>,
}

/// What the outlet wrote as one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its place among [`Passage::nodes`].
    pub(super) nodes: Range<usize>,
    /// Number of its paragraph.
    pub(super) paragraph: usize,
    /// Whether it is headline, caption or heading: it stands alone.
    pub(super) stands_alone: bool,
    /// The number of the block quotation it stands in.
    pub(super) block_quote: Option<u32>,
}

/// A stretch of the text that is looked into.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Number of its unit.
    pub(super) unit: usize,
    /// Its bytes.
    pub(super) bytes: Range<usize>,
    /// Whether it is a headline or caption.
    pub(super) stands_alone: bool,
    /// The number of the block quotation it stands in.
    pub(super) block_quote: Option<u32>,
}

impl Passage {
    pub(super) fn read(text: &str, stretches: &[Stretch], lexicon: &Lexicon) -> Self {
        let mut passage = Self::default();
        passage.tokens.reserve(text.len() / 5);
        for stretch in stretches {
            let first = passage.tokens.len();
            tokenize(text, stretch.bytes.clone(), lexicon, &mut passage.tokens);
            passage.units.push((stretch.unit, first..passage.tokens.len()));
        }
        let mut first = 0;
        for index in 0..stretches.len() {
            let ends = stretches.get(index + 1).is_none_or(|next| {
                let gap = &text[stretches[index].bytes.end..next.bytes.start];
                gap.contains(['\n', '\r'])
                    || next.stands_alone != stretches[index].stands_alone
                    || next.block_quote != stretches[index].block_quote
            });
            if ends {
                passage.add_paragraph(first..index + 1, &stretches[index]);
                first = index + 1;
            }
        }
        passage
    }

    /// The bytes of the quotations that reach into a stretch, in order.
    pub(super) fn quotation_bytes(
        &self,
        stretch: &Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> {
        let bytes = |quotation: &Quotation| {
            let tokens = &self.tokens[quotation.tokens.clone()];
            tokens[0].start as usize..tokens[tokens.len() - 1].end as usize
        };
        let first =
            self.quotations.partition_point(|quotation| bytes(quotation).end <= stretch.start);
        let end = stretch.end;
        self.quotations[first..].iter().map(bytes).take_while(move |bytes| bytes.start < end)
    }

    fn add_paragraph(&mut self, units: Range<usize>, kind: &Stretch) {
        let starts: Vec<usize> =
            self.units[units.clone()].iter().map(|(_, tokens)| tokens.start).collect();
        let end = self.units[units.end - 1].1.end;
        let first_quotation = self.quotations.len();
        quotation::find(&self.tokens, starts[0]..end, &starts, &mut self.quotations);
        let paragraph = self.sentences.last().map_or(0, |last| last.paragraph + 1);
        let mut quotation = first_quotation;
        let mut at = starts[0];
        let mut first_node = self.nodes.len();
        for index in 0..starts.len() {
            let end = starts.get(index + 1).copied().unwrap_or(end);
            while at < end {
                match self.quotations.get(quotation) {
                    Some(found) if found.tokens.start == at => {
                        let (first, last) = (found.tokens.start, found.tokens.end - 1);
                        self.nodes.push(Token {
                            start: self.tokens[first].start,
                            end: self.tokens[last].end,
                            shape: Shape::Quotation(quotation as u32),
                            tags: Tags::NONE,
                        });
                        at = found.tokens.end;
                        quotation += 1;
                    }
                    _ => {
                        self.nodes.push(self.tokens[at]);
                        at += 1;
                    }
                }
            }
            // A quotation that reaches over the end of the unit takes the next one along.
            if at == end && self.nodes.len() > first_node {
                let dateline = dateline_length(&self.nodes[first_node..]);
                let nodes = first_node + dateline..self.nodes.len();
                read_capitals(&mut self.nodes[nodes.clone()]);
                self.sentences.push(Sentence {
                    nodes,
                    paragraph,
                    stands_alone: kind.stands_alone,
                    block_quote: kind.block_quote,
                });
                first_node = self.nodes.len();
            }
        }
    }
}

/// The nodes of a place before a dash that a story begins with: *WASHINGTON (AP) —*, *ALDER VALLEY, Va., Sept. 12 —*.
fn dateline_length(nodes: &[Token]) -> usize {
    const LONGEST: usize = 16;
    let fits = |node: &Token| {
        node.is(Tags::CAPITALS | Tags::TIME)
            || matches!(
                node.shape,
                Shape::Capital | Shape::Number | Shape::Sign(b',' | b'.' | b'(' | b')' | b'/')
            )
    };
    let begins = nodes.first().is_some_and(|node| node.is(Tags::CAPITALS));
    let dash = nodes.iter().take(LONGEST).position(|node| !fits(node));
    let dash = dash.filter(|&dash| begins && nodes[dash].is_sign(b'-') && dash + 1 < nodes.len());
    dash.map_or(0, |dash| dash + 1)
}

/// Takes words with a capital for names, not for verbs (*May*, *the United States*), but where all words have one.
fn read_capitals(nodes: &mut [Token]) {
    let capitals = nodes.iter().filter(|node| node.shape == Shape::Capital).count();
    let lower = nodes.iter().filter(|node| node.shape == Shape::Lower);
    let long_lower = lower
        .filter(|node| !node.is(Tags::PREPOSITION | Tags::DETERMINER | Tags::CONTRACTION))
        .count();
    if capitals > 3 * long_lower {
        return;
    }
    let mut begins = true;
    for node in nodes {
        if node.shape == Shape::Capital && !begins {
            node.tags = node.tags.without(Tags::FORMS | Tags::FRAMES | Tags::AUXILIARY);
        }
        begins = matches!(node.shape, Shape::Sign(_)) && begins || node.is_sign(b':');
    }
}
