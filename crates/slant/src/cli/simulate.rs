//! `slant simulate`: its arguments and what it prints.

use std::{
    fmt,
    io::{self, Write},
    path::PathBuf,
    str::FromStr,
};

use clap::Args;
use slant::{
    MethodFigures, ScenarioFigures, SimulationOptions, SimulationReport, Workers,
    documented_scenarios, read_scenarios,
};
use stats::{BootstrapConfig, SimulationConfig};

use super::{IS_INTERRUPTED, Outcome, args::CommonArgs, print, progress::ProgressLine};

/// Corpora of a scenario: the Monte Carlo error of a coverage of .95 is .002 with ten outlets each.
const DEFAULT_REPLICATIONS: u32 = 1000;

#[derive(Args, Debug)]
pub(crate) struct SimulateArgs {
    /// Outlets
    #[arg(long, value_name = "N", default_value_t = SimulationConfig::default().n_outlets)]
    outlets: u32,
    /// The fewest and the most articles of an outlet
    #[arg(long, value_name = "LEAST-MOST", default_value_t = Bounds::of(SimulationConfig::default().articles))]
    articles: Bounds<u32>,
    /// The share of articles that are copies of stories that several articles carry
    #[arg(long, value_name = "SHARE", default_value_t = SimulationConfig::default().copied_share)]
    copied_share: f64,
    /// The fewest and the most copies of such a story
    #[arg(long, value_name = "LEAST-MOST", default_value_t = Bounds::of(SimulationConfig::default().copies))]
    copies: Bounds<u32>,
    /// The fewest and the most sentences of an article
    #[arg(long, value_name = "LEAST-MOST", default_value_t = Bounds::of(SimulationConfig::default().sentences))]
    sentences: Bounds<u32>,
    /// True rates in own voice, equal in all outlets: one scenario each
    #[arg(long, value_name = "RATE,…", value_delimiter = ',')]
    prevalence: Vec<f64>,
    /// Audited sentences of each outlet: one scenario each
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    audited: Vec<u32>,
    /// How alike the sentences of one story are: the intra-cluster correlation
    #[arg(long, value_name = "RHO", default_value_t = SimulationConfig::default().correlation)]
    correlation: f64,
    /// The share of sentences in own voice
    #[arg(long, value_name = "SHARE", default_value_t = SimulationConfig::default().own_voice)]
    own_voice: f64,
    /// How often rules tell the voice rightly
    #[arg(long, value_name = "SHARE", default_value_t = SimulationConfig::default().voice_accuracy)]
    voice_accuracy: f64,
    /// The classifier's sensitivity, in every outlet
    #[arg(long, value_name = "SHARE", default_value_t = SimulationConfig::default().sensitivity)]
    sensitivity: f64,
    /// Its specificity in the first and in the last outlet, evenly spaced between
    #[arg(long, value_name = "FIRST-LAST", default_value_t = Bounds::of(SimulationConfig::default().specificity))]
    specificity: Bounds<f64>,
    /// How sure its scores are: 1 where they are calibrated in the average outlet, below 1 too timid, above too sure
    #[arg(long, value_name = "SLOPE", default_value_t = SimulationConfig::default().calibration_slope)]
    calibration_slope: f64,
    /// Scenarios from a TOML file: a table `[[scenarios]]` each, with the names of these options; what it leaves out is as given here
    #[arg(long, value_name = "FILE.toml", conflicts_with_all = ["prevalence", "audited"])]
    scenario: Option<PathBuf>,
    /// Corpora of each scenario
    #[arg(long, value_name = "N", default_value_t = DEFAULT_REPLICATIONS, value_parser = clap::value_parser!(u32).range(1..))]
    replications: u32,
    /// Bootstrap replicates of each interval
    #[arg(long, value_name = "N", default_value_t = BootstrapConfig::default().replicates)]
    replicates: u32,
    /// What all is drawn from
    #[arg(long, value_name = "N", default_value_t = SimulationConfig::default().seed)]
    seed: u64,
    /// A CSV with all figures; `-` is standard output
    #[arg(short, long, value_name = "TABLE.csv")]
    output: Option<PathBuf>,
    #[command(flatten)]
    common: CommonArgs,
}

/// Two numbers with a hyphen between.
#[derive(Debug, Clone, Copy)]
struct Bounds<T>(T, T);

impl<T> Bounds<T> {
    fn of((first, last): (T, T)) -> Self {
        Self(first, last)
    }

    fn pair(self) -> (T, T) {
        (self.0, self.1)
    }
}

impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.0, self.1)
    }
}

impl<T: FromStr> FromStr for Bounds<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("found {text:?}, expected two numbers with a hyphen between");
        let (first, last) = text.split_once('-').ok_or_else(fault)?;
        let number = |part: &str| part.trim().parse().map_err(|_| fault());
        Ok(Self(number(first)?, number(last)?))
    }
}

pub(crate) fn simulate(args: &SimulateArgs) -> anyhow::Result<Outcome> {
    let to_stdout = args.output.as_ref().is_some_and(|path| path.as_os_str() == "-");
    anyhow::ensure!(
        !(args.common.json && to_stdout),
        "--json and `-o -` both write to standard output: give one of them another place"
    );
    let options = SimulationOptions {
        scenarios: scenarios(args)?,
        replications: args.replications,
        bootstrap: BootstrapConfig { replicates: args.replicates, ..BootstrapConfig::default() },
        output: args.output.clone(),
        overwrite: args.common.overwrite,
    };
    let progress = ProgressLine::counting("corpora", args.common.quiet);
    let workers = Workers::new(usize::from(args.common.threads), &IS_INTERRUPTED, &progress)?;
    let report = slant::simulate(&options, &workers);
    progress.finish();
    let report = report?;
    if args.common.json {
        print::json(&report)?;
    } else if !to_stdout && !args.common.quiet {
        print_report(&report)?;
    }
    Ok(Outcome::Clean)
}

fn scenarios(args: &SimulateArgs) -> anyhow::Result<Vec<SimulationConfig>> {
    let base = base(args);
    if let Some(path) = &args.scenario {
        return Ok(read_scenarios(path, &base)?);
    }
    if args.prevalence.is_empty() && args.audited.is_empty() {
        return Ok(documented_scenarios(&base));
    }
    let default = SimulationConfig::default();
    let rates = if args.prevalence.is_empty() { &default.prevalence } else { &args.prevalence };
    let audits = if args.audited.is_empty() { &vec![default.n_audited] } else { &args.audited };
    let mut scenarios = Vec::new();
    for &rate in rates {
        for &n_audited in audits {
            let prevalence = vec![rate];
            scenarios.push(SimulationConfig { prevalence, n_audited, ..base.clone() });
        }
    }
    Ok(scenarios)
}

/// What all scenarios have in common.
fn base(args: &SimulateArgs) -> SimulationConfig {
    SimulationConfig {
        n_outlets: args.outlets,
        articles: args.articles.pair(),
        copied_share: args.copied_share,
        copies: args.copies.pair(),
        sentences: args.sentences.pair(),
        correlation: args.correlation,
        own_voice: args.own_voice,
        voice_accuracy: args.voice_accuracy,
        sensitivity: args.sensitivity,
        specificity: args.specificity.pair(),
        calibration_slope: args.calibration_slope,
        seed: args.seed,
        ..SimulationConfig::default()
    }
}

fn print_report(report: &SimulationReport) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} corpora of each scenario, {} bootstrap replicates. In percent; ± is the Monte Carlo standard error.\n\
        covers: 95 % intervals that cover the superpopulation rate; worst: in the outlet where fewest do; corpus: that cover\n\
        the rate of the corpus itself; differs: outlets found to differ from the rest (p < .05), though none does; any: corpora\n\
        in which the procedure of Benjamini and Hochberg finds any.\n",
        report.replications, report.replicates
    )?;
    writeln!(
        out,
        "{:>5}  {:>7}  {:<16}  {:>10}  {:>5}  {:>6}  {:>5}  {:>5}  {:>6}  {:>10}  {:>10}",
        "rate",
        "audited",
        "method",
        "covers",
        "worst",
        "corpus",
        "width",
        "bias",
        "none",
        "differs",
        "any"
    )?;
    for scenario in &report.scenarios {
        let mut head = head(scenario);
        for method in &scenario.methods {
            write_row(&mut out, &head, method)?;
            head = " ".repeat(head.chars().count());
        }
    }
    Ok(())
}

/// The true rate and the size of the audit.
fn head(scenario: &ScenarioFigures) -> String {
    let rate = match scenario.prevalence.as_slice() {
        [rate] => percent(Some(*rate)),
        _ => "list".to_owned(),
    };
    format!("{rate:>5}  {:>7}", scenario.audited)
}

fn write_row(out: &mut impl Write, head: &str, figures: &MethodFigures) -> io::Result<()> {
    let MethodFigures { method, n_cells, n_intervals, .. } = figures;
    let none = 1.0 - *n_intervals as f64 / (*n_cells).max(1) as f64;
    writeln!(
        out,
        "{head}  {method:<16}  {:>10}  {:>5}  {:>6}  {:>5}  {:>5}  {:>6}  {:>10}  {:>10}",
        with_error(figures.coverage, figures.coverage_error),
        percent(figures.worst_outlet_coverage),
        percent(figures.finite_coverage),
        percent(figures.mean_width),
        percent(figures.bias),
        percent(Some(none)),
        with_error(figures.false_differences, figures.false_differences_error),
        with_error(figures.false_families, figures.false_families_error),
    )
}

fn percent(value: Option<f64>) -> String {
    // Adding 0 takes the sign off a rounded -0.
    value.map_or_else(
        || "–".to_owned(),
        |value| format!("{:.1}", (1000.0 * value).round() / 10.0 + 0.0),
    )
}

fn with_error(value: Option<f64>, error: Option<f64>) -> String {
    match value.zip(error) {
        Some((value, error)) => format!("{:.1} ±{:.1}", 100.0 * value, 100.0 * error),
        None => "–".to_owned(),
    }
}
