//! The text files of `data`: a word or an entry a line.

/// The entries of a list: its lines that are neither empty nor comments, trimmed.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The entries `name: words` of a list, as names and words.
pub(crate) fn classes(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(list).filter_map(|line| line.split_once(':'))
}
