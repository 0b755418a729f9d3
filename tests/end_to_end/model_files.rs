//! A model that does not fit refuses to load, and says what differs.

use std::fs;

use crate::{
    corpus::RELEVANT,
    driver::{Project, copy_folder, source_tree},
};

/// The shipped model in `model/`, an article and a label file.
fn project() -> Project {
    let labels = "text,supportive,not_far_enough,helsinki_critical\nOne.,1,0,0\n";
    let project = Project::new().file("a.jsonl", RELEVANT).file("l.csv", labels);
    copy_folder(&source_tree().join("models/order-2018"), &project.path("model"));
    project
}

/// With this change in its `model.toml` no command takes the model.
#[track_caller]
fn check(from: &str, to: &str, message: &str) {
    let project = project();
    let toml = project.text("model/model.toml");
    assert!(toml.contains(from), "model.toml has no {from}");
    fs::write(project.path("model/model.toml"), toml.replacen(from, to, 1)).unwrap();
    refuses(&project, message);
}

#[track_caller]
fn refuses(project: &Project, message: &str) {
    for command in ["run a.jsonl -o out", "score a.jsonl", "evaluate l.csv"] {
        project
            .slant(&format!("{command} --model model"))
            .exits(2)
            .says("slant: model")
            .says(message)
            .prints_nothing();
    }
    assert!(project.files("out").is_empty());
}

#[test]
fn the_shipped_model_is_the_one_in_its_folder() {
    let project = project();
    project.slant("run a.jsonl -o shipped").exits(0);
    project.slant("run a.jsonl -o folder --model model").exits(0);
    assert!(
        project.files("shipped") == project.files("folder"),
        "a copy of the model gives other bytes"
    );
}

#[test]
fn a_model_of_another_format_does_not_load() {
    check("format = 1", "format = 9", "format is 9, expected 1");
    check("kind = \"linear\"", "kind = \"forest\"", "kind is `forest`, expected `linear`");
}

#[test]
fn a_model_for_other_features_does_not_load() {
    check("[features]\nversion = 2", "[features]\nversion = 99", "99");
    check("word_bits = 20", "word_bits = 99", "99");
}

#[test]
fn a_model_whose_labels_differ_from_its_codebook_does_not_load() {
    check("label = \"supportive\"", "label = \"friendly\"", "heads are [\"friendly\"");
    check(
        "exclusive = false",
        "exclusive = true",
        "thresholds are given where labels do not exclude each other, and only there",
    );
}

#[test]
fn a_model_file_that_is_no_toml_does_not_load() {
    check("format = 1", "format = ", "model.toml: ");
    check("format = 1", "colour = 1", "colour");
}

#[test]
fn numbers_that_are_cut_off_do_not_load() {
    let project = project();
    let bytes = project.bytes("model/model.safetensors");
    for end in [0, 4, 100, bytes.len() / 2, bytes.len() - 1] {
        fs::write(project.path("model/model.safetensors"), &bytes[..end]).unwrap();
        refuses(&project, "model.safetensors: ");
    }
}

#[test]
fn a_model_that_is_not_whole_is_named() {
    for name in ["model.toml", "model.safetensors"] {
        let project = project();
        fs::remove_file(project.path(&format!("model/{name}"))).unwrap();
        refuses(&project, &format!("slant: model/{name}: "));
    }
}

#[test]
fn a_codebook_with_other_labels_is_refused() {
    let codebook = "name = 'tone'\n[[labels]]\nname = 'praise'\ndefinition = ''\n";
    let project = project().file("tone.toml", codebook).file("l.csv", "text,praise\nOne.,1\n");
    for command in
        ["run a.jsonl -o out", "score a.jsonl", "evaluate l.csv", "score a.jsonl --model model"]
    {
        project
            .slant(&format!("{command} --codebook tone.toml"))
            .exits(2)
            .says("has the labels supportive, not_far_enough, helsinki_critical, the codebook `tone` has praise")
            .prints_nothing();
    }
    assert!(project.files("out").is_empty());
}

#[test]
fn a_codebook_that_differs_in_exclusive_is_refused() {
    let codebook = fs::read_to_string(source_tree().join("data/codebook.toml")).unwrap();
    let project =
        project().file("other.toml", codebook.replacen("exclusive = false", "exclusive = true", 1));
    project
        .slant("score a.jsonl --codebook other.toml")
        .exits(2)
        .says("was trained with exclusive = false, the codebook says exclusive = true");
}
