//! `slant sample`: its arguments, and the library called with them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use classifier::Codebook;
use features::Voice;
use jiff::civil::Date;
use serde_json::json;
use slant::{NearMissOptions, ReadOptions, SampleDesign, SampleOptions};
use stats::{Allocation, BootstrapConfig};

use super::{
    Outcome,
    args::{CommonArgs, Language, ModelArgs, parse_day},
    commands::{load_codebook, load_model, outcome_of, with_workers},
    print, print_sample,
};

#[derive(Args, Debug)]
pub(crate) struct SampleArgs {
    /// Folder of a finished run
    #[arg(value_name = "RUN", required_unless_present = "near_miss", conflicts_with = "near_miss")]
    run: Option<PathBuf>,
    /// Units to draw (articles with --whole-articles); of an extended sample, the size of both together
    #[arg(short, value_name = "N")]
    n: u64,
    /// The CSV file for the coders; the key lies beside it, as `TO_LABEL.key.csv`
    #[arg(short, long, value_name = "TO_LABEL.csv", required_unless_present = "plan")]
    output: Option<PathBuf>,
    /// What the sample is for
    #[arg(long, value_enum, default_value_t = Design::Audit)]
    design: Design,
    /// Prints the precision to expect of samples of about this size, and draws nothing
    #[arg(long, conflicts_with_all = ["output", "extend"])]
    plan: bool,
    /// Decides who is drawn
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().seed)]
    seed: u64,
    /// How draws are shared out among outlets
    #[arg(long, value_enum, default_value_t = Share::Outlet)]
    allocate: Share,
    /// Draws articles, with all their units
    #[arg(long)]
    whole_articles: bool,
    /// Only sentences in these voices, by the rules; repeat it or separate by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "VOICE")]
    voice: Vec<VoiceName>,
    /// Only this outlet; repeat it for several
    #[arg(long, value_name = "OUTLET")]
    outlets: Vec<String>,
    /// People who code: each gets a file of their own, TO_LABEL.coder-1.csv and so on
    #[arg(long, value_name = "K", default_value_t = 1)]
    coders: u32,
    /// The share of units that all of them code
    #[arg(long, value_name = "SHARE", default_value_t = 0.2)]
    overlap: f64,
    /// Makes the sample with this key larger: its seed and strata hold, and only new units are written for the coders
    #[arg(long, value_name = "OLD.key.csv")]
    extend: Option<PathBuf>,
    /// Draws articles of a dump that the topic query nearly matches, to be coded for relevance: what does the query miss?
    #[arg(long, value_name = "INPUT", num_args = 1.., conflicts_with_all = ["plan", "extend", "whole_articles", "voice", "outlets", "coders", "overlap", "design", "allocate"])]
    near_miss: Vec<PathBuf>,
    /// With --near-miss: takes a field from a column, as in `slant run`
    #[arg(long, value_name = "FIELD=COLUMN", requires = "near_miss")]
    map: Vec<String>,
    /// With --near-miss: leaves out articles before this day, and undated ones
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day, requires = "near_miss")]
    since: Option<Date>,
    /// With --near-miss: leaves out articles after this day, and undated ones
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day, requires = "near_miss")]
    until: Option<Date>,
    /// With --near-miss: languages that are looked into
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
    /// With --near-miss: codebook with the topic query; the model's if not given
    #[arg(long, value_name = "FILE", requires = "near_miss")]
    codebook: Option<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// What samples are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Design {
    /// To correct rates by: drawn at random with known probabilities; never train on it
    Audit,
    /// To train with: where the classifier is in doubt; nothing can be estimated from it
    Active,
}

/// How draws are shared out among outlets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Share {
    /// So that every outlet's rates are about as precise
    Outlet,
    /// In proportion to the outlets' units
    Proportional,
}

/// Voices by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VoiceName {
    Own,
    #[value(name = "direct_quote")]
    DirectQuote,
    Indirect,
}

pub(super) fn sample(args: &SampleArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    let Some(run) = args.run.clone() else {
        return near_misses(args, &load_codebook(args.codebook.as_ref(), &model)?);
    };
    let options = SampleOptions {
        run,
        output: args.output.clone().unwrap_or_default(),
        overwrite: args.common.overwrite,
        n: args.n,
        design: match args.design {
            Design::Audit => SampleDesign::Audit,
            Design::Active => SampleDesign::Active,
        },
        seed: args.seed,
        allocation: match args.allocate {
            Share::Outlet => Allocation::Outlet,
            Share::Proportional => Allocation::Proportional,
        },
        whole_articles: args.whole_articles,
        voices: args.voice.iter().copied().map(Voice::from).collect(),
        outlets: args.outlets.clone(),
        coders: args.coders,
        overlap: args.overlap,
        extend: args.extend.clone(),
        model: &model,
    };
    if args.plan { plan(&options, &args.common) } else { draw(&options, &args.common) }
}

fn draw(options: &SampleOptions<'_>, common: &CommonArgs) -> anyhow::Result<Outcome> {
    let result = slant::sample_units(options)?;
    if common.json {
        print::json(&result)?;
    } else if !common.quiet {
        print_sample::sample(&result)?;
    }
    print::warnings(&result.warnings, common.quiet);
    Ok(Outcome::Clean)
}

fn plan(options: &SampleOptions<'_>, common: &CommonArgs) -> anyhow::Result<Outcome> {
    let (plans, warnings) = slant::plan_units(options)?;
    if common.json {
        print::json(&json!({"plans": plans, "warnings": warnings}))?;
    } else {
        print_sample::plans(&plans, options.n)?;
    }
    print::warnings(&warnings, common.quiet);
    Ok(Outcome::Clean)
}

fn near_misses(args: &SampleArgs, codebook: &Codebook) -> anyhow::Result<Outcome> {
    let mut ingest = ingest::Config::default();
    args.map.iter().try_for_each(|setting| ingest.fields.set(setting))?;
    let options = NearMissOptions {
        read: ReadOptions {
            inputs: args.near_miss.clone(),
            ingest,
            since: args.since,
            until: args.until,
            ..ReadOptions::default()
        },
        language: args.language.into(),
        codebook,
        output: args.output.clone().unwrap_or_default(),
        overwrite: args.common.overwrite,
        n: args.n,
        seed: args.seed,
    };
    let result =
        with_workers(&args.common, |workers| slant::sample_near_misses(&options, workers))?;
    if args.common.json {
        print::json(&result)?;
    } else if !args.common.quiet {
        print_sample::near_misses(&result)?;
    }
    print::log(&result.log, &result.log.warnings, None, args.common.quiet);
    Ok(outcome_of(&result.log))
}

impl From<VoiceName> for Voice {
    fn from(name: VoiceName) -> Self {
        match name {
            VoiceName::Own => Self::Own,
            VoiceName::DirectQuote => Self::DirectQuote,
            VoiceName::Indirect => Self::Indirect,
        }
    }
}
