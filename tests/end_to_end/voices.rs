//! Who speaks: voices, speakers and attributions in every table.

use serde_json::{Value, json};

use crate::{
    driver::Project,
    tables::{Row, json_rows, rows},
};

const TITLE: &str = "Senators call order on sanctions too weak";
const TEXT: &str = "President Trump signed an executive order on Wednesday. \
    “It does not go far enough,” Sen. Orla Fennick (D-Va.) said. \
    The order is a good first step, according to Tobias Hale, the national security adviser. \
    It takes effect at once.";

fn article(id: &str, outlet: &str) -> Value {
    json!({"id": id, "outlet": outlet, "date": "2018-09-13", "title": TITLE, "text": TEXT})
}

fn project() -> Project {
    Project::new().file("a.jsonl", format!("{}\n", article("a", "Quarry Post")))
}

/// The code points of a span.
fn slice(text: &str, span: &Value) -> String {
    let bound = |position: usize| span[position].as_u64().unwrap() as usize;
    text.chars().skip(bound(0)).take(bound(1) - bound(0)).collect()
}

fn unit<'r>(units: &'r [Row], start: &str) -> &'r Row {
    units.iter().find(|unit| unit.text("text").starts_with(start)).unwrap()
}

#[test]
fn a_quotation_tells_what_is_said_by_whom_and_how() {
    let units = json_rows(&project().slant("segment a.jsonl -o -").exits(0).stdout);
    let quoted = unit(&units, "“It");
    assert_eq!(quoted.text("voice"), "direct_quote");
    assert_eq!(quoted.text("speaker"), "Orla Fennick");
    assert_eq!(quoted.text("speaker_role"), "legislator");
    assert_eq!(quoted.text("speaker_title"), "Sen.");
    assert_eq!((quoted.text("speaker_party"), quoted.text("speaker_state")), ("D", "VA"));
    let attributions = quoted.value("attributions").as_array().unwrap();
    assert_eq!(attributions.len(), 1, "{quoted:?}");
    let attribution = &attributions[0];
    assert!(slice(TEXT, &attribution["content"]).starts_with("“It does not go far enough,”"));
    assert!(slice(TEXT, &attribution["source"]).contains("Orla Fennick"));
    assert_eq!(slice(TEXT, &attribution["cue"]), "said");
    assert_eq!(
        (&attribution["form"], &attribution["speaker"]),
        (&json!("direct"), &json!("Orla Fennick"))
    );

    let indirect = unit(&units, "The order is a good");
    assert_eq!((indirect.text("voice"), indirect.text("speaker")), ("indirect", "Tobias Hale"));
    assert_eq!(indirect.value("attributions")[0]["form"], "indirect");
    let own = unit(&units, "It takes effect");
    assert_eq!(own.text("voice"), "own");
    assert_eq!(own.value("attributions"), &json!([]));
    for column in ["speaker", "speaker_role", "speaker_title", "speaker_party", "speaker_state"] {
        assert!(own.is_missing(column), "{column}");
    }
}

#[test]
fn spans_of_attributions_lie_in_the_text_and_each_stands_on_the_unit_of_its_start() {
    let project = Project::with_sample();
    project.slant("run sample -o out").exits(1);
    let articles = rows(&project, "out/articles.parquet");
    let mut n_attributions = 0;
    for unit in rows(&project, "out/units.parquet") {
        let of_unit = unit.value("attributions").as_array().unwrap().clone();
        n_attributions += of_unit.len();
        assert!(of_unit.is_empty() || !unit.is_missing("start"), "{unit:?}");
        for attribution in of_unit {
            let article = articles
                .iter()
                .find(|article| article.text("article_id") == unit.text("article_id"))
                .unwrap();
            let start = attribution["content"][0].as_u64().unwrap() as usize;
            assert!((unit.number("start")..unit.number("end")).contains(&start), "{unit:?}");
            for part in ["content", "source", "cue"] {
                if !attribution[part].is_null() {
                    let found = slice(article.text("text"), &attribution[part]);
                    assert!(!found.is_empty() && found.trim() == found, "{part}: {found:?}");
                }
            }
        }
    }
    assert!(n_attributions > 50, "{n_attributions}");
}

#[test]
fn ready_sentences_have_no_voice() {
    let project = Project::new().file("a.csv", "text\n\"“It is weak,” she said.\"\n");
    let units = json_rows(&project.slant("score --units a.csv").exits(0).stdout);
    for column in ["voice", "speaker", "speaker_role", "attributions"] {
        assert!(units[0].is_missing(column), "{column}");
    }
}

#[test]
fn the_same_person_in_two_outlets_is_one_speaker() {
    let lines = format!("{}\n{}\n", article("a", "Quarry Post"), article("b", "Valley Courier"));
    let project = Project::new().file("a.jsonl", lines);
    project.slant("run a.jsonl -o out --all").exits(0);
    let speakers = rows(&project, "out/speakers.csv");
    let fennick: Vec<_> = speakers
        .iter()
        .filter(|row| {
            row.text("speaker") == "Orla Fennick" && row.text("label") == "not_far_enough"
        })
        .map(|row| {
            (
                row.text("outlet"),
                row.number("n_outlets"),
                row.number("n_articles"),
                row.number("n_clusters"),
                row.number("n_units"),
            )
        })
        .collect();
    let one = |outlet| (outlet, 1, 1, 1, 1);
    assert_eq!(fennick, [("all", 2, 2, 1, 2), one("Quarry Post"), one("Valley Courier")]);
    let first = speakers.iter().find(|row| row.text("speaker") == "Orla Fennick").unwrap();
    assert_eq!((first.text("speaker_role"), first.text("speaker_party")), ("legislator", "D"));
}

#[test]
fn the_closing_table_and_the_report_lead_with_the_own_voice() {
    let project = project();
    project
        .slant("run a.jsonl -o out --all")
        .exits(0)
        .prints("Of the sentences in the outlet's own voice")
        .prints("articles  sentences  own voice")
        .prints("Quarry Post         1          4          2");
    let report = project.text("out/report.html");
    let place = |text: &str| report.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(place("In the outlet’s own voice</h2>") < place("Content carried: all voices</h2>"));
    assert!(place("Whose voice</h2>") < place("Who is quoted most</h2>"));
    assert!(place("Who is quoted most</h2>") < place(">Orla Fennick</bdi>"));
}
