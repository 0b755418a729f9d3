//! Records that are too long to be kept.

use super::header::RecordHeader;
use super::record_start::{find_record_start, skip_searched};
use super::splitter::{Outcome, truncated};
use super::triage::judge;
use crate::header_block::MAX_HEADER_BYTES;
use crate::reject::{Reject, RejectCode};
use crate::source::Source;
use crate::splitter::too_large_message;

/// Goes behind a record that is too long to be kept, or to a record start within it: such a length is wrong.
pub(crate) fn skip_large(
    source: &mut Source,
    header: RecordHeader,
    length: u64,
) -> Option<Outcome> {
    let start = header.n_bytes;
    while source.unread().len() < start + MAX_HEADER_BYTES && source.fill() {}
    let wrong = format!("a record within the Content-Length of {length}, expected it behind");
    let wrong = source.reject(RejectCode::BadWarc, format!("found {wrong}"), source.unread());
    let too_large =
        Reject { code: RejectCode::TooLarge, message: too_large_message(), ..wrong.clone() };
    let outcome = match judge(header, &source.unread()[start..]) {
        Ok(_) => Outcome::Rejected(too_large),
        Err(reason) => Outcome::PassedOver(reason),
    };
    let end = source.offset().saturating_add(start as u64).saturating_add(length);
    let mut from = start;
    loop {
        let left = end - source.offset();
        let record_start = find_record_start(source.unread(), from);
        if let Some(position) = record_start.filter(|position| (*position as u64) < left) {
            source.consume(position, 1);
            return Some(Outcome::Rejected(wrong));
        }
        if left <= source.unread().len() as u64 {
            source.consume(left as usize, 1);
            return Some(outcome);
        }
        from = skip_searched(source, from);
        if !source.fill() {
            return (!source.has_fault()).then(|| truncated(source));
        }
    }
}
