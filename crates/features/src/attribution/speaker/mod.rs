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

use super::{passage::Passage, types::Speaker};
use lists::Lists;
use resolving::Resolving;
use view::{Layout, View};

/// A text of an article: its headline, or its body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) passage: &'a Passage,
    /// The sources of its attributions, as byte ranges in text order.
    pub(super) sources: &'a [Range<usize>],
}

/// Who the sources are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    /// Each once, in order of their first words.
    pub(super) speakers: Vec<Speaker>,
    /// For each source, those of the first part first, the positions of its speakers: several for a joint one, none where it
    /// stands for nobody known.
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

    /// The speakers of an article's sources. The parts are the headline, if it is there, and the body: names in one may be
    /// made known in the other.
    pub(super) fn resolve(&self, parts: &[Part<'_>]) -> Resolved {
        let n_sources: usize = parts.iter().map(|part| part.sources.len()).sum();
        if n_sources == 0 {
            return Resolved::default();
        }
        let layout = Layout::new(parts, &self.lists);
        let view = View { layout: &layout, lists: &self.lists };
        let mut resolving = Resolving::new(view);
        let mut of_source = Vec::with_capacity(n_sources);
        for (part, number) in parts.iter().zip(0..) {
            for source in part.sources {
                of_source.push(resolving.source(&layout.tokens_in(number, source)));
            }
        }
        speakers::list(view, &resolving.people.entities, of_source)
    }
}
