//! The `slant` command.
fn main() {}
