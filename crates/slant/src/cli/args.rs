//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use classifier::TrainConfig;
use jiff::civil::Date;
use slant::{CHECKPOINT_RECORDS, Estimand, LanguageFilter, PAGE_ARTICLES, Period};
use stats::{BootstrapConfig, Target};

use super::simulate::SimulateArgs;

/// How did each outlet cover the order? Stance of news sentences, per outlet, reproducible to the byte.
#[derive(Debug, Parser)]
#[command(name = "slant", version, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The main job: reads a dump, finds the relevant articles, scores every sentence, and reports per outlet
    #[command(
        after_help = "Example:\n  slant run dumps/ more.jsonl.gz --outlets names.csv --since 2018-09-12 -o results\n  slant run dumps/ -o results --resume\n\n\
        Writes articles.parquet, units.parquet, outlets.csv, speakers.csv, rejects.jsonl, report.html and manifest.json.\n\
        Exit code 0: done; 1: done, but records or values were rejected; 2: could not run."
    )]
    Run(RunArgs),
    /// Writes the articles of a dump with their full text, as .jsonl or .parquet
    #[command(after_help = "Example:\n  slant ingest dumps/ -o articles.parquet")]
    Ingest(IngestArgs),
    /// Writes the units (headline, sentences, captions, boilerplate) of every article, as .jsonl, .csv or .parquet
    #[command(
        after_help = "Examples:\n  slant segment dumps/ -o units.csv\n  slant segment dumps/ --html voices.html --html-limit 20"
    )]
    Segment(SegmentArgs),
    /// Writes the scored units of the relevant articles, as .jsonl, .csv or .parquet
    #[command(
        after_help = "Examples:\n  slant score dumps/ -o rows.parquet\n  slant score --units sentences.csv -o scored.csv"
    )]
    Score(ScoreArgs),
    /// Trains a model on labelled CSV files; the same labels give the same bytes
    #[command(
        after_help = "Example:\n  slant train data/labels --labels-note data/labels/note.txt -o models/order-2018\n  slant train mine.csv --codebook mine.toml -o models/mine"
    )]
    Train(TrainArgs),
    /// Compares a model with labelled CSV files
    #[command(
        after_help = "Examples:\n  slant evaluate audit.csv --model models/mine --json\n  slant evaluate data/labels/order-test.csv --swap-names data/names.csv"
    )]
    Evaluate(EvaluateArgs),
    /// Checks labelled CSV files: every fault with line and column, and what the files hold
    #[command(
        after_help = "Example:\n  slant check data/labels\n  slant check mine.csv --codebook mine.toml --json\n\n\
        A fault reads path:line:column: the line on which the row begins, and the number of the column (0: the whole row).\n\
        Exit code 0: no fault; 1: faults; 2: could not run."
    )]
    Check(LabelArgs),
    /// Tells how far annotators agree: alpha, kappa, and who differs from whom on what
    #[command(
        after_help = "Example:\n  slant agree data/labels\n  slant agree coded.csv --codebook mine.toml --json\n\n\
        Annotators are told apart by the column `annotator`; their rows are matched by `id`, else by text.\n\
        Rows of the annotator `adjudicated` settle units for `train` and are left out here. Without one, the majority of the\n\
        annotators counts for `train`, label by label; a tie leaves the label open."
    )]
    Agree(LabelArgs),
    /// Draws corpora whose rates are known, and tells how often each method's intervals cover them
    #[command(
        after_help = "Examples:\n  slant simulate -o simulation.csv\n  slant simulate --prevalence .1,.3 --audited 200 --outlets 4 --replications 200\n\n\
        Without --prevalence, --audited and --scenario: the scenarios of the table in docs/simulation.md."
    )]
    Simulate(SimulateArgs),
    /// Rates of a finished run, corrected by an audit, with intervals, contrasts and what they hang on
    #[command(
        after_help = "Examples:\n  slant stats results --audit to_label.csv\n  slant stats results --audit to_label.coder-1.csv to_label.coder-2.csv --by month -o rates\n\n\
        Writes outlets.csv, contrasts.csv, rates_by_time.csv, speakers.csv, net_tone.csv, sensitivity.csv, report.html and\n\
        manifest.json into results/stats. Without an audit these are shares that the classifier marks, and no rates."
    )]
    Stats(StatsArgs),
    /// Draws units of a run for people to label: an audit to correct rates by, or doubtful ones to train with
    #[command(
        after_help = "Examples:\n  slant sample results -n 400 --plan\n  slant sample results -n 400 -o audit.csv --coders 3 --overlap .2\n  slant sample results -n 700 -o more.csv --extend audit.key.csv\n  slant sample results -n 200 -o doubtful.csv --design active\n  slant sample --near-miss dumps/ -n 100 -o missed.csv\n\n\
        Coders get audit.csv; audit.key.csv, with outlets, scores and probabilities, stays with you: `slant stats` needs it."
    )]
    Sample(super::sampling::SampleArgs),
    /// Writes the results of a run for sharing, R and Stata: CSV files without texts, and scripts that read them
    #[command(
        after_help = "Example:\n  slant export results -o shared\n  slant export results -o shared --audit labeled.csv"
    )]
    Export(ExportArgs),
    /// Prints a completion script for a shell
    #[command(
        after_help = "Example:\n  slant completions bash > ~/.local/share/bash-completion/completions/slant"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// More threads than any machine has cores only wait for each other.
const MAX_THREADS: i64 = 1024;

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct CommonArgs {
    /// Worker threads; 0 is one for each core. The result does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=MAX_THREADS))]
    pub(crate) threads: u16,
    /// No progress, no messages but errors
    #[arg(long)]
    pub(crate) quiet: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// Replaces a finished output
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// What commands that read a dump take.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReadArgs {
    /// Files, folders, or patterns such as 'dumps/**/*.gz': .jsonl .ndjson .json .csv .tsv .parquet .html .warc .docx .rtf .txt .zip,
    /// each also .gz .zst .bz2 .xz; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Reads the paths of inputs from a file, one a line, or separated by NUL; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
    /// Takes a field from a column: text, outlet, url, title, author, date or id, also inside of
    /// nested objects (text=article.body); `id=` numbers articles by content
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(crate) map: Vec<String>,
    /// CSV with the header `alias,outlet`: names that mean the same outlet
    #[arg(long, value_name = "ALIASES.csv")]
    pub(crate) outlets: Option<PathBuf>,
    /// Leaves out articles before this day, and undated ones
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub(crate) since: Option<Date>,
    /// Leaves out articles after this day, and undated ones
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub(crate) until: Option<Date>,
    /// No topic filter: every article in the languages of --language is scored and counted. `ingest` and `segment` have none in any case
    #[arg(long)]
    pub(crate) all: bool,
    /// Languages that are looked into: `en` is English and what is too short to tell; the others are kept as rows and counted.
    /// `ingest` and `segment` take all
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) language: Language,
    /// Reads no more than this many records
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
}

/// Languages of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Whatever there is
    Any,
}

impl From<Language> for LanguageFilter {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::English,
            Language::Any => Self::Any,
        }
    }
}

pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a day such as 2018-09-12".to_owned())
}

/// What commands that use a model take.
#[derive(Args, Clone, Debug)]
pub(crate) struct ModelArgs {
    /// Folder of a model; the shipped one if not given
    #[arg(long, value_name = "DIR")]
    pub(crate) model: Option<PathBuf>,
    /// Kind of model
    #[arg(long, value_enum, default_value_t = Kind::Linear)]
    pub(crate) kind: Kind,
}

/// Kinds of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// N-grams and logistic regression
    Linear,
}

#[derive(Args, Debug)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// Folder of the results
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Codebook with labels and topic query; the model's if not given
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// Bootstrap replicates
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().replicates)]
    pub(crate) replicates: u32,
    /// Goes on where a run of the same command that was killed had come to: the results are the same, to the byte
    #[arg(long)]
    pub(crate) resume: bool,
    /// Saves what is done after so many records, for --resume; the results do not depend on it
    #[arg(long, value_name = "N", default_value_t = CHECKPOINT_RECORDS, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) checkpoint_records: u64,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().seed)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct TableArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// The table; `-` is standard output, as JSON lines
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SegmentArgs {
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// The table; `-` is standard output, as JSON lines: the default without --html
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A page that shows each article with its units, quotations, cues, sources and speakers
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// The most articles on the page, which counts the others
    #[arg(long, value_name = "N", default_value_t = PAGE_ARTICLES, requires = "html", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) html_limit: u64,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct IngestArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Stops at the first record that cannot be read, and writes no file
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ScoreArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// The inputs hold ready sentences, one a record, in the field `text`
    #[arg(long)]
    pub(crate) units: bool,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Codebook with labels and topic query; the model's if not given
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct TrainArgs {
    /// CSV files with a column `text` and one column for each label, or folders of them
    #[arg(required = true, value_name = "LABELS")]
    pub(crate) labels: Vec<PathBuf>,
    /// Folder of the model
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Codebook with the labels; the shipped one if not given
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// Text file that tells in a sentence or two where the labels come from: stands beside every figure from them
    #[arg(long, value_name = "FILE")]
    pub(crate) labels_note: Option<PathBuf>,
    /// Kind of model
    #[arg(long, value_enum, default_value_t = Kind::Linear)]
    pub(crate) kind: Kind,
    /// Deals articles to folds
    #[arg(long, value_name = "N", default_value_t = TrainConfig::default().seed)]
    pub(crate) seed: u64,
    /// Folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = TrainConfig::default().folds)]
    pub(crate) folds: usize,
    /// Inverse strength of the L2 penalty
    #[arg(long = "penalty-c", value_name = "C", default_value_t = TrainConfig::default().c)]
    pub(crate) c: f64,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What commands on label files alone take.
#[derive(Args, Debug)]
pub(crate) struct LabelArgs {
    /// CSV files with a column `text` and one column for each label, or folders of them
    #[arg(required = true, value_name = "LABELS")]
    pub(crate) labels: Vec<PathBuf>,
    /// Codebook with the labels; the shipped one if not given
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct EvaluateArgs {
    /// CSV files with a column `text` and one column for each label, or folders of them
    #[arg(required = true, value_name = "LABELS")]
    pub(crate) labels: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Codebook that the model must fit
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// CSV with the header `name,other`: exchanges parties and names, and tells how far scores move
    #[arg(long, value_name = "NAMES.csv")]
    pub(crate) swap_names: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    /// Folder of a finished run
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// Labelled files of the audit, such as those of several coders
    #[arg(long, value_name = "LABELED.csv", num_args = 1..)]
    pub(crate) audit: Vec<PathBuf>,
    /// The key to the labelled files, where it does not lie beside them as NAME.key.csv
    #[arg(long, value_name = "FILE", requires = "audit", num_args = 1..)]
    pub(crate) key: Vec<PathBuf>,
    /// Takes drawn units that nobody labelled for missing at random within their stratum, instead of refusing the audit
    #[arg(long, requires = "audit")]
    pub(crate) partial: bool,
    /// Without an audit: takes the error rates that the model has on these labelled texts for those of this run, the same in every
    /// outlet (Rogan and Gladen). They must be new to the model
    #[arg(long, value_name = "LABELS", conflicts_with = "audit", num_args = 1..)]
    pub(crate) assume_label_shift: Vec<PathBuf>,
    /// CSV with the header `name,other`: exchanges names and parties in the audited units, and tells how far scores move
    #[arg(long, value_name = "NAMES.csv", requires = "audit")]
    pub(crate) swap_names: Option<PathBuf>,
    /// Labelled files of near misses of the topic query (`slant sample --near-miss`), for what it missed
    #[arg(long, value_name = "LABELED.csv", requires = "audit", num_args = 1..)]
    pub(crate) near_miss: Vec<PathBuf>,
    /// Folder of the results; DIR/stats if not given
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
    /// What counts alike: every sentence, or every article whatever its length
    #[arg(long, value_enum, default_value_t = EstimandArg::Sentence)]
    pub(crate) estimand: EstimandArg,
    /// What intervals are about: coverage like this, or the articles of this dump alone
    #[arg(long, value_enum, default_value_t = TargetArg::Coverage)]
    pub(crate) target: TargetArg,
    /// Length of the periods of time
    #[arg(long, value_enum, default_value_t = PeriodArg::Week)]
    pub(crate) by: PeriodArg,
    /// Compares every pair of outlets instead of each outlet with all others
    #[arg(long, requires = "audit")]
    pub(crate) pairs: bool,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Bootstrap replicates
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().replicates)]
    pub(crate) replicates: u32,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().seed)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// The folder of a finished run
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// Folder of the export
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Texts, headlines, authors, addresses and names of speakers, too
    #[arg(long)]
    pub(crate) with_text: bool,
    /// A labelled file of an audit; once for each file. Its codes go along, with the probabilities of the units
    #[arg(long, value_name = "LABELED.csv")]
    pub(crate) audit: Vec<PathBuf>,
    /// The key to the labelled files, where it does not lie beside them as NAME.key.csv
    #[arg(long, value_name = "FILE", requires = "audit")]
    pub(crate) key: Vec<PathBuf>,
    /// Takes drawn units that nobody labelled for missing at random within their stratum, instead of refusing the audit
    #[arg(long, requires = "audit")]
    pub(crate) partial: bool,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What counts alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EstimandArg {
    /// Every sentence
    Sentence,
    /// Every article
    Article,
}

/// What intervals are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetArg {
    /// Coverage like this: clusters are a sample
    Coverage,
    /// This dump: were all of it audited, nothing would be unsure
    Dump,
}

impl From<EstimandArg> for Estimand {
    fn from(estimand: EstimandArg) -> Self {
        match estimand {
            EstimandArg::Sentence => Self::Sentence,
            EstimandArg::Article => Self::Article,
        }
    }
}

impl From<TargetArg> for Target {
    fn from(target: TargetArg) -> Self {
        match target {
            TargetArg::Coverage => Self::Superpopulation,
            TargetArg::Dump => Self::Dump,
        }
    }
}

impl From<PeriodArg> for Period {
    fn from(period: PeriodArg) -> Self {
        match period {
            PeriodArg::Day => Self::Day,
            PeriodArg::Week => Self::Week,
            PeriodArg::Month => Self::Month,
        }
    }
}

/// Lengths of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PeriodArg {
    /// Days
    Day,
    /// Weeks, from Monday
    Week,
    /// Months of the calendar
    Month,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands_mut() {
            let help = command.render_long_help().to_string();
            assert!(help.contains("Example"), "{}", command.get_name());
        }
    }
}
