//! What lies in a folder or an archive and is not read.

/// Names that a warning lists at most.
const MAX_NAMES_LISTED: usize = 10;

/// Names of files that are not read, by the reason.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    hidden: Names,
    unknown: Names,
    special: Names,
}

impl LeftOut {
    /// A file whose name starts with a dot, or that lies in such a folder.
    pub(crate) fn add_hidden(&mut self, name: String) {
        self.hidden.add(name);
    }

    /// A file whose extension is none that is read.
    pub(crate) fn add_unknown(&mut self, name: String) {
        self.unknown.add(name);
    }

    /// A pipe, a socket or a device.
    pub(crate) fn add_special(&mut self, name: String) {
        self.special.add(name);
    }

    /// Adds a sentence for each reason to `warnings`.
    pub(crate) fn warn(&self, place: &str, warnings: &mut Vec<String>) {
        let kinds = [
            (&self.unknown, "of kinds that are not read"),
            (&self.hidden, "that are hidden"),
            (&self.special, "that are pipes, sockets or devices"),
        ];
        for (names, kind) in kinds.into_iter().filter(|(names, _)| names.n_all > 0) {
            let files = match names.n_all {
                1 => "1 file".to_owned(),
                n_all => format!("{n_all} files"),
            };
            let more = if names.n_all > MAX_NAMES_LISTED { ", …" } else { "" };
            let listed = names.listed.join(", ");
            warnings.push(format!("{place}: {files} {kind}: {listed}{more}"));
        }
    }
}

#[derive(Debug, Default)]
struct Names {
    listed: Vec<String>,
    n_all: usize,
}

impl Names {
    fn add(&mut self, name: String) {
        self.n_all += 1;
        if self.listed.len() < MAX_NAMES_LISTED {
            self.listed.push(name);
        }
    }
}
