//! The values of a record, and which of them is taken.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::registrable_domain;
use crate::field_map::{Field, FieldMap, Role};
use crate::json_position;
use crate::json_value::PATH_RANK;
use crate::record::{FieldWarning, Layout, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::rows::split_row;

/// Names of fields that a message lists at most.
const MAX_NAMES_LISTED: usize = 20;
/// Characters of a name that a message shows at most.
const MAX_NAME_CHARS: usize = 60;

/// What a record says: the values that can stand for a part of an article, and the names of the others.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    values: Vec<NamedValue<'a>>,
    roles: Vec<(Role, usize)>,
    pub(crate) unused: Vec<Box<str>>,
    pub(crate) warnings: Vec<FieldWarning>,
    /// What of the text a page sets off as quotations, in code points.
    pub(crate) block_quotes: Vec<Range<u32>>,
}

#[derive(Debug)]
struct NamedValue<'a> {
    name: Cow<'a, str>,
    value: Value<'a>,
    /// The column of a row.
    column: Option<usize>,
    /// Whether a path led to it, whose name another field can have as its own.
    is_inner: bool,
}

/// The value of a field.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// Null, or nothing but white space.
    Empty,
    /// A string, or a number as it is written.
    Text(Cow<'a, str>),
    /// Something that is no text: what it is.
    Other(&'static str),
}

impl<'a> Fields<'a> {
    /// The fields of a file that is nothing but text.
    pub(crate) fn of_text(text: &'a str) -> Self {
        let mut fields = Self::default();
        let role = Role { field: Field::Text, rank: 0 };
        fields.push(Cow::Borrowed("text"), Value::Text(Cow::Borrowed(text)), [role], None);
        fields
    }

    pub(crate) fn push(
        &mut self,
        name: Cow<'a, str>,
        value: Value<'a>,
        roles: impl IntoIterator<Item = Role>,
        column: Option<usize>,
    ) {
        let index = self.values.len();
        let n_roles = self.roles.len();
        self.roles.extend(roles.into_iter().map(|role| (role, index)));
        let is_inner = self.roles[n_roles..].iter().any(|(role, _)| role.rank == PATH_RANK);
        let value = match value {
            Value::Text(text) if text.trim().is_empty() => Value::Empty,
            value => value,
        };
        self.values.push(NamedValue { name, value, column, is_inner });
    }

    /// A name that two fields with a role have.
    pub(crate) fn duplicate(&self) -> Option<&str> {
        let mut names: Vec<(&str, bool)> =
            self.values.iter().map(|value| (value.name.as_ref(), value.is_inner)).collect();
        names.sort_unstable();
        names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].0)
    }

    /// The value that is taken for the field: the first that is not empty.
    ///
    /// # Errors
    /// When that value is no text, or holds a NUL character.
    pub(crate) fn take(
        &mut self,
        field: Field,
        record: &RawRecord,
    ) -> Result<Option<Cow<'a, str>>, Reject> {
        let Some(index) = self.chosen(field) else { return Ok(None) };
        let is_shared = self.roles.iter().filter(|(_, other)| *other == index).count() > 1;
        let fault = match &mut self.values[index].value {
            Value::Other(kind) => *kind,
            Value::Text(text) if memchr::memchr(0, text.as_bytes()).is_some() => "a NUL character",
            Value::Text(text) if is_shared => return Ok(Some(text.clone())),
            Value::Text(text) => return Ok(Some(std::mem::take(text))),
            Value::Empty => return Ok(None),
        };
        let NamedValue { name, value, .. } = &self.values[index];
        let message = format!("found {fault} in the field {name:?}, expected text");
        let start = self.position(index, record);
        if matches!(value, Value::Other(_)) {
            return Err(record.reject_near(RejectCode::BadValue, start, message));
        }
        let position = start.map(|start| nul_position(record, start));
        Err(record.reject_near(RejectCode::NulByte, position, message))
    }

    /// Whether the record has any of the fields that can stand for this one.
    pub(crate) fn has_any(&self, field: Field) -> bool {
        self.roles.iter().any(|(role, _)| role.field == field)
    }

    /// Where in the record the value starts that is taken for the field.
    pub(crate) fn position_of(&self, field: Field, record: &RawRecord) -> Option<usize> {
        self.position(self.chosen(field)?, record)
    }

    /// The reject for a record that gives no text.
    pub(crate) fn no_text(&self, record: &RawRecord, map: &FieldMap) -> Reject {
        if let Some(index) = self.first(Field::Text, |_| true) {
            let message =
                format!("found no text in the field {:?}, expected text", self.values[index].name);
            return record.reject_near(
                RejectCode::EmptyText,
                self.position(index, record),
                message,
            );
        }
        let names = self.values.iter().map(|value| value.name.as_ref());
        let names = names.chain(self.unused.iter().map(AsRef::as_ref));
        let message = no_text_message("fields", names, map);
        if map.chosen(Field::Text).is_none() && self.chosen(Field::Url).is_some() {
            let message = format!(
                "{message}; the URL alone has no text: fetch the pages and read them as HTML or WARC"
            );
            return record.reject(RejectCode::UrlOnly, message);
        }
        record.reject(RejectCode::MissingText, message)
    }

    /// As [`Self::take`], where an article is kept without the value: what is no text is a warning.
    pub(crate) fn take_optional(
        &mut self,
        field: Field,
        record: &RawRecord,
        warnings: &mut Vec<FieldWarning>,
    ) -> Result<Option<Cow<'a, str>>, Reject> {
        match self.take(field, record) {
            Err(Reject { code: RejectCode::BadValue, line, column, message, .. }) => {
                let message = format!("bad_value: {message}");
                warnings.push(FieldWarning { line, column, field: field.name(), message });
                Ok(None)
            }
            taken => taken,
        }
    }

    /// Leaves out addresses of pages that stand where the outlet should: gives the first of them.
    pub(crate) fn take_outlet_url(&mut self) -> Option<Cow<'a, str>> {
        let is_outlet = |index: usize| {
            self.roles.iter().any(|(role, at)| *at == index && role.field == Field::Outlet)
        };
        let index = (0..self.values.len()).filter(|index| is_outlet(*index)).find(
            |index| matches!(&self.values[*index].value, Value::Text(text) if is_web_address(text)),
        )?;
        self.roles.retain(|(role, at)| *at != index || role.field != Field::Outlet);
        match &self.values[index].value {
            Value::Text(text) => Some(text.clone()),
            Value::Empty | Value::Other(_) => None,
        }
    }

    fn chosen(&self, field: Field) -> Option<usize> {
        self.first(field, |value| !matches!(value, Value::Empty))
    }

    /// The value for the field that comes first among those that are wanted.
    fn first(&self, field: Field, is_wanted: impl Fn(&Value) -> bool) -> Option<usize> {
        let candidates = self.roles.iter().filter(|(role, _)| role.field == field);
        let wanted = candidates.filter(|(_, index)| is_wanted(&self.values[*index].value));
        wanted.min_by_key(|(role, index)| (role.rank, *index)).map(|(_, index)| *index)
    }

    /// Where in the record the value starts.
    fn position(&self, index: usize, record: &RawRecord) -> Option<usize> {
        let NamedValue { name, column, .. } = &self.values[index];
        match &record.layout {
            Layout::Json | Layout::Element { .. } => {
                json_position::value_position(&record.bytes, name)
            }
            Layout::Row { header, .. } => {
                let row = record.utf8().ok()?;
                split_row(row, header.delimiter).get((*column)?).map(|field| field.start)
            }
            Layout::Text => Some(0),
            Layout::Capture(_) | Layout::Page(_) | Layout::Lexis { .. } => None,
        }
    }
}

/// Says which fields or columns there are, and which of them could have held the text.
pub(crate) fn no_text_message<'n>(
    what: &str,
    names: impl Iterator<Item = &'n str>,
    map: &FieldMap,
) -> String {
    let mut names: Vec<String> =
        names.map(|name| name.chars().take(MAX_NAME_CHARS).collect()).collect();
    let n_more = names.len().saturating_sub(MAX_NAMES_LISTED);
    names.truncate(MAX_NAMES_LISTED);
    let found = if names.is_empty() {
        format!("no {what}")
    } else {
        format!("the {what} {}", names.join(", "))
    };
    let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
    format!("found {found}{more}, expected one of {}", map.expected_names(Field::Text))
}

/// Whether a value is nothing but the address of a page or a site.
fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    has_scheme && !text.contains(char::is_whitespace) && registrable_domain(text).is_some()
}

/// The first NUL from `start` on, as it is or as the escape of JSON; `start` itself if there is none.
fn nul_position(record: &RawRecord, start: usize) -> usize {
    let bytes = &record.bytes[start..];
    let found = match record.layout {
        Layout::Json | Layout::Element { .. } => json_position::escaped_nul(bytes),
        Layout::Row { .. }
        | Layout::Text
        | Layout::Page(_)
        | Layout::Capture(_)
        | Layout::Lexis { .. } => memchr::memchr(0, bytes),
    };
    start + found.unwrap_or(0)
}
