//! `simulate`: what methods make of corpora whose rates are known.

use crate::{
    driver::{Project, source_tree},
    tables::{Row, rows},
};

/// Corpora that are drawn in no time.
const SMALL: &str = "--outlets 3 --articles 20-30 --sentences 5-10 --replicates 50";

/// A figure of the table; none where its cell is empty.
fn figure(row: &Row, column: &str) -> Option<f64> {
    let cell = row.text(column);
    (!cell.is_empty()).then(|| cell.parse().unwrap())
}

#[test]
fn the_same_simulation_gives_the_same_bytes_on_any_threads() {
    let project = Project::new();
    let simulate = |rest: &str| {
        let arguments =
            format!("simulate {SMALL} --prevalence .1,.3 --audited 60 --replications 9 {rest}");
        project.slant(&arguments).exits(0)
    };
    let printed = simulate("-o 1.csv --threads 1").prints("classified_share").stdout;
    assert_eq!(simulate("-o 2.csv --threads 2").stdout, printed);
    assert_eq!(project.bytes("1.csv"), project.bytes("2.csv"));
    simulate("-o other.csv --seed 7");
    assert_ne!(project.bytes("1.csv"), project.bytes("other.csv"));

    let table = rows(&project, "1.csv");
    let figures = simulate("--json").json();
    let found = figures["scenarios"].as_array().unwrap().iter().flat_map(|scenario| {
        scenario["methods"].as_array().unwrap().iter().map(move |method| (scenario, method))
    });
    assert_eq!(found.clone().count(), table.len());
    for ((scenario, method), row) in found.zip(&table) {
        assert_eq!(row.text("method"), method["method"]);
        assert_eq!(row.number("audited"), 60);
        assert_eq!(row.number("n_cells"), 27);
        assert_eq!(figure(row, "prevalence"), scenario["prevalence"][0].as_f64());
        for column in ["coverage", "mean_width", "bias", "false_differences", "false_families"] {
            let (found, expected) = (figure(row, column), method[column].as_f64());
            assert_eq!(found.is_some(), expected.is_some(), "{column}");
            let difference = found.unwrap_or(0.0) - expected.unwrap_or(0.0);
            assert!(difference.abs() < 1e-12, "{column}: {found:?} {expected:?}");
        }
    }
}

#[test]
fn audited_rates_cover_where_classified_shares_do_not() {
    let project = Project::new();
    let arguments = format!("simulate {SMALL} --specificity .8-.8 --prevalence .1 --audited 100");
    project
        .slant(&format!("{arguments} --replications 30 -o table.csv --quiet"))
        .exits(0)
        .prints_nothing();
    let table = rows(&project, "table.csv");
    let coverage = |method: &str| {
        let row = table.iter().find(|row| row.text("method") == method).unwrap();
        figure(row, "coverage").unwrap()
    };
    assert!(coverage("classified_share") < 0.5);
    assert!(coverage("corrected") > 0.85);
}

#[test]
fn scenarios_come_from_a_file() {
    let project = Project::new()
        .file(
            "two.toml",
            "[[scenarios]]\nprevalence = [0.1, 0.2, 0.3]\n\n[[scenarios]]\naudited = 5\n",
        )
        .file("fault.toml", "[[scenarios]]\nprevalence = 0.1\n[[scenarios]]\noutlet = 3\n");
    let figures =
        project.slant(&format!("simulate {SMALL} --scenario two.toml --replications 2 --json"));
    let figures = figures.exits(0).json();
    assert_eq!(figures["scenarios"][0]["prevalence"].as_array().unwrap().len(), 3);
    assert!(figures["scenarios"][0]["methods"][0]["false_differences"].is_null());
    assert_eq!(figures["scenarios"][1]["audited"], 5);
    project.slant("simulate --scenario fault.toml").exits(2).says("fault.toml:4:1: unknown field");
}

#[test]
fn settings_that_cannot_be_simulated_are_refused() {
    let project = Project::new().file("table.csv", "finished");
    let check = |arguments: &str, expected: &str| {
        project.slant(&format!("simulate {arguments}")).exits(2).says(expected);
    };
    check("--articles 60", "found \"60\", expected two numbers with a hyphen between");
    check(
        "--articles 60-20",
        "simulation, articles: found 60-20, expected at least 1, the smaller number first",
    );
    check(
        "--prevalence 1.5",
        "simulation, prevalence: found 1.5, expected a number above 0 and below 1",
    );
    check("--replicates 0", "found 0 bootstrap replicates");
    check("-o table.csv", "found a finished output, left alone; give --overwrite to replace it");
    check("-o - --json", "--json and `-o -` both write to standard output");
    assert_eq!(project.text("table.csv"), "finished");
}

#[test]
fn the_page_on_simulation_names_the_columns_of_the_table() {
    let page = std::fs::read_to_string(source_tree().join("docs/simulation.md")).unwrap();
    let project = Project::new();
    project.slant(&format!("simulate {SMALL} --audited 5 --replications 1 -o table.csv")).exits(0);
    let table = project.text("table.csv");
    for column in table.lines().next().unwrap().split(',') {
        assert!(page.contains(&format!("`{column}`")), "{column}");
    }
}
