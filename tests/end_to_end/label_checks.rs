//! `check` and `agree`: what is wrong with label files, what they hold, and how far annotators agree.

use serde_json::Value;

use crate::driver::{Project, source_tree};

const CODEBOOK: &str = "name = 'tone'\n[[labels]]\nname = 'good'\ndefinition = ''\n[[labels]]\nname = 'bad'\ndefinition = ''\n";

fn project(labels: impl AsRef<[u8]>) -> Project {
    Project::new().file("tone.toml", CODEBOOK).file("l.csv", labels)
}

fn json(project: &Project, command: &str) -> Value {
    project.slant(&format!("{command} l.csv --codebook tone.toml --json")).json()
}

#[test]
fn the_shipped_labels_are_without_fault() {
    let labels = source_tree().join("data/labels");
    Project::new().slant(&format!("check {}", labels.display())).exits(0).prints("\nNo faults.\n");
}

#[test]
fn every_fault_is_printed_with_its_place() {
    let project = project(
        "text,good,bad,colour\nOne.,1,0,\nOne.,0,0,\nâ€™,0,2,\n,0,0,\ntext,good,bad,colour\n\"open,0,0,\n",
    );
    project
        .slant("check l.csv --codebook tone.toml")
        .exits(1)
        .prints("l.csv:1:4: found the unknown column `colour`, expected a label or a column of label files\n")
        .prints("l.csv:3:0: found the text of l.csv:2 with another verdict in good\n")
        .prints("l.csv:4:1: found `â€™`, which is `’` read in a wrong encoding in `text`\n")
        .prints("l.csv:4:3: found `2` in `bad`, expected 0, 1 or nothing\n")
        .prints("l.csv:5:1: found an empty text\n")
        .prints("l.csv:6:0: found the header again, expected a row\n")
        .prints("l.csv:7:1: found a quotation mark that opens a field and is never closed\n")
        .prints("l.csv:1:0: found no 1 in `bad`, expected both verdicts\n")
        .prints("\n8 faults.\n");
}

#[test]
fn files_out_of_a_spreadsheet_are_read() {
    let project = project(b"text;good;bad\r\n\"na\xefve; too\";1;0\r\ncaf\xe9;0;1\r\n");
    project
        .slant("check l.csv --codebook tone.toml")
        .exits(0)
        .prints("l.csv: read as windows-1252\n")
        .prints("l.csv: semicolons between the fields\n")
        .prints("2 rows, 2 units\n");
}

#[test]
fn annotators_are_compared() {
    let rows = |annotator: &str, verdicts: [u8; 10]| -> String {
        let row = |(n, verdict)| format!("{n},{annotator},Sentence {n}.,{verdict},0\n");
        verdicts.into_iter().enumerate().map(row).collect()
    };
    // The two observers of Krippendorff (2011), whose alpha is .095.
    let first = rows("a", [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
    let second = rows("b", [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]);
    let adjudicated = rows("adjudicated", [1; 10]);
    let project = project(format!("id,annotator,text,good,bad\n{first}{second}{adjudicated}"));
    let agreement = json(&project, "agree");
    let alpha = agreement["labels"]["good"]["alpha"].as_f64().unwrap();
    assert!((alpha - 0.095_238_095_238_095_24).abs() < 1e-9, "{alpha}");
    assert_eq!(agreement["labels"]["bad"]["alpha"], Value::Null);
    assert_eq!(agreement["n_units"], 10);
    let pair = &agreement["pairs"][0]["labels"]["good"];
    assert_eq!([&pair["both"], &pair["only_a"], &pair["only_b"], &pair["neither"]], [1, 1, 3, 5]);
    project
        .slant("agree l.csv --codebook tone.toml")
        .exits(0)
        .prints("10 units judged by two annotators or more:\n  a: 10 rows\n  b: 10 rows\n")
        .prints("0.095");
}

#[test]
fn sets_of_labels_are_compared_as_sets() {
    let project = project(
        "text,annotator,good,bad\nOne.,a,1,1\nOne.,b,1,0\nTwo.,a,0,0\nTwo.,b,0,0\nThree.,a,0,1\nThree.,b,0,1\n",
    );
    // Observed (1 - 1/2) / 3; expected 11.5 / 15 over the pairs of the six sets.
    let alpha = json(&project, "agree")["all_labels"]["alpha"].as_f64().unwrap();
    assert!((alpha - (1.0 - (0.5 / 3.0) / (11.5 / 15.0))).abs() < 1e-9, "{alpha}");
}

#[test]
fn a_single_annotator_is_told_so() {
    project("text,good,bad,annotator\nOne.,1,0,a\nTwo.,0,1,a\n")
        .slant("agree l.csv --codebook tone.toml")
        .exits(2)
        .says("found no unit that two annotators judged (`a`)");
}
