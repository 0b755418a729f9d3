//! Archives and Parquet files, and files told by their content, by the first byte.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["dump.zip", "dump.parquet", "dump.jsonl.gz", "dump"];

fuzz_target!(|data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, NAMES.len());
    fuzz::read_file(NAMES[choice], bytes, &Config::default());
});
