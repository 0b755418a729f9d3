//! What the report shows: owned values, filled in by the run and by nothing else.

use serde::Serialize;

/// Sentences shown for each label; the rest is in `units.parquet`.
pub const MAX_SENTENCES: usize = 20;
/// Speakers shown; the rest is in `speakers.csv`.
pub const MAX_SPEAKERS: usize = 25;
/// Rejected records shown for each code; the rest is in `rejects.jsonl`.
pub const MAX_REJECT_EXAMPLES: usize = 20;

/// Everything on the page of one run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReportData {
    /// The version of slant that made the run.
    pub tool_version: String,
    /// The codebook.
    pub codebook: CodebookSummary,
    /// The model that scored the units.
    pub model: ModelSummary,
    /// Which articles were taken.
    pub topic: TopicFilter,
    /// How the bounds were drawn.
    pub interval: IntervalSettings,
    /// The files that were read, in the order of reading.
    pub inputs: Vec<InputFile>,
    /// What became of the records.
    pub counts: RunCounts,
    /// The outlets, in any order: the page sorts them by sentence units, then by name.
    pub outlets: Vec<OutletRow>,
    /// The most quoted speakers, in the order shown. The first [`MAX_SPEAKERS`] are shown.
    pub speakers: Vec<SpeakerRow>,
    /// The highest-scored sentences, highest first: one list per label, in the order of the codebook. The first
    /// [`MAX_SENTENCES`] of each are shown.
    pub sentences: Vec<Vec<ScoredSentence>>,
    /// The rejected records by code.
    pub rejects: Vec<RejectGroup>,
    /// What a reader of the numbers must know, one sentence each.
    pub warnings: Vec<String>,
    /// Fields of the input that nothing was made of.
    pub unused_fields: Vec<UnusedField>,
    /// `manifest.json`, pretty-printed.
    pub manifest: String,
}

/// The codebook of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CodebookSummary {
    /// Its name.
    pub name: String,
    /// Its version, where it states one.
    pub version: Option<String>,
    /// Its labels, in its order.
    pub labels: Vec<LabelDefinition>,
}

/// A label and what it means.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LabelDefinition {
    /// The name, as in the tables.
    pub name: String,
    /// When a unit carries it.
    pub definition: String,
}

/// The model of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ModelSummary {
    /// Its name.
    pub name: String,
    /// The hash of its files, in hexadecimal.
    pub hash: String,
    /// One sentence: which texts it was trained on, and who labelled them.
    pub training_labels: String,
    /// Who wrote and labelled these texts, as those who trained it tell.
    pub labels_note: Option<String>,
}

/// How relevant articles were told from the others.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TopicFilter {
    /// What the coverage is about, as it reads after "about": `the order`. Without it, articles are "relevant".
    pub subject: Option<String>,
    /// The boolean query, where there is one.
    pub query: Option<String>,
    /// Whether `--all` took every article as relevant.
    pub all: bool,
}

/// How the sampling bounds were drawn.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IntervalSettings {
    /// The level, such as 0.95.
    pub level: f64,
    /// Bootstrap replicates.
    pub replicates: u64,
    /// The least number of clusters with units that gets bounds.
    pub min_clusters: u64,
}

/// A file that was read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InputFile {
    /// Its path, as it is written in the manifest.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its BLAKE3 hash, in hexadecimal.
    pub blake3: String,
    /// Records found in it.
    pub n_records: u64,
    /// Records of these that were rejected.
    pub n_rejects: u64,
}

/// What became of the records. `articles_in` = `articles_out` + `rejected`, and `articles_out` = `relevant` +
/// `irrelevant` + `outside_dates` + `other_language`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunCounts {
    /// Records read.
    pub articles_in: u64,
    /// Records that became articles.
    pub articles_out: u64,
    /// Records that could not be read as articles.
    pub rejected: u64,
    /// Articles that were scored.
    pub relevant: u64,
    /// Articles about something else.
    pub irrelevant: u64,
    /// Articles dated before `--since` or after `--until`.
    pub outside_dates: u64,
    /// Articles about the topic in a language that was not looked into.
    pub other_language: u64,
    /// Units of relevant articles by kind, in the order shown: `("sentence", 120)`.
    pub units: Vec<(String, u64)>,
    /// Clusters of relevant articles.
    pub clusters: u64,
    /// Clusters of these that hold at least two articles.
    pub clusters_with_copies: u64,
    /// Outlets of all articles.
    pub outlets: u64,
    /// Speakers with a name or a description in relevant articles.
    pub speakers: u64,
}

/// The counts and classified shares of one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutletRow {
    /// The name.
    pub name: String,
    /// What the outlet says itself.
    pub own: VoiceRow,
    /// Sentence units that stand mostly in quotation marks.
    pub n_direct_quote: u64,
    /// Sentence units that others say, without marks.
    pub n_indirect: u64,
    /// All voices together.
    pub all: VoiceRow,
}

/// The counts and classified shares of one voice in one outlet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VoiceRow {
    /// Relevant articles with sentence units of the voice.
    pub n_articles: u64,
    /// Clusters with sentence units of the voice.
    pub n_clusters: u64,
    /// Sentence units of the voice.
    pub n_units: u64,
    /// One entry per label, in the order of the codebook.
    pub labels: Vec<LabelShare>,
}

/// What one speaker says.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SpeakerRow {
    /// The name, or the description of somebody unnamed.
    pub name: String,
    /// What they speak as.
    pub role: Option<String>,
    /// The title, as the texts have it.
    pub title: Option<String>,
    /// The party.
    pub party: Option<String>,
    /// The state.
    pub state: Option<String>,
    /// Outlets that quote them.
    pub n_outlets: u64,
    /// Articles that quote them.
    pub n_articles: u64,
    /// Sentence units that they say.
    pub n_units: u64,
    /// One entry per label, in the order of the codebook; without bounds.
    pub labels: Vec<LabelShare>,
}

/// The classified share of one label in one voice of an outlet, or of one speaker.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LabelShare {
    /// Sentence units that the classifier marks with the label.
    pub n_labelled: u64,
    /// Their share of all sentence units of the voice or speaker, in [0, 1]; `None` without units.
    pub share: Option<f64>,
    /// The sampling bounds, in [0, 1]; `None` where there is no interval.
    pub bounds: Option<(f64, f64)>,
}

/// A sentence and its score.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ScoredSentence {
    /// The calibrated probability of the label, in [0, 1].
    pub probability: f64,
    /// Whether that is enough for the label.
    pub is_marked: bool,
    /// The sentence.
    pub text: String,
    /// In whose voice it speaks: `own`, `direct quote`, `indirect`.
    pub voice: String,
    /// Who says it, where somebody is named.
    pub speaker: Option<String>,
    /// Who published it.
    pub outlet: String,
    /// The date of the article.
    pub date: Option<String>,
    /// The title of the article.
    pub title: Option<String>,
    /// The address of the article; a link where it starts with `http://` or `https://`, else plain text.
    pub url: Option<String>,
    /// The name of the unit in `units.parquet`.
    pub unit_id: String,
}

/// The rejected records of one code.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RejectGroup {
    /// The code.
    pub code: String,
    /// How many records it stopped.
    pub n_records: u64,
    /// Some of them; the first [`MAX_REJECT_EXAMPLES`] are shown.
    pub examples: Vec<RejectExample>,
}

/// A rejected record.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RejectExample {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: Option<u64>,
    /// The column, from 1.
    pub column: Option<u64>,
    /// What was found and what was expected.
    pub message: String,
}

/// A field of the input that nothing was made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UnusedField {
    /// Its name.
    pub name: String,
    /// Records that have it.
    pub n_records: u64,
}
