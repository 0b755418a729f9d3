//! The pieces of a text as the units of its paragraphs.

use super::sweep::Piece;
use super::view::{PieceView, UnitView, visible};

/// The units with their pieces, in paragraphs: a new one begins where a line ends between two units.
pub(super) fn paragraphs(pieces: &[Piece<'_>], mut units: Vec<UnitView>) -> Vec<Vec<UnitView>> {
    let mut paragraphs = Paragraphs { done: vec![Vec::new()], opened: Vec::new() };
    for stretch in pieces.chunk_by(|a, b| a.unit == b.unit) {
        if is_line_break(stretch) {
            paragraphs.break_line(stretch);
        } else {
            // A unit comes but once; what it says of itself is not repeated.
            let unit = stretch[0].unit.and_then(|unit| units.get_mut(unit));
            paragraphs.push(unit.map(std::mem::take).unwrap_or_default(), stretch);
        }
    }
    paragraphs.done.retain(|units| !units.is_empty());
    paragraphs.done
}

fn is_line_break(stretch: &[Piece<'_>]) -> bool {
    stretch[0].unit.is_none()
        && stretch.iter().all(|piece| piece.text.trim().is_empty())
        && stretch.iter().any(|piece| piece.text.contains(['\n', '\r']))
}

struct Paragraphs {
    done: Vec<Vec<UnitView>>,
    /// Contents that begin in a line break: they begin with what stands behind it.
    opened: Vec<u32>,
}

impl Paragraphs {
    fn push(&mut self, mut view: UnitView, stretch: &[Piece<'_>]) {
        view.pieces = stretch.iter().map(PieceView::of).collect();
        if let Some(first) = view.pieces.first_mut() {
            self.opened.append(&mut first.opened);
            first.opened = std::mem::take(&mut self.opened);
        }
        if let Some(paragraph) = self.done.last_mut() {
            paragraph.push(view);
        }
    }

    /// Contents that end in a line break end with what stands before it; those of nothing else have no place.
    fn break_line(&mut self, stretch: &[Piece<'_>]) {
        let mut closed: Vec<u32> = stretch.iter().flat_map(|piece| piece.closed.clone()).collect();
        let opened = stretch.iter().flat_map(|piece| piece.opened.clone());
        for number in opened {
            match closed.iter().position(|other| *other == number) {
                Some(at) => drop(closed.remove(at)),
                None => self.opened.push(number),
            }
        }
        let last = self.done.last_mut().and_then(|units| units.last_mut());
        if let Some(piece) = last.and_then(|unit| unit.pieces.last_mut()) {
            piece.closed.append(&mut closed);
            self.done.push(Vec::new());
        }
    }
}

impl PieceView {
    fn of(piece: &Piece<'_>) -> Self {
        let is_nested = piece.n_contents > 1;
        let marks = [
            (piece.n_contents > 0, "content"),
            (is_nested, "nested"),
            (piece.source.is_some(), "source"),
            (piece.source.is_some_and(|edges| edges.begins), "begins"),
            (piece.source.is_some_and(|edges| edges.ends), "ends"),
            (piece.is_cue, "cue"),
        ];
        let marks: Vec<&str> =
            marks.iter().filter(|(is_on, _)| *is_on).map(|(_, name)| *name).collect();
        Self {
            text: visible(piece.text),
            marks: marks.join(" "),
            opened: piece.opened.clone(),
            closed: piece.closed.clone(),
        }
    }
}
