//! WARC files, plain and compressed: the decompressors look at the first bytes.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| fuzz::read_file("crawl.warc", data, &Config::default()));
