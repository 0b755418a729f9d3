//! An article's tokens with what the lists know of them.

use std::{borrow::Cow, ops::Range};

use super::{Part, classes::Classes, lists::Lists};
use crate::attribution::{
    tags::Tags,
    token::{Shape, Token},
};

/// A range of tokens.
pub(super) type Tokens = Range<u32>;

/// The parts of an article as one row of tokens.
pub(super) struct Layout<'a> {
    parts: Vec<Placed<'a>>,
    pub(super) sentences: Vec<Tokens>,
    /// What stands in quotation marks.
    pub(super) quotations: Vec<Tokens>,
}

struct Placed<'a> {
    part: &'a Part<'a>,
    /// The number of its first token.
    first: u32,
    /// What the lists know of its tokens.
    classes: Vec<Classes>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(parts: &'a [Part<'a>], lists: &Lists) -> Self {
        let mut layout = Self { parts: Vec::new(), sentences: Vec::new(), quotations: Vec::new() };
        let mut first = 0;
        for part in parts {
            let placed =
                |tokens: &Range<usize>| first + tokens.start as u32..first + tokens.end as u32;
            layout.sentences.extend(part.passage.units.iter().map(|(_, tokens)| placed(tokens)));
            let quotations = part.passage.quotations.iter();
            layout.quotations.extend(quotations.map(|quotation| placed(&quotation.tokens)));
            let classes = part.passage.tokens.iter().map(|token| {
                let is_looked_up = token.is_word() && !is_grammar(token);
                if is_looked_up { lists.classes(part.text, token.range()) } else { Classes::NONE }
            });
            layout.parts.push(Placed { part, first, classes: classes.collect() });
            first += part.passage.tokens.len() as u32;
        }
        layout
    }

    fn placed(&self, at: u32) -> Option<&Placed<'a>> {
        self.parts.iter().rev().find(|placed| placed.first <= at)
    }

    /// The tokens inside a range of bytes of a part.
    pub(super) fn tokens_in(&self, part: usize, bytes: &Range<usize>) -> Tokens {
        let Some(placed) = self.parts.get(part) else { return 0..0 };
        let tokens = &placed.part.passage.tokens;
        let start = tokens.partition_point(|token| (token.end as usize) <= bytes.start);
        let end = tokens.partition_point(|token| (token.start as usize) < bytes.end);
        placed.first + start as u32..placed.first + end.max(start) as u32
    }
}

/// Words of grammar are in no list.
fn is_grammar(token: &Token) -> bool {
    let grammar = Tags::DETERMINER
        | Tags::PREPOSITION
        | Tags::AUXILIARY
        | Tags::COORDINATOR
        | Tags::SUBJECT_PRONOUN;
    token.shape == Shape::Lower && token.is(grammar)
}

/// An article and the lists.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) lists: &'a Lists,
}

impl<'a> View<'a> {
    pub(super) fn token(&self, at: u32) -> Option<&'a Token> {
        let placed = self.layout.placed(at)?;
        placed.part.passage.tokens.get((at - placed.first) as usize)
    }

    /// The token's text; empty behind the last one.
    pub(super) fn word(&self, at: u32) -> &'a str {
        let word = || {
            let placed = self.layout.placed(at)?;
            let token = placed.part.passage.tokens.get((at - placed.first) as usize)?;
            placed.part.text.get(token.range())
        };
        word().unwrap_or_default()
    }

    /// The token's text in lower case, with straight apostrophes.
    pub(super) fn lower(&self, at: u32) -> Cow<'a, str> {
        lower(self.word(at))
    }

    pub(super) fn classes(&self, at: u32) -> Classes {
        let placed = self.layout.placed(at);
        let classes = placed.and_then(|placed| placed.classes.get((at - placed.first) as usize));
        classes.copied().unwrap_or_default()
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

    pub(super) fn is_mark(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| matches!(token.shape, Shape::Mark(_)))
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
        let between = || {
            let placed = self.layout.placed(one)?;
            let (one, other) = (self.token(one)?, self.token(other)?);
            placed.part.text.get(one.end as usize..other.start as usize)
        };
        between().is_some_and(|between| !between.contains('\n'))
    }

    /// The text of a range of tokens of one part.
    pub(super) fn text(&self, tokens: &Tokens) -> &'a str {
        let text = || {
            let placed = self.layout.placed(tokens.start)?;
            let last = tokens.end.checked_sub(1).filter(|&last| last >= tokens.start)?;
            let (first, last) = (self.token(tokens.start)?, self.token(last)?);
            placed.part.text.get(first.start as usize..last.end as usize)
        };
        text().unwrap_or_default()
    }
}

/// The word in lower case, with straight apostrophes.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}
