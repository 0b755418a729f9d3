//! Tokens to an expression over numbered terms.

use super::TopicQueryError;
use super::expression::Expression;
use super::lexer::{Token, TokenKind, tokenize};
use super::term::Term;

/// Levels of parentheses and `NOT` in one another.
const MAX_DEPTH: usize = 100;
const MAX_TERMS: usize = 10_000;
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
    let mut parser =
        Parser { query, tokens: tokens.into_iter().peekable(), terms: Vec::new(), depth: 0 };
    let expression = parser.any()?;
    match parser.tokens.next() {
        Some(token) => Err(parser.unexpected(&token)),
        None => Ok((expression, parser.terms)),
    }
}

struct Parser<'a> {
    query: &'a str,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    terms: Vec<Term>,
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
        let Some(token) = self.tokens.next() else {
            return Err(self.error(self.query.len(), "the end of the query", OPERAND));
        };
        match token.kind {
            TokenKind::Term(term) => self.number(term, token.start),
            TokenKind::Not => {
                self.descend(token.start)?;
                let operand = self.operand()?;
                self.depth -= 1;
                Ok(Expression::Not(Box::new(operand)))
            }
            TokenKind::Open => {
                self.descend(token.start)?;
                let group = self.any()?;
                self.depth -= 1;
                self.close(token.start)?;
                Ok(group)
            }
            TokenKind::And | TokenKind::Or | TokenKind::Close => {
                Err(self.error(token.start, self.quote(&token), OPERAND))
            }
        }
    }

    fn number(&mut self, term: Term, start: usize) -> Result<Expression, TopicQueryError> {
        if self.terms.len() == MAX_TERMS {
            let expected = format!("at most {MAX_TERMS} terms");
            return Err(self.error(start, "one term more", expected));
        }
        self.terms.push(term);
        Ok(Expression::Term(self.terms.len() - 1))
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
        self.error(token.start, found, "AND or OR (in upper case) between two terms")
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
