//! A web page as a record → the fields of an article.

use std::borrow::Cow;

use super::charset::decode;
use super::context::PageContext;
use super::tree::{MAX_DEPTH, MAX_NODES};
use super::{Page, PageFault, extract_page};
use crate::domain::registrable_domain;
use crate::field_map::{Field, Role};
use crate::fields::{Fields, Value};
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};

/// The fields that a page gives.
///
/// The address is the one that the page gives itself where it is of the same site as the one it was fetched from, for
/// copies on other sites name the original. The outlet is left to the address, as for other records; the name that the
/// site gives itself stands only where there is no address.
pub(crate) fn page_fields(
    record: &RawRecord,
    context: &PageContext,
) -> Result<Fields<'static>, Reject> {
    let html = decode(&record.bytes, context.charset.as_deref());
    let is_decoded = matches!(html, Cow::Owned(_));
    let page = extract_page(&html).map_err(|fault| reject(record, is_decoded, fault))?;
    let url = address(page.url.as_deref(), context.url.as_deref());
    let site = page.outlet.as_deref().filter(|_| url.and_then(registrable_domain).is_none());
    let Page { title, date, author, text, .. } = &page;
    let values = [
        (Field::Text, Some(text.as_str())),
        (Field::Url, url),
        (Field::Outlet, site),
        (Field::Title, title.as_deref()),
        (Field::Date, date.as_deref()),
        (Field::Author, author.as_deref()),
    ];
    let mut fields = Fields::default();
    for (field, value) in values {
        let Some(value) = value else { continue };
        let value = Value::Text(Cow::Owned(value.to_owned()));
        fields.push(Cow::Borrowed(field.name()), value, [Role { field, rank: 0 }], None);
    }
    fields.block_quotes = page.block_quotes;
    Ok(fields)
}

fn address<'u>(own: Option<&'u str>, fetched: Option<&'u str>) -> Option<&'u str> {
    let (Some(own), Some(fetched)) = (own, fetched) else { return own.or(fetched) };
    Some(if registrable_domain(own) == registrable_domain(fetched) { own } else { fetched })
}

fn reject(record: &RawRecord, is_decoded: bool, fault: PageFault) -> Reject {
    // Only of what needed no decoding the place is known.
    let place = |at: usize| (!is_decoded).then_some(at);
    match fault {
        PageFault::NoMainText => {
            let message =
                "found no part of the page that reads like an article, expected paragraphs of text";
            record.reject(RejectCode::NoMainText, message.to_owned())
        }
        PageFault::TooDeep { at } => {
            let message = format!(
                "found more than {MAX_DEPTH} elements in one another, expected at most {MAX_DEPTH}"
            );
            record.reject_near(RejectCode::TooDeep, place(at), message)
        }
        PageFault::TooManyNodes { at } => {
            let message = format!(
                "found more than {MAX_NODES} elements and texts in a page, expected at most {MAX_NODES}"
            );
            record.reject_near(RejectCode::TooLarge, place(at), message)
        }
    }
}
