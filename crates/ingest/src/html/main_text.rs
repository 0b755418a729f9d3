//! Which part of a page is the article, and the text of it.

use super::blocks::{Block, blocks_of};
use super::element::Tag;
use super::furniture::is_furniture;
use super::tree::Tree;

/// The main text: blocks separated by blank lines. Nothing when the page has none.
pub(super) fn main_text(tree: &Tree, title: Option<&str>) -> Option<String> {
    let hidden = hidden_nodes(tree);
    let blocks = blocks_of(tree, &hidden);
    let root = article_root(tree, &blocks)?;
    let inside: Vec<&Block> =
        blocks.iter().filter(|block| root <= block.node && block.node < tree.nodes[root].end as usize).collect();
    let text = join(&inside, title);
    (!text.is_empty()).then_some(text)
}

/// Marks the nodes in elements that hold no running text.
fn hidden_nodes(tree: &Tree) -> Vec<bool> {
    let mut hidden = vec![false; tree.nodes.len()];
    let mut index = 1;
    while index < tree.nodes.len() {
        let node = &tree.nodes[index];
        if node.tag != Tag::Text && is_furniture(tree, index) {
            hidden[index..node.end as usize].fill(true);
            index = node.end as usize;
        } else {
            index += 1;
        }
    }
    hidden
}

/// The innermost element that holds most of what reads like prose.
fn article_root(tree: &Tree, blocks: &[Block]) -> Option<usize> {
    let mut prose = vec![0_u64; tree.nodes.len()];
    for block in blocks {
        prose[block.node] += block.prose();
    }
    for index in (1..tree.nodes.len()).rev() {
        prose[tree.nodes[index].parent as usize] += prose[index];
    }
    if prose[0] == 0 {
        return None;
    }
    let mut root = 0;
    'down: loop {
        let mut child = root + 1;
        while child < tree.nodes[root].end as usize {
            if prose[child] * 100 >= prose[root] * 70 {
                root = child;
                continue 'down;
            }
            child = tree.nodes[child].end as usize;
        }
        break;
    }
    // A paragraph alone is no container.
    Some(if tree.nodes[root].tag == Tag::Paragraph { tree.nodes[root].parent as usize } else { root })
}

fn join(blocks: &[&Block], title: Option<&str>) -> String {
    let mut text = String::new();
    for block in blocks {
        if !block.is_kept(title) {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}
