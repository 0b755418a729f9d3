//! Text → units: sentences, headlines, captions and boilerplate.
//!
//! A text is cut in three steps, each linear in its length:
//! [`block`] cuts it at line breaks that are not soft wraps, [`furniture`] flags the blocks that
//! are captions or page furniture, and [`sentence`] cuts the other blocks at the stops that
//! [`stop`] takes for ends of sentences. Language data lie in `data/*.txt`.

mod block;
mod furniture;
mod glued;
mod list;
mod mark;
mod next;
mod sentence;
mod stop;
mod unit;
mod words;

use std::ops::Range;

pub use unit::{Span, Unit, UnitKind};

use furniture::Furniture;
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
    /// The units of the text are disjoint, none is empty, and every character that is not white
    /// space is in exactly one of them.
    #[must_use]
    pub fn segment<'a>(&self, title: Option<&'a str>, text: &'a str) -> Vec<Unit<'a>> {
        let blocks = block::split(text);
        let mut units = Units::with_headline(title, text);
        let mut cuts = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            match self.kind_of_block(text, &blocks, index) {
                Some(kind) => units.push(block.clone(), kind),
                None => self.cut_block(text, block, &mut cuts, &mut units),
            }
        }
        units.list
    }

    /// The kind of a block that is one unit; `None` where it is to be cut into sentences.
    fn kind_of_block(
        &self,
        text: &str,
        blocks: &[Range<usize>],
        index: usize,
    ) -> Option<UnitKind> {
        let block = &text[blocks[index].clone()];
        if block.len() > LONGEST_CAPTION {
            return None;
        }
        let cues = self.furniture.cues(block);
        if cues.caption {
            return Some(UnitKind::Caption);
        }
        if cues.boilerplate && block.len() <= LONGEST_BOILERPLATE {
            return Some(UnitKind::Boilerplate);
        }
        if block.len() > LONGEST_CAPTION_LINE || block.contains(mark::quotes_speech) {
            return None;
        }
        let before = index.checked_sub(1).map(|index| &text[blocks[index].clone()]);
        let after = blocks.get(index + 1).map(|range| &text[range.clone()]);
        let beside_caption = [before, after].into_iter().flatten().any(|neighbour| {
            (cues.beside || neighbour.starts_with(block))
                && neighbour.len() <= LONGEST_CAPTION
                && self.furniture.cues(neighbour).caption
        });
        beside_caption.then_some(UnitKind::Caption)
    }

    /// Cuts a block into sentences; those that are furniture are flagged, and joined where they
    /// follow each other.
    fn cut_block<'a>(
        &self,
        text: &'a str,
        block: &Range<usize>,
        cuts: &mut Vec<Range<usize>>,
        units: &mut Units<'a>,
    ) {
        cuts.clear();
        sentence::split(&text[block.clone()], &self.words, cuts);
        let mut pending: Option<(Range<usize>, UnitKind)> = None;
        for cut in cuts.iter() {
            let range = block.start + cut.start..block.start + cut.end;
            let kind = self.kind_of_sentence(&text[range.clone()]);
            match &mut pending {
                Some((open, last)) if *last == kind && kind != UnitKind::Sentence => {
                    open.end = range.end;
                }
                _ => {
                    if let Some((done, last)) = pending.replace((range, kind)) {
                        units.push(done, last);
                    }
                }
            }
        }
        if let Some((done, last)) = pending {
            units.push(done, last);
        }
    }

    fn kind_of_sentence(&self, sentence: &str) -> UnitKind {
        if sentence.len() > LONGEST_CAPTION {
            return UnitKind::Sentence;
        }
        let cues = self.furniture.cues(sentence);
        if cues.caption {
            UnitKind::Caption
        } else if cues.boilerplate || !sentence.contains(char::is_alphanumeric) {
            UnitKind::Boilerplate
        } else {
            UnitKind::Sentence
        }
    }
}

/// The units so far, and how far their code points are counted.
struct Units<'a> {
    list: Vec<Unit<'a>>,
    text: &'a str,
    counted_bytes: usize,
    counted_chars: u32,
    number: u32,
}

impl<'a> Units<'a> {
    fn with_headline(title: Option<&'a str>, text: &'a str) -> Self {
        let headline = title.map(str::trim).filter(|title| !title.is_empty());
        let list = headline
            .map(|text| Unit { number: 0, kind: UnitKind::Headline, text, span: None })
            .into_iter()
            .collect();
        Self { list, text, counted_bytes: 0, counted_chars: 0, number: 0 }
    }

    /// Adds the unit in a range of bytes behind all earlier ones.
    fn push(&mut self, range: Range<usize>, kind: UnitKind) {
        let text = &self.text[range.clone()];
        let start = self.counted_chars + count_chars(&self.text[self.counted_bytes..range.start]);
        let end = start + count_chars(text);
        (self.counted_bytes, self.counted_chars) = (range.end, end);
        self.number += 1;
        self.list.push(Unit { number: self.number, kind, text, span: Some(Span { start, end }) });
    }
}

fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}
