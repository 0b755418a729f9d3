//! A temporary folder, `slant` in it, and what it did.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
};

use tempfile::TempDir;

/// The root of the source tree.
pub(crate) fn source_tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A temporary folder with files, in which `slant` runs.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with the sample dump in `sample/`.
    pub(crate) fn with_sample() -> Self {
        let project = Self::new();
        copy_folder(&source_tree().join("data/sample"), &project.path("sample"));
        project
    }

    /// Writes a file, and the folders that it lies in.
    pub(crate) fn file(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// Every file in a folder, hidden ones too, by its path in it.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect_files(&self.path(folder), "", &mut files);
        files
    }

    /// Runs `slant` with these arguments, separated by white space, and waits for it.
    #[track_caller]
    pub(crate) fn slant(&self, arguments: &str) -> Outcome {
        self.slant_reading(arguments, "")
    }

    /// As [`Self::slant`], with these bytes on standard input.
    #[track_caller]
    pub(crate) fn slant_reading(&self, arguments: &str, stdin: impl AsRef<[u8]> + Send) -> Outcome {
        let mut child = self.start(arguments);
        let mut to_child = child.stdin.take().unwrap();
        let output = thread::scope(|scope| {
            // A process that does not read its input closes it early, which is no fault.
            scope.spawn(move || to_child.write_all(stdin.as_ref()).is_ok());
            child.wait_with_output().unwrap()
        });
        Outcome::new(arguments, output)
    }

    /// Starts `slant` with pipes on all three standard streams.
    pub(crate) fn start(&self, arguments: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_slant"))
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

/// What a finished `slant` left behind; every check gives it back, so that checks follow each other.
#[derive(Debug)]
pub(crate) struct Outcome {
    arguments: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    #[track_caller]
    pub(crate) fn new(arguments: &str, output: Output) -> Self {
        let outcome = Self {
            arguments: arguments.to_owned(),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        let has_panicked = ["panicked at", "RUST_BACKTRACE", "stack backtrace"]
            .iter()
            .any(|mark| outcome.stderr.contains(mark));
        assert!(!has_panicked, "{outcome}");
        outcome
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// That standard error holds this text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "expected on stderr: {text}\n{self}");
        self
    }

    /// That standard error does not hold this text.
    #[track_caller]
    pub(crate) fn says_no(self, text: &str) -> Self {
        assert!(!self.stderr.contains(text), "not expected on stderr: {text}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        assert_eq!(self.stderr, "", "{self}");
        self
    }

    /// That standard output holds this text.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "expected on stdout: {text}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout, "", "{self}");
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { arguments, code, stdout, stderr } = self;
        write!(
            formatter,
            "slant {arguments}\nexit code: {code:?}\n-- stdout\n{stdout}\n-- stderr\n{stderr}"
        )
    }
}

/// Copies the files of a folder, and of the folders in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let mut files = BTreeMap::new();
    collect_files(from, "", &mut files);
    for (name, contents) in files {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
}

fn collect_files(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    // A folder that was never made holds no file.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect_files(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}
