//! Text → units: sentences, headlines, captions and boilerplate.
//!
//! A text is cut in three steps, each linear in its length:
//! [`block`] cuts it at line breaks that are not soft wraps, [`furniture`] flags the blocks that
//! are captions or page furniture, and [`sentence`] cuts the other blocks at the stops that
//! [`boundary`] takes for ends of sentences. Language data lie in `data/*.txt`.

mod abbreviation;
mod block;
mod boundary;
mod cue;
mod furniture;
mod glued;
mod list;
mod mark;
mod next;
mod prefixes;
mod sentence;
mod starts;
mod stop;
mod unit;
mod word_starts;
mod words;

use std::ops::Range;

pub(crate) use unit::count_code_points;
pub use unit::{Span, Unit, UnitKind};

use crate::clean::clean;
use block::Block;
use furniture::{Found, Furniture};
use unit::Units;
use words::Words;

/// A block of more bytes than this is judged sentence by sentence: it may hold a caption or a
/// newsletter prompt, but is more than that.
const LONGEST_CAPTION: usize = 600;
/// The same for boilerplate, which is shorter than captions.
const LONGEST_BOILERPLATE: usize = 240;
/// A block beside a caption is another of its lines only where it is no longer than this.
const LONGEST_CAPTION_LINE: usize = 200;

/// Cuts articles into units.
///
/// Holds the word lists; build it once and share it between threads.
///
/// # Example
/// ```
/// use features::{Segmenter, UnitKind};
///
/// let units = Segmenter::new().segment(Some("Order signed"), "Sen. Roe spoke. Few came.");
/// let texts: Vec<&str> = units.iter().map(|unit| unit.text).collect();
/// assert_eq!(texts, ["Order signed", "Sen. Roe spoke.", "Few came."]);
/// assert_eq!(units[0].kind, UnitKind::Headline);
/// ```
#[derive(Debug, Clone)]
pub struct Segmenter {
    words: Words,
    furniture: Furniture,
}

impl Default for Segmenter {
    fn default() -> Self {
        Self::new()
    }
}

impl Segmenter {
    /// A segmenter for English news, with the shipped word lists.
    #[must_use]
    pub fn new() -> Self {
        Self { words: Words::shipped(), furniture: Furniture::shipped() }
    }

    /// The units of an article: the headline, where there is one, then those of the text in order.
    ///
    /// Sentences and cues are looked for in the text as [`clean`] reads it; units are slices of the text as it is.
    /// They are disjoint, none is empty, and every character that is seen, so neither white space nor one that
    /// `clean` leaves out, is in exactly one of them. Where furniture interrupts a sentence, each of its parts is a unit.
    #[must_use]
    pub fn segment<'a>(&self, title: Option<&'a str>, text: &'a str) -> Vec<Unit<'a>> {
        let view = clean(text);
        let mut units = Units::with_headline(title, text, &view);
        let blocks = block::split(view.as_str(), &|line| self.furniture.is_line(line));
        let mut ranges = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let cues = self.furniture.cues(block.text);
            match self.kind_of_block(&blocks, index, cues) {
                Some(kind) => units.push(block.start..block.start + block.text.len(), kind),
                None => self.cut_block(block, cues, &mut ranges, &mut units),
            }
        }
        units.finish()
    }

    /// The kind of a block that is one unit; `None` where it is to be cut into sentences.
    fn kind_of_block(&self, blocks: &[Block], index: usize, cues: Found) -> Option<UnitKind> {
        let block = blocks[index].text;
        let limit = match cues.kind {
            Some(UnitKind::Boilerplate) => LONGEST_BOILERPLATE,
            _ => LONGEST_CAPTION,
        };
        if cues.kind.is_some() && block.len() <= limit {
            return cues.kind;
        }
        if block.len() > LONGEST_CAPTION_LINE || block.contains(mark::quotes_speech) {
            return None;
        }
        let before = index.checked_sub(1).map(|index| blocks[index].text);
        let after = blocks.get(index + 1).map(|block| block.text);
        let beside_caption = [before, after].into_iter().flatten().any(|neighbour| {
            (cues.beside || neighbour.starts_with(block))
                && neighbour.len() <= LONGEST_CAPTION
                && self.furniture.cues(neighbour).kind == Some(UnitKind::Caption)
        });
        beside_caption.then_some(UnitKind::Caption)
    }

    /// Cuts a block into sentences; those that are furniture are flagged, and joined where they
    /// follow each other.
    fn cut_block(
        &self,
        block: &Block,
        cues: Found,
        ranges: &mut Vec<Range<usize>>,
        units: &mut Units,
    ) {
        ranges.clear();
        sentence::split(block.text, &self.words, ranges);
        let mut pending: Option<(Range<usize>, UnitKind)> = None;
        for range in ranges.iter() {
            let kind = self.kind_of_sentence(&block.text[range.clone()], cues);
            match &mut pending {
                Some((open, last)) if *last == kind && kind != UnitKind::Sentence => {
                    open.end = range.end;
                }
                _ => {
                    if let Some((done, last)) = pending.replace((range.clone(), kind)) {
                        units.push(block.start + done.start..block.start + done.end, last);
                    }
                }
            }
        }
        if let Some((done, last)) = pending {
            units.push(block.start + done.start..block.start + done.end, last);
        }
    }

    /// The kind of a sentence in a block with these cues.
    fn kind_of_sentence(&self, sentence: &str, block: Found) -> UnitKind {
        if sentence.len() > LONGEST_CAPTION {
            return UnitKind::Sentence;
        }
        match self.furniture.cues_within(sentence, block).kind {
            Some(kind) => kind,
            None if !sentence.contains(char::is_alphanumeric) => UnitKind::Boilerplate,
            None => UnitKind::Sentence,
        }
    }
}
