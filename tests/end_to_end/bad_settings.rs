//! Jobs that cannot run: exit code 2, one message that says what was found and what was expected, and no file.

use crate::{corpus::two_articles, driver::Project};

/// The command ends with 2 and this message, and neither makes nor changes a file.
#[track_caller]
fn check(arguments: &str, message: &str) {
    let project = Project::new()
        .file("a.jsonl", two_articles())
        .file("broken.jsonl", "{\"text\"\n[]\n")
        .file("empty/notes.odt", "x")
        .file("plain", "a file where a folder is wanted")
        .file("aliases.csv", "alias,outlet\nPost,Quarry Post,x\n")
        .file("names.csv", "short,long\n")
        .file("broken.toml", "name = 'x'\ncolour = 'red'\nlabels = []\n")
        .file("query.toml", "name = 'x'\n[[labels]]\nname = 'supportive'\ndefinition = ''\n[topic]\nquery = '(order AND'\n");
    let before = project.files(".");
    project.slant(arguments).exits(2).says(message).prints_nothing();
    let after = project.files(".");
    assert!(before == after, "{arguments}: {:?}", after.keys());
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    for command in [
        "run nowhere.jsonl -o out",
        "ingest nowhere.jsonl",
        "segment a.jsonl nowhere.jsonl",
        "score nowhere.jsonl",
    ] {
        check(command, "slant: nowhere.jsonl: found nothing there, expected a file or a folder\n");
    }
}

#[test]
fn a_folder_without_a_file_to_read_is_named() {
    check("run empty -o out", "slant: found no file to read in empty, expected .jsonl");
}

#[test]
fn a_dump_in_which_nothing_can_be_read_is_no_result() {
    check(
        "run broken.jsonl -o out",
        "slant: found no article in 2 records, expected at least one\nbroken.jsonl:1:7: ",
    );
    check("ingest broken.jsonl -o x.parquet", "found no article in 2 records");
    check("segment broken.jsonl -o x.csv", "found no article in 2 records");
    check("score broken.jsonl -o x.jsonl", "found no article in 2 records");
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    check("run a.jsonl -o plain/out", "slant: plain/out: ");
    check("run a.jsonl -o plain", "slant: plain");
    check("ingest a.jsonl -o plain/x.jsonl", "slant: plain");
    check("segment a.jsonl -o empty", "slant: empty: found an output of unknown form");
}

#[test]
fn the_word_of_the_operating_system_is_given_once() {
    check("train none.csv -o model", "slant: none.csv: No such file or directory (os error 2)\n");
    check(
        "run a.jsonl -o out --outlets none.csv",
        "slant: none.csv: No such file or directory (os error 2)\n",
    );
    check(
        "run a.jsonl -o out --model none",
        "slant: none/model.safetensors: No such file or directory (os error 2)\n",
    );
}

#[test]
fn an_output_of_unknown_form_is_told_the_forms_there_are() {
    check(
        "segment a.jsonl -o a.xlsx",
        "slant: a.xlsx: found an output of unknown form, expected .parquet, .csv, .jsonl or -\n",
    );
    check(
        "ingest a.jsonl -o a.csv",
        "slant: a.csv: found an output of unknown form, expected .parquet, .jsonl or -\n",
    );
    check("score a.jsonl -o table", "slant: table: found an output of unknown form");
}

#[test]
fn two_results_on_standard_output_are_refused() {
    for command in ["ingest", "segment", "score"] {
        let message = "slant: --json and `-o -` both write to standard output: give one of them another place\n";
        check(&format!("{command} a.jsonl --json -o -"), message);
        check(&format!("{command} a.jsonl --json"), message);
    }
}

#[test]
fn unknown_options_and_commands_are_refused_with_a_hint() {
    check("run a.jsonl -o out --colour", "unexpected argument '--colour'");
    check("run a.jsonl -o out --thread 2", "'--threads'");
    check("runn a.jsonl -o out", "unrecognized subcommand 'runn'");
    check("run a.jsonl", "--output <DIR>");
    check("run -o out", "<INPUT>");
    check("run a.jsonl -o out --threads two", "invalid value 'two' for '--threads <N>'");
    check(
        "run a.jsonl -o out --since yesterday",
        "invalid value 'yesterday' for '--since <YYYY-MM-DD>'",
    );
    check("run a.jsonl -o out --limit -1", "-1");
    check("run a.jsonl -o out --kind forest", "possible values: linear");
    check("", "Usage: slant <COMMAND>");
}

#[test]
fn a_field_mapping_that_cannot_be_used_is_shown() {
    check(
        "run a.jsonl -o out --map colour=x",
        "slant: --map colour=x: found the field \"colour\", expected one of text, outlet, url, title, date, id, author\n",
    );
    check("ingest a.jsonl --map text", "slant: --map text: found no `=`, expected FIELD=COLUMN");
    check(
        "ingest a.jsonl --map text=",
        "slant: --map text=: found no column, expected the column that holds the text\n",
    );
}

#[test]
fn faults_in_aliases_come_with_line_and_column() {
    check(
        "run a.jsonl -o out --outlets aliases.csv",
        "slant: aliases.csv:2:1: found 3 fields, expected 2 fields, alias,outlet\n",
    );
    check(
        "run a.jsonl -o out --outlets names.csv",
        "slant: names.csv:1:1: found the header \"short,long\", expected the header",
    );
    check("run a.jsonl -o out --outlets none.csv", "slant: none.csv: ");
}

#[test]
fn faults_in_a_codebook_come_with_the_file_and_the_place() {
    check("run a.jsonl -o out --codebook broken.toml", "slant: broken.toml: codebook: ");
    check("train a.jsonl -o out --codebook broken.toml", "unknown field `colour`");
    check("train a.jsonl -o out --codebook broken.toml", "line 2");
    check("run a.jsonl -o out --codebook none.toml", "slant: none.toml: ");
    check("run a.jsonl -o out --codebook aliases.csv", "slant: aliases.csv: codebook: ");
}

#[test]
fn bootstrap_settings_outside_their_range_are_refused() {
    check("run a.jsonl -o out --replicates 0", "replicates");
}
