//! `slant export --audit`: what people coded, with the probabilities of the units.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
};

use serde_json::Value;

use crate::{
    driver::{Project, source_tree},
    main_job::{LABELS, run_sample},
    tables::{Row, rows},
};

const HEADER: &str = "unit_id,stratum,pi,design,n_stratum,drawn,annotator,text,voice,kind,relevant,supportive,not_far_enough,helsinki_critical";

/// The run on the sample in `out/`, and in `labeled.csv` an audit of it: of each outlet and voice two in five units,
/// drawn by the hashes of their ids, and coded by a rule; one unit in five by two people. Sentences that the shipped model
/// was trained on are left out.
pub(crate) fn audit_sample() -> Project {
    let project = run_sample();
    let trained_on = trained_on();
    let mut strata: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for unit in rows(&project, "out/units.parquet") {
        if unit.text("kind") != "headline" && !trained_on.contains(unit.text("text")) {
            let voice = if unit.text("voice") == "own" { "own" } else { "other" };
            let of_stratum = strata.entry(format!("{}|{voice}", unit.text("outlet")));
            of_stratum.or_default().push(unit);
        }
    }
    let mut file = csv::Writer::from_writer(format!("{HEADER}\n").into_bytes());
    for (stratum, mut units) in strata {
        units.sort_by_key(|unit| hash(unit.text("unit_id")));
        let (n_stratum, n_drawn) = (units.len(), (2 * units.len()).div_ceil(5).max(2));
        for unit in &units[..n_drawn] {
            let pi = n_drawn as f64 / n_stratum as f64;
            let draw = [stratum.clone(), pi.to_string(), "audit".to_owned()];
            let counts = [n_stratum, n_drawn].map(|n| n.to_string());
            let n_coders = 1 + usize::from(hash(unit.text("unit_id"))[9].is_multiple_of(5));
            for coder in &["ada", "ben"][..n_coders] {
                let coder = [(*coder).to_owned(), unit.text("text").to_owned()];
                let id = [unit.text("unit_id").to_owned()];
                let fields = [&id[..], &draw, &counts, &coder, &codes(unit)].concat();
                file.write_record(fields).unwrap();
            }
        }
    }
    project.file("labeled.csv", file.into_inner().unwrap())
}

/// The texts of the shipped labels.
fn trained_on() -> BTreeSet<String> {
    let folder = fs::read_dir(source_tree().join("data/labels")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files
        .flat_map(|path| {
            let mut reader = csv::Reader::from_path(path).unwrap();
            let at = reader.headers().unwrap().iter().position(|column| column == "text").unwrap();
            let texts = reader.records().map(|record| record.unwrap()[at].to_owned());
            texts.collect::<Vec<_>>()
        })
        .collect()
}

fn hash(text: &str) -> [u8; 32] {
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// Voice, kind, relevance and labels: mostly those of the run.
fn codes(unit: &Row) -> Vec<String> {
    let chance = hash(unit.text("unit_id"));
    let kind = if chance[0].is_multiple_of(16) { "caption" } else { unit.text("kind") };
    let is_relevant = !chance[1].is_multiple_of(16);
    let voice = if chance[2].is_multiple_of(5) { "own" } else { unit.text("voice") };
    let mut codes = vec![voice.to_owned(), kind.to_owned(), u8::from(is_relevant).to_string()];
    for (label, chance) in LABELS.iter().zip(&chance[3..]) {
        let is_marked = unit.flag(label).unwrap_or(false) ^ chance.is_multiple_of(6);
        let is_asked = kind == "sentence" && is_relevant;
        codes.push(if is_asked { u8::from(is_marked).to_string() } else { String::new() });
    }
    codes
}

/// The rows of `labeled.csv`, one a unit.
fn labeled(project: &Project) -> BTreeMap<String, (Row, usize)> {
    let mut units: BTreeMap<String, (Row, usize)> = BTreeMap::new();
    for row in rows(project, "labeled.csv") {
        units.entry(row.text("unit_id").to_owned()).or_insert((row, 0)).1 += 1;
    }
    units
}

#[test]
fn an_audit_is_a_row_a_unit_with_codes_probability_and_coders() {
    let project = audit_sample();
    let labeled = labeled(&project);
    project
        .slant("export out -o shared --audit labeled.csv")
        .exits(0)
        .prints(&format!("audit.csv     {:>9} rows\n", labeled.len()));
    let audit = rows(&project, "shared/audit.csv");
    let units = rows(&project, "shared/units.csv");
    let units: BTreeMap<&str, &Row> =
        units.iter().map(|unit| (unit.text("unit_id"), unit)).collect();
    assert_eq!(audit.len(), labeled.len());
    for row in &audit {
        let (coded, n_coders) = &labeled[row.text("unit_id")];
        for (exported, column) in [
            ("stratum", "stratum"),
            ("pi", "pi"),
            ("n_stratum", "n_stratum"),
            ("n_drawn", "drawn"),
            ("coded_voice", "voice"),
            ("coded_kind", "kind"),
            ("coded_relevant", "relevant"),
            ("coded_supportive", "supportive"),
            ("coded_helsinki_critical", "helsinki_critical"),
        ] {
            assert_eq!(row.text(exported), coded.text(column), "{exported}");
        }
        let number = |column: &str| row.text(column).parse::<f64>().unwrap();
        assert!((number("weight") * number("pi") - 1.0).abs() < 1e-12);
        assert_eq!(row.number("n_coders"), *n_coders);
        let counts = coded.text("kind") == "sentence";
        assert_eq!(row.number("counted"), usize::from(counts));
        for column in ["article_id", "outlet", "cluster_id"] {
            assert_eq!(row.text(column), units[row.text("unit_id")].text(column));
        }
    }
    let counted: BTreeSet<&str> = audit.iter().map(|row| row.text("counted")).collect();
    assert_eq!(counted, BTreeSet::from(["0", "1"]));
}

#[test]
fn an_audit_brings_no_text_and_is_told_of() {
    let project = audit_sample();
    project.slant("export out -o shared --audit labeled.csv").exits(0);
    let texts: Vec<Row> = rows(&project, "labeled.csv");
    for (name, bytes) in project.files("shared") {
        let file = String::from_utf8(bytes).unwrap();
        assert!(!texts.iter().any(|row| file.contains(row.text("text"))), "{name}");
        assert!(!file.contains("labeled.csv") || name == "README.txt", "{name}");
    }
    let readme = project.text("shared/README.txt");
    assert!(readme.contains("\naudit.csv     a row a unit that people coded"), "{readme}");
    assert!(readme.contains("svydesign(ids = ~cluster_id, probs = ~pi, data = audit)"));
    assert!(project.text("shared/import.do").contains("save \"audit.dta\", replace"));
    let manifest: Value = serde_json::from_str(&project.text("shared/manifest.json")).unwrap();
    let hash = blake3::hash(&project.bytes("labeled.csv")).to_hex().to_string();
    assert_eq!(manifest["export"]["audit"][0]["blake3"], hash);
}

#[test]
fn an_export_without_the_audit_leaves_nothing_of_the_one_before() {
    let project = audit_sample();
    project.slant("export out -o shared --audit labeled.csv").exits(0);
    project.slant("export out -o shared --overwrite").exits(0);
    project.slant("export out -o fresh").exits(0);
    assert!(project.files("shared") == project.files("fresh"));
}

#[test]
fn an_audit_at_fault_is_refused_with_its_lines_and_leaves_no_file() {
    let mut broken = format!("{HEADER}\n");
    writeln!(broken, "none.001.00000000,s,0.5,audit,2,1,ada,Text.,own,sentence,1,0,0,0").unwrap();
    let project = run_sample().file("broken.csv", broken);
    project
        .slant("export out -o shared --audit broken.csv")
        .exits(2)
        .says("broken.csv:2:1: found unit_id `none.001.00000000`, expected a unit of the run");
    assert!(project.files("shared").is_empty());
    project.slant("export out -o shared --partial").exits(2).says("--audit");
}
