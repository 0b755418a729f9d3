//! Copies of one story in several outlets, and articles in other languages.

use serde_json::{Value, json};

use crate::{
    driver::Project,
    tables::{Row, rows},
};

const STORY: [&str; 5] = [
    "President Trump signed an executive order on Wednesday that allows sanctions on foreigners who interfere in American elections, officials said.",
    "The director of national intelligence has 45 days after every election to report to the attorney general on what was found.",
    "Two senators who have written a bill of their own said on the same day that the order leaves too much to the choice of one man.",
    "A former official of the Treasury called the order “a tool that works only if somebody picks it up,” and said that he doubted it.",
    "The order takes effect at once and has to be renewed within a year, as the law on national emergencies demands.",
];

/// The story as a wire wrote it, shortened under another headline, with boilerplate around it, and another story on the same subject.
fn articles() -> Vec<String> {
    let shortened = STORY[..3].join(" ");
    let dressed = format!(
        "Sign up for our newsletter.\n\n{}\n\nThe Associated Lantern contributed to this report.",
        STORY.join("\n\n")
    );
    let other = "The executive order of Wednesday threatens sanctions against anyone who meddles in an American election. \
        Election clerks in three counties said that nobody had asked them, and that they would rather have money for new machines \
        than another report that is written weeks after the votes are counted and the winners are known.";
    let article = |id: &str, outlet: &str, date: &str, title: &str, text: &str| {
        json!({"id": id, "outlet": outlet, "date": date, "title": title, "text": text}).to_string()
            + "\n"
    };
    vec![
        article(
            "wire",
            "Associated Lantern",
            "2018-09-12",
            "Trump signs election order",
            &STORY.join("\n\n"),
        ),
        article(
            "short",
            "Quarry Post",
            "2018-09-13",
            "New sanctions order leaves it to one man",
            &shortened,
        ),
        article("dressed", "Valley Courier", "2018-09-14", "Trump signs election order", &dressed),
        article(
            "again",
            "Valley Courier",
            "2018-09-15",
            "What to know about the order",
            &[STORY[0], STORY[1], STORY[4]].join("\n\n"),
        ),
        article(
            "other",
            "Valley Courier",
            "2018-09-13",
            "Clerks shrug at order on sanctions",
            other,
        ),
    ]
}

fn manifest(project: &Project) -> Value {
    serde_json::from_str(&project.text("out/manifest.json")).unwrap()
}

fn by_id(rows: &[Row], id: &str) -> Row {
    rows.iter().find(|row| row.text("article_id") == id).unwrap().clone()
}

#[test]
fn copies_are_kept_as_one_cluster_with_the_earliest_first() {
    let project = Project::new().file("a.jsonl", articles().concat());
    project.slant("run a.jsonl -o out").exits(0);
    let found = rows(&project, "out/articles.parquet");
    for id in ["wire", "short", "dressed", "again"] {
        let row = by_id(&found, id);
        assert_eq!((row.text("cluster_id"), row.number("cluster_size")), ("wire", 4), "{id}");
        assert_eq!(row.flag("cluster_first"), Some(id == "wire"), "{id}");
    }
    let other = by_id(&found, "other");
    assert_eq!((other.text("cluster_id"), other.number("cluster_size")), ("other", 1));
    assert_eq!(
        manifest(&project)["clusters"],
        json!({"n": 2, "n_with_copies": 1, "articles_with_copies": 4, "largest": 4})
    );
    let outlets = rows(&project, "out/outlets.csv");
    let courier = outlets.iter().find(|row| row.text("outlet") == "Valley Courier").unwrap();
    assert_eq!((courier.number("n_articles"), courier.number("n_clusters")), (3, 2));
}

#[test]
fn a_sentence_tells_in_how_many_other_outlets_it_stands() {
    let project = Project::new().file("a.jsonl", articles().concat());
    project.slant("run a.jsonl -o out").exits(0);
    let units = rows(&project, "out/units.parquet");
    let check = |sentence: usize, expected: usize| {
        let carrying: Vec<&Row> =
            units.iter().filter(|unit| unit.text("text") == STORY[sentence]).collect();
        assert!(!carrying.is_empty());
        for unit in carrying {
            assert_eq!(unit.number("shared_with"), expected, "{unit:?}");
        }
    };
    check(0, 2);
    check(4, 1);
    let clerks =
        units.iter().find(|unit| unit.text("text").starts_with("Election clerks")).unwrap();
    assert_eq!(clerks.number("shared_with"), 0);
    let headline = units.iter().find(|unit| unit.text("kind") == "headline").unwrap();
    assert!(headline.is_missing("shared_with"));
}

#[test]
fn clusters_do_not_depend_on_order_files_and_threads() {
    let clusters = |project: &Project, arguments: &str| {
        project.slant(arguments).exits(0);
        let mut found: Vec<(String, String)> = rows(project, "out/articles.parquet")
            .iter()
            .map(|row| (row.text("article_id").to_owned(), row.text("cluster_id").to_owned()))
            .collect();
        found.sort();
        found
    };
    let whole = Project::new().file("a.jsonl", articles().concat());
    let expected = clusters(&whole, "run a.jsonl -o out --threads 1");
    let mut reversed = articles();
    reversed.reverse();
    let (first, second) = reversed.split_at(2);
    let parts = Project::new().file("d/a.jsonl", first.concat()).file("d/b.jsonl", second.concat());
    assert_eq!(clusters(&parts, "run d -o out --threads 5"), expected);
}

#[test]
fn articles_in_other_languages_are_rows_that_are_not_looked_into() {
    let german = json!({"id": "de", "outlet": "Talbote", "date": "2018-09-13", "title": "Dekret zu Wahlen", "text":
        "Der Präsident hat am Mittwoch ein Dekret unterzeichnet („executive order“), das Sanktionen erlaubt, „sanctions on foreigners \
         who interfere in elections“, wie es darin heißt. Kritikern geht das nicht weit genug, weil alles in der Hand \
         eines Mannes bleibt, der die Warnungen der Dienste oft genug in den Wind geschlagen hat."});
    let project = Project::new().file("a.jsonl", format!("{}{german}\n", articles()[0]));
    project
        .slant("run a.jsonl -o out")
        .exits(0)
        .says("warning: 1 article in other languages not looked into: deu 1");
    let found = by_id(&rows(&project, "out/articles.parquet"), "de");
    assert_eq!(found.text("language"), "deu");
    assert!(found.is_missing("relevant") && found.is_missing("text"));
    assert_eq!(manifest(&project)["articles_other_language"], 1);
    assert!(project.text("out/report.html").contains("in another language"));

    project.slant("run a.jsonl -o any --language any").exits(0);
    let found = by_id(&rows(&project, "any/articles.parquet"), "de");
    assert_eq!((found.text("language"), found.flag("relevant")), ("deu", Some(true)));
    project.slant("ingest a.jsonl -o x.jsonl").exits(0);
    assert!(!by_id(&rows(&project, "x.jsonl"), "de").is_missing("text"));
}
