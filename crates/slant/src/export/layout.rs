//! Which variables the exported files have.

use std::collections::BTreeSet;

use super::{
    names::{CODED_PREFIX, SCORE_PREFIX, label_stems},
    variable::{
        Variable,
        VariableKind::{self, Category, Count, Date, Flag, Hash, Real, Text},
    },
};

const KINDS: VariableKind = Category(&["headline", "sentence", "caption", "boilerplate"]);
const VOICES: VariableKind = Category(&["own", "direct_quote", "indirect"]);
const VOICES_AND_ALL: VariableKind = Category(&["own", "direct_quote", "indirect", "all"]);
const DRAWN_BY: VariableKind = Category(&["unit", "article"]);
const ROLES: VariableKind = Category(&["administration", "legislator", "expert", "other"]);

/// What an export holds of a run.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) units: Vec<Variable>,
    pub(crate) articles: Vec<Variable>,
    pub(crate) outlets: Vec<Variable>,
    pub(crate) audit: Vec<Variable>,
    /// The labels, each with its name in variables.
    pub(crate) labels: Vec<NamedLabel>,
}

/// A label of the codebook and its name in variables.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct NamedLabel {
    pub(crate) label: String,
    pub(crate) name: String,
}

impl Layout {
    /// The variables for these labels; texts, titles, authors and addresses only `with_text`.
    pub(crate) fn new(labels: &[String], with_text: bool) -> Self {
        let fixed = [unit_variables(true), audit_variables()].concat();
        let taken: BTreeSet<&str> = fixed.iter().map(|variable| variable.name.as_str()).collect();
        let names = label_stems(labels, &taken);
        let labels = labels.iter().cloned().zip(names);
        let labels: Vec<NamedLabel> =
            labels.map(|(label, name)| NamedLabel { label, name }).collect();
        let mut units = unit_variables(with_text);
        units.extend(labels.iter().flat_map(NamedLabel::classified));
        let mut audit = audit_variables();
        audit.extend(labels.iter().map(NamedLabel::coded));
        Self {
            units,
            articles: article_variables(with_text),
            outlets: outlet_variables(),
            audit,
            labels,
        }
    }
}

impl Layout {
    /// Says of what nobody coded that it was told by rules.
    pub(crate) fn note_uncoded(&mut self, has_coded_voice: bool, has_coded_kind: bool) {
        for (name, is_coded) in [("coded_voice", has_coded_voice), ("coded_kind", has_coded_kind)] {
            let uncoded =
                self.audit.iter_mut().filter(|variable| variable.name == name && !is_coded);
            uncoded.for_each(|variable| variable.about += ": nobody did, told by rules");
        }
    }
}

impl NamedLabel {
    /// Whether the label goes by another name in variables.
    pub(crate) fn is_renamed(&self) -> bool {
        self.label != self.name
    }

    fn classified(&self) -> [Variable; 2] {
        let Self { label, name } = self;
        let score = format!("{SCORE_PREFIX}{name}");
        let column = format!("{SCORE_PREFIX}{label}");
        [
            Variable::of_label(score, Real, format!("Calibrated probability of {label}"), label)
                .with_column(&column),
            Variable::of_label(
                name.clone(),
                Flag,
                format!("Classifier marks {label}; empty: abstains"),
                label,
            )
            .with_column(label),
        ]
    }

    fn coded(&self) -> Variable {
        let Self { label, name } = self;
        Variable::of_label(
            format!("{CODED_PREFIX}{name}"),
            Flag,
            format!("Coded {label}; empty: not asked, which is no"),
            label,
        )
    }
}

fn unit_variables(with_text: bool) -> Vec<Variable> {
    let mut variables = vec![
        Variable::new("unit_id", Text, "Unit: article, number, start of a hash of the text"),
        Variable::new("article_id", Text, "Article, as in articles.csv"),
        Variable::new("outlet", Text, "Outlet"),
        Variable::new("date", Date, "Day of publication"),
        Variable::new("cluster_id", Text, "Cluster of copies: id of its earliest article"),
        Variable::new("shared_with", Count, "Other outlets that carry the same sentence"),
        Variable::new("unit", Count, "Position in the article; the headline is 0"),
        Variable::new("kind", KINDS, "Kind of unit"),
        Variable::new("start", Count, "First code point in the article's text; headline: empty"),
        Variable::new("end", Count, "One past the last code point"),
        Variable::new("text_hash", Hash, "Start of the BLAKE3 hash of the unit's text")
            .with_column("text"),
        Variable::new("voice", VOICES, "In whose voice the unit speaks, told by rules"),
        Variable::new("speaker_role", ROLES, "What the first speaker speaks as, told by rules"),
    ];
    if with_text {
        variables.push(Variable::new("text", Text, "Text of the unit"));
        variables.push(Variable::new("speaker", Text, "Who says it"));
    }
    variables
}

fn article_variables(with_text: bool) -> Vec<Variable> {
    let mut variables = vec![
        Variable::new("article_id", Text, "Article"),
        Variable::new("outlet", Text, "Outlet"),
        Variable::new("date", Date, "Day of publication"),
        Variable::new("language", Text, "Language: en, else ISO 639-3; empty: not told"),
        Variable::new("relevant", Flag, "About the topic; empty: not looked into"),
        Variable::new("cluster_id", Text, "Cluster of copies: id of its earliest article"),
        Variable::new("cluster_size", Count, "Articles of the cluster"),
        Variable::new("cluster_first", Flag, "Earliest article of its cluster"),
        Variable::new("n_units", Count, "Units of the article"),
        Variable::new("n_sentences", Count, "Sentences among its units"),
    ];
    if with_text {
        variables.extend([
            Variable::new("url", Text, "Address"),
            Variable::new("title", Text, "Headline"),
            Variable::new("author", Text, "Author"),
            Variable::new("text", Text, "Text of a relevant article"),
        ]);
    }
    variables
}

fn outlet_variables() -> Vec<Variable> {
    vec![
        Variable::new("outlet", Text, "Outlet"),
        Variable::new("label", Text, "Label of the codebook"),
        Variable::new("voice", VOICES_AND_ALL, "Voice of the sentences counted"),
        Variable::new("n_articles", Count, "Relevant articles with such a sentence"),
        Variable::new("n_clusters", Count, "Clusters with such a sentence"),
        Variable::new("n_units", Count, "Sentences in this voice"),
        Variable::new("n_labelled", Count, "Those of them that the classifier marks"),
        Variable::new("classified_share", Real, "n_labelled / n_units, not corrected for errors"),
        Variable::new("sampling_lo", Real, "Lower 95% bound of sampling variation"),
        Variable::new("sampling_hi", Real, "Upper 95% bound of sampling variation"),
    ]
}

fn audit_variables() -> Vec<Variable> {
    vec![
        Variable::new("unit_id", Text, "Unit, as in units.csv"),
        Variable::new("article_id", Text, "Article, as in articles.csv"),
        Variable::new("outlet", Text, "Outlet"),
        Variable::new("cluster_id", Text, "Cluster of copies: id of its earliest article"),
        Variable::new("stratum", Text, "Stratum that the unit was drawn from"),
        Variable::new("n_stratum", Count, "Units, or articles, of the stratum"),
        Variable::new("n_drawn", Count, "Those of them that were drawn"),
        Variable::new("drawn_by", DRAWN_BY, "Whether units or whole articles were drawn"),
        Variable::new("pi", Real, "Probability with which the unit came into the audit"),
        Variable::new("weight", Real, "1 / pi"),
        Variable::new("n_coders", Count, "Coders of the unit"),
        Variable::new("coded_kind", KINDS, "Coded kind of unit"),
        Variable::new("coded_voice", VOICES, "Coded voice"),
        Variable::new("coded_speaker_role", ROLES, "Coded role of the speaker"),
        Variable::new(
            "coded_relevant",
            Flag,
            "Coded relevance of the unit itself; changes no count",
        ),
        Variable::new("counted", Flag, "Coded a sentence"),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::names::is_valid;
    use super::*;

    /// Stata's limit for the label of a variable, in characters ([U] 12.6.2).
    const MAX_ABOUT: usize = 80;

    fn layout(labels: &[&str]) -> Layout {
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        Layout::new(&labels, true)
    }

    fn names(variables: &[Variable]) -> Vec<&str> {
        variables.iter().map(|variable| variable.name.as_str()).collect()
    }

    #[test]
    fn every_name_is_valid_and_stands_once_in_its_file() {
        let long = "critical_of_what_the_president_said";
        let layout = layout(&["supportive", "stratum", "counted", "in", long, "text_hash"]);
        for variables in [&layout.units, &layout.articles, &layout.outlets, &layout.audit] {
            let names = names(variables);
            assert!(names.iter().all(|name| is_valid(name)), "{names:?}");
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
            assert!(variables.iter().all(|variable| variable.about.chars().count() <= MAX_ABOUT));
        }
    }

    #[test]
    fn a_label_has_the_same_name_in_all_files() {
        let layout = layout(&["supportive", "counted"]);
        let units = names(&layout.units);
        assert_eq!(
            units[units.len() - 4..],
            ["score_supportive", "supportive", "score_counted_2", "counted_2"]
        );
        assert!(names(&layout.audit).ends_with(&["coded_supportive", "coded_counted_2"]));
        let renamed: Vec<&NamedLabel> =
            layout.labels.iter().filter(|label| label.is_renamed()).collect();
        assert_eq!((renamed[0].label.as_str(), renamed[0].name.as_str()), ("counted", "counted_2"));
        assert_eq!(layout.units.last().unwrap().column, "counted");
    }

    #[test]
    fn texts_and_names_are_left_out_unless_asked_for() {
        let layout = Layout::new(&["a".to_owned()], false);
        let all = [layout.units, layout.articles, layout.outlets].concat();
        for name in ["text", "speaker", "title", "url", "author"] {
            assert!(!names(&all).contains(&name), "{name}");
        }
    }
}
