//! How the values of a record become an article.

use std::borrow::Cow;
use std::path::Path;

use jiff::civil::Date;

use crate::date::{has_day_first, parse_date};
use crate::domain::registrable_domain;
use crate::field_map::{Field, FieldMap};
use crate::fields::Fields;
use crate::record::{FieldWarning, Layout, Parsed, RawRecord};
use crate::reject::Reject;
use crate::{Article, Config};

/// The name of an outlet that nothing tells.
const UNKNOWN_OUTLET: &str = "unknown";
/// Characters of a value that a warning shows at most.
const MAX_CHARS_SHOWN: usize = 100;

/// The article that the fields of a record make.
pub(crate) fn assemble(
    mut fields: Fields,
    record: &RawRecord,
    config: &Config,
) -> Result<Parsed, Reject> {
    let text = fields.take(Field::Text, record)?;
    let text = text.ok_or_else(|| fields.no_text(record, &config.fields))?.into_owned();
    let mut warnings = missing_columns(&fields, record, &config.fields);
    warnings.extend(stray_quote(record));
    warnings.append(&mut fields.warnings);
    let url = fields.take_optional(Field::Url, record, &mut warnings)?;
    let url = url.map(|url| url.trim().to_owned());
    // Trafilatura calls the address of the page `source`.
    let outlet_url = fields.take_outlet_url().map(|url| url.trim().to_owned());
    let named = fields
        .take_optional(Field::Outlet, record, &mut warnings)?
        .map(|name| on_one_line(&name))
        .filter(|name| !name.is_empty());
    let named = named.or_else(|| outlet_url.as_deref().and_then(registrable_domain));
    let url = url.or_else(|| outlet_url.filter(|url| is_page(url)));
    let named = named.or_else(|| url.as_deref().and_then(registrable_domain));
    // A text file says nothing but its place, so its folder is no guess.
    let has_guessed_outlet = named.is_none() && !matches!(record.layout, Layout::Text);
    let outlet =
        named.or_else(|| folder_name(&record.path)).unwrap_or_else(|| UNKNOWN_OUTLET.to_owned());
    let date = take_date(&mut fields, record, &mut warnings)?;
    let title = fields.take_optional(Field::Title, record, &mut warnings)?.map(Cow::into_owned);
    let id = fields.take_optional(Field::Id, record, &mut warnings)?.map(|id| id.trim().to_owned());
    let author = fields.take_optional(Field::Author, record, &mut warnings)?;
    let author = author.map(|author| author.trim().to_owned());
    let mut article = Article {
        id: String::new(),
        outlet: config.outlets.resolve(outlet),
        url,
        title,
        author,
        date,
        text,
        block_quotes: std::mem::take(&mut fields.block_quotes),
        source_path: record.path.clone(),
        source_line: record.line,
        source_offset: record.byte_offset,
    };
    let has_content_id = id.is_none();
    article.id = id.unwrap_or_else(|| article.content_id());
    Ok(Parsed {
        article,
        has_content_id,
        has_guessed_outlet,
        encoding: None,
        unused_fields: fields.unused,
        warnings,
    })
}

/// Whether the address is that of a page, and not of a site.
fn is_page(url: &str) -> bool {
    let address = url.split_once("://").map_or(url, |(_, address)| address);
    address.split_once('/').is_some_and(|(_, path)| !path.is_empty())
}

fn folder_name(path: &str) -> Option<String> {
    let name = Path::new(path).parent()?.file_name()?.to_string_lossy();
    Some(on_one_line(&name)).filter(|name| !name.is_empty())
}

fn on_one_line(name: &str) -> String {
    name.replace(char::is_control, " ").trim().to_owned()
}

fn take_date(
    fields: &mut Fields,
    record: &RawRecord,
    warnings: &mut Vec<FieldWarning>,
) -> Result<Option<Date>, Reject> {
    let Some(text) = fields.take_optional(Field::Date, record, warnings)? else { return Ok(None) };
    let date = parse_date(&text);
    let shown: String = text.chars().take(MAX_CHARS_SHOWN).collect();
    let message = match date {
        None => format!("bad_date: found {shown:?}, expected a date such as 2018-09-12"),
        Some(date) if has_day_first(&text) => format!(
            "day_first: found {shown:?}, read as {date}; expected the month first, as other dates with slashes are read"
        ),
        Some(day) => match &record.layout {
            Layout::Page(context) => match context.date_fault(day) {
                Some(fault) => fault,
                None => return Ok(date),
            },
            _ => return Ok(date),
        },
    };
    let position = fields.position_of(Field::Date, record);
    let (line, column) = position.map_or((record.line, 0), |position| record.place(position));
    warnings.push(FieldWarning { line, column, field: Field::Date.name(), message });
    Ok(date.filter(|day| !is_after_crawl(*day, record)))
}

fn is_after_crawl(day: Date, record: &RawRecord) -> bool {
    matches!(&record.layout, Layout::Page(context) if context.is_after_crawl(day))
}

/// Warnings for columns that the user chose and the record does not have.
fn missing_columns(fields: &Fields, record: &RawRecord, map: &FieldMap) -> Vec<FieldWarning> {
    if matches!(
        record.layout,
        Layout::Text | Layout::Page(_) | Layout::Capture(_) | Layout::Lexis { .. }
    ) {
        return Vec::new();
    }
    let missing = Field::ALL.into_iter().filter(|field| !fields.has_any(*field));
    let warning = |field: Field| {
        let column = map.chosen(field)?;
        let message =
            format!("missing_field: found no field {column:?}, expected it for {}", field.name());
        Some(FieldWarning { line: record.line, column: 0, field: field.name(), message })
    };
    missing.filter_map(warning).collect()
}

fn stray_quote(record: &RawRecord) -> Option<FieldWarning> {
    let Layout::Row { has_stray_quote: true, .. } = record.layout else { return None };
    let message = "stray_quote: found text behind a closing quote, expected a separator";
    let (line, field) = (record.line, Field::Text.name());
    Some(FieldWarning { line, column: 0, field, message: message.to_owned() })
}
