//! `segment --html`: a page that shows articles as they were read.

use serde_json::json;

use crate::{
    corpus::{many_articles, two_articles},
    driver::Project,
    tables::rows,
};

/// Signs of units in the legend.
const NUMBERS_IN_LEGEND: usize = 4;

fn n_units_shown(page: &str) -> usize {
    page.matches("<span class=\"number\">").count() - NUMBERS_IN_LEGEND
}

#[test]
fn a_page_alone_is_a_page_and_its_rejects() {
    let project = Project::new().file("a.jsonl", two_articles() + "{\n");
    project
        .slant("segment a.jsonl --html pages/v.html")
        .exits(1)
        .says("; see pages/v.html.rejects.jsonl")
        .prints_nothing();
    let files = project.files("pages");
    assert!(files.keys().map(String::as_str).eq(["v.html", "v.html.rejects.jsonl"]));
    let page = project.text("pages/v.html");
    for words in ["Trump signs election order", "Bridge reopens", "1 record could not be read"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_page_beside_the_table_shows_its_units_and_changes_nothing_in_it() {
    let project = Project::with_sample();
    project.slant("segment sample -o alone.csv").exits(1);
    project.slant("segment sample -o units.csv --html v.html").exits(1).prints_nothing();
    assert!(project.bytes("alone.csv") == project.bytes("units.csv"));
    assert!(project.bytes("alone.csv.rejects.jsonl") == project.bytes("units.csv.rejects.jsonl"));
    let page = project.text("v.html");
    assert_eq!(n_units_shown(&page), rows(&project, "units.csv").len());
    assert!(!page.contains("<script") && !page.contains("class=\"left-out\"><strong>"));
    let report = project.slant("segment sample -o u.jsonl --html w.html --json").exits(1).json();
    assert_eq!((&report["output"], &report["html"]), (&json!("u.jsonl"), &json!("w.html")));
}

#[test]
fn a_page_on_standard_output_is_nothing_but_the_page() {
    let project = Project::new().file("a.jsonl", two_articles());
    project.slant("segment a.jsonl --html v.html").exits(0).says_nothing();
    let page = project.slant("segment a.jsonl --html -").exits(0).says_nothing().stdout;
    assert_eq!(page, project.text("v.html"));
    project.slant("segment a.jsonl --html w.html -o -").exits(0).prints("\"unit_id\"");
}

#[test]
fn the_page_says_what_it_leaves_out() {
    let project = Project::new().file("a.jsonl", many_articles(30));
    project.slant("segment a.jsonl --html v.html --html-limit 10").exits(0);
    let page = project.text("v.html");
    assert!(page.contains("20 more articles were read and are not shown."));
    assert_eq!(page.matches("<article ").count(), 10);
    project.slant("segment a.jsonl --html w.html --since 2018-12-01").exits(0);
    assert!(project.text("w.html").contains("outside the dates asked for"));
}

#[test]
fn the_page_is_the_same_on_any_number_of_threads() {
    let project = Project::new().file("a.jsonl", many_articles(300));
    for n_threads in [1, 3] {
        let command = format!("segment a.jsonl --html {n_threads}.html --threads {n_threads}");
        project.slant(&command).exits(0);
    }
    assert!(project.bytes("1.html") == project.bytes("3.html"));
}

#[test]
fn a_finished_page_is_left_alone() {
    let project = Project::new().file("a.jsonl", two_articles()).file("b.jsonl", many_articles(3));
    project.slant("segment a.jsonl --html v.html").exits(0);
    let before = project.files(".");
    for output in ["", " -o units.csv"] {
        project.slant(&format!("segment b.jsonl --html v.html{output}")).exits(2).says(
            "slant: v.html: found a finished output, left alone; give --overwrite to replace it\n",
        );
        assert!(project.files(".") == before);
    }
    project.slant("segment b.jsonl --html v.html --overwrite").exits(0);
    assert!(project.text("v.html").contains("Story 2"));
}

#[test]
fn what_does_not_fit_together_is_told() {
    let check = |arguments: &str, message: &str| {
        let project = Project::new().file("a.jsonl", two_articles());
        project.slant(&format!("segment a.jsonl {arguments}")).exits(2).says(message);
        assert!(project.files(".").keys().map(String::as_str).eq(["a.jsonl"]), "{arguments}");
    };
    check(
        "--html x.csv -o x.csv",
        "slant: x.csv: found one place for table and page, expected two",
    );
    check("--html - -o -", "slant: -: found one place for table and page, expected two");
    check("--html - --json", "both write to standard output");
    check("--html v.html --html-limit 0", "--html-limit <N>");
    check("--html-limit 5", "--html <FILE>");
}

#[test]
fn the_page_escapes_what_the_dump_says() {
    let text = "“</span><script>alert(1)</script>,” said <b onclick=\"x\">Sen. Roe</b>. \u{202E}{{ outlet }} & \u{1b}[31m";
    let article = |text: &str| {
        json!({"id": text, "outlet": "P", "title": text, "url": text, "text": text}).to_string()
    };
    let project = Project::new().file("a.jsonl", article(text));
    project.slant("segment a.jsonl --html v.html").exits(0);
    let page = project.text("v.html");
    for tag in ["<script", "</script", "<b o", "\u{1b}", "<a href"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("{{ outlet }} &amp; ␛[31m"));
}
