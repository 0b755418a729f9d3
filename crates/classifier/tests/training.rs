//! The training step as its users see it: label files in, model files out.
#![allow(clippy::unwrap_used, reason = "a test fails where a value is missing")]

use classifier::{
    Codebook, LabelOrigin, LabelTable, Model, ModelFiles, Scorer, TrainConfig, train,
};
use proptest::prelude::*;

const LABELS: &str = include_str!("../../../data/labels/order-dev.csv");

fn codebook() -> Codebook {
    let label = |name: &str| format!("[[labels]]\nname = '{name}'\ndefinition = ''\n");
    let labels: String = ["supportive", "not_far_enough", "helsinki_critical"].map(label).concat();
    Codebook::from_toml(&format!("name = 'order'\n{labels}")).unwrap()
}

/// The first `n_articles` articles of the shipped labels.
fn table(codebook: &Codebook, n_articles: usize) -> LabelTable {
    let mut table =
        LabelTable::read(&[("order-dev.csv".to_owned(), LABELS.into())], codebook).unwrap();
    let articles: Vec<_> =
        table.units.chunk_by(|a, b| a.article_id == b.article_id).take(n_articles).collect();
    table.units = articles.concat();
    table
}

fn train_on(table: &LabelTable, codebook: &Codebook) -> ModelFiles {
    train(
        table,
        &LabelOrigin { blake3: vec!["00".to_owned()], note: None },
        codebook,
        &TrainConfig::default(),
    )
    .unwrap()
}

fn small_model() -> (LabelTable, Model) {
    let codebook = codebook();
    let table = table(&codebook, 30);
    let model = train_on(&table, &codebook).load().unwrap();
    (table, model)
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let codebook = codebook();
    let table = table(&codebook, 30);
    let with_threads = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        pool.install(|| train_on(&table, &codebook))
    };
    let one = with_threads(1);
    assert_eq!(one, with_threads(2));
    assert_eq!(one, with_threads(5));
}

#[test]
fn what_was_learned_holds_for_articles_not_seen() {
    let codebook = codebook();
    let table = table(&codebook, usize::MAX);
    let model = train_on(&table, &codebook).load().unwrap();
    let figures = &model.training().cross_validation;
    assert_eq!(figures.n, table.units.len() as u64);
    // Marking every unit gives a macro-F1 of about .2, chance alone less.
    assert!(figures.macro_f1.unwrap() > 0.55, "{figures:?}");
    for (label, figures) in &figures.labels {
        assert!(figures.brier_skill.unwrap() > 0.2, "{label}: {figures:?}");
        assert!(figures.ece.unwrap() < 0.03, "{label}: {figures:?}");
    }
    let mut scorer = Scorer::new(&model);
    let mut decide = |text: &str| model.decide(&scorer.score(text));
    assert_eq!(
        decide("The order does not go far enough to meet the threat, the senator said."),
        [Some(false), Some(true), Some(false)]
    );
    assert_eq!(decide("The agencies have 45 days to report to the White House."), [Some(false); 3]);
}

#[test]
fn units_of_the_test_split_and_of_audits_teach_nothing() {
    let codebook = codebook();
    let kept = table(&codebook, 30);
    let mut all = table(&codebook, 34);
    let n_kept = kept.units.len();
    for (at, unit) in all.units.iter_mut().enumerate().skip(n_kept) {
        if at % 2 == 0 { unit.split = "test".to_owned() } else { unit.design = "audit".to_owned() }
    }
    let (from_kept, from_all) = (train_on(&kept, &codebook), train_on(&all, &codebook));
    assert_eq!(from_kept.safetensors, from_all.safetensors);
    let record = from_all.load().unwrap().training().clone();
    assert_eq!(record.n_units, n_kept);
    assert_eq!(
        record.n_test_units_left_out + record.n_audit_units_left_out,
        all.units.len() - n_kept
    );
}

#[test]
fn labels_that_exclude_each_other_train_too() {
    let labels =
        "[[labels]]\nname='praise'\ndefinition=''\n[[labels]]\nname='other'\ndefinition=''";
    let codebook = Codebook::from_toml(&format!("name='tone'\nexclusive=true\n{labels}")).unwrap();
    let rows: String = (0..40)
        .map(|n| match n % 2 {
            0 => format!("\"A good and welcome step, number {n}\",1,0\n"),
            _ => format!("\"The committee meets on day {n}\",0,1\n"),
        })
        .collect();
    let table = LabelTable::read(
        &[("t.csv".to_owned(), format!("text,praise,other\n{rows}").into())],
        &codebook,
    )
    .unwrap();
    let model = train(&table, &LabelOrigin::default(), &codebook, &TrainConfig::default())
        .unwrap()
        .load()
        .unwrap();
    let probabilities = Scorer::new(&model).score("a welcome step");
    assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    assert_eq!(model.decide(&probabilities), [Some(true), Some(false)]);
    assert_eq!(model.decide(&[0.5, 0.5]), [Some(true), Some(false)]);
    assert!(model.thresholds().all(|threshold| threshold.is_none()));
}

#[test]
fn too_little_to_learn_from_is_said() {
    let codebook = codebook();
    let mut table = table(&codebook, 8);
    table.units.iter_mut().for_each(|unit| unit.labels[1] = Some(false));
    let error =
        train(&table, &LabelOrigin::default(), &codebook, &TrainConfig::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot train: found no unit with 1 in `not_far_enough`, expected some of two articles or more"
    );
    let error = train(
        &table,
        &LabelOrigin::default(),
        &codebook,
        &TrainConfig { folds: 1, ..TrainConfig::default() },
    )
    .unwrap_err();
    assert_eq!(error.to_string(), "`folds` is 1, expected 2 or more");
}

#[test]
fn a_model_that_does_not_fit_refuses_to_load() {
    let codebook = codebook();
    let files = train_on(&table(&codebook, 30), &codebook);
    let check = |from: &str, to: &str, expected: &str| {
        let toml = files.toml.replacen(from, to, 1);
        assert_ne!(toml, files.toml);
        let error = Model::from_files(&files.safetensors, &toml).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("format = 1", "format = 9", "format is 9, expected 1");
    check("version = 2", "version = 7", "`version` is 7, expected 2");
    check("character_bits = 20", "character_bits = 4", "bucket");
    check("label = \"supportive\"", "label = \"praise\"", "heads are");
    check("\nintercept = ", "\nintercept = nan # ", "out of range");
    check("safetensors_blake3 = \"", "safetensors_blake3 = \"0", "BLAKE3 is");
    let error = Model::from_files(&files.safetensors[..999], &files.toml).unwrap_err().to_string();
    assert!(error.starts_with("model: model.safetensors:"), "{error}");

    let model = files.load().unwrap();
    let other = Codebook::from_toml("name='other'\nlabels=[{name='good',definition=''}]").unwrap();
    let error = model.check_codebook(&other).unwrap_err().to_string();
    assert_eq!(
        error,
        "model: has the labels supportive, not_far_enough, helsinki_critical, the codebook `other` has good"
    );
}

#[test]
fn the_model_knows_which_texts_it_has_seen() {
    let (table, model) = small_model();
    assert!(table.units.iter().all(|unit| model.has_seen(&unit.text)));
    let spaced = table.units[0].text.replace(' ', " \u{a0}\n");
    assert!(spaced.contains('\n') && model.has_seen(&format!(" {spaced} ")));
    assert!(!model.has_seen("A sentence that nobody has written before."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn scores_are_probabilities_for_any_text(texts in proptest::collection::vec(any::<String>(), 1..8)) {
        use std::sync::LazyLock;
        static MODEL: LazyLock<Model> = LazyLock::new(|| small_model().1);
        let mut scorer = Scorer::new(&MODEL);
        for text in &texts {
            let scores = scorer.score(text);
            prop_assert_eq!(scores.len(), 3);
            prop_assert!(scores.iter().all(|score| score.is_finite() && (0.0..=1.0).contains(score)));
            prop_assert_eq!(&scores, &Scorer::new(&MODEL).score(text));
        }
    }
}
