//! `stats`: rates corrected by an audit, from a run on the sample and labels that the test gives.

use std::collections::BTreeMap;

use crate::driver::{Project, source_tree};

const LABELS: [&str; 3] = ["supportive", "not_far_enough", "helsinki_critical"];
const TABLES: [&str; 6] = [
    "outlets.csv",
    "contrasts.csv",
    "rates_by_time.csv",
    "speakers.csv",
    "net_tone.csv",
    "sensitivity.csv",
];

type Row = BTreeMap<String, String>;

fn project() -> Project {
    let project = Project::with_sample();
    project.slant("run sample -o run --quiet").exits(1);
    project
}

fn rows(project: &Project, file: &str) -> Vec<Row> {
    let text = project.text(file);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn write_rows(project: &Project, file: &str, rows: &[Row]) {
    let mut writer = csv::Writer::from_path(project.path(file)).unwrap();
    writer.write_record(rows[0].keys()).unwrap();
    rows.iter().for_each(|row| writer.write_record(row.values()).unwrap());
    writer.flush().unwrap();
}

/// Draws `n` units and codes them: a label holds where its score is above a number that differs from unit to unit.
fn audit(project: &Project, n: usize) {
    project.slant(&format!("sample run -n {n} -o audit.csv --quiet")).exits(0);
    let (mut coded, key) = (rows(project, "audit.csv"), rows(project, "audit.key.csv"));
    for (place, (row, drawn)) in coded.iter_mut().zip(&key).enumerate() {
        for label in LABELS {
            let score: f64 = drawn[&format!("score_{label}")].parse().unwrap();
            let bar = 0.05 + (place * 37 % 100) as f64 / 110.0;
            row.insert(label.to_owned(), u8::from(score > bar).to_string());
        }
        let voice = if place % 9 == 4 { "own" } else { drawn["voice"].as_str() };
        row.insert("voice".to_owned(), voice.to_owned());
        row.insert("kind".to_owned(), drawn["kind"].clone());
        row.insert("relevant".to_owned(), u8::from(place % 11 != 3).to_string());
    }
    write_rows(project, "audit.csv", &coded);
}

fn number(row: &Row, column: &str) -> Option<f64> {
    (!row[column].is_empty()).then(|| row[column].parse().unwrap())
}

#[test]
fn without_an_audit_there_are_the_shares_of_the_run_and_no_rates() {
    let project = project();
    project
        .slant("stats run")
        .exits(0)
        .says("no rates")
        .prints("the share that the classifier marks, with bounds of sampling variation");
    let (found, run) = (rows(&project, "run/stats/outlets.csv"), rows(&project, "run/outlets.csv"));
    assert_eq!(found.len(), run.len());
    for (found, run) in found.iter().zip(&run) {
        for (column, value) in run {
            assert_eq!(&found[column], value, "{column} of {run:?}");
        }
        assert_eq!((found["estimate"].as_str(), found["method"].as_str()), ("", ""));
    }
    assert!(rows(&project, "run/stats/contrasts.csv").is_empty());
    for table in TABLES {
        assert!(project.text(&format!("run/stats/{table}")).lines().next().is_some(), "{table}");
    }
}

#[test]
fn an_audit_gives_three_estimates_side_by_side() {
    let project = project();
    audit(&project, 500);
    project.slant("stats run --audit audit.csv").exits(0).prints("corrected by the audit");
    let outlets = rows(&project, "run/stats/outlets.csv");
    let is_corrected = |row: &&Row| row["method"] == "ppi++" && !row["lo"].is_empty();
    let corrected: Vec<&Row> = outlets.iter().filter(is_corrected).collect();
    assert!(!corrected.is_empty());
    for row in &corrected {
        let [estimate, lo, hi] = ["estimate", "lo", "hi"].map(|name| number(row, name).unwrap());
        assert!(0.0 <= lo && lo < estimate && estimate < hi && hi <= 1.0, "{row:?}");
        assert!(
            number(row, "n_audited").unwrap() >= 60.0 && number(row, "n_positive").unwrap() >= 5.0
        );
        assert!(number(row, "labels_only").is_some() && number(row, "classified_share").is_some());
        assert!((0.0..=1.0).contains(&number(row, "lambda").unwrap()));
    }
    for row in outlets.iter().filter(|row| row["method"] == "labels_only") {
        assert_eq!(row["estimate"], row["labels_only"]);
        assert!(row["warnings"].contains("labels alone"), "{row:?}");
    }
    let manifest: serde_json::Value =
        serde_json::from_str(&project.text("run/stats/manifest.json")).unwrap();
    assert_eq!(manifest["audit"]["n_units"], 500);
    for output in manifest["outputs"].as_array().unwrap() {
        let file = format!("run/stats/{}", output["file"].as_str().unwrap());
        let hash = blake3::hash(&project.bytes(&file)).to_hex();
        assert_eq!(output["blake3"].as_str(), Some(hash.as_str()), "{file}");
    }
}

/// Every unit of the run drawn and coded as the rules tell: nothing is left to estimate.
#[test]
fn a_dump_that_is_audited_whole_has_its_own_rates_without_doubt() {
    let project = project();
    // All but two units, whose texts the model was trained on.
    audit(&project, 652);
    let (coded, key) = (rows(&project, "audit.csv"), rows(&project, "audit.key.csv"));
    project.slant("stats run --audit audit.csv --target dump --quiet").exits(0);
    let mut checked = 0;
    for row in rows(&project, "run/stats/outlets.csv").iter().filter(|row| row["voice"] == "own") {
        let of_cell = |(coded, key): &(&Row, &Row)| {
            key["outlet"] == row["outlet"] && coded["voice"] == "own" && coded["kind"] == "sentence"
        };
        let cell: Vec<_> = coded.iter().zip(&key).filter(of_cell).collect();
        let n_positive = cell.iter().filter(|(coded, _)| coded[&row["label"]] == "1").count();
        let Some(estimate) = number(row, "estimate") else { continue };
        assert!((estimate - n_positive as f64 / cell.len() as f64).abs() < 1e-9, "{row:?}");
        if row["method"] == "ppi++" {
            assert!(number(row, "standard_error").unwrap() < 1e-9, "{row:?}");
            checked += 1;
        }
    }
    assert!(checked > 0);
}

#[test]
fn the_same_bytes_with_one_thread_and_two() {
    let project = project();
    audit(&project, 300);
    for threads in [1, 2] {
        let arguments =
            format!("stats run --audit audit.csv --threads {threads} -o with{threads} --quiet");
        project.slant(&arguments).exits(0);
    }
    assert_eq!(project.files("with1"), project.files("with2"));
}

#[test]
fn a_finished_result_is_left_alone_unless_told_otherwise() {
    let project = project();
    project.slant("stats run --quiet").exits(0);
    project
        .slant("stats run --quiet")
        .exits(2)
        .says("run/stats/manifest.json: found a finished output");
    project.slant("stats run --quiet --overwrite").exits(0);
}

#[test]
fn estimands_periods_and_pairs_are_choices() {
    let project = project();
    audit(&project, 500);
    project
        .slant("stats run --audit audit.csv --estimand article --by day --pairs -o other --quiet")
        .exits(0);
    let outlets = rows(&project, "other/outlets.csv");
    assert!(outlets.iter().all(|row| row["estimand"] == "article"));
    let times = rows(&project, "other/rates_by_time.csv");
    assert!(times.iter().all(|row| row["by"] == "day"));
    let own = |row: &&Row| row["outlet"] == "all" && row["label"] == LABELS[0];
    let n_units: f64 = times.iter().filter(own).filter_map(|row| number(row, "n_units")).sum();
    assert!(n_units > 200.0, "{n_units}");
    let contrasts = rows(&project, "other/contrasts.csv");
    // Six outlets: fifteen pairs a label.
    assert_eq!(contrasts.len(), 45);
    assert!(
        contrasts
            .iter()
            .all(|row| row["against"] != "the rest" && row["family"].contains("every pair"))
    );
}

#[test]
fn sensitivity_holds_the_main_rates_and_the_ways_to_count_copies() {
    let project = project();
    audit(&project, 500);
    project.slant("stats run --audit audit.csv --quiet").exits(0);
    let outlets = rows(&project, "run/stats/outlets.csv");
    let sensitivity = rows(&project, "run/stats/sensitivity.csv");
    for row in outlets.iter().filter(|row| row["voice"] == "own" && !row["method"].is_empty()) {
        let same = |other: &&Row| {
            other["outlet"] == row["outlet"]
                && other["label"] == row["label"]
                && other["is_default"] == "true"
        };
        let found: Vec<&Row> = sensitivity.iter().filter(same).collect();
        assert_eq!(found.len(), 1, "{row:?}");
        let difference = number(found[0], "estimate").unwrap() - number(row, "estimate").unwrap();
        assert!(difference.abs() < 1e-12, "{row:?}");
    }
    for copies in ["all", "clusters_once", "originals"] {
        assert!(sensitivity.iter().any(|row| row["copies"] == copies && row["outlet"] == "all"));
    }
}

#[test]
fn faulty_audits_are_refused_with_their_lines() {
    let project = project();
    audit(&project, 200);
    let (coded, key) = (rows(&project, "audit.csv"), rows(&project, "audit.key.csv"));
    let check = |name: &str, coded: &[Row], key: &[Row], expected: &str| {
        write_rows(&project, "bad.csv", coded);
        write_rows(&project, "bad.key.csv", key);
        project.slant("stats run --audit bad.csv").exits(2).says(expected);
        assert!(!project.path("run/stats/manifest.json").exists(), "{name}");
    };
    let with = |rows: &[Row], place: usize, column: &str, value: &str| {
        let mut rows = rows.to_vec();
        rows[place].insert(column.to_owned(), value.to_owned());
        rows
    };
    check("label missing", &with(&coded, 4, "supportive", ""), &key, "bad.csv:6:");
    check("pi of 0", &coded, &with(&key, 6, "pi", "0"), "bad.key.csv:8:");
    check("pi above 1", &coded, &with(&key, 6, "pi", "1.5"), "bad.key.csv:8:");
    check(
        "unit not in the run",
        &coded,
        &with(&key, 0, "unit_id", "nowhere.001.00000000"),
        "bad.key.csv:2:",
    );
    let changed = format!("{} And more.", coded[9]["text"]);
    check("text changed", &with(&coded, 9, "text", &changed), &key, "bad.csv:11:");
    let mut twice = coded.clone();
    twice.push(coded[0].clone());
    check("twice the same", &twice, &key, "bad.csv:202:");
    let active: Vec<Row> = key
        .iter()
        .map(|row| with(std::slice::from_ref(row), 0, "design", "active").remove(0))
        .collect();
    check("an active sample", &coded, &active, "active");
    check("a drawn unit without a row", &coded[1..], &key, "bad.key.csv");
}

#[test]
fn a_changed_run_and_another_model_are_refused() {
    let project = project();
    project.slant("stats nowhere").exits(2).says("nowhere: found no folder");
    let labels = source_tree().join("data/labels/order-dev.csv");
    project.slant(&format!("train {} -o mine --folds 2 --quiet", labels.display())).exits(0);
    project.slant("stats run --model mine").exits(2).says("expected that of the run");
    let mut bytes = project.bytes("run/units.parquet");
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    std::fs::write(project.path("run/units.parquet"), bytes).unwrap();
    project
        .slant("stats run")
        .exits(2)
        .says("units.parquet: found a file that was changed after the run");
}

#[test]
fn label_shift_is_assumed_on_request_alone_and_only_on_new_texts() {
    let project = project();
    let labels = |file: &str| source_tree().join("data/labels").join(file).display().to_string();
    project
        .slant(&format!("stats run --assume-label-shift {}", labels("order-train-news.csv")))
        .exits(2)
        .says("found texts alone that the model was trained on");
    project
        .slant(&format!("stats run --assume-label-shift {}", labels("order-test.csv")))
        .exits(0)
        .says("no audit of this run backs that");
    let outlets = rows(&project, "run/stats/outlets.csv");
    assert!(outlets.iter().any(|row| row["method"] == "rogan_gladen" && !row["lo"].is_empty()));
    assert!(rows(&project, "run/stats/contrasts.csv").is_empty());
}
