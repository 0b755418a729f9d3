//! `run --resume`: a run that was killed goes on where it had come to.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{corpus::many_articles, driver::Project};

const RUN: &str = "run dump -o out --checkpoint-records 40 --replicates 50";

fn project() -> Project {
    let articles = many_articles(600);
    let lines: Vec<&str> = articles.lines().collect();
    let (first, second) = lines.split_at(250);
    let broken = "{\"id\": 1\n[]\n";
    let latin = b"outlet,text\nQuarry Post,Caf\xe9 owners said that the order of the day was caf\xe9 au lait, as in May.\n";
    let crawl = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nx\n\r\n\r\n";
    Project::new()
        .file("dump/a.jsonl", format!("{}\n{broken}", first.join("\n")))
        .file("dump/a.warc", crawl.repeat(3))
        .file("dump/a2.csv", latin)
        .file("dump/b.jsonl", format!("{}\n{}\n", second.join("\n"), lines[3]))
}

/// The number of whole parts that a killed run left.
fn n_parts(project: &Project) -> usize {
    let Ok(entries) = std::fs::read_dir(project.path("out/.parts")) else { return 0 };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    names.filter(|name| name.to_string_lossy().ends_with(".part")).count()
}

/// Runs until some parts are there, then kills.
fn kill_between_parts(project: &Project, arguments: &str) {
    let mut child = project.start(arguments);
    while n_parts(project) < 2 {
        assert!(child.try_wait().unwrap().is_none(), "ended before it was killed: {arguments}");
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn kill_after(project: &Project, arguments: &str, time: Duration) {
    let mut child = project.start(arguments);
    drop(child.stdin.take());
    thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_that_was_killed_at_any_moment_ends_with_the_same_bytes() {
    let reference = project();
    let start = Instant::now();
    reference.slant(RUN).exits(1);
    let whole = start.elapsed();
    let expected = reference.files("out");
    let mut state = 13_848_u64;
    let mut n_with_parts = 0;
    for point in 0..20_u32 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let jitter = (state >> 40) as u32 % 1000;
        let project = project();
        let n_threads = 1 + point % 2;
        kill_after(
            &project,
            &format!("{RUN} --threads {n_threads}"),
            whole * (1000 * point + jitter) / 20_000,
        );
        n_with_parts += u32::from(n_parts(&project) > 0);
        if project.files("out").contains_key("manifest.json") {
            project.slant(&format!("{RUN} --resume")).exits(1).says("finished already");
        } else {
            project.slant(&format!("{RUN} --resume")).exits(1);
        }
        let found = project.files("out");
        assert!(found.keys().eq(expected.keys()), "{point}: {:?}", found.keys());
        assert!(found == expected, "{point}: other bytes");
    }
    assert!(n_with_parts > 0, "no run was killed between two parts");
}

#[test]
fn a_run_may_be_killed_again_and_again() {
    let reference = project();
    reference.slant(RUN).exits(1);
    let project = project();
    for number in 1..8 {
        kill_after(&project, &format!("{RUN} --resume"), Duration::from_millis(40 * number));
    }
    let outcome = project.slant(&format!("{RUN} --resume"));
    assert!(matches!(outcome.code, Some(0 | 1)), "{outcome}");
    assert!(project.files("out") == reference.files("out"));
}

#[test]
fn results_do_not_depend_on_the_checkpoints() {
    let reference = project();
    reference.slant("run dump -o out --replicates 50").exits(1);
    for n_records in [1, 7, 1000] {
        let project = project();
        project
            .slant(&format!("run dump -o out --replicates 50 --checkpoint-records {n_records}"))
            .exits(1);
        assert!(project.files("out") == reference.files("out"), "{n_records}");
    }
}

fn killed_project() -> Project {
    let project = project();
    kill_between_parts(&project, RUN);
    assert!(!project.files("out").contains_key("manifest.json"));
    project
}

#[test]
fn parts_of_another_run_are_not_taken_for_this_one() {
    let project = killed_project();
    let check = |arguments: &str, what: &str| {
        project
            .slant(arguments)
            .exits(2)
            .says(&format!("found the parts of another run (different: {what})"));
    };
    check("run dump -o out --resume --all", "config");
    check("run dump/a.jsonl -o out --resume --replicates 50", "inputs");
    let project = project.file("dump/b.jsonl", "{\"text\": \"Other words.\"}\n");
    project.slant(&format!("{RUN} --resume")).exits(2).says("different: inputs");
    project.slant(RUN).exits(1).says("begins anew (--resume goes on from it)");
    assert!(project.files("out").contains_key("manifest.json"));
    assert_eq!(n_parts(&project), 0);
}

#[test]
fn resuming_a_finished_run_does_nothing() {
    let project = project();
    project.slant(RUN).exits(1);
    let before = project.files("out");
    project.slant(&format!("{RUN} --resume")).exits(1).says("out: the run is finished already\n");
    project.slant("run dump/a.jsonl -o out --resume").exits(2).says("found a finished output");
    project.slant(&format!("{RUN} --all --resume")).exits(2).says("found a finished output");
    assert!(project.files("out") == before);
}

#[test]
fn resuming_nothing_begins_anew() {
    let project = project();
    project.slant(&format!("{RUN} --resume")).exits(1);
    assert!(project.files("out").contains_key("manifest.json"));
}

#[test]
fn standard_input_cannot_be_resumed() {
    let project = Project::new();
    project
        .slant_reading("run - -o out --resume", many_articles(2))
        .exits(2)
        .says("--resume: found standard input, expected files that can be read again");
}

#[test]
fn a_run_that_replaces_a_finished_one_can_be_resumed() {
    let project = project();
    project.slant("run dump -o out --limit 3").exits(0);
    kill_between_parts(&project, &format!("{RUN} --overwrite"));
    project.slant(&format!("{RUN} --resume")).exits(2).says("found a finished output");
    project.slant(&format!("{RUN} --overwrite --resume")).exits(1);
    let reference = self::project();
    reference.slant(RUN).exits(1);
    assert!(project.files("out") == reference.files("out"));
}
