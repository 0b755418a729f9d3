//! Cues that tell captions and page furniture from sentences.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::mark::head;

/// The shipped cues; the syntax is in the head of the file.
const CUES: &str = include_str!("../../data/furniture.txt");
/// Words at most behind a cue that is followed by names.
const MOST_NAME_WORDS: usize = 18;

/// What the cues say of a block or sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) caption: bool,
    pub(super) boilerplate: bool,
    /// A caption if it stands beside one.
    pub(super) beside: bool,
}

/// The loaded cues.
#[derive(Debug, Clone)]
pub(super) struct Furniture {
    /// Cues that stand at the start of a text.
    leading: Cues,
    /// Cues that may stand anywhere in it.
    inner: Cues,
}

impl Furniture {
    pub(super) fn shipped() -> Self {
        let cues = lines().filter_map(Cue::parse);
        let (leading, inner) = cues.partition(|cue| cue.place.leads());
        Self { leading: Cues::new(leading), inner: Cues::new(inner) }
    }

    /// What the cues in a text say; the text is short.
    pub(super) fn cues(&self, text: &str) -> Found {
        let first = text.find(char::is_alphanumeric).unwrap_or(text.len());
        let mut found = Found::default();
        self.leading.look(text, first + self.leading.longest, &mut found);
        self.inner.look(text, text.len(), &mut found);
        found
    }
}

/// Cues, and what finds them.
#[derive(Debug, Clone)]
struct Cues {
    list: Vec<Cue>,
    /// Finds the first pieces of the cues, in the order of `list`; `None` without cues.
    finder: Option<AhoCorasick>,
    /// Bytes of the longest first piece.
    longest: usize,
}

impl Cues {
    fn new(list: Vec<Cue>) -> Self {
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(list.iter().map(|cue| cue.pieces[0]))
            .ok();
        let longest = list.iter().map(|cue| cue.pieces[0].len()).max().unwrap_or(0);
        Self { list, finder, longest }
    }

    /// Adds what the cues say whose first pieces stand in the first `limit` bytes of a text.
    fn look(&self, text: &str, limit: usize, found: &mut Found) {
        let Some(finder) = &self.finder else { return };
        for hit in finder.find_overlapping_iter(head(text, limit)) {
            let cue = &self.list[hit.pattern()];
            if cue.holds(text, hit.start(), hit.end()) {
                match cue.kind {
                    Kind::Boilerplate => found.boilerplate = true,
                    Kind::Caption if cue.place == Place::Beside => found.beside = true,
                    Kind::Caption => found.caption = true,
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Caption,
    Boilerplate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Any,
    Names,
    Beside,
}

impl Place {
    fn leads(self) -> bool {
        matches!(self, Self::Whole | Self::Start | Self::Names)
    }
}

/// One line of the file.
#[derive(Debug, Clone)]
struct Cue {
    kind: Kind,
    place: Place,
    exact: bool,
    pieces: Vec<&'static str>,
}

impl Cue {
    /// Reads `kind place pattern`; `None` where the line is none.
    fn parse(line: &'static str) -> Option<Self> {
        let mut parts = line.splitn(3, char::is_whitespace);
        let kind = match parts.next()? {
            "caption" => Kind::Caption,
            "boilerplate" => Kind::Boilerplate,
            _ => return None,
        };
        let place = parts.next()?;
        let place_name = place.strip_suffix('=');
        let exact = place_name.is_some();
        let place = match place_name.unwrap_or(place) {
            "whole" => Place::Whole,
            "start" => Place::Start,
            "end" => Place::End,
            "any" => Place::Any,
            "names" => Place::Names,
            "beside" => Place::Beside,
            _ => return None,
        };
        let pieces: Vec<_> = parts.next()?.split(" * ").map(str::trim).collect();
        let empty = pieces.iter().any(|piece| piece.is_empty());
        (!empty).then_some(Self { kind, place, exact, pieces })
    }

    /// Whether the cue holds with its first piece found at these bytes.
    fn holds(&self, text: &str, start: usize, end: usize) -> bool {
        let first = self.pieces[0];
        if !stands_alone(text, start, end) || (self.exact && &text[start..end] != first) {
            return false;
        }
        let Some(end) = self.rest_end(text, end) else { return false };
        let leads = !text[..start].contains(char::is_alphanumeric);
        let trails = !text[end..].contains(char::is_alphanumeric);
        match self.place {
            Place::Whole => leads && trails,
            Place::Start => leads,
            Place::End => trails,
            Place::Any | Place::Beside => true,
            Place::Names => leads && are_names(&text[end..]),
        }
    }

    /// Where the last piece ends, with the other pieces behind byte `end` in order.
    fn rest_end(&self, text: &str, mut end: usize) -> Option<usize> {
        for piece in &self.pieces[1..] {
            let windows = text.as_bytes()[end..].windows(piece.len());
            let at = windows.into_iter().position(|window| {
                if self.exact {
                    window == piece.as_bytes()
                } else {
                    window.eq_ignore_ascii_case(piece.as_bytes())
                }
            })?;
            end += at + piece.len();
        }
        Some(end)
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    CUES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether no word runs into a match or out of it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    let runs_in = text[..start].ends_with(letter) && text[start..].starts_with(letter);
    let runs_out = text[..end].ends_with(letter) && text[end..].starts_with(letter);
    !runs_in && !runs_out
}

/// Whether a text is a list of names: capitalised words, numbers and the small words between names.
fn are_names(text: &str) -> bool {
    const SMALL: [&str; 11] = ["and", "in", "of", "for", "de", "la", "van", "von", "al", "with", "by"];
    let mut names = 0;
    for (index, token) in text.split_whitespace().enumerate() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = word.starts_with(char::is_uppercase);
        if index >= MOST_NAME_WORDS || word.eq_ignore_ascii_case("the") && names == 0 {
            return false;
        }
        if !capital && !word.is_empty() && !word.starts_with(char::is_numeric) && !SMALL.contains(&word) {
            return false;
        }
        names += usize::from(capital);
    }
    names > 0 && !text.trim_end().ends_with(['?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_cue_file_is_read() {
        for line in lines() {
            assert!(Cue::parse(line).is_some(), "not `kind place pattern`: {line}");
        }
        let shipped = Furniture::shipped();
        assert!(shipped.leading.finder.is_some() && shipped.inner.finder.is_some());
    }
}
