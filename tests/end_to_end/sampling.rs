//! `sample`: files for coders that tell them nothing they should not know, a key with probabilities, and the plan.

use std::collections::{BTreeMap, BTreeSet};

use crate::driver::{Project, source_tree};

const LABELS: [&str; 3] = ["supportive", "not_far_enough", "helsinki_critical"];
const RUN: &str = "run sample -o run --quiet";

/// The sample dump, read by a run.
fn project() -> Project {
    let project = Project::with_sample();
    // Some of its records cannot be read.
    project.slant(RUN).exits(1);
    project
}

/// The rows of a CSV file by column.
fn rows(project: &Project, file: &str) -> Vec<BTreeMap<String, String>> {
    let text = project.text(file);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn column<'a>(rows: &'a [BTreeMap<String, String>], name: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

fn set<'a>(rows: &'a [BTreeMap<String, String>], name: &str) -> BTreeSet<&'a str> {
    column(rows, name).into_iter().collect()
}

#[test]
fn coders_see_units_in_context_and_nothing_that_sways_them() {
    let project = project();
    project
        .slant("sample run -n 60 -o audit.csv")
        .exits(0)
        .prints("For the coders: audit.csv\nNot for them:   audit.key.csv\n");
    let text = project.text("audit.csv");
    assert!(text.starts_with(
        "\u{feff}id,context_before,text,context_after,supportive,not_far_enough,helsinki_critical,voice,kind,relevant,speaker,speaker_role,unsure,comment,date,annotator,codebook_version,design\r\n"
    ));
    let (coded, key) = (rows(&project, "audit.csv"), rows(&project, "audit.key.csv"));
    assert_eq!((coded.len(), key.len()), (60, 60));
    for row in &key {
        assert!(!text.contains(&row["unit_id"]) && !text.contains(&row["stratum"]));
    }
    for row in &coded {
        assert!(row["id"].starts_with("u-") && row["id"].len() == 14);
        assert!(row["context_before"].starts_with('['), "{row:?}");
        assert_eq!(row["design"], "audit");
        for name in LABELS.iter().chain(&["voice", "kind", "relevant", "speaker_role", "annotator"])
        {
            assert_eq!(row[*name], "");
        }
    }
    // The ids give the order: neither outlets nor articles stand together.
    assert_eq!(column(&coded, "id"), column(&key, "id"));
    let outlets = column(&key, "outlet");
    let n_changes = outlets.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(n_changes > 30, "{n_changes}");
}

#[test]
fn the_key_binds_ids_to_units_with_their_probabilities() {
    let project = project();
    let told = project.slant("sample run -n 60 -o audit.csv --json").exits(0).json();
    project.slant("score sample -o units.csv --quiet").exits(1);
    let units: BTreeMap<String, BTreeMap<String, String>> =
        rows(&project, "units.csv").into_iter().map(|row| (row["unit_id"].clone(), row)).collect();
    let (coded, key) = (rows(&project, "audit.csv"), rows(&project, "audit.key.csv"));
    let mut of_strata: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (coded, key) in coded.iter().zip(&key) {
        let unit = &units[&key["unit_id"]];
        assert_eq!(coded["text"].trim_start_matches('\''), unit["text"].trim_start_matches('\''));
        for name in ["outlet", "voice", "kind", "score_supportive", "score_helsinki_critical"] {
            assert_eq!(key[name], unit[name]);
        }
        let number = |name: &str| key[name].parse::<f64>().unwrap();
        assert!((number("pi") - number("drawn") / number("n_stratum")).abs() < 1e-15);
        assert!(key["stratum"].starts_with(&format!("{}|", key["outlet"])));
        let stratum = of_strata.entry(&key["stratum"]).or_insert((number("drawn") as u32, 0));
        stratum.1 += 1;
    }
    assert!(of_strata.values().all(|&(drawn, n)| drawn == n), "{of_strata:?}");
    // The probabilities add up to the frame.
    let n_frame: f64 = key.iter().map(|row| 1.0 / row["pi"].parse::<f64>().unwrap()).sum();
    let n_units = units.values().filter(|unit| unit["kind"] != "headline").count();
    assert!((n_frame - told["n_frame"].as_f64().unwrap()).abs() < 1e-6, "{n_frame} {told}");
    // The model was trained on some texts of the sample dump.
    assert_eq!(n_units as u64 - 2, told["n_frame"].as_u64().unwrap());
    assert_eq!(told["n_trained_on"], 2);
}

#[test]
fn every_column_of_the_key_is_explained() {
    let project = project();
    project.slant("sample run -n 9 -o s.csv").exits(0);
    let docs = std::fs::read_to_string(source_tree().join("docs/sampling.md")).unwrap();
    let explained = docs.split("## The key").nth(1).unwrap();
    for name in project.text("s.key.csv").lines().next().unwrap().split(',') {
        let name = if name.starts_with("score_") { "score_LABEL" } else { name };
        assert!(explained.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_others_with_another_seed() {
    let project = project();
    for (name, arguments) in
        [("a/s.csv", "--threads 1"), ("b/s.csv", "--threads 2"), ("c/s.csv", "--seed 5")]
    {
        std::fs::create_dir(project.path(&name[..1])).unwrap();
        project.slant(&format!("sample run -n 40 --coders 2 -o {name} {arguments}")).exits(0);
    }
    assert_eq!(project.files("a"), project.files("b"));
    assert_eq!(
        project.files("a").keys().collect::<Vec<_>>(),
        ["s.coder-1.csv", "s.coder-2.csv", "s.key.csv"]
    );
    let (key, other) = (rows(&project, "a/s.key.csv"), rows(&project, "c/s.key.csv"));
    assert_ne!(set(&key, "unit_id"), set(&other, "unit_id"));
}

#[test]
fn an_extended_sample_contains_the_first_and_asks_only_for_what_is_new() {
    let project = project();
    project.slant("sample run -n 40 -o first.csv --coders 2").exits(0);
    project
        .slant("sample run -n 70 -o more.csv --extend first.key.csv --seed 99")
        .exits(0)
        .prints("30 new units drawn, 70 with those before, of ");
    let (first, all) = (rows(&project, "first.key.csv"), rows(&project, "more.key.csv"));
    let new = rows(&project, "more.csv");
    assert_eq!((first.len(), new.len(), all.len()), (40, 30, 70));
    let both: BTreeSet<&str> = set(&first, "id").union(&set(&new, "id")).copied().collect();
    assert_eq!(both, set(&all, "id"));
    assert!(set(&first, "unit_id").is_subset(&set(&all, "unit_id")));
    assert_eq!(set(&first, "frame"), set(&all, "frame"));
    let coders: BTreeMap<&str, &str> =
        first.iter().map(|row| (row["id"].as_str(), row["coders"].as_str())).collect();
    for row in &all {
        assert_eq!(row["coders"], coders.get(row["id"].as_str()).copied().unwrap_or_default());
    }
    // Once more, and the first of all is still in it.
    project.slant("sample run -n 90 -o third.csv --extend more.key.csv").exits(0);
    assert!(set(&all, "unit_id").is_subset(&set(&rows(&project, "third.key.csv"), "unit_id")));
    assert_eq!(rows(&project, "third.csv").len(), 20);
    let same = "found -n 70 to extend a sample of 70, expected more: the size of both together";
    project.slant("sample run -n 70 -o x.csv --extend more.key.csv").exits(2).says(same);
    project
        .slant("sample run -n 90 -o x.csv --extend more.key.csv --voice own")
        .exits(2)
        .says("more.key.csv: found a sample of other units or strata than those of the run, expected the same run");
}

#[test]
fn several_coders_share_a_part_and_divide_the_rest_evenly() {
    let project = project();
    project.slant("sample run -n 50 -o s.csv --coders 3 --overlap .2").exits(0);
    assert!(!project.path("s.csv").exists());
    let key = rows(&project, "s.key.csv");
    let sheets: Vec<_> =
        (1..=3).map(|coder| rows(&project, &format!("s.coder-{coder}.csv"))).collect();
    let ids: Vec<BTreeSet<&str>> = sheets.iter().map(|sheet| set(sheet, "id")).collect();
    let n_shared = ids[0].intersection(&ids[1]).filter(|id| ids[2].contains(*id)).count();
    assert_eq!(n_shared, 10);
    let mut sizes: Vec<usize> = ids.iter().map(BTreeSet::len).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [23, 23, 24]);
    for row in &key {
        let coders: Vec<&str> = row["coders"].split(';').collect();
        for (number, ids) in (1..).zip(&ids) {
            let is_named = coders.contains(&format!("coder-{number}").as_str());
            assert_eq!(is_named, ids.contains(row["id"].as_str()));
        }
        assert!(coders.len() == 1 || coders.len() == 3);
    }
    assert_eq!(set(&sheets[1], "annotator"), BTreeSet::from(["coder-2"]));
}

#[test]
fn whole_articles_stand_together_in_their_order() {
    let project = project();
    project.slant("sample run -n 4 -o s.csv --whole-articles").exits(0);
    let key = rows(&project, "s.key.csv");
    let article = |row: &BTreeMap<String, String>| -> String {
        row["unit_id"].rsplitn(3, '.').nth(2).unwrap().to_owned()
    };
    let by_id: BTreeMap<&str, String> =
        key.iter().map(|row| (row["id"].as_str(), article(row))).collect();
    assert_eq!(by_id.values().collect::<BTreeSet<_>>().len(), 4);
    let coded = rows(&project, "s.csv");
    let order: Vec<&String> = coded.iter().map(|row| &by_id[row["id"].as_str()]).collect();
    assert_eq!(order.windows(2).filter(|pair| pair[0] != pair[1]).count(), 3);
    project.slant("score sample -o units.csv --quiet").exits(1);
    let units = rows(&project, "units.csv");
    let of_articles = units
        .iter()
        .filter(|unit| unit["kind"] != "headline" && order.contains(&&unit["article_id"]));
    assert_eq!(of_articles.count(), coded.len());
    assert_eq!(set(&key, "drawn_by"), BTreeSet::from(["article"]));
}

#[test]
fn active_units_carry_no_probability() {
    let project = project();
    project
        .slant("sample run -n 20 -o s.csv --design active")
        .exits(0)
        .prints("units chosen, to train with: nothing can be estimated from them");
    let key = rows(&project, "s.key.csv");
    assert_eq!(key.len(), 20);
    assert_eq!(set(&key, "design"), BTreeSet::from(["active"]));
    for name in ["pi", "stratum", "n_stratum", "drawn"] {
        assert_eq!(set(&key, name), BTreeSet::from([""]));
    }
    assert_eq!(set(&rows(&project, "s.csv"), "text").len(), 20);
    project
        .slant("sample run -n 40 -o t.csv --extend s.key.csv")
        .exits(2)
        .says("s.key.csv:2:8: found \"active\" in `design`, expected audit: only an audit can be extended");
}

#[test]
fn voices_and_outlets_are_chosen() {
    let project = project();
    let all = rows_of_all(&project);
    let outlet = all.iter().map(|row| &row["outlet"]).find(|name| !name.contains(' ')).unwrap();
    project
        .slant(&format!("sample run -n 8 -o s.csv --voice own,indirect --outlets {outlet}"))
        .exits(0)
        .says("warning: units in other voices cannot be drawn");
    let key = rows(&project, "s.key.csv");
    assert_eq!(set(&key, "outlet"), BTreeSet::from([outlet.as_str()]));
    assert!(set(&key, "voice").is_subset(&BTreeSet::from(["own", "indirect"])));
    project
        .slant("sample run -n 8 -o t.csv --outlets nowhere.example")
        .exits(2)
        .says("--outlets: found \"nowhere.example\", expected outlets of the run: ");
}

fn rows_of_all(project: &Project) -> Vec<BTreeMap<String, String>> {
    project.slant("sample run -n 60 -o all.csv").exits(0);
    rows(project, "all.key.csv")
}

#[test]
fn a_plan_shows_widths_that_shrink_with_the_sample() {
    let project = project();
    let before = project.files(".").len();
    project
        .slant("sample run -n 40 --plan")
        .exits(0)
        .prints("supportive\n      n  strata  all outlets  by labels alone  typical outlet")
        .prints("By outlet, of n = 40: half-width of the corrected rate, and by labels alone");
    assert_eq!(project.files(".").len(), before);
    let plans = project.slant("sample run -n 40 --plan --json").exits(0).json()["plans"].clone();
    let plans = plans.as_array().unwrap();
    let sizes: Vec<u64> = plans.iter().map(|plan| plan["n"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [20, 40, 80, 160]);
    for label in LABELS {
        let width = |plan: &serde_json::Value, name: &str| {
            let widths = plan["widths"].as_array().unwrap();
            let found = widths.iter().find(|width| {
                width["outlet"].is_null() && width["label"] == label && width["voice"] == "own"
            });
            found.unwrap()[name].as_f64().unwrap()
        };
        for pair in plans.windows(2) {
            assert!(width(&pair[0], "corrected") > width(&pair[1], "corrected"));
            assert!(width(&pair[0], "corrected") < width(&pair[0], "labels_only"));
        }
    }
}

#[test]
fn sizes_and_places_that_cannot_be_are_refused() {
    let project = project();
    for (arguments, message) in [
        ("sample run -n 0 -o s.csv", "found a sample of 0, expected 1 to "),
        ("sample run -n 99999 -o s.csv", "found a sample of 99999, expected 1 to "),
        ("sample run -n 99999 --plan", "found a sample of 99999, expected 1 to "),
        ("sample run -n 9 -o s.xlsx", "s.xlsx: found an output of unknown form, expected .csv"),
        ("sample run -n 9 -o s.csv --coders 0", "found 0 coders, expected 1 to 100"),
        ("sample run -n 9 -o s.csv --overlap 1.5", "found an overlap of 1.5, expected 0 to 1"),
        (
            "sample sample -n 9 -o s.csv",
            "sample: found no manifest.json, expected the results of `slant run`",
        ),
        (
            "sample nowhere -n 9 -o s.csv",
            "nowhere: found no folder, expected the results of `slant run`",
        ),
        ("sample run -n 9", "--output <TO_LABEL.csv>"),
    ] {
        project.slant(arguments).exits(2).says(message);
    }
    project.slant("sample run -n 9 -o s.csv").exits(0);
    project
        .slant("sample run -n 9 -o s.csv")
        .exits(2)
        .says("s.key.csv: found a finished output, left alone; give --overwrite to replace it");
    project.slant("sample run -n 9 -o s.csv --overwrite").exits(0);
}

#[test]
fn a_run_without_relevant_articles_has_nothing_to_draw() {
    let row = r#"{"id":"1","outlet":"harborpost.example","text":"The fair opened on Friday. Many came."}"#;
    let project = Project::new().file("in.jsonl", row);
    project.slant("run in.jsonl -o run --quiet").exits(0);
    project
        .slant("sample run -n 5 -o s.csv")
        .exits(2)
        .says("run: found no relevant article, expected some to draw units from");
}

#[test]
fn keys_that_were_changed_are_refused_with_their_place() {
    let project = project();
    project.slant("sample run -n 20 -o s.csv").exits(0);
    let key = project.text("s.key.csv");
    let check = |changed: String, message: &str| {
        std::fs::write(project.path("changed.key.csv"), changed).unwrap();
        project.slant("sample run -n 30 -o t.csv --extend changed.key.csv").exits(2).says(message);
    };
    check(
        String::new(),
        "changed.key.csv:1:0: found no column `id`, expected the key that `slant sample` wrote",
    );
    let header = key.lines().next().unwrap();
    check(format!("{header}\n"), "changed.key.csv:2:0: found no row, expected the key of a sample");
    check(
        key.replacen(",audit,", ",other,", 1),
        "changed.key.csv:2:8: found \"other\" in `design`",
    );
    check(format!("{key}{}\n", key.lines().nth(1).unwrap()), "twice, expected it once");
    let row = key.lines().nth(1).unwrap();
    let id = row.split(',').next().unwrap();
    check(key.replacen(id, "u-000000000000", 1), "found \"u-000000000000\" (");
}

#[test]
fn texts_that_look_like_formulas_are_text_to_a_spreadsheet() {
    let text = "The executive order on election interference by foreign powers imposes sanctions. \
        =HYPERLINK(\\\"http://x.example\\\") is what it says. @home, the senator said, \\\"no, never\\\". \
        -5 points is the meddling order's worth, 'so' it goes.\\n\\n+1 is what voters gave it, <b>he</b> wrote; done, \\\"twice\\\".";
    let row = format!(
        "{{\"id\":\"=cmd|1\",\"outlet\":\"=Harbor, \\\"Post\\\"\",\"title\":\"@Order 13848\",\"text\":\"{text}\"}}"
    );
    let project = Project::new().file("in.jsonl", row);
    project.slant("run in.jsonl --all -o run --quiet").exits(0);
    let all = project.slant("sample run -n 999 -o s.csv").exits(2).stderr;
    let n = all.split("expected 1 to ").nth(1).unwrap().split(',').next().unwrap();
    project.slant(&format!("sample run -n {n} -o s.csv")).exits(0);
    let coded = rows(&project, "s.csv");
    let key = rows(&project, "s.key.csv");
    let dangerous = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t']);
    assert!(coded.iter().flat_map(BTreeMap::values).all(|cell| !dangerous(cell)), "{coded:?}");
    assert!(coded.iter().any(|row| row["text"].starts_with("'+1 is what voters gave it")));
    assert!(key.iter().all(|row| row["outlet"] == "=Harbor, \"Post\""));
}

/// Five articles: the query finds the first, and misses the next three by one condition.
const NEAR: &str = r#"{"id":"1","outlet":"harborpost.example","title":"Order","text":"The mayor signed an order on the harbor."}
{"id":"2","outlet":"harborpost.example","title":"=Order","text":"The mayor signed an order on the market. It was warm."}
{"id":"3","outlet":"alder.example","title":"Ships","text":"The harbor was full, the mayor said."}
{"id":"4","outlet":"alder.example","title":"Decree","text":"An order, of the governor, on the harbor."}
{"id":"5","outlet":"alder.example","title":"Fair","text":"The fair opened in the harbor on Friday."}
"#;

fn near_project(query: &str) -> Project {
    let codebook = format!(
        "name = 'harbor'\n[[labels]]\nname = 'good'\ndefinition = ''\n[topic]\nquery = '{query}'\n"
    );
    Project::new().file("in.jsonl", NEAR).file("harbor.toml", codebook)
}

#[test]
fn articles_that_the_query_nearly_matches_are_drawn_to_be_judged() {
    let project = near_project("order AND harbor AND mayor");
    let command = "sample --near-miss in.jsonl --codebook harbor.toml";
    project
        .slant(&format!("{command} -n 9 -o all.csv"))
        .exits(0)
        .prints("3 of 3 articles drawn that the topic query nearly matches, among 5\n")
        .prints("For the coders: all.csv\nNot for them:   all.key.csv\n");
    let (coded, key) = (rows(&project, "all.csv"), rows(&project, "all.key.csv"));
    assert_eq!(set(&key, "article_id"), BTreeSet::from(["2", "3", "4"]));
    assert_eq!((set(&key, "pi"), set(&key, "design")), (["1"].into(), ["near_miss"].into()));
    assert_eq!(column(&coded, "id"), column(&key, "id"));
    assert_eq!(set(&coded, "title"), BTreeSet::from(["'=Order", "Ships", "Decree"]));
    assert!(coded.iter().all(|row| row["relevant"].is_empty() && !row.contains_key("outlet")));
    assert!(set(&coded, "text").contains("The mayor signed an order on the market. It was warm."));
    project.slant(&format!("{command} -n 2 -o some.csv --threads 1")).exits(0);
    project.slant(&format!("{command} -n 2 -o same.csv --threads 2")).exits(0);
    assert_eq!(project.text("some.key.csv"), project.text("same.key.csv"));
    let some = rows(&project, "some.key.csv");
    assert_eq!(
        (some.len(), some[0]["n_stratum"].as_str(), some[0]["drawn"].as_str()),
        (2, "3", "2")
    );
    assert!(set(&some, "id").is_subset(&set(&key, "id")));
}

#[test]
fn queries_that_nothing_nearly_matches_are_refused() {
    let check = |query: &str, message: &str| {
        near_project(query)
            .slant("sample --near-miss in.jsonl --codebook harbor.toml -n 9 -o s.csv")
            .exits(2)
            .says(message);
    };
    check("order OR decree", "found a topic query of single terms, which matches or does not");
    check("moon AND stars", "found no near miss in 5 articles");
    let both = "sample run --near-miss in.jsonl -n 9 -o s.csv";
    near_project("a AND b").slant(both).exits(2).says("cannot be used with");
}
