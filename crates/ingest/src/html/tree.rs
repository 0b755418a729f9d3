//! The elements of a page in the order of their start tags, each with the end of what is in it.
//!
//! Nothing here recurses and nothing is repeated, as the repair rules of browsers do with unclosed formatting: a page
//! gives at most one node a tag or text.

use std::ops::Range;

use super::PageFault;
use super::element::Tag;
use super::tags::{Tags, Token, attribute};

/// The most elements that may be open at once.
pub(super) const MAX_DEPTH: usize = 1000;
/// The most elements within a line that are taken to be open at once: what is unclosed beyond them says nothing.
const MAX_OPEN_INLINE: usize = 200;
/// The most elements and texts that a page may have.
pub(super) const MAX_NODES: usize = 2_000_000;

/// An element or a text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) parent: u32,
    /// Index behind the last node in this one.
    pub(super) end: u32,
    /// Bytes of the page: a text, or the attributes of an element.
    start: u32,
    stop: u32,
}

/// A page as a list of nodes: parents before children, children in order. Node 0 stands for the page.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) html: &'a str,
    pub(super) nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// # Errors
    /// When more elements are open at once, or more are there, than is taken.
    pub(super) fn parse(html: &'a str) -> Result<Self, PageFault> {
        let mut builder = Builder::new(html);
        for token in Tags::new(html) {
            builder.push(token)?;
        }
        Ok(builder.finish())
    }

    /// The text or the attributes of the node, as they are written.
    pub(super) fn source(&self, index: usize) -> &'a str {
        let node = &self.nodes[index];
        &self.html[node.start as usize..node.stop as usize]
    }

    pub(super) fn attribute(&self, index: usize, name: &str) -> Option<&'a str> {
        attribute(self.source(index), name)
    }

    /// The nodes in the node, itself left out.
    pub(super) fn descendants(&self, index: usize) -> Range<usize> {
        index + 1..self.nodes[index].end as usize
    }
}

/// An open element.
struct Open {
    node: usize,
    tag: Tag,
    /// The place on the stack, plus one, of the next outer element of the same kind.
    outer: usize,
}

struct Builder<'a> {
    html: &'a str,
    nodes: Vec<Node>,
    stack: Vec<Open>,
    /// For each kind the place on the stack, plus one, of its innermost open element.
    innermost: [usize; Tag::N],
    n_open_inline: usize,
}

impl<'a> Builder<'a> {
    fn new(html: &'a str) -> Self {
        let root = Node { tag: Tag::Block, parent: 0, end: 0, start: 0, stop: 0 };
        Self {
            html,
            nodes: vec![root],
            stack: Vec::new(),
            innermost: [0; Tag::N],
            n_open_inline: 0,
        }
    }

    fn push(&mut self, token: Token) -> Result<(), PageFault> {
        match token {
            Token::Text(range) => self.add(Tag::Text, &range)?,
            Token::Start { name, attributes } => {
                let tag = Tag::from_name(&self.html[name]);
                self.close_implied(tag);
                self.add(tag, &attributes)?;
                let is_closed = self.html[attributes].ends_with('/')
                    && matches!(tag, Tag::Inline | Tag::Anchor);
                if !tag.is_void() && !is_closed {
                    self.open(tag)?;
                }
            }
            Token::End { name } => self.close(Tag::from_name(&self.html[name])),
        }
        Ok(())
    }

    fn add(&mut self, tag: Tag, range: &Range<usize>) -> Result<(), PageFault> {
        let index = self.nodes.len();
        if index >= MAX_NODES {
            return Err(PageFault::TooManyNodes { at: range.start });
        }
        let parent = self.stack.last().map_or(0, |open| open.node) as u32;
        let (start, stop) = (range.start as u32, range.end as u32);
        self.nodes.push(Node { tag, parent, end: index as u32 + 1, start, stop });
        Ok(())
    }

    fn open(&mut self, tag: Tag) -> Result<(), PageFault> {
        let node = self.nodes.len() - 1;
        if self.stack.len() >= MAX_DEPTH {
            return Err(PageFault::TooDeep { at: self.nodes[node].start as usize });
        }
        if tag == Tag::Inline {
            if self.n_open_inline >= MAX_OPEN_INLINE {
                return Ok(());
            }
            self.n_open_inline += 1;
        }
        let outer = std::mem::replace(&mut self.innermost[tag as usize], self.stack.len() + 1);
        self.stack.push(Open { node, tag, outer });
        Ok(())
    }

    /// Closes what an element of this kind ends without an end tag.
    fn close_implied(&mut self, tag: Tag) {
        let within =
            |tags: &[Tag]| tags.iter().map(|tag| self.innermost[*tag as usize]).max().unwrap_or(0);
        let (ends, outer) = match tag {
            Tag::Item => (Tag::Item, within(&[Tag::List])),
            Tag::Term => (Tag::Term, within(&[Tag::List])),
            Tag::Option => (Tag::Option, 0),
            Tag::Row => (Tag::Row, within(&[Tag::Table])),
            Tag::Cell => (Tag::Cell, within(&[Tag::Table, Tag::Row])),
            Tag::Anchor => (Tag::Anchor, within(&[Tag::Table, Tag::Cell])),
            Tag::Body => (Tag::Head, 0),
            tag if tag.is_inline() || tag.is_void() => return,
            _ => (Tag::Paragraph, within(&[Tag::Table, Tag::Cell, Tag::Caption])),
        };
        let place = self.innermost[ends as usize];
        if place > outer {
            self.close_to(place);
        }
        let paragraph = self.innermost[Tag::Paragraph as usize];
        if matches!(tag, Tag::Item | Tag::Term) && paragraph > self.innermost[Tag::List as usize] {
            self.close_to(paragraph);
        }
    }

    /// Closes the innermost element of the kind; an end tag within a line does not close blocks, one within a table
    /// cell closes nothing around the table.
    fn close(&mut self, tag: Tag) {
        if matches!(tag, Tag::Html | Tag::Body) {
            return;
        }
        let place = self.innermost[tag as usize];
        let table = self.innermost[Tag::Table as usize];
        let is_in_table = table > 0 && self.innermost[Tag::Cell as usize] > table;
        let barrier = match tag {
            Tag::Inline | Tag::Anchor | Tag::Time => self.innermost_block(),
            Tag::Table => 0,
            _ if is_in_table => table,
            _ => 0,
        };
        if place > barrier {
            self.close_to(place);
        }
    }

    fn innermost_block(&self) -> usize {
        const BLOCKS: [Tag; 12] = [
            Tag::Paragraph,
            Tag::Div,
            Tag::Block,
            Tag::Cell,
            Tag::Item,
            Tag::List,
            Tag::Article,
            Tag::Heading,
            Tag::MainHeading,
            Tag::Quote,
            Tag::Figure,
            Tag::Table,
        ];
        BLOCKS.iter().map(|tag| self.innermost[*tag as usize]).max().unwrap_or(0)
    }

    /// Closes the element at the place, counted from 1, and all in it.
    fn close_to(&mut self, place: usize) {
        let end = self.nodes.len() as u32;
        while self.stack.len() >= place {
            let Some(open) = self.stack.pop() else { break };
            self.nodes[open.node].end = end;
            self.innermost[open.tag as usize] = open.outer;
            self.n_open_inline -= usize::from(open.tag == Tag::Inline);
        }
    }

    fn finish(mut self) -> Tree<'a> {
        self.close_to(1);
        self.nodes[0].end = self.nodes.len() as u32;
        Tree { html: self.html, nodes: self.nodes }
    }
}
