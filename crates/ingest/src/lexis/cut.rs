//! Where the articles of a document start and end.

use std::ops::Range;

use super::cover::{cover_bytes, is_cover};
use super::labels::Label;

/// The articles of a document, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Where each lies in the text, and the line it starts on, from 1.
    pub(super) articles: Vec<(Range<usize>, u64)>,
}

/// Cuts a text behind each `End of Document` and before each `1 of 25 DOCUMENTS`. Pages before the first article that
/// say what was delivered are passed over; everything else is in an article.
pub(super) fn cut(text: &str) -> Cut {
    let mut articles = Vec::new();
    let (mut start, mut start_line, mut position) = (0, 1, 0);
    let mut push = |range: Range<usize>, line: u64| {
        let piece = &text[range.clone()];
        let skipped = cover_bytes(piece);
        let skipped = skipped + (piece[skipped..].len() - piece[skipped..].trim_start().len());
        let n_lines = memchr::memchr_iter(b'\n', &piece.as_bytes()[..skipped]).count() as u64;
        if skipped < piece.len() {
            articles.push((range.start + skipped..range.end, line + n_lines));
        }
    };
    for (line, number) in text.split_inclusive('\n').zip(1_u64..) {
        let line_start = position;
        position += line.len();
        if is_start_mark(line) {
            push(start..line_start, start_line);
            (start, start_line) = (line_start, number);
        } else if is_end_mark(line) {
            push(start..position, start_line);
            (start, start_line) = (position, number + 1);
        }
    }
    push(start..position, start_line);
    Cut { articles }
}

/// Whether a text is laid out so: a mark between articles, and for an end mark a label before it; or nothing but the
/// pages that say what was delivered.
pub(super) fn has_marks(text: &str) -> bool {
    if is_cover(text) {
        return true;
    }
    let mut has_label = false;
    for line in text.lines() {
        if is_start_mark(line) || (has_label && is_end_mark(line)) {
            return true;
        }
        has_label |= Label::of(line).is_some_and(|label| label.starts_body() || label.is("length"));
    }
    false
}

/// `End of Document`.
pub(super) fn is_end_mark(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("end of document")
}

/// `1 of 25 DOCUMENTS`, also behind `Document`.
pub(super) fn is_start_mark(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("Document ").unwrap_or(line);
    let mut words = line.split_whitespace();
    let is_number = |word: Option<&str>| {
        word.is_some_and(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        })
    };
    is_number(words.next())
        && words.next().is_some_and(|word| word.eq_ignore_ascii_case("of"))
        && is_number(words.next())
        && words.next().is_some_and(|word| matches!(word, "DOCUMENTS" | "DOCUMENT"))
        && words.next().is_none()
}
