//! The same rows, whatever the form of the table and the command that wrote it.

use std::collections::BTreeMap;

use crate::{
    driver::Project,
    tables::{Row, json_rows, rows},
};

/// Columns that a run alone fills.
const COPIES: [&str; 2] = ["cluster_id", "shared_with"];

/// Writes the sample in several forms; all hold the same values.
#[track_caller]
fn check(command: &str, forms: &[&str]) -> Vec<Row> {
    let project = Project::with_sample();
    let tables: Vec<Vec<Row>> = forms
        .iter()
        .map(|form| {
            project
                .slant(&format!("{command} sample -o x.{form} --overwrite"))
                .exits(1)
                .prints_nothing();
            assert_eq!(rows(&project, &format!("x.{form}.rejects.jsonl")).len(), 3);
            rows(&project, &format!("x.{form}"))
        })
        .collect();
    let stdout = json_rows(&project.slant(&format!("{command} sample")).exits(1).stdout);
    let as_written = |table: &[Row]| table.iter().map(Row::as_written).collect::<Vec<_>>();
    let expected = as_written(&stdout);
    for (form, table) in forms.iter().zip(&tables) {
        let found = as_written(table);
        assert_eq!(found.len(), expected.len(), "{form}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{form}");
        }
    }
    stdout
}

#[test]
fn articles_are_the_same_as_json_lines_and_parquet() {
    let articles = check("ingest", &["jsonl", "ndjson", "parquet"]);
    assert_eq!(articles.len(), 42);
    assert!(
        articles
            .iter()
            .all(|article| !article.text("text").is_empty() && article.is_missing("relevant"))
    );
}

#[test]
fn units_are_the_same_as_json_lines_csv_and_parquet() {
    let units = check("segment", &["jsonl", "csv", "parquet"]);
    let n_articles = units.iter().filter(|unit| unit.text("kind") == "headline").count();
    assert_eq!(n_articles, 42, "units of every article, whatever it is about");
    assert!(
        units
            .iter()
            .all(|unit| unit.is_missing("relevant") && !unit.0.contains_key("score_supportive"))
    );
}

#[test]
fn scored_units_are_the_same_as_json_lines_csv_and_parquet() {
    let units = check("score", &["jsonl", "csv", "parquet"]);
    assert!(units.iter().all(|unit| unit.flag("relevant") == Some(true)));
}

#[test]
fn score_gives_the_units_of_a_run() {
    let project = Project::with_sample();
    project.slant("run sample -o out").exits(1);
    project.slant("score sample -o scored.parquet").exits(1);
    // Copies are looked for in a run alone.
    let of_run = rows(&project, "out/units.parquet").into_iter().map(|unit| unit.without(&COPIES));
    let scored = rows(&project, "scored.parquet").into_iter().map(|unit| unit.without(&COPIES));
    assert!(of_run.eq(scored));
}

#[test]
fn segment_gives_the_units_of_a_run_without_scores() {
    let project = Project::with_sample();
    let segmented = json_rows(&project.slant("segment sample").exits(1).stdout);
    project.slant("run sample -o out --all").exits(1);
    let labels = ["supportive", "not_far_enough", "helsinki_critical"];
    let scores = labels.map(|label| format!("score_{label}"));
    let left_out: Vec<&str> = labels
        .into_iter()
        .chain(scores.iter().map(String::as_str))
        .chain(["relevant"])
        .chain(COPIES)
        .collect();
    let of_run =
        rows(&project, "out/units.parquet").into_iter().map(|unit| unit.without(&left_out));
    assert!(
        of_run.eq(segmented.into_iter().map(|unit| unit.without(&["relevant"]).without(&COPIES)))
    );
}

#[test]
fn ready_units_are_scored_as_those_of_a_run() {
    let project = Project::with_sample();
    project.slant("score sample -o scored.csv").exits(1);
    project.slant("score sample -o scored.jsonl").exits(1);
    let expected = rows(&project, "scored.jsonl");
    for input in ["scored.csv", "scored.jsonl"] {
        let outcome = project.slant(&format!("score --units {input} --map id=unit_id")).exits(0);
        let found = json_rows(&outcome.stdout);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            for column in [
                "unit_id",
                "text",
                "outlet",
                "date",
                "score_supportive",
                "supportive",
                "score_not_far_enough",
                "score_helsinki_critical",
            ] {
                assert_eq!(found.value(column), expected.value(column), "{column} of {found:?}");
            }
        }
    }
}

#[test]
fn ready_units_need_no_more_than_a_text_and_are_never_cut() {
    let text = "It is a good first step. It does not go far enough.\n\nIt came late.";
    let project = Project::new()
        .file("a.csv", format!("text\n\"{text}\"\nThe agencies have 45 days.\n"))
        .file(
            "a.jsonl",
            serde_json::json!({"text": text}).to_string()
                + "\n{\"text\": \"The agencies have 45 days.\"}\n",
        );
    let scores = ["a.csv", "a.jsonl"].map(|input| {
        let units = json_rows(&project.slant(&format!("score --units {input}")).exits(0).stdout);
        let texts: Vec<&str> = units.iter().map(|unit| unit.text("text")).collect();
        assert_eq!(texts, [text, "The agencies have 45 days."]);
        units.iter().map(|unit| unit.score("score_supportive").to_string()).collect::<Vec<_>>()
    });
    assert_eq!(scores[0], scores[1]);
}

#[test]
fn ready_units_of_the_same_words_are_all_scored() {
    let project = Project::new()
        .file("a.csv", "text\nHe declined to comment.\nShe agreed.\nHe declined to comment.\n");
    let units = json_rows(&project.slant("score --units a.csv").exits(0).stdout);
    assert_eq!(units.len(), 3, "{units:?}");
}

#[test]
fn the_counts_as_json_are_those_of_the_tables() {
    let project = Project::with_sample();
    for (command, counts) in [
        ("ingest", [45, 42, 3, 0, 0]),
        ("segment", [45, 42, 3, 0, 0]),
        ("score", [45, 42, 3, 35, 7]),
    ] {
        let result = project
            .slant(&format!("{command} sample -o {command}.jsonl --json --quiet"))
            .exits(1)
            .says_nothing()
            .json();
        let names =
            ["articles_in", "articles_out", "rejects", "articles_relevant", "articles_irrelevant"];
        let expected: BTreeMap<&str, u64> = names.into_iter().zip(counts).collect();
        for (name, expected) in expected {
            assert_eq!(result[name], expected, "{command}: {name}");
        }
        assert_eq!(result["output"], format!("{command}.jsonl"));
        assert_eq!(result["warnings"].as_array().unwrap().len(), 1);
    }
}
