//! Which fields, outlets, dates and articles are taken.

use serde_json::Value;

use crate::{
    corpus::{IRRELEVANT, RELEVANT, two_articles},
    driver::Project,
    tables::{Row, json_rows, rows},
};

/// The articles that `slant ingest` makes of the inputs.
#[track_caller]
fn articles(project: &Project, arguments: &str) -> Vec<Row> {
    json_rows(&project.slant(&format!("ingest {arguments}")).exits(0).stdout)
}

fn outlets(articles: &[Row]) -> Vec<&str> {
    articles.iter().map(|article| article.text("outlet")).collect()
}

#[test]
fn the_outlet_comes_from_its_field_else_the_domain_else_the_folder() {
    let project = Project::new()
        .file(
            "dump/a.jsonl",
            concat!(
                "{\"source\": \"Quarry Post\", \"url\": \"https://www.quarry.example/1\", \"text\": \"One.\"}\n",
                "{\"source\": \"\", \"url\": \"https://news.quarry.co.uk/2\", \"text\": \"Two.\"}\n",
                "{\"url\": \"https://www.harborpost.example:8080/3?x=1\", \"text\": \"Three.\"}\n",
                "{\"text\": \"Four.\"}\n",
            ),
        )
        .file("dump/Valley News/one.txt", "The order took effect.\nIt is short.")
        .file("dump/Valley News/two.txt", "Another text.");
    let found = articles(&project, "dump");
    let names =
        ["Valley News", "Valley News", "Quarry Post", "quarry.co.uk", "harborpost.example", "dump"];
    assert_eq!(outlets(&found), names, "{found:?}");
    assert_eq!(found[0].text("text"), "The order took effect.\nIt is short.");
}

#[test]
fn usual_names_of_fields_are_found_and_others_are_named() {
    let record = r#"{"GUID": 7, "media_name": "Post", "link": "https://post.example/7", "headline": "H", "pub_date": "Sept. 12, 2018", "maintext": "T.", "colour": "red"}"#;
    let project = Project::new().file("a.jsonl", record);
    let row = articles(&project, "a.jsonl").remove(0);
    for (column, expected) in [
        ("article_id", "7"),
        ("outlet", "Post"),
        ("url", "https://post.example/7"),
        ("title", "H"),
        ("date", "2018-09-12"),
        ("text", "T."),
    ] {
        assert_eq!(row.text(column), expected, "{column}");
    }
    let result = project.slant("ingest a.jsonl -o x.jsonl --json").exits(0).json();
    assert_eq!(result["unused_fields"], serde_json::json!({"colour": 1}));
}

#[test]
fn a_mapped_column_is_taken_in_place_of_the_usual_one() {
    let project = Project::new().file(
        "a.csv",
        "text,story,nr,paper\nshort,The whole story.,7,Post\nshort,Another story.,8,Post\n",
    );
    let found = articles(&project, "a.csv --map text=story --map id=nr --map outlet=paper");
    assert_eq!(
        (found[0].text("text"), found[0].text("article_id"), found[0].text("outlet")),
        ("The whole story.", "7", "Post")
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn an_id_that_is_mapped_to_nothing_lets_articles_be_numbered_by_content() {
    let project = Project::new()
        .file("a.jsonl", "{\"id\": 1, \"text\": \"One.\"}\n{\"id\": 1, \"text\": \"Two.\"}\n");
    project.slant("ingest a.jsonl").exits(1).says("duplicate_id");
    let found = articles(&project, "a.jsonl --map id=");
    assert_ne!(found[0].text("article_id"), found[1].text("article_id"));
}

#[test]
fn a_mapped_column_that_is_not_there_is_a_fault() {
    let project = Project::new().file("a.csv", "outlet,text\nPost,One.\n");
    project
        .slant("ingest a.csv --map text=story")
        .exits(2)
        .says("a.csv:1: found the columns outlet, text, expected one of story");
    project
        .slant("ingest a.csv --map date=day")
        .exits(1)
        .says("missing_field: found no field \"day\", expected it for date");
}

#[test]
fn aliases_of_outlets_fall_together() {
    let project = Project::with_sample().file(
        "aliases.csv",
        "alias,outlet\ntop world buzz,The Group\n\"Markup & Motion\",The Group\n",
    );
    project.slant("run sample -o out --outlets aliases.csv").exits(1).prints("The Group");
    let outlets = rows(&project, "out/outlets.csv");
    let group: Vec<&Row> = outlets.iter().filter(|row| row.text("outlet") == "The Group").collect();
    assert_eq!(group[0].number("n_articles"), 7);
    assert!(!outlets.iter().any(|row| row.text("outlet") == "Markup & Motion"));
    assert!(project.text("out/manifest.json").contains("\"file\": \"aliases.csv\""));
}

#[test]
fn articles_outside_the_dates_are_rows_without_a_verdict() {
    let undated = "{\"id\": \"u\", \"outlet\": \"Quarry Post\", \"text\": \"No day.\"}\n";
    let project = Project::new().file("a.jsonl", two_articles() + undated);
    for (dates, asked, n_outside, verdicts) in [
        ("--since 2018-09-14", "--since", 2, [None, Some(false), None]),
        ("--until 2018-09-13", "--until", 2, [Some(true), None, None]),
        ("--since 2018-09-13 --until 2018-09-14", "--since", 1, [Some(true), Some(false), None]),
        ("--since 2019-01-01", "--since", 3, [None; 3]),
    ] {
        project
            .slant(&format!("run a.jsonl -o out --overwrite {dates}"))
            .exits(0)
            .says(&format!("warning: 1 article without a date left out because of {asked}"));
        let articles = rows(&project, "out/articles.parquet");
        let found: Vec<_> = articles.iter().map(|article| article.flag("relevant")).collect();
        assert_eq!(found, verdicts, "{dates}");
        let without_text = articles.iter().filter(|article| article.is_missing("text")).count();
        assert_eq!(without_text, verdicts.iter().filter(|verdict| **verdict != Some(true)).count());
        let manifest: Value = serde_json::from_str(&project.text("out/manifest.json")).unwrap();
        assert_eq!(manifest["articles_outside_dates"], n_outside, "{dates}");
        assert_eq!(manifest["articles_out"], 3);
        let units = rows(&project, "out/units.parquet");
        assert_eq!(units.is_empty(), verdicts[0].is_none(), "{dates}");
    }
}

#[test]
fn dates_asked_for_hold_for_every_table() {
    let project = Project::new().file("a.jsonl", two_articles());
    for command in ["segment", "score --all"] {
        let outcome = project.slant(&format!("{command} a.jsonl --until 2018-09-13")).exits(0);
        assert!(
            json_rows(&outcome.stdout).iter().all(|unit| unit.text("article_id") == "r1"),
            "{outcome}"
        );
    }
}

#[test]
fn a_limit_ends_reading_and_is_told() {
    let project = Project::new()
        .file("a.jsonl", two_articles())
        .file("b.jsonl", IRRELEVANT.replace("i1", "i2"));
    project
        .slant("run a.jsonl b.jsonl -o out --limit 1")
        .exits(0)
        .says("warning: no more than 1 record read because of --limit");
    assert_eq!(rows(&project, "out/articles.parquet").len(), 1);
    project.slant("run a.jsonl b.jsonl -o more --limit 100").exits(0).says_no("--limit");
    assert_eq!(rows(&project, "more/articles.parquet").len(), 3);
}

#[test]
fn all_takes_every_article() {
    let project = Project::new().file("a.jsonl", two_articles());
    project.slant("run a.jsonl -o out --all").exits(0);
    let articles = rows(&project, "out/articles.parquet");
    assert!(
        articles
            .iter()
            .all(|article| article.flag("relevant") == Some(true) && !article.is_missing("text"))
    );
    let n_articles = |arguments: &str| {
        let units = json_rows(&project.slant(arguments).exits(0).stdout);
        units.iter().filter(|unit| unit.text("kind") == "headline").count()
    };
    assert_eq!(n_articles("score a.jsonl --all"), 2);
    assert_eq!(n_articles("score a.jsonl"), 1);
}

#[test]
fn another_query_finds_other_articles() {
    let codebook =
        std::fs::read_to_string(crate::driver::source_tree().join("data/codebook.toml")).unwrap();
    let labels = codebook.split("[topic]").next().unwrap();
    let bridges = format!("{labels}\n[topic]\nquery = 'bridge* AND NOT order'\n");
    let project = Project::new()
        .file("a.jsonl", two_articles())
        .file("bridges.toml", bridges)
        .file("none.toml", labels);
    let ids = |arguments: &str| -> Vec<String> {
        let units =
            json_rows(&project.slant(&format!("score a.jsonl {arguments}")).exits(0).stdout);
        units
            .iter()
            .filter(|unit| unit.text("kind") == "headline")
            .map(|unit| unit.text("article_id").to_owned())
            .collect()
    };
    assert_eq!(ids(""), ["r1"]);
    assert_eq!(ids("--codebook bridges.toml"), ["i1"]);
    assert_eq!(ids("--codebook none.toml"), ["r1", "i1"]);
    project
        .slant("run a.jsonl -o out --codebook none.toml")
        .exits(0)
        .says("has no topic query, so every article counts as relevant");
}

#[test]
fn the_query_looks_into_title_and_text_and_nowhere_else() {
    let text = "President Trump signed an executive order that lets the Treasury impose sanctions on foreigners who interfere in American elections.";
    let records = format!(
        "{RELEVANT}{}\n{}\n",
        serde_json::json!({"id": "title", "title": text, "text": "See our coverage."}),
        serde_json::json!({"id": "other", "note": text, "outlet": text, "text": "See our coverage."}),
    );
    let project = Project::new().file("a.jsonl", records);
    project.slant("run a.jsonl -o out").exits(0);
    let verdicts: Vec<_> = rows(&project, "out/articles.parquet")
        .iter()
        .map(|article| article.flag("relevant"))
        .collect();
    assert_eq!(verdicts, [Some(true), Some(true), Some(false)]);
}

#[test]
fn what_the_dump_leaves_open_is_warned_of() {
    let project = Project::new().file(
        "dump/a.csv",
        "text,date\nOne.,9/12/2018\n<p>Two.</p>,13/9/2018\nThree.,14.09.2018\n",
    );
    project
        .slant("run dump -o out --all")
        .exits(1)
        .says("warning: dump/a.csv:3:13: day_first: found \"13/9/2018\", read as 2018-09-13")
        .says("warning: 3 articles without outlet and URL: the folder's name, or `unknown`, stands")
        .says("warning: 1 text with HTML tags");
    let dates: Vec<String> = rows(&project, "out/articles.parquet")
        .iter()
        .map(|row| row.text("date").to_owned())
        .collect();
    assert_eq!(dates, ["2018-09-12", "2018-09-13", "2018-09-14"]);
}

#[test]
fn ids_that_count_anew_in_every_file_are_told_the_remedy() {
    let numbered = |outlet: &str| format!("id,outlet,text\n1,{outlet},{outlet} text.\n");
    let project = Project::new().file("a.csv", numbered("A")).file("b.csv", numbered("B"));
    project
        .slant("ingest a.csv b.csv -o x.jsonl")
        .exits(1)
        .says("warning: 1 record rejected for an id that came before; where ids count anew in every file, --map id=");
    project.slant("ingest a.csv b.csv -o y.jsonl --map id=").exits(0);
    assert_eq!(rows(&project, "y.jsonl").len(), 2);
}

#[test]
fn the_paths_of_inputs_come_from_a_list() {
    let project = Project::new()
        .file("a.jsonl", RELEVANT)
        .file("b/c.jsonl", IRRELEVANT)
        .file("list.txt", "a.jsonl\n\nb/*.jsonl\r\n");
    project.slant("ingest --files-from list.txt -o x.jsonl").exits(0);
    assert_eq!(rows(&project, "x.jsonl").len(), 2);
    project.slant_reading("ingest --files-from -", "b\0").exits(0).prints("\"i1\"");
    let project = project.file("list.txt", "a.jsonl\nnowhere.jsonl\n");
    project
        .slant("ingest --files-from list.txt")
        .exits(2)
        .says("list.txt:2: found nothing at nowhere.jsonl, expected a file, a folder or a pattern");
    project.slant("ingest").exits(2).says("required");
}

#[test]
fn a_strict_job_stops_at_the_first_reject_and_writes_nothing() {
    let project = Project::new().file("a.jsonl", format!("{RELEVANT}{{\n{IRRELEVANT}[]\n"));
    project
        .slant("ingest a.jsonl -o x.jsonl --strict")
        .exits(2)
        .says("slant: a.jsonl:2:1: found no valid JSON")
        .says("stopped at the first reject because of --strict; no file was written");
    assert_eq!(project.files(".").len(), 1);
    project.slant("ingest a.jsonl -o x.jsonl").exits(1);
}
