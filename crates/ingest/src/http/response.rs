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
use crate::warc::{Capture, find_record_start};

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
    let cut = cut.map(|found| format!("cut_body: found {found}, expected all of it"));
    let nested = find_record_start(content, 1).map(|_| {
        "nested_record: found the start of a record of WARC in the content, expected a page alone".to_owned()
    });
    parsed.warnings.extend(cut.into_iter().chain(nested).map(|message| FieldWarning {
        line: record.line,
        column: 0,
        field: "text",
        message,
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
    /// In the order in which the server applied them.
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
        let (mut codings, transfer) =
            (head.list("Content-Encoding"), head.list("Transfer-Encoding"));
        let is_chunked = transfer.iter().any(|coding| coding == "chunked");
        codings.extend(transfer.into_iter().filter(|coding| coding != "chunked"));
        codings.retain(|coding| coding != "identity");
        Ok(Self {
            body: &content[head.n_bytes..],
            start: start + head.n_bytes,
            content_type: ContentType::new(&head.value("Content-Type").unwrap_or_default()),
            is_chunked,
            codings,
            content_length: head.value("Content-Length").and_then(|length| length.parse().ok()),
        })
    }

    fn chunks(&self) -> Chunked {
        if self.is_chunked { dechunk(self.body) } else { Chunked::AsItIs }
    }

    /// The body without its codings; says in `cut` when it ends too early.
    fn into_body(
        self,
        record: &RawRecord,
        cut: &mut Option<String>,
    ) -> Result<Cow<'a, [u8]>, Reject> {
        let body = match self.chunks() {
            Chunked::AsItIs => Cow::Borrowed(self.body),
            Chunked::Whole(data) => data.into(),
            Chunked::Cut(data) => {
                *cut = Some("a body that ends before its last chunk".to_owned());
                data.into()
            }
            Chunked::Bad(position, message) => {
                return Err(self.reject(record, RejectCode::BadHttp, position, message.to_owned()));
            }
        };
        let n_bytes = body.len() as u64;
        // The length of a body that is coded says nothing of one that was decoded before it was stored.
        let is_coded = self.is_chunked || !self.codings.is_empty();
        if let Some(length) = self.content_length.filter(|length| !is_coded && *length > n_bytes) {
            *cut = Some(format!("{n_bytes} bytes of a body of {length}"));
        }
        self.decoded(body, record, cut)
    }

    fn decoded(
        &self,
        mut body: Cow<'a, [u8]>,
        record: &RawRecord,
        cut: &mut Option<String>,
    ) -> Result<Cow<'a, [u8]>, Reject> {
        let n_codings = self.codings.len();
        if n_codings > MAX_CODINGS {
            let message = format!("found {n_codings} codings, expected at most {MAX_CODINGS}");
            return Err(self.reject(record, RejectCode::BadHttp, 0, message));
        }
        for coding in self.codings.iter().rev() {
            let (code, message) = match decode(coding, &body) {
                Decoded::AsItIs => continue,
                Decoded::Whole(data) => {
                    body = data.into();
                    continue;
                }
                Decoded::Cut(data) => {
                    body = data.into();
                    *cut = Some(format!("a body of {coding} that ends early"));
                    continue;
                }
                Decoded::Bad(message) => (RejectCode::BadHttp, message),
                Decoded::TooLarge(message) => (RejectCode::TooLarge, message),
            };
            return Err(self.reject(record, code, 0, message));
        }
        Ok(body)
    }

    /// A reject that points at the byte at `position` of the body as it is stored.
    fn reject(
        &self,
        record: &RawRecord,
        code: RejectCode,
        position: usize,
        message: String,
    ) -> Reject {
        record.reject_at(code, self.start + position, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_from_the_first_line() {
        let check =
            |line: &[u8], expected: Option<u16>| assert_eq!(status(line), expected, "{line:?}");
        check(b"HTTP/1.1 200 OK", Some(200));
        check(b"HTTP/1.0 404", Some(404));
        check(b"HTTP/2 200", Some(200));
        check(b"HTTP/1.1  301  Moved", Some(301));
        check(b"HTTP/1.1 200 \xe9t\xe9", Some(200));
        check(b"HTTP/1.1 2000", None);
        check(b"HTTP/1.1", None);
        check(b"GET / HTTP/1.1", None);
        check(b"", None);
    }
}
