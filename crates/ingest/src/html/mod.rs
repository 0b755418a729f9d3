//! A web page → the text of its article and what the page says of it.
//!
//! `charset.rs` decodes, `tags.rs` cuts the page into tags and texts, `tree.rs` puts them in one another; `main_text.rs`
//! finds the part that is the article, `block_quotes.rs` what in it the page sets off as quotations, `metadata.rs` (`json_ld.rs`, `authors.rs`) title, date, authors and address.
//! Pages are hostile: time and memory grow with their length and no faster, and nothing recurses.

mod authors;
mod block_quotes;
mod blocks;
mod charset;
mod context;
mod element;
mod furniture;
#[cfg(test)]
mod hostile_tests;
mod json_ld;
mod main_text;
mod metadata;
mod page_record;
mod tags;
mod tree;

pub(crate) use charset::decode;
pub(crate) use context::PageContext;
pub(crate) use page_record::page_fields;

use std::ops::Range;

use main_text::MainText;
use tree::Tree;

/// What a page gives.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The main text, blocks separated by blank lines.
    pub(crate) text: String,
    /// What of the text the page sets off as quotations: code points, in order, disjoint.
    pub(crate) block_quotes: Vec<Range<u32>>,
    /// The headline.
    pub(crate) title: Option<String>,
    /// The day of publication as it is written, one that can be read if there is one.
    pub(crate) date: Option<String>,
    /// Names joined with `; `.
    pub(crate) author: Option<String>,
    /// The name of the site or its publisher.
    pub(crate) outlet: Option<String>,
    /// The address that the page gives itself.
    pub(crate) url: Option<String>,
}

/// Why a page gives no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageFault {
    /// No part of the page reads like the text of an article.
    NoMainText,
    /// More elements are open at once than is taken, from this byte on.
    TooDeep {
        /// Byte of the page.
        at: usize,
    },
    /// The page has more elements and texts than is taken, from this byte on.
    TooManyNodes {
        /// Byte of the page.
        at: usize,
    },
}

/// Reads a page.
///
/// # Errors
/// When the page has no main text, or is built to be costly.
pub(crate) fn extract_page(html: &str) -> Result<Page, PageFault> {
    let tree = Tree::parse(html)?;
    let mut page = Page::default();
    metadata::read_metadata(&tree, &mut page);
    let main = main_text::main_text(&tree, page.title.as_deref()).ok_or(PageFault::NoMainText)?;
    let MainText { text, block_quotes } = main;
    Ok(Page { text, block_quotes, ..page })
}
