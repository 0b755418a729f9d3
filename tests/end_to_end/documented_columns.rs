//! `docs/outputs.md` names every column of every file, and no other.

use serde_json::Value;

use crate::{
    driver::{Project, source_tree},
    main_job::{LABELS, run_sample},
    tables::rows,
};

/// The names in the first column of the tables in the section of a file.
fn documented(file: &str) -> Vec<String> {
    let page = std::fs::read_to_string(source_tree().join("docs/outputs.md")).unwrap();
    let (_, section) = page.split_once(&format!("\n## {file}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let name = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    section.lines().filter_map(name).collect()
}

/// The columns of a table, with one for all labels.
fn columns(header: impl Iterator<Item = String>) -> Vec<String> {
    let mut columns: Vec<String> = header
        .map(|column| LABELS.iter().fold(column, |column, label| column.replace(label, "<label>")))
        .collect();
    let is_first = |position: usize| !columns[..position].contains(&columns[position]);
    let kept: Vec<bool> = (0..columns.len()).map(is_first).collect();
    let mut kept = kept.iter();
    columns.retain(|_| *kept.next().unwrap());
    columns
}

fn parquet_columns(project: &Project, file: &str) -> Vec<String> {
    let file = std::fs::File::open(project.path(&format!("out/{file}"))).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file);
    columns(reader.unwrap().schema().fields().iter().map(|field| field.name().clone()))
}

fn csv_columns(project: &Project, file: &str) -> Vec<String> {
    let text = project.text(&format!("out/{file}"));
    columns(text.lines().next().unwrap().split(',').map(str::to_owned))
}

/// The keys of an object, in the order in which they are written.
fn json_keys(text: &str, expected: &[String]) -> Vec<String> {
    let object: Value = serde_json::from_str(text).unwrap();
    let mut keys: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
    keys.sort_by_key(|key| expected.iter().position(|other| other == key));
    keys
}

#[test]
fn the_page_for_users_names_the_columns_of_every_table() {
    let project = run_sample();
    assert_eq!(documented("articles.parquet"), parquet_columns(&project, "articles.parquet"));
    assert_eq!(documented("outlets.csv"), csv_columns(&project, "outlets.csv"));
    assert_eq!(documented("speakers.csv"), csv_columns(&project, "speakers.csv"));

    let mut of_units = parquet_columns(&project, "units.parquet");
    let units = rows(&project, "out/units.parquet");
    let attribution = units.iter().find_map(|unit| unit.value("attributions").get(0)).unwrap();
    let fields = documented("units.parquet").split_off(of_units.len());
    of_units.extend(json_keys(&attribution.to_string(), &fields));
    assert_eq!(documented("units.parquet"), of_units);
}

#[test]
fn the_page_for_users_names_the_keys_of_rejects_and_manifest() {
    let project = run_sample();
    let rejects = project.text("out/rejects.jsonl");
    let expected = documented("rejects.jsonl");
    assert_eq!(json_keys(rejects.lines().next().unwrap(), &expected), expected);
    let expected = documented("manifest.json");
    assert_eq!(json_keys(&project.text("out/manifest.json"), &expected), expected);
}

/// The sample with statistics from the audit of it that the project holds.
fn sample_statistics() -> Project {
    let project = run_sample();
    let audit = source_tree().join("data/sample-audit/audit.csv");
    project.slant(&format!("stats out --audit {}", audit.display())).exits(0);
    project
}

#[test]
fn the_page_for_users_names_the_columns_of_every_table_of_statistics() {
    let project = sample_statistics();
    let check = |file: &str, sections: &[&str]| {
        let expected: Vec<String> =
            sections.iter().flat_map(|section| documented(section)).collect();
        assert_eq!(expected, csv_columns(&project, file), "{file}");
    };
    let [counts, estimates] = ["Counts beside estimates", "Estimates"];
    check("stats/outlets.csv", &["stats/outlets.csv", estimates]);
    check("stats/contrasts.csv", &["stats/contrasts.csv"]);
    check("stats/rates_by_time.csv", &["stats/rates_by_time.csv", counts, estimates]);
    check("stats/speakers.csv", &["stats/speakers.csv", counts, estimates]);
    check("stats/net_tone.csv", &["stats/net_tone.csv", counts, estimates]);
    check("stats/sensitivity.csv", &["stats/sensitivity.csv"]);

    let expected = documented("stats/manifest.json");
    assert_eq!(json_keys(&project.text("out/stats/manifest.json"), &expected), expected);
}

#[test]
fn the_page_for_users_names_every_file() {
    let project = sample_statistics();
    for file in project.files("out").keys() {
        documented(file);
    }
}
