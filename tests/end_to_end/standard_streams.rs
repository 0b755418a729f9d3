//! Standard input and standard output.

use std::io::{BufRead, BufReader, Write};

use flate2::{Compression, write::GzEncoder};

use crate::{
    corpus::{many_articles, two_articles},
    driver::{Outcome, Project},
    tables::{Row, json_rows, rows},
};

const CSV: &str =
    "id,outlet,date,text\nc1,Post,2018-09-12,\"One.\nTwo, he said.\"\nc2,Post,,Three.\n";

/// A command on standard input gives the rows that it gives on a file.
#[track_caller]
fn check(command: &str, file: &str, contents: &[u8]) {
    let project = Project::new().file(file, contents);
    let from_file = project.slant(&format!("{command} {file}")).exits(0);
    let from_stdin =
        project.slant_reading(&format!("{command} -"), contents).exits(0).says_nothing();
    let rows = |outcome: &Outcome| -> Vec<Row> {
        json_rows(&outcome.stdout).into_iter().map(|row| row.without(&["source_path"])).collect()
    };
    let expected = rows(&from_file);
    assert!(!expected.is_empty());
    assert_eq!(rows(&from_stdin), expected, "{command} {file}");
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let lines = two_articles();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(lines.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    for command in ["ingest", "segment", "score --all"] {
        check(command, "a.jsonl", lines.as_bytes());
        check(command, "a.jsonl.gz", &gzip);
    }
}

#[test]
fn csv_on_standard_input_is_found_by_its_header() {
    for command in ["ingest", "segment", "score --all"] {
        check(command, "a.csv", CSV.as_bytes());
        check(command, "a.csv", format!("\u{feff}{}", CSV.replace('\n', "\r\n")).as_bytes());
    }
    let project = Project::new();
    let outcome = project.slant_reading("ingest -", CSV.replace(',', ";")).exits(0);
    assert_eq!(json_rows(&outcome.stdout)[1].text("text"), "Three.");
}

#[test]
fn a_run_reads_standard_input() {
    let lines = many_articles(700);
    let project = Project::new().file("a.jsonl", &lines);
    project.slant("run a.jsonl -o file").exits(0);
    project.slant_reading("run - -o stdin", &lines).exits(0).prints("Report: stdin/report.html");
    for name in ["units.parquet", "outlets.csv"] {
        assert!(
            project.bytes(&format!("file/{name}")) == project.bytes(&format!("stdin/{name}")),
            "{name}"
        );
    }
    assert!(project.text("stdin/manifest.json").contains("\"path\": \"-\""));
    let articles = rows(&project, "stdin/articles.parquet");
    assert!(articles.iter().all(|article| article.text("source_path") == "-"));

    project.slant_reading("run - -o csv --all", CSV).exits(0);
    assert_eq!(rows(&project, "csv/articles.parquet").len(), 2);
}

#[test]
fn faults_of_standard_input_are_told_with_their_line() {
    let project = Project::new();
    let outcome = project
        .slant_reading("segment -", "{\"text\": \"One.\"}\n{\n")
        .exits(1)
        .says("-:2:1: found no valid JSON")
        .says("1 of 2 records were rejected: 1 bad_json\n");
    assert_eq!(json_rows(&outcome.stdout).len(), 1);
    project
        .slant_reading("segment -", "")
        .exits(2)
        .says("found nothing but white space, expected articles");
}

#[test]
fn standard_input_and_files_are_read_together() {
    let project = Project::new().file("a.csv", CSV);
    let outcome = project.slant_reading("ingest a.csv -", two_articles()).exits(0);
    let articles = json_rows(&outcome.stdout);
    let ids: Vec<&str> = articles.iter().map(|article| article.text("article_id")).collect();
    assert_eq!(ids, ["r1", "i1", "c1", "c2"]);
}

/// Reads one line of a command's output and closes it; the command ends well.
#[track_caller]
fn read_one_line(project: &Project, arguments: &str) -> String {
    let mut child = project.start(arguments);
    drop(child.stdin.take());
    let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    Outcome::new(arguments, child.wait_with_output().unwrap()).exits(0).says_nothing();
    first
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let project = Project::new().file("a.jsonl", many_articles(3_000));
    for command in ["ingest", "segment", "score"] {
        for n_threads in [1, 2] {
            let first =
                read_one_line(&project, &format!("{command} a.jsonl --threads {n_threads}"));
            assert_eq!(json_rows(&first).len(), 1);
        }
    }
}

#[test]
fn a_reader_of_completions_that_goes_away_is_no_fault() {
    let project = Project::new();
    let mut child = project.start("completions bash");
    drop(child.stdout.take());
    Outcome::new("completions bash", child.wait_with_output().unwrap()).exits(0).says_nothing();
}

/// Standard output on a device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_a_fault() {
    let project = Project::new().file("a.jsonl", many_articles(50));
    for command in [
        "segment a.jsonl",
        "ingest a.jsonl",
        "run a.jsonl -o out",
        "run a.jsonl -o json --json",
        "completions zsh",
    ] {
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_slant"))
            .args(command.split_whitespace())
            .current_dir(project.path("."))
            .stdout(std::fs::File::create("/dev/full").unwrap())
            .output();
        let outcome = Outcome::new(command, child.unwrap()).exits(2);
        assert_eq!(outcome.stderr.matches("No space left on device").count(), 1, "{outcome}");
    }
}
