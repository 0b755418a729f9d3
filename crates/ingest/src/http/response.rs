//! From a capture to the page in it.

use std::borrow::Cow;

use super::chunked::{Chunked, dechunk};
use super::coding::{Decoded, decode};
use super::content_type::ContentType;
use super::page::{HttpPage, read_page};
use crate::Config;
use crate::header_block::HeaderBlock;
use crate::record::{FieldWarning, Parsed, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::warc::Capture;

/// Content codings of one body that are taken off at most.
const MAX_CODINGS: usize = 3;

/// The status of a response by its first line, such as `HTTP/1.1 200 OK` or `HTTP/2 200`.
pub(crate) fn status(first_line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(first_line.get(..first_line.len().min(64))?).ok();
    let line = line.or_else(|| std::str::from_utf8(first_line.get(..12)?).ok())?;
    let mut words = line.strip_prefix("HTTP/")?.split_ascii_whitespace();
    let (_version, status) = (words.next()?, words.next()?);
    status.parse().ok().filter(|_| status.len() == 3)
}

/// The article of a capture. A body that ends too early is kept as far as it goes, with a warning.
pub(crate) fn read_capture(
    record: &RawRecord,
    capture: &Capture,
    config: &Config,
) -> Result<Parsed, Reject> {
    let content = record.bytes.get(capture.content_start..).unwrap_or_default();
    let mut cut =
        capture.truncated.as_ref().map(|why| format!("a content that the crawl cut ({why})"));
    let (body, content_type) = if capture.is_http {
        let response = Response::new(record, capture.content_start, content)?;
        let content_type = response.content_type.clone();
        (response.into_body(record, &mut cut)?, content_type)
    } else {
        (Cow::Borrowed(content), capture.content_type.clone())
    };
    let page = HttpPage {
        body,
        kind: content_type.kind(),
        charset: content_type.charset,
        url: capture.url.clone(),
        crawled: capture.crawled,
    };
    let mut parsed = read_page(record, &page, config)?;
    parsed.warnings.extend(cut.map(|found| FieldWarning {
        line: record.line,
        column: 0,
        field: "text",
        message: format!("cut_body: found {found}, expected all of it"),
    }));
    Ok(parsed)
}

/// A response with its head taken off.
struct Response<'a> {
    body: &'a [u8],
    /// Where the body starts in the record.
    start: usize,
    content_type: ContentType,
    is_chunked: bool,
    codings: Vec<String>,
    content_length: Option<u64>,
}

impl<'a> Response<'a> {
    fn new(record: &RawRecord, start: usize, content: &'a [u8]) -> Result<Self, Reject> {
        let bad = |message: &str| record.reject_at(RejectCode::BadHttp, start, message.to_owned());
        let head = HeaderBlock::find(content)
            .ok_or_else(|| bad("found a head without end, expected an empty line behind it"))?;
        status(head.first_line)
            .ok_or_else(|| bad("found no status line, expected one such as HTTP/1.1 200 OK"))?;
        Ok(Self {
            body: &content[head.n_bytes..],
            start: start + head.n_bytes,
            content_type: ContentType::new(&head.value("Content-Type").unwrap_or_default()),
            is_chunked: head.list("Transfer-Encoding").iter().any(|coding| coding == "chunked"),
            codings: head.list("Content-Encoding"),
            content_length: head.value("Content-Length").and_then(|length| length.parse().ok()),
        })
    }

    /// The body without its codings; says in `cut` when it ends too early.
    fn into_body(
        self,
        record: &RawRecord,
        cut: &mut Option<String>,
    ) -> Result<Cow<'a, [u8]>, Reject> {
        let bad = |position: usize, message: &str| {
            record.reject_at(RejectCode::BadHttp, self.start + position, message.to_owned())
        };
        let mut body = Cow::Borrowed(self.body);
        if self.is_chunked {
            match dechunk(self.body) {
                Chunked::NotChunked => {}
                Chunked::Whole(data) => body = data.into(),
                Chunked::Cut(data) => {
                    body = data.into();
                    *cut = Some("a body that ends before its last chunk".to_owned());
                }
                Chunked::Bad(position, message) => return Err(bad(position, message)),
            }
        } else if self.codings.is_empty() {
            let expected = self.content_length.filter(|length| *length > body.len() as u64);
            let found = |length| format!("{} bytes of a body of {length}", body.len());
            *cut = expected.map(found).or(cut.take());
        }
        if self.codings.len() > MAX_CODINGS {
            let found = format!(
                "found {} content codings, expected at most {MAX_CODINGS}",
                self.codings.len()
            );
            return Err(bad(0, &found));
        }
        for coding in self.codings.iter().rev() {
            match decode(coding, &body) {
                Decoded::AsItIs => {}
                Decoded::Whole(data) => body = data.into(),
                Decoded::Cut(data) => {
                    body = data.into();
                    *cut = Some(format!("a body of {coding} that ends early"));
                }
                Decoded::Bad(message) => return Err(bad(0, &message)),
                Decoded::TooLarge(message) => {
                    return Err(record.reject_at(RejectCode::TooLarge, self.start, message));
                }
            }
        }
        Ok(body)
    }
}
