//! Which part of a page is the article, and the text of it.

use std::ops::Range;

use super::block_quotes::{PlacedBlock, block_quotes};
use super::blocks::{Block, blocks_of};
use super::element::Tag;
use super::furniture::{is_furniture, is_hidden};
use super::tree::Tree;

/// The text of an article on its page.
#[derive(Debug)]
pub(super) struct MainText {
    /// Blocks separated by blank lines.
    pub(super) text: String,
    /// What of it the page sets off as quotations, in code points.
    pub(super) block_quotes: Vec<Range<u32>>,
}

/// The main text; nothing when the page has none.
pub(super) fn main_text(tree: &Tree, title: Option<&str>) -> Option<MainText> {
    let prose = prose_of(tree, &blocks_of(tree, &hidden_nodes(tree, None)));
    let blocks = blocks_of(tree, &hidden_nodes(tree, Some(&prose)));
    let root = article_root(tree, &prose_of(tree, &blocks))?;
    let inside = blocks
        .iter()
        .filter(|block| root <= block.node && block.node < tree.nodes[root].end as usize);
    let (text, placed) = join(inside.filter(|block| block.is_kept(title)));
    let block_quotes = block_quotes(tree, root, &text, &placed);
    (!text.is_empty()).then_some(MainText { text, block_quotes })
}

// The shares below are the best of a grid on the 181 pages of the article-extraction-benchmark of scrapinghub (F1 .976 over
// shingles of four words; .972 and more for all of 70 to 80 and 45 to 65).

/// Per cent of the page's prose from which on an element is no furniture, whatever its names say.
const CONTAINER_SHARE: u64 = 45;

/// Marks the nodes in elements that hold no running text; with the prose of each node, also those that their names
/// give away.
fn hidden_nodes(tree: &Tree, prose: Option<&[u64]>) -> Vec<bool> {
    let mut hidden = vec![false; tree.nodes.len()];
    let mut index = 1;
    while index < tree.nodes.len() {
        let node = &tree.nodes[index];
        let is_hidden = node.tag != Tag::Text
            && (is_hidden(tree, index)
                || prose.is_some_and(|prose| {
                    prose[index] * 100 <= prose[0] * CONTAINER_SHARE && is_furniture(tree, index)
                }));
        if is_hidden {
            hidden[index..node.end as usize].fill(true);
            index = node.end as usize;
        } else {
            index += 1;
        }
    }
    hidden
}

/// The prose in each node.
fn prose_of(tree: &Tree, blocks: &[Block]) -> Vec<u64> {
    let mut prose = vec![0_u64; tree.nodes.len()];
    for block in blocks {
        prose[block.node] += block.prose();
    }
    for index in (1..tree.nodes.len()).rev() {
        prose[tree.nodes[index].parent as usize] += prose[index];
    }
    prose
}

/// Per cent of the prose that the part with the article has at least.
const ROOT_SHARE: u64 = 70;

/// Characters of prose that a marked body of an article has at least.
const MIN_MARKED_PROSE: u64 = 200;

/// The innermost element that holds most of what reads like prose.
fn article_root(tree: &Tree, prose: &[u64]) -> Option<usize> {
    if prose[0] == 0 {
        return None;
    }
    let mut root = marked_body(tree, prose).or_else(|| headed_article(tree, prose)).unwrap_or(0);
    while let Some(child) = main_child(tree, root, prose) {
        root = child;
    }
    // A paragraph alone is no container.
    Some(if tree.nodes[root].tag == Tag::Paragraph {
        tree.nodes[root].parent as usize
    } else {
        root
    })
}

/// The element that the page marks as the body of its article, if it marks one alone.
fn marked_body(tree: &Tree, prose: &[u64]) -> Option<usize> {
    let is_marked = |index: &usize| {
        prose[*index] >= MIN_MARKED_PROSE
            && tree.nodes[*index].tag != Tag::Paragraph
            && tree
                .attribute(*index, "itemprop")
                .is_some_and(|name| name.eq_ignore_ascii_case("articleBody"))
    };
    let mut marked = (1..tree.nodes.len()).filter(is_marked);
    let first = marked.next()?;
    marked.next().is_none().then_some(first)
}

/// Of several `article` elements the one that alone has a main heading: the others are further articles.
fn headed_article(tree: &Tree, prose: &[u64]) -> Option<usize> {
    let mut articles = Vec::new();
    let mut index = 1;
    while index < tree.nodes.len() {
        let is_article = tree.nodes[index].tag == Tag::Article && prose[index] > 0;
        if is_article {
            articles.push(index);
        }
        index = if is_article { tree.nodes[index].end as usize } else { index + 1 };
    }
    let has_heading = |article: &usize| {
        let mut inside = tree.descendants(*article);
        inside.any(|index| tree.nodes[index].tag == Tag::MainHeading)
    };
    let mut headed = articles.iter().copied().filter(has_heading);
    let first = headed.next()?;
    (articles.len() > 1 && prose[first] >= MIN_MARKED_PROSE && headed.next().is_none())
        .then_some(first)
}

fn main_child(tree: &Tree, root: usize, prose: &[u64]) -> Option<usize> {
    let mut child = root + 1;
    while child < tree.nodes[root].end as usize {
        if prose[child] * 100 >= prose[root] * ROOT_SHARE {
            return Some(child);
        }
        child = tree.nodes[child].end as usize;
    }
    None
}

/// The blocks with blank lines between them, and where each stands.
fn join<'b>(blocks: impl Iterator<Item = &'b Block>) -> (String, Vec<PlacedBlock<'b>>) {
    const BLANK_LINE: &str = "\n\n";
    let mut text = String::new();
    let mut placed = Vec::new();
    let mut character = 0;
    for block in blocks {
        if !text.is_empty() {
            text.push_str(BLANK_LINE);
            character += BLANK_LINE.len();
        }
        placed.push(PlacedBlock { block, byte: text.len(), character });
        text.push_str(&block.text);
        character += block.text.chars().count();
    }
    (text, placed)
}
