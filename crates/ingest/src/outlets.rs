//! Which names of outlets mean the same outlet.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Error;
use crate::rows::split_row;

const HEADER: [&str; 2] = ["alias", "outlet"];

/// Names of outlets that stand for another name, compared without regard to case.
#[derive(Debug, Clone, Default)]
pub struct OutletAliases {
    outlets: BTreeMap<String, String>,
}

impl OutletAliases {
    /// Reads a CSV file with the header `alias,outlet`.
    ///
    /// # Errors
    /// When the file cannot be read, its header is another, a row has not two fields that are filled, or an alias is
    /// given twice with different outlets; with the line and column of the fault.
    pub fn from_csv(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path)
            .map_err(|reason| Error::Unreadable { path: path.to_owned(), reason })?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            fault(path, place(&bytes, error.valid_up_to()), "bytes that are not UTF-8", "UTF-8")
        })?;
        Self::parse(text.trim_start_matches('\u{feff}'), path)
    }

    /// The outlet that `name` stands for; `name` itself when it is no alias.
    pub(crate) fn resolve(&self, name: String) -> String {
        if self.outlets.is_empty() {
            return name;
        }
        self.outlets.get(&name.to_lowercase()).cloned().unwrap_or(name)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut aliases = Self::default();
        let mut rows = reader.records();
        let header = rows.next().and_then(Result::ok).unwrap_or_default();
        if header.iter().ne(HEADER) {
            let found = format!("the header {:?}", header.iter().collect::<Vec<_>>().join(","));
            return Err(fault(path, (1, 1), &found, "the header \"alias,outlet\""));
        }
        for row in rows {
            let row = row.map_err(|error| fault(path, (1, 1), &error.to_string(), "CSV"))?;
            aliases.insert(&row, text, path)?;
        }
        Ok(aliases)
    }

    fn insert(&mut self, row: &csv::StringRecord, text: &str, path: &Path) -> Result<(), Error> {
        let rest = &text[row.position().map_or(0, |position| position.byte() as usize)..];
        let row_text = rest.trim_start_matches(['\r', '\n']);
        let fault_in = |column: usize, found: &str, expected: &str| {
            let in_row = split_row(row_text, b',').get(column).map_or(0, |field| field.start);
            let offset = text.len() - row_text.len() + in_row;
            fault(path, place(text.as_bytes(), offset), found, expected)
        };
        if let Some(column) = row.iter().position(|field| field.contains('\n')) {
            return Err(fault_in(
                column,
                "a field over several lines",
                "a closing quote on its line",
            ));
        }
        if row.len() != HEADER.len() {
            let found = if row.len() == 1 { "1 field" } else { &format!("{} fields", row.len()) };
            return Err(fault_in(0, found, "2 fields, alias,outlet"));
        }
        if let Some(column) = row.iter().position(str::is_empty) {
            return Err(fault_in(column, "an empty field", "an alias and its outlet"));
        }
        let (alias, outlet) = (row[0].to_lowercase(), row[1].to_owned());
        if let Some(earlier) = self.outlets.get(&alias).filter(|earlier| **earlier != outlet) {
            let found = format!("{:?} again, for {outlet:?}", &row[0]);
            return Err(fault_in(0, &found, &format!("only {earlier:?} for it")));
        }
        self.outlets.insert(alias, outlet);
        Ok(())
    }
}

fn fault(path: &Path, (line, column): (u64, u64), found: &str, expected: &str) -> Error {
    Error::OutletAliases {
        path: path.to_owned(),
        line,
        column,
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

/// Line and column of an offset, both from 1.
fn place(bytes: &[u8], offset: usize) -> (u64, u64) {
    let before = &bytes[..offset.min(bytes.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    (line, (before.len() - line_start) as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<OutletAliases, Error> {
        OutletAliases::parse(text, Path::new("aliases.csv"))
    }

    #[test]
    fn aliases_are_compared_without_case() {
        let aliases =
            parse("alias,outlet\nHarbor Post,harborpost.example\r\n\"The, Ledger\",ledger\n")
                .unwrap();
        let check =
            |name: &str, expected: &str| assert_eq!(aliases.resolve(name.to_owned()), expected);
        check("HARBOR post", "harborpost.example");
        check("the, ledger", "ledger");
        check("Valley News", "Valley News");
    }

    #[test]
    fn a_fault_is_told_with_its_place() {
        let check =
            |text: &str, expected: &str| assert_eq!(parse(text).unwrap_err().to_string(), expected);
        check("", "aliases.csv:1:1: found the header \"\", expected the header \"alias,outlet\"");
        check(
            "a,b\n",
            "aliases.csv:1:1: found the header \"a,b\", expected the header \"alias,outlet\"",
        );
        check(
            "alias,outlet\n\nx\n",
            "aliases.csv:3:1: found 1 field, expected 2 fields, alias,outlet",
        );
        check(
            "alias,outlet\nabc,\n",
            "aliases.csv:2:5: found an empty field, expected an alias and its outlet",
        );
        check(
            "alias,outlet\nA,b\na,c\n",
            "aliases.csv:3:1: found \"a\" again, for \"c\", expected only \"b\" for it",
        );
    }
}
