//! A cleaned text and its map back to the original.

use std::borrow::Cow;
use std::ops::Range;

use super::character::Character;

/// A cleaned text, as [`clean`](super::clean) returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanText<'a> {
    text: Cow<'a, str>,
    /// What was changed, in order; between two edits both texts are the same.
    edits: Vec<Edit>,
}

/// Bytes of the clean text that stand for other bytes of the original; empty where something was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    clean: Range<usize>,
    original: Range<usize>,
}

impl<'a> CleanText<'a> {
    /// The cleaned text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing was to be cleaned, so that this is the original itself.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_))
    }

    /// The cleaned text as a value: borrowed where nothing was to be cleaned.
    #[must_use]
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The bytes of the original that these bytes of the cleaned text stand for, on character boundaries of both.
    ///
    /// What was left out at either end of the range is outside; what was left out within it is inside.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.original_start(range.start);
        start..self.original_end(range.end).max(start)
    }

    fn original_start(&self, at: usize) -> usize {
        match self.edits[..self.edits.partition_point(|edit| edit.clean.start <= at)].last() {
            Some(edit) if at < edit.clean.end => edit.original.start,
            Some(edit) => edit.original.end + (at - edit.clean.end),
            None => at,
        }
    }

    fn original_end(&self, at: usize) -> usize {
        match self.edits[..self.edits.partition_point(|edit| edit.clean.start < at)].last() {
            Some(edit) if at < edit.clean.end => edit.original.end,
            Some(edit) => edit.original.end + (at - edit.clean.end),
            None => at,
        }
    }

    /// The bytes of the cleaned text that stand for these bytes of the original, on character boundaries of both.
    #[must_use]
    pub(crate) fn cleaned(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize, covers: fn(&Edit, usize) -> bool| {
            let before = self.edits.partition_point(|edit| covers(edit, at));
            before.checked_sub(1).map(|last| &self.edits[last])
        };
        let start = match place(range.start, |edit, at| edit.original.start <= at) {
            Some(edit) if range.start < edit.original.end => edit.clean.start,
            Some(edit) => edit.clean.end + (range.start - edit.original.end),
            None => range.start,
        };
        let end = match place(range.end, |edit, at| edit.original.start < at) {
            Some(edit) if range.end < edit.original.end => edit.clean.end,
            Some(edit) => edit.clean.end + (range.end - edit.original.end),
            None => range.end,
        };
        start..end.max(start)
    }

    /// The view without these ranges of its text, which are in order and disjoint.
    pub(super) fn without(self, ranges: &[Range<usize>]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut edits = Vec::with_capacity(self.edits.len() + ranges.len());
        let mut old = self.edits.iter().peekable();
        let (mut copied, mut gone) = (0, 0);
        for range in ranges {
            text.push_str(&self.text[copied..range.start]);
            while let Some(edit) = old.next_if(|edit| edit.clean.end <= range.start) {
                edits.push(edit.moved_back(gone));
            }
            // Edits within what is left out are left out with it.
            while old.next_if(|edit| edit.clean.start < range.end).is_some() {}
            gone += range.len();
            edits.push(Edit {
                clean: text.len()..text.len(),
                original: self.original_end(range.start)..self.original_start(range.end),
            });
            copied = range.end;
        }
        text.push_str(&self.text[copied..]);
        edits.extend(old.map(|edit| edit.moved_back(gone)));
        Self { text: Cow::Owned(text), edits }
    }
}

impl Edit {
    fn moved_back(&self, bytes: usize) -> Self {
        Self {
            clean: self.clean.start - bytes..self.clean.end - bytes,
            original: self.original.clone(),
        }
    }
}

/// Builds a view from left to right.
pub(super) struct Builder<'a> {
    original: &'a str,
    copied: usize,
    text: String,
    edits: Vec<Edit>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        Self { original, copied: 0, text: String::new(), edits: Vec::new() }
    }

    /// Puts cleaned characters in the place of a word, which stands behind all earlier ones.
    pub(super) fn replace(&mut self, word: Range<usize>, characters: &[Character]) {
        if self.text.capacity() == 0 {
            self.text.reserve(self.original.len());
        }
        self.copy(word.start);
        for character in characters {
            let source = word.start + character.start..word.start + character.end;
            // A letter of a ligature, or one of several marks, has the source of the one before it.
            let shared = source.start < self.copied;
            self.edit(self.copied..source.start.max(self.copied), None);
            if self.original[source.clone()].chars().eq([character.value]) && !shared {
                self.copy(source.end);
            } else if shared {
                self.text.push(character.value);
                if let Some(last) = self.edits.last_mut() {
                    last.clean.end = self.text.len();
                    last.original.end = last.original.end.max(source.end);
                    self.copied = last.original.end;
                }
            } else {
                self.edit(source, Some(character.value));
            }
        }
        self.edit(self.copied..word.end, None);
    }

    fn copy(&mut self, end: usize) {
        self.text.push_str(&self.original[self.copied..end]);
        self.copied = end;
    }

    /// Puts a character, or nothing, in the place of these bytes.
    fn edit(&mut self, original: Range<usize>, value: Option<char>) {
        if original.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.extend(value);
        self.copied = original.end;
        self.edits.push(Edit { clean: start..self.text.len(), original });
    }

    pub(super) fn finish(mut self) -> CleanText<'a> {
        if self.edits.is_empty() {
            return CleanText { text: Cow::Borrowed(self.original), edits: self.edits };
        }
        self.copy(self.original.len());
        CleanText { text: Cow::Owned(self.text), edits: self.edits }
    }
}
