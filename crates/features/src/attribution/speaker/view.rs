//! An article's tokens with what the lists know of them.

use std::{borrow::Cow, ops::Range};

use super::{ArticleTokens, classes::Classes, lists::Lists};
use crate::attribution::{
    tags::Tags,
    token::{Shape, Style, Token},
};

/// A range of tokens.
pub(super) type Tokens = Range<u32>;

/// An article and the lists.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) article: &'a ArticleTokens<'a>,
    pub(super) lists: &'a Lists,
}

impl<'a> View<'a> {
    pub(super) fn len(&self) -> u32 {
        self.article.tokens.len() as u32
    }

    pub(super) fn token(&self, at: u32) -> Option<&'a Token> {
        self.article.tokens.get(at as usize)
    }

    /// The token's text; empty behind the last one.
    pub(super) fn word(&self, at: u32) -> &'a str {
        self.token(at).map_or("", |token| self.article.text.get(token.range()).unwrap_or_default())
    }

    /// The token's text in lower case, with straight apostrophes.
    pub(super) fn lower(&self, at: u32) -> Cow<'a, str> {
        lower(self.word(at))
    }

    pub(super) fn classes(&self, at: u32) -> Classes {
        self.lists.classes(self.word(at))
    }

    pub(super) fn tags(&self, at: u32) -> Tags {
        self.token(at).map_or(Tags::NONE, |token| token.tags)
    }

    pub(super) fn is_capital(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| token.shape == Shape::Capital)
    }

    pub(super) fn is_word(&self, at: u32) -> bool {
        self.token(at).is_some_and(Token::is_word)
    }

    pub(super) fn is_sign(&self, at: u32, sign: u8) -> bool {
        self.token(at).is_some_and(|token| token.is_sign(sign))
    }

    pub(super) fn is_double_mark(&self, at: u32) -> bool {
        self.token(at).is_some_and(
            |token| matches!(token.shape, Shape::Mark(mark) if mark.style == Style::Double),
        )
    }

    /// Whether this is the `'s`, or the sign behind a plural, of a genitive.
    pub(super) fn is_genitive(&self, at: u32) -> bool {
        matches!(self.word(at), "'s" | "’s" | "'S" | "’S")
            || (at > 0
                && matches!(self.word(at), "'" | "’")
                && self.word(at - 1).ends_with('s')
                && self.touches(at))
    }

    /// Whether nothing stands between the token and the one before.
    pub(super) fn touches(&self, at: u32) -> bool {
        at.checked_sub(1)
            .and_then(|before| Some(self.token(before)?.end == self.token(at)?.start))
            .unwrap_or(false)
    }

    /// Whether the tokens are of one line.
    pub(super) fn same_line(&self, one: u32, other: u32) -> bool {
        let (Some(one), Some(other)) = (self.token(one), self.token(other)) else { return false };
        let between = self.article.text.get(one.end as usize..other.start as usize);
        !between.unwrap_or_default().contains('\n')
    }

    /// The text of a range of tokens.
    pub(super) fn text(&self, tokens: &Tokens) -> &'a str {
        if tokens.is_empty() {
            return "";
        }
        let (Some(first), Some(last)) = (self.token(tokens.start), self.token(tokens.end - 1))
        else {
            return "";
        };
        self.article.text.get(first.start as usize..last.end as usize).unwrap_or_default()
    }

    /// The tokens inside a range of bytes.
    pub(super) fn tokens_in(&self, bytes: &Range<usize>) -> Tokens {
        let tokens = self.article.tokens;
        let start = tokens.partition_point(|token| (token.end as usize) <= bytes.start);
        let end = tokens.partition_point(|token| (token.start as usize) < bytes.end);
        start as u32..end.max(start) as u32
    }
}

/// The word in lower case, with straight apostrophes.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    let lower = word.to_lowercase();
    Cow::Owned(if lower.is_ascii() { lower } else { lower.replace('’', "'") })
}
