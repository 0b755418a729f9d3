//! From the bytes of a page to an article.

use std::borrow::Cow;

use jiff::civil::Date;

use super::content_type::ContentKind;
use crate::Config;
use crate::assemble::assemble;
use crate::field_map::{Field, Role};
use crate::fields::{Fields, Value};
use crate::record::{Parsed, RawRecord};
use crate::reject::Reject;

/// The decoded body of one page, and what is known of it.
#[derive(Debug)]
#[allow(dead_code, reason = "what the parser of pages uses")]
pub(crate) struct HttpPage<'a> {
    pub(crate) body: Cow<'a, [u8]>,
    /// HTML, or plain text.
    pub(crate) kind: ContentKind,
    /// What the server says, in lower case.
    pub(crate) charset: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) crawled: Option<Date>,
}

/// The article that a page holds.
pub(crate) fn read_page(
    record: &RawRecord,
    page: &HttpPage,
    config: &Config,
) -> Result<Parsed, Reject> {
    let text = String::from_utf8_lossy(&page.body);
    let mut fields = Fields::of_text(&text);
    if let Some(url) = &page.url {
        let role = Role { field: Field::Url, rank: 0 };
        fields.push("url".into(), Value::Text(url.as_str().into()), [role], None);
    }
    assemble(fields, record, config)
}
