//! The command line.

mod args;
mod commands;
mod export;
mod print;
mod print_labels;
mod print_sample;
mod print_statistics;
mod progress;
mod sampling;
mod simulate;

use std::{
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
};

use clap::{CommandFactory, Parser};

use args::{Cli, Command};

/// Done, but something was rejected.
const REJECTED: u8 = 1;
/// Could not run.
const FAILED: u8 = 2;
/// Ended by Ctrl-C, as shells count it.
const INTERRUPTED: u8 = 130;

/// How long a job may take to end by itself after Ctrl-C.
const GRACE: std::time::Duration = std::time::Duration::from_millis(500);

static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Whether the interruption was told: by the job that ended, or for one that did not.
static IS_TOLD: AtomicBool = AtomicBool::new(false);

/// How a job that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Clean,
    Rejected,
}

/// Runs the command that the arguments ask for.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    // Without a handler Ctrl-C still ends the process, only less tidily.
    let _ = ctrlc::set_handler(|| {
        IS_INTERRUPTED.store(true, Ordering::Relaxed);
        // A job that waits for its input does not look, and a slow machine takes its time; it is ended from here.
        std::thread::sleep(GRACE);
        slant::remove_partial_files();
        if !IS_TOLD.swap(true, Ordering::Relaxed) {
            print::error(&slant::Error::Interrupted.into());
        }
        std::process::exit(i32::from(INTERRUPTED));
    });
    match run(cli.command) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Rejected) => ExitCode::from(REJECTED),
        Err(error) => exit_code_of(&error),
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Run(args) => commands::run(&args),
        Command::Ingest(args) => commands::ingest(&args),
        Command::Segment(args) => commands::segment(&args),
        Command::Score(args) => commands::score(&args),
        Command::Train(args) => commands::train(&args),
        Command::Evaluate(args) => commands::evaluate(&args),
        Command::Check(args) => commands::check(&args),
        Command::Agree(args) => commands::agree(&args),
        Command::Simulate(args) => simulate::simulate(&args),
        Command::Stats(args) => commands::stats(&args),
        Command::Sample(args) => sampling::sample(&args),
        Command::Export(args) => export::export(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "slant", &mut script);
            print::bytes(&script)?;
            Ok(Outcome::Clean)
        }
    }
}

fn exit_code_of(error: &anyhow::Error) -> ExitCode {
    let is_broken_pipe = |error: &anyhow::Error| {
        error.downcast_ref::<slant::Error>().is_some_and(slant::Error::is_broken_pipe)
            || error
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let is_interrupted = matches!(
        error.downcast_ref::<slant::Error>(),
        Some(slant::Error::Interrupted | slant::Error::InterruptedRun)
    );
    if !is_interrupted || !IS_TOLD.swap(true, Ordering::Relaxed) {
        print::error(error);
    }
    ExitCode::from(if is_interrupted { INTERRUPTED } else { FAILED })
}
