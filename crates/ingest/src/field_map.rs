//! Which field of a record holds the text, the outlet, and so on.

use crate::Error;

/// Tells which names of fields stand for which part of an article.
///
/// A name is compared exactly first, then without regard to case; of several fields for one part the first in the
/// order of the aliases whose value is not empty is taken.
///
/// # Example
/// ```
/// let mut fields = ingest::FieldMap::default();
/// fields.set("text=story_body")?;
/// fields.set("id=")?;
/// assert!(fields.set("colour=x").is_err());
/// # Ok::<(), ingest::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FieldMap {
    aliases: [Vec<String>; Field::ALL.len()],
    chosen: [Option<String>; Field::ALL.len()],
}

impl FieldMap {
    /// Takes a setting `field=COLUMN`; `field=` takes no column for the field. The last setting of a field holds.
    ///
    /// # Errors
    /// When there is no `=`, when the field is not one of an article's, or when it is the text and left empty.
    pub fn set(&mut self, setting: &str) -> Result<(), Error> {
        let fault = |found: String, expected: &str| Error::FieldMapping {
            setting: setting.to_owned(),
            found,
            expected: expected.to_owned(),
        };
        let (name, column) = setting
            .split_once('=')
            .ok_or_else(|| fault("no `=`".to_owned(), "FIELD=COLUMN, such as text=story_body"))?;
        let (name, column) = (name.trim(), column.trim());
        let field = Field::ALL.into_iter().find(|field| field.name() == name).ok_or_else(|| {
            fault(format!("the field {name:?}"), &format!("one of {}", Field::names()))
        })?;
        if field == Field::Text && column.is_empty() {
            return Err(fault("no column".to_owned(), "the column that holds the text"));
        }
        let column = (!column.is_empty()).then(|| column.to_owned());
        self.aliases[field as usize] = column.iter().cloned().collect();
        self.chosen[field as usize] = column;
        Ok(())
    }

    /// The parts of an article that a field of this name can stand for, with its rank (0 is taken first).
    pub(crate) fn roles<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Role> + 'a {
        Field::ALL.into_iter().filter_map(move |field| {
            let aliases = &self.aliases[field as usize];
            let exact = aliases.iter().position(|alias| alias == name);
            let rank = exact.or_else(|| {
                let position = aliases.iter().position(|alias| alias.eq_ignore_ascii_case(name))?;
                Some(aliases.len() + position)
            })?;
            Some(Role { field, rank })
        })
    }

    /// The names that are looked for, separated by commas.
    pub(crate) fn expected_names(&self, field: Field) -> String {
        self.aliases[field as usize].join(", ")
    }

    /// The column that the user chose for the field, if any.
    pub(crate) fn chosen(&self, field: Field) -> Option<&str> {
        self.chosen[field as usize].as_deref()
    }
}

impl Default for FieldMap {
    fn default() -> Self {
        let aliases =
            Field::ALL.map(|field| field.usual_names().iter().map(ToString::to_string).collect());
        Self { aliases, chosen: Default::default() }
    }
}

/// That a field of a record can stand for a part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) field: Field,
    pub(crate) rank: usize,
}

/// The parts of an article that a record can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Text,
    Outlet,
    Url,
    Title,
    Date,
    Id,
    Author,
}

impl Field {
    pub(crate) const ALL: [Self; 7] =
        [Self::Text, Self::Outlet, Self::Url, Self::Title, Self::Date, Self::Id, Self::Author];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Outlet => "outlet",
            Self::Url => "url",
            Self::Title => "title",
            Self::Date => "date",
            Self::Id => "id",
            Self::Author => "author",
        }
    }

    fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    fn usual_names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["text", "content", "body", "content_original", "maintext", "article"],
            Self::Outlet => {
                &["outlet", "source", "publisher", "domain", "media_name", "source_name"]
            }
            Self::Url => &["url", "link", "source_url"],
            Self::Title => &["title", "headline"],
            Self::Date => &["date", "published", "publish_date", "date_publish", "pub_date"],
            Self::Id => &["id", "ID", "guid", "uuid"],
            Self::Author => &["author", "authors", "byline", "creator"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(map: &FieldMap, name: &str) -> Vec<(&'static str, usize)> {
        map.roles(name).map(|role| (role.field.name(), role.rank)).collect()
    }

    #[test]
    fn names_match_exactly_before_they_match_without_case() {
        let map = FieldMap::default();
        let check = |name: &str, expected: &[(&str, usize)]| {
            assert_eq!(ranks(&map, name), expected, "{name}");
        };
        check("text", &[("text", 0)]);
        check("article", &[("text", 5)]);
        check("Text", &[("text", 6)]);
        check("ID", &[("id", 1)]);
        check("Id", &[("id", 4)]);
        check("byline", &[("author", 2)]);
    }

    #[test]
    fn a_column_can_serve_two_fields() {
        let mut map = FieldMap::default();
        map.set("id=url").unwrap();
        assert_eq!(ranks(&map, "url"), [("url", 0), ("id", 0)]);
        assert_eq!(ranks(&map, "guid"), []);
    }

    #[test]
    fn a_setting_that_cannot_be_used_says_what_can() {
        let check = |setting: &str, expected: &str| {
            assert_eq!(FieldMap::default().set(setting).unwrap_err().to_string(), expected);
        };
        check("text", "--map text: found no `=`, expected FIELD=COLUMN, such as text=story_body");
        check("text=", "--map text=: found no column, expected the column that holds the text");
        check(
            "colour=by",
            "--map colour=by: found the field \"colour\", expected one of text, outlet, url, title, date, id, author",
        );
    }
}
