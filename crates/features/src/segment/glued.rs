//! Stops without a space behind them: *the order.Roe said*.

use super::mark::head;
use super::words::{Class, Words};

/// How far, in bytes, the text behind a stop is read.
const REACH: usize = 40;

/// Whether a sentence ends at a stop that the next word is glued to.
///
/// Only where it is safe: not in addresses, file names, abbreviations and code.
pub(super) fn ends_sentence(before: &str, signs: &str, after: &str, words: &Words) -> bool {
    let after = head(after, REACH);
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let next = after.split(char::is_whitespace).next().unwrap_or("");
    let odd = |c: char| matches!(c, '@' | '/' | '\\' | '_' | '=' | '<' | '>');
    if word.contains(odd) || next.contains(odd) || !is_capitalised(next) {
        return false;
    }
    let plain = words.class(super::boundary::last_word(word)) == Class::Ordinary;
    match signs {
        "." => plain && ends_plain_word(word, next, words),
        "?" | "!" => word.ends_with(char::is_lowercase),
        _ => plain && signs.ends_with(['”', ')', ']']) && signs.starts_with(['.', '?', '!']),
    }
}

/// Whether `word.next` are two words rather than a name such as *Node.js* or *Jane.Roe*.
fn ends_plain_word(word: &str, next: &str, words: &Words) -> bool {
    let letters = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
    let follower = &next[..letters];
    let begins = words.is_starter(follower) || words.class(follower) == Class::Inner;
    let first_part = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = first_part.starts_with(char::is_lowercase) && !first_part.contains('.');
    let long = first_part.chars().nth(1).is_some();
    match word.chars().next_back() {
        Some(last) if last.is_lowercase() => long && (lower || begins),
        Some(last) if last.is_numeric() => long && begins,
        _ => false,
    }
}

/// A capital, then lower case.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.trim_start_matches(['“', '‘']).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}
