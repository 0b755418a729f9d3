//! WARC files: the records of a crawl, one behind the other (ISO 28500). What fetched a page becomes a record of ours;
//! requests, redirects, pictures and the like are counted by reason and passed over.

mod header;
mod large;
mod record_start;
mod splitter;
mod triage;

pub(crate) use record_start::{find_record_start, starts_version};
pub(crate) use splitter::WarcSplitter;
pub(crate) use triage::Capture;
