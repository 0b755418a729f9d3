//! Label files: what is read without a fault is checked without a fault that stops the reading.
#![no_main]

use std::sync::LazyLock;

use classifier::{Codebook, LabelTable, check_labels};
use libfuzzer_sys::fuzz_target;

static CODEBOOKS: LazyLock<[Codebook; 2]> = LazyLock::new(|| {
    [false, true].map(|exclusive| {
        let labels =
            "{ name = 'good', definition = 'praise' }, { name = 'bad', definition = 'blame' }";
        let codebook = format!("name = 'tone'\nexclusive = {exclusive}\nlabels = [{labels}]");
        Codebook::from_toml(&codebook).expect("the codebook is whole")
    })
});

fuzz_target!(|data: &[u8]| {
    let (choice, bytes) = fuzz::choose(data, CODEBOOKS.len());
    let files = [("labels.csv".to_owned(), bytes.to_vec())];
    let codebook = &CODEBOOKS[choice];
    let _ = check_labels(&files, codebook);
    let table = LabelTable::read(&files, codebook);
    let rows = LabelTable::read_rows(&files, codebook);
    match (table, rows) {
        (Ok(table), Ok(rows)) => {
            assert_eq!(table.n_rows, rows.len());
            assert!(table.units.len() <= rows.len());
            assert!(
                table.units.iter().all(|unit| !unit.text.trim().is_empty()),
                "a unit without text"
            );
        }
        (Err(_), Err(_)) => {}
        (table, _) => panic!("read and read_rows disagree: {:?}", table.err()),
    }
});
