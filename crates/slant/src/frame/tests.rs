//! Runs made by hand, read back.

use super::{fixture::*, *};
use crate::table::{Cell, Kind};

fn read(fixture: &RunFixture) -> (tempfile::TempDir, Result<Frame, Error>) {
    let folder = tempfile::tempdir().unwrap();
    fixture.write(folder.path());
    let frame = Frame::read(folder.path());
    (folder, frame)
}

#[test]
fn articles_and_units_are_those_of_the_tables() {
    let (_folder, frame) = read(&RunFixture::small());
    let frame = frame.unwrap();
    assert_eq!(frame.labels, ["supportive", "not_far_enough"]);
    let outlets = ["Quiet Gazette", "The Alder Valley Chronicle", "harborpost.example"];
    assert_eq!(frame.outlets, outlets);
    let articles: Vec<_> = frame
        .articles
        .iter()
        .map(|article| {
            let FrameArticle { id, outlet, cluster_size, is_first, units, .. } = article;
            (&**id, *outlet, *cluster_size, *is_first, units.clone())
        })
        .collect();
    let expected = [
        ("h.1", 2, 2, true, 0..3),
        ("alder", 1, 2, false, 3..4),
        ("empty", 2, 1, true, 4..4),
        ("last", 2, 1, true, 4..5),
    ];
    assert_eq!(articles, expected);
    assert_eq!(frame.articles[0].cluster_id, frame.articles[1].cluster_id);
    assert_ne!(frame.articles[0].cluster_id, frame.articles[3].cluster_id);
    assert_eq!(frame.articles[0].date, Some(Date::constant(2018, 9, 12)));
    assert_eq!(frame.units[0].kind, UnitKind::Headline);
    let FrameUnit { article, number, voice, speaker_role, speaker, .. } = frame.units[2];
    assert_eq!((article, number, voice), (0, 2, Voice::DirectQuote));
    assert_eq!(speaker_role, Some(SpeakerRole::Legislator));
    assert_eq!(speaker.map(|at| frame.speakers[at as usize].as_str()), Some("Orla Fennick"));
    assert_eq!((frame.score(2, 1), frame.scores(2)), (0.9, [0.1, 0.9].as_slice()));
    assert_eq!((frame.decision(2, 0), frame.decision(2, 1)), (Some(false), Some(true)));
    assert_eq!(frame.record.codebook.version.as_deref(), Some("3"));
    assert_eq!(frame.record.json["model"]["blake3"], "30de1");
}

#[test]
fn units_are_found_by_their_ids() {
    let (_folder, frame) = read(&RunFixture::small());
    let frame = frame.unwrap();
    for unit in 0..frame.units.len() {
        let id = frame.unit_id(unit);
        assert_eq!(frame.look_up(UnitId::parse(&id).unwrap()), Found::Unit(unit));
    }
    let look_up = |id: &str| frame.look_up(UnitId::parse(id).unwrap());
    assert_eq!(look_up("h.1.001.00000000"), Found::OtherText(1));
    assert_eq!(look_up("h.1.003.00000000"), Found::NoUnit);
    assert_eq!(look_up("empty.000.00000000"), Found::NoUnit);
    assert_eq!(look_up("weather.000.00000000"), Found::NoArticle);
}

#[test]
fn texts_come_in_the_order_in_which_they_are_asked_for() {
    let (folder, frame) = read(&RunFixture::small());
    let frame = frame.unwrap();
    let texts = frame.texts(&[4, 0, 4, 3]).unwrap();
    let monday = "The panel meets on Monday.";
    assert_eq!(texts, [monday, "The order, a week on", monday, "The order is a welcome step."]);
    assert!(frame.texts(&[]).unwrap().is_empty());
    let fewer = RunFixture { articles: Vec::new(), ..RunFixture::small() };
    fewer.write(folder.path());
    let error = frame.texts(&[0]).unwrap_err().to_string();
    assert!(error.ends_with("units.parquet: found 0 units, expected 5 as before"), "{error}");
}

#[test]
fn a_run_without_relevant_articles_is_an_empty_frame() {
    let (_folder, frame) = read(&RunFixture { articles: Vec::new(), ..RunFixture::small() });
    let frame = frame.unwrap();
    assert!(frame.articles.is_empty() && frame.units.is_empty() && frame.outlets.is_empty());
    assert!(frame.texts(&[]).unwrap().is_empty());
}

#[test]
fn abstentions_are_no_decisions() {
    let cell = ("units.parquet", 2, "supportive", Cell::Missing);
    let (_folder, frame) = read(&RunFixture { cell: Some(cell), ..RunFixture::small() });
    assert_eq!(frame.unwrap().decision(1, 0), None);
}

fn check_fault(fixture: &RunFixture, expected: &str) {
    let (folder, frame) = read(fixture);
    let error = frame.unwrap_err().to_string();
    let error = error.replace(&format!("{}/", folder.path().display()), "");
    assert_eq!(error, expected);
}

#[test]
fn columns_of_other_tables_are_named() {
    let check = |table, column, kind, expected: &str| {
        let column = Some((table, column, kind));
        check_fault(&RunFixture { column, ..RunFixture::small() }, &format!("{table}: {expected}"));
    };
    check(UNITS, "voice", None, "found no column `voice`, expected a column `voice` of Utf8");
    check(
        UNITS,
        "score_supportive",
        Some(Kind::Share),
        "found `score_supportive` of Float64, expected a column `score_supportive` of Float32",
    );
    check(
        ARTICLES,
        "cluster_first",
        None,
        "found no column `cluster_first`, expected a column `cluster_first` of Boolean",
    );
}

/// A run in which another value stands in a cell.
fn check_value(
    table: &'static str,
    row: usize,
    column: &'static str,
    cell: Cell<'static>,
    expected: &str,
) {
    let cell = Some((table, row, column, cell));
    let expected = format!("{table}: row {row}: {expected}");
    check_fault(&RunFixture { cell, ..RunFixture::small() }, &expected);
}

#[test]
fn values_that_no_unit_has_are_named_with_their_row() {
    let check = |row, column, cell, expected: &str| {
        check_value(UNITS, row, column, cell, expected);
    };
    let score = "score_supportive";
    let share = "expected a number from 0 to 1";
    let nan = Cell::Probability(f32::NAN);
    check(2, score, nan, &format!("found NaN in `{score}`, {share}"));
    check(5, score, Cell::Probability(1.5), &format!("found 1.5 in `{score}`, {share}"));
    check(5, score, Cell::Missing, &format!("found nothing in `{score}`, {share}"));
    let kinds = "expected one of headline, sentence, caption, boilerplate";
    check(1, "kind", Cell::Text("verse"), &format!("found \"verse\" in `kind`, {kinds}"));
    check(1, "voice", Cell::Missing, "found no `voice`, expected one");
    let roles = "expected one of administration, legislator, expert, other";
    check(
        1,
        "speaker_role",
        Cell::Text("king"),
        &format!("found \"king\" in `speaker_role`, {roles}"),
    );
    let check = |row, id, expected: &str| {
        check_value(
            UNITS,
            row,
            "unit_id",
            Cell::Text(id),
            &format!("found unit_id {id:?}, {expected}"),
        );
    };
    check(1, "h.1", "expected ARTICLE_ID.NNN.HASH8");
    check(1, "x.000.00000000", "expected a unit of article \"h.1\"");
    check(4, "h.1.003.00000000", "expected a unit of article \"alder\"");
    check(2, "h.1.000.00000000", "expected a number above 0");
}

#[test]
fn values_that_no_article_has_are_named_with_their_row() {
    let check = |row, column, cell, expected| check_value(ARTICLES, row, column, cell, expected);
    let date = "found date \"12.9.2018\", expected one such as 2018-09-12";
    check(1, "date", Cell::Text("12.9.2018"), date);
    check(2, "outlet", Cell::Missing, "found no `outlet`, expected one");
    check(3, "cluster_id", Cell::Missing, "found no `cluster_id`, expected one");
    let size = "found 1099511627776 in `cluster_size`, expected a number up to 4294967295";
    check(3, "cluster_size", Cell::Number(1 << 40), size);
    let first = "found no `cluster_first`, expected true or false";
    check(3, "cluster_first", Cell::Missing, first);
    let many = "found more than 4294967295 units, expected fewer";
    check(3, "n_units", Cell::Number(u64::from(u32::MAX)), many);
    let cell = Some((ARTICLES, 3, "n_units", Cell::Number(7)));
    let expected = "units.parquet: found 5 units, expected the 11 that the articles count";
    check_fault(&RunFixture { cell, ..RunFixture::small() }, expected);
}

#[test]
fn a_folder_that_holds_no_finished_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let check = |name: &str, expected: &str| {
        let error = Frame::read(&folder.path().join(name)).unwrap_err().to_string();
        assert_eq!(error.replace(&format!("{}/", folder.path().display()), ""), expected);
    };
    let expected = "expected the results of `slant run`";
    check("none", &format!("none: found no folder, {expected}"));
    std::fs::write(folder.path().join("file"), "").unwrap();
    check("file", &format!("file: found a file, {expected}"));
    std::fs::create_dir_all(folder.path().join("run/.parts")).unwrap();
    check("run", &format!("run: found no manifest.json, {expected}"));
    std::fs::write(folder.path().join("run/.parts/job.json"), "{}").unwrap();
    check(
        "run",
        &format!("run: found a run that is not finished (--resume goes on with it), {expected}"),
    );
    std::fs::write(folder.path().join("run/manifest.json"), "{}").unwrap();
    check(
        "run",
        &format!(
            "run/manifest.json: found no manifest of a run (missing field `slant_version`), {expected}"
        ),
    );
    write_manifest(&folder.path().join("run"), &[]);
    check(
        "run",
        &format!(
            "run/articles.parquet: found no such file among the outputs of manifest.json, {expected}"
        ),
    );
}

#[test]
fn a_table_that_was_changed_after_the_run_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    RunFixture::small().write(folder.path());
    let path = folder.path().join("units.parquet");
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let check = |expected: &str| {
        let error = Frame::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("units.parquet: found a file that was changed after the run (BLAKE3 ");
    write_manifest(folder.path(), &["articles.parquet", "units.parquet"]);
    check("units.parquet: Parquet error");
    std::fs::remove_file(&path).unwrap();
    check("units.parquet: No such file");
}

#[test]
fn what_a_run_writes_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("a.jsonl"), folder.path().join("result"));
    let text = "The order is a welcome step, two senators said. “It does not go far enough,” Orla Fennick said.";
    let article = |id: &str, outlet: &str| serde_json::json!({ "id": id, "outlet": outlet, "title": "The order", "date": "2018-09-12", "text": text });
    let rows = [article("a.1", "harborpost.example"), article("b", "Alder Chronicle")];
    std::fs::write(&input, rows.map(|row| row.to_string()).join("\n")).unwrap();
    let (model, codebook) = (crate::shipped_model().unwrap(), crate::shipped_codebook().unwrap());
    let interrupted = std::sync::atomic::AtomicBool::new(false);
    let workers = crate::Workers::new(1, &interrupted, &crate::Silent).unwrap();
    let options = crate::RunOptions {
        read: crate::ReadOptions { inputs: vec![input], ..crate::ReadOptions::default() },
        map: &[],
        outlets: None,
        output: output.clone(),
        overwrite: false,
        resume: false,
        checkpoint_records: crate::CHECKPOINT_RECORDS,
        all: true,
        language: crate::LanguageFilter::Any,
        model: &model,
        codebook: &codebook,
        bootstrap: stats::BootstrapConfig::default(),
    };
    crate::run(&options, &workers).unwrap();
    let frame = Frame::read(&output.join("units.parquet")).unwrap();
    assert_eq!(frame.labels, codebook.label_names().collect::<Vec<_>>());
    assert_eq!(frame.record.model.blake3, model.hash());
    assert_eq!(frame.units.len(), 6);
    assert_eq!(frame.speakers, ["two senators", "Orla Fennick"]);
    let texts = frame.texts(&[1, 5]).unwrap();
    assert_eq!(texts[0], "The order is a welcome step, two senators said.");
    assert_eq!(texts[1], "“It does not go far enough,” Orla Fennick said.");
    let probabilities = classifier::Scorer::new(&model).score(&texts[1]);
    assert_eq!(frame.scores(5), probabilities);
}
