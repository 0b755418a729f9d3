//! The lines of a page: stretches of text that no block element interrupts.

use std::borrow::Cow;

use super::element::Tag;
use super::tree::Tree;

/// A stretch of text, with white space collapsed.
#[derive(Debug)]
pub(super) struct Block {
    /// The block element that it stands in.
    pub(super) node: usize,
    pub(super) tag: Tag,
    pub(super) text: String,
    /// Characters of the text.
    pub(super) n_chars: usize,
    /// Characters of it that are links.
    pub(super) n_linked: usize,
}

/// Characters from which on a block is prose, and those from which on a paragraph is.
const PROSE_CHARS: usize = 60;
const PARAGRAPH_PROSE_CHARS: usize = 30;
/// Characters from which on a paragraph of nothing but links is text.
const LINKED_PARAGRAPH_CHARS: usize = 200;

impl Block {
    /// How much the block speaks for prose: its characters that are no links, if there are enough for a sentence.
    pub(super) fn prose(&self) -> u64 {
        let n_plain = self.n_chars.saturating_sub(self.n_linked);
        let is_prose = n_plain >= PROSE_CHARS && self.n_linked * 2 < self.n_chars
            || self.tag == Tag::Paragraph && n_plain >= PARAGRAPH_PROSE_CHARS;
        if is_prose && !matches!(self.tag, Tag::Heading | Tag::MainHeading) {
            n_plain as u64
        } else {
            0
        }
    }

    /// Whether the block is part of the text: no main heading, no repetition of the title, and no list of links.
    pub(super) fn is_kept(&self, title: Option<&str>) -> bool {
        if self.tag == Tag::MainHeading {
            return false;
        }
        if title.is_some_and(|title| title == self.text) {
            return false;
        }
        if self.n_linked * 10 >= self.n_chars * 8 {
            return self.tag == Tag::Paragraph && self.n_chars > LINKED_PARAGRAPH_CHARS;
        }
        true
    }
}

/// The blocks of a page in their order, without those in hidden nodes.
pub(super) fn blocks_of(tree: &Tree, hidden: &[bool]) -> Vec<Block> {
    let mut collector = Collector { tree, blocks: Vec::new(), current: None, ends_in_space: true };
    // Ends of open links and of open blocks.
    let mut link_end = 0;
    let mut block_ends: Vec<usize> = Vec::new();
    let mut index = 1;
    while index < tree.nodes.len() {
        while block_ends.last().is_some_and(|end| *end <= index) {
            block_ends.pop();
            collector.finish_block();
        }
        let node = &tree.nodes[index];
        if hidden[index] {
            if !node.tag.is_inline() {
                collector.finish_block();
            }
            index = node.end as usize;
            continue;
        }
        match node.tag {
            Tag::Text => collector.push(index, index < link_end),
            Tag::Anchor => link_end = node.end as usize,
            Tag::Break => collector.push_break(),
            tag if tag.is_inline() => {}
            _ => {
                collector.finish_block();
                block_ends.push(node.end as usize);
            }
        }
        index += 1;
    }
    collector.finish_block();
    collector.blocks
}

struct Collector<'t, 'h> {
    tree: &'t Tree<'h>,
    blocks: Vec<Block>,
    current: Option<Block>,
    ends_in_space: bool,
}

impl Collector<'_, '_> {
    fn push(&mut self, index: usize, is_linked: bool) {
        let source = self.tree.source(index);
        if self.current.is_none() && source.trim_ascii().is_empty() {
            return;
        }
        let text: Cow<str> = htmlize::unescape(source);
        let block = self.current.get_or_insert_with(|| {
            let (node, tag) = enclosing_block(self.tree, index);
            Block { node, tag, text: String::new(), n_chars: 0, n_linked: 0 }
        });
        for letter in text.chars() {
            let is_space = letter.is_whitespace() || letter == '\0';
            if is_space && self.ends_in_space {
                continue;
            }
            block.text.push(if is_space { ' ' } else { letter });
            self.ends_in_space = is_space;
            block.n_chars += 1;
            block.n_linked += usize::from(is_linked);
        }
    }

    /// A line break; two of them part blocks.
    fn push_break(&mut self) {
        let Some(block) = &mut self.current else { return };
        if block.text.trim_end_matches(' ').ends_with('\n') {
            self.finish_block();
            return;
        }
        block.text.truncate(block.text.trim_end_matches(' ').len());
        block.text.push('\n');
        self.ends_in_space = true;
    }

    fn finish_block(&mut self) {
        self.ends_in_space = true;
        let Some(mut block) = self.current.take() else { return };
        block.text.truncate(block.text.trim_end().len());
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// The innermost element around the node that is no part of a line.
fn enclosing_block(tree: &Tree, index: usize) -> (usize, Tag) {
    let mut node = tree.nodes[index].parent as usize;
    while node > 0 && tree.nodes[node].tag.is_inline() {
        node = tree.nodes[node].parent as usize;
    }
    (node, tree.nodes[node].tag)
}
