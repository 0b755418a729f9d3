//! Which stretches of the main text the page sets off as quotations: what stands in `blockquote` elements.
//!
//! A page shows by its layout that such words are somebody else's, and mostly puts no quotation marks around them. The
//! text keeps the words as they are, so the stretches are told beside it. Elements around the whole text, or most of
//! it, are layout; pull quotes that repeat the article's own words are no quotations. The line that names the speaker
//! stays outside.

use std::ops::Range;

use memchr::memmem;

use super::blocks::Block;
use super::element::Tag;
use super::tree::Tree;

/// Per cent of the text from which on block quotes are layout: old pages indent with them. As much prose makes an
/// element the container of the text.
const LAYOUT_SHARE: usize = 70;
/// Characters of a line that names the speaker at most.
const SIGNATURE_CHARS: usize = 120;
/// Block quotes that are looked for elsewhere in the text at most: a page has a handful of pull quotes.
const MAX_SOUGHT: usize = 64;

/// A block in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedBlock<'b> {
    pub(super) block: &'b Block,
    /// The byte of the text at which it starts.
    pub(super) byte: usize,
    /// The code point at which it starts.
    pub(super) character: usize,
}

/// A stretch of the text, once in bytes and once in code points.
struct Passage {
    bytes: Range<usize>,
    characters: Range<usize>,
}

/// The block quotes of a text that is made of these blocks of `root`: in code points, in order, disjoint.
pub(super) fn block_quotes(
    tree: &Tree,
    root: usize,
    text: &str,
    blocks: &[PlacedBlock],
) -> Vec<Range<u32>> {
    let elements = quote_elements(tree, root);
    let element_of = |placed: &PlacedBlock| {
        let node = placed.block.node;
        let at = elements.partition_point(|element| element.end <= node);
        elements.get(at).map(|element| element.start).filter(|start| *start <= node)
    };
    let passages: Vec<Passage> = blocks
        .chunk_by(|a, b| element_of(a) == element_of(b))
        .filter_map(|inside| Some(passage(inside, element_of(inside.first()?)?)))
        .collect();
    let n_quoted: usize = passages.iter().map(|passage| passage.bytes.len()).sum();
    if n_quoted * 100 >= text.len() * LAYOUT_SHARE {
        return Vec::new();
    }
    let is_quoted = |(index, passage): &(usize, Passage)| {
        *index >= MAX_SOUGHT || !repeats_own_words(text, &passage.bytes)
    };
    let quoted = passages.into_iter().enumerate().filter(is_quoted);
    quoted
        .map(|(_, Passage { characters, .. })| characters.start as u32..characters.end as u32)
        .collect()
}

/// The outermost `blockquote` elements within the root, each with what is in it.
fn quote_elements(tree: &Tree, root: usize) -> Vec<Range<usize>> {
    let mut elements = Vec::new();
    let mut inside = tree.descendants(root);
    while let Some(index) = inside.next() {
        if tree.nodes[index].tag == Tag::Quote {
            let end = tree.nodes[index].end as usize;
            elements.push(index..end);
            inside.start = end;
        }
    }
    elements
}

/// What is quoted in the blocks of an element: all, or all but the line at the end that names the speaker.
fn passage(inside: &[PlacedBlock], element: usize) -> Passage {
    let (first, last) = (&inside[0], &inside[inside.len() - 1]);
    let words = &last.block.text;
    let line_start = words.rfind('\n').map_or(0, |at| at + 1);
    let before = inside.len().checked_sub(2).map(|index| &inside[index]);
    let stands_apart = line_start == 0
        && last.block.node == element
        && before.is_some_and(|before| before.block.node != element);
    let has_signature = is_signature(&words[line_start..], stands_apart);
    let (end, words) = match before {
        _ if !has_signature => (last, words.as_str()),
        _ if line_start > 0 => (last, words[..line_start].trim_end()),
        Some(before) => (before, before.block.text.as_str()),
        None => (last, words.as_str()),
    };
    Passage {
        bytes: first.byte..end.byte + words.len(),
        characters: first.character..end.character + words.chars().count(),
    }
}

/// Whether the last line of a quotation names who said it: behind a dash, or apart from the paragraphs (`cite`) and no sentence.
fn is_signature(line: &str, stands_apart: bool) -> bool {
    const DASHES: [&str; 6] = ["—", "–", "―", "--", "- ", "~"];
    const SENTENCE_ENDS: [char; 8] = ['.', '!', '?', '…', '”', '"', '’', '»'];
    line.chars().count() <= SIGNATURE_CHARS
        && (DASHES.iter().any(|dash| line.starts_with(dash))
            || stands_apart && !line.ends_with(SENTENCE_ENDS))
}

/// Whether the words stand elsewhere in the text, too, and there outside quotation marks.
fn repeats_own_words(text: &str, place: &Range<usize>) -> bool {
    let is_framing = |letter: char| letter.is_whitespace() || matches!(letter, '“' | '”' | '"');
    let words = text[place.clone()].trim_matches(is_framing);
    if words.is_empty() {
        return false;
    }
    let finder = memmem::Finder::new(words);
    let before = finder.find(&text.as_bytes()[..place.start]);
    let behind = || finder.find(&text.as_bytes()[place.end..]).map(|at| at + place.end);
    before.or_else(behind).is_some_and(|at| {
        let paragraph = text[..at].rfind("\n\n").map_or(0, |end| end + 2);
        !is_in_marks(&text[paragraph..at])
    })
}

/// Whether a quotation is open at the end of the stretch.
fn is_in_marks(before: &str) -> bool {
    let opened = before.rfind('“') > before.rfind('”');
    opened || before.matches('"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::super::extract_page;

    const LEAD: &str = "<p>The order was signed on Wednesday, and it took effect on Thursday, officials of two agencies said in a call with reporters.</p>";
    const END: &str = "<p>Two senators had asked for more in August, and they said that they would bring their bill to the floor in any case this month.</p>";

    fn quoted(html: &str) -> Vec<String> {
        let page = extract_page(html).unwrap();
        let letters: Vec<char> = page.text.chars().collect();
        let slice = |range: &std::ops::Range<u32>| {
            letters[range.start as usize..range.end as usize].iter().collect()
        };
        page.block_quotes.iter().map(slice).collect()
    }

    fn check(between: &str, expected: &[&str]) {
        let html = format!("<h1>Order signed</h1>{LEAD}{between}{END}");
        assert_eq!(quoted(&html), expected, "{between}");
    }

    #[test]
    fn block_quotes_are_told() {
        check("", &[]);
        check(
            "<blockquote><p>We will do “more” — in time.</p></blockquote>",
            &["We will do “more” — in time."],
        );
        check("<blockquote>We will do more.</blockquote>", &["We will do more."]);
        check(
            "<blockquote><p>We will.</p><p>And soon.</p></blockquote>",
            &["We will.\n\nAnd soon."],
        );
        check(
            "<blockquote>We.<blockquote>They.</blockquote>I.</blockquote>",
            &["We.\n\nThey.\n\nI."],
        );
        check(
            "<blockquote><p>We.</blockquote><p>So he said, in so many words.</p><blockquote>They.</blockquote>",
            &["We.", "They."],
        );
        check("<blockquote>We.</blockquote><blockquote>They.</blockquote>", &["We.", "They."]);
        check(
            "<blockquote><ul><li>First of all.</li><li>Then.</li></ul></blockquote>",
            &["First of all.\n\nThen."],
        );
        check(
            "<blockquote class=\"wp-embedded-content\"><a href=x>Another article</a></blockquote>",
            &[],
        );
        check("<blockquote> </blockquote><blockquote hidden>No.</blockquote>", &[]);
        check(
            "<p>It was 🙂 — “fine”.</p><blockquote>Ça va 🙂 bien.</blockquote>",
            &["Ça va 🙂 bien."],
        );
    }

    #[test]
    fn the_line_that_names_the_speaker_stays_outside() {
        let tweet = "<blockquote class=\"twitter-tweet\" data-lang=\"en\"><p lang=\"en\" dir=\"ltr\">The bill stays on the table! <a href=\"x\">pic.example/1</a></p>\
            &mdash; Sen. Ada Roe (@senroe) <a href=\"x\">September 12, 2018</a></blockquote>";
        check(tweet, &["The bill stays on the table! pic.example/1"]);
        check("<blockquote><p>We will.</p><cite>Sen. Ada Roe</cite></blockquote>", &["We will."]);
        check("<blockquote><p>We will.</p><p>– Ada Roe Jr.</p></blockquote>", &["We will."]);
        check("<blockquote>We will.<br>-- Ada Roe, senator</blockquote>", &["We will."]);
        check(
            "<blockquote><p>We will.</p>And we will do it soon.</blockquote>",
            &["We will.\n\nAnd we will do it soon."],
        );
        check("<blockquote>— Ada Roe</blockquote>", &["— Ada Roe"]);
    }

    #[test]
    fn pull_quotes_are_quotations_where_the_text_quotes_them() {
        let own = "<blockquote class=\"pull-quote\"><p>it took effect on Thursday</p></blockquote>";
        check(own, &[]);
        let said = "<p>“It is a start,” she said. “We need mandatory sanctions.”</p><blockquote class=pullquote>“We need mandatory sanctions.”</blockquote>";
        check(said, &["“We need mandatory sanctions.”"]);
        let straight =
            "<blockquote>It is a start</blockquote><p>\"It is a start\", she said in the hall.</p>";
        check(straight, &["It is a start"]);
    }

    #[test]
    fn elements_around_the_text_are_layout() {
        let html = format!("<h1>Order signed</h1><blockquote>{LEAD}{END}</blockquote>");
        assert_eq!(quoted(&html), [""; 0]);
        let html = format!("<blockquote>{LEAD}<blockquote>We will.</blockquote>{END}</blockquote>");
        assert_eq!(quoted(&html), ["We will."]);
        let html = format!(
            "<blockquote>{LEAD}</blockquote><blockquote>{END}</blockquote><p>So it was.</p>"
        );
        assert_eq!(quoted(&html), [""; 0]);
    }
}
