//! The `slant` command from outside: files in, exit code, messages and files out.
//!
//! `tests/README.md` says how to add a case.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may as well panic")]
#![allow(clippy::needless_pass_by_value, reason = "cases are written in place and given away")]

mod bad_files;
mod bad_records;
mod bad_settings;
mod choosing;
mod copies;
mod corpus;
mod documented_columns;
mod driver;
mod export;
mod export_audit;
mod export_r;
mod finished_output;
mod help;
mod hostile_text;
mod interruption;
mod label_checks;
mod labels;
mod main_job;
mod model_files;
mod notebooks;
mod reproducibility;
mod resume;
mod sample_outlets;
mod sample_units;
mod sampling;
mod simulations;
mod standard_streams;
mod statistics;
mod tables;
mod tables_agree;
mod training;
mod voices;
mod voices_page;
