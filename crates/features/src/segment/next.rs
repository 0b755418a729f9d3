//! What stands behind a stop.

use super::mark::{dash, head, opens};
use super::words::{Class, Words};

/// How far, in bytes, the text behind a stop is read.
const REACH: usize = 80;
/// A name in quotation marks ends within so many bytes.
const NAME_REACH: usize = 30;
/// Words read for a tag such as *Mr. Roe, 72, asked*.
const TAG_WORDS: usize = 6;

/// The first word behind a stop.
pub(super) struct Next<'a> {
    /// The text from the first word on, or its first bytes.
    text: &'a str,
    /// The letters that it starts with; empty before a digit or a sign.
    pub(super) word: &'a str,
    /// Whether a dash stands before the word.
    pub(super) dashed: bool,
    /// What stands directly before the word; a blank where nothing does.
    opening: char,
}

impl<'a> Next<'a> {
    /// Reads over white space, marks that open, and dashes; `None` where no word follows.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let text = text.trim_start();
        let start = text.find(|c: char| !opens(c) && !dash(c) && !c.is_whitespace())?;
        let rest = head(&text[start..], REACH);
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let before = &text[..start];
        let opening = before.chars().next_back().unwrap_or(' ');
        Some(Self { text: rest, word: &rest[..end], dashed: before.contains(dash), opening })
    }

    fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    pub(super) fn is_lower(&self) -> bool {
        self.first().is_lowercase()
    }

    pub(super) fn is_digit(&self) -> bool {
        self.first().is_numeric()
    }

    /// Whether a word stands here, with no bracket before it and no sign that begins no sentence.
    pub(super) fn is_plain(&self) -> bool {
        self.first().is_alphabetic() && !matches!(self.opening, '(' | '[')
    }

    /// Whether the word begins a sentence: not where a stop makes it an initial or *No. 5*, nor in capitals throughout,
    /// which say nothing (*U.S. TO SEND MORE*).
    pub(super) fn is_starter(&self, words: &Words) -> bool {
        let shortened = self.text[self.word.len()..].starts_with('.');
        let shouted =
            self.word.len() > 1 && self.word.bytes().all(|byte| byte.is_ascii_uppercase());
        !shortened && !shouted && words.is_starter(self.word)
    }

    /// Whether a quotation begins that is more than a name: *“Space Guard”*, *“Bud” Roe*.
    pub(super) fn is_speech(&self) -> bool {
        let quoted = head(self.text, NAME_REACH);
        matches!(self.opening, '“' | '"')
            && match quoted.find(['”', '"']) {
                Some(end) => quoted[..end].ends_with([',', '.', '?', '!']),
                None => true,
            }
    }

    /// Whether the word is a number such as *IV*.
    pub(super) fn is_roman(&self) -> bool {
        matches!(self.word.len(), 1..=4)
            && self.word != "I"
            && self.word.bytes().all(|byte| b"IVX".contains(&byte))
    }

    /// Whether a web address follows: one with its scheme, or a path behind a dotted name (*pic.example.com/a*).
    pub(super) fn is_address(&self) -> bool {
        let token = self.text.split_whitespace().next().unwrap_or("");
        let dotted_path = token.split_once('/').is_some_and(|(host, _)| host.contains('.'));
        self.text.starts_with("http") || self.text.starts_with("www.") || dotted_path
    }

    /// Whether a sign follows that begins no sentence.
    pub(super) fn continues(&self) -> bool {
        matches!(self.first(), ',' | ';' | ':' | '&' | '%' | '=' | '/' | '+' | '|' | '?' | '!')
    }

    /// Whether the words of a speaker and a verb of speech follow: *Mr. Roe asked*.
    pub(super) fn is_tag(&self, words: &Words) -> bool {
        self.tag_verb(words).is_some()
    }

    /// Whether nothing else follows: *Mr. Roe asked.*
    pub(super) fn is_bare_tag(&self, words: &Words) -> bool {
        self.tag_verb(words).is_some_and(|verb| verb.ends_with('.'))
    }

    /// The verb of a tag, with the signs behind it. A pronoun other than *I* has a capital only where it begins a
    /// sentence of its own.
    fn tag_verb(&self, words: &Words) -> Option<&'a str> {
        if self.word != "I" && self.is_starter(words) {
            return None;
        }
        for (index, token) in self.text.split_whitespace().take(TAG_WORDS).enumerate() {
            let word = token.trim_end_matches([',', '.', ':', ';']);
            if index > 0 && words.is_speech_verb(word) {
                return Some(token);
            }
            let ends = token.ends_with(['.', ':', ';']) && words.class(word) == Class::Ordinary;
            if ends || !word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
                return None;
            }
        }
        None
    }
}
