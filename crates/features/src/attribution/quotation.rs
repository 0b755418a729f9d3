//! Tokens → quotations: which marks belong together, paragraph by paragraph.

use std::ops::Range;

use super::token::{Mark, Shape, Style, Token};

/// A quotation in single marks has at most so many words and signs.
const LONGEST_SINGLE: usize = 300;

/// A stretch between quotation marks that lies in no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Its tokens, marks and all.
    pub(super) tokens: Range<usize>,
    /// Whether it goes on in the next paragraph, which opens it anew: only the last paragraph closes it.
    pub(super) goes_on: bool,
}

/// Adds the quotations of a paragraph, whose sentences begin at these tokens; behind it the next paragraph begins.
pub(super) fn find(
    tokens: &[Token],
    paragraph: Range<usize>,
    sentence_starts: &[usize],
    quotations: &mut Vec<Quotation>,
) {
    let next_opens = tokens.get(paragraph.end).is_some_and(opens_double);
    let at = paragraph.start;
    let mut scan = Scan { tokens, paragraph, sentence_starts, at };
    while let Some(quotation) = scan.next(next_opens) {
        scan.at = quotation.tokens.end;
        quotations.push(quotation);
    }
}

fn opens_double(token: &Token) -> bool {
    matches!(token.shape, Shape::Mark(Mark { style: Style::Double, opens: true, .. }))
}

struct Scan<'a> {
    tokens: &'a [Token],
    paragraph: Range<usize>,
    sentence_starts: &'a [usize],
    at: usize,
}

impl Scan<'_> {
    fn next(&self, next_opens: bool) -> Option<Quotation> {
        let mut at = self.at;
        while at < self.paragraph.end {
            if let Shape::Mark(mark) = self.tokens[at].shape {
                let end = match mark.style {
                    Style::Double if mark.opens || at == self.paragraph.start => {
                        Some(self.close_double(at, next_opens))
                    }
                    Style::Single if mark.opens => self.close_single(at).map(|end| (end, false)),
                    _ => None,
                };
                if let Some((end, goes_on)) = end {
                    return Some(Quotation { tokens: at..end, goes_on });
                }
                if mark.style == Style::Double && self.closes_sentence(at) {
                    // What opens it is lost: it began with the sentence.
                    let start = self.sentence_start(at).max(self.at);
                    return Some(Quotation { tokens: start..at + 1, goes_on: false });
                }
            }
            at += 1;
        }
        None
    }

    /// The token behind the mark that closes the double mark at `open`, and whether the quotation goes on.
    fn close_double(&self, open: usize, next_opens: bool) -> (usize, bool) {
        let mut inner = 0;
        for at in open + 1..self.paragraph.end {
            let Shape::Mark(Mark { style: Style::Double, opens, closes }) = self.tokens[at].shape
            else {
                continue;
            };
            if closes && (!opens || inner == 0) {
                if inner == 0 {
                    return (at + 1, false);
                }
                inner -= 1;
            } else if opens {
                if !self.closes_twice(at) {
                    // The first one was not closed; it ends where the next one opens, or with its sentence.
                    return (self.sentence_end(open).min(at), false);
                }
                inner += 1;
            }
        }
        let begins =
            self.sentence_starts.binary_search(&open).is_ok() || self.follows_introduction(open);
        if begins { (self.paragraph.end, next_opens) } else { (self.sentence_end(open), false) }
    }

    /// Whether two marks close behind a mark before the next one opens: it stands inside another quotation.
    fn closes_twice(&self, open: usize) -> bool {
        let mut marks = self.tokens[open + 1..self.paragraph.end].iter().filter_map(|token| {
            match token.shape {
                Shape::Mark(mark) if mark.style == Style::Double => Some(mark),
                _ => None,
            }
        });
        let mut closes = || marks.next().is_some_and(|mark| mark.closes && !mark.opens);
        closes() && closes()
    }

    /// The token behind the single mark that closes the one at `open`: rather one behind a stop or comma than what may
    /// be an apostrophe.
    fn close_single(&self, open: usize) -> Option<usize> {
        let sentence = self.sentence_end(open);
        let mut first = None;
        for at in open + 1..self.paragraph.end.min(open + LONGEST_SINGLE) {
            let Shape::Mark(mark) = self.tokens[at].shape else { continue };
            match mark.style {
                Style::Double => continue,
                Style::Single if mark.opens && !mark.closes => break,
                Style::Single if !mark.closes => continue,
                Style::Single => {}
            }
            if matches!(self.tokens[at - 1].shape, Shape::Sign(b',' | b'.' | b'?' | b'!')) {
                return Some(at + 1);
            }
            first = first.or((at < sentence).then_some(at + 1));
        }
        first
    }

    /// Whether a mark that only closes stands behind a stop or comma: *It is so,” she said*.
    fn closes_sentence(&self, at: usize) -> bool {
        let Shape::Mark(mark) = self.tokens[at].shape else { return false };
        mark.closes
            && at > self.at
            && matches!(self.tokens[at - 1].shape, Shape::Sign(b',' | b'.' | b'?' | b'!'))
    }

    /// Whether a colon or comma stands before a token.
    fn follows_introduction(&self, at: usize) -> bool {
        at > self.paragraph.start && matches!(self.tokens[at - 1].shape, Shape::Sign(b',' | b':'))
    }

    fn sentence_start(&self, at: usize) -> usize {
        match self.sentence_starts.partition_point(|&start| start <= at) {
            0 => self.paragraph.start,
            count => self.sentence_starts[count - 1],
        }
    }

    fn sentence_end(&self, at: usize) -> usize {
        let count = self.sentence_starts.partition_point(|&start| start <= at);
        self.sentence_starts.get(count).copied().unwrap_or(self.paragraph.end)
    }
}
