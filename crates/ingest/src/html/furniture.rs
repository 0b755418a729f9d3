//! Elements that hold no running text of an article.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::element::Tag;
use super::tags::attributes;
use super::tree::Tree;

const NAMES: &str = include_str!("../../data/page_furniture.txt");

struct Names {
    words: HashSet<&'static str>,
    parts: AhoCorasick,
}

static FURNITURE: LazyLock<Names> = LazyLock::new(|| {
    let lines = || NAMES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parts = lines().filter(|line| !line.starts_with('='));
    let parts = AhoCorasick::builder().ascii_case_insensitive(true).build(parts);
    Names {
        words: lines().filter_map(|line| line.strip_prefix('=')).collect(),
        parts: parts.expect("the list of names is short"),
    }
});

/// Whether the element, by its kind or its state, is never part of an article's text.
pub(super) fn is_hidden(tree: &Tree, index: usize) -> bool {
    match tree.nodes[index].tag {
        Tag::Hidden | Tag::Script | Tag::Title | Tag::Caption | Tag::Option => return true,
        Tag::Html | Tag::Body | Tag::Head | Tag::Meta | Tag::Link | Tag::Break => return false,
        _ => {}
    }
    attributes(tree.source(index)).any(|(name, value)| match name.to_ascii_lowercase().as_str() {
        "hidden" => true,
        "aria-hidden" => value.eq_ignore_ascii_case("true"),
        "style" => value.to_ascii_lowercase().replace(' ', "").contains("display:none"),
        _ => false,
    })
}

/// Whether the role or the names of the element say that it is no part of an article's text.
pub(super) fn is_furniture(tree: &Tree, index: usize) -> bool {
    if matches!(tree.nodes[index].tag, Tag::Html | Tag::Body | Tag::Article | Tag::Break) {
        return false;
    }
    attributes(tree.source(index)).any(|(name, value)| match name.to_ascii_lowercase().as_str() {
        "role" => matches!(
            value.to_ascii_lowercase().as_str(),
            "navigation"
                | "banner"
                | "complementary"
                | "contentinfo"
                | "search"
                | "menu"
                | "dialog"
        ),
        "class" | "id" => is_furniture_name(value),
        _ => false,
    })
}

fn is_furniture_name(names: &str) -> bool {
    let is_word = |word: &str| FURNITURE.words.contains(word.to_ascii_lowercase().as_str());
    FURNITURE.parts.is_match(names)
        || names.split(|letter: char| !letter.is_ascii_alphanumeric()).any(is_word)
}
