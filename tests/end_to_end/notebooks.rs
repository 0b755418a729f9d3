//! The notebooks run on what `slant run` writes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::json;

use crate::driver::{Project, copy_folder, source_tree};

/// Runs the code cells of one notebook in order; says which cell fails.
const RUNNER: &str = include_str!("run_notebook.py");

/// Every notebook in a folder and the folders in it.
fn notebooks(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(notebooks(&path));
        } else if path.extension().is_some_and(|extension| extension == "ipynb") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Runs a notebook in its folder, with the results of the run in `out/` beside it and in the variable `SLANT_OUT`.
fn execute(notebook: &Path, results: &Path) -> Output {
    let folder = notebook.parent().unwrap();
    copy_folder(results, &folder.join("out"));
    Command::new("python3")
        .args(["-c", RUNNER])
        .arg(notebook)
        .current_dir(folder)
        .env("SLANT_OUT", folder.join("out"))
        .output()
        .expect("the notebooks are tested with `python3`, expected it on the search path")
}

/// A project with the results of a run on the sample in `results/`.
fn run_sample() -> Project {
    let project = Project::with_sample();
    project.slant("run sample -o results").exits(1);
    project
}

#[test]
fn every_notebook_runs_on_the_results_of_the_sample() {
    let project = run_sample();
    copy_folder(&source_tree().join("notebooks"), &project.path("notebooks"));
    for notebook in notebooks(&project.path("notebooks")) {
        let output = execute(&notebook, &project.path("results"));
        let name = notebook.file_name().unwrap().display();
        assert!(output.status.success(), "{name}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Runs a notebook of these code cells, after a cell of text.
fn run_cells(cells: &[&str]) -> Output {
    let code = cells.iter().map(|source| json!({"cell_type": "code", "source": source.split_inclusive('\n').collect::<Vec<_>>()}));
    let text = json!({"cell_type": "markdown", "source": "not python"});
    let notebook =
        json!({"nbformat": 4, "cells": std::iter::once(text).chain(code).collect::<Vec<_>>()});
    let project = run_sample().file("notebooks/a.ipynb", notebook.to_string());
    execute(&project.path("notebooks/a.ipynb"), &project.path("results"))
}

#[test]
fn cells_share_their_names_and_find_the_results() {
    let output = run_cells(&[
        "import csv, os\nfolder = os.environ['SLANT_OUT']",
        "with open('out/outlets.csv', encoding='utf-8') as file:\n    outlets = list(csv.DictReader(file))",
        "assert os.path.samefile(folder, 'out')\nprint(len(outlets), outlets[0]['voice'])",
    ]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "72 own\n");
}

#[test]
fn a_cell_that_fails_fails_its_notebook() {
    let output =
        run_cells(&["x = 1", "print(x)\nassert x == 2, 'x is one'", "print('not reached')"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(stderr.contains("a.ipynb, code cell 2") && stderr.contains("x is one"), "{stderr}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "1\n");
}
