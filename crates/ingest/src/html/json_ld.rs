//! What the JSON-LD of a page says of its article (<https://schema.org/Article>).

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Bytes of all scripts of a page from which on no more are read.
const MAX_BYTES: usize = 1024 * 1024;

/// What is said of an article; empty where nothing is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ArticleFacts {
    pub(super) title: Option<String>,
    pub(super) dates: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
}

/// The facts of the first article that the scripts describe.
pub(super) fn article_facts<'s>(scripts: impl Iterator<Item = &'s str>) -> Option<ArticleFacts> {
    let mut n_bytes = 0;
    let is_read = |script: &&str| {
        n_bytes += script.len();
        n_bytes <= MAX_BYTES
    };
    let documents: Vec<Value> = scripts.take_while(is_read).filter_map(parse).collect();
    let mut objects = Vec::new();
    documents.iter().for_each(|document| collect(document, &mut objects));
    // Of several objects with one id the last that is inserted holds: the first.
    let named = objects.iter().rev().filter_map(|object| Some((text(object, "@id")?, *object)));
    let by_id: BTreeMap<String, &Map<String, Value>> = named.collect();
    let article = objects.iter().find(|object| is_article(object))?;
    Some(facts_of(article, &by_id))
}

/// Reads a script; of the usual faults, line breaks in strings, commas at the end and wrappers are mended.
fn parse(script: &str) -> Option<Value> {
    let script = unwrapped(script);
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&mended(script))).ok()
}

/// The object or array in a script, without comments and CDATA around it.
fn unwrapped(script: &str) -> &str {
    const OPENING: &str = "CDATA[";
    // The bracket of a CDATA section is none of JSON.
    let brace = script.find('{').unwrap_or(script.len());
    let script = match script[..brace].find(OPENING) {
        Some(at) => {
            let inner = &script[at + OPENING.len()..];
            &inner[..inner.rfind("]]>").unwrap_or(inner.len())]
        }
        None => script,
    };
    let start = script.find(['{', '[']).unwrap_or(0);
    let closing = if script[start..].starts_with('[') { ']' } else { '}' };
    let end = script.rfind(closing).map_or(script.len(), |at| at + 1);
    script.get(start..end).unwrap_or(script)
}

fn mended(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for letter in script.chars() {
        let is_closing = !is_quoted && matches!(letter, '}' | ']');
        if is_closing && mended.trim_end().ends_with(',') {
            mended.truncate(mended.trim_end().len() - 1);
        }
        is_quoted ^= letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        mended.push(if letter.is_control() { ' ' } else { letter });
    }
    mended
}

/// The objects that stand for the page or a part of it, not those for things it mentions.
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                object.get(key).into_iter().for_each(|value| collect(value, objects));
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is_article_type = |name: &str| {
        name.ends_with("Article")
            || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report" | "Review")
    };
    match object.get("@type") {
        Some(Value::String(name)) => is_article_type(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_article_type),
        _ => false,
    }
}

fn facts_of(
    article: &Map<String, Value>,
    by_id: &BTreeMap<String, &Map<String, Value>>,
) -> ArticleFacts {
    let names = |key: &str| article.get(key).map_or_else(Vec::new, |value| names_of(value, by_id));
    let authors = names("author");
    let url = text(article, "url").or_else(|| match article.get("mainEntityOfPage")? {
        Value::Object(page) => text(page, "@id"),
        page => page.as_str().map(str::to_owned),
    });
    ArticleFacts {
        title: text(article, "headline").or_else(|| text(article, "name")),
        dates: ["datePublished", "dateCreated"]
            .iter()
            .filter_map(|key| text(article, key))
            .collect(),
        authors: if authors.is_empty() { names("creator") } else { authors },
        publisher: names("publisher").into_iter().next(),
        url,
    }
}

/// The names that a value gives: a name, an object with a name, a reference to one, or a list of these.
fn names_of(value: &Value, by_id: &BTreeMap<String, &Map<String, Value>>) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(values) => values.iter().flat_map(|value| names_of(value, by_id)).collect(),
        Value::Object(object) => {
            let referred = || text(by_id.get(&text(object, "@id")?)?, "name");
            match object.get("name") {
                Some(Value::Array(names)) => {
                    names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                _ => text(object, "name").or_else(referred).into_iter().collect(),
            }
        }
        _ => Vec::new(),
    }
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = match object.get(key)? {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Array(values) => Cow::Borrowed(values.first()?.as_str()?),
        Value::Number(number) => Cow::Owned(number.to_string()),
        _ => return None,
    };
    (!value.trim().is_empty()).then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_taken_off() {
        let check = |script: &str| {
            let value = parse(script).unwrap_or_default();
            assert_eq!(value["headline"], "A", "{script}");
        };
        check("{\"headline\": \"A\"}");
        check("//<![CDATA[\n{\"headline\": \"A\"}\n//]]>");
        check("<![CDATA[{\"headline\": \"A\"}]]>");
        check("<!-- {\"headline\": \"A\"} -->");
        check("{\"headline\": \"A\",};");
    }
}
