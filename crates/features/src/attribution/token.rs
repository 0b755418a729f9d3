//! Text → tokens: words with what the lexicon knows of them, signs, quotation marks.

use std::ops::Range;

use super::{lexicon::Lexicon, tags::Tags, word_table::LONGEST};

/// A word or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Byte of the text at which it starts.
    pub(super) start: u32,
    /// The byte behind it.
    pub(super) end: u32,
    pub(super) shape: Shape,
    pub(super) tags: Tags,
}

/// How a token looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word without a capital at its start.
    Lower,
    /// A word with one.
    Capital,
    /// Begins with a digit or a sign of money.
    Number,
    /// A sign that is no quotation mark; dashes are `-`, the ellipsis is `.`.
    Sign(u8),
    /// A quotation mark.
    Mark(Mark),
    /// A whole quotation, marks and all: its number among the quotations of the text.
    Quotation(u32),
}

/// A quotation mark, and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) style: Style,
    /// What its form and its neighbours say it does.
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// The pairs of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `“ ”`, `« »`, `"` and `''`.
    Double,
    /// `‘ ’` and `'`.
    Single,
}

impl Token {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn is(&self, tags: Tags) -> bool {
        self.tags.any(tags)
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Lower | Shape::Capital | Shape::Number)
    }

    pub(super) fn is_sign(&self, sign: u8) -> bool {
        self.shape == Shape::Sign(sign)
    }
}

/// Adds the tokens of a stretch of a text.
pub(super) fn tokenize(
    text: &str,
    range: Range<usize>,
    lexicon: &Lexicon,
    tokens: &mut Vec<Token>,
) {
    let mut reader = Reader { text, bytes: text.as_bytes(), end: range.end, at: range.start };
    while let Some(token) = reader.next(lexicon) {
        tokens.push(token);
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    end: usize,
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self, lexicon: &Lexicon) -> Option<Token> {
        while self.at < self.end && self.bytes[self.at].is_ascii_whitespace() {
            self.at += 1;
        }
        if self.at >= self.end {
            return None;
        }
        let first = self.char_at(self.at)?;
        if first.is_alphanumeric() || (first == '$' && self.digit_follows()) {
            return Some(self.word(first, lexicon));
        }
        if matches!(first, '\'' | '’')
            && let Some(length) = self.contraction(self.at)
        {
            return Some(self.word_until(self.at + length, Shape::Lower, lexicon));
        }
        Some(self.sign(first))
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match *self.bytes.get(at)? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text[at..].chars().next(),
        }
    }

    fn digit_follows(&self) -> bool {
        self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
    }

    /// Letters and digits, with hyphens, points and apostrophes between them.
    fn word(&mut self, first: char, lexicon: &Lexicon) -> Token {
        let mut at = self.at + first.len_utf8();
        let is_number = first.is_numeric() || first == '$';
        while at < self.end {
            let byte = self.bytes[at];
            if byte.is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            if byte == b' ' {
                break;
            }
            let Some(next) = self.char_at(at) else { break };
            let length = next.len_utf8();
            let followed = || {
                at + length < self.end
                    && self.char_at(at + length).is_some_and(char::is_alphanumeric)
            };
            let joins = match next {
                '-' | '_' | '@' | '&' => followed(),
                '.' => followed() || self.is_abbreviation(at, lexicon),
                ',' | ':' => is_number && followed() && self.bytes[at + 1].is_ascii_digit(),
                '%' => is_number,
                '\'' | '’' => followed() && self.contraction(at).is_none(),
                _ => next.is_alphanumeric(),
            };
            if !joins {
                break;
            }
            at += length;
        }
        let shape = match first {
            _ if is_number => Shape::Number,
            first if first.is_uppercase() => Shape::Capital,
            _ => Shape::Lower,
        };
        self.word_until(at, shape, lexicon)
    }

    fn word_until(&mut self, end: usize, shape: Shape, lexicon: &Lexicon) -> Token {
        let start = std::mem::replace(&mut self.at, end);
        let word = &self.bytes[start..end];
        let tags = match word.iter().position(|byte| !byte.is_ascii()) {
            None => guessed(word, lexicon.tags(self.bytes, start..end)),
            Some(_) if self.text[start..end].contains('’') => {
                straight(&self.text[start..end], lexicon)
            }
            Some(_) => Tags::NONE,
        };
        Token { start: start as u32, end: end as u32, shape, tags }
    }

    /// Whether the point at this byte ends an abbreviation: an initial (*J.*), letters with points between them (*U.S.*),
    /// or a word before a name (*Sen.*).
    fn is_abbreviation(&self, point: usize, lexicon: &Lexicon) -> bool {
        let word = &self.bytes[self.at..point];
        let initials = word.len() <= LONGEST
            && word.split(|&byte| byte == b'.').all(|part| matches!(part, [b'A'..=b'Z']))
            && word != b"I";
        initials
            || (word.len() < LONGEST
                && lexicon.tags(self.bytes, self.at..point + 1).any(Tags::HONORIFIC))
    }

    /// The length of `'s`, `'re`, `'ve`, `'ll`, `'d` or `'m` at this byte, where a word stands before it.
    fn contraction(&self, at: usize) -> Option<usize> {
        if at == 0 || !self.text[..at].ends_with(char::is_alphanumeric) {
            return None;
        }
        let mark = self.char_at(at)?.len_utf8();
        let rest = &self.bytes[at + mark..self.end];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let after = rest.get(letters).is_some_and(|byte| byte.is_ascii_digit() || *byte >= 0x80);
        let ends =
            !after || self.char_at(at + mark + letters).is_none_or(|next| !next.is_alphanumeric());
        let known = matches!(
            &rest[..letters],
            b"s" | b"S" | b"re" | b"RE" | b"ve" | b"VE" | b"ll" | b"LL" | b"d" | b"D" | b"m" | b"M"
        );
        (known && ends).then_some(mark + letters)
    }

    fn sign(&mut self, first: char) -> Token {
        let start = self.at;
        let mut end = start + first.len_utf8();
        let shape = match first {
            '“' | '”' | '«' | '»' | '"' | '„' | '‟' => {
                self.mark(first, Style::Double, start, end)
            }
            '‘' | '’' | '\'' | '`' | '‚' => {
                // Two single marks stand for a double one.
                if matches!(first, '\'' | '`' | '’' | '‘')
                    && self.text[end..self.end].starts_with(first)
                {
                    end += first.len_utf8();
                    self.mark(first, Style::Double, start, end)
                } else {
                    self.mark(first, Style::Single, start, end)
                }
            }
            '–' | '—' | '―' | '‒' | '−' | '-' => {
                while self.bytes.get(end) == Some(&b'-') && end < self.end {
                    end += 1;
                }
                Shape::Sign(b'-')
            }
            '…' => Shape::Sign(b'.'),
            _ => Shape::Sign(if first.is_ascii() { first as u8 } else { b'*' }),
        };
        self.at = end;
        Token { start: start as u32, end: end as u32, shape, tags: Tags::NONE }
    }

    /// A quotation mark: curly marks mostly say what they do, the others go by their neighbours.
    fn mark(&self, first: char, style: Style, start: usize, end: usize) -> Shape {
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        let free_before = before.is_none_or(|c| c.is_whitespace() || "([{—–-―“‘\"'/:".contains(c));
        let free_after = after.is_none_or(char::is_whitespace);
        let (opens, closes) = match first {
            '“' | '«' | '„' | '‟' | '‚' => {
                (!free_after || free_before, free_after && !free_before)
            }
            '‘' => (!free_after, false),
            // A closing mark that can only open: ” … what she said.
            '”' | '»' => {
                (free_before && !free_after && before != Some('\''), !free_before || free_after)
            }
            '’' => (false, !free_before),
            // The '90s.
            '\'' if after.is_some_and(|c| c.is_ascii_digit()) => (false, !free_before),
            _ => (free_before, !free_before || free_after),
        };
        Shape::Mark(Mark { style, opens, closes })
    }
}

/// What the lexicon knows of a word, and what its ending says.
fn guessed(word: &[u8], known: Tags) -> Tags {
    let lower = word.first().is_some_and(u8::is_ascii_lowercase);
    let capitals =
        word.len() > 2 && word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'.');
    let known = if capitals { known | Tags::CAPITALS } else { known };
    match word {
        [b'D' | b'R' | b'I', b'-', b'A'..=b'Z', ..] => known | Tags::PARTY,
        [.., b'l', b'y'] if lower && known == Tags::NONE && word.len() > 4 => Tags::ADVERB,
        [.., b'e', b'd']
            if lower && known == Tags::NONE && word.len() > 4 && !word.contains(&b'-') =>
        {
            Tags::PAST | Tags::PARTICIPLE
        }
        [.., b's' | b'u' | b'i', b's'] => known,
        [_, _, .., b's'] => known | Tags::PLURAL,
        _ => known,
    }
}

/// What the lexicon knows of a word with curly apostrophes.
fn straight(word: &str, lexicon: &Lexicon) -> Tags {
    let mut room = [0; LONGEST];
    let mut length = 0;
    for character in word.chars() {
        let byte = match character {
            '’' => b'\'',
            letter if letter.is_ascii() => letter as u8,
            _ => return Tags::NONE,
        };
        let Some(slot) = room.get_mut(length) else { return Tags::NONE };
        *slot = byte;
        length += 1;
    }
    lexicon.tags(&room, 0..length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &Lexicon::shipped(), &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.range()]).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn words_keep_their_points_hyphens_and_negations() {
        check(
            "Sen. J. Roe (D-Va.) didn’t say $1.5 million; U.S. aides' well-known",
            &[
                "Sen.",
                "J.",
                "Roe",
                "(",
                "D-Va",
                ".",
                ")",
                "didn’t",
                "say",
                "$1.5",
                "million",
                ";",
                "U.S.",
                "aides",
                "'",
                "well-known",
            ],
        );
    }

    #[test]
    fn contractions_are_words_of_their_own() {
        check(
            "Roe’s aides they're “he'd”",
            &["Roe", "’s", "aides", "they", "'re", "“", "he", "'d", "”"],
        );
    }

    #[test]
    fn two_single_marks_are_one() {
        check(
            "''So it is,'' she said -- twice.",
            &["''", "So", "it", "is", ",", "''", "she", "said", "--", "twice", "."],
        );
    }
}
