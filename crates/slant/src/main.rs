//! The `slant` command: arguments in, one call of the library, messages and an exit code out.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
