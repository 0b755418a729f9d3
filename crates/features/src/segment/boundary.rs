//! Whether a sentence ends at a stop.
//!
//! Every look around a stop is bounded, so that a text is cut in linear time whatever it holds.

use memchr::memrchr2;

use super::abbreviation;
use super::glued;
use super::mark::{head, opens, quotes, tail};
use super::next::Next;
use super::stop::{Sign, Stop};
use super::words::{Class, Words};

/// How far, in bytes, the word before a stop is read.
const WORD_REACH: usize = 40;
/// How far, in bytes, the other end of a bracket or of a chant in quotation marks may be.
const PAIR_REACH: usize = 60;
/// A word in lower case of this many letters is hardly an abbreviation that is not listed.
const WHOLE_WORD: usize = 4;
/// A time of day in the first words of a sentence is not its end: *At 5 a.m. Mr. Roe went …*
const LEAD_WORDS: usize = 4;

impl Stop {
    /// Whether the sentence that starts at byte `start` ends here.
    pub(super) fn ends_sentence(&self, text: &str, start: usize, words: &Words) -> bool {
        let after = &text[self.closed..];
        if !after.starts_with(char::is_whitespace) {
            return glued::ends_sentence(self.before(text, start), self.signs(text), after, words);
        }
        let Some(next) = Next::read(after) else { return false };
        if self.is_leading(text, start) || self.is_elision(text) || self.is_inside_pair(text, start)
        {
            return false;
        }
        match self.sign {
            Sign::Full => self.full_stop_ends(text, start, &next, words),
            Sign::Strong if next.is_lower() => self.strong_stop_ends(text, start, &next, words),
            Sign::Ellipsis if next.is_lower() || next.is_digit() => false,
            Sign::Ellipsis if next.word == "I" && self.is_spaced_out(text) => false,
            Sign::Strong | Sign::Ellipsis => {
                let tagged = self.is_quoted(text) && next.is_tag(words);
                !tagged && !next.continues()
            }
        }
    }

    /// Before a word in lower case: only where the writer uses no capitals or a word follows
    /// that begins sentences, as *Who? is it they?*, but not *Yahoo! in 2016*.
    fn strong_stop_ends(&self, text: &str, start: usize, next: &Next, words: &Words) -> bool {
        let begins = text[..self.end].ends_with('?') && next.is_starter(words);
        let evident = begins || next.word == "i" || self.begins_lower(text, start);
        evident && !next.dashed && self.closed == self.end
    }

    fn full_stop_ends(&self, text: &str, start: usize, next: &Next, words: &Words) -> bool {
        let before = self.before(text, start);
        let word = last_word(before);
        let class = words.class(word);
        if next.is_lower() {
            let plain = class == Class::Ordinary && self.closed == self.end && !next.dashed;
            let evident = next.word == "i" || is_whole_word(word) || self.begins_lower(text, start);
            return plain && evident && !next.is_address();
        }
        match class {
            Class::Ordinary if abbreviation::is_state_of_party(before, word, words) => {
                abbreviation::ends_sentence(before, word, self.closed == self.end, next, words)
            }
            Class::Ordinary => {
                let tagged = self.is_quoted(text) && next.is_bare_tag(words);
                !tagged && !next.continues()
            }
            Class::Inner => false,
            Class::Number => {
                let numbered = next.is_digit() || next.is_roman() || next.continues();
                !numbered && (!word.contains('.') || next.is_starter(words))
            }
            Class::Either | Class::State => {
                abbreviation::ends_sentence(before, word, self.closed == self.end, next, words)
            }
            Class::Last => !next.dashed && !next.continues(),
            Class::Time => {
                let lead = before.split_whitespace().take(LEAD_WORDS + 1).count();
                let goes_on = next.is_digit() || next.dashed || words.follows_time(next.word);
                !goes_on && (lead > LEAD_WORDS || next.is_starter(words))
            }
        }
    }

    /// The sentence up to the stop, or its last bytes.
    fn before<'a>(&self, text: &'a str, start: usize) -> &'a str {
        tail(&text[start..self.start], WORD_REACH)
    }

    fn signs<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.closed]
    }

    /// Whether the stop is `. . .`, and no full stop before an ellipsis.
    fn is_spaced_out(&self, text: &str) -> bool {
        let signs = self.signs(text);
        signs.contains(' ') && !signs.contains("..") && !signs.contains('…')
    }

    fn is_quoted(&self, text: &str) -> bool {
        text[self.end..self.closed].contains(quotes)
    }

    /// Whether no word stands before the stop: *… and so on*.
    fn is_leading(&self, text: &str, start: usize) -> bool {
        !self.before(text, start).contains(char::is_alphanumeric)
    }

    /// Whether the stop is `[...]`.
    fn is_elision(&self, text: &str) -> bool {
        self.sign == Sign::Ellipsis
            && text[..self.start].ends_with(['[', '('])
            && text[self.end..].starts_with([']', ')'])
    }

    /// Whether the sentence begins in lower case, as where a writer uses no capitals.
    fn begins_lower(&self, text: &str, start: usize) -> bool {
        head(&text[start..self.start], WORD_REACH)
            .chars()
            .find(|character| character.is_alphanumeric())
            .is_some_and(char::is_lowercase)
    }

    /// Whether the stop stands in a short bracket, or in a chant (*“Lock! Lock!”*), that opened
    /// within the sentence and closes soon.
    fn is_inside_pair(&self, text: &str, start: usize) -> bool {
        let before = tail(&text[start..self.start], PAIR_REACH);
        let first = self.start - before.len();
        let strong = text[..self.end].ends_with('!');
        if !strong && memrchr2(b'(', b'[', before.as_bytes()).is_none() {
            return false;
        }
        let after = head(&text[self.end..], PAIR_REACH);
        let Some(at) = before.rfind(['(', '[', ')', ']', '“', '”', '"']) else { return false };
        if first + at == start {
            return false;
        }
        let open = before[at..].chars().next().unwrap_or(' ');
        let close = match open {
            '(' => ')',
            '[' => ']',
            '“' => '”',
            '"' if before[..at].ends_with(char::is_whitespace) => '"',
            _ => return false,
        };
        let bracket = matches!(open, '(' | '[');
        let Some(closing) = after.find(['(', '[', ')', ']', '“', '”', '"']) else {
            return false;
        };
        let ends_strong = after[..closing].ends_with('!') && strong;
        closing > 0 && after[closing..].starts_with(close) && (bracket || ends_strong)
    }
}

/// Whether a word is too long for an abbreviation that is not listed, and no name.
fn is_whole_word(word: &str) -> bool {
    word.len() >= WHOLE_WORD && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The last word of a text, without what opens it and without the first parts of a compound:
/// *Md* of *(D-Md*.
pub(super) fn last_word(text: &str) -> &str {
    let plain = text.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    if text[..text.len() - plain].ends_with(' ') {
        return &text[text.len() - plain..];
    }
    let after_space = text.rfind(char::is_whitespace).map_or(text, |at| text[at..].trim_start());
    let separators = ['-', '/', '–', '—', '(', '[', '"', '“', '&'];
    let parts = after_space.rsplit(separators).next().unwrap_or(after_space);
    parts.trim_start_matches(opens)
}
