//! Texts with parties and names exchanged.

use std::collections::HashMap;

use crate::{error::Error, label_file::LabelFile, whole_words::WholeWords};

/// Pairs of names, such as `Democrat` and `Republican`, that a classifier of stance should not tell apart.
#[derive(Clone, Debug)]
pub struct NameSwaps {
    names: WholeWords,
    /// What stands in the place of each name.
    replacements: Vec<String>,
    /// Whether each is of the first column.
    is_first: Vec<bool>,
}

/// A text with its names exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swapped {
    /// The text.
    pub text: String,
    /// Names of the first column that were replaced.
    pub n_first: usize,
    /// Names of the second column that were replaced.
    pub n_second: usize,
}

impl NameSwaps {
    /// Reads pairs from a CSV with the header `name,other`; every name of a row becomes the other one, both ways.
    ///
    /// # Errors
    /// [`Error::Names`] where the header is another one, a row has not two names, or a name stands in two rows.
    pub fn from_csv(path: &str, bytes: &[u8]) -> Result<Self, Error> {
        let fault = |line: u64, found: &str| Error::Names(format!("{path}:{line}: {found}"));
        let file = LabelFile::new(bytes);
        let rows = file.rows().map_err(|(line, _, message)| fault(line, &message))?;
        if rows.header.iter().map(str::trim).ne(["name", "other"]) {
            return Err(fault(1, "expected the header `name,other`"));
        }
        let mut other_of: HashMap<String, (String, bool)> = HashMap::new();
        for row in rows {
            let (line, row) = row.map_err(|(line, _, message)| fault(line, &message))?;
            let names: Vec<&str> = row.iter().map(str::trim).collect();
            let &[name, other] = names.as_slice() else {
                return Err(fault(line, &format!("found {} fields, expected 2", names.len())));
            };
            for (name, other, is_first) in [(name, other, true), (other, name, false)] {
                if name.is_empty() {
                    return Err(fault(line, "found an empty name"));
                }
                if other_of.insert(name.to_owned(), (other.to_owned(), is_first)).is_some() {
                    return Err(fault(line, &format!("found `{name}` a second time")));
                }
            }
        }
        let mut names: Vec<(String, (String, bool))> = other_of.into_iter().collect();
        names.sort();
        let finder = WholeWords::new(names.iter().map(|(name, _)| name.as_str()))
            .map_err(|error| Error::Names(format!("{path}: {error}")))?;
        let (replacements, is_first) = names.into_iter().map(|(_, other)| other).unzip();
        Ok(Self { names: finder, replacements, is_first })
    }

    /// The text with all names exchanged at once; `None` where it names nobody.
    ///
    /// Names are whole words, capitals as given.
    #[must_use]
    pub fn swap(&self, text: &str) -> Option<Swapped> {
        let mut swapped =
            Swapped { text: String::with_capacity(text.len()), n_first: 0, n_second: 0 };
        let mut copied = 0;
        for (name, place) in self.names.find(text) {
            swapped.text.push_str(&text[copied..place.start]);
            swapped.text.push_str(&self.replacements[name]);
            copied = place.end;
            *(if self.is_first[name] { &mut swapped.n_first } else { &mut swapped.n_second }) += 1;
        }
        swapped.text.push_str(&text[copied..]);
        (swapped.n_first + swapped.n_second > 0).then_some(swapped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let csv = "name,other\nDemocrat,Republican\nDemocrats,Republicans\nD-,R-\nJo Ash,Al Elm\nAsh,Elm\n";
        let swaps = NameSwaps::from_csv("n.csv", csv.as_bytes()).unwrap();
        assert_eq!(swaps.swap(text).map(|swapped| swapped.text).as_deref(), expected);
    }

    #[test]
    fn names_are_exchanged_both_ways_at_once() {
        check("Democrats and Republicans agreed.", Some("Republicans and Democrats agreed."));
        check("Sen. Jo Ash (D-Ohio) met Elm.", Some("Sen. Al Elm (R-Ohio) met Ash."));
        check("A Democratic ash tree.", None);
    }

    #[test]
    fn faults_are_named() {
        let check = |csv: &str, expected: &str| {
            let error = NameSwaps::from_csv("n.csv", csv.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check("a,b\n", "n.csv:1: expected the header `name,other`");
        check("name,other\nx\n", "n.csv:2: found 1 fields, expected 2");
        check("name,other\nx,y\ny,z\n", "n.csv:3: found `y` a second time");
        check("name,other\nx,\n", "n.csv:2: found an empty name");
    }
}
