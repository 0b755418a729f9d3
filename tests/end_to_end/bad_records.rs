//! Records that cannot be read: each is a row in `rejects.jsonl`, and the rest is processed.

use crate::{
    corpus::{IRRELEVANT, RELEVANT},
    driver::Project,
    tables::{Row, rows},
};

/// A file of a dump in which one record is at fault.
struct Fault {
    file: &'static str,
    contents: &'static [u8],
    line: usize,
    column: usize,
    code: &'static str,
    message: &'static str,
    /// Articles of the file that are not at fault.
    n_articles: usize,
}

/// Beside a good file, the bad one takes no article with it but its own.
#[track_caller]
fn check(fault: Fault) {
    let path = format!("dump/{}", fault.file);
    let project = Project::new().file("dump/good.jsonl", RELEVANT).file(&path, fault.contents);
    let n_records = fault.n_articles + 2;
    project.slant("run dump -o out --all").exits(1).says(&format!(
        "1 of {n_records} records were rejected: 1 {}; see out/rejects.jsonl",
        fault.code
    ));
    let rejects = rows(&project, "out/rejects.jsonl");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    let reject = &rejects[0];
    assert_eq!(
        (reject.text("path"), reject.number("line")),
        (path.as_str(), fault.line),
        "{reject:?}"
    );
    assert_eq!(
        (reject.text("code"), reject.number("column")),
        (fault.code, fault.column),
        "{reject:?}"
    );
    assert!(reject.text("message").contains(fault.message), "{reject:?}");
    assert!(fault.contents.len() >= reject.number("byte_offset"), "{reject:?}");
    assert_eq!(rows(&project, "out/articles.parquet").len(), fault.n_articles + 1);

    let place = if fault.column == 0 {
        format!("{path}:{}: ", fault.line)
    } else {
        format!("{path}:{}:{}: ", fault.line, fault.column)
    };
    project.slant("ingest dump").exits(1).says(&place).says(fault.message);
}

#[test]
fn json_that_is_not_json_is_rejected_with_line_and_column() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\"}\n\n{\"text\": Two.}\n{\"text\": \"Three.\"}\n",
        line: 3,
        column: 10,
        code: "bad_json",
        message: "found no valid JSON (expected value), expected one object on a line",
        n_articles: 2,
    });
}

#[test]
fn a_line_that_is_no_object_is_rejected() {
    check(Fault {
        file: "a.jsonl",
        contents: b"[\"One.\"]\r\n{\"text\": \"Two.\"}\r\n",
        line: 1,
        column: 0,
        code: "not_an_object",
        message: "found an array, expected a JSON object",
        n_articles: 1,
    });
}

#[test]
fn a_record_without_a_text_field_is_rejected_with_the_fields_it_has() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\"}\n{\"title\": \"Two\", \"story\": \"Two.\"}\n",
        line: 2,
        column: 0,
        code: "missing_text",
        message: "found the fields title, story, expected one of text, content, body",
        n_articles: 1,
    });
}

#[test]
fn a_text_that_is_empty_or_null_is_rejected() {
    for contents in [
        &b"{\"text\": \"One.\"}\n{\"text\": \" \\n\"}\n"[..],
        b"{\"text\": \"One.\"}\n{\"text\": null}\n",
    ] {
        check(Fault {
            file: "a.jsonl",
            contents,
            line: 2,
            column: 10,
            code: "empty_text",
            message: "found no text in the field \"text\", expected text",
            n_articles: 1,
        });
    }
}

#[test]
fn a_text_that_is_no_text_is_rejected() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": [\"One.\"]}\n{\"text\": \"Two.\"}\n",
        line: 1,
        column: 10,
        code: "bad_value",
        message: "found an array in the field \"text\", expected text",
        n_articles: 1,
    });
}

#[test]
fn a_field_that_is_there_twice_is_rejected() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\", \"text\": \"Two.\"}\n{\"text\": \"Three.\"}\n",
        line: 1,
        column: 26,
        code: "duplicate_field",
        message: "found the field \"text\" again, expected it once",
        n_articles: 1,
    });
}

#[test]
fn nul_bytes_are_rejected_where_they_stand() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\"}\n{\"text\": \"T\0wo.\"}\n",
        line: 2,
        column: 12,
        code: "nul_byte",
        message: "found a NUL byte, expected JSON",
        n_articles: 1,
    });
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\"}\n{\"text\": \"T\\u0000wo.\"}\n",
        line: 2,
        column: 12,
        code: "nul_byte",
        message: "found a NUL character in the field \"text\", expected text",
        n_articles: 1,
    });
    check(Fault {
        file: "a.csv",
        contents: b"outlet,text\nA,One.\nB,T\0wo.\nC,Three.\n",
        line: 3,
        column: 4,
        code: "nul_byte",
        message: "found a NUL character in the field \"text\", expected text",
        n_articles: 2,
    });
}

#[test]
fn ragged_rows_are_rejected_one_by_one() {
    for (row, message) in
        [("B", "found 1 field, expected 2"), ("B,Two.,2018", "found 3 fields, expected 2")]
    {
        let contents = format!("outlet,text\nA,\"One\nand a half.\"\n{row}\nC,Three.\n");
        check(Fault {
            file: "a.csv",
            contents: contents.leak().as_bytes(),
            line: 4,
            column: 0,
            code: "ragged_row",
            message,
            n_articles: 2,
        });
    }
}

#[test]
fn a_quote_that_is_not_closed_takes_one_line_with_it() {
    check(Fault {
        file: "a.csv",
        contents: b"outlet,text\nA,One.\nB,\"Two.\nC,Three.\nD,Four.\n",
        line: 3,
        column: 3,
        code: "unclosed_quote",
        message: "found a quote that is not closed before a separator, expected a closing quote",
        n_articles: 3,
    });
}

#[test]
fn damaged_utf_8_is_rejected_where_they_stand() {
    check(Fault {
        file: "a.jsonl",
        contents: b"{\"text\": \"One.\"}\n{\"text\": \"\xe2\x80\x9ccaf\xe9\xe2\x80\x9d\"}\n",
        line: 2,
        column: 17,
        code: "not_utf8",
        message: "found the byte 0xe9, expected UTF-8",
        n_articles: 1,
    });
    check(Fault {
        file: "a.csv",
        contents: b"outlet,text\nA,\xe2\x80\x9ccaf\xe9\xe2\x80\x9d\nB,Two.\n",
        line: 2,
        column: 9,
        code: "not_utf8",
        message: "found the byte 0xe9, expected UTF-8",
        n_articles: 1,
    });
}

#[test]
fn an_id_that_was_seen_before_is_rejected_with_the_first_place() {
    let contents = b"{\"id\": \"x\", \"text\": \"One.\"}\n{\"id\": \"x\", \"text\": \"Two.\"}\n";
    check(Fault {
        file: "a.jsonl",
        contents,
        line: 2,
        column: 0,
        code: "duplicate_id",
        message: "found the id \"x\" again, first in dump/a.jsonl:1; expected an id for each article",
        n_articles: 1,
    });
}

#[test]
fn an_id_that_another_file_has_is_rejected_with_both_places() {
    let project = Project::new()
        .file("b.jsonl", IRRELEVANT)
        .file("a.jsonl", format!("{RELEVANT}{IRRELEVANT}"));
    project.slant("ingest b.jsonl a.jsonl -o x.jsonl").exits(1);
    let rejects = rows(&project, "x.jsonl.rejects.jsonl");
    assert_eq!((rejects[0].text("path"), rejects[0].number("line")), ("b.jsonl", 1));
    assert!(rejects[0].text("message").contains("\"i1\" again, first in a.jsonl:2"), "{rejects:?}");
}

#[test]
fn the_raw_record_of_a_reject_is_cut_to_2_kb() {
    let project =
        Project::new().file("a.jsonl", format!("{RELEVANT}{{\"text\": {}\n", "é".repeat(9_000)));
    project.slant("ingest a.jsonl -o x.jsonl").exits(1);
    let raw = rows(&project, "x.jsonl.rejects.jsonl")[0].text("raw").to_owned();
    assert!(
        raw.starts_with("{\"text\": éé") && (2_040..=2_048).contains(&raw.len()),
        "{} bytes",
        raw.len()
    );
}

#[test]
fn brackets_in_brackets_do_no_harm() {
    let deep = "[".repeat(100_000);
    let closed = format!("{deep}{}", "]".repeat(100_000));
    let records = format!(
        "{{\"x\": {closed}, \"text\": \"One.\"}}\n{{\"text\": {deep}\n{{\"text\": \"Two.\"}}\n"
    );
    let project = Project::new().file("a.jsonl", records);
    project.slant("ingest a.jsonl -o x.jsonl").exits(1);
    assert_eq!(rows(&project, "x.jsonl").len() + rows(&project, "x.jsonl.rejects.jsonl").len(), 3);
}

#[test]
fn dates_that_are_none_are_warned_of_and_their_articles_kept() {
    let contents = "id,date,text\na,0001-01-01,One.\nb,10/1,Two.\nc,2018-09-12,Three.\nd,,Four.\n";
    let project = Project::new().file("dump/a.csv", contents);
    project
        .slant("run dump -o out --all")
        .exits(1)
        .says("dump/a.csv:2:3: bad_date: found \"0001-01-01\", expected a date such as 2018-09-12")
        .says("dump/a.csv:3:3: bad_date: found \"10/1\", expected a date such as 2018-09-12");
    let date = |article: &Row| article.value("date").as_str().map(str::to_owned);
    let dates: Vec<_> = rows(&project, "out/articles.parquet").iter().map(date).collect();
    assert_eq!(dates, [None, None, Some("2018-09-12".to_owned()), None]);
    assert_eq!(project.text("out/rejects.jsonl"), "");
    assert!(project.text("out/manifest.json").contains("bad_date"));
}
