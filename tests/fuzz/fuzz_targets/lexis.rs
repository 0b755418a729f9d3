//! Downloads of Lexis: the first byte chooses among the kinds of document.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 3] = ["lexis.docx", "lexis.rtf", "lexis.txt"];

fuzz_target!(|data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, NAMES.len());
    fuzz::read_file(NAMES[choice], bytes, &Config::default());
});
