//! HTML as a stream of tags and texts, in one pass over the page and without a copy of it.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

/// A piece of a page. Ranges are bytes of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text as it is written, entities and all.
    Text(Range<usize>),
    /// A start tag: its name, and what stands between the name and `>`.
    Start { name: Range<usize>, attributes: Range<usize> },
    /// An end tag: its name.
    End { name: Range<usize> },
}

/// Elements whose content is text up to their own end tag, whatever stands in it.
const RAW_TEXT: [&str; 8] =
    ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// Cuts a page into tokens, as browsers do; comments, declarations and tags that have no end are left out.
pub(super) struct Tags<'a> {
    html: &'a str,
    position: usize,
    /// The element whose text comes next, up to its end tag.
    raw: Option<Range<usize>>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, position: 0, raw: None }
    }

    /// What stands up to the end tag of the element that has just started.
    fn raw_text(&mut self, name: Range<usize>) -> Token {
        let (start, bytes) = (self.position, self.html.as_bytes());
        let name = &bytes[name];
        let is_end = |at: &usize| {
            let rest = &bytes[*at..];
            rest.get(1) == Some(&b'/')
                && rest.get(2..2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name))
                && rest.get(2 + name.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
        };
        let end = memchr_iter(b'<', &bytes[start..]).map(|at| start + at).find(is_end);
        self.position = end.unwrap_or(bytes.len());
        Token::Text(start..self.position)
    }

    /// The markup that starts at the `<` at the position; nothing for what is left out.
    fn markup(&mut self) -> Option<Token> {
        let rest = &self.html.as_bytes()[self.position..];
        let is_end = rest.get(1) == Some(&b'/');
        let name_start = if is_end { 2 } else { 1 };
        if !rest.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            self.skip_other(rest);
            return None;
        }
        let is_in_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>');
        let n_name = rest[name_start..].iter().take_while(|byte| is_in_name(byte)).count();
        let name = self.position + name_start..self.position + name_start + n_name;
        let Some(end) = tag_end(&rest[name_start + n_name..]) else {
            self.position = self.html.len();
            return None;
        };
        let attributes = name.end..name.end + end;
        self.position = attributes.end + 1;
        if is_end {
            return Some(Token::End { name });
        }
        let is_raw = |raw: &str| raw.eq_ignore_ascii_case(&self.html[name.clone()]);
        if RAW_TEXT.iter().any(|raw| is_raw(raw)) {
            self.raw = Some(name.clone());
        }
        Some(Token::Start { name, attributes })
    }

    /// Passes over a comment or a declaration.
    fn skip_other(&mut self, rest: &[u8]) {
        let length = if let Some(comment) = rest.strip_prefix(b"<!--") {
            // `<!-->` is a whole comment.
            memmem::find(&rest[2..], b"-->").map_or(comment.len() + 4, |end| end + 5)
        } else {
            memchr(b'>', rest).map_or(rest.len(), |end| end + 1)
        };
        self.position += length;
    }
}

impl Iterator for Tags<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(name));
        }
        let bytes = self.html.as_bytes();
        while self.position < bytes.len() {
            let start = self.position;
            if opens_markup(&bytes[start..]) {
                if let Some(token) = self.markup() {
                    return Some(token);
                }
                continue;
            }
            let mut angles = memchr_iter(b'<', &bytes[start..]).map(|at| start + at);
            self.position = angles.find(|at| opens_markup(&bytes[*at..])).unwrap_or(bytes.len());
            return Some(Token::Text(start..self.position));
        }
        None
    }
}

fn opens_markup(rest: &[u8]) -> bool {
    rest[0] == b'<'
        && rest
            .get(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

/// Where the `>` stands that ends a tag: not within the quotes of a value.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut position = 0;
    let mut is_value = false;
    while let Some(&byte) = rest.get(position) {
        match byte {
            b'>' => return Some(position),
            b'=' => is_value = true,
            b'"' | b'\'' if is_value => {
                position += 1 + memchr(byte, &rest[position + 1..])?;
                is_value = false;
            }
            byte if !byte.is_ascii_whitespace() => is_value = false,
            _ => {}
        }
        position += 1;
    }
    None
}

/// The names and the values of attributes, both as they are written.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest =
            rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if rest.is_empty() {
            return None;
        }
        let is_end = |letter: char| letter.is_ascii_whitespace() || matches!(letter, '=' | '/');
        // A `=` at the start belongs to the name.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(is_end).map_or(rest.len(), |at| at + first);
        let (name, behind) = rest.split_at(end);
        let Some(value) = behind.trim_ascii_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|letter| matches!(letter, '"' | '\''));
        let (value, behind) = if let Some(quote) = quote {
            value[1..].split_once(quote).unwrap_or((&value[1..], ""))
        } else {
            let end = value.find(|letter: char| letter.is_ascii_whitespace());
            value.split_at(end.unwrap_or(value.len()))
        };
        rest = behind;
        Some((name, value))
    })
}

/// The value of the attribute, as it is written.
pub(super) fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    attributes(text).find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
