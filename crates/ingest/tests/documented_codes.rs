//! The page for users names every code of a reject, and no other.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::collections::BTreeSet;

const HEADING: &str = "## Codes of rejects";

#[test]
fn every_code_is_in_the_page_for_users_and_every_code_there_is_one() {
    let page = std::fs::read_to_string("../../docs/inputs.md").unwrap();
    let (_, section) = page.split_once(HEADING).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let documented: BTreeSet<String> = section
        .lines()
        .filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()))
        .collect();
    assert_eq!(documented, codes(include_str!("../src/reject.rs")));
}

/// The variants of the enum in snake case.
fn codes(source: &str) -> BTreeSet<String> {
    let (_, variants) = source.split_once("pub enum RejectCode {").unwrap();
    let (variants, _) = variants.split_once("\n}").unwrap();
    let names = variants.lines().filter_map(|line| line.trim().strip_suffix(','));
    names.filter(|name| name.chars().all(char::is_alphanumeric)).map(snake_case).collect()
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
