//! What the labels mean, and which articles are about the event.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{error::Error, mask::Mask};

/// A codebook: the labels that coders give, with their definitions, and the topic query.
///
/// # Example
/// ```
/// let codebook = classifier::Codebook::from_toml(
///     "name = 'tone'\nlabels = [{ name = 'good', definition = 'praise' }, { name = 'bad', definition = 'blame' }]",
/// )?;
/// assert_eq!(codebook.label_names().collect::<Vec<_>>(), ["good", "bad"]);
/// # Ok::<(), classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Name of the codebook; models and manifests carry it.
    pub name: String,
    /// Version of the codebook, as its authors count it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What is being coded, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the labels exclude each other, so that the highest score wins.
    #[serde(default)]
    pub exclusive: bool,
    /// Names that models must not see, such as those of parties and politicians: whole words, as written and in
    /// capitals. Every one is replaced by the same placeholder before features are taken, so that no score can
    /// depend on which of them a sentence has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
    /// The labels, in the order of all tables.
    pub labels: Vec<Label>,
    /// Cases decided by the authors of the codebook.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// How relevant articles are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
}

/// One label of a codebook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Column name in label files and outputs: lower-case letters, digits and underscores.
    pub name: String,
    /// When a coder gives the label.
    pub definition: String,
    /// What a unit with the label adds to the net tone of its article, from -1 (against) to 1 (for); a label
    /// without it has no part in net tone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<f64>,
    /// Kinds of statement that count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub includes: Vec<String>,
    /// Kinds of statement that look alike and do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<String>,
    /// Sentences that carry the label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

/// A sentence whose labels the codebook decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The sentence, or the kind of sentence.
    pub sentence: String,
    /// The labels that it carries; none is a decision too.
    pub labels: Vec<String>,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How relevant articles are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// A boolean query, in the syntax of [`features::TopicQuery`].
    pub query: String,
    /// What the event is called in a sentence such as "12 articles about …".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Codebook {
    /// Reads a codebook from the text of a `codebook.toml`.
    ///
    /// # Errors
    /// [`Error::Codebook`] with line and column where the text is not TOML, has unknown keys, no labels, a
    /// label twice or a label whose name cannot be a column name.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let codebook: Self = toml::from_str(text)
            .map_err(|error| Error::Codebook(error.to_string().trim_end().to_owned()))?;
        codebook.check()?;
        Ok(codebook)
    }

    /// What hides the masked names.
    pub(crate) fn mask(&self) -> Mask {
        // The list was checked when the codebook was read.
        Mask::new(&self.masked).unwrap_or_default()
    }

    /// The names of the labels, in order.
    #[must_use]
    pub fn label_names(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.labels.iter().map(|label| label.name.as_str())
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let fault = |message: String| Err(Error::Codebook(message));
        if self.labels.is_empty() {
            return fault("found no [[labels]], expected at least one".to_owned());
        }
        if self.exclusive && self.labels.len() < 2 {
            return fault(
                "found one label with `exclusive = true`, expected at least two".to_owned(),
            );
        }
        let mut names = BTreeSet::new();
        for name in self.label_names() {
            let is_column_name = name.starts_with(|first: char| first.is_ascii_lowercase())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            if !is_column_name {
                return fault(format!(
                    "found label name `{name}`, expected lower-case letters, digits and underscores, a letter first"
                ));
            }
            if RESERVED_NAMES.contains(&name) || name.starts_with("score_") {
                return fault(format!(
                    "found label name `{name}`, which is the name of another column"
                ));
            }
            if !names.insert(name) {
                return fault(format!("found label `{name}` twice"));
            }
        }
        let is_tone = |tone: &f64| (-1.0..=1.0).contains(tone);
        if let Some((label, tone)) = self
            .labels
            .iter()
            .filter_map(|label| Some((label, label.tone?)))
            .find(|(_, tone)| !is_tone(tone))
        {
            return fault(format!(
                "found tone {tone} of label `{}`, expected a number from -1 to 1",
                label.name
            ));
        }
        if self.labels.len() > MAX_LABELS {
            let n = self.labels.len();
            return Err(Error::Codebook(format!(
                "found {n} labels, expected {MAX_LABELS} at most"
            )));
        }
        Mask::new(&self.masked).map_err(|message| Error::Codebook(format!("masked: {message}")))?;
        if let Some(topic) = &self.topic {
            features::TopicQuery::parse(&topic.query)
                .map_err(|error| Error::Codebook(format!("topic query: {error}")))?;
        }
        match self
            .cases
            .iter()
            .flat_map(|case| &case.labels)
            .find(|label| !names.contains(label.as_str()))
        {
            Some(label) => {
                fault(format!("found label `{label}` in a case, expected one of {names:?}"))
            }
            None => Ok(()),
        }
    }
}

/// Sets of labels are held in one word.
const MAX_LABELS: usize = 64;

/// Columns of label files and outputs that no label may be called.
pub(crate) const RESERVED_NAMES: [&str; 34] = [
    "text",
    "id",
    "unit_id",
    "article_id",
    "unit",
    "kind",
    "outlet",
    "date",
    "genre",
    "register",
    "split",
    "annotator",
    "design",
    "weight",
    "pi",
    "voice",
    "speaker",
    "speaker_role",
    "speaker_title",
    "speaker_party",
    "speaker_state",
    "relevant",
    "unsure",
    "comment",
    "other_evaluative",
    "context_before",
    "context_after",
    "codebook_version",
    "cluster_id",
    "shared_with",
    "start",
    "end",
    "attributions",
    "title",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(toml: &str, expected: &str) {
        let message = Codebook::from_toml(toml).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn tones_are_whole_numbers_or_parts_of_one() {
        let label = |name: &str, tone: &str| format!("{{name = '{name}', definition = ''{tone}}}");
        let labels = [label("a", ", tone = -1"), label("b", ", tone = 0.5"), label("c", "")];
        let toml = format!("name = 'x'\nlabels = [{}]", labels.join(", "));
        let codebook = Codebook::from_toml(&toml).unwrap();
        let tones: Vec<Option<f64>> = codebook.labels.iter().map(|label| label.tone).collect();
        assert_eq!(tones, [Some(-1.0), Some(0.5), None]);
    }

    #[test]
    fn faults_are_named() {
        check("name = 'x'\nlabels = []", "found no [[labels]]");
        check("name = 'x'\nlabels = [{name = 'A b', definition = ''}]", "found label name `A b`");
        check("name = 'x'\nlabels = [{name = 'voice', definition = ''}]", "name of another column");
        check(
            "name = 'x'\nlabels = [{name = 'a', definition = ''}, {name = 'a', definition = ''}]",
            "label `a` twice",
        );
        check(
            "name = 'x'\nexclusive = true\nlabels = [{name = 'a', definition = ''}]",
            "at least two",
        );
        check("name = 'x'\ncolour = 3\nlabels = []", "unknown field `colour`");
        check("name = ", "line 1");
        for tone in ["2", "-1.5", "nan", "inf"] {
            let label = format!("{{name = 'a', definition = '', tone = {tone}}}");
            check(
                &format!("name = 'x'\nlabels = [{label}]"),
                "of label `a`, expected a number from -1 to 1",
            );
        }
        check(
            "name = 'x'\nmasked = ['']\nlabels = [{name = 'a', definition = ''}]",
            "masked: found an empty name",
        );
        let labels = "labels = [{name = 'a', definition = ''}]";
        check(&format!("name = 'x'\n{labels}\n[topic]\nquery = '(a'"), "topic query: 1:");
    }
}
