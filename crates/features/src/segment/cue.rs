//! One cue of the file of cues, and whether it holds in a text.

use super::mark::quotes_speech;
use super::unit::UnitKind;

/// Words at most behind a cue that is followed by names.
const MOST_NAME_WORDS: usize = 18;

/// One line of the file.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub(super) kind: UnitKind,
    pub(super) place: Place,
    exact: bool,
    pieces: Vec<&'static str>,
}

impl Cue {
    /// Reads `kind place pattern`; `None` where the line is none.
    pub(super) fn parse(line: &'static str) -> Option<Self> {
        let mut parts = line.splitn(3, char::is_whitespace);
        let kind = match parts.next()? {
            "caption" => UnitKind::Caption,
            "boilerplate" => UnitKind::Boilerplate,
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
            "signed" => Place::Signed,
            "beside" => Place::Beside,
            _ => return None,
        };
        let pieces: Vec<_> = parts.next()?.split(" * ").map(str::trim).collect();
        let empty = pieces.iter().any(|piece| piece.is_empty());
        (!empty).then_some(Self { kind, place, exact, pieces })
    }

    /// The words of the cue up to its first gap.
    pub(super) fn first_piece(&self) -> &'static str {
        self.pieces[0]
    }

    /// Whether the cue holds with its first piece found at these bytes.
    pub(super) fn holds(&self, text: &str, start: usize, end: usize) -> bool {
        let first = self.pieces[0];
        if !stands_alone(text, start, end) || (self.exact && &text[start..end] != first) {
            return false;
        }
        let Some(end) = self.rest_end(text, end) else { return false };
        let leads = !text[..start].contains(|c: char| c.is_alphanumeric() || quotes_speech(c));
        let trails = !text[end..].contains(char::is_alphanumeric);
        match self.place {
            Place::Whole => leads && trails,
            Place::Start => leads,
            Place::End => trails,
            Place::Any | Place::Beside => true,
            Place::Names => leads && are_names(&text[end..]),
            Place::Signed => trails && are_names(&text[..start]),
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

/// Where a cue must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The block is the cue.
    Whole,
    /// The text starts with the cue.
    Start,
    /// The text ends with the cue.
    End,
    /// The cue stands anywhere.
    Any,
    /// The text starts with the cue, and only names follow.
    Names,
    /// The text ends with the cue, and only names stand before it.
    Signed,
    /// Anywhere in a text beside a caption.
    Beside,
}

impl Place {
    /// Whether the cue stands at the start of a text.
    pub(super) fn leads(self) -> bool {
        matches!(self, Self::Whole | Self::Start | Self::Names)
    }
}

/// Whether no word runs into a match or out of it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: char| c.is_alphabetic();
    let runs_in = text[..start].ends_with(letter) && text[start..].starts_with(letter);
    let runs_out = text[..end].ends_with(letter) && text[end..].starts_with(letter);
    !runs_in && !runs_out
}

/// Whether a text is a list of names: capitalised words, numbers and the small words between names.
fn are_names(text: &str) -> bool {
    const SMALL: [&str; 12] =
        ["and", "the", "in", "of", "for", "de", "la", "van", "von", "al", "with", "by"];
    let mut names = 0;
    for (index, token) in text.split_whitespace().enumerate() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = word.starts_with(char::is_uppercase);
        if index >= MOST_NAME_WORDS || index == 0 && word.eq_ignore_ascii_case("the") {
            return false;
        }
        if !capital
            && !word.is_empty()
            && !word.starts_with(char::is_numeric)
            && !SMALL.contains(&word)
        {
            return false;
        }
        names += usize::from(capital);
    }
    names > 0 && !text.trim_end().ends_with(['?', '!'])
}
