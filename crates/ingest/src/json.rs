//! The fields of a JSON object, without building what is not needed.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::field_map::{Field, FieldMap, Role};
use crate::fields::Fields;
use crate::json_position;
use crate::json_value::{NameSeed, Node, Path, Place, ValueSeed};
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};

/// The fields of the object that is all of `text`.
pub(crate) fn read_object<'a>(
    record: &RawRecord,
    text: &'a str,
    map: &FieldMap,
) -> Result<Fields<'a>, Reject> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut fields = Fields::default();
    let object = RecordSeed { map, paths: &map.paths(), fields: &mut fields };
    let object = deserializer.deserialize_any(object);
    object.and_then(|()| deserializer.end()).map_err(|error| json_reject(record, text, &error))?;
    if let Some(name) = fields.duplicate() {
        let position = json_position::value_positions(&record.bytes, name).get(1).copied();
        let message = format!("found the field {name:?} again, expected it once");
        return Err(record.reject_near(RejectCode::DuplicateField, position, message));
    }
    Ok(fields)
}

fn json_reject(record: &RawRecord, text: &str, error: &serde_json::Error) -> Reject {
    if error.is_data() {
        let message = format!(
            "found {}, expected a JSON object such as {{\"text\": \"…\"}}",
            value_kind(text)
        );
        return record.reject(RejectCode::NotAnObject, message);
    }
    if let Some(position) = memchr::memchr(0, text.as_bytes()) {
        let message = "found a NUL byte, expected JSON".to_owned();
        return record.reject_at(RejectCode::NulByte, position, message);
    }
    let place = format!(" at line {} column {}", error.line(), error.column());
    let fault = error.to_string();
    let fault = fault.strip_suffix(&place).unwrap_or(&fault);
    let mut newlines = memchr::memchr_iter(b'\n', text.as_bytes());
    let line_start =
        error.line().checked_sub(2).and_then(|n| newlines.nth(n)).map_or(0, |newline| newline + 1);
    let position = line_start + error.column().saturating_sub(1);
    record.reject_at(
        RejectCode::BadJson,
        position,
        format!("found no valid JSON ({fault}), expected one object on a line"),
    )
}

fn value_kind(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The object in which Elasticsearch keeps what was put into it.
const INNER_RECORD: &str = "_source";

/// Reads an object into `fields`.
struct RecordSeed<'m, 'f, 'a> {
    map: &'m FieldMap,
    paths: &'f [Path<'m>],
    fields: &'f mut Fields<'a>,
}

impl<'de> Visitor<'de> for RecordSeed<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { map, paths, fields } = self;
        let mut roles: Vec<Role> = Vec::new();
        while let Some(name) = object.next_key_seed(NameSeed)? {
            roles.clear();
            roles.extend(map.roles(&name));
            let is_on_path = paths.iter().any(|(_, path)| path.first() == Some(&&*name));
            if is_on_path || (roles.is_empty() && name == INNER_RECORD) {
                let paths = behind(paths, &name);
                let inner = (name == INNER_RECORD).then_some(map);
                let place = Place { name, roles: roles.clone(), paths, map: inner };
                object.next_value_seed(Node { place, fields })?;
            } else if roles.is_empty() {
                object.next_value::<IgnoredAny>()?;
                fields.unused.push(name.into());
            } else {
                let field =
                    roles.iter().map(|role| role.field).min_by_key(|field| is_plain(*field));
                let value = object.next_value_seed(ValueSeed { field })?;
                fields.push(name, value, roles.iter().copied(), None);
            }
        }
        Ok(())
    }
}

/// Of several fields that one value serves, the one that reads objects and arrays tells how it is read.
fn is_plain(field: Field) -> bool {
    !matches!(field, Field::Author | Field::Outlet)
}

/// What is left of the paths that start with `step`.
fn behind<'m>(paths: &[Path<'m>], step: &str) -> Vec<Path<'m>> {
    let rest = |(field, path): &Path<'m>| {
        let (first, rest) = path.split_first()?;
        (*first == step).then(|| (*field, rest.to_vec()))
    };
    paths.iter().filter_map(rest).collect()
}
