//! Tokens to an expression over numbered terms.

use std::collections::BTreeMap;

use super::TopicQueryError;
use super::expression::Expression;
use super::lexer::{Token, TokenKind, tokenize};
use super::proximity::Proximity;
use super::term::Term;

/// Levels of parentheses and `NOT` in one another.
const MAX_DEPTH: usize = 100;
const MAX_TERMS: usize = 10_000;
/// `NEAR`, `PRE` and `~`: each takes time by the places of its operands, in texts where all of them stand.
const MAX_NEARS: usize = 250;
const OPERAND: &str = "a word, a \"phrase\", NOT or `(`";

/// The expression of a query, and the terms that it numbers.
///
/// # Errors
/// At the first place where the query does not follow the grammar or passes a limit.
pub(super) fn parse(query: &str) -> Result<(Expression, Vec<Term>), TopicQueryError> {
    let tokens = tokenize(query)?;
    if tokens.is_empty() {
        return Err(TopicQueryError::at(query, 0, "an empty query", OPERAND));
    }
    let tokens = tokens.into_iter().peekable();
    let mut parser =
        Parser { query, tokens, terms: BTreeMap::new(), n_terms: 0, n_nears: 0, depth: 0 };
    let expression = parser.any()?;
    if let Some(token) = parser.tokens.next() {
        return Err(parser.unexpected(&token));
    }
    let mut terms: Vec<_> = parser.terms.into_iter().collect();
    terms.sort_by_key(|&(_, number)| number);
    Ok((expression, terms.into_iter().map(|(term, _)| term).collect()))
}

struct Parser<'a> {
    query: &'a str,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    /// The number of each term; one that is there twice has one number.
    terms: BTreeMap<Term, usize>,
    n_terms: usize,
    n_nears: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expression, TopicQueryError> {
        let mut members = vec![self.all()?];
        while self.tokens.next_if(|token| matches!(token.kind, TokenKind::Or)).is_some() {
            members.push(self.all()?);
        }
        Ok(Expression::any(members))
    }

    fn all(&mut self) -> Result<Expression, TopicQueryError> {
        let mut members = vec![self.operand()?];
        while self.tokens.next_if(|token| matches!(token.kind, TokenKind::And)).is_some() {
            members.push(self.operand()?);
        }
        Ok(Expression::all(members))
    }

    fn operand(&mut self) -> Result<Expression, TopicQueryError> {
        let Some(not) = self.tokens.next_if(|token| matches!(token.kind, TokenKind::Not)) else {
            return self.near();
        };
        self.descend(not.start)?;
        let operand = self.operand()?;
        self.depth -= 1;
        Ok(Expression::Not(Box::new(operand)))
    }

    fn near(&mut self) -> Result<Expression, TopicQueryError> {
        let first_start = self.next_start();
        let first = self.primary()?;
        let mut links = Vec::new();
        let mut operands = Vec::new();
        while let Some(&Token { kind: TokenKind::Near(link), start, .. }) = self.tokens.peek() {
            self.tokens.next();
            self.count_near(start)?;
            if links.is_empty() {
                operands.push(self.alternatives(&first, first_start)?);
            }
            links.push(link);
            let start = self.next_start();
            let operand = self.primary()?;
            operands.push(self.alternatives(&operand, start)?);
        }
        if links.is_empty() {
            return Ok(first);
        }
        Ok(Expression::Proximity(Proximity::Chain { operands, links }))
    }

    fn primary(&mut self) -> Result<Expression, TopicQueryError> {
        let Some(token) = self.tokens.next() else {
            return Err(self.error(self.query.len(), "the end of the query", OPERAND));
        };
        match token.kind {
            TokenKind::Term(term) => Ok(Expression::Term(self.number(term, token.start)?)),
            TokenKind::Loose(words, slop) => {
                self.count_near(token.start)?;
                let words: Result<_, _> =
                    words.into_iter().map(|word| self.number(word, token.start)).collect();
                Ok(Expression::Proximity(Proximity::Loose { words: words?, slop }))
            }
            TokenKind::Open => {
                self.descend(token.start)?;
                let group = self.any()?;
                self.depth -= 1;
                self.close(token.start)?;
                Ok(group)
            }
            TokenKind::And
            | TokenKind::Or
            | TokenKind::Not
            | TokenKind::Near(_)
            | TokenKind::Close => Err(self.error(token.start, self.quote(&token), OPERAND)),
        }
    }

    /// The terms of which an operand of `NEAR` needs one.
    fn alternatives(
        &self,
        operand: &Expression,
        start: usize,
    ) -> Result<Vec<usize>, TopicQueryError> {
        operand.alternatives().ok_or_else(|| {
            let found = match operand {
                Expression::Proximity(Proximity::Loose { .. }) => "a phrase with `~` beside NEAR",
                _ => "a group with AND, NOT, NEAR or `~` in it beside NEAR",
            };
            self.error(start, found, "a word, a \"phrase\" or a group of them joined by OR")
        })
    }

    fn next_start(&mut self) -> usize {
        self.tokens.peek().map_or(self.query.len(), |token| token.start)
    }

    fn number(&mut self, term: Term, start: usize) -> Result<usize, TopicQueryError> {
        if self.n_terms == MAX_TERMS {
            let expected = format!("at most {MAX_TERMS} terms");
            return Err(self.error(start, "one term more", expected));
        }
        self.n_terms += 1;
        let next = self.terms.len();
        Ok(*self.terms.entry(term).or_insert(next))
    }

    fn count_near(&mut self, start: usize) -> Result<(), TopicQueryError> {
        self.n_nears += 1;
        if self.n_nears > MAX_NEARS {
            let expected = format!("at most {MAX_NEARS} of NEAR, PRE and `~`");
            return Err(self.error(start, "one proximity more", expected));
        }
        Ok(())
    }

    fn descend(&mut self, start: usize) -> Result<(), TopicQueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let expected = format!("at most {MAX_DEPTH} levels of parentheses and NOT");
            return Err(self.error(start, "one level more", expected));
        }
        Ok(())
    }

    fn close(&mut self, open: usize) -> Result<(), TopicQueryError> {
        match self.tokens.next() {
            Some(Token { kind: TokenKind::Close, .. }) => Ok(()),
            Some(token) => Err(self.unexpected(&token)),
            None => Err(self.error(open, "`(` that is never closed", "`)` after its last term")),
        }
    }

    /// A token after a whole operand that neither joins nor closes it.
    fn unexpected(&self, token: &Token) -> TopicQueryError {
        if matches!(token.kind, TokenKind::Close) {
            return self.error(
                token.start,
                "`)` without its `(`",
                "AND, OR or the end of the query",
            );
        }
        let found = format!("{} right after another term", self.quote(token));
        self.error(token.start, found, "AND, OR or NEAR/n (in upper case) between two terms")
    }

    fn quote(&self, token: &Token) -> String {
        format!("`{}`", self.query.get(token.start..token.end).unwrap_or_default())
    }

    fn error(
        &self,
        offset: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> TopicQueryError {
        TopicQueryError::at(self.query, offset, found, expected)
    }
}
