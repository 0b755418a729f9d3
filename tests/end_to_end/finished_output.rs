//! A finished output is left alone, unless `--overwrite` replaces it.

use crate::{corpus::two_articles, driver::Project, tables::rows};

#[test]
fn a_finished_run_is_left_alone_byte_for_byte() {
    let project = Project::with_sample().file("a.jsonl", two_articles());
    project.slant("run sample -o out").exits(1);
    let before = project.files("out");
    project
        .slant("run a.jsonl -o out")
        .exits(2)
        .says("slant: out/manifest.json: found a finished output, left alone; give --overwrite to replace it\n")
        .prints_nothing();
    assert!(project.files("out") == before);
}

#[test]
fn overwriting_leaves_nothing_of_the_run_before() {
    let project = Project::with_sample().file("a.jsonl", two_articles());
    project.slant("run a.jsonl -o fresh").exits(0);
    project.slant("run sample -o out").exits(1);
    project.slant("run a.jsonl -o out --overwrite").exits(0);
    assert!(project.files("out") == project.files("fresh"));
}

#[test]
fn a_run_that_fails_leaves_the_finished_one_alone() {
    let project = Project::with_sample().file("broken.jsonl", "[]\n");
    project.slant("run sample -o out").exits(1);
    let before = project.files("out");
    project.slant("run broken.jsonl -o out --overwrite").exits(2);
    assert!(project.files("out") == before);
}

#[test]
fn files_of_others_in_the_output_folder_stay() {
    let project = Project::new().file("a.jsonl", two_articles()).file("out/notes.txt", "mine");
    project.slant("run a.jsonl -o out").exits(0);
    assert_eq!(project.text("out/notes.txt"), "mine");
}

#[test]
fn an_output_within_the_input_is_not_read_as_input() {
    let project = Project::new().file("a.jsonl", two_articles());
    project.slant("run . -o out").exits(0).says_no("out/");
    let first = project.files("out");
    project.slant("run . -o out --overwrite").exits(0).says_no("out/");
    assert!(project.files("out") == first);

    let project = Project::new().file("a.jsonl", two_articles());
    project.slant("segment . -o units.jsonl").exits(0).says_nothing();
    let first = project.files(".");
    project.slant("segment . -o units.jsonl --overwrite").exits(0).says_nothing();
    assert!(project.files(".") == first);
}

#[test]
fn a_finished_table_is_left_alone_too() {
    for (command, name) in [("ingest", "x.parquet"), ("segment", "x.csv"), ("score", "x.jsonl")] {
        let project = Project::with_sample().file("a.jsonl", two_articles());
        project.slant(&format!("{command} sample -o tables/{name}")).exits(1);
        let before = project.files("tables");
        assert!(
            before.keys().map(String::as_str).eq([name, &format!("{name}.rejects.jsonl")]
                .into_iter()
                .collect::<std::collections::BTreeSet<_>>())
        );
        project
            .slant(&format!("{command} a.jsonl -o tables/{name}"))
            .exits(2)
            .says(&format!("slant: tables/{name}: found a finished output, left alone; give --overwrite to replace it\n"));
        assert!(project.files("tables") == before);
        let n_rows = rows(&project, &format!("tables/{name}")).len();
        project.slant(&format!("{command} a.jsonl -o tables/{name} --overwrite")).exits(0);
        assert!(rows(&project, &format!("tables/{name}")).len() < n_rows);
        assert_eq!(project.text(&format!("tables/{name}.rejects.jsonl")), "");
    }
}
