//! The command `export`.

use std::io::{self, Write};

use serde_json::json;
use slant::{ExportAudit, ExportOptions, ExportResult};

use super::{Outcome, args::ExportArgs, commands::load_model, print};

/// Columns of a file's name in the list of files.
const NAME_WIDTH: usize = 14;

pub(crate) fn export(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let model = load_model(&args.model)?;
    let audit = (!args.audit.is_empty()).then(|| ExportAudit {
        files: args.audit.clone(),
        keys: args.key.clone(),
        partial: args.partial,
        model: &model,
    });
    let options = ExportOptions {
        run: args.run.clone(),
        output: args.output.clone(),
        with_text: args.with_text,
        audit,
        overwrite: args.common.overwrite,
    };
    let result = slant::export_run(&options)?;
    let folder = args.output.display().to_string();
    if args.common.json {
        let ExportResult { rows, renamed, warnings } = &result;
        print::json(
            &json!({"output": folder, "rows": rows, "renamed": renamed, "warnings": warnings}),
        )?;
    } else if !args.common.quiet {
        print_files(&result, &folder)?;
    }
    print::warnings(&result.warnings, args.common.quiet);
    Ok(Outcome::Clean)
}

fn print_files(result: &ExportResult, folder: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (file, n_rows) in &result.rows {
        writeln!(out, "{file:NAME_WIDTH$}{n_rows:>9} rows")?;
    }
    for (label, name) in &result.renamed {
        writeln!(out, "in variables, the label {label} is called {name}")?;
    }
    writeln!(out, "\nExport: {folder} (README.txt tells how to read it)")
}
