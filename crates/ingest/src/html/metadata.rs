//! What a page says of its article, each part from the first place that has it: JSON-LD, Open Graph, other `meta`
//! elements, and what a reader sees.

use super::Page;
use super::authors::author_list;
use super::element::Tag;
use super::json_ld::{ArticleFacts, article_facts};
use super::tree::Tree;
use crate::date::parse_date;

/// Bytes from which on no more is taken of a text that is shown, such as a heading.
const MAX_SHOWN_BYTES: usize = 1000;

const TITLES: [&str; 8] = [
    "og:title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "headline",
];
const DATES: [&str; 21] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "article:published",
    "article.published",
    "published_date",
    "publishdate",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
];
const AUTHORS: [&str; 9] = [
    "article:author",
    "author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "twitter:creator",
];
const SITES: [&str; 4] =
    ["og:site_name", "application-name", "dc.publisher", "citation_journal_title"];

/// Fills in what the page says of its article.
pub(super) fn read_metadata(tree: &Tree, page: &mut Page) {
    let head = Head::read(tree);
    let facts = article_facts(head.scripts.iter().copied()).unwrap_or_default();
    page.outlet = first([facts.publisher.clone(), head.meta_in_order(&SITES).next()]);
    page.title = title(&head, &facts, page.outlet.as_deref());
    page.date = date(&head, &facts);
    page.author = author(&head, &facts);
    page.url = url(&head, &facts);
}

/// The elements of a page that say something of it.
#[derive(Default)]
struct Head<'a> {
    /// Names in lower case and contents, in the order of the page.
    metas: Vec<(String, &'a str)>,
    canonical: Option<&'a str>,
    title: Option<&'a str>,
    heading: Option<String>,
    scripts: Vec<&'a str>,
    /// Days of `time` elements: those marked as the day of publication, those below the heading, the others.
    times: [Vec<&'a str>; 3],
    authors: Vec<String>,
}

impl<'a> Head<'a> {
    fn read(tree: &Tree<'a>) -> Self {
        let mut head = Self::default();
        for (index, node) in tree.nodes.iter().enumerate() {
            match node.tag {
                Tag::Meta => head.read_meta(tree, index),
                Tag::Link if has_word(tree.attribute(index, "rel"), "canonical") => {
                    head.canonical = head.canonical.or(tree.attribute(index, "href"));
                }
                Tag::Title if head.title.is_none() => head.title = first_text(tree, index),
                Tag::MainHeading if head.heading.is_none() => {
                    head.heading = Some(text_of(tree, index));
                }
                Tag::Script if is_json_ld(tree, index) => {
                    head.scripts.extend(first_text(tree, index));
                }
                Tag::Time => head.read_time(tree, index),
                Tag::Anchor if has_word(tree.attribute(index, "rel"), "author") => {
                    head.authors.push(text_of(tree, index));
                }
                _ => {}
            }
        }
        head
    }

    fn read_meta(&mut self, tree: &Tree<'a>, index: usize) {
        let Some(content) = tree.attribute(index, "content") else { return };
        let keys = ["property", "name", "itemprop", "http-equiv"];
        let names = keys.iter().filter_map(|key| tree.attribute(index, key));
        self.metas.extend(names.map(|name| (name.trim().to_ascii_lowercase(), content)));
    }

    fn read_time(&mut self, tree: &Tree<'a>, index: usize) {
        let Some(day) = tree.attribute(index, "datetime") else { return };
        let is_marked = has_word(tree.attribute(index, "itemprop"), "datePublished")
            || tree.attribute(index, "pubdate").is_some();
        let rank = if is_marked { 0 } else { 1 + usize::from(self.heading.is_none()) };
        self.times[rank].push(day);
    }

    fn meta(&self, name: &str) -> Option<String> {
        self.metas_of(name).next()
    }

    fn metas_of(&self, name: &str) -> impl Iterator<Item = String> {
        let same = self.metas.iter().filter(move |(other, _)| other == name);
        same.map(|(_, content)| clean(content)).filter(|content| !content.is_empty())
    }

    /// The contents of the first of these names, then of the second, and so on.
    fn meta_in_order(&self, names: &[&str]) -> impl Iterator<Item = String> {
        names.iter().flat_map(|name| self.metas_of(name))
    }
}

fn title(head: &Head, facts: &ArticleFacts, outlet: Option<&str>) -> Option<String> {
    let seen = head.title.map(clean);
    let mut titles =
        facts.title.as_deref().map(clean).into_iter().chain(head.meta_in_order(&TITLES));
    let title = titles.find(|title| !title.is_empty());
    let title = title.or_else(|| {
        seen.map(|seen| match &head.heading {
            // The heading is the part of the title that names no outlet.
            Some(heading) if !heading.is_empty() && seen.contains(heading.as_str()) => {
                heading.clone()
            }
            _ => seen,
        })
    });
    let title = title.filter(|title| !title.is_empty()).or_else(|| head.heading.clone())?;
    let title = outlet
        .and_then(|outlet| without_outlet(&title, outlet))
        .map_or(title.clone(), str::to_owned);
    (!title.is_empty()).then_some(title)
}

/// The title without ` - Outlet` or ` | Outlet` at its end.
fn without_outlet<'t>(title: &'t str, outlet: &str) -> Option<&'t str> {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let separators = [" - ", " | ", " – ", " — ", " · ", " :: ", " « "];
    let cut = separators
        .iter()
        .filter_map(|separator| title.rfind(separator).map(|at| (at, separator.len())))
        .max()?;
    let (start, suffix) = (title[..cut.0].trim_end(), &title[cut.0 + cut.1..]);
    (!start.is_empty() && letters(suffix) == letters(outlet)).then_some(start)
}

/// The first date that can be read, else the first there is.
fn date(head: &Head, facts: &ArticleFacts) -> Option<String> {
    let times = head.times.iter().flatten().map(|day| clean(day));
    let dates: Vec<String> = facts
        .dates
        .iter()
        .map(|date| clean(date))
        .chain(head.meta_in_order(&DATES))
        .chain(times)
        .collect();
    let readable = dates.iter().find(|date| parse_date(date).is_some());
    readable.or(dates.iter().find(|date| !date.is_empty())).cloned()
}

fn author(head: &Head, facts: &ArticleFacts) -> Option<String> {
    let described = author_list(facts.authors.iter().map(|name| clean(name)));
    let by_meta = || AUTHORS.iter().find_map(|name| author_list(head.metas_of(name)));
    described.or_else(by_meta).or_else(|| author_list(head.authors.iter().cloned()))
}

/// The first address that is whole; one that leads to more than a start page is preferred.
fn url(head: &Head, facts: &ArticleFacts) -> Option<String> {
    let addresses =
        [head.canonical.map(clean), head.meta("og:url"), facts.url.as_deref().map(clean)];
    let whole = |address: String| {
        let address = if address.starts_with("//") { format!("https:{address}") } else { address };
        let start = address.get(..8)?.to_ascii_lowercase();
        (start.starts_with("http://") || start.starts_with("https://")).then_some(address)
    };
    let addresses: Vec<String> = addresses.into_iter().flatten().filter_map(whole).collect();
    let leads_on = |address: &&String| {
        address.splitn(4, '/').nth(3).is_some_and(|path| !path.trim_matches('/').is_empty())
    };
    addresses.iter().find(leads_on).or(addresses.first()).cloned()
}

fn is_json_ld(tree: &Tree, index: usize) -> bool {
    tree.attribute(index, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

fn has_word(value: Option<&str>, word: &str) -> bool {
    value.is_some_and(|value| {
        value.split_ascii_whitespace().any(|other| other.eq_ignore_ascii_case(word))
    })
}

fn first_text<'a>(tree: &Tree<'a>, index: usize) -> Option<&'a str> {
    let mut texts = tree.descendants(index).filter(|inside| tree.nodes[*inside].tag == Tag::Text);
    texts.next().map(|inside| tree.source(inside))
}

fn text_of(tree: &Tree, index: usize) -> String {
    let texts = tree.descendants(index).filter(|inside| tree.nodes[*inside].tag == Tag::Text);
    let mut text = String::new();
    for inside in texts {
        if text.len() >= MAX_SHOWN_BYTES {
            break;
        }
        text.push_str(tree.source(inside));
    }
    clean(&text)
}

/// With entities decoded and white space collapsed.
fn clean(text: &str) -> String {
    let text = htmlize::unescape(text);
    let is_space = |letter: char| letter.is_whitespace() || letter.is_control();
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn first<const N: usize>(values: [Option<String>; N]) -> Option<String> {
    values.into_iter().flatten().map(|value| clean(&value)).find(|value| !value.is_empty())
}
