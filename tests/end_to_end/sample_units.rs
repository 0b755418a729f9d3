//! The units of the sample: slices of their articles, scored by the shipped model.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    driver::source_tree,
    main_job::{LABELS, manifest, run_sample},
    tables::{Row, rows},
};

#[test]
fn units_are_slices_of_their_article_by_code_points() {
    let project = run_sample();
    let units = rows(&project, "out/units.parquet");
    let n_units: u64 = manifest(&project)["units_by_kind"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_u64)
        .sum();
    assert_eq!(units.len() as u64, n_units);
    let mut of_article: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for unit in &units {
        of_article.entry(unit.text("article_id")).or_default().push(unit);
    }
    for article in rows(&project, "out/articles.parquet")
        .iter()
        .filter(|article| article.flag("relevant") == Some(true))
    {
        let units = of_article.remove(article.text("article_id")).unwrap();
        assert_eq!(units.len(), article.number("n_units"));
        assert_eq!(
            units.iter().filter(|unit| unit.text("kind") == "sentence").count(),
            article.number("n_sentences")
        );
        check_units(article, &units);
    }
    assert!(of_article.is_empty(), "units of no relevant article: {of_article:?}");
}

/// The headline first, then units in order that leave nothing out but white space.
fn check_units(article: &Row, units: &[&Row]) {
    assert_eq!((units[0].text("kind"), units[0].text("text")), ("headline", article.text("title")));
    assert!(units[0].is_missing("start") && units[0].is_missing("end"));
    let text: Vec<char> = article.text("text").chars().collect();
    let is_space = |range: &[char]| range.iter().all(|letter| letter.is_whitespace());
    let mut end_before = 0;
    for (number, unit) in units.iter().enumerate() {
        assert_eq!(unit.number("unit"), number);
        for column in ["outlet", "date", "cluster_id", "relevant"] {
            assert_eq!(unit.value(column), article.value(column), "{column}");
        }
        if number > 0 {
            let (start, end) = (unit.number("start"), unit.number("end"));
            assert!(end_before <= start && start < end, "{unit:?}");
            assert!(is_space(&text[end_before..start]), "left out before {unit:?}");
            assert_eq!(text[start..end].iter().collect::<String>(), unit.text("text"));
            end_before = end;
        }
    }
    assert!(is_space(&text[end_before..]), "left out at the end of {article:?}");
}

#[test]
fn ids_of_units_are_unique() {
    let units = rows(&run_sample(), "out/units.parquet");
    let ids: BTreeSet<&str> = units.iter().map(|unit| unit.text("unit_id")).collect();
    assert_eq!(ids.len(), units.len());
}

#[test]
fn irrelevant_articles_have_neither_text_nor_units() {
    let project = run_sample();
    let articles = rows(&project, "out/articles.parquet");
    let irrelevant: BTreeSet<&str> = articles
        .iter()
        .filter(|article| article.flag("relevant") == Some(false))
        .inspect(|article| assert!(article.is_missing("text") && article.is_missing("n_units")))
        .map(|article| article.text("article_id"))
        .collect();
    assert_eq!(irrelevant.len(), 7);
    assert!(irrelevant.contains("so-2018-0905"), "an order on retirement plans is another order");
    let units = rows(&project, "out/units.parquet");
    assert!(!units.iter().any(|unit| irrelevant.contains(unit.text("article_id"))));
    assert!(units.iter().all(|unit| unit.flag("relevant") == Some(true)));
}

#[test]
fn a_label_is_a_score_at_or_above_the_threshold_of_the_model() {
    let model =
        std::fs::read_to_string(source_tree().join("models/order-2018/model.toml")).unwrap();
    let model: toml::Value = toml::from_str(&model).unwrap();
    let heads = model["heads"].as_array().unwrap();
    let units = rows(&run_sample(), "out/units.parquet");
    for (label, head) in LABELS.iter().zip(heads) {
        assert_eq!(head["label"].as_str(), Some(*label));
        let threshold = head["threshold"].as_float().unwrap();
        for unit in &units {
            let score = unit.score(&format!("score_{label}"));
            assert!((0.0..=1.0).contains(&score), "{unit:?}");
            let is_marked = unit.flag(label);
            assert!(
                is_marked.is_none() || is_marked == Some(score >= threshold),
                "{threshold}: {unit:?}"
            );
        }
        let n_marked = units
            .iter()
            .filter(|unit| unit.text("kind") == "sentence")
            .filter(|unit| unit.flag(label) == Some(true))
            .count();
        assert!((1..units.len() / 2).contains(&n_marked), "{label}: {n_marked}");
    }
}
