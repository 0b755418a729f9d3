//! What a column of an exported file is.

/// One variable of an exported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    /// Valid and unique in R and Stata.
    pub(crate) name: String,
    pub(crate) kind: VariableKind,
    /// What it is, in a few words.
    pub(crate) about: String,
    /// The label of the codebook that it is about.
    pub(crate) label: Option<String>,
    /// The column of the run's table that it comes from.
    pub(crate) column: String,
}

/// What the values of a variable are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariableKind {
    Text,
    /// The start of a hash of the text in the column.
    Hash,
    /// Whole numbers.
    Count,
    /// Numbers with a fraction.
    Real,
    /// 0, 1 or nothing.
    Flag,
    /// Days such as 2018-09-12.
    Date,
    /// One of these words, or nothing.
    Category(&'static [&'static str]),
}

impl Variable {
    pub(crate) fn new(name: &str, kind: VariableKind, about: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            about: about.to_owned(),
            label: None,
            column: name.to_owned(),
        }
    }

    /// A variable about a label of the codebook.
    pub(crate) fn of_label(name: String, kind: VariableKind, about: String, label: &str) -> Self {
        Self { name, kind, about, label: Some(label.to_owned()), column: String::new() }
    }

    pub(crate) fn with_column(self, column: &str) -> Self {
        Self { column: column.to_owned(), ..self }
    }
}

impl VariableKind {
    /// Hexadecimal digits of a hash: 128 bits, which do not collide by chance.
    pub(crate) const HASH_DIGITS: usize = 32;

    /// What the codebook calls it, and the script for R reads.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Text | Self::Hash => "text",
            Self::Count => "count",
            Self::Real => "real",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::Category(_) => "category",
        }
    }

    /// The words that a category may be.
    pub(crate) const fn categories(self) -> &'static [&'static str] {
        match self {
            Self::Category(words) => words,
            _ => &[],
        }
    }

    /// What the codebook says of the values.
    pub(crate) fn values(self) -> String {
        match self {
            Self::Text | Self::Count | Self::Real => String::new(),
            Self::Hash => format!("{} hexadecimal digits", Self::HASH_DIGITS),
            Self::Flag => "0 = no; 1 = yes".to_owned(),
            Self::Date => "YYYY-MM-DD".to_owned(),
            Self::Category(words) => words.join("; "),
        }
    }
}
