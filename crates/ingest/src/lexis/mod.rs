//! Documents as Nexis Uni and `LexisNexis` Academic deliver them: several articles in one DOCX, RTF or text file.
//!
//! A document becomes text first ([`read_document`]): each paragraph of a DOCX or an RTF is a line, with U+2028 for a
//! line break within it, so that a line number is the number of a paragraph. The text is cut at `End of Document` and
//! at `1 of 25 DOCUMENTS` ([`cut`]) into the articles, and each is read apart from the others ([`article`]). A
//! document without these marks is one article, all of it text.

mod article;
mod cover;
mod cut;
mod document;
mod docx;
mod encoding;
mod head;
mod labels;
mod rtf;
mod split;
#[cfg(test)]
mod tests;

pub(crate) use article::read_fields;
pub(crate) use document::DocumentKind;
pub(crate) use split::Documents;
