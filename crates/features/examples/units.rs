//! Cuts texts into units and does nothing else, for the benchmark of sentence boundaries:
//!
//! ```text
//! cargo run --release -p features --example units < TEXTS
//! ```
//!
//! `TEXTS` are separated by NUL. Prints how many units they have.

use std::io::{self, Read as _, Write as _};

use features::Segmenter;

fn main() -> io::Result<()> {
    let mut texts = String::new();
    io::stdin().lock().read_to_string(&mut texts)?;
    let segmenter = Segmenter::new();
    let n_units: usize = texts.split('\0').map(|text| segmenter.segment(None, text).len()).sum();
    writeln!(io::stdout(), "{n_units}")
}
