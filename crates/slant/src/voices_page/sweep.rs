//! A text cut wherever a unit or a mark begins or ends.
//!
//! Marks may nest, cross each other and reach over units and paragraphs, which elements of a page cannot. So every piece
//! says itself what lies on it.

use std::cmp::Reverse;

use features::Span;

/// A stretch of the text with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) kind: MarkKind,
}

/// What a stretch means. The order is that of marks that begin and end together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkKind {
    /// The unit at this position.
    Unit(usize),
    /// The content of the attribution with this number.
    Content(u32),
    /// Who says something.
    Source,
    /// The words that attribute.
    Cue,
}

/// Whether a source begins, and ends, with a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edges {
    pub(super) begins: bool,
    pub(super) ends: bool,
}

/// A stretch of text in which no mark begins or ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// The position of the unit that it is of; none between units.
    pub(super) unit: Option<usize>,
    /// Contents that it lies in.
    pub(super) n_contents: u32,
    /// Whether it is of a source.
    pub(super) source: Option<Edges>,
    pub(super) is_cue: bool,
    /// Numbers of the contents that begin with it, the outermost first.
    pub(super) opened: Vec<u32>,
    /// Numbers of the contents that end with it, the innermost first.
    pub(super) closed: Vec<u32>,
}

/// The pieces of a text, in order: together they are the text. Marks that are empty, or reach beyond the text, count
/// as far as there is text under them.
pub(super) fn cut<'a>(text: &'a str, marks: &[Mark]) -> Vec<Piece<'a>> {
    let n_characters = text.chars().count() as u32;
    let clamped = marks.iter().map(|mark| {
        let (start, end) = (mark.span.start.min(n_characters), mark.span.end.min(n_characters));
        Mark { span: Span { start, end }, kind: mark.kind }
    });
    let mut opening: Vec<Mark> = clamped.filter(|mark| mark.span.start < mark.span.end).collect();
    let mut closing = opening.clone();
    opening.sort_by_key(|mark| (mark.span.start, Reverse(mark.span.end), mark.kind));
    closing.sort_by_key(|mark| (mark.span.end, Reverse(mark.span.start), Reverse(mark.kind)));
    let ends = opening.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
    let mut boundaries: Vec<u32> = ends.chain([0, n_characters]).collect();
    boundaries.sort_unstable();
    boundaries.dedup();

    let (mut opening, mut closing) = (opening.as_slice(), closing.as_slice());
    let mut active = Active::default();
    let mut rest = text;
    let mut pieces = Vec::new();
    for bounds in boundaries.windows(2) {
        let begun = take_while(&mut opening, |mark| mark.span.start <= bounds[0]);
        begun.iter().for_each(|mark| active.open(mark.kind));
        let (text, behind) = rest.split_at(byte_of(rest, bounds[1] - bounds[0]));
        rest = behind;
        let ended = take_while(&mut closing, |mark| mark.span.end <= bounds[1]);
        pieces.push(active.piece(text, begun, ended));
        ended.iter().for_each(|mark| active.close(mark.kind));
    }
    pieces
}

/// How many marks of each kind lie on the piece.
#[derive(Default)]
struct Active {
    unit: Option<usize>,
    n_contents: u32,
    n_sources: u32,
    n_cues: u32,
}

impl Active {
    fn open(&mut self, kind: MarkKind) {
        match kind {
            MarkKind::Unit(unit) => self.unit = Some(unit),
            MarkKind::Content(_) => self.n_contents += 1,
            MarkKind::Source => self.n_sources += 1,
            MarkKind::Cue => self.n_cues += 1,
        }
    }

    fn close(&mut self, kind: MarkKind) {
        match kind {
            MarkKind::Unit(unit) => self.unit = self.unit.filter(|open| *open != unit),
            MarkKind::Content(_) => self.n_contents -= 1,
            MarkKind::Source => self.n_sources -= 1,
            MarkKind::Cue => self.n_cues -= 1,
        }
    }

    fn piece<'a>(&self, text: &'a str, begun: &[Mark], ended: &[Mark]) -> Piece<'a> {
        let numbers = |marks: &[Mark]| {
            let number = |mark: &Mark| match mark.kind {
                MarkKind::Content(number) => Some(number),
                _ => None,
            };
            marks.iter().filter_map(number).collect()
        };
        let has_source = |marks: &[Mark]| marks.iter().any(|mark| mark.kind == MarkKind::Source);
        Piece {
            text,
            unit: self.unit,
            n_contents: self.n_contents,
            source: (self.n_sources > 0)
                .then(|| Edges { begins: has_source(begun), ends: has_source(ended) }),
            is_cue: self.n_cues > 0,
            opened: numbers(begun),
            closed: numbers(ended),
        }
    }
}

/// Takes the first marks, as long as they are wanted.
fn take_while<'m>(marks: &mut &'m [Mark], is_wanted: impl Fn(&Mark) -> bool) -> &'m [Mark] {
    let (taken, rest) = marks.split_at(marks.partition_point(is_wanted));
    *marks = rest;
    taken
}

/// The byte at which the code point with this number starts, or the end of the text.
fn byte_of(text: &str, character: u32) -> usize {
    text.char_indices().nth(character as usize).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(kind: MarkKind, start: u32, end: u32) -> Mark {
        Mark { span: Span { start, end }, kind }
    }

    /// The pieces, each with what lies on it: `2[` and `]2` contents, `=n` how many, `s` source, `c` cue.
    fn drawn(text: &str, marks: &[Mark]) -> String {
        let draw = |piece: Piece| {
            let opened: Vec<String> =
                piece.opened.iter().map(|number| format!("{number}[")).collect();
            let closed: Vec<String> =
                piece.closed.iter().map(|number| format!("]{number}")).collect();
            let signs = [(piece.source.is_some(), "s"), (piece.is_cue, "c")];
            let signs: String =
                signs.iter().filter(|(is_on, _)| *is_on).map(|(_, sign)| *sign).collect();
            let (opened, closed) = (opened.concat(), closed.concat());
            format!("{opened}{}={}{signs}{closed}", piece.text, piece.n_contents)
        };
        cut(text, marks).into_iter().map(draw).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_cut_the_text() {
        use MarkKind::{Content, Cue, Source};
        let check = |text: &str, marks: &[Mark], expected: &str| {
            assert_eq!(drawn(text, marks), expected, "{marks:?}");
            let mut turned = marks.to_vec();
            turned.reverse();
            assert_eq!(drawn(text, &turned), expected, "{turned:?}");
        };
        check("", &[], "");
        check("abc", &[], "abc=0");
        check("abc", &[mark(Content(1), 0, 3)], "1[abc=1]1");
        check("", &[mark(Content(1), 0, 3)], "");
        let nested = [mark(Content(1), 0, 6), mark(Content(2), 2, 4)];
        check("abcdef", &nested, "1[ab=1 2[cd=2]2 ef=1]1");
        let crossing = [mark(Content(1), 0, 4), mark(Content(2), 2, 6)];
        check("abcdef", &crossing, "1[ab=1 2[cd=2]1 ef=1]2");
        let adjacent = [mark(Content(1), 0, 3), mark(Content(2), 3, 6)];
        check("abcdef", &adjacent, "1[abc=1]1 2[def=1]2");
        let same = [mark(Content(1), 1, 3), mark(Content(2), 1, 3)];
        check("abcd", &same, "a=0 1[2[bc=2]2]1 d=0");
        let same_end = [mark(Content(1), 0, 3), mark(Content(2), 1, 3)];
        check("abc", &same_end, "1[a=1 2[bc=2]2]1");
        check("abc", &[mark(Content(1), 2, 2), mark(Content(2), 3, 1)], "abc=0");
        check("abc", &[mark(Content(1), 1, 9), mark(Content(2), 7, 9)], "a=0 1[bc=1]1");
        let within = [mark(Content(1), 0, 6), mark(Source, 2, 3), mark(Cue, 3, 4)];
        check("“é”🙂s.", &within, "1[“é=1 ”=1s 🙂=1c s.=1]1");
        check("abcd", &[mark(Source, 0, 2), mark(Source, 1, 3)], "a=0s b=0s c=0s d=0");
    }

    #[test]
    fn pieces_tell_their_units() {
        let marks = [
            mark(MarkKind::Unit(0), 0, 2),
            mark(MarkKind::Unit(1), 3, 5),
            mark(MarkKind::Unit(2), 5, 6),
            mark(MarkKind::Content(1), 1, 4),
        ];
        let units: Vec<(&str, Option<usize>)> =
            cut("ab cdef", &marks).iter().map(|piece| (piece.text, piece.unit)).collect();
        let expected = [
            ("a", Some(0)),
            ("b", Some(0)),
            (" ", None),
            ("c", Some(1)),
            ("d", Some(1)),
            ("e", Some(2)),
            ("f", None),
        ];
        assert_eq!(units, expected);
    }

    fn marks() -> impl Strategy<Value = Vec<Mark>> {
        let kind = prop_oneof![
            (0..4_usize).prop_map(MarkKind::Unit),
            (0..6_u32).prop_map(MarkKind::Content),
            Just(MarkKind::Source),
            Just(MarkKind::Cue),
        ];
        let any_mark =
            (kind, 0..14_u32, 0..14_u32).prop_map(|(kind, start, end)| mark(kind, start, end));
        proptest::collection::vec(any_mark, 0..12)
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_and_everything_opened_is_closed(text in "[a-z🙂é\u{202E}\n ]{0,12}", marks in marks()) {
            let pieces = cut(&text, &marks);
            prop_assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text.as_str());
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
            let mut opened: Vec<u32> = pieces.iter().flat_map(|piece| piece.opened.clone()).collect();
            let mut closed: Vec<u32> = pieces.iter().flat_map(|piece| piece.closed.clone()).collect();
            opened.sort_unstable();
            closed.sort_unstable();
            prop_assert_eq!(opened, closed);
        }
    }
}
