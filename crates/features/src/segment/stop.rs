//! Stops: where they stand in a text, and what they close.

use memchr::{memchr_iter, memchr3};

use super::mark::{closes, head, only_closes, opens};

/// A run of `.`, `?`, `!` or `…`, with what it closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// Byte of the first sign.
    pub(super) start: usize,
    /// Byte behind the last sign.
    pub(super) end: usize,
    /// Byte behind the quotation marks and brackets that the sentence closes.
    pub(super) closed: usize,
    pub(super) sign: Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Full,
    /// `?` or `!` is in the run.
    Strong,
    /// Two dots or more, spaced or not, or `…`.
    Ellipsis,
}

impl Stop {
    /// The first stop from byte `from` on.
    pub(super) fn find(text: &str, from: usize) -> Option<Self> {
        let rest = &text.as_bytes()[from..];
        let plain = memchr3(b'.', b'?', b'!', rest);
        let ellipsis = "…".as_bytes();
        let before = &rest[..plain.unwrap_or(rest.len())];
        let spread = memchr_iter(ellipsis[0], before).find(|&at| rest[at..].starts_with(ellipsis));
        Some(Self::read(text, from + spread.or(plain)?))
    }

    fn read(text: &str, start: usize) -> Self {
        let (end, sign) = read_signs(&text[start..]);
        let end = start + end;
        if sign == Sign::Ellipsis && is_stop_and_ellipsis(text, start, end) {
            return Self { start, end: start + 1, closed: start + 1, sign: Sign::Full };
        }
        Self { start, end, closed: end + read_closers(&text[end..]), sign }
    }
}

/// The length of a run of stop signs, and what they are together.
fn read_signs(text: &str) -> (usize, Sign) {
    let (mut end, mut dots, mut strong) = (0, 0, false);
    loop {
        let rest = &text[end..];
        match rest.chars().next() {
            Some('.') => (end, dots) = (end + 1, dots + 1),
            Some('…') => (end, dots) = (end + '…'.len_utf8(), dots + 3),
            Some('?' | '!') => (end, strong) = (end + 1, true),
            Some(' ' | '\u{a0}') if !strong => match spaced_dot(rest) {
                Some(length) => (end, dots) = (end + length, dots + 1),
                None => break,
            },
            _ => break,
        }
    }
    let sign = match (strong, dots) {
        (true, _) => Sign::Strong,
        (false, 0 | 1) => Sign::Full,
        _ => Sign::Ellipsis,
    };
    (end, sign)
}

/// Whether a run is a full stop and then a spaced ellipsis that begins what follows:
/// *the order. . . . It was*.
fn is_stop_and_ellipsis(text: &str, start: usize, end: usize) -> bool {
    let goes_on = text[end..].trim_start().starts_with(|c: char| c.is_alphanumeric() || opens(c));
    let attached = text[..start].ends_with(|c: char| !c.is_whitespace());
    goes_on && attached && &text[start..end] == ". . . ."
}

/// The length of a space and a dot that is no decimal point, or `…`.
fn spaced_dot(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', '\u{a0}']);
    let sign = rest.chars().next().filter(|sign| matches!(sign, '.' | '…'))?.len_utf8();
    let space = text.len() - rest.len();
    let alone = space <= 2 && !rest[sign..].starts_with(char::is_alphanumeric);
    alone.then_some(space + sign)
}

/// The length of the marks behind a stop that belong to its sentence, footnote numbers with them.
fn read_closers(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let Some(first) = rest.chars().next() else { return end };
        if closes(first) {
            end += first.len_utf8();
        } else if let Some(length) = footnote(rest).or_else(|| misplaced_opener(rest)) {
            end += length;
        } else if let Some(length) = spaced_closer(rest) {
            end += length;
        } else {
            return end;
        }
    }
}

/// The length of an opening mark where only a closing one can be meant: *weak.“ She*.
fn misplaced_opener(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['“', '‘'])?;
    rest.starts_with(char::is_whitespace).then_some(text.len() - rest.len())
}

/// The length of `[12]`.
fn footnote(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('[')?;
    let digits = head(rest, 3).bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && rest[digits..].starts_with(']')).then_some(digits + 2)
}

/// The length of one space and a mark that can only close.
fn spaced_closer(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(' ')?;
    let mark = rest.chars().next().filter(|&character| only_closes(character))?;
    let alone = !rest[mark.len_utf8()..].starts_with(char::is_alphanumeric);
    alone.then_some(1 + mark.len_utf8())
}
