//! The fields of a JSON object, without building what is not needed.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::field_map::{FieldMap, Role};
use crate::fields::{Fields, Value};
use crate::json_position;
use crate::record::RawRecord;
use crate::reject::{Reject, RejectCode};

/// The largest whole number up to which every whole number is kept exactly by a 64-bit float.
const MAX_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

/// The fields of the object that is all of `text`.
pub(crate) fn read_object<'a>(
    record: &RawRecord,
    text: &'a str,
    map: &FieldMap,
) -> Result<Fields<'a>, Reject> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let object = deserializer.deserialize_any(ObjectVisitor { map });
    let fields = object
        .and_then(|fields| deserializer.end().map(|()| fields))
        .map_err(|error| json_reject(record, text, &error))?;
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
    let position = error.column().saturating_sub(1);
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

struct ObjectVisitor<'m> {
    map: &'m FieldMap,
}

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = Fields<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        let mut roles: Vec<Role> = Vec::new();
        while let Some(name) = object.next_key_seed(NameSeed)? {
            roles.clear();
            roles.extend(self.map.roles(&name));
            if roles.is_empty() {
                object.next_value::<IgnoredAny>()?;
                fields.unused.push(name.into());
            } else {
                let value = object.next_value_seed(ValueSeed)?;
                fields.push(name, value, roles.iter().copied(), None);
            }
        }
        Ok(fields)
    }
}

struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match deserializer.deserialize_str(ValueVisitor)? {
            Value::Text(name) => Ok(name),
            Value::Empty | Value::Other(_) => Err(D::Error::custom("key must be a string")),
        }
    }
}

struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        if number.abs() >= MAX_EXACT_FLOAT {
            return Ok(Value::Other("a number that is too large to be kept exactly"));
        }
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Other("a boolean"))
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Empty)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value<'de>, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value<'de>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other("an object"))
    }
}
