//! Archives and Parquet files, and files told by their content, by the first byte.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["dump.zip", "dump.parquet", "dump.jsonl.gz", "dump"];

// The decoder of Parquet panics on some files and the reader turns that into a reject: such a panic must not end the run
// before it is caught. One that nothing catches ends it still.
fuzz_target!(init: std::panic::set_hook(Box::new(report)), |data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, NAMES.len());
    fuzz::read_file(NAMES[choice], bytes, &Config::default());
});

fn report(panic: &std::panic::PanicHookInfo) {
    eprintln!("{panic}");
    if panic.location().is_some_and(|place| place.file().contains("crates/ingest")) {
        std::process::abort();
    }
}
