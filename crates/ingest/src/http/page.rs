//! From the bytes of a page to an article.

use std::borrow::Cow;

use jiff::civil::Date;

use super::content_type::ContentKind;
use crate::Config;
use crate::assemble::assemble;
use crate::field_map::{Field, Role};
use crate::fields::{Fields, Value};
use crate::html::{PageContext, decode};
use crate::record::{Layout, Parsed, RawRecord};
use crate::reject::Reject;

/// The decoded body of one page, and what is known of it.
#[derive(Debug)]
pub(crate) struct HttpPage<'a> {
    pub(crate) body: Cow<'a, [u8]>,
    /// HTML, or plain text.
    pub(crate) kind: ContentKind,
    /// What the server says, in lower case.
    pub(crate) charset: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) crawled: Option<Date>,
}

/// The article that a page holds; faults point at the start of the record.
pub(crate) fn read_page(
    record: &RawRecord,
    page: &HttpPage,
    config: &Config,
) -> Result<Parsed, Reject> {
    let inner = |bytes: Vec<u8>, layout: Layout| RawRecord {
        bytes,
        path: record.path.clone(),
        line: record.line,
        byte_offset: record.byte_offset,
        layout,
    };
    let parsed = if page.kind == ContentKind::Text {
        let text = decode(&page.body, page.charset.as_deref());
        let mut fields = Fields::of_text(&text);
        if let Some(url) = &page.url {
            let role = Role { field: Field::Url, rank: 0 };
            fields.push("url".into(), Value::Text(url.as_str().into()), [role], None);
        }
        assemble(fields, &inner(Vec::new(), Layout::Text), config)
    } else {
        let HttpPage { charset, url, crawled, .. } = page;
        let context = PageContext { url: url.clone(), charset: charset.clone(), crawled: *crawled };
        inner(page.body.to_vec(), Layout::Page(context)).parse(config)
    };
    parsed.map_err(|reject| record.reject(reject.code, reject.message))
}
