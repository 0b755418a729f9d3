//! HTTP responses as crawls keep them: the head, and the body with its transfer and content codings.

mod chunked;
mod coding;
mod content_type;
mod page;
mod response;

pub(crate) use content_type::{ContentKind, ContentType};
pub(crate) use response::{read_capture, status};
