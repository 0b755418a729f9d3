//! Text → blocks: paragraphs, or lines of them where a line break is not a soft wrap.

use std::ops::RangeInclusive;

use memchr::memchr2;

use super::list::marker_length;
use super::mark::{bullet, closes};
use super::unit::count_chars;

/// Widths at which mail and plain text is wrapped, in code points.
const WRAP_WIDTHS: RangeInclusive<usize> = 50..=100;
/// The same where there are only two lines, and so less to tell by.
const PAIR_WIDTHS: RangeInclusive<usize> = 60..=80;
/// A paragraph whose first line is this short and begins in lower case is a list of fragments.
const FRAGMENT_WIDTH: usize = 30;
/// A line with a comma at its end goes on where it is at least this wide: *Dear Jane,* does not.
const SALUTATION_WIDTH: usize = 40;

/// A paragraph or a line of one, trimmed.
pub(super) struct Block<'a> {
    /// Byte of the text at which it starts.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

/// The blocks of a text, in order. A line that `is_furniture` is a block of its own, also where it interrupts a
/// sentence: the parts of that sentence are blocks then, since units are stretches that do not overlap.
pub(super) fn split<'a>(text: &'a str, is_furniture: &dyn Fn(&str) -> bool) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut paragraph = Paragraph { text, lines: Vec::new(), is_furniture };
    let mut start = 0;
    while start < text.len() {
        let end =
            memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let trimmed = text[start..end].trim();
        if trimmed.is_empty() {
            // Between the two characters of "\r\n" there is no line.
            if !(start == end && text[..end].ends_with('\r') && text[end..].starts_with('\n')) {
                paragraph.flush(&mut blocks);
            }
        } else {
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            paragraph.lines.push(Line {
                start: start + lead,
                end: start + lead + trimmed.len(),
                width: count_chars(trimmed) as usize,
            });
        }
        start = end + 1;
    }
    paragraph.flush(&mut blocks);
    blocks
}

struct Line {
    start: usize,
    end: usize,
    width: usize,
}

/// Lines without a blank line between them.
struct Paragraph<'a, 'f> {
    text: &'a str,
    lines: Vec<Line>,
    is_furniture: &'f dyn Fn(&str) -> bool,
}

impl<'a> Paragraph<'a, '_> {
    /// Adds the blocks of the lines so far and forgets the lines.
    fn flush(&mut self, blocks: &mut Vec<Block<'a>>) {
        let widest = self.lines.iter().map(|line| line.width).max().unwrap_or(0);
        let wrapped = self.is_wrapped(widest);
        let fragments = self.lines.first().is_some_and(|line| {
            line.width <= FRAGMENT_WIDTH && self.words(line).starts_with(char::is_lowercase)
        });
        let mut first = 0;
        for (index, line) in self.lines.iter().enumerate() {
            let soft = self.lines.get(index + 1).is_some_and(|next| {
                let fits = wrapped && self.fills(line, next, widest);
                let stands_apart = |line| (self.is_furniture)(self.words(line));
                !fragments
                    && self.goes_on(line, next, fits)
                    && !stands_apart(line)
                    && !stands_apart(next)
            });
            if !soft {
                let start = self.lines[first].start;
                blocks.push(Block { start, text: &self.text[start..line.end] });
                first = index + 1;
            }
        }
        self.lines.clear();
    }

    fn words(&self, line: &Line) -> &str {
        &self.text[line.start..line.end]
    }

    /// Whether most lines are as full as a wrap at the widest line's width would make them.
    fn is_wrapped(&self, widest: usize) -> bool {
        let pairs = self.lines.windows(2);
        let full = pairs.filter(|pair| self.fills(&pair[0], &pair[1], widest)).count();
        match self.lines.len() {
            0 | 1 => false,
            2 => PAIR_WIDTHS.contains(&widest) && full == 1,
            lines => WRAP_WIDTHS.contains(&widest) && full * 5 >= (lines - 1) * 3,
        }
    }

    /// Whether the first word of a line would not have fitted on the line before it.
    fn fills(&self, line: &Line, next: &Line, widest: usize) -> bool {
        let word = self.words(next).split(char::is_whitespace).next().unwrap_or("");
        line.width + 1 + word.chars().count() > widest
    }

    /// Whether the text of a line goes on in the next one; `fits` where the break is at the
    /// width at which the paragraph is wrapped.
    fn goes_on(&self, line: &Line, next: &Line, fits: bool) -> bool {
        let (words, following) = (self.words(line), self.words(next));
        if following.starts_with(bullet) {
            return false;
        }
        if fits {
            return true;
        }
        let end = words.trim_end_matches(closes);
        if end.ends_with(['.', '?', '!', '…']) || marker_length(following) > 0 {
            return false;
        }
        following.starts_with(char::is_lowercase)
            || (end.ends_with([',', ';']) && line.width >= SALUTATION_WIDTH)
    }
}
