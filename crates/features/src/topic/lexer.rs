//! The query as tokens.

use super::TopicQueryError;
use super::term::Term;

/// A token and the bytes of the query it stands in.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone)]
pub(super) enum TokenKind {
    And,
    Or,
    Not,
    Open,
    Close,
    Term(Term),
}

/// Splits the query.
///
/// # Errors
/// At the first quotation mark left open or term that is none.
pub(super) fn tokenize(query: &str) -> Result<Vec<Token>, TopicQueryError> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    while let Some(first) = query[offset..].chars().next() {
        if first.is_whitespace() {
            offset += first.len_utf8();
        } else if first == '#' {
            offset += query[offset..].find('\n').unwrap_or(query.len() - offset);
        } else {
            let token = read_token(query, offset, first)?;
            offset = token.end;
            tokens.push(token);
        }
    }
    Ok(tokens)
}

fn read_token(query: &str, start: usize, first: char) -> Result<Token, TopicQueryError> {
    let after = start + first.len_utf8();
    let (kind, end) = match first {
        '(' => (TokenKind::Open, after),
        ')' => (TokenKind::Close, after),
        quote if is_quote(quote) => read_phrase(query, start, after)?,
        _ => {
            let length = query[start..].find(ends_bare_word).unwrap_or(query.len() - start);
            let end = start + length;
            (classify(query, start, end)?, end)
        }
    };
    Ok(Token { kind, start, end })
}

fn read_phrase(
    query: &str,
    start: usize,
    body: usize,
) -> Result<(TokenKind, usize), TopicQueryError> {
    let rest = &query[body..];
    let Some((length, quote)) = rest.char_indices().find(|&(_, character)| is_quote(character))
    else {
        let found = "a quotation mark that is never closed";
        return Err(TopicQueryError::at(query, start, found, "`\"` at the end of the phrase"));
    };
    let end = body + length;
    Ok((TokenKind::Term(Term::parse(query, body, end)?), end + quote.len_utf8()))
}

fn classify(query: &str, start: usize, end: usize) -> Result<TokenKind, TopicQueryError> {
    Ok(match &query[start..end] {
        "AND" => TokenKind::And,
        "OR" => TokenKind::Or,
        "NOT" => TokenKind::Not,
        _ => TokenKind::Term(Term::parse(query, start, end)?),
    })
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn ends_bare_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | ')') || is_quote(character)
}
