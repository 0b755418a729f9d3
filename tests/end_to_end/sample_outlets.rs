//! The figures of the sample's outlets and speakers, recomputed from its units.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    main_job::{LABELS, VOICES, manifest, run_sample},
    tables::{Row, rows},
};

/// The units that count.
fn sentences(units: &[Row]) -> Vec<&Row> {
    units.iter().filter(|unit| unit.text("kind") == "sentence").collect()
}

#[test]
fn the_figures_of_outlets_can_be_recomputed_from_the_units() {
    let project = run_sample();
    let (units, outlets) = (rows(&project, "out/units.parquet"), rows(&project, "out/outlets.csv"));
    let names: BTreeSet<&str> = units.iter().map(|unit| unit.text("outlet")).collect();
    let expected: Vec<_> = names
        .iter()
        .flat_map(|outlet| LABELS.map(|label| (*outlet, label)))
        .flat_map(|(outlet, label)| VOICES.map(|voice| (outlet, label, voice)))
        .collect();
    let keys = outlets.iter().map(|row| (row.text("outlet"), row.text("label"), row.text("voice")));
    assert!(keys.eq(expected));
    for row in &outlets {
        let voice = row.text("voice");
        let own: Vec<&Row> = sentences(&units)
            .into_iter()
            .filter(|unit| unit.text("outlet") == row.text("outlet"))
            .filter(|unit| voice == "all" || unit.text("voice") == voice)
            .collect();
        let n_different =
            |column| own.iter().map(|unit| unit.text(column)).collect::<BTreeSet<_>>().len();
        assert_eq!(row.number("n_articles"), n_different("article_id"), "{row:?}");
        assert_eq!(row.number("n_clusters"), n_different("cluster_id"), "{row:?}");
        assert_eq!(row.number("n_units"), own.len(), "{row:?}");
        assert_eq!(row.number("n_labelled"), n_labelled(&own, row.text("label")), "{row:?}");
        check_share(row);
    }
}

fn n_labelled(units: &[&Row], label: &str) -> usize {
    units.iter().filter(|unit| unit.flag(label) == Some(true)).count()
}

fn check_share(row: &Row) {
    let number = |column: &str| row.text(column).parse::<f64>().ok();
    let Some(share) = number("classified_share") else {
        assert_eq!((row.number("n_units"), row.text("sampling_lo")), (0, ""), "{row:?}");
        return;
    };
    assert!(
        (share - row.number("n_labelled") as f64 / row.number("n_units") as f64).abs() < 1e-12,
        "{row:?}"
    );
    match (number("sampling_lo"), number("sampling_hi")) {
        (Some(lo), Some(hi)) => {
            assert!(0.0 <= lo && lo <= share && share <= hi && hi <= 1.0, "{row:?}");
        }
        (None, None) => {
            let is_constant = [0, row.number("n_units")].contains(&row.number("n_labelled"));
            assert!(row.number("n_clusters") < 10 || is_constant, "{row:?}");
        }
        bounds => panic!("{bounds:?}: {row:?}"),
    }
}

#[test]
fn every_sentence_has_one_voice_and_the_manifest_counts_them() {
    let project = run_sample();
    let units = rows(&project, "out/units.parquet");
    let mut expected = BTreeMap::from(["own", "direct_quote", "indirect"].map(|voice| (voice, 0)));
    for unit in sentences(&units) {
        *expected.get_mut(unit.text("voice")).unwrap() += 1;
    }
    assert!(expected.values().all(|&n| n > 0), "{expected:?}");
    let manifest = manifest(&project);
    assert_eq!(manifest["sentences_by_voice"], serde_json::json!(expected));
    for unit in units.iter().filter(|unit| unit.text("voice") == "own") {
        assert!(unit.is_missing("speaker") && unit.is_missing("speaker_role"), "{unit:?}");
    }
}

/// What a speaker is the same by.
fn key(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

#[test]
fn the_figures_of_speakers_can_be_recomputed_from_the_units() {
    let project = run_sample();
    let units = rows(&project, "out/units.parquet");
    let mut said: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for unit in sentences(&units).into_iter().filter(|unit| unit.text("voice") != "own") {
        let names = unit.value("speaker").as_str().unwrap_or("");
        for name in names.split("; ").map(key).collect::<BTreeSet<_>>() {
            said.entry(name).or_default().push(unit);
        }
    }
    let speakers = rows(&project, "out/speakers.csv");
    let found: BTreeSet<String> = speakers.iter().map(|row| key(row.text("speaker"))).collect();
    assert!(found.iter().eq(said.keys()), "{found:?}");
    let n_named = said.keys().filter(|name| !name.is_empty()).count();
    assert_eq!(manifest(&project)["speakers"], n_named);
    for row in &speakers {
        let outlet = row.text("outlet");
        let own: Vec<&Row> = said[&key(row.text("speaker"))]
            .iter()
            .copied()
            .filter(|unit| outlet == "all" || unit.text("outlet") == outlet)
            .collect();
        let n_different =
            |column| own.iter().map(|unit| unit.text(column)).collect::<BTreeSet<_>>().len();
        assert_eq!(row.number("n_outlets"), n_different("outlet"), "{row:?}");
        assert_eq!(row.number("n_articles"), n_different("article_id"), "{row:?}");
        assert_eq!(row.number("n_clusters"), n_different("cluster_id"), "{row:?}");
        assert_eq!(row.number("n_units"), own.len(), "{row:?}");
        assert_eq!(row.number("n_labelled"), n_labelled(&own, row.text("label")), "{row:?}");
        let share: f64 = row.text("classified_share").parse().unwrap();
        assert!(
            (share - row.number("n_labelled") as f64 / own.len() as f64).abs() < 1e-12,
            "{row:?}"
        );
    }
}

#[test]
fn the_most_quoted_speaker_comes_first_and_all_outlets_before_each() {
    let project = run_sample();
    let speakers = rows(&project, "out/speakers.csv");
    let in_all: Vec<&Row> = speakers.iter().filter(|row| row.text("outlet") == "all").collect();
    let keys: Vec<_> = in_all
        .iter()
        .filter(|row| row.text("label") == LABELS[0])
        .map(|row| {
            let name = row.text("speaker");
            (name.is_empty(), std::cmp::Reverse(row.number("n_units")), key(name), name)
        })
        .collect();
    assert!(keys.is_sorted() && keys.len() * LABELS.len() == in_all.len(), "{keys:?}");
    let outlets_of = |name: &str| -> Vec<&str> {
        let own = speakers.iter().filter(|row| row.text("speaker") == name);
        own.filter(|row| row.text("label") == LABELS[0]).map(|row| row.text("outlet")).collect()
    };
    for (_, _, _, name) in keys {
        let outlets = outlets_of(name);
        assert!(
            outlets[0] == "all" && outlets[1..].is_sorted() && outlets.len() > 1,
            "{outlets:?}"
        );
    }
}
