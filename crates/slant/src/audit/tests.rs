//! Audits of a run made by hand: files in, what coders said or every fault out.

use std::sync::OnceLock;

use classifier::{Codebook, LabelOrigin, LabelTable, TrainConfig, train};
use proptest::{prelude::*, test_runner::TestRunner};

use super::*;
use crate::frame::fixture::RunFixture;

/// The header of a key.
const NO_ROLES: &str = "no speaker's role was coded: there are no rates by role";
const KEY: &str = "id,unit_id,outlet,stratum,pi,design,n_stratum,drawn,drawn_by\n";
/// A key of the three sentences that the model has not seen.
const KEY_ROWS: &str = "\
    a,@1,harborpost.example,own,0.6666666666666666,audit,3,2,unit\n\
    b,@3,The Alder Valley Chronicle,own,0.6666666666666666,audit,3,2,unit\n\
    c,@2,harborpost.example,quoted,1,audit,1,1,unit\n";
const WELCOME: &str = "The order is a welcome step.";
const ROWS: &str = "\
    id,text,supportive,not_far_enough,voice,kind,relevant,annotator\n\
    a,The order is a welcome step.,1,0,own,,,ann\n\
    b,The order is a welcome step.,1,0,own,,,ann\n\
    c,\"“It is far too weak,” Fennick said.\",0,1,direct_quote,,,ann\n";

/// A model of the run's labels that was trained on the last unit of the run.
fn model(exclusive: bool) -> &'static Model {
    static MODELS: OnceLock<[Model; 2]> = OnceLock::new();
    let models = MODELS.get_or_init(|| [false, true].map(train_model));
    &models[usize::from(exclusive)]
}

fn train_model(exclusive: bool) -> Model {
    let labels = ["supportive", "not_far_enough"]
        .map(|name| format!("{{ name = '{name}', definition = '' }}"))
        .join(", ");
    let toml = format!("name = 'tone'\nexclusive = {exclusive}\nlabels = [{labels}]");
    let codebook = Codebook::from_toml(&toml).unwrap();
    let rows: Vec<String> = (0..20)
        .map(|n| format!("{n},A good step on day {n},1,0\n{n},A weak step on day {n},0,1\n"))
        .collect();
    let rows = rows.concat();
    let csv = format!(
        "article_id,text,supportive,not_far_enough\n{rows}0,The panel meets  on Monday.,0,1\n"
    );
    let table =
        LabelTable::read(&[("labels.csv".to_owned(), csv.into_bytes())], &codebook).unwrap();
    let files = train(&table, &LabelOrigin::default(), &codebook, &TrainConfig::default());
    files.unwrap().load().unwrap()
}

/// How an audit is asked for.
#[derive(Clone, Copy, Default)]
struct Asked {
    keys: &'static [&'static str],
    partial: bool,
    exclusive: bool,
    other_model: bool,
}

/// A run in a folder, and what is asked of audits beside it.
struct Beside {
    folder: tempfile::TempDir,
    frame: Frame,
    asked: Asked,
}

impl Beside {
    fn new(asked: Asked) -> Self {
        let folder = tempfile::tempdir().unwrap();
        RunFixture::small().write(folder.path());
        let mut frame = Frame::read(folder.path()).unwrap();
        if !asked.other_model {
            frame.record.model.blake3 = model(asked.exclusive).hash().to_owned();
        }
        Self { folder, frame, asked }
    }

    /// Reads the files that are no key; `@2` in a file and in a fault stands for the id of unit 2.
    fn read(&self, files: &[(&str, &str)]) -> Result<Audit, Vec<String>> {
        let Self { folder, frame, asked } = self;
        let ids: Vec<(String, String)> =
            (0..frame.units.len()).map(|unit| (format!("@{unit}"), frame.unit_id(unit))).collect();
        for (name, contents) in files {
            let with_ids = ids
                .iter()
                .fold((*contents).to_owned(), |contents, (short, id)| contents.replace(short, id));
            std::fs::write(folder.path().join(name), with_ids).unwrap();
        }
        // The other keys are found.
        let is_coded = |name: &&str| !name.ends_with("key.csv") || *name == "more.key.csv";
        let coded = files.iter().map(|(name, _)| *name).filter(is_coded);
        let options = AuditOptions {
            files: coded.map(|name| folder.path().join(name)).collect(),
            keys: asked.keys.iter().map(|name| folder.path().join(name)).collect(),
            partial: asked.partial,
            model: model(asked.exclusive),
        };
        read_audit(frame, &options).map_err(|error| {
            let message = error.to_string().replace(&format!("{}/", folder.path().display()), "");
            let message =
                ids.iter().fold(message, |message, (short, id)| message.replace(id, short));
            message.lines().map(str::to_owned).collect()
        })
    }
}

fn read(files: &[(&str, &str)], asked: Asked) -> Result<Audit, Vec<String>> {
    Beside::new(asked).read(files)
}

fn key() -> String {
    format!("{KEY}{KEY_ROWS}")
}

/// An audit without a fault.
fn sound(files: &[(&str, &str)], asked: Asked) -> Audit {
    read(files, asked).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn check(files: &[(&str, &str)], asked: Asked, expected: &[&str]) {
    assert_eq!(read(files, asked).map(|_| ()).unwrap_err(), expected);
}

/// The audit of [`ROWS`] with one text of it, or of its key, changed.
fn check_changed(name: &str, from: &str, to: &str, expected: &[&str]) {
    let change = |file: &str, text: &str| {
        if file != name {
            return text.to_owned();
        }
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let (rows, key) = (change("f.csv", ROWS), change("f.key.csv", &key()));
    check(&[("f.csv", &rows), ("f.key.csv", &key)], Asked::default(), expected);
}

#[test]
fn what_coders_said_comes_with_how_units_were_drawn() {
    let audit = sound(&[("f.csv", ROWS), ("f.key.csv", &key())], Asked::default());
    let unit = |unit, stratum, pi, labels: [bool; 2], voice| AuditedUnit {
        unit,
        stratum,
        pi,
        labels: labels.map(Some).to_vec(),
        voice,
        kind: UnitKind::Sentence,
        relevant: None,
        speaker_role: None,
    };
    let expected = [
        unit(1, 0, 2.0 / 3.0, [true, false], Voice::Own),
        unit(2, 1, 1.0, [false, true], Voice::DirectQuote),
        unit(3, 0, 2.0 / 3.0, [true, false], Voice::Own),
    ];
    assert_eq!(audit.units, expected);
    let stratum = |name: &str, size, n_drawn| AuditStratum {
        name: name.to_owned(),
        size: Some(size),
        n_drawn: Some(n_drawn),
        of_articles: false,
    };
    assert_eq!(audit.strata, [stratum("own", 3, 2), stratum("quoted", 1, 1)]);
    assert_eq!(audit.coders, ["ann"]);
    assert!(audit.codings.is_empty() && audit.has_coded_voice && !audit.has_coded_kind);
    assert_eq!(audit.files.len(), 2);
    let kind = "no kind was coded: those that the rules tell are taken, with their errors";
    assert_eq!(audit.warnings, [kind, NO_ROLES]);
}

#[test]
fn a_file_may_be_its_own_key() {
    let rows = "unit_id;pi;supportive;not_far_enough\n@1;0.25;1;0\n@2;1;0;1\n";
    let audit = sound(&[("f.csv", rows)], Asked::default());
    let found: Vec<_> = audit.units.iter().map(|unit| (unit.unit, unit.pi, unit.voice)).collect();
    assert_eq!(found, [(1, 0.25, Voice::Own), (2, 1.0, Voice::DirectQuote)]);
    assert_eq!(audit.strata.len(), 1);
    let warnings = [
        "1 file is without a column `text`: that coders saw the texts of the run is not checked",
        "no voice was coded: those that the rules tell are taken, with their errors",
        "no kind was coded: those that the rules tell are taken, with their errors",
        NO_ROLES,
    ];
    assert_eq!(audit.warnings, warnings);
}

#[test]
fn what_spreadsheets_change_is_warned_of() {
    let rows = "id,text,supportive,not_far_enough,voice,kind,date,codebook_version\r\n\
        a,The order is a  welcome step.,1,0,own,sentence,12/09/2018,3.0\r\n\
        b,The order is a welcome step.,1,0,own,sentence,2018-09-14,2\r\n\
        c,\"\"\"It is far too weak,\"\" Fennick said.\",0,1,direct_quote,sentence,2018-09-12,\r\n";
    let audit = sound(&[("f.csv", rows), ("f.key.csv", &key())], Asked::default());
    assert_eq!(audit.units.len(), 3);
    let warnings = [
        "1 row was coded by version 2 of the codebook, the run was made with 3",
        "1 row was changed in the column `date`, as spreadsheets do: the dates of the run are taken",
        "1 row was changed in quotation marks, dashes or other characters of the text, as spreadsheets do: rows are matched by their ids",
        NO_ROLES,
    ];
    assert_eq!(audit.warnings, warnings);
}

#[test]
fn units_that_could_not_be_drawn_are_counted() {
    let check = |from: &str, to: &str, expected: &str| {
        let key = key().replace(from, to);
        let audit = sound(&[("f.csv", ROWS), ("f.key.csv", &key)], Asked::default());
        let has = audit.warnings.iter().any(|warning| warning.starts_with(expected));
        assert!(has, "{:?}", audit.warnings);
    };
    let units = "sentences, captions and lines of boilerplate";
    check(
        "0.6666666666666666,audit,3,2,",
        "1,audit,2,2,",
        &format!("the audit was drawn from 3 of the 4 {units} of the run: "),
    );
    check(
        "0.6666666666666666,audit,3,2,",
        "0.2222222222222222,audit,9,2,",
        &format!("the audit was drawn from 10 {units}, but the run has 4: "),
    );
    check("1,1,unit", "1,1,article", "the audit was drawn from 4 articles, but the run has 3: ");
}

/// Three coders' files with one unit in common.
fn of_coders(second: &str, adjudicated: &str) -> Result<Audit, Vec<String>> {
    let header = "id,supportive,not_far_enough,voice,kind,relevant,speaker_role\n";
    let file = |rows: &str| format!("{header}{rows}");
    let (one, two) = (file("a,1,0,own,,,\nc,0,1,direct_quote,,,expert\n"), file(second));
    let adjudicated = file(adjudicated);
    let files = [
        ("f.coder-1.csv", one.as_str()),
        ("f.coder-2.csv", two.as_str()),
        ("f.adjudicated.csv", adjudicated.as_str()),
        ("f.key.csv", &key()),
    ];
    read(&files, Asked::default())
}

#[test]
fn coders_who_agree_are_one_verdict_and_two_codings() {
    let audit = of_coders("b,1,0,own,,,\nc,0,1,direct_quote,,1,other\n", "").unwrap();
    assert_eq!(audit.coders, ["coder-1", "coder-2"]);
    let codings: Vec<_> =
        audit.codings.iter().map(|coding| (coding.unit, coding.coder, coding.labels[1])).collect();
    assert_eq!(codings, [(2, 0, Some(true)), (2, 1, Some(true))]);
    assert_eq!((audit.units[1].relevant, audit.units[1].speaker_role), (Some(true), None));
    let role = "on the speaker's role of 1 units coders conflict: they have none";
    assert!(audit.warnings.contains(&role.to_owned()), "{:?}", audit.warnings);
}

#[test]
fn coders_who_conflict_are_named_with_both_lines() {
    let check = |second: &str, expected: &[&str]| {
        let faults = of_coders(second, "").map(|_| ()).unwrap_err();
        let expected: Vec<String> = expected
            .iter()
            .map(|fault| format!("f.coder-2.csv:3:{fault} by `coder-1` in f.coder-1.csv:3; expected one value, or a row of annotator `adjudicated`"))
            .collect();
        assert_eq!(faults, expected);
    };
    check(
        "b,1,0,own,,,\nc,1,0,indirect,,,\n",
        &[
            "2: found 1 in `supportive` under id `c` by `coder-2`, but 0",
            "3: found 0 in `not_far_enough` under id `c` by `coder-2`, but 1",
            "4: found indirect in `voice` under id `c` by `coder-2`, but direct_quote",
        ],
    );
    check(
        "b,1,0,own,,,\nc,0,1,direct_quote,caption,,\n",
        &["5: found caption in `kind` under id `c` by `coder-2`, but sentence"],
    );
    check(
        "b,1,0,own,,,\nc,0,1,direct_quote,,0,\n",
        &["6: found 0 in `relevant` under id `c` by `coder-2`, but nothing"],
    );
}

#[test]
fn what_was_adjudicated_holds() {
    let audit = of_coders("b,1,0,own,,,\nc,1,0,indirect,,0,\n", "c,1,,indirect,,1,\n");
    let faults = audit.map(|_| ()).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("f.coder-2.csv:3:3: found 0 in `not_far_enough`"), "{faults:?}");
    let audit = of_coders("b,1,0,own,,,\nc,1,0,indirect,,0,\n", "c,1,1,indirect,,1,\n").unwrap();
    let unit = &audit.units[1];
    assert_eq!((unit.labels.as_slice(), unit.voice), ([Some(true); 2].as_slice(), Voice::Indirect));
    assert_eq!(unit.relevant, Some(true));
    assert_eq!(audit.coders, ["coder-1", "coder-2"]);
    assert_eq!(audit.codings.len(), 2);
}

#[test]
fn captions_and_what_is_about_something_else_need_no_labels() {
    let rows = ROWS
        .replace(
            "a,The order is a welcome step.,1,0,own,,,",
            "a,The order is a welcome step.,,,,caption,,",
        )
        .replace(
            "b,The order is a welcome step.,1,0,own,,,",
            "b,The order is a welcome step.,,,,,0,",
        );
    let audit = sound(&[("f.csv", &rows), ("f.key.csv", &key())], Asked::default());
    let found: Vec<_> = audit.units.iter().map(|unit| (unit.counts(), unit.labels[0])).collect();
    assert_eq!(found, [(false, None), (true, Some(false)), (true, None)]);
}

#[test]
fn labels_that_are_missing_are_named() {
    check_changed(
        "f.csv",
        "step.,1,0,own",
        "step.,1,,own",
        &["f.csv:2:4: found nothing in `not_far_enough` under id `a`, expected 0 or 1"],
    );
    check_changed(
        "f.csv",
        "step.,1,0,own",
        "step.,,,",
        &[
            "f.csv:2:0: found nothing coded under id `a`, expected 0 or 1 in each label (--partial leaves out what is not coded)",
        ],
    );
    check_changed(
        "f.csv",
        "step.,1,0,own",
        "step.,1,0,",
        &[
            "f.csv:2:5: found no voice under id `a`, expected own, direct_quote or indirect as in other rows",
        ],
    );
    check_changed(
        "f.csv",
        ",not_far_enough",
        ",other",
        &[
            "f.csv:1:0: found no column `not_far_enough`, expected the columns supportive, not_far_enough",
        ],
    );
}

#[test]
fn values_that_are_none_of_the_list_are_named() {
    let rows = "id,supportive,not_far_enough,voice,kind,relevant,speaker_role\n\
        a,yes,2,narrator,verse,maybe,king\nb,1,0,Own,SENTENCE,1.0,\nc,0,1,direct_quote,,0,other\n";
    check(
        &[("f.csv", rows), ("f.key.csv", &key())],
        Asked::default(),
        &[
            "f.csv:2:2: found `yes`, expected 0 or 1",
            "f.csv:2:3: found `2`, expected 0 or 1",
            "f.csv:2:4: found voice `narrator`, expected own, direct_quote, indirect or nothing",
            "f.csv:2:5: found kind `verse`, expected headline, sentence, caption, boilerplate or nothing",
            "f.csv:2:6: found `maybe`, expected 0 or 1",
            "f.csv:2:7: found speaker_role `king`, expected administration, legislator, expert, other or nothing",
        ],
    );
}

#[test]
fn labels_that_exclude_each_other_stand_alone() {
    let rows = ROWS.replace("step.,1,0,own", "step.,1,1,own");
    let asked = Asked { exclusive: true, ..Asked::default() };
    let one = "expected exactly one (the codebook's labels exclude each other)";
    check(
        &[("f.csv", &rows), ("f.key.csv", &key())],
        asked,
        &[
            &format!("f.csv:2:0: found 2 labels under id `a`, {one}"),
            &format!("f.csv:3:0: found 2 labels under id `b`, {one}"),
        ],
    );
}

#[test]
fn units_that_are_none_of_the_run_are_named() {
    let run = "expected a unit of the run";
    let check = |id: &str, expected: &str| {
        check_changed(
            "f.key.csv",
            "@1",
            id,
            &[&format!("f.key.csv:2:2: found unit_id `{id}`{expected}")],
        );
    };
    check("elsewhere.001.00000000", &format!(", {run}, which has no such relevant article"));
    check("h.1.007.00000000", &format!(", {run}: the article has no unit 7"));
    check("17", ", expected ARTICLE_ID.NNN.HASH8");
    check("h.1.001.00000000", ", but the text of this unit has changed since: it is @1 in the run");
    check(
        "@0",
        ", a headline, expected a sentence, a caption or boilerplate: headlines are no part of an audit",
    );
}

#[test]
fn probabilities_out_of_range_are_named() {
    let check = |pi: &str, found: &str| {
        let fault =
            format!("f.key.csv:2:5: found {found}, expected a probability above 0 and up to 1");
        check_changed("f.key.csv", "own,0.6666666666666666", &format!("own,{pi}"), &[&fault]);
    };
    for pi in ["0", "1.5", "-0.1", "NaN", "inf", "often"] {
        check(pi, &format!("pi `{pi}`"));
    }
    check("", "no pi");
}

#[test]
fn samples_that_were_not_drawn_at_random_are_refused() {
    let active = "an active sample was chosen for training, where the classifier is in doubt, so nothing can be estimated from it";
    let key = key().replace("audit", "active");
    check(
        &[("f.csv", ROWS), ("f.key.csv", &key)],
        Asked::default(),
        &[&format!("f.key.csv:2:6: found design `active` in 3 rows, expected audit: {active}")],
    );
    let rows = "unit_id,pi,design,supportive,not_far_enough\n@1,1,quota,1,0\n";
    check(
        &[("f.csv", rows)],
        Asked::default(),
        &[
            "f.csv:2:3: found design `quota` in 1 rows, expected audit: only units that were drawn with known probabilities tell of the others",
        ],
    );
}

#[test]
fn texts_that_changed_are_named() {
    check_changed(
        "f.csv",
        "b,The order is a welcome step.",
        "b,The order is no welcome step.",
        &[
            "f.csv:3:2: found the text \"The order is no welcome step.\" under id `b`, expected that of the run: \"The order is a welcome step.\"",
        ],
    );
}

#[test]
fn texts_that_the_model_was_trained_on_are_refused() {
    let rows = format!("{ROWS}d,The panel meets on Monday.,0,0,own,,,ann\n");
    let key = format!("{}d,@4,harborpost.example,elsewhere,0.5,audit,,,\n", key());
    let files = [("f.csv", rows.as_str()), ("f.key.csv", key.as_str())];
    check(
        &files,
        Asked::default(),
        &[
            "f.csv:5:0: found id `d`, whose text the model was trained on, expected units that it has not seen: its errors on these tell nothing of the others",
        ],
    );
    let audit = sound(&files, Asked { other_model: true, ..Asked::default() });
    assert!(
        audit.warnings[0].starts_with("the run was scored by another model than `tone-linear`")
    );
}

#[test]
fn duplicates_are_named() {
    let again = format!("{ROWS}a,{WELCOME},1,0,own,,,ann\n");
    check(
        &[("f.csv", &again), ("f.key.csv", &key())],
        Asked::default(),
        &["f.csv:5:0: found id `a` of `ann` twice, first in f.csv:2"],
    );
    let unnamed = again.replace(",ann", ",");
    check(
        &[("f.csv", &unnamed), ("f.key.csv", &key())],
        Asked::default(),
        &[
            "f.csv:5:0: found id `a` twice (rows of several coders need the column `annotator`), first in f.csv:2",
        ],
    );
    check_changed(
        "f.key.csv",
        "b,@3",
        "b,@1",
        &[
            "f.key.csv:3:0: found the unit of id `a` again under id `b`, first in line 2; expected each unit once",
        ],
    );
    check_changed(
        "f.key.csv",
        "b,@3",
        "a,@3",
        &[
            "f.csv:3:1: found id `b`, which is in no key, expected one that was drawn",
            "f.key.csv:3:0: found 1 of 3 drawn units without a labelled row, the first `a`; expected all of them: give every coder's file, those of a sample that was extended too (--partial leaves out what is not coded)",
            "f.key.csv:3:0: found id `a` for two units, expected one",
        ],
    );
    let own = "id,unit_id,pi,supportive,not_far_enough,annotator\n";
    check(
        &[(
            "f.csv",
            &format!("{own}x,@1,1,1,0,ann\ny,@1,1,1,0,bob\nz,@2,1,1,0,ann\nz,@2,.5,1,0,bob\n"),
        )],
        Asked::default(),
        &[
            "f.csv:3:0: found the unit of id `x` again under id `y`, first in f.csv:2; expected one id a unit",
            "f.csv:5:0: found another pi or stratum of id `z` than in f.csv:4",
        ],
    );
}

#[test]
fn ids_that_were_not_drawn_are_named() {
    let rows = format!("{ROWS}q,{WELCOME},1,0,own,,,ann\n,{WELCOME},1,0,own,,,ann\n");
    check(
        &[("f.csv", &rows), ("f.key.csv", &key())],
        Asked::default(),
        &[
            "f.csv:5:1: found id `q`, which is in no key, expected one that was drawn",
            "f.csv:6:1: found no id, expected one",
        ],
    );
}

#[test]
fn files_without_a_key_are_named() {
    let own = "found no key f.key.csv and no columns `unit_id` and `pi`, expected one or the other (--key names a key)";
    let faults = read(&[("f.csv", ROWS)], Asked::default()).map(|_| ()).unwrap_err();
    assert_eq!(faults, [format!("f.csv:1:0: {own}")]);
    check(
        &[("f.csv", ROWS), ("other.key.csv", "id,pi\na,1\n")],
        Asked { keys: &["other.key.csv"], ..Asked::default() },
        &[
            "f.csv:2:1: found id `a`, which is in no key, expected one that was drawn",
            "f.csv:3:1: found id `b`, which is in no key, expected one that was drawn",
            "f.csv:4:1: found id `c`, which is in no key, expected one that was drawn",
            "other.key.csv:1:0: found no columns `unit_id` and `pi`, expected the key of a sample",
        ],
    );
    let audit = sound(
        &[("f.csv", ROWS), ("other.key.csv", &key())],
        Asked { keys: &["other.key.csv"], ..Asked::default() },
    );
    assert_eq!(audit.units.len(), 3);
}

/// [`ROWS`] without those of some ids.
fn rows_without(ids: &[&str]) -> String {
    let is_kept = |line: &&str| !ids.iter().any(|id| line.starts_with(&format!("{id},")));
    let kept: Vec<&str> = ROWS.split_inclusive('\n').filter(is_kept).collect();
    kept.concat()
}

#[test]
fn units_that_were_drawn_and_not_coded_are_counted() {
    let rows = rows_without(&["b"]);
    let files = [("f.csv", rows.as_str()), ("f.key.csv", &key())];
    check(
        &files,
        Asked::default(),
        &[
            "f.key.csv:3:0: found 1 of 3 drawn units without a labelled row, the first `b`; expected all of them: give every coder's file, those of a sample that was extended too (--partial leaves out what is not coded)",
        ],
    );
    let partial = Asked { partial: true, ..Asked::default() };
    let audit = sound(&files, partial);
    let found: Vec<_> = audit.units.iter().map(|unit| (unit.unit, unit.pi)).collect();
    assert_eq!(found, [(1, 1.0 / 3.0), (2, 1.0)]);
    let warning = "1 of 3 drawn units are not coded: they are taken as missing at random within their strata, where the others stand for them";
    assert!(audit.warnings.contains(&warning.to_owned()), "{:?}", audit.warnings);
    let rows = rows_without(&["a", "b"]);
    check(
        &[("f.csv", &rows), ("f.key.csv", &key())],
        partial,
        &[
            "f.key.csv:2:0: found none of the 2 drawn units of stratum `own` coded, expected some of each stratum",
        ],
    );
}

#[test]
fn the_key_of_an_extended_sample_holds_for_all_of_it() {
    let first_key = format!("{KEY}c,@2,harborpost.example,quoted,.5,audit,1,1,unit\n");
    let (first, more) = (rows_without(&["a", "b"]), rows_without(&["c"]));
    let files = [
        ("first.csv", first.as_str()),
        ("first.key.csv", &first_key),
        ("more.csv", &more),
        ("more.key.csv", &key()),
    ];
    let audit = sound(&files, Asked::default());
    let found: Vec<_> = audit.units.iter().map(|unit| (unit.unit, unit.pi)).collect();
    assert_eq!(found, [(1, 2.0 / 3.0), (2, 1.0), (3, 2.0 / 3.0)]);
    let other_key = first_key.replace("c,@2", "d,@2");
    let other = first.replace("\nc,", "\nd,");
    check(
        &[("f.csv", ROWS), ("f.key.csv", &key()), ("g.csv", &other), ("g.key.csv", &other_key)],
        Asked::default(),
        &[
            "g.key.csv:1:0: found another sample of what f.key.csv samples, expected one that extends it: probabilities of two samples cannot be joined",
        ],
    );
}

#[test]
fn a_model_of_other_labels_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    RunFixture { labels: vec!["a", "b"], ..RunFixture::small() }.write(folder.path());
    let frame = Frame::read(folder.path()).unwrap();
    let model = model(false);
    let options = AuditOptions { files: Vec::new(), keys: Vec::new(), partial: false, model };
    assert_eq!(
        read_audit(&frame, &options).unwrap_err().to_string(),
        "the model `tone-linear`: found the labels supportive, not_far_enough, expected those of the run: a, b"
    );
}

#[test]
fn whatever_stands_in_the_files_is_read_or_refused() {
    let cells = "(id|a|b|c|unit_id|text|supportive|not_far_enough|voice|own|pi|0|1|,|,|,|\n|\"|\u{feff}|é){0,60}";
    let noise = proptest::collection::vec(any::<u8>(), 0..60);
    let beside = Beside::new(Asked::default());
    let key = key();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    let result = runner.run(&(cells, noise), |(cells, noise)| {
        let noise = String::from_utf8_lossy(&noise);
        let (noisy, noisy_key) = (format!("{ROWS}{noise}"), format!("{key}{noise}"));
        for (rows, key) in [(&*cells, &*key), (&noisy, &key), (ROWS, &cells), (ROWS, &noisy_key)] {
            if let Ok(audit) = beside.read(&[("f.csv", rows), ("f.key.csv", key)]) {
                prop_assert!(audit.units.iter().all(|unit| unit.pi > 0.0 && unit.pi <= 1.0));
            }
        }
        Ok(())
    });
    result.unwrap();
}
