//! Spans of sources → speakers: names, descriptions and pronouns become persons, bodies and groups, each once.
//!
//! 1. [`mention`] finds the names of the whole article with the titles, parties and appositions around them.
//! 2. [`people`] says which names are one person's.
//! 3. [`source`] reads each source span as names, descriptions and pronouns, and gives them to [`resolving`], which goes
//!    through the article once and knows who was named and who spoke until there.
//! 4. [`role`] tells what a speaker speaks as, from titles and descriptions, else from a list of holders of office.
//!
//! Names stand without title, party and state. A description keeps the words of its first mention, an article at its start
//! in lower case: *the White House*, *two senior officials*.

mod affiliation;
mod classes;
mod description;
mod entity;
mod lists;
mod mention;
mod people;
mod pronoun;
mod resolving;
mod role;
mod run;
mod source;
mod speakers;
mod title;
mod trail;
mod view;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{token::Token, types::Speaker};
use lists::Lists;
use resolving::Resolving;
use view::View;

/// An article as tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArticleTokens<'a> {
    pub(super) text: &'a str,
    /// In text order; quotation marks are tokens of their own, and what is in them is there too.
    pub(super) tokens: &'a [Token],
    /// Ranges of tokens, in text order; what is in none of them, as boilerplate, is not read.
    pub(super) sentences: &'a [Range<usize>],
}

/// Who the sources are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    /// Each once, in order of their first words.
    pub(super) speakers: Vec<Speaker>,
    /// For each source the positions of its speakers: several for a joint one, none where it stands for nobody known.
    pub(super) of_source: Vec<Vec<u32>>,
}

/// Finds out who speaks where a source stands.
///
/// Holds the lists of names and offices; build it once.
#[derive(Debug, Clone)]
pub(super) struct SpeakerResolver {
    lists: Lists,
}

impl SpeakerResolver {
    pub(super) fn shipped() -> Self {
        Self { lists: Lists::shipped() }
    }

    /// The speakers of sources, given as byte ranges of the text in text order.
    pub(super) fn resolve(
        &self,
        article: &ArticleTokens<'_>,
        sources: &[Range<usize>],
    ) -> Resolved {
        if sources.is_empty() {
            return Resolved::default();
        }
        let view = View { article, lists: &self.lists };
        let mut resolving = Resolving::new(view);
        let of_source: Vec<Vec<u32>> =
            sources.iter().map(|source| resolving.source(&view.tokens_in(source))).collect();
        speakers::list(view, &resolving.people.entities, of_source)
    }
}
