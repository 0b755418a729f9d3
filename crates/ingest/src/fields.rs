//! The values of a record, and how they become an article.

use std::borrow::Cow;
use std::path::Path;

use jiff::civil::Date;

use crate::date::parse_date;
use crate::domain::registrable_domain;
use crate::field_map::{Field, FieldMap, Role};
use crate::record::{FieldWarning, Layout, Parsed, RawRecord};
use crate::reject::{Reject, RejectCode};
use crate::row_scan::field_position;
use crate::{Article, Config, json_position};

/// The name of an outlet that nothing tells.
const UNKNOWN_OUTLET: &str = "unknown";
/// Names of fields that a message lists at most.
const MAX_NAMES_LISTED: usize = 20;

/// What a record says: the values that can stand for a part of an article, and the names of the others.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    values: Vec<NamedValue<'a>>,
    roles: Vec<(Role, usize)>,
    pub(crate) unused: Vec<Box<str>>,
}

#[derive(Debug)]
struct NamedValue<'a> {
    name: Cow<'a, str>,
    value: Value<'a>,
    /// The column of a row.
    column: Option<usize>,
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
        self.roles.extend(roles.into_iter().map(|role| (role, index)));
        let value = match value {
            Value::Text(text) if text.trim().is_empty() => Value::Empty,
            value => value,
        };
        self.values.push(NamedValue { name, value, column });
    }

    /// A name that a field with a role has twice.
    pub(crate) fn duplicate(&self) -> Option<&str> {
        let is_repeated = |(index, one): &(usize, &NamedValue)| {
            self.values[..*index].iter().any(|earlier| earlier.name == one.name)
        };
        self.values.iter().enumerate().find(is_repeated).map(|(_, one)| one.name.as_ref())
    }

    pub(crate) fn into_article(
        mut self,
        record: &RawRecord,
        config: &Config,
    ) -> Result<Parsed, Reject> {
        self.roles.sort_by_key(|(role, index)| (role.field as usize, role.rank, *index));
        let text =
            self.take(Field::Text, record)?.ok_or_else(|| self.no_text(record, &config.fields))?;
        let mut warnings = self.missing_columns(record, &config.fields);
        warnings.extend(stray_quote(record));
        let url = self.take(Field::Url, record)?.map(|url| url.trim().to_owned());
        let outlet = self.take(Field::Outlet, record)?;
        let outlet = outlet.map(|name| clean_outlet(&name)).filter(|name| !name.is_empty());
        let outlet = outlet
            .or_else(|| url.as_deref().and_then(registrable_domain))
            .or_else(|| folder_name(&record.path))
            .unwrap_or_else(|| UNKNOWN_OUTLET.to_owned());
        let date = self.take_date(record, &mut warnings)?;
        let title = self.take(Field::Title, record)?.map(Cow::into_owned);
        let id = self.take(Field::Id, record)?.map(|id| id.trim().to_owned());
        let mut article = Article {
            id: String::new(),
            outlet: config.outlets.resolve(outlet),
            url,
            title,
            date,
            text: text.into_owned(),
            source_path: record.path.clone(),
            source_line: record.line,
        };
        article.id = id.unwrap_or_else(|| article.content_id());
        Ok(Parsed { article, unused_fields: self.unused, warnings })
    }

    /// The first value for the field that is not empty.
    fn chosen(&self, field: Field) -> Option<usize> {
        let mut candidates =
            self.roles.iter().filter(|(role, _)| role.field == field).map(|(_, index)| *index);
        candidates.find(|index| !matches!(self.values[*index].value, Value::Empty))
    }

    fn take(&mut self, field: Field, record: &RawRecord) -> Result<Option<Cow<'a, str>>, Reject> {
        let Some(index) = self.chosen(field) else { return Ok(None) };
        let is_shared = self.roles.iter().filter(|(_, other)| *other == index).count() > 1;
        let text = match &mut self.values[index].value {
            Value::Text(text) if is_shared => text.clone(),
            Value::Text(text) => std::mem::take(text),
            Value::Other(kind) => {
                let kind = *kind;
                let message = format!(
                    "found {kind} in the field {:?}, expected text",
                    self.values[index].name
                );
                let position = self.position(index, record);
                return Err(record.reject_near(RejectCode::BadValue, position, message));
            }
            Value::Empty => return Ok(None),
        };
        if memchr::memchr(0, text.as_bytes()).is_some() {
            let message = format!(
                "found a NUL character in the field {:?}, expected text",
                self.values[index].name
            );
            let position = self.position(index, record).map(|start| nul_position(record, start));
            return Err(record.reject_near(RejectCode::NulByte, position, message));
        }
        Ok(Some(text))
    }

    fn take_date(
        &mut self,
        record: &RawRecord,
        warnings: &mut Vec<FieldWarning>,
    ) -> Result<Option<Date>, Reject> {
        let index = self.chosen(Field::Date);
        let Some(text) = self.take(Field::Date, record)? else { return Ok(None) };
        let date = parse_date(&text);
        if date.is_none() {
            let position = index.and_then(|index| self.position(index, record));
            let (line, column) =
                position.map_or((record.line, 0), |position| record.place(position));
            let shown: String = text.chars().take(100).collect();
            let message = format!("bad_date: found {shown:?}, expected a date such as 2018-09-12");
            warnings.push(FieldWarning { line, column, field: Field::Date.name(), message });
        }
        Ok(date)
    }

    /// Warnings for columns that the user chose and the record does not have.
    fn missing_columns(&self, record: &RawRecord, map: &FieldMap) -> Vec<FieldWarning> {
        let is_missing = |field: &Field| !self.roles.iter().any(|(role, _)| role.field == *field);
        let has_columns = !matches!(record.layout, Layout::Text);
        let missing = Field::ALL.into_iter().filter(|field| has_columns && is_missing(field));
        missing
            .filter_map(|field| {
                let column = map.chosen(field)?;
                let message = format!(
                    "missing_field: found no field {column:?}, expected it for {}",
                    field.name()
                );
                Some(FieldWarning { line: record.line, column: 0, field: field.name(), message })
            })
            .collect()
    }

    fn no_text(&self, record: &RawRecord, map: &FieldMap) -> Reject {
        let candidate = self.roles.iter().find(|(role, _)| role.field == Field::Text);
        if let Some((_, index)) = candidate {
            let message =
                format!("found no text in the field {:?}, expected text", self.values[*index].name);
            return record.reject_near(
                RejectCode::EmptyText,
                self.position(*index, record),
                message,
            );
        }
        let names = self
            .values
            .iter()
            .map(|value| value.name.as_ref())
            .chain(self.unused.iter().map(AsRef::as_ref));
        record.reject(RejectCode::MissingText, no_text_message("fields", names, map))
    }

    /// Where in the record the value starts.
    fn position(&self, index: usize, record: &RawRecord) -> Option<usize> {
        let NamedValue { name, column, .. } = &self.values[index];
        match &record.layout {
            Layout::Json => json_position::value_positions(&record.bytes, name).first().copied(),
            Layout::Row { header, .. } => {
                field_position(&record.bytes, header.delimiter, (*column)?)
            }
            Layout::Text => Some(0),
        }
    }
}

/// Says which fields or columns there are, and which of them could have held the text.
pub(crate) fn no_text_message<'n>(
    what: &str,
    names: impl Iterator<Item = &'n str>,
    map: &FieldMap,
) -> String {
    let mut names: Vec<String> = names.map(|name| name.chars().take(60).collect()).collect();
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

/// The name of an outlet on one line.
fn clean_outlet(name: &str) -> String {
    name.replace(char::is_control, " ").trim().to_owned()
}

fn folder_name(path: &str) -> Option<String> {
    let name = Path::new(path).parent()?.file_name()?.to_string_lossy();
    Some(clean_outlet(&name)).filter(|name| !name.is_empty())
}

/// The first NUL from `start` on, as it is or as the escape of JSON; `start` itself if there is none.
fn nul_position(record: &RawRecord, start: usize) -> usize {
    let bytes = &record.bytes[start..];
    let found = match record.layout {
        Layout::Json => json_position::escaped_nul(bytes),
        Layout::Row { .. } | Layout::Text => memchr::memchr(0, bytes),
    };
    start + found.unwrap_or(0)
}
