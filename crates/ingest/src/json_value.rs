//! Values of a JSON object: text as it is, what is no text by its kind, and values inside of values.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::field_map::{Field, FieldMap, Role};
use crate::fields::{Fields, Value};

/// The largest whole number up to which every whole number is kept exactly by a 64-bit float.
const MAX_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

/// A rank behind those of the names: a field of the very name comes before what the name leads to.
pub(crate) const PATH_RANK: usize = usize::MAX;

/// A field, and the names or places in arrays that lead to it.
pub(crate) type Path<'m> = (Field, Vec<&'m str>);

/// A name of a field: a string and nothing else.
pub(crate) struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match deserializer.deserialize_str(ValueSeed { field: None })? {
            Value::Text(name) => Ok(name),
            Value::Empty | Value::Other(_) => Err(D::Error::custom("key must be a string")),
        }
    }
}

/// A value for a field: an outlet or an author can be an object with a name, authors can be an array.
#[derive(Clone, Copy)]
pub(crate) struct ValueSeed {
    pub(crate) field: Option<Field>,
}

impl ValueSeed {
    /// The names of the values that stand for an object, the best first.
    fn naming_keys(self) -> &'static [&'static str] {
        match self.field {
            Some(Field::Outlet) => &["name", "title", "domain"],
            Some(Field::Author) => &["name"],
            Some(Field::Id) => &["$oid"],
            Some(Field::Date) => &["$date"],
            _ => &[],
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
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
        if self.field != Some(Field::Author) {
            while array.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Other("an array"));
        }
        let mut names: Vec<String> = Vec::new();
        let mut has_other = false;
        while let Some(value) = array.next_element_seed(self)? {
            match value {
                Value::Text(name) if !name.trim().is_empty() => names.push(name.trim().to_owned()),
                Value::Text(_) | Value::Empty => {}
                Value::Other(_) => has_other = true,
            }
        }
        if has_other {
            return Ok(Value::Other("an array of more than names"));
        }
        Ok(Value::Text(Cow::Owned(names.join("; "))))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value<'de>, A::Error> {
        let keys = self.naming_keys();
        let mut best: Option<(usize, Cow<'de, str>)> = None;
        while let Some(name) = object.next_key_seed(NameSeed)? {
            let Some(rank) = keys.iter().position(|key| *key == name) else {
                object.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = object.next_value_seed(Self { field: None })?;
            let Value::Text(text) = value else { continue };
            let is_better = best.as_ref().is_none_or(|(best, _)| rank < *best);
            if is_better && !text.trim().is_empty() {
                best = Some((rank, text));
            }
        }
        Ok(best.map_or(Value::Other("an object"), |(_, text)| Value::Text(text)))
    }
}

/// Where a value lies, and what it and the values in it stand for.
pub(crate) struct Place<'a, 'm> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) roles: Vec<Role>,
    pub(crate) paths: Vec<Path<'m>>,
    /// The names of fields, where the value is itself a record.
    pub(crate) map: Option<&'m FieldMap>,
}

/// Reads a value of which parts are needed into `fields`.
pub(crate) struct Node<'f, 'a, 'm> {
    pub(crate) place: Place<'a, 'm>,
    pub(crate) fields: &'f mut Fields<'a>,
}

impl<'a, 'm> Node<'_, 'a, 'm> {
    fn keep(self, value: Value<'a>) {
        let Place { name, roles, .. } = self.place;
        if roles.is_empty() {
            self.fields.unused.push(name.into());
        } else {
            self.fields.push(name, value, roles, None);
        }
    }

    fn inner(&self, step: &str) -> Place<'a, 'm> {
        let mut roles: Vec<Role> =
            self.place.map.map(|map| map.roles(step).collect()).unwrap_or_default();
        let mut paths = Vec::new();
        for (field, path) in &self.place.paths {
            match path.split_first() {
                Some((first, [])) if *first == step => {
                    roles.push(Role { field: *field, rank: PATH_RANK });
                }
                Some((first, rest)) if *first == step => paths.push((*field, rest.to_vec())),
                _ => {}
            }
        }
        let name = Cow::Owned(format!("{}.{step}", self.place.name));
        Place { name, roles, paths, map: None }
    }

    /// Reads a value inside of this one.
    fn descend(&mut self, step: &str) -> Node<'_, 'a, 'm> {
        let place = self.inner(step);
        Node { place, fields: self.fields }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.place.paths.is_empty() && self.place.map.is_none() {
            let field = self.place.roles.first().map(|role| role.field);
            let value = deserializer.deserialize_any(ValueSeed { field })?;
            self.keep(value);
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.keep(Value::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.keep(Value::Text(Cow::Owned(text.to_owned())));
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.keep(Value::Text(Cow::Owned(number.to_string())));
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.keep(Value::Text(Cow::Owned(number.to_string())));
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        let value = ValueSeed { field: None }.visit_f64::<E>(number)?;
        self.keep(value);
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.keep(Value::Other("a boolean"));
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.keep(Value::Empty);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut array: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        loop {
            let step = index.to_string();
            let is_needed = self.place.paths.iter().any(|(_, path)| path.first() == Some(&&*step));
            let element = if is_needed {
                array.next_element_seed(self.descend(&step))?
            } else {
                array.next_element::<IgnoredAny>()?.map(|_| ())
            };
            if element.is_none() {
                break;
            }
            index += 1;
        }
        if !self.place.roles.is_empty() {
            self.keep(Value::Other("an array"));
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key_seed(NameSeed)? {
            object.next_value_seed(self.descend(&name))?;
        }
        if !self.place.roles.is_empty() {
            self.keep(Value::Other("an object"));
        }
        Ok(())
    }
}
