//! JSON lines and JSON documents, by the first byte.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 2] = ["dump.jsonl", "dump.json"];

fuzz_target!(|data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, NAMES.len());
    fuzz::read_file(NAMES[choice], bytes, &Config::default());
});
