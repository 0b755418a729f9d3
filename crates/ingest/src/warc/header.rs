//! What the header of a WARC record says.

use jiff::civil::Date;

use crate::date::parse_date;
use crate::header_block::HeaderBlock;

/// The named fields that are used.
#[derive(Debug)]
pub(crate) struct RecordHeader {
    pub(crate) n_bytes: usize,
    /// In lower case; empty where the field is missing.
    pub(crate) record_type: String,
    pub(crate) content_type: String,
    /// What the target was called, without the angle brackets of WARC drafts.
    pub(crate) url: Option<String>,
    pub(crate) crawled: Option<Date>,
    /// Why the crawler did not keep all of the content.
    pub(crate) truncated: Option<String>,
}

impl RecordHeader {
    pub(crate) fn new(block: &HeaderBlock) -> Self {
        let url = block
            .value("WARC-Target-URI")
            .map(|url| url.trim_start_matches('<').trim_end_matches('>').trim().to_owned());
        let is_segment = block.value("WARC-Segment-Number").is_some();
        let truncated = block.value("WARC-Truncated");
        Self {
            n_bytes: block.n_bytes,
            record_type: block.value("WARC-Type").unwrap_or_default().to_ascii_lowercase(),
            content_type: block.value("Content-Type").unwrap_or_default(),
            url: url.filter(|url| !url.is_empty()),
            crawled: block.value("WARC-Date").and_then(|date| parse_date(&date)),
            truncated: truncated.or_else(|| is_segment.then(|| "segment".to_owned())),
        }
    }
}

/// The length of the content that the header claims, in bytes; else what was found instead.
pub(crate) fn content_length(block: &HeaderBlock) -> Result<u64, String> {
    const SHOWN_CHARS: usize = 40;
    let Some(text) = block.value("Content-Length") else {
        return Err("no Content-Length".to_owned());
    };
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or_else(|| {
        let shown: String = text.chars().take(SHOWN_CHARS).collect();
        format!("Content-Length {shown:?}")
    })
}
