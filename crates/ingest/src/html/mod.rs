//! A web page → the text of its article and what the page says of it.

mod blocks;
mod element;
mod furniture;
mod main_text;
mod tags;
mod tree;

use tree::Tree;

/// What a page gives.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The main text, blocks separated by blank lines.
    pub(crate) text: String,
}

/// Why a page gives no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageFault {
    /// No part of the page reads like the text of an article.
    NoMainText,
    /// More elements are open at once than is taken, from this byte on.
    TooDeep { at: usize },
    /// The page has more elements and texts than is taken, from this byte on.
    TooManyNodes { at: usize },
}

/// Reads a page. Time and memory grow with its length and no faster; nothing recurses.
pub(crate) fn extract_page(html: &str) -> Result<Page, PageFault> {
    let tree = Tree::parse(html)?;
    let text = main_text::main_text(&tree, None).ok_or(PageFault::NoMainText)?;
    Ok(Page { text })
}
