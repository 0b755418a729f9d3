//! Places where files are found and bytes come from that are not plain files in plain folders.

#![allow(clippy::unwrap_used, reason = "a fault in a test may panic")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ingest::{Config, InputFile, Reader, files_from, find_inputs};

const ARTICLE: &str = "{\"text\": \"The order took effect.\", \"outlet\": \"HP\"}\n";
/// Set in the process that reads standard input for the test of it.
const READS_STDIN: &str = "INGEST_TEST_READS_STDIN";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new("tests/fixtures").join(name)).unwrap()
}

/// Each record and reject with its line, and the hash of the file.
fn describe(file: InputFile) -> (Vec<String>, String) {
    let config = Config::default();
    let mut reader = Reader::new(vec![file], &config);
    let describe = |item: Result<ingest::RawRecord, ingest::Reject>| match item
        .and_then(|record| record.parse(&config))
    {
        Ok(parsed) => format!("{}: {}", parsed.article.source_line, parsed.article.text),
        Err(reject) => format!("{}: {:?} {}", reject.line, reject.code, reject.message),
    };
    let items = reader.by_ref().map(describe).collect();
    (items, reader.finish().remove(0).blake3)
}

fn describe_path(path: &Path) -> (Vec<String>, String) {
    describe(find_inputs(&[path.to_owned()], &[]).unwrap().files.remove(0))
}

/// Containers are read from their end, so that they are copied where there is no file to go back in.
const CONTAINERS: [&str; 5] = [
    "members.zip",
    "files_of_all_kinds.zip",
    "rows.parquet",
    "inside.zip.gz",
    "document_by_content.dump",
];

#[test]
fn containers_in_memory_are_read_like_files() {
    for name in CONTAINERS {
        let expected = describe_path(&Path::new("tests/fixtures").join(name));
        assert!(!expected.0.is_empty());
        assert_eq!(describe(InputFile::from_bytes(name, fixture(name))), expected, "{name}");
        assert_eq!(describe(InputFile::from_bytes("-", fixture(name))), expected, "{name}");
    }
}

/// Runs itself as a process of its own that reads standard input.
#[test]
fn containers_from_standard_input_are_read_like_files() {
    if std::env::var_os(READS_STDIN).is_some() {
        let found = describe_path(Path::new("-"));
        fs::write(std::env::var_os(READS_STDIN).unwrap(), format!("{found:?}")).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let found = folder.path().join("found");
    for name in CONTAINERS {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "containers_from_standard_input_are_read_like_files"])
            .env(READS_STDIN, &found)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        process.stdin.take().unwrap().write_all(&fixture(name)).unwrap();
        assert!(process.wait().unwrap().success());
        let expected = describe_path(&Path::new("tests/fixtures").join(name));
        assert_eq!(fs::read_to_string(&found).unwrap(), format!("{expected:?}"), "{name}");
    }
}

#[cfg(unix)]
fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
#[cfg(unix)]
fn a_pipe_in_a_folder_is_passed_over_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), ARTICLE).unwrap();
    make_pipe(&folder.path().join("b.jsonl"));
    let check = |path: PathBuf, expected: &str| {
        let inputs = find_inputs(&[path], &[]).unwrap();
        assert_eq!(inputs.files.len(), 1);
        let prefix = folder.path().display().to_string();
        assert_eq!(inputs.warnings[0].replace(&prefix, "FOLDER"), expected);
    };
    check(folder.path().to_owned(), "FOLDER: 1 file that are pipes, sockets or devices: b.jsonl");
    check(folder.path().join("*.jsonl"), "FOLDER/b.jsonl: not read: a pipe, a socket or a device");
}

/// As shells give the output of a command as a file.
#[test]
#[cfg(unix)]
fn a_pipe_that_is_named_is_read_whatever_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    make_pipe(&pipe);
    for name in CONTAINERS {
        let writer = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::write(pipe, fixture(name)).unwrap())
        };
        let found = describe_path(&pipe);
        writer.join().unwrap();
        assert_eq!(found, describe_path(&Path::new("tests/fixtures").join(name)), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_entered_is_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(folder.path().join("a.jsonl"), ARTICLE).unwrap();
    fs::write(closed.join("b.jsonl"), ARTICLE).unwrap();
    let set = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    set(0o000);
    let may_enter = fs::read_dir(&closed).is_ok();
    let inputs = find_inputs(&[folder.path().to_owned()], &[]).unwrap();
    set(0o700);
    if may_enter {
        return; // The superuser may.
    }
    assert_eq!(inputs.files.len(), 1);
    let expected = format!("{}: not read: Permission denied (os error 13)", closed.display());
    assert_eq!(inputs.warnings, [expected]);
}

#[test]
#[cfg(unix)]
fn links_to_themselves_and_in_a_circle_are_warnings() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("a/b")).unwrap();
    fs::write(path("a/b/c.jsonl"), ARTICLE).unwrap();
    symlink(path("a"), path("a/b/up")).unwrap();
    symlink(path("self.jsonl"), path("self.jsonl")).unwrap();
    symlink(path("two.jsonl"), path("one.jsonl")).unwrap();
    symlink(path("one.jsonl"), path("two.jsonl")).unwrap();
    let inputs = find_inputs(&[folder.path().to_owned()], &[]).unwrap();
    assert_eq!(inputs.files.len(), 1);
    let places: Vec<_> = inputs
        .warnings
        .iter()
        .map(|warning| {
            warning.split(": ").next().unwrap().replace(&path("").display().to_string(), "")
        })
        .collect();
    assert_eq!(places, ["a/b/up", "one.jsonl", "self.jsonl", "two.jsonl"]);
}

#[test]
#[cfg(unix)]
fn names_that_are_no_utf8_are_found_in_folders_and_lists() {
    use std::os::unix::ffi::OsStringExt as _;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsString::from_vec(b"caf\xe9.jsonl".to_vec());
    let path = folder.path().join(name);
    fs::write(&path, ARTICLE).unwrap();
    let list = folder.path().join("list");
    fs::write(&list, [path.as_os_str().as_encoded_bytes(), b"\n"].concat()).unwrap();
    assert_eq!(files_from(&list).unwrap(), [path]);
    let files = find_inputs(&[folder.path().to_owned()], &[]).unwrap().files;
    assert!(files[0].name().ends_with("caf\u{fffd}.jsonl"));
    let (items, hash) = describe(files[0].clone());
    assert_eq!(items, ["1: The order took effect."]);
    assert_eq!(hash, blake3::hash(ARTICLE.as_bytes()).to_hex().as_str());
}

#[test]
fn a_list_can_name_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let (list, a) = (folder.path().join("list"), folder.path().join("a.jsonl"));
    fs::write(&a, ARTICLE).unwrap();
    for text in [format!("{}\n-\n", a.display()), format!("-\0{}\0", a.display())] {
        fs::write(&list, text).unwrap();
        let inputs = find_inputs(&files_from(&list).unwrap(), &[]).unwrap();
        let names: Vec<&str> = inputs.files.iter().map(|file| &**file.name()).collect();
        assert_eq!(names, ["-", a.to_str().unwrap()]);
        assert!(inputs.files[0].is_stdin() && !inputs.files[1].is_stdin());
    }
}
