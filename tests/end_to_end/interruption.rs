//! Ctrl-C.

use std::{
    io::{Read, Write},
    process::{Child, Command},
    thread,
    time::Duration,
};

use crate::{corpus::many_articles, driver::Project, tables::json_rows};

/// More than any pipe holds: whoever reads no further is noticed.
const MAX_FEEDS: usize = 2_000;

/// Sends `SIGINT`, as the terminal does on Ctrl-C.
fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

/// Feeds articles to a command until it reads no more; interrupts it once `is_under_way` says so. Gives its exit code and stderr.
fn feed_and_interrupt(
    project: &Project,
    arguments: &str,
    is_under_way: impl Fn() -> bool,
) -> (Option<i32>, String) {
    let mut child = project.start(arguments);
    let mut to_child = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    // A full pipe of results would hold the command up.
    let drain = thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).is_ok());
    let articles = many_articles(200);
    let mut is_interrupted = false;
    for feed in 0..MAX_FEEDS {
        // Ids differ from feed to feed, so that every article is taken.
        let articles = articles.replace("\"id\":\"a", &format!("\"id\":\"{feed}-"));
        if to_child.write_all(articles.as_bytes()).is_err() {
            break;
        }
        if !is_interrupted && is_under_way() {
            interrupt(&child);
            is_interrupted = true;
        }
    }
    assert!(is_interrupted, "{arguments} never got under way");
    drop(to_child);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(drain.join().unwrap());
    (child.wait().unwrap().code(), stderr)
}

#[test]
fn an_interrupted_run_leaves_no_file() {
    for n_threads in [1, 2] {
        let project = Project::new();
        let is_under_way = || !project.files("out").is_empty();
        let (code, stderr) = feed_and_interrupt(
            &project,
            &format!("run - -o out --threads {n_threads}"),
            is_under_way,
        );
        assert_eq!(
            (code, stderr.as_str()),
            (Some(130), "slant: interrupted; nothing half-written was left\n")
        );
        assert!(project.files("out").is_empty(), "{:?}", project.files("out").keys());
    }
}

#[test]
fn an_interrupted_table_leaves_no_file() {
    for command in [
        "ingest - -o tables/x.parquet",
        "segment - -o tables/x.csv",
        "segment - --html tables/x.html",
        "score - -o tables/x.jsonl",
    ] {
        let project = Project::new();
        let (code, stderr) =
            feed_and_interrupt(&project, command, || !project.files("tables").is_empty());
        assert_eq!(
            (code, stderr.as_str()),
            (Some(130), "slant: interrupted; nothing half-written was left\n")
        );
        assert!(project.files("tables").is_empty(), "{:?}", project.files("tables").keys());
    }
}

#[test]
fn an_interrupted_run_leaves_the_finished_one_alone() {
    let project = Project::new().file("a.jsonl", crate::corpus::two_articles());
    project.slant("run a.jsonl -o out").exits(0);
    let before = project.files("out");
    let is_under_way = || project.files("out").len() > before.len();
    let (code, _) = feed_and_interrupt(&project, "run - -o out --overwrite", is_under_way);
    assert_eq!(code, Some(130));
    assert!(project.files("out") == before);
}

#[test]
fn a_command_that_waits_for_input_ends_on_ctrl_c() {
    let project = Project::new();
    let mut child = project.start("run - -o out");
    let mut to_child = child.stdin.take().unwrap();
    to_child.write_all(many_articles(3).as_bytes()).unwrap();
    while project.files("out").is_empty() {
        thread::sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    // A person who sees nothing happen presses again; the input stays open all the while.
    let mut n_presses = 1;
    while child.try_wait().unwrap().is_none() && n_presses < 3 {
        thread::sleep(Duration::from_millis(200));
        interrupt(&child);
        n_presses += 1;
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(to_child);
    assert!(project.files("out").is_empty(), "{:?}", project.files("out").keys());
}

#[test]
fn what_was_written_to_standard_output_before_ctrl_c_is_whole_lines() {
    let project = Project::new();
    let mut child = project.start("segment -");
    let mut to_child = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let feeder = thread::spawn(move || {
        let articles = many_articles(200);
        for feed in 0..MAX_FEEDS {
            let articles = articles.replace("\"id\":\"a", &format!("\"id\":\"{feed}-"));
            if to_child.write_all(articles.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut rows = vec![0; 1 << 16];
    stdout.read_exact(&mut rows).unwrap();
    interrupt(&child);
    stdout.read_to_end(&mut rows).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    feeder.join().unwrap();
    let rows = String::from_utf8(rows).unwrap();
    assert!(rows.ends_with('\n') && !json_rows(&rows).is_empty());
}
