//! The query as tokens.

use super::TopicQueryError;
use super::proximity::{Link, MAX_DISTANCE};
use super::term::Term;

/// Words of a phrase before `~`.
const MAX_LOOSE_WORDS: usize = 16;

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
    /// The words of a phrase, and how far they may stand from their places in it.
    Loose(Vec<Term>, usize),
    Near(Link),
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
            let end = start + bare_length(&query[start..]);
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
    let after = end + quote.len_utf8();
    let term = Term::parse(query, body, end)?;
    if !query[after..].starts_with('~') {
        return Ok((TokenKind::Term(term), after));
    }
    if term.words.len() == 1 || term.words.len() > MAX_LOOSE_WORDS {
        let found = format!("a phrase of {} before `~`", count_words(term.words.len()));
        let expected = format!("a phrase of 2 to {MAX_LOOSE_WORDS} words");
        return Err(TopicQueryError::at(query, start, found, expected));
    }
    let token_end = after + bare_length(&query[after..]);
    let distance = read_distance(query, after, after + 1, token_end)?;
    Ok((TokenKind::Loose(term.into_single_words(), distance), token_end))
}

fn classify(query: &str, start: usize, end: usize) -> Result<TokenKind, TopicQueryError> {
    let word = &query[start..end];
    Ok(match word {
        "AND" => TokenKind::And,
        "OR" => TokenKind::Or,
        "NOT" => TokenKind::Not,
        _ => match (proximity_operator(word), word.find('~')) {
            (Some((is_ordered, length)), _) => {
                let distance = read_distance(query, start, start + length, end)?;
                TokenKind::Near(Link { distance, is_ordered })
            }
            (None, Some(tilde)) => {
                let expected = "`~` and a number right after a \"phrase\"";
                return Err(TopicQueryError::at(query, start + tilde, "`~`", expected));
            }
            (None, None) => TokenKind::Term(Term::parse(query, start, end)?),
        },
    })
}

/// Whether the order counts, and the length of the operator up to its number.
fn proximity_operator(word: &str) -> Option<(bool, usize)> {
    let (name, _) = word.split_once('/')?;
    let is_ordered = match name {
        "NEAR" | "near" | "W" | "w" => false,
        "PRE" | "pre" => true,
        _ => return None,
    };
    Some((is_ordered, name.len() + 1))
}

/// The number in `query[number..end]` of the operator that starts at `start`.
fn read_distance(
    query: &str,
    start: usize,
    number: usize,
    end: usize,
) -> Result<usize, TopicQueryError> {
    let digits = &query[number..end];
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let distance = digits.parse().ok().filter(|distance| (1..=MAX_DISTANCE).contains(distance));
    distance.filter(|_| is_number).ok_or_else(|| {
        let operator = &query[start..number];
        let found = format!("`{}`", &query[start..end]);
        let expected = format!("`{operator}` and a number of words from 1 to {MAX_DISTANCE}");
        TopicQueryError::at(query, start, found, expected)
    })
}

fn count_words(count: usize) -> String {
    if count == 1 { "1 word".to_owned() } else { format!("{count} words") }
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn bare_length(rest: &str) -> usize {
    rest.find(ends_bare_word).unwrap_or(rest.len())
}

fn ends_bare_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | ')') || is_quote(character)
}
