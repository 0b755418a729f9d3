//! Party and state around a name.

use super::{
    classes::Classes,
    view::{Tokens, View},
};

/// Party and state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Affiliation {
    pub(super) party: Option<char>,
    pub(super) state: Option<&'static str>,
}

impl Affiliation {
    /// Takes over what is not known yet.
    pub(super) fn add(&mut self, other: &Self) {
        self.party = self.party.or(other.party);
        self.state = self.state.or(other.state);
    }
}

/// `(R-Fla.)`, `, D-Va.`, `(D)`, `(R., N.Y.)` at this token, and where it ends.
pub(super) fn behind(view: View<'_>, at: u32, end: u32) -> Option<(Affiliation, u32)> {
    let in_parentheses = view.is_sign(at, b'(') || view.is_sign(at, b'[');
    if at + 1 >= end || !(in_parentheses || view.is_sign(at, b',')) {
        return None;
    }
    let word = view.word(at + 1);
    let mut parts = word.split(['-', '–']);
    let party = match parts.next()? {
        "D" | "D." | "Dem" => 'D',
        "R" | "R." | "GOP" => 'R',
        "I" | "I." | "Ind" => 'I',
        "L" | "L." => 'L',
        _ => return None,
    };
    let (state, mut next) = match parts.next() {
        Some(state) => named_state(view, state, at + 2),
        None => separate_state(view, at + 2, end),
    };
    if state.is_none() && !in_parentheses {
        return None;
    }
    next = skip_point(view, next);
    if in_parentheses {
        while next < end && next < at + 9 && !is_closing(view, next) {
            next += 1;
        }
        if !is_closing(view, next) {
            return None;
        }
        next += 1;
    }
    Some((Affiliation { party: Some(party), state }, next))
}

fn is_closing(view: View<'_>, at: u32) -> bool {
    view.is_sign(at, b')') || view.is_sign(at, b']')
}

fn skip_point(view: View<'_>, at: u32) -> u32 {
    at + u32::from(view.is_sign(at, b'.') && view.touches(at))
}

/// A state that begins with these letters and may go on with the token at `next`.
fn named_state(view: View<'_>, start: &str, next: u32) -> (Option<&'static str>, u32) {
    let two_words = format!("{start} {}", view.word(next));
    if let Some(state) = view.lists.state(&two_words) {
        return (Some(state), next + 1);
    }
    (view.lists.state(start.trim_end_matches('.')), next)
}

/// A state in a token of its own: `D – Va.`, `R., N.Y.`, `R, Fla.`, `D of Ohio`.
fn separate_state(view: View<'_>, at: u32, end: u32) -> (Option<&'static str>, u32) {
    let mut next = skip_point(view, at);
    if view.is_sign(next, b'-')
        || view.is_sign(next, b',')
        || view.is_sign(next, b'/')
        || view.word(next) == "of"
    {
        next += 1;
    }
    if next >= end || !view.is_capital(next) {
        return (None, at);
    }
    match named_state(view, view.word(next), next + 1) {
        (Some(state), behind) => (Some(state), behind),
        _ => (None, at),
    }
}

/// `of Florida`, `from North Carolina` at this token, and where it ends.
pub(super) fn of_state(view: View<'_>, at: u32, end: u32) -> Option<(&'static str, u32)> {
    if at + 1 >= end || !matches!(view.word(at), "of" | "from") || !view.is_capital(at + 1) {
        return None;
    }
    match named_state(view, view.word(at + 1), at + 2) {
        (Some(state), next) if view.word(at + 1).len() > 2 => Some((state, next)),
        _ => None,
    }
}

/// The party that a word names.
pub(super) fn party(word: &str) -> Option<char> {
    match word {
        "Democrat" | "Democratic" | "Democrats" | "democrat" => Some('D'),
        "Republican" | "Republicans" | "GOP" | "republican" => Some('R'),
        "Independent" | "independent" => Some('I'),
        "Libertarian" => Some('L'),
        _ => None,
    }
}

/// What the words of a title or an apposition say: Virginia Democrat, the Republican senator from Ohio.
pub(super) fn in_words(view: View<'_>, words: &Tokens) -> Affiliation {
    let mut found = Affiliation::default();
    for at in words.clone() {
        let word = view.word(at);
        if found.party.is_none() && !followed_by_body(view, at + 1, words.end) {
            found.party = party(word);
        }
        if found.state.is_none() && view.classes(at).any(Classes::PLACE | Classes::NOT_NAME) {
            let (state, next) = named_state(view, word, at + 1);
            if state.is_some()
                && (word.len() > 3 || next > at + 1)
                && stands_for_constituency(view, at, next, words)
            {
                found.state = state;
            }
        }
    }
    found
}

/// Democratic National Committee, Republican Party.
fn followed_by_body(view: View<'_>, at: u32, end: u32) -> bool {
    at < end
        && (view.classes(at).any(Classes::ORGANISATION)
            || matches!(view.word(at), "National" | "strategist" | "pollster" | "consultant"))
}

/// Whether a state is that of a member: before a party or office, or behind `from` or `of` behind one.
fn stands_for_constituency(view: View<'_>, at: u32, next: u32, words: &Tokens) -> bool {
    let member = |at: u32| {
        let word = view.lower(at);
        party(view.word(at)).is_some()
            || matches!(
                &*word,
                "senator"
                    | "sen."
                    | "rep."
                    | "representative"
                    | "congressman"
                    | "congresswoman"
                    | "lawmaker"
                    | "gov."
                    | "governor"
            )
    };
    let before = at.checked_sub(1).filter(|&before| before > words.start);
    (next < words.end && member(next))
        || before
            .is_some_and(|before| matches!(view.word(before), "of" | "from") && member(before - 1))
}
