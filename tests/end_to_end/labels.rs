//! Faults in label files: each with file, line and column, and exit code 2.

use crate::driver::Project;

const HEADER: &str = "text,supportive,not_far_enough,helsinki_critical";

/// Training and evaluation both refuse the file, with this message.
#[track_caller]
fn check(contents: &str, message: &str) {
    let project = Project::new().file("l.csv", contents);
    project.slant("train l.csv -o model").exits(2).says(message).prints_nothing();
    project.slant("evaluate l.csv").exits(2).says(message).prints_nothing();
    assert!(project.files("model").is_empty());
}

#[test]
fn a_value_that_is_no_verdict_is_named_with_line_and_column() {
    check(
        &format!("{HEADER}\nOne.,1,0,0\nTwo.,0,yes,0\n"),
        "slant: l.csv:3:3: found `yes` in `not_far_enough`, expected 0, 1 or nothing\n",
    );
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let contents = format!("{HEADER}\nOne.,2,0,0\nTwo.,0\n\"Three\nlines.\",0,0,x\n ,0,0,0\n");
    check(&contents, "l.csv:2:2: found `2` in `supportive`");
    check(&contents, "\nl.csv:3:0: found 2 fields, expected 4\n");
    check(&contents, "\nl.csv:4:4: found `x` in `helsinki_critical`");
    check(&contents, "\nl.csv:6:1: found an empty text\n");
}

#[test]
fn a_header_that_does_not_fit_is_told_the_columns() {
    check(
        "",
        "slant: l.csv:1:0: found no header, expected the columns text, supportive, not_far_enough, helsinki_critical\n",
    );
    check(
        "text,supportive\nOne.,1\n",
        "slant: l.csv:1:0: found no column `not_far_enough` among text, supportive, expected the columns text, supportive",
    );
    check(
        &format!("{HEADER},supportive\nOne.,1,0,0,1\n"),
        "slant: l.csv:1:5: found the column `supportive` twice\n",
    );
}

#[test]
fn one_annotator_twice_on_one_unit_is_a_fault() {
    check(
        &format!("id,annotator,{HEADER}\n1,a,One.,1,0,0\n1,a,One.,0,0,0\n"),
        "slant: l.csv:3:0: found id `1` of annotator `a` twice, first in l.csv:2\n",
    );
}

#[test]
fn bytes_that_are_not_utf_8_among_some_that_are_are_a_fault() {
    let project = Project::new()
        .file("l.csv", [HEADER.as_bytes(), b"\nOne\xC2\xA0more.,1,0,0\ncaf\xe9,0,0,0\n"].concat());
    project.slant("train l.csv -o model").exits(2).says("l.csv:3:").says("expected UTF-8");
}

#[test]
fn label_files_that_are_not_there_are_named() {
    let project = Project::new().file("empty/readme.txt", "x");
    project.slant("train none.csv -o model").exits(2).says("slant: none.csv: ");
    project.slant("evaluate none.csv").exits(2).says("slant: none.csv: ");
    project
        .slant("train empty -o model")
        .exits(2)
        .says("slant: empty: found no label file, expected .csv\n");
}

#[test]
fn a_byte_order_mark_and_line_ends_of_windows_are_accepted() {
    let contents = format!("\u{feff}{HEADER}\r\nIt is welcome.,1,0,0\r\nIt is not.,,0,0\r\n");
    Project::new().file("l.csv", contents).slant("evaluate l.csv").exits(0).prints("2 units");
}
