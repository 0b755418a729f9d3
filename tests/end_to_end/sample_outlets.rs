//! The figures of the sample's outlets, recomputed from its units.

use std::collections::BTreeSet;

use crate::{
    main_job::{LABELS, run_sample},
    tables::{Row, rows},
};

#[test]
fn the_figures_of_outlets_can_be_recomputed_from_the_units() {
    let project = run_sample();
    let (units, outlets) = (rows(&project, "out/units.parquet"), rows(&project, "out/outlets.csv"));
    let names: BTreeSet<&str> = units.iter().map(|unit| unit.text("outlet")).collect();
    let all_voices: Vec<&Row> = outlets.iter().filter(|row| row.text("voice") == "all").collect();
    let expected: Vec<_> =
        names.iter().flat_map(|outlet| LABELS.map(|label| (*outlet, label))).collect();
    assert!(all_voices.iter().map(|row| (row.text("outlet"), row.text("label"))).eq(expected));
    for row in all_voices {
        let own: Vec<&Row> = units
            .iter()
            .filter(|unit| unit.text("kind") == "sentence")
            .filter(|unit| unit.text("outlet") == row.text("outlet"))
            .collect();
        let n_different =
            |column| own.iter().map(|unit| unit.text(column)).collect::<BTreeSet<_>>().len();
        let n_labelled =
            own.iter().filter(|unit| unit.flag(row.text("label")) == Some(true)).count();
        assert_eq!(row.number("n_articles"), n_different("article_id"), "{row:?}");
        assert_eq!(row.number("n_clusters"), n_different("cluster_id"), "{row:?}");
        assert_eq!(row.number("n_units"), own.len(), "{row:?}");
        assert_eq!(row.number("n_labelled"), n_labelled, "{row:?}");
        check_share(row);
    }
}

fn check_share(row: &Row) {
    let number = |column: &str| row.text(column).parse::<f64>().ok();
    let share = number("classified_share").unwrap();
    assert!(
        (share - row.number("n_labelled") as f64 / row.number("n_units") as f64).abs() < 1e-12,
        "{row:?}"
    );
    match (number("sampling_lo"), number("sampling_hi")) {
        (Some(lo), Some(hi)) => {
            assert!(0.0 <= lo && lo <= share && share <= hi && hi <= 1.0, "{row:?}");
        }
        (None, None) => assert!(row.number("n_clusters") < 10, "{row:?}"),
        bounds => panic!("{bounds:?}: {row:?}"),
    }
}
