//! `slant train` and `slant evaluate`.

use std::fmt::Write;

use serde_json::Value;

use crate::{
    driver::{Project, copy_folder, source_tree},
    tables::json_rows,
};

/// Two labels that exclude each other.
const TONES: &str = "name = 'tone'\nexclusive = true\n\
    [[labels]]\nname = 'praise'\ndefinition = 'approves'\n[[labels]]\nname = 'other'\ndefinition = 'does not'\n";

/// Labelled sentences of these two, of ten articles.
fn tones() -> String {
    let mut rows = "article_id,text,praise,other\n".to_owned();
    for number in 0..60 {
        let (text, labels) = match number % 2 {
            0 => ("A good and welcome step", "1,0"),
            _ => ("The committee meets on day", "0,1"),
        };
        writeln!(rows, "a{},{text} {number},{labels}", number % 10).unwrap();
    }
    rows
}

/// The shipped labels in `labels/`, and a codebook of labels that exclude each other with labels for it.
fn project() -> Project {
    let project = Project::new().file("tones.toml", TONES).file("tones.csv", tones());
    copy_folder(&source_tree().join("data/labels"), &project.path("labels"));
    project
}

#[test]
fn the_shipped_labels_give_the_shipped_model_on_any_number_of_threads() {
    let project = project();
    copy_folder(&source_tree().join("models/order-2018"), &project.path("shipped"));
    let shipped = project.files("shipped");
    let held = project.slant("check labels --json").exits(0).json()["summary"].take();
    let of_split = |split: &str| held["groups"]["split"][split]["n_units"].as_u64().unwrap();
    let (n_learned, n_test) = (of_split("train") + of_split("dev"), of_split("test"));
    for n_threads in [1, 2] {
        project
            .slant(&format!(
                "train labels --labels-note labels/note.txt -o model-{n_threads} --threads {n_threads}"
            ))
            .exits(0)
            .says_nothing()
            .prints(&format!(" rows, {n_learned} units of "))
            .prints(&format!("\n{n_test} units left out: split is test\n"))
            .prints(&format!("\nModel: model-{n_threads}\n"));
        let trained = project.files(&format!("model-{n_threads}"));
        assert!(trained.keys().eq(["README.md", "model.safetensors", "model.toml"]));
        for (name, bytes) in &trained {
            assert!(
                shipped.get(name) == Some(bytes),
                "models/order-2018/{name} differs from what data/labels give"
            );
        }
    }
}

#[test]
fn the_order_of_label_files_changes_nothing_but_their_list() {
    let rows = tones();
    let (header, rows) = rows.split_once('\n').unwrap();
    let middle = rows.match_indices('\n').nth(29).unwrap().0 + 1;
    let project = Project::new()
        .file("tones.toml", TONES)
        .file("one/a.csv", format!("{header}\n{}", &rows[..middle]))
        .file("one/b.csv", format!("{header}\n{}", &rows[middle..]));
    project.slant("train one -o folder --codebook tones.toml").exits(0);
    project.slant("train one/b.csv one/a.csv -o files --codebook tones.toml").exits(0);
    assert!(project.files("folder") == project.files("files"));
}

#[test]
fn a_model_that_is_there_is_left_alone() {
    let project = project();
    project.slant("train tones.csv -o model --codebook tones.toml").exits(0);
    let before = project.files("model");
    project
        .slant("train tones.csv -o model --codebook tones.toml --seed 7")
        .exits(2)
        .says("slant: model/model.toml: found a finished output, left alone; give --overwrite to replace it\n");
    assert!(project.files("model") == before);
    project.slant("train tones.csv -o model --codebook tones.toml --seed 7 --overwrite").exits(0);
    assert!(project.text("model/model.toml").contains("seed = 7"));
}

#[test]
fn a_model_that_cannot_be_written_is_named() {
    let project = project().file("plain", "a file where a folder is wanted");
    project
        .slant("train tones.csv -o plain/model --codebook tones.toml")
        .exits(2)
        .says("slant: plain/model");
}

#[test]
fn too_little_to_learn_from_is_said_and_leaves_no_model() {
    let project = Project::new()
        .file("tones.toml", TONES)
        .file("few.csv", "text,praise,other\nGood,1,0\nFine,1,0\n");
    project.slant("train few.csv -o model --codebook tones.toml").exits(2).says("cannot train: ");
    project
        .slant("train few.csv -o model --codebook tones.toml --folds 1")
        .exits(2)
        .says("`folds` is 1, expected 2 or more");
    assert!(project.files("model").is_empty());
}

#[test]
fn labels_that_exclude_each_other_train_evaluate_and_score() {
    let project = project().file("a.jsonl", crate::corpus::two_articles());
    let trained =
        project.slant("train tones.csv -o tone --codebook tones.toml --json").exits(0).json();
    assert_eq!(trained["model"], "tone-linear");
    assert_eq!(trained["output"], "tone");
    assert_eq!(trained["training"]["n_units"], 60);

    let figures = project.slant("evaluate tones.csv --model tone --json").exits(0).json();
    assert_eq!(figures["labels"]["praise"]["f1"], 1.0);
    assert_eq!(figures["labels"]["praise"]["threshold"], Value::Null);

    let outcome = project.slant_reading(
        "score --units - --model tone",
        "{\"text\": \"A welcome step\"}\n{\"text\": \"It meets on day 3\"}\n",
    );
    for (unit, label) in json_rows(&outcome.exits(0).stdout).iter().zip(["praise", "other"]) {
        assert!(
            (unit.score("score_praise") + unit.score("score_other") - 1.0).abs() < 1e-6,
            "{unit:?}"
        );
        assert_eq!(
            (unit.flag("praise"), unit.flag("other")),
            (Some(label == "praise"), Some(label == "other"))
        );
    }
    project
        .slant("run a.jsonl -o out --model tone")
        .exits(0)
        .says("the codebook `tone` has no topic query, so every article counts as relevant")
        .prints("praise");
    assert_eq!(crate::tables::rows(&project, "out/outlets.csv").len(), 2 * 4);
}

/// The keys of an object, in order of the alphabet.
fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn an_evaluation_as_json_has_the_keys_that_scripts_rely_on() {
    let project = project();
    let held = project.slant("check labels/order-dev.csv --json").exits(0).json()["summary"].take();
    let figures = project
        .slant("evaluate labels/order-dev.csv --json --quiet")
        .exits(0)
        .says_nothing()
        .json();
    for key in [
        "labels",
        "macro_f1",
        "micro_f1",
        "n",
        "groups",
        "model",
        "n_seen_in_training",
        "unused_columns",
    ] {
        assert!(keys(&figures).contains(&key), "{key}");
    }
    assert_eq!(figures["n"], held["all"]["n_units"]);
    assert_eq!(figures["n_seen_in_training"], held["all"]["n_units"]);
    assert_eq!(keys(&figures["labels"]), ["helsinki_critical", "not_far_enough", "supportive"]);
    let expected = [
        "average_precision",
        "brier",
        "brier_skill",
        "confusion",
        "ece",
        "f1",
        "f1_ci",
        "n",
        "precision",
        "recall",
        "support",
        "threshold",
    ];
    for label in ["supportive", "not_far_enough", "helsinki_critical"] {
        let of_label = &figures["labels"][label];
        assert_eq!(keys(of_label), expected);
        assert_eq!(of_label["support"], held["labels"][label]["with"], "{label}");
        let share = |key: &str| of_label[key].as_f64().unwrap();
        for key in ["precision", "recall", "f1", "average_precision", "brier", "ece", "threshold"] {
            assert!((0.0..=1.0).contains(&share(key)), "{label}: {key}");
        }
        let interval = of_label["f1_ci"].as_array().unwrap();
        assert!(
            interval[0].as_f64().unwrap() <= share("f1")
                && share("f1") <= interval[1].as_f64().unwrap(),
            "{label}"
        );
    }
    assert!(
        keys(&figures["groups"]).starts_with(&["genre"])
            || keys(&figures["groups"]).contains(&"outlet")
    );
}

#[test]
fn an_evaluation_on_the_training_data_is_warned_of() {
    let project = project().file(
        "new.csv",
        "text,supportive,not_far_enough,helsinki_critical,colour\nIt is a welcome step.,1,0,0,red\nIt does not go far enough.,0,1,0,blue\n",
    );
    project
        .slant("evaluate labels/order-dev.csv")
        .exits(0)
        .says("warning: the model was trained on the very text of ")
        .prints("macro-F1");
    project
        .slant("evaluate new.csv")
        .exits(0)
        .says("warning: column not used: new.csv: colour\n")
        .prints("2 units");
}

#[test]
fn an_evaluation_does_not_depend_on_threads() {
    let project = project();
    let figures = [1, 2, 5].map(|n_threads| {
        project.slant(&format!("evaluate labels --json --threads {n_threads}")).exits(0).stdout
    });
    assert!(figures.iter().all(|other| *other == figures[0]));
}
