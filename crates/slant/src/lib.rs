//! The crate `slant`.
