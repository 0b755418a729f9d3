//! What is in a part.

use ingest::{Article, Reject};
use serde::{Deserialize, Serialize};

use crate::{
    admission::Counts,
    scoring::{Relevance, ScoredArticle},
};

/// A record that was looked into, or what was counted until the end of a part.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum PartRow {
    /// A record that became an article; one that is not relevant has lost its text.
    Article(Box<ReadArticle>),
    /// A record that did not.
    Reject(Reject),
    /// The last row of a part.
    End(Box<PartEnd>),
}

/// An article with its units, and what it counts as.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReadArticle {
    pub(crate) article: Article,
    pub(crate) relevance: Relevance,
    pub(crate) scored: ScoredArticle,
}

/// How far the reading had come when a part was finished.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartEnd {
    /// Records and faults that the reader had given out.
    pub(crate) n_items: u64,
    pub(crate) counts: Counts,
}
