//! `slant run` on the sample: every file it writes, and how they hold together.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{driver::Project, tables::rows};

const FILES: [&str; 7] = [
    "articles.parquet",
    "manifest.json",
    "outlets.csv",
    "rejects.jsonl",
    "report.html",
    "speakers.csv",
    "units.parquet",
];
pub(crate) const LABELS: [&str; 3] = ["supportive", "not_far_enough", "helsinki_critical"];
/// The voices of the rows of each outlet and label.
pub(crate) const VOICES: [&str; 4] = ["own", "direct_quote", "indirect", "all"];
/// What `data/README.md` says of the sample.
const N_RELEVANT: usize = 35;

/// The sample, run into `out/`.
pub(crate) fn run_sample() -> Project {
    let project = Project::with_sample();
    project.slant("run sample -o out").exits(1);
    project
}

pub(crate) fn manifest(project: &Project) -> Value {
    serde_json::from_str(&project.text("out/manifest.json")).unwrap()
}

#[test]
fn the_sample_gives_all_files_a_table_and_what_was_rejected() {
    let project = Project::with_sample();
    let outcome = project
        .slant("run sample -o out")
        .exits(1)
        .says("3 of 45 records were rejected: 1 bad_json, 1 empty_text, 1 ragged_row; see out/rejects.jsonl")
        .says("warning: sample/sites.csv:60:125: bad_date: found \"10/1\", expected a date such as 2018-09-12")
        .says("warning: of 6 outlets, 4 have under 10 clusters")
        .prints("not corrected for its errors")
        .prints("\nReport: out/report.html\n");
    for name in [
        "tidemarkwire.example",
        "The Alder Valley Chronicle",
        "Markup & Motion",
        "Channel 73 Cape Lantern",
    ] {
        assert!(outcome.stdout.contains(name), "{name}: {outcome}");
    }
    assert!(project.files("out").keys().eq(&FILES));
}

#[test]
fn every_record_of_the_sample_is_an_article_or_a_reject() {
    let project = run_sample();
    let manifest = manifest(&project);
    let count = |name: &str| manifest[name].as_u64().unwrap() as usize;
    assert_eq!(count("articles_in"), count("articles_out") + count("rejects"));
    let articles = rows(&project, "out/articles.parquet");
    assert_eq!(articles.len(), count("articles_out"));
    let n_with = |flag| articles.iter().filter(|article| article.flag("relevant") == flag).count();
    assert_eq!((n_with(Some(true)), count("articles_relevant")), (N_RELEVANT, N_RELEVANT));
    assert_eq!(n_with(Some(false)), count("articles_irrelevant"));
    assert_eq!((n_with(None), count("articles_outside_dates")), (0, 0));

    let places: Vec<_> = rows(&project, "out/rejects.jsonl")
        .iter()
        .map(|reject| {
            (reject.text("path").to_owned(), reject.number("line"), reject.text("code").to_owned())
        })
        .collect();
    let place = |path: &str, line, code: &str| (path.to_owned(), line, code.to_owned());
    assert_eq!(
        places,
        [
            place("sample/sites.csv", 151, "ragged_row"),
            place("sample/wire-and-dailies.jsonl", 15, "bad_json"),
            place("sample/wire-and-dailies.jsonl", 17, "empty_text"),
        ]
    );
    assert_eq!(count("rejects"), places.len());
}

#[test]
fn the_manifest_tells_the_hashes_of_inputs_and_outputs() {
    let project = run_sample();
    let manifest = manifest(&project);
    let check = |record: &Value, path: &str| {
        let bytes = project.bytes(path);
        assert_eq!(record["bytes"], bytes.len(), "{path}");
        assert_eq!(record["blake3"], blake3::hash(&bytes).to_hex().to_string(), "{path}");
    };
    let inputs = manifest["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 2);
    for input in inputs {
        check(input, input["path"].as_str().unwrap());
    }
    let outputs = manifest["outputs"].as_array().unwrap();
    let names: BTreeSet<&str> =
        outputs.iter().map(|output| output["file"].as_str().unwrap()).collect();
    assert!(
        FILES.iter().filter(|file| **file != "manifest.json").all(|file| names.contains(file)),
        "{names:?}"
    );
    for output in outputs {
        check(output, &format!("out/{}", output["file"].as_str().unwrap()));
    }
    // Threads and places of outputs change no result, so nothing tells them.
    let text = project.text("out/manifest.json");
    assert!(!text.contains("threads") && !text.contains("out/"), "{text}");
}

#[test]
fn the_manifest_counts_records_and_rejects_of_every_input() {
    let project = run_sample();
    let manifest = manifest(&project);
    let rejects = rows(&project, "out/rejects.jsonl");
    for input in manifest["inputs"].as_array().unwrap() {
        let n_rejects =
            rejects.iter().filter(|reject| input["path"] == reject.text("path")).count();
        assert_eq!(input["rejects"], n_rejects, "{input}");
    }
    let n_records: u64 = manifest["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|input| input["records"].as_u64())
        .sum();
    assert_eq!(manifest["articles_in"], n_records);
}

#[test]
fn the_result_as_json_is_that_of_the_files() {
    let project = Project::with_sample();
    let result = project.slant("run sample -o out --json").exits(1).json();
    assert_eq!(result["output"], "out");
    assert_eq!(result["report"], "out/report.html");
    assert_eq!(result["manifest"], manifest(&project));
    let outlets = rows(&project, "out/outlets.csv");
    let first = &result["outlets"][0];
    assert_eq!(first["outlet"], outlets[0].text("outlet"));
    assert_eq!(first["own"]["labels"][0]["n_labelled"], outlets[0].number("n_labelled"));
    assert_eq!(first["all"]["n_units"], outlets[3].number("n_units"));
}

#[test]
fn quiet_means_no_word_and_the_same_files() {
    let project = run_sample();
    project.slant("run sample -o quiet --quiet").exits(1).says_nothing().prints_nothing();
    assert_eq!(project.files("out"), project.files("quiet"));
}

#[test]
fn the_report_needs_nothing_from_outside() {
    let report = run_sample().text("out/report.html");
    for tag in ["<script", "<link", "<img", "<iframe", "@import", "src=\"http", "url(http"] {
        assert!(!report.contains(tag), "{tag}");
    }
    for name in ["The Alder Valley Chronicle", "Markup &amp; Motion", "order-2018", "ragged_row"] {
        assert!(report.contains(name), "{name}");
    }
}

#[test]
fn a_run_without_a_fault_exits_with_0() {
    let project = Project::new().file("dump/a.jsonl", crate::corpus::two_articles());
    project
        .slant("run dump -o out")
        .exits(0)
        .prints("Quarry Post")
        .prints("Report: out/report.html");
    assert!(project.files("out").keys().eq(&FILES));
    assert_eq!(project.text("out/rejects.jsonl"), "");
}

#[test]
fn a_dump_without_a_relevant_article_still_gives_every_file_and_says_so() {
    let project = Project::new().file("dump/a.jsonl", crate::corpus::IRRELEVANT);
    project
        .slant("run dump -o out")
        .exits(0)
        .says("warning: no article is relevant: nothing was scored (--all takes every article)")
        .prints("1 more outlet has no relevant article");
    assert!(project.files("out").keys().eq(&FILES));
    assert_eq!(rows(&project, "out/units.parquet").len(), 0);
    let outlets = rows(&project, "out/outlets.csv");
    assert_eq!(outlets.len(), LABELS.len() * VOICES.len());
    assert_eq!(rows(&project, "out/speakers.csv").len(), 0);
    assert!(
        outlets
            .iter()
            .all(|row| row.number("n_articles") == 0 && row.text("classified_share").is_empty())
    );
}
