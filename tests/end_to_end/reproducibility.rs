//! The same inputs give the same bytes: whatever the threads, the order, the compression or the run.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::{
    corpus::many_articles,
    driver::Project,
    tables::{Row, rows},
};

/// Enough for several batches of the pipeline.
const N_ARTICLES: usize = 2_400;

/// The sample, and generated articles in two files.
fn project() -> Project {
    let lines = many_articles(N_ARTICLES);
    let middle = lines.match_indices('\n').nth(1_500).unwrap().0 + 1;
    Project::with_sample()
        .file("dump/one.jsonl", &lines[..middle])
        .file("dump/two.jsonl", &lines[middle..])
}

#[test]
fn neither_threads_nor_the_order_of_inputs_change_a_byte() {
    let project = project();
    project.slant("run sample dump -o 1 --threads 1").exits(1);
    let expected = project.files("1");
    assert!(rows(&project, "1/units.parquet").len() > 5_000);
    for (folder, arguments) in [
        ("2", "sample dump --threads 2"),
        ("5", "sample dump --threads 5"),
        ("reversed", "dump sample --threads 2"),
        ("again", "sample dump"),
    ] {
        project.slant(&format!("run {arguments} -o {folder}")).exits(1);
        let found = project.files(folder);
        for (name, bytes) in &expected {
            assert!(found.get(name) == Some(bytes), "{name} differs with: {arguments}");
        }
        assert_eq!(found.len(), expected.len());
    }
    project.slant("run dump/two.jsonl sample/sites.csv dump/one.jsonl sample/wire-and-dailies.jsonl -o files").exits(1);
    assert!(
        project.files("files") == expected,
        "files named one by one, in another order, change a byte"
    );
}

#[test]
fn tables_do_not_depend_on_threads() {
    let project = project();
    for (command, form) in [("ingest", "parquet"), ("segment", "csv"), ("score", "jsonl")] {
        let mut tables = [1, 2, 5].map(|n_threads| {
            let name = format!("{command}-{n_threads}.{form}");
            project
                .slant(&format!("{command} sample dump -o {name} --threads {n_threads}"))
                .exits(1);
            (project.bytes(&name), project.bytes(&format!("{name}.rejects.jsonl")))
        });
        tables.sort();
        assert!(tables[0] == tables[2], "{command} differs");
    }
}

#[test]
fn compression_changes_no_row() {
    let lines = many_articles(300);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(lines.as_bytes()).unwrap();
    let two_members = {
        let mut whole = Vec::new();
        for half in [&lines.as_bytes()[..9_999], &lines.as_bytes()[9_999..]] {
            let mut member = GzEncoder::new(&mut whole, Compression::fast());
            member.write_all(half).unwrap();
            member.finish().unwrap();
        }
        whole
    };
    let project = Project::new()
        .file("plain/a.jsonl", &lines)
        .file("gz/a.jsonl.gz", gzip.finish().unwrap())
        .file("members/a.jsonl.gz", two_members)
        .file("zst/a.jsonl.zst", zstd::encode_all(lines.as_bytes(), 3).unwrap())
        // Compression is found by content.
        .file("unnamed/a.jsonl", zstd::encode_all(lines.as_bytes(), 1).unwrap());
    let tables = ["plain", "gz", "members", "zst", "unnamed"].map(|form| {
        project.slant(&format!("run {form} -o out/{form}")).exits(0);
        let articles = rows(&project, &format!("out/{form}/articles.parquet"));
        let articles: Vec<Row> =
            articles.into_iter().map(|article| article.without(&["source_path"])).collect();
        let outlets = project.text(&format!("out/{form}/outlets.csv"));
        (rows(&project, &format!("out/{form}/units.parquet")), articles, outlets)
    });
    assert_eq!(tables[0].1.len(), 300);
    assert!(tables.iter().all(|table| *table == tables[0]));
}

#[test]
fn ids_by_content_do_not_depend_on_the_file() {
    let record = "{\"outlet\": \"A\", \"text\": \"The order took effect.\"}\n";
    let project =
        Project::new().file("one/a.jsonl", record).file("two/b.jsonl", format!("\n\n{record}"));
    let id = |input: &str| {
        let outcome = project.slant(&format!("ingest {input}")).exits(0);
        crate::tables::json_rows(&outcome.stdout)[0].text("article_id").to_owned()
    };
    assert_eq!(id("one"), id("two"));
    assert_eq!(id("one").len(), 16);
}
