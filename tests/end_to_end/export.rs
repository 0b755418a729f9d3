//! `slant export`: tables for R, Stata and sharing, without a text of anybody.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde_json::{Value, json};

use crate::{
    corpus::two_articles,
    driver::Project,
    main_job::{LABELS, run_sample},
    tables::{Row, rows},
};

const FILES: [&str; 8] = [
    "README.txt",
    "articles.csv",
    "codebook.csv",
    "import.R",
    "import.do",
    "manifest.json",
    "outlets.csv",
    "units.csv",
];
const TABLES: [&str; 3] = ["articles", "outlets", "units"];

/// The run on the sample in `out/`, exported into `shared/`.
fn export_sample(options: &str) -> Project {
    let project = run_sample();
    project.slant(&format!("export out -o shared {options}")).exits(0);
    project
}

#[test]
fn an_export_has_all_files_and_tells_their_rows() {
    let project = run_sample();
    let n_units = rows(&project, "out/units.parquet").len();
    project
        .slant("export out -o shared")
        .exits(0)
        .says_nothing()
        .prints(&format!("units.csv     {n_units:>9} rows\n"))
        .prints("\nExport: shared (README.txt tells how to read it)\n");
    assert!(project.files("shared").keys().eq(&FILES));
    let result = project.slant("export out -o again --json").exits(0).json();
    assert_eq!(result["rows"]["units.csv"], n_units);
    assert_eq!(result["output"], "again");
}

/// A value of the run as the export writes it.
fn exported(value: &Value) -> String {
    match value {
        Value::Bool(flag) => u8::from(*flag).to_string(),
        other => {
            Row([("value".to_owned(), other.clone())].into_iter().collect()).as_written()["value"]
                .clone()
        }
    }
}

/// That columns of the same name hold the same values.
#[track_caller]
fn check_same_values(project: &Project, run: &str, export: &str, others: &[&str]) {
    let (of_run, of_export) = (rows(project, run), rows(project, export));
    assert_eq!(of_run.len(), of_export.len());
    for (of_run, of_export) in of_run.iter().zip(&of_export) {
        for (column, found) in
            of_export.0.iter().filter(|(name, _)| !others.contains(&name.as_str()))
        {
            assert_eq!(found, &json!(exported(of_run.value(column))), "{export}: {column}");
        }
    }
}

#[test]
fn values_are_those_of_the_run() {
    let project = export_sample("--with-text");
    check_same_values(&project, "out/units.parquet", "shared/units.csv", &["text_hash"]);
    check_same_values(&project, "out/articles.parquet", "shared/articles.csv", &[]);
    check_same_values(&project, "out/outlets.csv", "shared/outlets.csv", &[]);
    for unit in rows(&project, "shared/units.csv") {
        let hash = blake3::hash(unit.text("text").as_bytes()).to_hex();
        assert!(unit.text("text_hash").len() == 32 && hash.starts_with(unit.text("text_hash")));
    }
}

/// Everything that somebody wrote: what stands in these columns of the run, of at least 12 characters.
fn written_by_people(project: &Project) -> BTreeSet<String> {
    let columns = [
        ("out/articles.parquet", &["text", "title", "url", "author"][..]),
        ("out/units.parquet", &["text", "speaker"]),
    ];
    let mut found = BTreeSet::new();
    for (table, columns) in columns {
        for row in rows(project, table) {
            let texts = columns.iter().filter_map(|column| row.value(column).as_str());
            found.extend(texts.filter(|text| text.len() >= 12).map(str::to_owned));
        }
    }
    found
}

#[test]
fn no_text_of_an_article_is_in_any_file_unless_asked_for() {
    let project = export_sample("");
    project.slant("export out -o whole --with-text").exits(0);
    let texts = written_by_people(&project);
    assert!(texts.len() > 600, "{}", texts.len());
    for (name, bytes) in project.files("shared") {
        let file = String::from_utf8(bytes).unwrap();
        let leaked = texts.iter().find(|text| file.contains(text.as_str()));
        assert_eq!(leaked, None, "{name}");
    }
    let values = |table: &str| -> BTreeSet<String> {
        let rows = rows(&project, table);
        rows.iter().flat_map(|row| row.as_written().into_values()).collect()
    };
    let whole = &values("whole/articles.csv") | &values("whole/units.csv");
    assert!(texts.is_subset(&whole));
    assert!(project.text("whole/README.txt").contains("check who may see them"));
}

#[test]
fn every_variable_is_in_the_codebook_under_a_name_that_r_and_stata_take() {
    let project = export_sample("--with-text");
    let mut described: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(&project, "shared/codebook.csv") {
        assert!(!row.text("about").is_empty() && row.text("about").len() <= 80, "{row:?}");
        let of_file = described.entry(row.text("file").to_owned()).or_default();
        of_file.push(row.text("variable").to_owned());
    }
    assert_eq!(described.len(), TABLES.len());
    for table in TABLES {
        let header = project.text(&format!("shared/{table}.csv"));
        let names: Vec<&str> = header.lines().next().unwrap().split(',').collect();
        assert_eq!(described[&format!("{table}.csv")], names);
        for name in names {
            let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            assert!(is_word && name.len() <= 32 && name.as_bytes()[0].is_ascii_alphabetic());
        }
    }
}

#[test]
fn an_export_is_the_same_bytes_wherever_it_lies() {
    let project = export_sample("");
    let elsewhere = Project::with_sample();
    elsewhere.slant("run sample -o results --quiet").exits(1);
    let out = elsewhere.path("deep/below").display().to_string();
    elsewhere.slant(&format!("export ./results -o {out} --threads 2")).exits(0);
    assert!(project.files("shared") == elsewhere.files("deep/below"));
    let folder = elsewhere.path("").display().to_string();
    for (name, bytes) in elsewhere.files("deep/below") {
        assert!(
            !String::from_utf8(bytes).unwrap().contains(folder.trim_end_matches('/')),
            "{name}"
        );
    }
}

#[test]
fn the_manifest_tells_the_hashes_of_the_files_and_of_the_run() {
    let project = export_sample("");
    let manifest: Value = serde_json::from_str(&project.text("shared/manifest.json")).unwrap();
    let hash = |file: &str| blake3::hash(&project.bytes(file)).to_hex().to_string();
    let outputs = manifest["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), FILES.len() - 1);
    for output in outputs {
        assert_eq!(output["blake3"], hash(&format!("shared/{}", output["file"].as_str().unwrap())));
    }
    assert_eq!(manifest["run"]["manifest"]["blake3"], hash("out/manifest.json"));
    assert_eq!(manifest["run"]["model"]["name"], "order-2018-linear");
    assert_eq!(manifest["export"]["with_text"], false);
}

#[test]
fn the_script_for_stata_reads_every_variable_and_keeps_to_its_limits() {
    let script = export_sample("--with-text").text("shared/import.do");
    for table in TABLES {
        assert!(script.contains(&format!("import delimited using \"{table}.csv\", clear")));
        assert!(script.contains(&format!("save \"{table}.dta\", replace")));
    }
    for command in [
        "label variable supportive \"Classifier marks supportive; empty: abstains\"",
        "label values supportive yes_no",
        "destring score_not_far_enough, replace",
        "replace `value' = 2 if kind == \"sentence\"",
        "generate long `value' = date(date, \"YMD\")",
    ] {
        assert!(script.lines().any(|line| line == command), "{command}");
    }
    assert!(script.lines().all(|line| line.len() <= 160), "a line is too long");
    for line in script.lines().filter_map(|line| line.strip_prefix("label variable ")) {
        assert!(line.split_once(" \"").unwrap().1.chars().count() <= 81, "{line}");
    }
}

#[test]
fn what_is_no_finished_run_is_refused() {
    let project = export_sample("").file("notes.txt", "mine").file("empty/notes.txt", "mine");
    let expected = "expected the results of `slant run`";
    for (run, message) in [
        ("none", "slant: none: found no folder, "),
        ("notes.txt", "slant: notes.txt: found a file, "),
        ("empty", "slant: empty: found no manifest.json, "),
        ("shared", "slant: shared/manifest.json: found no manifest of a run"),
    ] {
        project.slant(&format!("export {run} -o x")).exits(2).says(message).says(expected);
        assert!(!project.path("x").exists());
    }
    project
        .slant("export out -o out --overwrite")
        .exits(2)
        .says("slant: out: found the folder of the run as that of the export, expected another\n");
}

#[test]
fn a_run_whose_files_were_changed_is_refused() {
    for file in ["units.parquet", "articles.parquet", "outlets.csv"] {
        let project = run_sample();
        let mut bytes = project.bytes(&format!("out/{file}"));
        bytes.push(b'\n');
        let project = project.file(&format!("out/{file}"), bytes);
        project
            .slant("export out -o shared")
            .exits(2)
            .says(&format!("slant: out/{file}: found a file that was changed after the run"));
        assert!(project.files("shared").is_empty());
    }
}

#[test]
fn a_finished_export_is_left_alone_unless_it_is_to_be_replaced() {
    let project = export_sample("").file("a.jsonl", two_articles());
    let before = project.files("shared");
    project.slant("run a.jsonl -o small").exits(0);
    project
        .slant("export small -o shared")
        .exits(2)
        .says("slant: shared/manifest.json: found a finished output, left alone; give --overwrite to replace it\n");
    assert!(project.files("shared") == before);
    project.slant("export small -o shared --overwrite").exits(0);
    project.slant("export small -o fresh").exits(0);
    assert!(project.files("shared") == project.files("fresh"));
}

#[test]
fn the_results_of_something_else_are_never_replaced() {
    let project = run_sample().file("a.jsonl", two_articles());
    project.slant("run a.jsonl -o small").exits(0);
    let before = project.files("small");
    project.slant("export out -o small --overwrite").exits(2).says(
        "slant: small/manifest.json: found the manifest of something else, expected that of an export, or none\n",
    );
    assert!(project.files("small") == before);
}

/// Ids and outlets as those who wish ill would have them.
pub(crate) const HOSTILE: [&str; 7] = [
    "=HYPERLINK(\"http://quarry.example\";\"A\")",
    "-2+3",
    "'=1+1",
    "'t Nieuws",
    "Marrow, \"Sons\" \\",
    "`name' $path",
    "Café 新聞",
];

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_stands_behind_an_apostrophe() {
    let text = "The order does not go far enough, two senators said.";
    let line = |name: &&str| json!({"id": name, "outlet": name, "text": text}).to_string() + "\n";
    let dump: String = HOSTILE.iter().map(line).collect();
    let project = Project::new().file("a.jsonl", dump);
    project.slant("run a.jsonl -o out --all").exits(0);
    project.slant("export out -o shared").exits(0);
    let expected: BTreeSet<String> = HOSTILE
        .iter()
        .enumerate()
        .map(|(place, name)| if place < 3 { format!("'{name}") } else { (*name).to_owned() })
        .collect();
    for (table, column) in [
        ("units", "outlet"),
        ("units", "article_id"),
        ("articles", "article_id"),
        ("outlets", "outlet"),
    ] {
        let rows = rows(&project, &format!("shared/{table}.csv"));
        let found: BTreeSet<String> = rows.iter().map(|row| row.text(column).to_owned()).collect();
        assert_eq!(found, expected, "{table}: {column}");
    }
}

#[test]
fn labels_that_no_variable_can_be_called_are_renamed_and_told() {
    let long = "says_that_the_order_is_far_too_weak";
    let codebook = format!(
        "name = 'long'\n[[labels]]\nname = '{long}'\ndefinition = 'a'\n[[labels]]\nname = 'if'\ndefinition = 'b'\n"
    );
    let mut labels = format!("text,{long},if\n");
    for row in 0..20 {
        writeln!(labels, "The order number {row} is too weak.,1,0").unwrap();
        writeln!(labels, "The order number {row} is just right.,0,1").unwrap();
    }
    let project = Project::new()
        .file("a.jsonl", two_articles())
        .file("long.toml", codebook)
        .file("l.csv", labels);
    project.slant("train l.csv -o model --codebook long.toml").exits(0);
    project.slant("run a.jsonl -o out --model model").exits(0);
    let short = "says_that_the_order_is_far";
    project
        .slant("export out -o shared")
        .exits(0)
        .prints(&format!("in variables, the label {long} is called {short}\n"))
        .prints("in variables, the label if is called if_2\n");
    let unit = &rows(&project, "shared/units.csv")[0];
    for name in [short, &format!("score_{short}"), "if_2", "score_if_2"] {
        unit.value(name);
    }
    let readme = project.text("shared/README.txt");
    assert!(readme.lines().any(|line| line == format!("{short:28}{long}")), "{readme}");
    let codebook = rows(&project, "shared/codebook.csv");
    let of_label = codebook.iter().filter(|row| row.text("label") == long).count();
    assert_eq!(of_label, 2);
}

#[test]
fn a_run_without_a_relevant_article_is_exported_too() {
    let project = Project::new().file("a.jsonl", crate::corpus::IRRELEVANT);
    project.slant("run a.jsonl -o out").exits(0);
    project.slant("export out -o shared").exits(0);
    assert!(project.files("shared").keys().eq(&FILES));
    let units = project.text("shared/units.csv");
    assert_eq!(units.lines().count(), 1);
    assert!(LABELS.iter().all(|label| units.contains(&format!(",score_{label},{label}"))));
    assert!(project.text("shared/import.do").contains("\n* units.csv has no row.\n"));
}
