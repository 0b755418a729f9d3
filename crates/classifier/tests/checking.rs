//! Label files with faults, and files without.

use classifier::{Codebook, LabelCheck, check_labels};

const GOOD: &str =
    "The panel called the order a welcome first step towards a firm answer to meddling";

fn check_files(files: &[(&str, &str)]) -> LabelCheck {
    let codebook = "name = 't'\nlabels = [{ name = 'good', definition = '' }, { name = 'bad', definition = '' }]";
    let files: Vec<_> =
        files.iter().map(|(name, csv)| ((*name).to_owned(), csv.as_bytes().to_vec())).collect();
    check_labels(&files, &Codebook::from_toml(codebook).expect("a sound codebook"))
}

fn check(csv: &str, expected: &[&str]) {
    let found: Vec<String> =
        check_files(&[("f.csv", csv)]).faults.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_sound_file_has_no_fault() {
    check("text,good,bad,voice\nx,1,0,own\ny,0,1,indirect\n", &[]);
}

#[test]
fn unknown_columns_and_values_are_named_with_their_place() {
    check(
        "text,colour,good,bad,split\nx,red,1,0,train\ny,,2,1,Test\n z,,0,1,\n",
        &[
            "f.csv:1:2: found the unknown column `colour`, expected a label or a column of label files",
            "f.csv:3:3: found `2` in `good`, expected 0, 1 or nothing",
            "f.csv:3:5: found split `Test`, expected train, dev, test or nothing",
        ],
    );
}

#[test]
fn every_fault_of_a_row_of_cells_is_listed() {
    check(
        "text,good,bad,voice,unsure\nfine,1,0,,\nitâ€™s,0,1,loud,no\n ,1,0,own,1\n",
        &[
            "f.csv:3:1: found `â€™`, which is `’` read in a wrong encoding in `text`",
            "f.csv:3:4: found voice `loud`, expected own, direct_quote, indirect or nothing",
            "f.csv:3:5: found unsure `no`, expected 0, 1, 0.0, 1.0 or nothing",
            "f.csv:4:1: found an empty text",
        ],
    );
}

#[test]
fn one_text_with_two_verdicts_is_a_fault_within_one_annotator() {
    let csv = |second| format!("text,good,bad,annotator\nx,1,0,a\nx ,0,0,{second}\ny,0,1,a\n");
    check(&csv("a"), &["f.csv:3:0: found the text of f.csv:2 with another verdict in good"]);
    check(&csv("b"), &[]);
}

#[test]
fn a_label_that_never_varies_is_a_fault() {
    check(
        "text,good,bad\nx,1,0\ny,0,0\n",
        &["f.csv:1:0: found no 1 in `bad`, expected both verdicts"],
    );
    check(
        "text,good,bad\nx,1,\ny,1,\n",
        &[
            "f.csv:1:0: found no 0 in `good`, expected both verdicts",
            "f.csv:1:0: found nothing but empty cells in `bad`, expected both verdicts",
        ],
    );
}

#[test]
fn near_duplicates_in_two_clusters_are_a_fault() {
    let rows = |article: &str, text: &str| {
        format!("text,article_id,good,bad\n{GOOD} in elections.,a,1,0\n{text},{article},0,1\n")
    };
    let other = format!("\"{}, he said\"", GOOD.to_uppercase());
    check(
        &rows("b", &other),
        &["f.csv:3:0: found nearly the text of f.csv:2 of another cluster, which folds may part"],
    );
    check(&rows("a", &other), &[]);
    check(
        &rows(
            "b",
            "The panel called the order a welcome first step but asked for a law that has teeth",
        ),
        &[],
    );
}

#[test]
fn near_duplicates_and_articles_in_two_splits_are_faults() {
    check(
        &format!(
            "text,article_id,split,good,bad\n{GOOD},a,train,1,0\n{GOOD} now,b,test,0,1\ny,a,test,0,1\n"
        ),
        &[
            "f.csv:3:0: found nearly the text of f.csv:2 of split `train`",
            "f.csv:4:0: found article `a` in split `test`, first in split `train` in f.csv:2",
        ],
    );
    check(
        "text,article_id,cluster_id,split,good,bad\nx,a,k,train,1,0\ny,b,k,dev,0,1\n",
        &["f.csv:3:0: found cluster `k` in split `dev`, first in split `train` in f.csv:2"],
    );
}

#[test]
fn faults_of_several_files_refer_to_each_other() {
    let files =
        [("1.csv", "id,text,good,bad\n1,x,1,0\n"), ("2.csv", "id,text,good,bad\n1,y,0,1\n")];
    let faults = check_files(&files).faults;
    assert_eq!(
        faults[0].to_string(),
        "2.csv:2:0: found id `1` twice (rows of several coders need the column `annotator`), first in 1.csv:2"
    );
}

#[test]
fn encodings_and_delimiters_are_noted() {
    let files = [("a.csv", "text;good;bad\nx;1;0\ny;0;1\n")];
    assert_eq!(check_files(&files).notes, ["a.csv: semicolons between the fields"]);
}

#[test]
fn the_summary_counts_units_once() {
    let csv = "id,text,article_id,cluster_id,good,bad,annotator,relevant,voice\n\
               1,x,a,,1,1,first,1,own\n1,x,a,,1,0,second,1,own\n1,x,a,,1,1,adjudicated,1,own\n\
               2,y,a,,0,0,first,1,own\n3,z,b,a,0,,first,0,indirect\n";
    let summary = check_files(&[("f.csv", csv)]).summary;
    assert_eq!((summary.n_rows, summary.all.n_units, summary.n_judged_twice), (5, 3, 1));
    assert_eq!((summary.all.n_articles, summary.all.n_clusters), (2, 1));
    assert_eq!((summary.all.n_none, summary.all.n_several), (1, 1));
    assert_eq!((summary.labels["bad"].with, summary.labels["bad"].not_judged), (1, 1));
    assert_eq!(summary.other_subjects.n_units, 1);
    assert_eq!(summary.groups["voice"]["own"].n_units, 2);
    assert_eq!(summary.annotators["first"], 3);
}

#[test]
fn text_behind_a_closing_quotation_mark_is_a_fault() {
    check(
        "text,good,bad\nx,1,0\n\"open,1,0\nz,0,1\n\"w\",0,1\n",
        &[
            "f.csv:1:0: found no 0 in `good`, expected both verdicts",
            "f.csv:1:0: found no 1 in `bad`, expected both verdicts",
            "f.csv:3:1: found text behind the quotation mark that closes a field, expected a delimiter or the end of the row",
        ],
    );
}

#[test]
fn headers_in_capitals_and_blank_rows_of_spreadsheets_are_accepted() {
    check("TEXT; Good;BAD\nx;1;0\ny;0;1\n;;\n ; ;\n", &[]);
}

#[test]
fn a_header_alone_and_a_workbook_are_faults() {
    check("text,good,bad\n", &["f.csv:1:0: found no row below the header"]);
    check(
        "PK\u{3}\u{4}rubbish",
        &["f.csv:1:0: found a zip archive, such as an Excel workbook, expected CSV"],
    );
}

#[test]
fn ties_are_no_missing_verdicts() {
    let csv = "id,text,good,bad,annotator\n1,x,1,0,a\n1,x,0,1,b\n";
    check(csv, &[]);
    assert_eq!(check_files(&[("f.csv", csv)]).summary.labels["good"].not_judged, 1);
}

#[test]
fn the_very_text_in_two_splits_is_a_fault() {
    let row =
        |article, split| format!("It does not go far enough two senators said.,{article},{split}");
    check(
        &format!(
            "text,article_id,split,good,bad\n{},1,0\n{},1,0\nx,c,dev,0,1\n",
            row("a", "train"),
            row("b", "test")
        ),
        &["f.csv:3:0: found text in split `test`, first in split `train` in f.csv:2"],
    );
}

#[test]
fn one_id_in_two_articles_is_a_fault() {
    check(
        "id,text,article_id,good,bad,annotator\n1,x,a,1,0,p\n1,x,b,1,0,q\n2,y,a,0,1,p\n",
        &["f.csv:3:0: found another article under id `1`, first in f.csv:2"],
    );
}

#[test]
fn lines_are_counted_where_carriage_returns_end_them() {
    check(
        "text,good,bad\rx,1,0\ry,2,0\rz,0,1\r",
        &["f.csv:3:2: found `2` in `good`, expected 0, 1 or nothing"],
    );
}

#[test]
fn without_ids_a_text_of_another_article_is_another_unit() {
    let csv = "text,article_id,good,bad,annotator\nx,a,1,0,p\nx,b,0,1,q\ny,a,0,1,p\ny,a,0,1,q\n";
    let summary = check_files(&[("f.csv", csv)]).summary;
    assert_eq!((summary.all.n_units, summary.n_judged_twice), (3, 1));
}

#[test]
fn a_unit_of_very_many_annotators_takes_linear_time() {
    let rows: Vec<_> = (0..200_000).map(|annotator| format!("1,x,1,0,{annotator}")).collect();
    let csv = format!("id,text,good,bad,annotator\n{}\n", rows.join("\n"));
    let summary = check_files(&[("f.csv", &csv)]).summary;
    assert_eq!((summary.annotators.len(), summary.n_judged_twice), (200_000, 1));
}
