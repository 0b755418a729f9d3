//! Which records are pages, told by their headers alone.

use jiff::civil::Date;

use super::header::RecordHeader;
use crate::header_block::HeaderBlock;
use crate::http::{ContentKind, ContentType, status};

/// What a crawl kept of one page: where its content starts, and what the record's header says of it.
#[derive(Debug, Clone)]
pub(crate) struct Capture {
    /// Where the content starts in the bytes of the record, behind the header of WARC.
    pub(crate) content_start: usize,
    /// Whether the content is an HTTP response with its head, else it is the page itself.
    pub(crate) is_http: bool,
    /// What the header of WARC says that the content is.
    pub(crate) content_type: ContentType,
    pub(crate) url: Option<String>,
    pub(crate) crawled: Option<Date>,
    /// Why the crawler did not keep all of the content, where it says so.
    pub(crate) truncated: Option<String>,
}

/// The capture that the record is, or the reason why it is passed over. `content` may be the start of it.
pub(crate) fn judge(header: RecordHeader, content: &[u8]) -> Result<Capture, &'static str> {
    match header.record_type.as_str() {
        "response" | "resource" | "conversion" => {}
        "warcinfo" => return Err("record_warcinfo"),
        "request" => return Err("record_request"),
        "metadata" => return Err("record_metadata"),
        "revisit" => return Err("record_revisit"),
        "continuation" => return Err("record_continuation"),
        _ => return Err("record_other"),
    }
    let content_type = ContentType::new(&header.content_type);
    let says_http = content_type.media_type == "application/http";
    let is_http = header.record_type == "response"
        && (says_http || content.starts_with(b"HTTP/") || content_type.media_type.is_empty());
    if is_http {
        judge_response(content, header.url.as_deref())?;
    } else {
        judge_kind(content_type.kind(), header.url.as_deref())?;
    }
    Ok(Capture {
        content_start: header.n_bytes,
        is_http,
        content_type,
        url: header.url,
        crawled: header.crawled,
        truncated: header.truncated,
    })
}

/// A response without a head that can be read is no reason: it is rejected when it is parsed.
fn judge_response(content: &[u8], url: Option<&str>) -> Result<(), &'static str> {
    let head = HeaderBlock::find(content).unwrap_or_else(|| HeaderBlock::unended(content));
    match status(head.first_line) {
        None => return Ok(()),
        Some(200) => {}
        Some(100..=199) => return Err("status_1xx"),
        Some(200..=299) => return Err("status_2xx_other_than_200"),
        Some(300..=399) => return Err("status_3xx"),
        Some(400..=499) => return Err("status_4xx"),
        Some(500..=599) => return Err("status_5xx"),
        Some(_) => return Err("status_other"),
    }
    judge_kind(ContentType::new(&head.value("Content-Type").unwrap_or_default()).kind(), url)
}

fn judge_kind(kind: ContentKind, url: Option<&str>) -> Result<(), &'static str> {
    match kind {
        ContentKind::Text if url.is_some_and(is_robots_txt) => Err("robots_txt"),
        ContentKind::Page | ContentKind::Text => Ok(()),
        ContentKind::Other(reason) => Err(reason),
    }
}

fn is_robots_txt(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.ends_with("/robots.txt")
}
