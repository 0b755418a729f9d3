//! CSV and TSV; by the first byte also with the columns chosen in the first line of the input, `field=COLUMN`.
#![no_main]

use ingest::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, 3);
    let mut config = Config::default();
    let rows = match choice {
        2 => {
            let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
            let (settings, rows) = bytes.split_at(end);
            for setting in String::from_utf8_lossy(settings).split(';') {
                // A setting that is none is refused, and the others hold.
                let _ = config.fields.set(setting);
            }
            rows.get(1..).unwrap_or_default()
        }
        _ => bytes,
    };
    fuzz::read_file(if choice == 1 { "rows.tsv" } else { "rows.csv" }, rows, &config);
});
