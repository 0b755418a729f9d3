//! HTML pages.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::read_file("page.html", data, &Config::default()));
